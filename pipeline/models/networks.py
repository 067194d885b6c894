"""What runs a checkpoint's network, whichever engine does it: arrays in, arrays out, no library of any engine in between.

``ServedCheckpoint`` is a checkpoint ready to answer: its network in one engine, and everything the code around it needs to
know. Recognizers and detectors take one of these and import neither torch nor ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.models.profile import Profile
from pipeline.models.sources import Source
from table import Label

Array = NDArray[np.float32]
Size = tuple[int, int]  # height, width in pixels
EngineName = Literal["onnx-int8", "onnx", "torch"]
MARKS: dict[EngineName, str] = {"onnx-int8": "-int8"}  # behind a revision and a version: rounded weights answer otherwise


@dataclass(frozen=True, slots=True)
class AxisAnswer:
    """First stage of a structure model on one raster: logits (N, 2), intervals (N, 2, 2) in its pixels, per axis.

    ``state`` is what the engine needs for the second stage on the same raster.
    """

    row_logits: Array
    row_intervals: Array
    column_logits: Array
    column_intervals: Array
    state: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class GridLogits:
    """Second stage, logits: ``header``, ``projected`` (R,); ``right`` (R, C-1); ``below`` (R-1, C)."""

    header: Array
    projected: Array
    right: Array
    below: Array


@runtime_checkable
class AxisNetwork(Protocol):
    """A structure model of two stages. ``pixels`` (1, channels, H, W) in 0..1, of which ``size`` is no padding."""

    def axes(self, pixels: Array, size: Size) -> AxisAnswer: ...

    def grid(self, answer: AxisAnswer, rows: Array, columns: Array) -> GridLogits:
        """The second stage for the cells between ``rows`` (R+1,) and ``columns`` (C+1,), edges in pixels."""
        ...


@runtime_checkable
class PageNetwork(Protocol):
    """A detector: logits (N, 2) and boxes (N, 4: x0, y0, x1, y1 in pixels) of a page ``pixels`` (1, channels, H, W)."""

    def boxes(self, pixels: Array, size: Size) -> tuple[Array, Array]: ...


@runtime_checkable
class PixelNetwork(Protocol):
    """A DETR on pictures (B, 3 + extra, H, W): logits (B, queries, outputs) and boxes (B, queries, 4: centre and size, 0..1)."""

    def queries(self, pixels: Array) -> tuple[Array, Array]: ...


@dataclass(frozen=True, slots=True)
class ServedCheckpoint:
    """A checkpoint ready to run. ``labels[i]`` is the class of output ``i``; ``values`` are those of its ``config.json``.

    ``sha256`` is over the weight files it comes from: the same weights have the same in every engine.
    """

    network: Any = field(repr=False)  # one of the three protocols
    engine: EngineName
    values: Mapping[str, Any] = field(repr=False)
    profile: Profile
    labels: tuple[Label, ...]
    revision: str
    sha256: str
    source: Source

    @property
    def model_type(self) -> str:
        return str(self.values.get("model_type", "unknown"))


def check_finite(*values: Array) -> None:
    """Raises ``ModelError`` when a network answered with numbers that are not finite."""
    if not all(bool(np.isfinite(array).all()) for array in values):
        raise ModelError("the model returned numbers that are not finite; its weights are damaged or overflow in this precision")


def sigmoid(logits: Array) -> Array:
    """Probabilities of the same shape."""
    scores: Array = np.float32(0.5) * (1 + np.tanh(logits / 2, dtype=np.float32))
    return scores
