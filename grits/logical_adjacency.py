"""T-LAG: F1 of the edges of two tables' logical adjacency graphs (PulseBench-Tab, github Pulse-Software-Corp/PulseBench-Tab).

From each cell an edge leads to every other cell that stands right of it or below it in the grid, once per pair and
direction. Two edges of one direction are as alike as their sources times as their targets; texts are alike by
``(1 - Levenshtein / longer) ** 7``, signs for "no value" are all equal. Edges are paired one to one for the greatest
likeness; its sum over the number of predicted edges is precision, over that of true edges recall.

A worked example: ``a | b`` against ``a | c``. One edge each, a to b and a to c; b and c share nothing, so T-LAG is 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from grits.assignment import best_pairs
from grits.matrices import CellMatrix, Gridded, cell_matrix
from grits.scores import Score, ScoreLimitError, score_from_counts

Edges = list[tuple[int, int]]
EXPONENT = 7
NULL = "[NULL]"
NULL_MARKERS = frozenset({"", "-", "--", "---", "–", "—", "...", "…", "n/a", "na", "none", "nil"})
MAX_EDGES = 5_000  # of one direction on one side; the pairing takes their product in numbers
_DASHES = re.compile("[‒–—―−]")


def t_lag(truth: Gridded, prediction: Gridded) -> Score:
    """The score of ``prediction``; two tables of a single cell are as alike as their texts.

    Raises ``ScoreLimitError`` for tables with more edges than can be paired.

    >>> from table import Cell
    >>> def line(*texts): return [Cell(range(1), range(k, k + 1), text) for k, text in enumerate(texts)]
    >>> t_lag(line("a", "b", "c"), line("a", "b")).recall
    0.5
    """
    ours, theirs = cell_matrix(truth), cell_matrix(prediction)
    alike = text_likeness([cell.text for cell in ours.cells], [cell.text for cell in theirs.cells])
    true_edges, found_edges = [_edges(ours, axis) for axis in (0, 1)], [_edges(theirs, axis) for axis in (0, 1)]
    num_true, num_found = sum(map(len, true_edges)), sum(map(len, found_edges))
    if num_true == num_found == 0:
        value = float(alike[0, 0]) if alike.size else float(not ours.cells and not theirs.cells)
        return score_from_counts(value, 1, 1)
    matched = sum(_matched(alike, a, b) for a, b in zip(true_edges, found_edges, strict=True))
    return score_from_counts(matched, num_true, num_found)


def _edges(matrix: CellMatrix, axis: int) -> Edges:
    """(source, target) of every two different cells that touch along ``axis`` (0: below, 1: right), each once."""
    owner = matrix.owner
    first, second = (owner[:-1], owner[1:]) if axis == 0 else (owner[:, :-1], owner[:, 1:])
    pairs = zip(first.ravel().tolist(), second.ravel().tolist(), strict=True)
    return list(dict.fromkeys((a, b) for a, b in pairs if a != b))


def _matched(alike: NDArray[np.float64], true_edges: Edges, found_edges: Edges) -> float:
    if not true_edges or not found_edges:
        return 0.0
    if max(len(true_edges), len(found_edges)) > MAX_EDGES:
        raise ScoreLimitError(f"{max(len(true_edges), len(found_edges))} edges are more than {MAX_EDGES}, the limit of T-LAG here")
    ours, theirs = np.array(true_edges), np.array(found_edges)
    weights = alike[np.ix_(ours[:, 0], theirs[:, 0])] * alike[np.ix_(ours[:, 1], theirs[:, 1])]
    return float(weights[best_pairs(weights)].sum())


def text_likeness(true_texts: Sequence[str], found_texts: Sequence[str]) -> NDArray[np.float64]:
    """(true texts, predicted texts): 0..1; two signs for "no value" are equal, one is like nothing else."""
    ours, theirs = [_normalised(text) for text in true_texts], [_normalised(text) for text in found_texts]
    if not ours or not theirs:
        return np.zeros((len(ours), len(theirs)))
    true_ids, found_ids = {text: k for k, text in enumerate(dict.fromkeys(ours))}, {text: k for k, text in enumerate(dict.fromkeys(theirs))}
    distances = cdist(list(true_ids), list(found_ids), scorer=Levenshtein.normalized_distance, dtype=np.float64)
    alike: NDArray[np.float64] = (1.0 - distances) ** EXPONENT
    is_null = np.array([[(a == NULL) != (b == NULL) for b in found_ids] for a in true_ids])
    alike[is_null] = 0.0
    of_cells: NDArray[np.float64] = alike[np.ix_([true_ids[text] for text in ours], [found_ids[text] for text in theirs])]
    return of_cells


def _normalised(text: str) -> str:
    bare = text.replace("\u00a0", " ").strip()
    if bare.lower() in NULL_MARKERS:
        return NULL
    return re.sub(r"\s+", " ", _DASHES.sub("-", bare)).strip()
