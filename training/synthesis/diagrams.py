"""Pictures with words in them that have no axes: pies, maps, flow charts, organisation charts, timelines."""

from __future__ import annotations

import math
from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas, across, down, figure_caption, fill, fitting, frame, label
from training.synthesis.surroundings import set_text
from training.synthesis.values import Tokens, sentence


def picture(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A raster picture, sometimes with labels inside, and its caption."""
    height = min(width * rng.uniform(0.3, 1.1), room - 40)
    if height < 40:
        return y
    inner = width * rng.choice((1.0, 0.9, 0.6))
    left = x + (width - inner) / 2
    page.pictures.append(BBox(left, y, left + inner, y + height))
    if rng.random() < 0.3:
        for _ in range(rng.randint(2, 14)):
            word = rng.choice(v.PLAIN_WORDS)
            set_text(page, (word,), page.body.scaled(0.7), left + rng.random() * inner * 0.8, y + rng.random() * (height - 12), 200)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def pies(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """One to four pies with names and shares round them or in a legend; the slices themselves are no rectangles."""
    small = page.body.scaled(rng.uniform(0.6, 0.85))
    count = max(1, min(rng.choice((1, 1, 1, 2, 2, 3)), int(width / 150)))
    slot = width / count
    height = min(slot * rng.uniform(0.5, 0.9), room - 4 * page.body.size, 260.0)
    if height < 100 or width < 120:
        return y
    if rng.random() < 0.4:
        frame(page, BBox(x, y, x + width, y + height))
    has_legend = rng.random() < 0.35
    for number in range(count):
        area = BBox(x + number * slot, y, x + (number + 1) * slot, y + height)
        title = fitting(sentence(rng, rng.randint(1, 6)), small.bold(), slot)
        if rng.random() < 0.6:
            label(page, title, small.bold(), (area.x0 + area.x1) / 2, y + 3, align="center")
        _pie(rng, page, small, area, has_legend)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def _pie(rng: Random, page: PageCanvas, font: Font, area: BBox, has_legend: bool) -> None:
    shares = [rng.uniform(0.3, 2.0) for _ in range(rng.randint(2, 9))]
    center_x, center_y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2 + font.size
    radius = min(area.width, area.height) * 0.3
    where = rng.choice((0.6, 1.15, 1.25))
    angle = rng.uniform(0, math.tau)
    for number, share in enumerate(shares):
        angle += math.pi * share / sum(shares)
        at_x, at_y = center_x + radius * where * math.cos(angle), center_y + radius * where * math.sin(angle)
        align = "center" if where < 1 else "left" if math.cos(angle) > 0 else "right"
        room = max(area.x1 - at_x if align == "left" else at_x - area.x0, 0.0)
        value = (f"{100 * share / sum(shares):.0f}%",)
        name = sentence(rng, rng.randint(1, 3))
        if has_legend or where < 1:
            label(page, value, font, at_x, at_y, align=align)
            top = area.y0 + font.size * (2 + 1.4 * number)
            fill(page, BBox(area.x1 - font.size * 8, top, area.x1 - font.size * 7.3, top + font.size * 0.7), rng.random() * 0.8)
            label(page, fitting(name, font, font.size * 6.3), font, area.x1 - font.size * 6.8, top)
        else:
            label(page, fitting(name, font, room), font, at_x, at_y - font.size * 0.6, align=align)
            label(page, value, font, at_x, at_y + font.size * 0.5, align=align)
        angle += math.pi * share / sum(shares)


def map_with_names(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Names and numbers strewn over an area, with a legend of swatches and classes."""
    height = min(width * rng.uniform(0.5, 1.0), room - 4 * page.body.size, 420.0)
    if height < 120 or width < 150:
        return y
    small = page.body.scaled(rng.uniform(0.5, 0.75))
    area = BBox(x, y, x + width, y + height)
    if rng.random() < 0.4:
        frame(page, area)
    if rng.random() < 0.3:
        page.pictures.append(area)
    pool = rng.choice((v.STATES, v.COUNTRIES, v.STATE_CODES))
    has_numbers = rng.random() < 0.4
    for _ in range(rng.randint(8, 45)):
        at_x, at_y = x + width * rng.uniform(0.05, 0.75), y + height * rng.uniform(0.03, 0.93)
        name = tuple(rng.choice(pool).split())
        label(page, fitting(name, small, area.x1 - at_x), small, at_x, at_y)
        if has_numbers and at_y + small.size * 2 < area.y1:
            label(page, (f"{rng.random() * 100:.1f}",), small, at_x + small.size, at_y + small.size)
    _classes(rng, page, small, x + width * rng.choice((0.02, 0.78)), y + height * rng.uniform(0.5, 0.7), width * 0.2)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def _classes(rng: Random, page: PageCanvas, font: Font, x: float, y: float, room: float) -> None:
    low, step = rng.randint(0, 10), rng.randint(2, 50)
    for number in range(rng.randint(3, 6)):
        top = y + number * font.size * 1.4
        fill(page, BBox(x, top, x + font.size * 1.5, top + font.size), 0.9 - 0.15 * number)
        text: Tokens = (f"{low + number * step}", "–", f"{low + (number + 1) * step}")
        label(page, fitting(text, font, room - font.size * 2), font, x + font.size * 2, top)


def flow_chart(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Boxes with a few words and connecting lines, some of them tinted."""
    columns, rows = rng.randint(1, 4), rng.randint(2, 5)
    height = min(rows * rng.uniform(45.0, 75.0), room - 40)
    if height < 80 or width / columns < 50:
        return y
    slot_x, slot_y = width / columns, height / rows
    small = page.body.scaled(rng.choice((0.7, 0.8, 0.9)))
    shade = rng.choice((None, None, 0.9, 0.8, 0.5))
    gap_x, gap_y = rng.uniform(4, 14), rng.uniform(6, 12)
    for row in range(rows):
        for column in range(columns):
            if columns > 1 and rng.random() < 0.25:
                continue
            box = BBox(x + column * slot_x + gap_x, y + row * slot_y + 2, x + (column + 1) * slot_x - gap_x, y + (row + 1) * slot_y - gap_y)
            box_of_text(rng, page, small, box, shade)
            middle_x, middle_y = box.center
            if row + 1 < rows:
                down(page, middle_x, box.y1, box.y1 + gap_y + 2)
            if column + 1 < columns and rng.random() < 0.5:
                across(page, box.x1, box.x1 + 2 * gap_x, middle_y)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def box_of_text(rng: Random, page: PageCanvas, font: Font, box: BBox, shade: float | None) -> None:
    """A framed or tinted box with centred words."""
    if shade is not None:
        fill(page, box, shade)
    if shade is None or rng.random() < 0.5:
        frame(page, box)
    lines = int((box.height - 4) / font.size / 1.15)
    if lines >= 1:
        text = sentence(rng, rng.randint(1, 3 * lines))
        set_text(page, text, font, box.x0 + 3, box.y0 + 3, box.width - 6, align="center", leading=1.15, max_lines=lines)


def organisation_chart(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A tree of boxes from the top down, joined by a bus line at each level."""
    levels = rng.randint(2, 4)
    pitch = min(rng.uniform(50, 75), (room - 40) / levels)
    if pitch < 40 or width < 200:
        return y
    small = page.body.scaled(rng.choice((0.65, 0.75)))
    shade = rng.choice((None, 0.9, 0.75))
    for level in range(levels):
        count = 1 if level == 0 else min(rng.randint(2, 6), int(width / 55))
        slot = width / max(count, 2)
        start = x + (width - slot * count) / 2
        top = y + level * pitch
        for number in range(count):
            box = BBox(start + number * slot + 4, top + 10, start + (number + 1) * slot - 4, top + pitch - 10)
            box_of_text(rng, page, small, box, shade)
            if level:
                down(page, box.center[0], top, top + 10)
            if level + 1 < levels and (level == 0 or rng.random() < 0.3):
                down(page, box.center[0], box.y1, top + pitch)
        if count > 1:
            across(page, start + slot / 2, start + (count - 0.5) * slot, top)
    return figure_caption(rng, page, x, y + levels * pitch + 4, width) + page.body.size


def timeline(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A line with dates and short texts above and below it, or down the side."""
    small = page.body.scaled(rng.choice((0.7, 0.8)))
    year = rng.randint(1950, 2010)
    if rng.random() < 0.5:
        count = max(3, min(rng.randint(4, 9), int(width / 45)))
        height = small.size * 9
        if room < height + 20:
            return y
        middle, slot = y + height / 2, width / count
        across(page, x, x + width, middle, rng.choice((0.5, 1.5)))
        for number in range(count):
            year += rng.randint(1, 6)
            is_above = number % 2 == 0
            label(
                page, (str(year),), small.bold(), x + (number + 0.5) * slot, middle + (3 if is_above else -small.size - 3), align="center"
            )
            top = y if is_above else middle + small.size * 0.6
            set_text(page, sentence(rng, rng.randint(2, 8)), small, x + number * slot + 2, top, slot - 4, align="center", max_lines=3)
            down(page, x + (number + 0.5) * slot, middle - 5, middle + 5)
        return y + height + page.body.size
    left, end, start = x + small.size * 5, y + room - small.size * 6, y
    for _ in range(rng.randint(4, 10)):
        if y > end:
            break
        year += rng.randint(1, 6)
        label(page, (str(year),), small.bold(), x, y)
        text = sentence(rng, rng.randint(6, 40), stop=True)
        y = set_text(page, text, small, left + 8, y, width - small.size * 5 - 8, max_lines=4) + small.size * rng.uniform(0.3, 1.5)
    if y > start:
        down(page, left, start, y, rng.choice((0.5, 1.5)))
    return y + (page.body.size if y > start else 0.0)
