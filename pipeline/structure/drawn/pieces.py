"""The lattice of a table, and its words by text line: what the decisions about rows and columns look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lattice import Lattice, LatticeCell, find_lattices, judge
from pipeline.structure.words import kinds
from pipeline.structure.words.lines import LIST_MARKS, group_lines
from pipeline.types import Interval, RegionView
from table import BBox, Ruling, Word

MIN_SHARE = 0.7  # of the table's words that the lattice must hold
MAX_STROKE = 2.5  # em, of a picture's vertical line in one row that may be part of a word
AT_STROKE = 0.1  # em beside the box of a word, where its first or last stroke may stand
IN_LINE = 0.3  # em between two pieces of one vertical line, to the side
VALUE = re.compile(r"[^\w,;]*\d[^a-z]*[^a-z,;]", re.IGNORECASE)  # digits and signs, no letter, no end that goes on
MAX_BESIDE = 0.1  # of the words level with the lattice that may stand left or right of it


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell of a lattice with its words, as text lines from top to bottom."""

    cell: LatticeCell
    lines: tuple[tuple[Word, ...], ...]


def lattice_of(view: RegionView, words: Sequence[Word], em: float) -> Lattice | None:
    """The lattice that holds most of ``words`` (those of the table), if it is a grid and holds enough of them."""
    found = [one for one in find_lattices(_without_strokes(view, words, em), view.shadings, em) if judge(one, words).is_grid]
    best = max(found, key=lambda one: (_num_inside(words, one.bbox), -one.bbox.area), default=None)
    if best is None or not words or _num_inside(words, best.bbox) < MIN_SHARE * len(words):
        return None
    level = [word for word in words if best.bbox.y0 <= word.bbox.center[1] <= best.bbox.y1]
    return best if len(level) - _num_inside(words, best.bbox) <= MAX_BESIDE * len(level) else None


def _without_strokes(view: RegionView, words: Sequence[Word], em: float) -> tuple[Ruling, ...]:
    """The rulings of a picture but for upright strokes of its words: brackets, digits, boxes around links.

    They reach from line to line where rows are narrow, and cut a cell of a single row; pieces of a border stand over each other.
    """
    if view.page.text_source != "ocr":
        return view.rulings if view.page.pixels_per_point is None else _cut_at_words(view.rulings, words, em)
    upright = [one for one in view.rulings if not one.is_horizontal]
    strokes = {one for one in upright if one.bbox.height <= MAX_STROKE * em and _is_in_word(one, words, em)}
    alone = {one for one in strokes if not any(other is not one and _are_in_line(one, other, em) for other in upright)}
    return tuple(one for one in view.rulings if one not in alone)


def _cut_at_words(rulings: Sequence[Ruling], words: Sequence[Word], em: float) -> tuple[Ruling, ...]:
    """The rulings of a picture without what stands in words that were not read from it: these end at borders, strokes do not."""
    found: list[Ruling] = []
    for one in rulings:
        box, x = one.bbox, one.bbox.center[0]
        inside = [] if one.is_horizontal else [w.bbox for w in words if w.bbox.x0 + AT_STROKE * em <= x <= w.bbox.x1 - AT_STROKE * em]
        own = sorted((word.y0, word.y1) for word in inside if word.y0 < box.y1 and box.y0 < word.y1)
        starts, stops = [box.y0, *(bottom for _, bottom in own)], [*(top for top, _ in own), box.y1]
        pieces = [BBox(box.x0, start, box.x1, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]
        found += [Ruling(piece) for piece in pieces if piece.height > piece.width] if own else [one]
    return tuple(found)


def _are_in_line(one: Ruling, other: Ruling, em: float) -> bool:
    a, b = one.bbox, other.bbox
    return abs(a.center[0] - b.center[0]) <= IN_LINE * em and (a.y1 <= b.y0 or b.y1 <= a.y0)


def _is_in_word(ruling: Ruling, words: Sequence[Word], em: float) -> bool:
    x, top, bottom = ruling.bbox.center[0], ruling.bbox.y0, ruling.bbox.y1
    own = (word.bbox for word in words if word.bbox.y0 < bottom and top < word.bbox.y1)
    return any(box.x0 - AT_STROKE * em <= x <= box.x1 + AT_STROKE * em for box in own)


def _num_inside(words: Sequence[Word], box: BBox) -> int:
    return sum(box.holds(word.bbox) for word in words)


def filled_cells(lattice: Lattice, words: Sequence[Word]) -> list[Filled]:
    """The cells with words, row-major."""
    found = zip(lattice.cells, lattice.words_by_cell(words), strict=True)
    return [Filled(cell, tuple(tuple(line) for line in group_lines(members))) for cell, members in found if members]


def is_number_line(line: Sequence[Word]) -> bool:
    """Whether a text line is one number, with its error or in brackets ("661.95 ± 30.35", "0.421(0.433)", "0.63***")."""
    if len(line) <= 2 and any(kinds.is_number(word.text) for word in line):
        return True
    return VALUE.fullmatch(" ".join(word.text for word in line)) is not None


def is_list_item(line: Sequence[Word]) -> bool:
    """Whether a text line begins with a list mark; a currency sign is none."""
    return line[0].text in LIST_MARKS


def edges_beyond(intervals: Sequence[Interval], drawn: tuple[float, float], words: Sequence[tuple[float, float]]) -> list[float]:
    """Edges of the model's rows (or columns) before and behind the ``drawn`` extent, where ``words`` (their extents) stand there."""
    low, high = drawn
    before = min((start for start, stop in words if start + stop < 2 * low), default=None)
    behind = max((stop for start, stop in words if start + stop > 2 * high), default=None)
    found: set[float] = set()
    if before is not None:
        found |= {before, *(one.start for one in intervals[1:] if one.middle < low and one.start > before)}
    if behind is not None:
        found |= {behind, *(one.stop for one in intervals[:-1] if one.middle > high and one.stop < behind)}
    return sorted(found)
