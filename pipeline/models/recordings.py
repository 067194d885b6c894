"""Recorded model output: everything the two models said about a document, before any rule, saved and replayed.

The recorders wrap a detector or recognizer and note each answer; the replaying ones give the same answers again
without any model, so every rule after the models can be changed and seen at once. Also the natural test input.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.calibration import Calibration
from pipeline.errors import InputError
from pipeline.types import (
    Detector,
    MakeGrid,
    Page,
    Recognizer,
    RegionView,
    StructureObject,
    TableRegion,
    TwoStageRecognizer,
    calibration_of,
)
from table import BBox, DetectionLabel, StructureLabel

OBJECTS_SCHEMA = "tablewright.objects/1"
Json = dict[str, Any]
ViewKey = tuple[int, int, tuple[float, ...]]  # page, rotation, crop on the page in hundredths of a point


@dataclass(slots=True)
class Recording:
    """What the models said: regions per page number, objects per view. The only mutable value of the package."""

    regions: dict[int, tuple[TableRegion, ...]] = field(default_factory=dict)
    objects: dict[ViewKey, tuple[StructureObject, ...]] = field(default_factory=dict)
    crop_padding: float = 0.0
    max_rows: int | None = None
    calibration: Calibration | None = None

    def to_json(self) -> str:
        """The recording as JSON text."""
        views = [
            {"page": page, "rotation": rotation, "crop": list(crop), "objects": [object_to_dict(item) for item in objects]}
            for (page, rotation, crop), objects in self.objects.items()
        ]
        regions = {str(page): [region_to_dict(region) for region in found] for page, found in self.regions.items()}
        head = {"schema": OBJECTS_SCHEMA, "crop_padding": self.crop_padding, "max_rows": self.max_rows}
        known = {} if self.calibration is None else {"calibration": asdict(self.calibration)}
        return json.dumps({**head, **known, "regions": regions, "views": views}, allow_nan=False)

    @staticmethod
    def from_json(text: str) -> Recording:
        """Raises ``InputError`` when the text is no recording."""
        try:
            return _recording(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InputError(f"not a recording of model objects ({type(error).__name__}: {error}); make one with --save-objects") from error


@dataclass(frozen=True, slots=True)
class RecordingDetector:
    """Passes pages on and notes the answers."""

    inner: Detector
    recording: Recording

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        found = self.inner.detect(pages)
        self.recording.regions.update({page.number: tuple(regions) for page, regions in zip(pages, found, strict=True)})
        return found


class RecordingRecognizer:
    """Passes views on and notes the answers."""

    def __init__(self, inner: Recognizer, recording: Recording) -> None:
        self._inner, self._recording = inner, recording
        self.crop_padding: float = inner.crop_padding
        self.max_rows: int | None = inner.max_rows
        self.calibration = calibration_of(inner)
        recording.crop_padding, recording.max_rows, recording.calibration = inner.crop_padding, inner.max_rows, self.calibration

    def with_grid(self, make_grid: MakeGrid) -> RecordingRecognizer:
        """The recorder around the model with this grid, or as it is around a model of one stage."""
        inner = self._inner.with_grid(make_grid) if isinstance(self._inner, TwoStageRecognizer) else self._inner
        return RecordingRecognizer(inner, self._recording)

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        found = self._inner.recognize(views)
        self._recording.objects.update({view_key(view): tuple(objects) for view, objects in zip(views, found, strict=True)})
        return found


@dataclass(frozen=True, slots=True)
class ReplayDetector:
    """Gives the recorded regions of each page; a page that was not recorded has none."""

    recording: Recording

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        return [list(self.recording.regions.get(page.number, ())) for page in pages]


class ReplayRecognizer:
    """Gives the recorded objects of each view.

    ``recognize`` raises ``InputError`` for a view that was not recorded: another region, rotation or document.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.crop_padding: float = recording.crop_padding
        self.max_rows: int | None = recording.max_rows
        self.calibration = recording.calibration

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        return [list(self._objects(view)) for view in views]

    def _objects(self, view: RegionView) -> tuple[StructureObject, ...]:
        key = view_key(view)
        if key not in self._recording.objects:
            raise InputError(f"no recorded objects for the region {key[2]} of page {key[0]}; record this document again", page=key[0])
        return self._recording.objects[key]


def view_key(view: RegionView) -> ViewKey:
    """What identifies a view in a recording."""
    return view.page.number, view.region.rotation, tuple(round(value, 2) for value in view.crop)


def object_to_dict(item: StructureObject) -> Json:
    return {"label": item.label.value, "score": item.score, "bbox": list(item.bbox)}


def region_to_dict(region: TableRegion) -> Json:
    return {
        "bbox": list(region.bbox),
        "score": region.score,
        "rotation": region.rotation,
        "label": region.label.value,
        "id": region.id,
        "is_given": region.is_given,
        **({"is_weak": True} if region.is_weak else {}),
    }


def _recording(value: Json) -> Recording:
    if value.get("schema") != OBJECTS_SCHEMA:
        raise ValueError(f"schema {value.get('schema')!r} is not {OBJECTS_SCHEMA!r}")
    views = {
        (int(item["page"]), int(item["rotation"]), tuple(map(float, item["crop"]))): tuple(map(_object, item["objects"]))
        for item in value["views"]
    }
    regions = {int(page): tuple(map(_region, found)) for page, found in value["regions"].items()}
    calibration = Calibration.from_dict(value["calibration"]) if value.get("calibration") else None
    return Recording(regions, views, float(value["crop_padding"]), value["max_rows"], calibration)


def _object(value: Json) -> StructureObject:
    return StructureObject(StructureLabel(value["label"]), float(value["score"]), BBox(*map(float, value["bbox"])))


def _region(value: Json) -> TableRegion:
    return TableRegion(
        BBox(*map(float, value["bbox"])),
        float(value["score"]),
        int(value["rotation"]),
        DetectionLabel(value["label"]),
        value["id"],
        bool(value["is_given"]),
        bool(value.get("is_weak", False)),
    )
