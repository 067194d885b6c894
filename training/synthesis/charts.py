"""Charts with axes: lines, bars, stacked and horizontal bars, points. Rulings, fills and aligned numbers, and yet no table.

A chart is seen as a layout model sees it: frames, grid lines, bars, labels. Curves are no rulings; only their level
pieces are.
"""

from __future__ import annotations

from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.chart_series import Plot, draw_series
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas, across, down, figure_caption, fill, fitting, frame, label, label_upwards, source_line
from training.synthesis.surroundings import set_text
from training.synthesis.values import Tokens, sentence

_SHADES = (0.15, 0.3, 0.45, 0.6, 0.75, 0.85)


def chart(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """One chart with its title, legend, axes, caption and source."""
    height = min(width * rng.uniform(0.35, 0.85), room - 4 * page.body.size, 420.0)
    if height < 90 or width < 130:
        return y
    has_caption_above = rng.random() < 0.3
    if has_caption_above:
        below = figure_caption(rng, page, x, y, width) + 3
        height, y = height - (below - y), below
    if height < 80:
        return y
    inner = width * rng.choice((1.0, 1.0, 0.85, 0.65)) if width > 300 else width
    left = x + (width - inner) * rng.choice((0.0, 0.5))
    draw_chart(rng, page, BBox(left, y, left + inner, y + height), page.body.scaled(rng.uniform(0.65, 0.95)))
    y += height + 4
    if rng.random() < 0.35:
        y = source_line(rng, page, page.body.scaled(0.8), x, y, width)
    if not has_caption_above and rng.random() < 0.8:
        y = figure_caption(rng, page, x, y, width)
    return y + page.body.size


def chart_row(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Two or three charts side by side under one caption."""
    count = 2 if width < 420 else rng.choice((2, 2, 3))
    gap = rng.uniform(4, 16)
    slot = (width - gap * (count - 1)) / count
    height = min(slot * rng.uniform(0.6, 1.0), room - 4 * page.body.size)
    if slot < 110 or height < 90:
        return y
    font = page.body.scaled(rng.uniform(0.6, 0.75))
    for number in range(count):
        left = x + number * (slot + gap)
        draw_chart(rng, page, BBox(left, y, left + slot, y + height), font)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def draw_chart(rng: Random, page: PageCanvas, outer: BBox, font: Font) -> None:
    """A whole chart within ``outer``."""
    kind = rng.choice(("bars", "bars", "stacked", "across", "across", "lines", "lines", "lines", "points"))
    if rng.random() < 0.4:
        frame(page, outer, rng.choice((0.5, 0.5, 1.0)))
    if rng.random() < 0.15:
        fill(page, outer, rng.choice((0.95, 0.9, 0.85)))
    pad = rng.uniform(0.3, 1.0) * font.size
    names = tuple(_name(rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 5))))
    shades = tuple(rng.sample(_SHADES, len(names)))
    area = BBox(outer.x0 + pad, outer.y0 + pad, outer.x1 - pad, outer.y1 - pad)
    area = _without_title(rng, page, area, font)
    area, inside = _without_legend(rng, page, area, font, names, shades)
    plot = _plan(rng, area, font, kind, shades)
    _axis_titles(rng, page, plot, area)
    _draw_axes(rng, page, plot, area.x0)
    draw_series(rng, page, plot)
    if inside and plot.box.width > 130 and plot.box.height > 60:
        _legend(rng, page, font, names, shades, plot.box.x0 + plot.box.width * rng.choice((0.1, 0.6)), plot.box.y0 + font.size, 1)


def _name(rng: Random) -> Tokens:
    if rng.random() < 0.25:
        return (str(rng.randint(1980, 2024)),)
    return tuple(rng.choice(v.COUNTRIES).split()) if rng.random() < 0.3 else sentence(rng, rng.randint(1, 3))


def _without_title(rng: Random, page: PageCanvas, area: BBox, font: Font) -> BBox:
    """Title (plain or boxed) at the top; what is left below it."""
    if rng.random() < 0.4:
        return area
    title = font.scaled(rng.choice((1.0, 1.15, 1.3)))
    title = title.bold() if rng.random() < 0.7 else title
    align = rng.choice(("center", "center", "left"))
    words = len(page.words)
    bottom = set_text(page, sentence(rng, rng.randint(2, 10)), title, area.x0, area.y0, area.width, align=align, max_lines=2)
    if rng.random() < 0.15:
        box = BBox.enclosing(BBox(*w[:4]) for w in page.words[words:])
        if box is not None:
            frame(page, box.expand(2.5))
    return BBox(area.x0, min(bottom + font.size * 0.6, area.y1), area.x1, area.y1)


def _without_legend(
    rng: Random, page: PageCanvas, area: BBox, font: Font, names: tuple[Tokens, ...], shades: tuple[float, ...]
) -> tuple[BBox, bool]:
    """Legend right or below, and what is left; ``True`` when it is to stand inside the plot."""
    if len(names) == 1 and rng.random() < 0.7:
        return area, False
    longest = max(sum(font.width(t) + font.space for t in name) for name in names) + font.size * 1.8
    place = rng.choice(("right", "below", "below", "inside", "none"))
    if place == "right" and longest < area.width * 0.35:
        top = area.y0 + area.height * rng.uniform(0.0, 0.5)
        _legend(rng, page, font, names, shades, area.x1 - longest, top, 1)
        return BBox(area.x0, area.y0, area.x1 - longest - font.size, area.y1), False
    columns = max(1, min(len(names), int(area.width / (longest + font.size))))
    legend_height = -(-len(names) // columns) * font.size * 1.3
    if place == "below" and legend_height < area.height * 0.4:
        top = area.y1 - legend_height
        left = area.x0 + max(0.0, (area.width - columns * (longest + font.size)) / 2)
        _legend(rng, page, font, names, shades, left, top, columns)
        return BBox(area.x0, area.y0, area.x1, top - font.size * 0.5), False
    return area, place == "inside"


def _legend(
    rng: Random, page: PageCanvas, font: Font, names: tuple[Tokens, ...], shades: tuple[float, ...], x: float, y: float, columns: int
) -> None:
    pitch = font.size * 1.3
    longest = max(sum(font.width(t) + font.space for t in name) for name in names) + font.size * 2.8
    is_line = rng.random() < 0.5
    for number, (name, shade) in enumerate(zip(names, shades, strict=True)):
        left, top = x + number % columns * longest, y + number // columns * pitch
        if is_line:
            across(page, left, left + font.size * 1.2, top + font.size * 0.5, 1.0)
        else:
            fill(page, BBox(left, top + font.size * 0.15, left + font.size * 0.8, top + font.size * 0.85), shade)
        label(page, name, font, left + font.size * 1.6, top)
    if rng.random() < 0.4:
        rows = -(-len(names) // columns)
        frame(page, BBox(x - 3, y - 3, x + min(columns, len(names)) * longest - font.size, y + rows * pitch + 2))


def _plan(rng: Random, area: BBox, font: Font, kind: str, shades: tuple[float, ...]) -> Plot:
    """Room for the labels of both axes taken from ``area``."""
    is_flat = kind == "across"
    ticks = tick_labels(rng, rng.randint(2, 10))
    tick_width = max(map(font.width, ticks)) + 4
    category_room = area.width * rng.uniform(0.15, 0.4)
    plot_left = area.x0 + (category_room if is_flat else tick_width) + font.size * 1.4
    length = area.height if is_flat else area.x1 - plot_left
    limit = max(2, int(length / font.size / (1.3 if is_flat else 2.2)))
    categories = _categories(rng, min(rng.choice((2, 3, 4, 5, 6, 8, 10, 12, 15, 25)), limit), kind)
    lines = 1 if is_flat or max(map(len, categories)) == 1 else rng.choice((1, 2, 3))
    has_title_below = rng.random() < 0.3
    bottom = area.y1 - font.size * (1.2 * lines + (2.0 if has_title_below else 0.6))
    return Plot(
        BBox(plot_left, area.y0 + font.size * 0.6, max(area.x1 - font.size * 0.8, plot_left + 20), max(bottom, area.y0 + font.size + 20)),
        font,
        kind,
        categories,
        shades,
        ticks,
        has_values=kind in ("bars", "across", "stacked") and rng.random() < 0.4,
        has_grid=rng.random() < 0.55,
        has_outlines=rng.random() < 0.2,
        has_title_below=has_title_below,
    )


def tick_labels(rng: Random, count: int) -> tuple[str, ...]:
    """The numbers along a value axis, from the lowest up."""
    step = rng.choice((0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 1000, 5000))
    start = rng.choice((0, 0, 0, 0, -2, 1, 4)) * step
    suffix = rng.choice(("", "", "", "%"))
    digits = 2 if step < 0.1 else 1 if step < 1 else rng.choice((0, 0, 0, 1))
    return tuple(f"{start + step * i:,.{digits}f}{suffix}" for i in range(count + 1))


def _categories(rng: Random, count: int, kind: str) -> tuple[Tokens, ...]:
    pool = rng.choice(("years", "years", "months", "countries", "states", "codes", "phrases"))
    if kind in ("lines", "points") and pool == "phrases":
        pool = "years"
    if pool == "years":
        first = rng.randint(1960, 2015)
        return tuple((str(first + i),) for i in range(count))
    if pool == "phrases":
        return tuple(sentence(rng, rng.randint(1, 4)) for _ in range(count))
    words = {"months": v.SHORT_MONTHS, "countries": v.COUNTRIES, "states": v.STATES, "codes": v.STATE_CODES}[pool]
    first = rng.randrange(len(words))
    return tuple(tuple(words[(first + i) % len(words)].split()) for i in range(count))


def _axis_titles(rng: Random, page: PageCanvas, plot: Plot, area: BBox) -> None:
    middle = (plot.box.y0 + plot.box.y1) / 2
    if plot.kind != "across" and rng.random() < 0.5:
        label_upwards(page, sentence(rng, rng.randint(1, 7)), plot.font, area.x0, middle, plot.box.height)
    if plot.has_title_below:
        label(page, sentence(rng, rng.randint(1, 3)), plot.font, (plot.box.x0 + plot.box.x1) / 2, area.y1 - plot.font.size, align="center")


def _draw_axes(rng: Random, page: PageCanvas, plot: Plot, left: float) -> None:
    box, font = plot.box, plot.font
    is_flat = plot.kind == "across"
    if rng.random() < 0.35:
        frame(page, box)
    else:
        across(page, box.x0, box.x1, box.y1) if not is_flat or rng.random() < 0.5 else None
        down(page, box.x0, box.y0, box.y1) if is_flat or rng.random() < 0.7 else None
    if not (plot.has_values and rng.random() < 0.4):
        count = len(plot.ticks) - 1
        for number, text in enumerate(plot.ticks):
            _draw_tick(page, plot, number / count, text, is_flat)
        if not is_flat and rng.random() < 0.08:
            for number, text in enumerate(tick_labels(rng, count)):
                label(page, (text,), font, box.x1 + 2, box.y1 - box.height * number / count - font.size / 2)
    _draw_categories(rng, page, plot, box.x0 - left - 4)


def _draw_tick(page: PageCanvas, plot: Plot, share: float, text: str, is_flat: bool) -> None:
    box, font = plot.box, plot.font
    if is_flat:
        at = box.x0 + box.width * share
        if font.width(text) * (len(plot.ticks)) < box.width:
            label(page, (text,), font, at, box.y1 + 2, align="center")
        if plot.has_grid:
            down(page, at, box.y0, box.y1)
        return
    at = box.y1 - box.height * share
    if font.size * len(plot.ticks) < box.height:
        label(page, (text,), font, box.x0 - 3, at - font.size / 2, align="right")
    if plot.has_grid:
        across(page, box.x0, box.x1, at)


def _draw_categories(rng: Random, page: PageCanvas, plot: Plot, room: float) -> None:
    box, font, count = plot.box, plot.font, len(plot.categories)
    if plot.kind == "across":
        slot = box.height / count
        for number, name in enumerate(plot.categories):
            label(page, fitting(name, font, room), font, box.x0 - 4, box.y0 + (number + 0.5) * slot - font.size / 2, align="right")
        return
    slot = box.width / count
    widest = max(font.width(word) for name in plot.categories for word in name)
    is_upright = widest > slot
    every = 1 if not is_upright or rng.random() < 0.5 else max(2, int(widest / slot) + 1)
    for number, name in enumerate(plot.categories[::every]):
        middle = box.x0 + (number * every + 0.5) * slot
        if is_upright and every == 1:
            label_upwards(page, name, font, middle - font.size / 2, box.y1 + 2 + widest / 2, widest + font.space)
        elif is_upright:
            label(page, name[:1], font, middle, box.y1 + 3, align="center")
        else:
            set_text(page, name, font, middle - slot / 2, box.y1 + 2, slot * 0.98, align="center", leading=1.05, max_lines=3)
