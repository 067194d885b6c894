"""Boxes, words, rulings and shadings: the values every other package speaks in.

All coordinates are page points (1/72 inch), origin top-left, y down, page as displayed (rotation applied),
unless a name ends in ``_px``. Every overlap measure of the project is defined here, once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter

from table.frozen import frozen


@dataclass(frozen=True, slots=True, order=True, init=False)
class BBox:
    """Axis-aligned box ``(x0, y0, x1, y1)`` with ``x0 <= x1`` and ``y0 <= y1``; zero width or height is allowed.

    Raises ``ValueError`` for a box that is inverted or not finite.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __init__(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if not math.isfinite(x0 + y0 + x1 + y1):  # one that is not makes the sum so
            raise ValueError(f"box is not finite: {(x0, y0, x1, y1)}")
        if x1 < x0 or y1 < y0:
            raise ValueError(f"box is inverted: {(x0, y0, x1, y1)}")
        _set_x0(self, x0)  # a page makes thousands of boxes: what dataclasses write takes twice as long
        _set_y0(self, y0)
        _set_x1(self, x1)
        _set_y1(self, y1)

    def __iter__(self) -> Iterator[float]:
        return iter((self.x0, self.y0, self.x1, self.y1))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def intersection(self, other: BBox) -> BBox | None:
        """The common box, or ``None`` when the boxes share no area and do not touch."""
        x0 = self.x0 if self.x0 > other.x0 else other.x0  # written out: the commonest question of all
        y0 = self.y0 if self.y0 > other.y0 else other.y0
        x1 = self.x1 if self.x1 < other.x1 else other.x1
        y1 = self.y1 if self.y1 < other.y1 else other.y1
        if x0 is self.x0 and y0 is self.y0 and x1 is self.x1 and y1 is self.y1:
            return self  # nothing of it is cut off
        return BBox(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None

    def intersection_area(self, other: BBox) -> float:
        width = (self.x1 if self.x1 < other.x1 else other.x1) - (self.x0 if self.x0 > other.x0 else other.x0)
        height = (self.y1 if self.y1 < other.y1 else other.y1) - (self.y0 if self.y0 > other.y0 else other.y0)
        return width * height if width > 0 and height > 0 else 0.0

    def overlap_fraction(self, other: BBox) -> float:
        """Share of *this* box's area inside ``other``, 0..1; 0 when this box has no area ("iob" in the reference)."""
        area = self.area
        return self.intersection_area(other) / area if area > 0 else 0.0

    def iou(self, other: BBox) -> float:
        """Intersection over union, 0..1; 0 when both boxes have no area."""
        common = self.intersection_area(other)
        union = self.area + other.area - common
        return common / union if union > 0 else 0.0

    def union(self, other: BBox) -> BBox:
        """The smallest box that encloses both."""
        return BBox(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def contains_point(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def holds(self, other: BBox) -> bool:
        """Whether the centre of ``other`` is in this box: what says where a word belongs."""
        return self.x0 <= (other.x0 + other.x1) / 2 <= self.x1 and self.y0 <= (other.y0 + other.y1) / 2 <= self.y1

    def shift(self, dx: float, dy: float) -> BBox:
        return BBox(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def scale(self, factor: float) -> BBox:
        return BBox(self.x0 * factor, self.y0 * factor, self.x1 * factor, self.y1 * factor)

    def expand(self, margin: float) -> BBox:
        """The box grown by ``margin`` points on every side."""
        return BBox(self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)

    @staticmethod
    def enclosing(boxes: Iterable[BBox]) -> BBox | None:
        """The smallest box around all ``boxes``, or ``None`` when there are none."""
        found = list(boxes)
        if not found:
            return None
        return BBox(min([b.x0 for b in found]), min([b.y0 for b in found]), max([b.x1 for b in found]), max([b.y1 for b in found]))


_set_x0, _set_y0, _set_x1, _set_y1 = (vars(BBox)[name].__set__ for name in ("x0", "y0", "x1", "y1"))


@frozen
class Word:
    """One whitespace-delimited word of the document.

    ``line`` numbers the text line the reader found it in (reading order), ``score`` is the OCR engine's
    confidence 0..1 and 1 for words of a PDF's text layer. ``rotation`` is the number of degrees clockwise (0, 90,
    180, 270) that the word must be turned to be read. ``is_raised`` tells a footnote mark or exponent that follows
    larger text directly. ``is_struck``: a drawn line runs through it; ``link`` is the address that it leads to.
    """

    text: str
    bbox: BBox
    line: int = 0
    score: float = 1.0
    is_bold: bool = False
    rotation: int = 0
    is_raised: bool = False
    is_italic: bool = False
    is_struck: bool = False
    link: str | None = None

    def on_line(self, line: int) -> Word:
        """The word with another ``line``. ``dataclasses.replace`` takes four times as long, and all words of all pages come here."""
        text, bbox, _, *others = _values(self)
        return Word(text, bbox, line, *others)

    def moved(self, bbox: BBox, turned: int = 0) -> Word:
        """The word at another place, its ``rotation`` ``turned`` degrees more."""
        text, _, line, score, is_bold, rotation, *others = _values(self)
        return Word(text, bbox, line, score, is_bold, (rotation + turned) % 360, *others)


_values = attrgetter(*(field.name for field in fields(Word)))


@frozen
class Ruling:
    """A drawn horizontal or vertical line, as a thin (possibly zero-width) box in page points."""

    bbox: BBox

    @property
    def is_horizontal(self) -> bool:
        return self.bbox.width >= self.bbox.height


@frozen
class Shading:
    """A filled rectangle behind text; ``luminance`` 0 (black) .. 1 (white)."""

    bbox: BBox
    luminance: float
