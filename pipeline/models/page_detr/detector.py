"""Table detection with the page DETR: page -> raster -> boxes ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.errors import ModelError
from pipeline.models.networks import Array, PageNetwork, ServedCheckpoint, sigmoid
from pipeline.models.page_detr.plain_text import is_plain_text
from pipeline.models.page_detr.preprocess import LONG_SIDE, STRIDE, page_input
from pipeline.models.raster import to_layout, to_pixels
from pipeline.types import Page, TableRegion
from table import BBox, DetectionLabel

_LABELS = tuple(DetectionLabel)


class PageDetector:
    """A ``Detector`` for checkpoints of type ``page-detr``."""

    def __init__(self, checkpoint: ServedCheckpoint) -> None:
        if not isinstance(checkpoint.network, PageNetwork):
            raise ModelError(f"{checkpoint.source}: not a page-detr checkpoint")
        self.checkpoint = checkpoint
        self._network: PageNetwork = checkpoint.network
        self._long_side = int(checkpoint.values.get("long_side", LONG_SIDE))

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        """Per page every box above its class's threshold, and weaker ones marked so, page points, unsorted.

        Raises ``ModelError`` when the model returns numbers that are not finite.
        """
        return [[] if is_plain_text(page) else self._detect(page) for page in pages]

    def _detect(self, page: Page) -> list[TableRegion]:
        layout = to_layout(page.words, page.rulings, page.shadings)
        raster, scale = page_input(layout, page.width, page.height, self._long_side)
        logits, boxes = self._network.boxes(to_pixels(raster, STRIDE), (raster.shape[1], raster.shape[2]))
        return self._regions(sigmoid(logits), boxes / np.float32(scale), page)

    def _regions(self, scores: Array, boxes: Array, page: Page) -> list[TableRegion]:
        thresholds, least = self.checkpoint.profile.thresholds, self.checkpoint.profile.with_weak().thresholds
        frame = BBox(0, 0, page.width, page.height)
        found = []
        for index, label in enumerate(_LABELS):
            for query in np.flatnonzero(scores[:, index] >= least[label]):
                x0, y0, x1, y1 = (float(v) for v in boxes[query])
                bbox = BBox(x0, y0, max(x0, x1), max(y0, y1)).intersection(frame)
                if bbox and bbox.area > 0:
                    score = float(scores[query, index])
                    found.append(TableRegion(bbox, score, label=label, is_weak=score < thresholds[label]))
        return found
