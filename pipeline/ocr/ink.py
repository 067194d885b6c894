"""Where the ink of a text line is: the evidence that recognised words are tightened onto.

An engine's boxes are interpolated or generous; the picture itself says where a word begins and ends. Ruling lines that
run through a line's box are no ink of its text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.types import Picture
from table import BBox

MIN_CONTRAST = 40  # grey levels between text and paper; less is noise
GAP = 2  # pixels between rows of ink from which they are of two lines; one row may be missing where a ruling was taken out
RULE_SHARE = 0.96  # of the crop's extent that a dark row or column must fill to be a ruling
MARGIN = 0.25  # of the line's height looked at above and below, to tell a ruling from the letter l
RULE_LENGTH = 4.0  # line heights from which a filled row is a ruling and not a dash
EDGE_RULE_LENGTH, EDGE = 1.2, 0.3  # the same for rows in the outer thirds of the crop, where no dash is


@dataclass(frozen=True, slots=True)
class Extent:
    """A half-open range of pixels along one axis."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class LineInk:
    """The ink of one line: ``mask`` (height, width) with its top-left pixel at ``(left, top)`` of the picture."""

    mask: NDArray[np.bool_]
    left: int
    top: int

    def columns(self, start: float, stop: float) -> Extent | None:
        """First and last ink column (picture pixels) within ``start``..``stop``; ``None`` without ink."""
        first, last = max(round(start) - self.left, 0), max(round(stop) - self.left, 0)
        found = np.flatnonzero(self.mask[:, first:last].any(axis=0))
        return Extent(self.left + first + int(found[0]), self.left + first + int(found[-1]) + 1) if len(found) else None

    def emptied(self) -> LineInk:
        """No ink at the same place."""
        return replace(self, mask=np.zeros_like(self.mask))

    def own(self) -> LineInk:
        """Only the line's own ink: the highest band of rows without a gap of two.

        An engine's box is generous: it reaches into the lines above and below and over the edges of shaded bands.
        """
        inked = np.flatnonzero(self.mask.any(axis=1))
        if not len(inked):
            return self
        bands = np.split(inked, np.flatnonzero(np.diff(inked) > GAP) + 1)
        band = max(bands, key=lambda rows: (len(rows), int(self.mask[rows].sum())))
        mask = np.zeros_like(self.mask)
        mask[band] = self.mask[band]
        return replace(self, mask=mask)

    def first_piece(self, columns: Extent) -> Extent:
        """The columns up to the first gap in them."""
        ends = [gap.start for gap in self.gaps() if columns.start < gap.start < columns.stop]
        return Extent(columns.start, min(ends, default=columns.stop))

    def rows(self, start: float, stop: float) -> Extent | None:
        """First and last ink row (picture pixels) within the columns ``start``..``stop``; ``None`` without ink."""
        first, last = max(round(start) - self.left, 0), max(round(stop) - self.left, 0)
        found = np.flatnonzero(self.mask[:, first:last].any(axis=1))
        return Extent(self.top + int(found[0]), self.top + int(found[-1]) + 1) if len(found) else None

    def gaps(self) -> list[Extent]:
        """The ink-free column ranges between the first and the last ink column, left to right, in picture pixels."""
        inked = np.flatnonzero(self.mask.any(axis=0))
        jumps = np.flatnonzero(np.diff(inked) > 1)
        return [Extent(self.left + int(inked[at]) + 1, self.left + int(inked[at + 1])) for at in jumps]


def grey_of(picture: Picture) -> NDArray[np.uint8]:
    """(height, width) grey levels of an RGB picture."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def line_ink(grey: NDArray[np.uint8], box: BBox) -> LineInk:
    """The line's own ink inside ``box`` (pixels); empty where the contrast is too low. Light text on dark counts like dark on light."""
    return ink_within(grey, box).own()


def ink_within(grey: NDArray[np.uint8], box: BBox) -> LineInk:
    """All ink inside ``box`` (pixels) but rulings."""
    height, width = grey.shape
    left, right = max(int(box.x0), 0), min(int(np.ceil(box.x1)), width)
    top, bottom = max(int(box.y0), 0), min(int(np.ceil(box.y1)), height)
    margin = round((bottom - top) * MARGIN)
    first, last = max(top - margin, 0), min(bottom + margin, height)
    crop = grey[first:last, left:right]
    if not crop.size or int(crop.max()) - int(crop.min()) < MIN_CONTRAST:
        return LineInk(np.zeros((max(bottom - top, 0), max(right - left, 0)), dtype=np.bool_), left, top)
    ink = _text_ink(crop, bottom - top)
    return LineInk(ink[top - first : bottom - first], left, top)


def _text_ink(crop: NDArray[np.uint8], line_height: int) -> NDArray[np.bool_]:
    """The ink without rulings, at a threshold that black rulings beside grey letters do not set."""
    ink = _threshold(crop, crop)
    cleaned, rules = _without_rules(ink, line_height)
    text = crop[~rules]
    if not rules.any() or not text.size or int(text.max()) - int(text.min()) < MIN_CONTRAST:
        return cleaned
    again, _ = _without_rules(_threshold(crop, text), line_height)
    again[rules] = False
    return again


def _threshold(crop: NDArray[np.uint8], sample: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The rarer side of Otsu's threshold of the pixels of ``sample``."""
    level, dark = cv2.threshold(np.ascontiguousarray(sample), 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    ink = np.asarray(crop <= level, dtype=np.bool_)
    return ~ink if float(dark.mean()) > 0.5 else ink


def _without_rules(ink: NDArray[np.bool_], line_height: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """``ink`` without rulings, and which of its rows are one."""
    cleaned = ink.copy()
    filled = ink.mean(axis=1) >= RULE_SHARE
    if ink.shape[1] < RULE_LENGTH * line_height:
        edge = round(EDGE * len(filled)) if ink.shape[1] >= EDGE_RULE_LENGTH * line_height else 0
        filled[edge : len(filled) - edge] = False
    cleaned[filled] = False
    cleaned[:, ink.mean(axis=0) >= RULE_SHARE] = False
    return cleaned, filled
