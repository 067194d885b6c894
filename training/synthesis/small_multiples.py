"""Grids of little charts that share their axes: frames in rows and columns with short titles, and yet no table."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.charts import tick_labels
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas, across, down, figure_caption, fill, fitting, frame, label, label_upwards, source_line
from training.synthesis.values import Tokens, sentence


class _Look(NamedTuple):
    """What all panels of one figure share."""

    font: Font
    title: str  # strip, line, above, none
    kind: str  # curve, bars, points
    grid: int  # light lines across
    columns: int  # light lines down
    has_frames: bool
    strip_shade: float | None
    ticks: tuple[str, ...]
    marks: tuple[str, ...]


def small_multiples(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Two to six panels in a row, one to six rows, ticks on the outer sides (or at every panel), a caption and often a source."""
    rows, columns = rng.randint(1, 6), rng.randint(2, 6)
    font = page.body.scaled(rng.uniform(0.5, 0.75))
    height = min(rows * (width / columns) * rng.uniform(0.5, 1.1), room - 5 * page.body.size)
    columns = max(2, min(columns, int(width / 60)))
    rows = max(1, min(rows, int(height / 45)))
    if height < 80 or width < 150:
        return y
    start = y
    if rng.random() < 0.5:
        y = figure_caption(rng, page, x, y, width) + 4
    top, bottom = y + font.size * 2, start + height - font.size * 2.5
    if bottom - top < 60:
        return y
    area = BBox(x + font.size * 5, top, x + width - font.size * 2, bottom)
    _panels(rng, page, area, min(rows, int(area.height / 30)), columns, _look(rng, font), x)
    y = start + height + 3
    if rng.random() < 0.4:
        y = source_line(rng, page, page.body.scaled(0.8), x, y, width)
    if rng.random() < 0.5:
        y = figure_caption(rng, page, x, y, width)
    return y + page.body.size


def _look(rng: Random, font: Font) -> _Look:
    first = rng.randint(1980, 2012)
    return _Look(
        font,
        rng.choice(("strip", "strip", "line", "above", "above", "none")),
        rng.choice(("curve", "curve", "bars", "points")),
        rng.choice((0, 0, 2, 3, 4, 5)),
        rng.choice((0, 0, 0, 3, 4)),
        rng.random() < 0.75,
        rng.choice((None, None, 0.85, 0.7)),
        tick_labels(rng, rng.randint(2, 5)),
        tuple(str(first + i * rng.choice((1, 2))) for i in range(rng.randint(2, 4))),
    )


def _panels(rng: Random, page: PageCanvas, area: BBox, rows: int, columns: int, look: _Look, left: float) -> None:
    gap = rng.choice((0.0, 0.0, 2.0, 8.0, 16.0))
    shares_axes = gap < 10 or rng.random() < 0.3
    slot_x, slot_y = (area.width + gap) / columns, (area.height + gap) / rows
    num_missing = rng.choice((0, 0, 0, 1, 2)) if rows > 1 and columns > 2 else 0
    is_first_row_short = rng.random() < 0.5
    for row in range(rows):
        for column in range(columns):
            is_short_row = row == (0 if is_first_row_short else rows - 1)
            if is_short_row and column >= columns - num_missing:
                continue
            x, y = area.x0 + column * slot_x, area.y0 + row * slot_y
            box = BBox(x, y, x + slot_x - gap, y + slot_y - gap)
            _panel(rng, page, box, look, own_axes=not shares_axes, is_left=column == 0, is_bottom=row == rows - 1)
    if rng.random() < 0.5:
        label_upwards(page, sentence(rng, rng.randint(2, 8)), look.font, left, (area.y0 + area.y1) / 2, area.height)
    if rng.random() < 0.5:
        label(page, sentence(rng, rng.randint(1, 2)), look.font, (area.x0 + area.x1) / 2, area.y1 + look.font.size * 1.5, align="center")


