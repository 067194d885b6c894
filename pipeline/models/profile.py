"""What a checkpoint wants to be fed and how its answers are to be read: its ``Profile``.

In: the facts a checkpoint tells about itself (task, model type, number of queries, names). Out: a frozen profile.
Defaults follow the Table Transformer project (detection at long side 800, structure at 1000, PIL bicubic, ImageNet
mean and deviation, crop padding by version); a ``profile.json`` beside the weights overrides any of them::

    {"version": 1, "input": "layout", "crop_padding_px": 4, "thresholds": {"table row": 0.4}, "max_rows": 60}
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.calibration import Calibration
from pipeline.errors import ModelError
from table import DetectionLabel, StructureLabel

Task = Literal["detection", "structure"]
InputKind = Literal["pixels", "layout"]
Scoring = Literal["softmax", "sigmoid"]
SizeKind = Literal["long_side", "stretch", "letterbox"]
Channel = Literal["words", "rulings", "bold", "size", "kinds"]  # of pixel models the first two, of layout models the others

PROFILE_FILE = "profile.json"
PROFILE_VERSION = 1
RASTER_PX_PER_POINT = 1000 / 792  # PubTables-1M's page pictures: long side 1000 px, on a letter page
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_SD = (0.229, 0.224, 0.225)
LONG_SIDE: Mapping[Task, int] = {"detection": 800, "structure": 1000}
PADDING_V1_0_PX = 25.0  # trained with about 30 px around the table; under 20 px outer rows and headers go missing
PADDING_V1_1_PX = 3.0  # trained on tight crops and evaluated with 2 px; more than 5 px is unknown to it
PADDING_UNKNOWN_PX = 10.0  # the reference program's own default, when nothing tells the version
THRESHOLD = 0.5  # the reference evaluation's, for every class
WEAK_SCORE = 0.2  # of a detected box that is told as a candidate; of 160 pages a tenth has one, half of these are tables
STRETCHED_SIDE = 640  # RT-DETR and its relatives see squares of this side
MAX_TRAINED_ROWS = 75  # PubTables-1M has at most 100 objects in a table; rows beyond these are cut into bands
LAYOUT_ROWS = 100  # of layout models: text lines beyond about 120 get too few of the raster's 1024 pixels each
_ROW_SHARE_OF_QUERIES = 0.6  # the rest is for columns, headers and spanning cells
_STRETCHED_TYPES = ("rt_detr", "rt_detr_v2", "d_fine", "deimv2", "rf_detr", "lw_detr")
_SOFTMAX_TYPES = ("table-transformer", "detr", "yolos")
LAYOUT_TYPES = ("axis-detr", "page-detr")
BASELINE_TYPES = ("faster-rcnn",)  # pixel models of ours that transformers does not know


@dataclass(frozen=True, slots=True)
class SizeRule:
    """How a picture is resized. ``long_side``: the longer side becomes ``value`` pixels, aspect kept;
    ``letterbox``: the same on a white square; ``stretch``: a square of ``value`` pixels, aspect lost."""

    kind: SizeKind
    value: int

    def __post_init__(self) -> None:
        if self.kind not in get_args(SizeKind) or not 16 <= self.value <= 8192:
            raise ModelError(f"size rule must be one of {', '.join(get_args(SizeKind))} with 16..8192 px, got {self.kind} {self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """See the module. ``thresholds`` are least scores (0..1) per label; ``mean`` and ``sd`` are of RGB in 0..1.

    ``max_rows`` is the number of rows one call may be trusted with (``None``: no limit); ``extra_channels`` of a layout model are the
    groups of ``word_marks`` that it sees, those of a pixel model are
    drawn below the RGB channels, 1 inside a word's or ruling's box; ``extra`` is free for a model's own module;
    ``calibration`` turns what speaks for a cell into its confidence (``None``: confidences are rough means of scores);
    ``origin`` says where the values come from.
    """

    input: InputKind
    scoring: Scoring
    size: SizeRule
    num_queries: int | None
    max_rows: int | None
    crop_padding_px: float
    thresholds: Mapping[str, float]
    extra_channels: tuple[Channel, ...] = ()
    mean: tuple[float, float, float] = IMAGENET_MEAN
    sd: tuple[float, float, float] = IMAGENET_SD
    revision: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    calibration: Calibration | None = None
    origin: str = "defaults"

    def __post_init__(self) -> None:
        _check_choice("input", (self.input,), get_args(InputKind))
        _check_choice("scoring", (self.scoring,), get_args(Scoring))
        _check_choice("extra_channels", self.extra_channels, get_args(Channel))
        if not 0 <= self.crop_padding_px <= 500:
            raise ModelError(f"profile: crop_padding_px must be 0..500, got {self.crop_padding_px}")
        if not all(0 <= score <= 1 for score in self.thresholds.values()):
            raise ModelError(f"profile: thresholds must be 0..1, got {dict(self.thresholds)}")
        if len(self.mean) != 3 or len(self.sd) != 3 or not all(value > 0 for value in self.sd):
            raise ModelError(f"profile: mean and sd are three numbers each and sd is positive, got {self.mean} and {self.sd}")

    def with_weak(self) -> Profile:
        """The profile that lets weak detections through as well, down to ``WEAK_SCORE``."""
        return dataclasses.replace(self, thresholds={label: min(score, WEAK_SCORE) for label, score in self.thresholds.items()})

    @property
    def crop_padding(self) -> float:
        """The crop padding in page points."""
        return self.crop_padding_px / RASTER_PX_PER_POINT


def _check_choice(name: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    if wrong := [value for value in values if value not in allowed]:
        raise ModelError(f"profile: {name} must be of {', '.join(allowed)}, got {', '.join(map(str, wrong))}")


def default_profile(task: Task, model_type: str, *, num_queries: int | None = None, names: str = "") -> Profile:
    """The profile of a checkpoint that brings none.

    ``names``: path, hub id and the like in one string; "v1.1" or "v1.0" in it decides the crop padding.
    """
    padding, origin = _padding(task, names)
    labels = DetectionLabel if task == "detection" else StructureLabel
    return Profile(
        input="layout" if model_type in LAYOUT_TYPES else "pixels",
        scoring="softmax" if model_type in _SOFTMAX_TYPES else "sigmoid",
        size=SizeRule("stretch", STRETCHED_SIDE) if model_type in _STRETCHED_TYPES else SizeRule("long_side", LONG_SIDE[task]),
        num_queries=num_queries,
        max_rows=LAYOUT_ROWS if model_type in LAYOUT_TYPES and task == "structure" else _max_rows(task, num_queries),
        crop_padding_px=padding,
        thresholds={str(label): THRESHOLD for label in labels},
        origin=origin,
    )


def _padding(task: Task, names: str) -> tuple[float, str]:
    if task == "detection":
        return 0.0, "defaults of table detection"
    if re.search(r"v1[._]1", names):
        return PADDING_V1_1_PX, "defaults of TATR v1.1"
    if re.search(r"v1[._]0|table-transformer-structure-recognition|pubtables1m_structure", names):
        return PADDING_V1_0_PX, "defaults of TATR v1.0"
    return PADDING_UNKNOWN_PX, "defaults; the version is unknown, so crop_padding_px is a guess: set it in profile.json"


def _max_rows(task: Task, num_queries: int | None) -> int | None:
    if task == "detection" or num_queries is None:
        return None
    return min(MAX_TRAINED_ROWS, int(num_queries * _ROW_SHARE_OF_QUERIES))


def read_profile(path: Path, defaults: Profile) -> Profile:
    """``defaults`` with the values of the JSON file at ``path``; ``defaults`` itself when there is no such file.

    Raises ``ModelError`` for a file that is no JSON object, unknown keys, values out of range or another version.
    """
    if not path.exists():
        return defaults
    values = _read_json(path)
    if values.pop("version", None) != PROFILE_VERSION:
        raise ModelError(f'{path}: expected "version": {PROFILE_VERSION}')
    known = {f.name for f in dataclasses.fields(Profile)} - {"origin"}
    if unknown := sorted(values.keys() - known):
        raise ModelError(f"{path}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return dataclasses.replace(defaults, **_typed(values, defaults), origin=PROFILE_FILE)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise ModelError(f"{path}: a value has the wrong type: {error!r}") from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(values, dict):
        raise ModelError(f"{path}: expected a JSON object, got {type(values).__name__}")
    return values


def _typed(values: dict[str, Any], defaults: Profile) -> dict[str, Any]:
    """``values`` of JSON as the dataclass wants them; thresholds are merged into the defaults."""
    typed = dict(values)
    if "size" in typed:
        typed["size"] = SizeRule(typed["size"]["kind"], int(typed["size"]["value"]))
    if typed.get("calibration") is not None:
        typed["calibration"] = Calibration.from_dict(typed["calibration"])
    for name in ("extra_channels", "mean", "sd"):
        if name in typed:
            typed[name] = tuple(typed[name])
    if "thresholds" in typed:
        if wrong := sorted(typed["thresholds"].keys() - defaults.thresholds.keys()):
            raise ModelError(f"profile: thresholds for unknown labels {', '.join(wrong)}")
        typed["thresholds"] = {**defaults.thresholds, **typed["thresholds"]}
    return typed


def write_profile(path: Path, profile: Profile) -> None:
    """Writes ``profile`` as the ``profile.json`` that ``read_profile`` reads back to the same values."""
    values = dataclasses.asdict(profile)
    del values["origin"]
    if profile.calibration is None:
        del values["calibration"]
    path.write_text(json.dumps({"version": PROFILE_VERSION, **values}, indent=2) + "\n", "utf-8")
