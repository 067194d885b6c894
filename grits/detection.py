"""Where tables are: F1 at IoU thresholds, and the ICDAR-2013 competition's completeness and purity.

In: boxes of true and predicted regions of one page, in the same space. Pages are put together by summing counts
(``micro_mean`` for scores, ``+`` for region counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grits.assignment import best_pairs
from grits.overlap import iou
from grits.scores import Score, score_from_counts
from table import BBox, Table


def match_boxes(truth: Sequence[BBox], prediction: Sequence[BBox], iou_threshold: float = 0.5) -> list[tuple[int, int, float]]:
    """(true index, predicted index, IoU) of the one-to-one assignment with the largest total IoU.

    Only pairs at or above ``iou_threshold`` (0..1) count; sorted by true index.
    """

    if not truth or not prediction:
        return []
    overlap = iou(_array(truth), _array(prediction))
    usable = np.where(overlap >= iou_threshold, overlap, 0.0)
    pairs = zip(*best_pairs(usable), strict=True)
    return [(int(i), int(k), float(usable[i, k])) for i, k in pairs if usable[i, k] > 0]


def match_tables(truth: Sequence[Table], prediction: Sequence[Table], iou_threshold: float = 0.5) -> list[tuple[int, int]]:
    """(true index, predicted index) of tables paired one to one on their pages by IoU, for end-to-end scores.

    Tables without a box are never paired. Sorted by true index.
    """
    pairs: list[tuple[int, int]] = []
    for page in sorted({table.page for table in truth}):
        ours, theirs = _on_page(truth, page), _on_page(prediction, page)
        found = match_boxes([box for _, box in ours], [box for _, box in theirs], iou_threshold)
        pairs.extend((ours[i][0], theirs[k][0]) for i, k, _ in found)
    return sorted(pairs)


def best_overlaps(truth: Sequence[Table], prediction: Sequence[Table]) -> list[int | None]:
    """For each true table the predicted table of its page with the largest IoU, or ``None`` when none overlaps.

    Unlike ``match_tables`` one prediction may serve several true tables, and there is no threshold.
    """
    return [_best_overlap(table, prediction) for table in truth]


def _best_overlap(table: Table, prediction: Sequence[Table]) -> int | None:
    candidates = _on_page(prediction, table.page) if table.bbox else []
    overlaps = [(box.iou(table.bbox), -index) for index, box in candidates if table.bbox]
    best = max(overlaps, default=(0.0, 0))
    return -best[1] if best[0] > 0 else None


def _on_page(tables: Sequence[Table], page: int) -> list[tuple[int, BBox]]:
    return [(index, table.bbox) for index, table in enumerate(tables) if table.page == page and table.bbox]


def detection_score(truth: Sequence[BBox], prediction: Sequence[BBox], iou_threshold: float = 0.5) -> Score:
    """F1, precision and recall of the regions of one page; a page without true and predicted regions scores 1."""
    return score_from_counts(len(match_boxes(truth, prediction, iou_threshold)), len(truth), len(prediction))


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """``num_complete`` of ``num_true`` regions hold all their characters, ``num_pure`` of ``num_predicted`` no other's."""

    num_complete: int = 0
    num_true: int = 0
    num_pure: int = 0
    num_predicted: int = 0

    def __add__(self, other: RegionCounts) -> RegionCounts:
        return RegionCounts(
            self.num_complete + other.num_complete,
            self.num_true + other.num_true,
            self.num_pure + other.num_pure,
            self.num_predicted + other.num_predicted,
        )

    @property
    def completeness(self) -> float:
        """Share of true regions that were found complete; 1 when there are none."""
        return self.num_complete / self.num_true if self.num_true else 1.0

    @property
    def purity(self) -> float:
        """Share of predicted regions that are pure; 1 when there are none."""
        return self.num_pure / self.num_predicted if self.num_predicted else 1.0


def completeness_and_purity(truth: Sequence[BBox], prediction: Sequence[BBox], characters: Sequence[BBox]) -> RegionCounts:
    """ICDAR-2013 region counts of one page.

    A region's content is the characters (or the smallest text objects there are) whose centre lies inside. Each
    true region in turn takes the unused predicted region sharing most characters, the smaller one on ties; a region
    that shares nothing is neither complete nor pure.
    """
    contents = [_content(box, characters) for box in truth]
    found = [_content(box, characters) for box in prediction]
    unused = set(range(len(prediction)))
    num_complete = num_pure = 0
    for content in contents:
        shared = [index for index in unused if content & found[index]]
        if not shared:
            continue
        best = min(shared, key=lambda index: (-len(content & found[index]), prediction[index].area, index))
        unused.remove(best)
        num_complete += content <= found[best]
        num_pure += found[best] <= content
    return RegionCounts(num_complete, len(truth), num_pure, len(prediction))


def _content(box: BBox, characters: Sequence[BBox]) -> frozenset[int]:
    return frozenset(index for index, character in enumerate(characters) if box.contains_point(*character.center))


def _array(found: Sequence[BBox]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([tuple(box) for box in found], dtype=np.float64)
