"""How many values of a true table came out right: the count that matters to somebody who uses the numbers.

A *value* is a true cell with text. Rows and columns of the two tables are aligned so that as many equal texts as possible
meet (the factored alignment of GriTS with equality in place of similarity); a value is *right* when at one of the grid
positions its cell covers the aligned predicted cell has the same text, otherwise it is wrong or lost. White space, the
choice among hyphen, minus and dash, and dots that lead from a label to its value are no difference.

A worked example: the truth is ``Year | 1999`` over ``Sum | 12`` and the prediction ``Year | 1999`` over ``Sum | 72``: four
values, one wrong, 250 per 1,000. Had the prediction lost its second row, two of four would be lost.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grits.lazy_alignment import ExactRewards, match_substructures_lazily
from grits.matrices import CellMatrix, Gridded, cell_matrix
from grits.normalisation import TextSwitch, normalise_text
from table import Cell

VALUE_SWITCHES = (TextSwitch.NFKC, TextSwitch.DASHES, TextSwitch.LEADERS, TextSwitch.NO_WHITE_SPACE)
_BOTH_BLANK = 1e-3  # blank places that meet break ties between equally good alignments and decide nothing else


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """Values of the truth and how many of them came out right."""

    num: int = 0
    num_right: int = 0

    @property
    def num_wrong(self) -> int:
        """Wrong or lost."""
        return self.num - self.num_right

    def __add__(self, other: ValueCounts) -> ValueCounts:
        return ValueCounts(self.num + other.num, self.num_right + other.num_right)


def value_counts(truth: Gridded, prediction: Gridded | None, switches: Collection[TextSwitch] = VALUE_SWITCHES) -> ValueCounts:
    """The counts of one table; without a prediction every value is lost.

    >>> from table import Cell
    >>> def line(*texts): return [Cell(range(1), range(k, k + 1), text) for k, text in enumerate(texts)]
    >>> value_counts(line("Sum", "12", ""), line("Sum", "72", ""))
    ValueCounts(num=2, num_right=1)
    """
    ours = cell_matrix(truth)
    true_texts = [normalise_text(text, switches) for text in ours.texts()]
    num = sum(bool(text) for text in true_texts)
    if prediction is None or not num:
        return ValueCounts(num, 0)
    theirs = cell_matrix(prediction)
    met = _met(ours, true_texts, theirs, [normalise_text(text, switches) for text in theirs.texts()])
    return ValueCounts(num, len({a for a, _ in met if true_texts[a]}))


def right_cells(truth: Gridded, prediction: Gridded, switches: Collection[TextSwitch] = VALUE_SWITCHES) -> set[int]:
    """The numbers of the predicted cells that have the text of the true cell at one of their aligned places.

    The same question as ``value_counts`` asks, from the other side: can what was read be trusted?
    """
    ours, theirs = cell_matrix(truth), cell_matrix(prediction)
    texts = [[normalise_text(text, switches) for text in matrix.texts()] for matrix in (ours, theirs)]
    return {index for _, index in _met(ours, texts[0], theirs, texts[1])}


def met_cells(first: Gridded, second: Gridded, switches: Collection[TextSwitch] = VALUE_SWITCHES) -> set[tuple[int, int]]:
    """Pairs of cells (their numbers in either table) with equal texts and extents of equal size at aligned places."""
    ours, theirs = cell_matrix(first), cell_matrix(second)
    texts = [[normalise_text(text, switches) for text in matrix.texts()] for matrix in (ours, theirs)]
    pairs = _met(ours, texts[0], theirs, texts[1])
    return {(a, b) for a, b in pairs if _size(ours.cells[a]) == _size(theirs.cells[b])}


def _size(cell: Cell) -> tuple[int, int]:
    return len(cell.rows), len(cell.columns)


def _met(ours: CellMatrix, true_texts: list[str], theirs: CellMatrix, predicted_texts: list[str]) -> set[tuple[int, int]]:
    """The numbers of true and predicted cells with equal texts that meet at an aligned place."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys([*true_texts, *predicted_texts]))}
    true_ids, predicted_ids = (_ids(matrix, texts, numbers) for matrix, texts in ((ours, true_texts), (theirs, predicted_texts)))
    equal = np.eye(len(numbers))
    if "" in numbers:
        equal[numbers[""], numbers[""]] = _BOTH_BLANK
    found = match_substructures_lazily(ExactRewards(equal), true_ids, predicted_ids)
    places = (((row, column), (k, m)) for row, k in found.row_pairs for column, m in found.column_pairs)
    return {(int(ours.owner[a]), int(theirs.owner[b])) for a, b in places if true_ids[a] == predicted_ids[b]}


def _ids(matrix: CellMatrix, texts: list[str], numbers: dict[str, int]) -> NDArray[np.intp]:
    of_cell = np.array([numbers[text] for text in texts], dtype=np.intp)
    return of_cell[matrix.owner] if texts else matrix.owner
