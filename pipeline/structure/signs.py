"""What speaks for and against each cell of a table: numbers that a calibration turns into confidences.

In: a grid and its words. Out: ``Signs``, one row of numbers per cell, in the order of ``SIGNS``. Distances are in ems (median
word heights), scores are log odds, shares are 0..1; most signs are 0 where nothing speaks against the cell. Pure; no truth is
looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from canonicalize.number_forms import odd_numbers
from canonicalize.quality import has_unreadable, is_unreadable
from pipeline.calibration import log_odds
from pipeline.geometry.rotation import Sides
from pipeline.structure.words.assign import Assignment, Block, Fitted
from pipeline.structure.words.lines import em_of, group_lines
from pipeline.types import RegionView, Structure
from table import Word

Floats = NDArray[np.float64]

LEAST, MOST = 0.02, 0.98  # scores beyond count as these: their log odds say no more
TIGHT = 1.2  # em; texts of neighbouring cells that stand closer may be one
WIDE = 0.6  # em; spaces inside a cell's line that are wider may part two cells
MOST_EMS = 3.0
NUMBER = 0.5  # of a text's letters and digits: more are a number
MOST_LINES = 4

SIGNS = (
    "row",  # log odds of its weakest row
    "column",
    "row_added",  # a row that no object of the model stands for
    "column_added",
    "next_row",  # log odds of the weaker neighbouring row
    "next_column",
    "rows",  # log odds of the mean row of the table
    "columns",
    "weakest_row",
    "weakest_column",
    "span",  # covers several grid cells
    "span_score",  # log odds, 0 for others
    "projected",  # a projected row header
    "header",
    "stub",  # in the first column
    "blank",
    "misfit",  # share of its worst word outside the cell
    "ocr",
    "misread",  # 1 - the least score of its words
    "odd_number",  # recognised text: a number that lost its point, or has a letter in it, by the others of its column
    "unreadable",  # share of signs that stand for no letter: glyphs without a character
    "lines",  # lines of text beyond the first
    "gap_inside",  # widest space within a line beyond WIDE
    "gap_beside",  # how much closer than TIGHT the text of a neighbouring cell stands
    "gap_above",  # how much closer than the table's usual pitch the text above or below stands, as a share
    "numbers",  # several numbers and nothing else in one cell
    "odd",  # number among texts, or text among numbers, of its column
    "row_blank",  # share of blank cells in its row
    "column_blank",
    "unassigned",  # share of the region's words that are in no cell
    "size",  # log of the number of cells
    "region",  # log odds of the detector's score
)


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """``values`` (cells, len(SIGNS)); ``places``: the first (row, column) of each cell."""

    places: tuple[tuple[int, int], ...]
    values: Floats


def find_signs(structure: Structure, assignment: Assignment, view: RegionView) -> Signs:
    """The signs of all cells, in the order of the assignment's blocks."""
    blocks, words = assignment.blocks, assignment.words
    table = _Frame(structure, assignment, view)
    values = np.array(
        [_of_cell(block, found, number, table) for block, found, number in zip(blocks, words, table.numbers, strict=True)], dtype=np.float64
    )
    return Signs(tuple((b.rows.start, b.columns.start) for b in blocks), values.reshape(len(blocks), len(SIGNS)))


def _odds(score: float) -> float:
    return log_odds(score, LEAST, MOST)


class _Frame:
    """What the signs of several cells have in common."""

    def __init__(self, structure: Structure, assignment: Assignment, view: RegionView) -> None:
        self.structure, self.view = structure, view
        held = [word for words in assignment.words for word, _ in words]
        self.em = em_of(held, 1.0)
        self.rows, self.columns = ([one.score for one in each] for each in (structure.rows, structure.columns))
        total = len(held) + len(assignment.unassigned)
        self.unassigned = len(assignment.unassigned) / total if total else 0.0
        self.size = math.log(max(1, len(self.rows) * len(self.columns)))
        self._known: dict[tuple[int, int, int], tuple[float, float, float]] = {}
        self.mean_odds = [_odds(sum(scores) / len(scores)) for scores in (self.rows, self.columns)]
        self.least_odds = [_odds(min(scores)) for scores in (self.rows, self.columns)]
        self.region_odds = _odds(1.0 if view.region.is_given else view.region.score)
        self.owner = {p: i for i, b in enumerate(assignment.blocks) for p in ((r, c) for r in b.rows for c in b.columns)}
        self.boxes = [_extent(words) for words in assignment.words]
        self.numbers = [_number([word for word, _ in words]) for words in assignment.words]
        self.row_blank, self.column_blank = self._blank_shares()
        self.column_numbers = [self._number_share(column) for column in range(len(self.columns))]
        self.pitch = self._pitch()
        self.odd_numbers = self._odd_numbers(assignment) if view.page.text_source == "ocr" else frozenset()

    def scores_of(self, axis: int, covered: range) -> tuple[float, float, float]:
        """Of some rows (``axis`` 0) or columns (1): the log odds of the weakest, whether that was added, and the log odds beside them."""
        key = (axis, covered.start, covered.stop)
        if key not in self._known:
            scores = (self.rows, self.columns)[axis]
            least = min(scores[covered.start : covered.stop])
            self._known[key] = _odds(least), least <= 0, _odds(_beside(scores, covered))
        return self._known[key]

    def box_at(self, row: int, column: int) -> Sides | None:
        """The extent of the text in a cell; ``None`` for a blank one, and beyond the table."""
        index = self.owner.get((row, column))
        return None if index is None else self.boxes[index]

    def _blank_shares(self) -> tuple[list[float], list[float]]:
        blank = np.ones((len(self.rows), len(self.columns)))
        for (row, column), index in self.owner.items():
            blank[row, column] = self.boxes[index] is None
        return blank.mean(1).tolist(), blank.mean(0).tolist()

    def _number_share(self, column: int) -> float:
        """Of the column's filled cells below the header."""
        below = {self.owner[row, column] for row in range(self.structure.num_header_rows, len(self.rows))}
        filled = [self.numbers[index] > NUMBER for index in below if self.boxes[index] is not None]
        return sum(filled) / len(filled) if filled else 0.5

    def _odd_numbers(self, assignment: Assignment) -> frozenset[tuple[int, int]]:
        """First row and column of the cells below the header whose numbers look misread beside those of their column."""
        found = set()
        below = range(self.structure.num_header_rows, len(self.rows))
        for column in range(len(self.columns)):
            rows = [row for row in below if assignment.blocks[self.owner[row, column]].span is None]
            texts = [" ".join(word.text for word, _ in assignment.words[self.owner[row, column]]) for row in rows]
            found |= {(row, column) for row, is_odd in zip(rows, odd_numbers(texts), strict=True) if is_odd}
        return frozenset(found)

    def _pitch(self) -> float:
        """The usual distance between texts of neighbouring rows of a column, points."""
        found = []
        for column in range(len(self.columns)):
            boxes = [self.box_at(row, column) for row in range(len(self.rows))]
            found += [b[1] - a[3] for a, b in pairwise(boxes) if a and b and b[1] > a[1]]
        return median(found) if found else 0.0


