"""GriTS_Top, GriTS_Con, GriTS_Loc, AccCont and exact topology of a predicted table (GriTS paper, section 3).

``reference`` mode reproduces the published Table Transformer code (enclosing-box overlap, difflib text
similarity, its tie rules); ``exact`` mode is the definition in the paper (true IoU, true longest common
subsequence). Numbers of the two modes are not comparable with each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grits.alignment import SubstructureMatch, match_substructures
from grits.lazy_alignment import BoundedRewards, ExactRewards, match_substructures_lazily
from grits.matrices import CellMatrix, Gridded, boxes, cell_matrix, relative_spans
from grits.overlap import iou, iou_enclosing
from grits.scores import Score, score_from_counts
from grits.text_similarity import DifflibRewards, lcs_similarity

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Mode = Literal["reference", "exact"]

MAX_STORED_OVERLAPS = 20_000_000  # numbers (160 MB); beyond that lines of them are computed as needed, twice


@dataclass(frozen=True, slots=True)
class GritsScores:
    """All grid scores of one table.

    ``has_exact_content`` is what AccCont counts: equal size and equal text at every grid position.
    ``has_exact_topology``: equal extents of all cells. ``loc`` is ``None`` when not asked for.
    ``problems`` says what was wrong with a malformed side.
    """

    top: Score
    con: Score
    has_exact_content: bool
    has_exact_topology: bool
    mode: Mode
    loc: Score | None = None
    problems: tuple[str, ...] = ()


def grits_scores(truth: Gridded, prediction: Gridded, mode: Mode = "reference", *, with_loc: bool = False) -> GritsScores:
    """The grid scores of ``prediction``, a table or bare cells, against ``truth``.

    Two tables without cells score 1; an empty prediction of a real table has precision 1, recall 0 and F 0. Raises
    ``GridError`` when bare cells claim an absurdly large grid, ``ScoreLimitError`` beyond 8,000 distinct texts a side.

    >>> from table import Cell, Table
    >>> a = Table(1, 1, (Cell(range(1), range(1), "a"),))
    >>> grits_scores(a, a).con.value
    1.0
    """
    ours, theirs = cell_matrix(truth), cell_matrix(prediction)
    problems = tuple(f"truth: {p}" for p in ours.problems) + tuple(f"prediction: {p}" for p in theirs.problems)
    return GritsScores(
        top=_top(ours, theirs, mode),
        con=_con(ours, theirs, mode),
        has_exact_content=_same_content(ours, theirs),
        has_exact_topology=_same_topology(ours, theirs),
        mode=mode,
        loc=_loc(ours, theirs, mode) if with_loc else None,
        problems=problems,
    )


def grits_top(truth: Gridded, prediction: Gridded, mode: Mode = "reference") -> Score:
    """GriTS_Top: similarity of the cells' extents."""
    return _top(cell_matrix(truth), cell_matrix(prediction), mode)


def grits_con(truth: Gridded, prediction: Gridded, mode: Mode = "reference") -> Score:
    """GriTS_Con: similarity of the cells' texts. Two blank cells are equal, a blank and a text share nothing."""
    return _con(cell_matrix(truth), cell_matrix(prediction), mode)


def grits_loc(truth: Gridded, prediction: Gridded, mode: Mode = "reference") -> Score:
    """GriTS_Loc: overlap of the cells' boxes, in page points. A cell without a box matches nothing."""
    return _loc(cell_matrix(truth), cell_matrix(prediction), mode)


def grits_of_boxes(truth: Floats, prediction: Floats, mode: Mode = "reference") -> Score:
    """GriTS of two matrices of boxes, each (rows, columns, 4); (1, 0, 4) or (0, 0, 4) for no cells."""
    numbers = (np.arange(matrix.shape[0] * matrix.shape[1]).reshape(matrix.shape[:2]) for matrix in (truth, prediction))
    true_ids, predicted_ids = numbers
    return _score_of_boxes(truth.reshape(-1, 4), true_ids, prediction.reshape(-1, 4), predicted_ids, mode)


