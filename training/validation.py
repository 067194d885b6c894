"""Scores of a model in training on labelled pictures: GriTS with the table box given, or F1 of found tables.

The tables go the way of serving (view, recognize, refine, fill), so a score here is a score of the product.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from canonicalize import AnnotationError
from canonicalize.readers.by_boxes import by_boxes
from canonicalize.readers.structure import table_from_objects
from grits import detection_score, grits_con, grits_top, macro_mean, micro_mean
from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.page import read_page
from pipeline.types import Detector, Page, Recognizer, TableRegion
from table import BBox, Cell, Table
from training.folders import find_labelled
from training.surfaces import LabelledPage, read_page_with_ink

logger = logging.getLogger(__name__)
_IOU_THRESHOLDS = (0.5, 0.8)
_NO_CELLS: tuple[Cell, ...] = ()  # scored for a table that could not be read


@dataclass(frozen=True, slots=True)
class TrueTable:
    """One table to be recognised. ``has_text`` is false where its cells' texts are unknown."""

    page: Page
    region: TableRegion
    truth: Table
    has_text: bool


def read_tables(folder: Path, limit: int) -> list[TrueTable]:
    """At most ``limit`` tables of the folder's val part, spread evenly; unusable ones are named in the log.

    Raises ``InputError`` when none can be used.
    """
    found = []
    for labelled in _pages(folder, limit):
        try:
            located = table_from_objects(labelled.objects, labelled.words or (), labelled.name)
        except AnnotationError as error:
            logger.warning("left out of validation: %s", error)
            continue
        frame = BBox(0, 0, labelled.page.width, labelled.page.height)
        bbox = located.bbox.intersection(frame) or frame
        found.append(TrueTable(labelled.page, TableRegion(bbox, 1.0, is_given=True), located.table, labelled.words is not None))
    if not found:
        raise InputError(f"{folder}: none of its tables can be used for validation")
    return found


def read_detection_pages(folder: Path, limit: int) -> list[LabelledPage]:
    """At most ``limit`` pages of the folder's val part, spread evenly. Raises ``InputError`` when none can be used."""
    found = list(_pages(folder, limit))
    if not found:
        raise InputError(f"{folder}: none of its pages can be used for validation")
    return found


def _pages(folder: Path, limit: int) -> Iterator[LabelledPage]:
    everything = find_labelled(folder, "val")
    step = max(1.0, len(everything) / limit)
    for index in range(min(limit, len(everything))):
        try:
            yield read_page_with_ink(everything[int(index * step)])
        except AnnotationError as error:
            logger.warning("left out of validation: %s", error)


def score_structure(recognizer: Recognizer, tables: Sequence[TrueTable]) -> dict[str, float]:
    """Means over tables: ``grits_top``, and ``grits_con`` over those whose text is known. A failed table scores 0.

    The truth's texts are made of boxes and words, so the predictions' are too.
    """
    predicted = [read_page(table.page, Options(), recognizer=recognizer, given=[table.region]).outcomes[0].table for table in tables]
    pairs = [(table, by_boxes(prediction or _NO_CELLS, table.page.words)) for table, prediction in zip(tables, predicted, strict=True)]
    scores = {"grits_top": macro_mean(grits_top(table.truth, prediction).value for table, prediction in pairs)}
    if any(table.has_text for table in tables):
        scores["grits_con"] = macro_mean(grits_con(table.truth, prediction).value for table, prediction in pairs if table.has_text)
    return scores


def score_detection(detector: Detector, pages: Sequence[LabelledPage]) -> dict[str, float]:
    """F1 of found tables at IoU 0.5 and 0.8, counted over all pages."""
    found = [read_page(labelled.page, Options(), detector=detector).regions for labelled in pages]
    truth = [[box for _, box in labelled.objects] for labelled in pages]
    boxes = [[region.bbox for region in regions] for regions in found]
    return {
        f"f1_iou_{threshold}": micro_mean(detection_score(t, p, threshold) for t, p in zip(truth, boxes, strict=True)).value
        for threshold in _IOU_THRESHOLDS
    }
