"""Things on pages that are no tables though they have lines, numbers or columns: charts, diagrams, forms, contents, lists.

Every function takes the canvas and a place ``(x, y, width)`` with the ``room`` in points below, sets what fits, and returns
the y below it (the same y when there was no room).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.layout import PlacedWord
from training.synthesis.surroundings import Canvas, set_text
from training.synthesis.values import Tokens, company, sentence


@dataclass
class PageCanvas(Canvas):
    """A canvas with pictures, and the type of the page's running text."""

    body: Font = field(default_factory=lambda: Font("serif", 10.0))
    leading: float = 1.2
    align: str = "justify"
    pictures: list[BBox] = field(default_factory=list)


def paragraph(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    pitch = page.body.size * page.leading
    lines = min(rng.choice((2, 4, 6, 9, 14)), int(room / pitch))
    if lines < 1:
        return y
    words = int(lines * width / page.body.size / 3.0)
    text = sentence(rng, max(words, 3), stop=True)
    y = set_text(page, text, page.body, x, y, width, leading=page.leading, align=page.align, max_lines=lines)
    return y + rng.choice((0.0, 0.0, 0.5, 1.0)) * pitch


def heading(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    font = page.body.scaled(rng.choice((1.0, 1.1, 1.2, 1.4, 1.8))).bold()
    if room < font.size * 4:
        return y
    number = rng.choice((f"{rng.randint(1, 9)}.", f"{rng.randint(1, 9)}.{rng.randint(1, 9)}", "", ""))
    text = (*number.split(), *sentence(rng, rng.randint(1, 7)))
    return set_text(page, text, font, x, y + font.size * 0.5, width, align=rng.choice(("left", "left", "center"))) + font.size * 0.3


def bullets(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Items with hanging marks."""
    mark = rng.choice(("•", "–", "●", "1.", "(a)", "1)"))
    size, pitch = page.body.size, page.body.size * page.leading
    indent = rng.uniform(1.2, 2.5) * size
    gap = rng.choice((0.0, 0.3, 0.6)) * size
    end = y + room
    for number in range(rng.randint(2, 7)):
        if y + 3 * pitch > end:
            break
        label = mark.replace("1", str(number + 1)).replace("a", chr(ord("a") + number))
        set_text(page, (label,), page.body, x + size * 0.5, y, width, leading=page.leading)
        text = sentence(rng, rng.randint(2, 24), stop=True)
        y = set_text(page, text, page.body, x + size * 0.5 + indent, y, width - indent - size, leading=page.leading, max_lines=3) + gap
    return y + pitch * 0.5


def equation(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    size = page.body.size
    if room < 4 * size:
        return y
    symbols = ("x", "=", "y", "+", "α", "β", "−", "Σ", "f(x)", "∂", "/", "log", "p", "(1)", "2", "σ", "ε", "·", "max", "t")
    y += size * 0.8
    if rng.random() < 0.4:
        set_text(page, tuple(rng.choices(symbols, k=rng.randint(1, 5))), page.body, x + width * 0.35, y - size * 0.6, width)
        page.rulings.append((x + width * 0.33, y + size * 0.6, x + width * 0.6, y + size * 0.6 + 0.5))
    set_text(page, tuple(rng.choices(symbols, k=rng.randint(3, 10))), page.body, x + width * rng.uniform(0.05, 0.3), y, width)
    if rng.random() < 0.6:
        set_text(page, (f"({rng.randint(1, 30)})",), page.body, x, y, width, align="right")
    return y + size * 2.2


def figure_caption(rng: Random, page: PageCanvas, x: float, y: float, width: float) -> float:
    head = rng.choice((("Figure",), ("Fig.",), ("FIGURE",), ("Chart",), ("Box",), ("Exhibit",)))
    text = (*head, f"{rng.randint(1, 30)}{rng.choice(('.', ':', ''))}", *sentence(rng, rng.randint(3, 22)))
    return set_text(page, text, page.body.scaled(0.9), x, y, width, max_lines=4)


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


def chart(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A drawn chart: axes, grid lines, tick labels, bars, legend. Lines and aligned numbers, and yet no table."""
    height = min(width * rng.uniform(0.35, 0.8), room - 50)
    if height < 70 or width < 120:
        return y
    if rng.random() < 0.5:
        y = set_text(page, sentence(rng, rng.randint(2, 9)), page.body.bold(), x, y, width, align="center", max_lines=2) + 3
    small = page.body.scaled(rng.uniform(0.65, 0.95))
    plot = BBox(x + small.size * 4, y + 4, x + width - rng.choice((4, 4, width * 0.2)), y + height - small.size * 3)
    ticks = rng.randint(3, 9)
    _value_axis(rng, page, small, plot, ticks)
    _category_axis(rng, page, small, plot)
    if plot.x1 < x + width - 20:
        for number in range(rng.randint(2, 4)):
            set_text(page, sentence(rng, rng.randint(1, 2)), small, plot.x1 + 14, plot.y0 + 10 + number * small.size * 1.6, width * 0.2)
    if rng.random() < 0.3:
        _frame(page, BBox(x, y, x + width, y + height))
    if rng.random() < 0.25:
        page.pictures.append(plot)
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def _value_axis(rng: Random, page: PageCanvas, font: Font, plot: BBox, ticks: int) -> None:
    step = rng.choice((0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000))
    has_grid = rng.random() < 0.6
    for tick in range(ticks + 1):
        at = plot.y1 - tick * plot.height / ticks
        label = f"{tick * step:,.1f}" if step < 1 else f"{tick * step:,}"
        set_text(page, (label,), font, plot.x0 - 54, at - font.size * 0.6, 50, align="right")
        if has_grid or tick == 0:
            page.rulings.append((plot.x0, at - 0.25, plot.x1, at + 0.25))
    page.rulings.append((plot.x0 - 0.25, plot.y0, plot.x0 + 0.25, plot.y1))


def _category_axis(rng: Random, page: PageCanvas, font: Font, plot: BBox) -> None:
    count = max(2, min(rng.randint(3, 14), int(plot.width / font.size / 3)))
    first = rng.randint(1970, 2010)
    pool = rng.choice((v.COUNTRIES, v.SHORT_MONTHS, v.STATE_CODES))
    has_bars = rng.random() < 0.5
    slot = plot.width / count
    for number in range(count):
        label = str(first + number) if pool is v.COUNTRIES and slot < 40 else pool[(first + number) % len(pool)].split()[0]
        set_text(page, (label,), font, plot.x0 + number * slot, plot.y1 + 2, slot, align="center", max_lines=1)
        if has_bars:
            top = plot.y1 - plot.height * rng.uniform(0.05, 0.95)
            left = plot.x0 + (number + 0.2) * slot
            page.shadings.append(((left, top, left + slot * 0.6, plot.y1), rng.choice((0.3, 0.5, 0.7))))
            if rng.random() < 0.4:
                set_text(page, (f"{rng.random() * 100:.1f}",), font, left - slot * 0.2, top - font.size * 1.2, slot, align="center")


def _frame(page: PageCanvas, box: BBox) -> None:
    page.rulings += [
        (box.x0, box.y0, box.x1, box.y0 + 0.5), (box.x0, box.y1, box.x1, box.y1 + 0.5),
        (box.x0, box.y0, box.x0 + 0.5, box.y1), (box.x1, box.y0, box.x1 + 0.5, box.y1),
    ]  # fmt: skip


def framed_box(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A frame or tint with a heading and prose inside."""
    size = page.body.size
    if room < 10 * size:
        return y
    pad = size * rng.uniform(0.5, 1.2)
    inner_y = set_text(page, sentence(rng, rng.randint(1, 6)), page.body.bold(), x + pad, y + pad, width - 2 * pad, max_lines=2)
    lines = min(rng.randint(2, 12), int((room - (inner_y - y) - 2 * pad) / size / page.leading))
    text = sentence(rng, max(int(lines * width / size / 3), 3), stop=True)
    bottom = set_text(page, text, page.body, x + pad, inner_y, width - 2 * pad, leading=page.leading, max_lines=max(lines, 1)) + pad
    if rng.random() < 0.6:
        _frame(page, BBox(x, y, x + width, bottom))
    if rng.random() < 0.6:
        page.shadings.append(((x, y, x + width, bottom), rng.choice((0.95, 0.9, 0.8))))
    return bottom + size


def diagram(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Boxes with a few words and connecting lines: a flow chart."""
    columns, rows = rng.randint(2, 4), rng.randint(2, 4)
    height = min(rows * 60.0, room - 40)
    if height < 80:
        return y
    slot_x, slot_y = width / columns, height / rows
    small = page.body.scaled(0.8)
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.3:
                continue
            box = BBox(x + column * slot_x + 8, y + row * slot_y + 6, x + (column + 1) * slot_x - 8, y + (row + 1) * slot_y - 12)
            _frame(page, box)
            set_text(page, sentence(rng, rng.randint(1, 5)), small, box.x0 + 3, box.y0 + 3, box.width - 6, align="center", max_lines=3)
            middle = (box.x0 + box.x1) / 2
            page.rulings.append((middle, box.y1, middle + 0.5, box.y1 + 16))
    return figure_caption(rng, page, x, y + height + 4, width) + page.body.size


def form(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Labels with lines or boxes to fill in."""
    pitch = page.body.size * rng.uniform(1.8, 3)
    end = y + room
    for _ in range(rng.randint(4, 16)):
        if y + pitch > end:
            break
        fields = rng.choice((1, 1, 2, 2, 3))
        slot = width / fields
        for number in range(fields):
            words = sentence(rng, rng.randint(1, 3))
            label = (*words[:-1], words[-1] + rng.choice((":", ":", "")))
            left = x + number * slot
            set_text(page, label, page.body, left, y, slot * 0.6, max_lines=1)
            used = page.words[-1].x1
            if rng.random() < 0.8 and used < left + slot - 12:
                page.rulings.append((used + 4, y + page.body.size * 1.15, left + slot - 8, y + page.body.size * 1.15 + 0.5))
        y += pitch
    return y + pitch * 0.5


def contents(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A table of contents: titles, dot leaders, page numbers. By convention no table."""
    pitch = page.body.size * page.leading * rng.choice((1.0, 1.2, 1.6))
    end, at, dot = y + room, rng.randint(1, 12), page.body.width(".")
    has_dots = rng.random() < 0.75
    while y + pitch < end and rng.random() < 0.98:
        level = rng.choice((0, 1, 1, 2))
        at += rng.randint(0, 6)
        font = page.body.bold() if level == 0 and rng.random() < 0.7 else page.body
        set_text(page, sentence(rng, rng.randint(1, 8)), font, x + level * page.body.size * 1.5, y, width * 0.8, max_lines=1)
        used, line_y = page.words[-1].x1, page.words[-1].y0
        set_text(page, (str(at),), page.body, x, y, width, align="right")
        start = page.words[-1].x0 - 2
        count = int((start - used - 3) / dot)
        if has_dots and count > 3:
            page.words.append(PlacedWord(start - count * dot, line_y, start, line_y + page.body.size, "." * count, page.line, False))
        y += pitch
    return y


def references(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    small = page.body.scaled(0.85)
    end, hang = y + room, small.size * rng.choice((0.0, 1.5, 2.2))
    number = rng.randint(1, 60)
    while y + small.size * 4 < end and rng.random() < 0.95:
        if hang:
            set_text(page, (rng.choice((f"{number}.", f"[{number}]")),), small, x, y, width)
        y = set_text(page, _reference(rng), small, x + hang, y, width - hang, leading=1.15, max_lines=4)
        number += 1
    return y


def _reference(rng: Random) -> Tokens:
    names = [token for _ in range(rng.randint(1, 5)) for token in (rng.choice(v.PERSONS_LAST), rng.choice("ABCDEFGHJKLM") + ".,")]
    title = sentence(rng, rng.randint(4, 14), stop=True)
    return (*names, f"({rng.randint(1975, 2023)}).", *title, f"{rng.randint(1, 300)}:", f"{rng.randint(1, 900)}–{rng.randint(901, 1800)}.")


def address_block(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Short lines side by side: contacts, imprint, signatures."""
    blocks = rng.choice((1, 2, 2, 3))
    slot, lines = width / blocks, rng.randint(3, 6)
    if room < (lines + 2) * page.body.size * page.leading:
        return y
    for number in range(blocks):
        line_y = y
        for _ in range(lines):
            text = rng.choice((company(rng), (rng.choice(v.PERSONS_FIRST), rng.choice(v.PERSONS_LAST)), sentence(rng, rng.randint(1, 4)),
                               ("Tel.", f"+{rng.randint(10, 99)}", str(rng.randint(10**6, 10**8)))))  # fmt: skip
            line_y = set_text(page, text, page.body, x + number * slot, line_y, slot - 6, leading=page.leading, max_lines=1)
    return y + (lines + 1) * page.body.size * page.leading
