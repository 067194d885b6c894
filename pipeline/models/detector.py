"""Table detection with a pixel checkpoint, and the factory for whatever detector a name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.models.decode import Detection, decode
from pipeline.models.engines import open_checkpoint
from pipeline.models.networks import ServedCheckpoint
from pipeline.models.page_detr.detector import PageDetector
from pipeline.models.pixels import Canvas, prepare
from pipeline.models.profile import Profile
from pipeline.models.runner import BATCH_SIZE, PixelModel
from pipeline.types import Detector, Page, TableRegion
from table import BBox, DetectionLabel


class PixelDetector:
    """Finds tables on pages from their pictures; pages are rendered a few at a time."""

    def __init__(self, checkpoint: ServedCheckpoint, *, batch_size: int = BATCH_SIZE) -> None:
        self.checkpoint = checkpoint
        self._model = PixelModel(checkpoint, batch_size=batch_size)

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        """Per page every box above its class's threshold, and weaker ones marked so, best first, page points.

        Raises ``ModelError`` when the model returns numbers that are not finite.
        """
        step = self._model.batch_size
        return [regions for start in range(0, len(pages), step) for regions in self._detect_batch(pages[start : start + step])]

    def _detect_batch(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        profile, labels = self.checkpoint.profile, self.checkpoint.labels
        canvases = [prepare(page, profile) for page in pages]
        outputs = self._model.run(canvases)
        decoded = [decode(logits, boxes, labels, profile.with_weak()) for logits, boxes in outputs]
        return [_regions(page, canvas, found, profile) for page, canvas, found in zip(pages, canvases, decoded, strict=True)]


def _regions(page: Page, canvas: Canvas, detections: Sequence[Detection], profile: Profile) -> list[TableRegion]:
    candidates = []
    for detection in detections:
        bbox = canvas.to_points(detection.box).intersection(BBox(0, 0, page.width, page.height))
        if bbox and bbox.area > 0:
            is_weak = detection.score < profile.thresholds[detection.label]
            candidates.append(TableRegion(bbox, detection.score, label=DetectionLabel(detection.label), is_weak=is_weak))
    return candidates


def load_detector(
    name: str = "default", *, threshold: float | None = None, threads: int | None = None, device: str = "cpu", engine: str = "auto"
) -> Detector:
    """The detector behind ``name`` ("default", a directory, a hub id or an original ``.pth``), ready to run.

    ``threshold``: least score 0..1 in place of the profile's; for the rest see ``open_checkpoint``.
    Raises ``ModelError`` when the checkpoint is missing, damaged or has other classes.
    """
    checkpoint = open_checkpoint(name, "detection", engine=engine, threads=threads, device=device)
    if threshold is not None:
        thresholds = dict.fromkeys(checkpoint.profile.thresholds, threshold)
        checkpoint = replace(checkpoint, profile=replace(checkpoint.profile, thresholds=thresholds))
    return detector_of(checkpoint)


def detector_of(checkpoint: ServedCheckpoint) -> Detector:
    """The detector that a checkpoint of its kind is."""
    return PixelDetector(checkpoint) if checkpoint.profile.input == "pixels" else PageDetector(checkpoint)
