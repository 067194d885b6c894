"""Table detection with the page DETR: page -> raster -> boxes ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import torch
from torch import Tensor

from pipeline.errors import ModelError
from pipeline.models.checkpoints import LoadedCheckpoint
from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import STRIDE, PageDetrForObjectDetection, PageOutput
from pipeline.models.page_detr.preprocess import page_input
from pipeline.models.raster import to_layout, to_tensor
from pipeline.types import Page, TableRegion
from table import BBox, DetectionLabel

_LABELS = tuple(DetectionLabel)


class PageDetector:
    """A ``Detector`` for checkpoints of type ``page-detr``."""

    def __init__(self, checkpoint: LoadedCheckpoint) -> None:
        if not isinstance(checkpoint.model, PageDetrForObjectDetection):
            raise ModelError(f"{checkpoint.source}: not a page-detr checkpoint")
        self.checkpoint = checkpoint
        self._model: PageDetrForObjectDetection = checkpoint.model.eval()  # type: ignore[no-untyped-call]

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        """Per page every box above its class's threshold, and weaker ones marked so, page points, unsorted.

        Raises ``ModelError`` when the model returns numbers that are not finite.
        """
        return [self._detect(page) if page.words or page.rulings else [] for page in pages]

    @torch.inference_mode()
    def _detect(self, page: Page) -> list[TableRegion]:
        layout = to_layout(page.words, page.rulings, page.shadings)
        raster, scale = page_input(layout, page.width, page.height, cast(PageDetrConfig, self._model.config))
        pixels = to_tensor(raster, STRIDE)
        output: PageOutput = self._model(pixels, torch.tensor([raster.shape[1:]]))
        return self._regions(output, page, scale)

    def _regions(self, output: PageOutput, page: Page, scale: float) -> list[TableRegion]:
        scores, boxes = torch.sigmoid(_finite(output.logits)[0]).numpy(), _finite(output.boxes)[0].numpy() / scale
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


def _finite(values: Tensor | None) -> Tensor:
    if values is None or not bool(torch.isfinite(values).all()):
        raise ModelError("the detection model returned numbers that are not finite")
    return values.float()
