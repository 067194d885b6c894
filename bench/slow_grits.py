"""GriTS written out from its definition with plain loops, as a yardstick of speed for the package's implementation.

Every pair of grid positions is compared when it is met and aligned cell by cell, as the published research code does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from grits.scores import f_score
from table import Table

Entry = TypeVar("Entry")
Similarity = Callable[[Entry, Entry], float]
Box = tuple[float, float, float, float]


def slow_grits_loc(truth: Table, prediction: Table) -> float:
    """GriTS_Loc in reference mode; all cells must have boxes."""
    return _score(_boxes(truth), _boxes(prediction), _overlap)


def slow_grits_con(truth: Table, prediction: Table) -> float:
    """GriTS_Con in reference mode."""
    return _score(_texts(truth), _texts(prediction), _text_similarity)


def slow_grits_top(truth: Table, prediction: Table) -> float:
    """GriTS_Top in reference mode."""
    return _score(_spans(truth), _spans(prediction), _overlap)


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.owners()]


def _boxes(table: Table) -> list[list[Box]]:
    return [[(c.bbox.x0, c.bbox.y0, c.bbox.x1, c.bbox.y1) if c.bbox else (0.0,) * 4 for c in row] for row in table.owners()]


def _spans(table: Table) -> list[list[Box]]:
    return [
        [(c.columns.start - k, c.rows.start - i, c.columns.stop - k, c.rows.stop - i) for k, c in enumerate(row)]
        for i, row in enumerate(table.owners())
    ]


def _overlap(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    return wide * high / around if wide > 0 and high > 0 and around > 0 else 0.0


def _text_similarity(a: str, b: str) -> float:
    if not a and not b:
        return 1.0
    return 2 * sum(block.size for block in SequenceMatcher(None, a, b).get_matching_blocks()) / (len(a) + len(b))


def _score(truth: list[list[Entry]], prediction: list[list[Entry]], similarity: Similarity[Entry]) -> float:
    rows = _aligned(truth, prediction, lambda a, b: _align(a, b, similarity)[1])
    columns = _aligned(_turned(truth), _turned(prediction), lambda a, b: _align(a, b, similarity)[1])
    matched = sum(similarity(truth[i][j], prediction[k][m]) for i, k in rows for j, m in columns)
    sizes = (len(truth) * len(truth[0]), len(prediction) * len(prediction[0]))
    return f_score(matched / sizes[1], matched / sizes[0])


def _turned(grid: list[list[Entry]]) -> list[list[Entry]]:
    return [list(column) for column in zip(*grid, strict=True)]


def _aligned(ours: list[list[Entry]], theirs: list[list[Entry]], reward: Similarity[list[Entry]]) -> list[tuple[int, int]]:
    return _align(ours, theirs, reward)[0]


def _align(ours: Sequence[Entry], theirs: Sequence[Entry], reward: Similarity[Entry]) -> tuple[list[tuple[int, int]], float]:
    """Index pairs of the best order-preserving alignment and its total; ties prefer a pair, then skipping a true item."""
    totals = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    moves = [["<"] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i, a in enumerate(ours, start=1):
        moves[i][0] = "^"
        for k, b in enumerate(theirs, start=1):
            choices = [(totals[i - 1][k - 1] + reward(a, b), "\\"), (totals[i - 1][k], "^"), (totals[i][k - 1], "<")]
            totals[i][k] = max(value for value, _ in choices)
            moves[i][k] = next(move for value, move in choices if value == totals[i][k])
    return _traced(moves), totals[-1][-1]


def _traced(moves: list[list[str]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i, k = len(moves) - 1, len(moves[0]) - 1
    while i or k:
        move = moves[i][k]
        i, k = i - (move != "<"), k - (move != "^")
        if move == "\\":
            pairs.append((i, k))
    return pairs[::-1]