def _of_cell(block: Block, words: Sequence[Fitted], number: float, table: _Frame) -> list[float]:
    structure = table.structure
    span = None if block.span is None else structure.spans[block.span]
    own = [word for word, _ in words]
    lines = group_lines(own) if len(own) > 1 else [own]
    (row, is_added_row, beside_row), (column, is_added_column, beside_column) = (
        table.scores_of(0, block.rows),
        table.scores_of(1, block.columns),
    )
    is_header = block.rows.stop <= structure.num_header_rows
    return [
        row,
        column,
        is_added_row,
        is_added_column,
        beside_row,
        beside_column,
        *table.mean_odds,
        *table.least_odds,
        span is not None,
        0.0 if span is None else _odds(span.score),
        span is not None and span.is_projected_row_header,
        is_header,
        block.columns.start == 0,
        not words,
        1 - min((fit for _, fit in words), default=1.0),
        table.view.page.text_source == "ocr",
        1 - min((word.score for word in own), default=1.0),
        (block.rows.start, block.columns.start) in table.odd_numbers,
        _unreadable(own),
        min(MOST_LINES, len(lines) - 1) if words else 0,
        _gap_inside(lines, table.em),
        _gap_beside(block, table),
        _gap_above(block, table),
        _is_several_numbers(own),
        0.0 if is_header or not words or span is not None else abs(number - table.column_numbers[block.columns.start]),
        table.row_blank[block.rows.start],
        table.column_blank[block.columns.start],
        table.unassigned,
        table.size,
        table.region_odds,
    ]


def _beside(scores: Sequence[float], covered: range) -> float:
    """The weaker of the rows (or columns) before and after; 1 where there is none."""
    return min([*scores[max(0, covered.start - 1) : covered.start], *scores[covered.stop : covered.stop + 1]], default=1.0)


def _extent(words: Sequence[Fitted]) -> Sides | None:
    if not words:
        return None
    boxes = [word.bbox for word, _ in words]
    return min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)


def _gap_inside(lines: Sequence[Sequence[Word]], em: float) -> float:
    widest = max((b.bbox.x0 - a.bbox.x1 for line in lines for a, b in pairwise(line)), default=0.0) / em
    return min(MOST_EMS, max(0.0, widest - WIDE))


def _gap_beside(block: Block, table: _Frame) -> float:
    """How much closer than ``TIGHT`` the text of the cell to the left or right stands on the same line."""
    own = table.box_at(block.rows.start, block.columns.start)
    others = [table.box_at(row, column) for row in block.rows for column in (block.columns.start - 1, block.columns.stop)]
    gaps = [max(b[0] - own[2], own[0] - b[2]) for b in others if own and b and min(own[3], b[3]) > max(own[1], b[1])]
    return min(MOST_EMS, max(0.0, TIGHT - min(gaps) / table.em)) if gaps else 0.0


def _gap_above(block: Block, table: _Frame) -> float:
    """How much closer than usual the text of the cell above or below stands: 0 as usual or farther, 1 without a gap."""
    own = table.box_at(block.rows.start, block.columns.start)
    others = [table.box_at(row, column) for column in block.columns for row in (block.rows.start - 1, block.rows.stop)]
    gaps = [max(b[1] - own[3], own[1] - b[3]) for b in others if own and b]
    usual = table.pitch + table.em
    return min(1.0, max(0.0, (table.pitch - min(gaps)) / usual)) if gaps and usual > 0 else 0.0


def _unreadable(words: Sequence[Word]) -> float:
    signs = "".join([word.text for word in words])
    return sum(map(is_unreadable, signs)) / len(signs) if has_unreadable(signs) else 0.0


def _number(words: Sequence[Word]) -> float:
    """The share of digits among the letters and digits."""
    signs = [sign for word in words for sign in word.text if sign.isalnum()]
    return sum(sign.isdigit() for sign in signs) / len(signs) if signs else 0.0


def _is_several_numbers(words: Sequence[Word]) -> bool:
    with_digits = [any(map(str.isdigit, word.text)) for word in words]
    return sum(with_digits) > 1 and all(flag or not any(map(str.isalpha, word.text)) for flag, word in zip(with_digits, words, strict=True))
