"""Adjacency relations: which texts stand next to each other, in which direction, over how many blanks.

In: two tables. Out: the F score of the relations both have (a multiset). Four published conventions:

- ``original``: the Table Transformer code's first variant, most likely "Adj" and "DAR" of the papers. Cells whose text
  is exactly ``""`` are skipped; texts are compared as they are.
- ``with_blanks``: its newer variant. Blank cells are ordinary cells and only immediate neighbours count.
- ``icdar2013``: the competition's tool with normalisation rule 0. Texts lose white space and become upper case;
  cells left empty by that are skipped; the number of blanks between must match.
- ``scitsr``: cells of white space only are skipped; see ``scitsr_average`` for its way of averaging.

A pair of cells gives one relation however many rows or columns they share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from grits.matrices import CellMatrix, Gridded, cell_matrix
from grits.scores import Score, f_score, score_from_counts
from table import Table

Convention = Literal["original", "with_blanks", "icdar2013", "scitsr"]


class Relation(NamedTuple):
    """``first`` is left of (``H``) or above (``V``) ``second``, with ``num_blanks`` grid positions between."""

    first: str
    second: str
    direction: Literal["H", "V"]
    num_blanks: int


def adjacency_score(truth: Gridded, prediction: Gridded, convention: Convention = "original") -> Score:
    """F, precision and recall of the adjacency relations; a side without relations has precision or recall 1."""
    return _compare(adjacency_relations(truth, convention), adjacency_relations(prediction, convention))


def adjacency_relations(gridded: Gridded, convention: Convention = "original") -> Counter[Relation]:
    """The relations of a table, counted.

    >>> from table import Cell, Table
    >>> a = Table(1, 2, (Cell(range(1), range(1), "a"), Cell(range(1), range(1, 2), "b")))
    >>> list(adjacency_relations(a))
    [Relation(first='a', second='b', direction='H', num_blanks=0)]
    """
    matrix = cell_matrix(gridded)
    texts = [_normalise(text, convention) for text in matrix.texts()]
    is_blank = [convention != "with_blanks" and not text for text in texts]
    pairs = adjacent_cells(matrix, is_blank)
    return Counter(Relation(texts[a], texts[b], direction, gap) for (a, b, direction), gap in pairs.items())


def adjacent_cells(matrix: CellMatrix, is_blank: Sequence[bool]) -> dict[tuple[int, int, Literal["H", "V"]], int]:
    """Blank positions between each cell and its next non-blank neighbours: (cell, neighbour, direction) -> count."""
    found: dict[tuple[int, int, Literal["H", "V"]], int] = {}
    for line in matrix.owner.tolist():
        for first, second, gap in _neighbours(line, is_blank):
            found.setdefault((first, second, "H"), gap)
    for line in matrix.owner.T.tolist():
        for first, second, gap in _neighbours(line, is_blank):
            found.setdefault((first, second, "V"), gap)
    return found


def _neighbours(line: list[int], is_blank: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    previous, end = -1, 0
    for position, cell in enumerate(line):
        if is_blank[cell]:
            continue
        if previous not in (-1, cell):
            yield previous, cell, position - end
        previous, end = cell, position + 1


def document_adjacency_score(truth: Sequence[Table], prediction: Sequence[Table], convention: Convention = "icdar2013") -> Score:
    """Pooled score of one document: tables are paired on their page, most common relations first.

    Relations of unpaired tables count as missed or as false. Published figures average these per document.
    """
    ours = [adjacency_relations(table, convention) for table in truth]
    theirs = [adjacency_relations(table, convention) for table in prediction]
    common = {
        (i, k): (ours[i] & theirs[k]).total() for i in range(len(ours)) for k in range(len(theirs)) if truth[i].page == prediction[k].page
    }
    matched = sum(count for _, count in _greedy_pairs(common))
    return score_from_counts(matched, sum(r.total() for r in ours), sum(r.total() for r in theirs))


def _greedy_pairs(common: dict[tuple[int, int], int]) -> Iterator[tuple[tuple[int, int], int]]:
    used_true: set[int] = set()
    used_predicted: set[int] = set()
    for (i, k), count in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if count and i not in used_true and k not in used_predicted:
            used_true.add(i)
            used_predicted.add(k)
            yield (i, k), count


def scitsr_average(scores: Iterable[Score]) -> Score:
    """SciTSR's aggregate: means of the tables' precisions and recalls, and F of those means.

    As in its code, a table without predicted (true) relations has precision (recall) 0 here.
    """
    tables = list(scores)
    if not tables:
        raise ValueError("no tables to average over")
    precision = sum(s.matched / s.num_predicted if s.num_predicted else 0.0 for s in tables) / len(tables)
    recall = sum(s.matched / s.num_true if s.num_true else 0.0 for s in tables) / len(tables)
    totals = (sum(s.matched for s in tables), sum(s.num_true for s in tables), sum(s.num_predicted for s in tables))
    return Score(f_score(precision, recall), precision, recall, None, *totals)


def _compare(truth: Counter[Relation], prediction: Counter[Relation]) -> Score:
    return score_from_counts((truth & prediction).total(), truth.total(), prediction.total())


def _normalise(text: str, convention: Convention) -> str:
    if convention == "icdar2013":
        return re.sub(r"\s", "", text, flags=re.ASCII).upper()
    return text.strip() if convention == "scitsr" else text
