"""The running text of a page: paragraphs, headings, lists, framed boxes.

Every element, here and in ``charts``, ``small_multiples``, ``diagrams`` and ``listings``, takes the canvas and a place
``(x, y, width)`` with the ``room`` in points below, sets what fits, and returns the y below it (the same y when there was
no room). None of them is a table.
"""

from __future__ import annotations

from random import Random

from table.geometry import BBox
from training.synthesis.page_canvas import PageCanvas, across, down, fill, frame
from training.synthesis.surroundings import set_text
from training.synthesis.values import sentence


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
    start = y
    number = rng.choice((f"{rng.randint(1, 9)}.", f"{rng.randint(1, 9)}.{rng.randint(1, 9)}", "", ""))
    text = (*number.split(), *sentence(rng, rng.randint(1, 7)))
    y = set_text(page, text, font, x, y + font.size * 0.5, width, align=rng.choice(("left", "left", "center"))) + font.size * 0.3
    ornament = rng.random()
    if ornament < 0.06:
        across(page, x, x + width, y, rng.choice((0.5, 1.0, 2.0)))
    elif ornament < 0.1:
        fill(page, BBox(x - 2, start + font.size * 0.3, x + width, y), rng.choice((0.3, 0.7, 0.9)))
    elif ornament < 0.13:
        fill(page, BBox(x - font.size * 1.2, start + font.size * 0.6, x - font.size * 0.4, start + font.size * 1.4), 0.4)
    return y


def bullets(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Items with hanging marks."""
    mark = rng.choice(("•", "–", "●", "1.", "(a)", "1)"))
    size, pitch = page.body.size, page.body.size * page.leading
    indent = rng.uniform(1.2, 2.5) * size
    gap = rng.choice((0.0, 0.3, 0.6)) * size
    start, end = y, y + room
    for number in range(rng.randint(2, 7)):
        if y + 3 * pitch > end:
            break
        label = mark.replace("1", str(number + 1)).replace("a", chr(ord("a") + number))
        set_text(page, (label,), page.body, x + size * 0.5, y, width, leading=page.leading)
        text = sentence(rng, rng.randint(2, 24), stop=True)
        y = set_text(page, text, page.body, x + size * 0.5 + indent, y, width - indent - size, leading=page.leading, max_lines=3) + gap
    return y + pitch * 0.5 if y > start else y


def framed_box(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A frame or tint with a heading (on a band of its own now and then) and prose or bullets inside."""
    size = page.body.size
    if room < 10 * size:
        return y
    pad, behind = size * rng.uniform(0.5, 1.2), len(page.shadings)
    inner_y = set_text(page, sentence(rng, rng.randint(1, 6)), page.body.bold(), x + pad, y + pad, width - 2 * pad, max_lines=2)
    if rng.random() < 0.25:
        fill(page, BBox(x, y, x + width, inner_y + 2), rng.choice((0.2, 0.4, 0.7)))
        inner_y += size * 0.5
    room_inside = room - (inner_y - y) - 2 * pad
    if rng.random() < 0.4 and room_inside > 6 * size:
        bottom = bullets(rng, page, x + pad, inner_y, width - 2 * pad, room_inside) + pad * 0.5
    else:
        lines = min(rng.randint(2, 12), int(room_inside / size / page.leading))
        text = sentence(rng, max(int(lines * width / size / 3), 3), stop=True)
        bottom = set_text(page, text, page.body, x + pad, inner_y, width - 2 * pad, leading=page.leading, max_lines=max(lines, 1)) + pad
    if rng.random() < 0.6:
        frame(page, BBox(x, y, x + width, bottom), rng.choice((0.5, 0.5, 1.5)))
    elif rng.random() < 0.3:
        down(page, x, y, bottom, rng.choice((1.0, 2.5)))
    if rng.random() < 0.6:
        fill(page, BBox(x, y, x + width, bottom), rng.choice((0.95, 0.9, 0.8)), behind=behind)
    return bottom + size
