"""Table structure recognition with a pixel checkpoint, and the factory for whatever recognizer a name stands for."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models.axis_detr.recognizer import AxisRecognizer
from pipeline.models.decode import Detection, decode
from pipeline.models.engines import open_checkpoint
from pipeline.models.networks import ServedCheckpoint
from pipeline.models.pixels import Canvas, Margins, prepare
from pipeline.models.runner import BATCH_SIZE, PixelModel
from pipeline.types import Recognizer, RegionView, StructureObject
from table import BBox, StructureLabel


class PixelRecognizer:
    """Finds structure objects in upright views from their pictures.

    ``crop_padding`` (points) and ``max_rows`` come from the profile. Where a view has less room around its region than
    the checkpoint was trained with (a page's edge, a picture cut tight), white paper is added.
    """

    def __init__(self, checkpoint: ServedCheckpoint, *, batch_size: int = BATCH_SIZE) -> None:
        self.checkpoint = checkpoint
        self.crop_padding: float = checkpoint.profile.crop_padding
        self.max_rows: int | None = checkpoint.profile.max_rows
        self.calibration = checkpoint.profile.calibration
        self._model = PixelModel(checkpoint, batch_size=batch_size)

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        """Per view its objects, best first, in view points and inside the view; an empty list where there is none.

        Raises ``ModelError`` when the model returns numbers that are not finite.
        """
        step = self._model.batch_size
        return [objects for start in range(0, len(views), step) for objects in self._recognize_batch(views[start : start + step])]

    def _recognize_batch(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        profile, labels = self.checkpoint.profile, self.checkpoint.labels
        canvases = [prepare(view, profile, missing_margins(view, self.crop_padding)) for view in views]
        outputs = self._model.run(canvases)
        decoded = [decode(logits, boxes, labels, profile) for logits, boxes in outputs]
        return [_objects(view, canvas, found) for view, canvas, found in zip(views, canvases, decoded, strict=True)]


def missing_margins(view: RegionView, padding: float) -> Margins:
    """How much of ``padding`` (points) the view lacks on each side of its region."""
    return Margins(
        left=max(0.0, padding - view.bbox.x0),
        top=max(0.0, padding - view.bbox.y0),
        right=max(0.0, padding - (view.width - view.bbox.x1)),
        bottom=max(0.0, padding - (view.height - view.bbox.y1)),
    )


def _objects(view: RegionView, canvas: Canvas, detections: Sequence[Detection]) -> list[StructureObject]:
    objects = []
    for detection in detections:
        bbox = canvas.to_points(detection.box).intersection(BBox(0, 0, view.width, view.height))
        if bbox and bbox.area > 0:
            objects.append(StructureObject(StructureLabel(detection.label), detection.score, bbox))
    return objects


def load_recognizer(name: str = "default", *, threads: int | None = None, device: str = "cpu", engine: str = "auto") -> Recognizer:
    """The recognizer behind ``name`` ("default", a directory, a hub id or an original ``.pth``), ready to run.

    For the rest see ``open_checkpoint``. Raises ``ModelError`` as ``load_detector`` does.
    """
    checkpoint = open_checkpoint(name, "structure", engine=engine, threads=threads, device=device)
    return recognizer_of(checkpoint)


def recognizer_of(checkpoint: ServedCheckpoint) -> Recognizer:
    """The recognizer that a checkpoint of its kind is."""
    return PixelRecognizer(checkpoint) if checkpoint.profile.input == "pixels" else AxisRecognizer(checkpoint)