def _panel(rng: Random, page: PageCanvas, box: BBox, look: _Look, *, own_axes: bool, is_left: bool, is_bottom: bool) -> None:
    font = look.font
    name = _title(rng)
    middle = (box.x0 + box.x1) / 2
    plot = box
    if look.title != "none":
        head = font.size * 1.25
        if look.title != "above":
            plot = BBox(box.x0, min(box.y0 + head, box.y1 - 8), box.x1, box.y1)
        is_inside = look.title != "above"
        label(
            page,
            fitting(name, font, box.width),
            font,
            middle,
            box.y0 + font.size * 0.1 if is_inside else box.y0 - font.size * 1.1,
            align="center",
        )
        if look.title == "strip":
            strip = BBox(box.x0, box.y0, box.x1, plot.y0)
            frame(page, strip)
            if look.strip_shade is not None:
                fill(page, strip, look.strip_shade)
    if own_axes:
        plot = BBox(min(plot.x0 + font.size * 2, plot.x1 - 12), plot.y0, plot.x1, max(plot.y1 - font.size * 1.2, plot.y0 + 6))
    _lines(page, plot, look)
    _data(rng, page, plot, look)
    if own_axes or is_left:
        _value_ticks(page, plot, look)
    if own_axes or is_bottom:
        _time_ticks(page, plot, look)


def _title(rng: Random) -> Tokens:
    return rng.choice((tuple(rng.choice(v.COUNTRIES).split()), tuple(rng.choice(v.STATES).split()), sentence(rng, rng.randint(1, 2))))


def _lines(page: PageCanvas, plot: BBox, look: _Look) -> None:
    if look.has_frames:
        frame(page, plot)
    else:
        across(page, plot.x0, plot.x1, plot.y1)
        down(page, plot.x0, plot.y0, plot.y1)
    for number in range(1, look.grid + 1):
        across(page, plot.x0, plot.x1, plot.y0 + plot.height * number / (look.grid + 1), 0.25)
    for number in range(1, look.columns + 1):
        down(page, plot.x0 + plot.width * number / (look.columns + 1), plot.y0, plot.y1, 0.25)


def _data(rng: Random, page: PageCanvas, plot: BBox, look: _Look) -> None:
    if look.kind == "bars":
        count = rng.randint(3, 9)
        slot = plot.width / count
        for number in range(count):
            left = plot.x0 + number * slot
            fill(page, BBox(left + slot * 0.15, plot.y1 - plot.height * rng.uniform(0.05, 0.95), left + slot * 0.85, plot.y1), 0.4)
    elif look.kind == "points":
        for _ in range(rng.randint(3, 8)):
            x, y = plot.x0 + rng.random() * plot.width, plot.y0 + rng.random() * plot.height
            fill(page, BBox(x - 1.6, y - 1.6, x + 1.6, y + 1.6), 0.2)
    elif rng.random() < 0.4:
        x, y = plot.x0 + plot.width * rng.uniform(0, 0.5), plot.y0 + rng.random() * plot.height
        across(page, x, x + plot.width * rng.uniform(0.15, 0.5), y, 1.0)


def _value_ticks(page: PageCanvas, plot: BBox, look: _Look) -> None:
    step = max(1, round(look.font.size * 1.2 * len(look.ticks) / max(plot.height, 1)))
    for number, text in list(enumerate(look.ticks))[::step]:
        y = plot.y1 - plot.height * number / (len(look.ticks) - 1)
        label(page, (text,), look.font, plot.x0 - 2, y - look.font.size / 2, align="right")


def _time_ticks(page: PageCanvas, plot: BBox, look: _Look) -> None:
    marks = look.marks if look.font.width("2000 ") * len(look.marks) < plot.width else look.marks[:1]
    for number, text in enumerate(marks):
        label(page, (text,), look.font, plot.x0 + plot.width * (number + 0.5) / len(marks), plot.y1 + 2, align="center")
