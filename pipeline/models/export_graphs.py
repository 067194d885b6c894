"""What of a network becomes one ONNX graph: its inputs and outputs, and which of their axes are free.

A pixel model and a detector are one graph; a structure model of two stages is two, because the caller's rules make a grid
in between.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.models.checkpoints import LoadedCheckpoint
from pipeline.models.export_layers import Unmasked, plain
from pipeline.models.onnx_engine import GRID_FILE, MODEL_FILE

Free = dict[str, dict[int, str]]  # input -> axis -> its name
_RASTER: Free = {"pixels": {0: "batch", 2: "height", 3: "width"}, "sizes": {0: "batch"}}
_GRID: Free = {
    "maps": {0: "batch", 2: "map_height", 3: "map_width"},
    "row_tokens": {0: "batch", 1: "row_tokens"},
    "column_tokens": {0: "batch", 1: "column_tokens"},
    "pixels": _RASTER["pixels"],
    "rows": {0: "batch", 1: "row_edges"},
    "columns": {0: "batch", 1: "column_edges"},
}
_AXES_OUTPUTS = ("row_logits", "row_intervals", "column_logits", "column_intervals", "row_tokens", "column_tokens", "maps")


@dataclass(frozen=True, slots=True)
class Graph:
    """One graph to write: inputs and outputs by name, and which of their axes are free."""

    file: str
    module: nn.Module
    inputs: dict[str, Tensor]
    outputs: tuple[str, ...]
    free: Free


def blots(height: int, width: int, channels: int, seed: int = 0) -> Tensor:
    """(1, channels, height, width): a raster with as much ink as a table has."""
    return (torch.rand(1, channels, height, width, generator=torch.Generator().manual_seed(seed)) > 0.8).float()


def graphs_of(loaded: LoadedCheckpoint) -> Iterator[Graph]:
    """The graphs of a checkpoint, of a copy of its network in 32 bits on the CPU."""
    model: Any = plain(copy.deepcopy(loaded.model).cpu().float().eval())  # type: ignore[no-untyped-call]
    kind = str(model.config.model_type)
    if kind not in ("axis-detr", "page-detr"):
        inputs = {"pixels": torch.rand(2, 3 + len(loaded.profile.extra_channels), 224, 288)}
        yield Graph(MODEL_FILE, _Pictures(model), inputs, ("logits", "boxes"), {"pixels": _RASTER["pixels"]})
        return
    pixels, sizes = blots(96, 160, model.config.num_channels), torch.tensor([[93, 155]])
    if kind == "page-detr":
        model.encoder = Unmasked(model.encoder)  # pages come one at a time, padded to a multiple of a token's side
        yield Graph(MODEL_FILE, _Pages(model), {"pixels": pixels, "sizes": sizes}, ("logits", "boxes"), _RASTER)
        return
    axes = _Axes(model)
    yield Graph(MODEL_FILE, axes, {"pixels": pixels, "sizes": sizes}, _AXES_OUTPUTS, _RASTER)
    with torch.no_grad():
        *_, row_tokens, column_tokens, maps = axes(pixels, sizes)
    inputs = {"maps": maps, "row_tokens": row_tokens, "column_tokens": column_tokens, "pixels": pixels}
    inputs |= {"rows": torch.linspace(3, 90, 6)[None], "columns": torch.linspace(2, 150, 4)[None]}
    yield Graph(GRID_FILE, _Grid(model), inputs, ("header", "projected", "right", "below"), _GRID)


class _Axes(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor, sizes: Tensor) -> tuple[Tensor, ...]:
        found = self.model(pixels, sizes)
        numbers = (found.row_logits, found.row_intervals, found.column_logits, found.column_intervals)
        return (*numbers, found.row_tokens, found.column_tokens, found.maps)


class _Grid(nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.head = model.grid_head

    def forward(
        self, maps: Tensor, row_tokens: Tensor, column_tokens: Tensor, pixels: Tensor, rows: Tensor, columns: Tensor
    ) -> tuple[Tensor, ...]:
        from pipeline.models.axis_detr.modeling import AxisOutput

        found = self.head(AxisOutput(maps=maps, row_tokens=row_tokens, column_tokens=column_tokens), pixels, rows, columns)
        return found.header, found.projected, found.merge_right, found.merge_down


class _Pages(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor, sizes: Tensor) -> tuple[Tensor, ...]:
        found = self.model(pixels, sizes)
        return found.logits, found.boxes


class _Pictures(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        found = self.model(pixel_values=pixels)
        return found.logits, found.pred_boxes
