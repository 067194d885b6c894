"""A pixel model that tells every query's answer, for average precision, and still gives the pipeline what users get.

Published AP counts all queries without a threshold; tables are built from objects above the checkpoint's thresholds.
Layout models have no such list: their AP is that of the objects they return, and results say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.models.recognizer import PixelRecognizer
from pipeline.types import Recognizer, RegionView, StructureObject


class AllQueries:
    """Runs the model once with all thresholds at 0; ``last`` keeps everything it said in the last call, per view."""

    def __init__(self, inner: PixelRecognizer) -> None:
        checkpoint = inner.checkpoint
        self._thresholds = dict(checkpoint.profile.thresholds)
        open_profile = replace(checkpoint.profile, thresholds=dict.fromkeys(self._thresholds, 0.0))
        self._inner = PixelRecognizer(replace(checkpoint, profile=open_profile))
        self.crop_padding, self.max_rows = inner.crop_padding, inner.max_rows
        self.calibration = inner.calibration
        self.last: list[list[StructureObject]] = []

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        """The objects above the checkpoint's own thresholds."""
        self.last = self._inner.recognize(views)
        return [[item for item in found if item.score >= self._thresholds[item.label]] for found in self.last]


def telling_all(recognizer: Recognizer) -> Recognizer:
    """``recognizer`` itself, or for a pixel model one that keeps all queries."""
    return AllQueries(recognizer) if isinstance(recognizer, PixelRecognizer) else recognizer