def _top(truth: CellMatrix, prediction: CellMatrix, mode: Mode) -> Score:
    true_spans, predicted_spans = relative_spans(truth), relative_spans(prediction)
    if np.array_equal(true_spans, predicted_spans):
        return _perfect(truth.owner.size)
    (true_boxes, true_ids), (predicted_boxes, predicted_ids) = _distinct_spans(true_spans), _distinct_spans(predicted_spans)
    return _score_of_boxes(true_boxes, true_ids, predicted_boxes, predicted_ids, mode)


def _con(truth: CellMatrix, prediction: CellMatrix, mode: Mode) -> Score:
    true_texts, true_ids = _distinct_texts(truth)
    predicted_texts, predicted_ids = _distinct_texts(prediction)
    if _same_content(truth, prediction):
        return _perfect(truth.owner.size)
    rewards = _text_rewards(true_texts, predicted_texts, mode)
    return _to_score(match_substructures_lazily(rewards, true_ids, predicted_ids), true_ids.size, predicted_ids.size)


def _text_rewards(true_texts: list[str], predicted_texts: list[str], mode: Mode) -> BoundedRewards:
    if mode == "exact":
        return ExactRewards(lcs_similarity(true_texts, predicted_texts))
    return DifflibRewards(true_texts, predicted_texts)


def _loc(truth: CellMatrix, prediction: CellMatrix, mode: Mode) -> Score:
    return _score_of_boxes(boxes(truth), truth.owner, boxes(prediction), prediction.owner, mode)


def _score_of_boxes(true_boxes: Floats, truth: Indices, predicted_boxes: Floats, prediction: Indices, mode: Mode) -> Score:
    """truth, prediction: grids of indices into the boxes; overlaps are kept where they fit comfortably into memory."""
    overlap = {"reference": iou_enclosing, "exact": iou}[mode]
    if len(true_boxes) * len(predicted_boxes) <= MAX_STORED_OVERLAPS:
        found = match_substructures_lazily(ExactRewards(overlap(true_boxes, predicted_boxes)), truth, prediction)
    else:
        found = match_substructures(lambda theirs: lambda ours: overlap(true_boxes[ours], predicted_boxes[theirs]), truth, prediction)
    return _to_score(found, truth.size, prediction.size)


def _to_score(found: SubstructureMatch, num_true: int, num_predicted: int) -> Score:
    return score_from_counts(found.matched, num_true, num_predicted, best_possible=found.upper_bound)


def _perfect(num_positions: int) -> Score:
    """The score of two matrices equal everywhere: no alignment beats the identity, which ties prefer."""
    return score_from_counts(num_positions, num_positions, num_positions, best_possible=num_positions)


def _distinct_spans(spans: Indices) -> tuple[Floats, Indices]:
    """The different spans of a grid (rows, columns, 4) as boxes, and the number of each position's."""
    flat = spans.reshape(-1, 4)
    heights, widths = spans.shape[0] + 1, spans.shape[1] + 1
    keys = ((flat[:, 2] * widths - flat[:, 0]) * heights + flat[:, 3]) * heights - flat[:, 1]
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return flat[first].astype(np.float64), inverse.reshape(spans.shape[:2])


def _distinct_texts(matrix: CellMatrix) -> tuple[list[str], Indices]:
    texts = matrix.texts()
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    of_cell = np.array([numbers[text] for text in texts], dtype=np.intp)
    return list(numbers), of_cell[matrix.owner] if texts else matrix.owner


def _same_content(truth: CellMatrix, prediction: CellMatrix) -> bool:
    if truth.owner.shape != prediction.owner.shape:
        return False
    pairs = zip(truth.owner.ravel().tolist(), prediction.owner.ravel().tolist(), strict=True)
    return all(truth.cells[a].text == prediction.cells[b].text for a, b in pairs)


def _same_topology(truth: CellMatrix, prediction: CellMatrix) -> bool:
    if truth.owner.shape != prediction.owner.shape:
        return False
    return bool(np.array_equal(relative_spans(truth), relative_spans(prediction)))
