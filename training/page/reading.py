"""Labelled pages of a dataset folder as training pages of the detector."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from canonicalize import AnnotationError
from canonicalize.readers.voc import read_voc
from pipeline.models.raster import Layout
from table import DetectionLabel
from training.folders import LabelledPicture, Part, find_labelled
from training.layouts.ink import find_ink
from training.layouts.real import enlarged, ink_as_layout, read_gray, read_layout
from training.page.samples import PageSample

logger = logging.getLogger(__name__)
_SEEN_AT = 1600.0  # pixels: real pages are enlarged to this long side before their ink is looked for


def read_pages(folder: Path, source: str, *, part: Part = "train") -> Iterator[PageSample]:
    """Every page of a dataset folder (classes ``table`` and ``table rotated``); broken ones are named in the log."""
    for labelled in find_labelled(folder, part):
        try:
            yield read_page(labelled, source)
        except AnnotationError as error:
            logger.warning("left out: %s", error)


def read_page(labelled: LabelledPicture, source: str) -> PageSample:
    """One page in pixels of its picture. Raises ``AnnotationError`` when its labels cannot be read."""
    gray = read_gray(labelled.picture)
    found = read_voc(labelled.annotation.read_bytes(), labelled.annotation.name).objects
    tables = [(label, box) for label, box in found if label.value in set(DetectionLabel)]
    return PageSample(
        layout=read_page_layout(gray, labelled.words),
        width=float(gray.shape[1]),
        height=float(gray.shape[0]),
        boxes=np.array([tuple(box) for _, box in tables], np.float32).reshape(-1, 4),
        rotated=np.array([label.value == DetectionLabel.TABLE_ROTATED for label, _ in tables], bool),
        source=source,
        name=labelled.name,
    )


def read_page_layout(gray: NDArray[np.uint8], words: Path | None) -> Layout:
    """Words, rulings and shadings in pixels of ``gray``, found on an enlarged copy where the page is small."""
    if words is not None:
        return read_layout(gray, words)
    zoom = max(1.0, _SEEN_AT / max(gray.shape))
    return ink_as_layout(find_ink(enlarged(gray, zoom)), zoom)
