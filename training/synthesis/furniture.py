"""What repeats on every page of a document: running heads and feet, rules and bands, ornaments in the margins, footnotes."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from table.geometry import BBox
from training.synthesis.page_canvas import PageCanvas, across, down, fill, fitting, frame, label, label_upwards
from training.synthesis.surroundings import set_text
from training.synthesis.values import Tokens, sentence


class Sheet(NamedTuple):
    """The page's size and its side margin."""

    width: float
    height: float
    margin: float


def furnish(rng: Random, page: PageCanvas, sheet: Sheet) -> tuple[float, float]:
    """Head, foot, margins and footnotes; returns the y range left for the body."""
    top, bottom = sheet.height * rng.uniform(0.06, 0.12), sheet.height * rng.uniform(0.88, 0.94)
    if rng.random() < 0.6:
        _head(rng, page, sheet, top)
    if rng.random() < 0.8:
        _foot(rng, page, sheet, bottom)
    if rng.random() < 0.22:
        _ornament(rng, page, sheet, top, bottom)
    if rng.random() < 0.28:
        bottom = _footnotes(rng, page, sheet.margin, sheet.width - 2 * sheet.margin, bottom)
    return top, bottom


def _head(rng: Random, page: PageCanvas, sheet: Sheet, top: float) -> None:
    small, width = page.body.scaled(rng.choice((0.75, 0.85, 1.0))), sheet.width - 2 * sheet.margin
    y = top - small.size * 2.5
    kind = rng.random()
    if kind < 0.12:
        whole = rng.random() < 0.5
        left, right = (0.0, sheet.width) if whole else (sheet.margin, sheet.width - sheet.margin)
        fill(page, BBox(left, y - small.size * 0.5, right, y + small.size * 1.7), rng.choice((0.2, 0.4, 0.6, 0.85)))
    elif kind < 0.2:
        end = sheet.margin * rng.uniform(0.6, 0.95)
        fill(page, BBox(end * rng.choice((0.0, 0.4)), y, end, y + small.size * 1.2), rng.choice((0.3, 0.6)))
    text = fitting(sentence(rng, rng.randint(2, 9)), small, width * 0.45)
    if rng.random() < 0.3:
        label(page, text, small, sheet.margin, y)
        label(page, fitting(sentence(rng, rng.randint(1, 6)), small, width * 0.45), small, sheet.margin + width, y, align="right")
    else:
        set_text(page, text, small, sheet.margin, y, width, align=rng.choice(("left", "center", "right")), max_lines=1)
    if rng.random() < 0.4:
        weight = rng.choice((0.5, 0.5, 1.0, 2.0))
        across(page, sheet.margin, sheet.margin + width, y + small.size * 1.6, weight)
        if rng.random() < 0.2:
            across(page, sheet.margin, sheet.margin + width, y + small.size * 1.6 + 2 * weight + 1, 0.5)


def _foot(rng: Random, page: PageCanvas, sheet: Sheet, bottom: float) -> None:
    small, width = page.body.scaled(0.85), sheet.width - 2 * sheet.margin
    y = bottom + small.size
    number: Tokens = rng.choice(
        ((str(rng.randint(1, 400)),), ("Page", str(rng.randint(1, 60)), "of", "60"), ("–", str(rng.randint(1, 90)), "–"))
    )
    kind = rng.random()
    if kind < 0.2:
        used = label(page, number, small.bold(), sheet.margin, y)
        assert used is not None, "a page number has words"
        down(page, used.x1 + 4, y - 2, y + small.size + 2)
        title = label(page, fitting(sentence(rng, rng.randint(2, 8)), small, width * 0.6), small, used.x1 + 9, y)
        if title is not None and rng.random() < 0.4:
            fill(page, BBox(title.x1 + 6, y, sheet.margin + width, y + small.size), rng.choice((0.2, 0.5)))
    elif kind < 0.3:
        fill(page, BBox(sheet.margin * 0.5, y - 4, sheet.margin * 0.95, y + small.size + 6), rng.choice((0.3, 0.6)))
        label(page, number[:1], small, sheet.margin * 0.6, y)
        for line in range(rng.randint(0, 3)):
            label(page, sentence(rng, rng.randint(1, 4)), small.scaled(0.7), sheet.margin + 3, y - 4 + line * small.size * 0.8)
    else:
        set_text(page, number, small, sheet.margin, y, width, align=rng.choice(("left", "center", "right")))
    if rng.random() < 0.2:
        across(page, sheet.margin, sheet.margin + width, y - small.size * 0.5)


def _ornament(rng: Random, page: PageCanvas, sheet: Sheet, top: float, bottom: float) -> None:
    """Something tall in a side margin: a line, a bar, a tab, upright words; or a frame round the whole page."""
    at = sheet.margin * rng.uniform(0.3, 0.85)
    x = at if rng.random() < 0.6 else sheet.width - at
    start = rng.choice((0.0, top, top, sheet.height * rng.uniform(0.1, 0.4)))
    end = rng.choice((sheet.height, bottom, bottom, min(bottom + 30, sheet.height)))
    kind = rng.choice(("line", "line", "line", "bar", "tab", "words", "frame", "change bars"))
    if kind == "line":
        down(page, x, start, end, rng.choice((0.5, 1.0, 2.0)))
    elif kind == "bar":
        fill(page, BBox(x - sheet.margin * 0.1, start, x + sheet.margin * 0.1, end), rng.choice((0.2, 0.5, 0.8)))
    elif kind == "tab":
        edge = sheet.width - sheet.margin * 0.5
        y = sheet.height * rng.uniform(0.1, 0.8)
        fill(page, BBox(edge, y, sheet.width, y + sheet.height * 0.06), rng.choice((0.2, 0.5)))
        label_upwards(page, sentence(rng, 2), page.body.scaled(0.8), edge + 3, y + sheet.height * 0.03, sheet.height * 0.055)
    elif kind == "words":
        label_upwards(page, sentence(rng, rng.randint(3, 14)), page.body.scaled(0.7), x, sheet.height / 2, sheet.height * 0.7)
    elif kind == "frame":
        frame(page, BBox(at, at, sheet.width - at, sheet.height - at), rng.choice((0.5, 1.0)))
    else:
        y = start
        while y + 20 < end:
            length = rng.uniform(10, 80)
            down(page, x, y, min(y + length, end), 1.0)
            y += length + rng.uniform(20, 200)


def _footnotes(rng: Random, page: PageCanvas, x: float, width: float, bottom: float) -> float:
    """Notes under a short rule, standing on ``bottom``; returns the y above them."""
    small = page.body.scaled(rng.choice((0.75, 0.85, 0.9)))
    pitch = small.size * 1.15
    notes = [sentence(rng, rng.randint(5, 45), stop=True) for _ in range(rng.choice((1, 1, 2, 3, 4, 6)))]
    first = rng.randint(1, 60)
    start, line = len(page.words), page.line
    y = 0.0
    for number, note in enumerate(notes):
        hang = rng.choice((0.0, small.size))
        label(page, (str(first + number),), small.scaled(0.7), x + hang, y)
        y = set_text(
            page, note, small, x + hang + small.size * 1.2, y, width - hang - small.size * 1.2, leading=1.15, align=page.align, max_lines=4
        )
    above = bottom - y - pitch
    page.words[start:] = [w._replace(y0=w.y0 + bottom - y, y1=w.y1 + bottom - y) for w in page.words[start:]]
    page.line = max(page.line, line)
    if rng.random() < 0.85:
        across(page, x, x + width * rng.choice((0.2, 0.33, 0.4, 1.0)), bottom - y - small.size * 0.4)
    return above
