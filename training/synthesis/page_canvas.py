"""The canvas of a whole page, and the strokes that everything on it is drawn with."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from table.geometry import BBox
from training.synthesis.fonts import Font
from training.synthesis.layout import PlacedWord
from training.synthesis.surroundings import Canvas, set_text
from training.synthesis.values import Tokens, sentence


@dataclass
class PageCanvas(Canvas):
    """A canvas with pictures, and the type of the page's running text."""

    body: Font = field(default_factory=lambda: Font("serif", 10.0))
    leading: float = 1.2
    align: str = "justify"
    pictures: list[BBox] = field(default_factory=list)


def across(page: Canvas, x0: float, x1: float, y: float, weight: float = 0.5) -> None:
    """A horizontal ruling; what is too short to be read as one is left out."""
    if x1 - x0 >= 4.0:
        page.rulings.append((x0, y - weight / 2, x1, y + weight / 2))


def down(page: Canvas, x: float, y0: float, y1: float, weight: float = 0.5) -> None:
    """A vertical ruling; what is too short to be read as one is left out."""
    if y1 - y0 >= 4.0:
        page.rulings.append((x - weight / 2, y0, x + weight / 2, y1))


def frame(page: Canvas, box: BBox, weight: float = 0.5) -> None:
    """Four rulings round ``box``."""
    across(page, box.x0, box.x1, box.y0, weight)
    across(page, box.x0, box.x1, box.y1, weight)
    down(page, box.x0, box.y0, box.y1, weight)
    down(page, box.x1, box.y0, box.y1, weight)


def fill(page: Canvas, box: BBox, luminance: float, *, behind: int | None = None) -> None:
    """A filled rectangle, under the fills from number ``behind`` on; what is too small to be read as a shading is left out."""
    if box.width >= 3.0 and box.height >= 3.0:
        page.shadings.insert(len(page.shadings) if behind is None else behind, ((box.x0, box.y0, box.x1, box.y1), luminance))


def label(page: Canvas, tokens: Tokens, font: Font, x: float, y: float, *, align: str = "left") -> BBox | None:
    """One line of words in one go, anchored at ``x`` (its left, middle or right by ``align``), top at ``y``; the box taken."""
    if not tokens:
        return None
    width = sum(font.width(t) for t in tokens) + font.space * (len(tokens) - 1)
    left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    at = left
    page.line += 1
    for token in tokens:
        end = at + font.width(token)
        page.words.append(PlacedWord(at, y, end, y + font.size, token, page.line, font.is_bold))
        at = end + font.space
    return BBox(left, y, left + width, y + font.size)


def fitting(tokens: Tokens, font: Font, room: float) -> Tokens:
    """The leading words that fit into ``room`` points of one line."""
    used = 0.0
    for count, token in enumerate(tokens):
        used += font.width(token)
        if used > room:
            return tokens[:count]
        used += font.space
    return tokens


def label_upwards(page: Canvas, tokens: Tokens, font: Font, x: float, middle: float, room: float) -> None:
    """One line that reads from the bottom up, centred at ``middle``, its left edge at ``x``; words beyond ``room`` are dropped."""
    kept = fitting(tokens, font, room)
    y = middle + sum(font.width(t) + font.space for t in kept) / 2
    page.line += 1
    for token in kept:
        top = y - font.width(token)
        page.words.append(PlacedWord(x, top, x + font.size, y, token, page.line, font.is_bold))
        y = top - font.space


def figure_caption(rng: Random, page: PageCanvas, x: float, y: float, width: float) -> float:
    """The numbered line or lines under (or above) a figure; returns the y below."""
    head = rng.choice((("Figure",), ("Fig.",), ("FIGURE",), ("Chart",), ("Box",), ("Exhibit",), ("Graph",)))
    text = (*head, f"{rng.randint(1, 30)}{rng.choice(('.', ':', ''))}", *sentence(rng, rng.randint(3, 22)))
    font = page.body.scaled(rng.choice((0.85, 0.9, 1.0)))
    return set_text(page, text, font.bold() if rng.random() < 0.3 else font, x, y, width, max_lines=4)


def source_line(rng: Random, page: PageCanvas, font: Font, x: float, y: float, width: float) -> float:
    """Where the data of a figure come from; returns the y below."""
    head = rng.choice(("Source:", "Sources:", "Note:", "Notes:", "SOURCE:", "Data:"))
    return set_text(page, (head, *sentence(rng, rng.randint(2, 20), stop=True)), font, x, y, width, leading=1.1, max_lines=3)
