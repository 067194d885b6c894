"""A DETR whose queries are the tokens of the two axes, then the cells of the grid they span.

Rows and columns are intervals, so they are predicted as sets of one-dimensional objects: every token of the y axis
is a query for a row (and for the table's vertical extent), every token of the x axis one for a column. Training
matches queries to objects one to one (Hungarian), so there are no anchors. In a second stage each row-by-column
intersection, the dataset's implicit grid cell, is a query that tells whether it belongs to the column header, to a
projected row header, or to the same spanning cell as its neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.layers import (
    AxisEncoder,
    GridAttention,
    IntervalHead,
    ProjectionBlock,
    Residual,
    conv_norm_relu,
    crop_mask,
    position_encoding,
)
from pipeline.models.transformers_door import ModelOutput, PreTrainedModel

STRIDE = 4  # of the finest map; inputs are padded to a multiple of 16 (``preprocess.TILE``)
NUM_DENSE_MAPS = 4  # row border, column border, header, spanning cell: training targets of the finest map
_SAMPLES_Y = (0.0, 0.2, 0.5, 0.8, 1.0)
_SAMPLES_X = (0.0, 0.15, 0.5, 0.85, 1.0)


@dataclass
class AxisOutput(ModelOutput):
    """First stage. Intervals are pixels of the input; ``maps`` (B, C, H/4, W/4); ``dense`` (B, 4, H/4, W/4) logits."""

    row_logits: Tensor | None = None
    row_intervals: Tensor | None = None
    column_logits: Tensor | None = None
    column_intervals: Tensor | None = None
    row_tokens: Tensor | None = None
    column_tokens: Tensor | None = None
    maps: Tensor | None = None
    dense: Tensor | None = None


@dataclass
class GridOutput:
    """Second stage, all logits. Of a batch with R rows and C columns each: ``header`` and ``projected`` (B, R),
    ``merge_right`` (B, R, C-1), ``merge_down`` (B, R-1, C); of one sample the same without the first axis.
    """

    header: Tensor
    projected: Tensor
    merge_right: Tensor
    merge_down: Tensor

    def sample(self, index: int, rows: int, columns: int) -> GridOutput:
        """The answer for one sample of a padded batch that has so many rows and columns of its own."""
        return GridOutput(
            self.header[index, :rows],
            self.projected[index, :rows],
            self.merge_right[index, :rows, : columns - 1],
            self.merge_down[index, : rows - 1, :columns],
        )


class Trunk(nn.Module):
    """(B, channels, H, W) raster -> (B, map_channels, H/4, W/4) features, with context from a coarser level."""

    def __init__(self, config: AxisDetrConfig) -> None:
        super().__init__()
        fine, deep = config.map_channels, config.deep_channels
        patches = nn.Conv2d(config.num_channels, fine, STRIDE, STRIDE, bias=False)
        self.stem = nn.Sequential(patches, nn.BatchNorm2d(fine), nn.ReLU(inplace=True), Residual(fine))
        self.fine = nn.ModuleList([ProjectionBlock(fine) for _ in range(config.num_map_blocks)])
        self.down = conv_norm_relu(fine, deep, 3, 2)
        self.deep = nn.ModuleList([ProjectionBlock(deep) for _ in range(config.num_deep_blocks)])
        self.up = nn.Conv2d(deep, fine, 1)
        self.merge = ProjectionBlock(fine)

    def forward(self, raster: Tensor, mask: Tensor) -> Tensor:
        maps = self.stem(raster)
        fine_mask = F.interpolate(mask, maps.shape[2:], mode="nearest")
        for block in self.fine:
            maps = block(maps, fine_mask)
        deep = self.down(maps)
        deep_mask = F.interpolate(mask, deep.shape[2:], mode="nearest")
        for block in self.deep:
            deep = block(deep, deep_mask)
        raised = F.interpolate(self.up(deep), maps.shape[2:], mode="nearest")
        merged: Tensor = self.merge(maps + raised, fine_mask)
        return merged


class GridHead(nn.Module):
    """Cells of a given grid as queries; see ``GridOutput``."""

    def __init__(self, config: AxisDetrConfig) -> None:
        super().__init__()
        width, fine = config.d_model, config.map_channels
        self.sample = nn.Linear(len(_SAMPLES_X) * len(_SAMPLES_Y) * 16, width)
        self.thin = nn.Conv2d(fine, 16, 1)
        self.mean = nn.Linear(fine + config.num_channels + 4, width)
        self.tokens = nn.Linear(2 * width, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList([GridAttention(width, config.num_attention_heads) for _ in range(config.num_grid_layers)])
        self.out = nn.LayerNorm(width)
        self.row = nn.Sequential(nn.Linear(2 * width, width), nn.ReLU(), nn.Linear(width, 2))
        self.right = nn.Sequential(nn.Linear(2 * width, width), nn.ReLU(), nn.Linear(width, 1))
        self.below = nn.Sequential(nn.Linear(2 * width, width), nn.ReLU(), nn.Linear(width, 1))

    def forward(self, stage: AxisOutput, raster: Tensor, rows: Tensor, columns: Tensor, counts: Tensor | None = None) -> GridOutput:
        """``rows`` (B, R+1) and ``columns`` (B, C+1) are edges in pixels of the input, the last repeated as padding.

        ``counts`` (B, 2) are each sample's own rows and columns; ``None``: nothing is padding.
        """
        is_row = None if counts is None else _first(counts[:, 0], rows.shape[1] - 1)
        is_column = None if counts is None else _first(counts[:, 1], columns.shape[1] - 1)
        cells = self._embed(stage, raster, rows, columns)
        for layer in self.layers:
            cells = layer(cells, is_row, is_column)
        cells = self.out(cells)
        roles = self.row(_summed_up(cells, is_column)).float()
        right = self.right(torch.cat([cells[:, :, :-1], cells[:, :, 1:]], -1)).squeeze(-1).float()
        below = self.below(torch.cat([cells[:, :-1], cells[:, 1:]], -1)).squeeze(-1).float()
        return GridOutput(roles[..., 0], roles[..., 1], right, below)

    def _embed(self, stage: AxisOutput, raster: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        maps = cast(Tensor, stage.maps)
        sampled = self._samples(self.thin(maps), rows, columns)
        ink = _box_means(raster, rows, columns, STRIDE)
        means = torch.cat([_box_means(maps, rows, columns), ink, _sizes(rows, columns)], -1)
        cells = self.sample(sampled) + self.mean(means.to(sampled.dtype))
        row_tokens, column_tokens = _at(cast(Tensor, stage.row_tokens), rows), _at(cast(Tensor, stage.column_tokens), columns)
        for_rows, for_columns = self.tokens.weight.chunk(2, 1)
        down, along = F.linear(row_tokens, for_rows, self.tokens.bias), F.linear(column_tokens, for_columns)
        down, along = down + _positions(down), along + _positions(along).flip(-1)
        embedded: Tensor = self.norm(cells + down[:, :, None] + along[:, None])
        return embedded

    def _samples(self, maps: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """(B, R, C, samples * channels): the map at fixed places of every cell, its borders included."""
        height, width = maps.shape[2] * STRIDE, maps.shape[3] * STRIDE
        y = _places(rows, _SAMPLES_Y) * (2 / height) - 1
        x = _places(columns, _SAMPLES_X) * (2 / width) - 1
        grid = torch.stack([x[:, None].expand(-1, y.shape[1], -1), y[:, :, None].expand(-1, -1, x.shape[1])], -1)
        values = F.grid_sample(maps.float(), grid.float(), align_corners=False)
        count = (rows.shape[1] - 1, columns.shape[1] - 1)
        values = values.view(*maps.shape[:2], count[0], len(_SAMPLES_Y), count[1], len(_SAMPLES_X))
        return values.permute(0, 2, 4, 1, 3, 5).reshape(maps.shape[0], *count, -1)


class AxisDetrForObjectDetection(PreTrainedModel):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """The shipped structure model. ``forward`` gives the two axes; ``grid`` the second stage on chosen edges."""

    config_class = AxisDetrConfig
    main_input_name = "pixel_values"

    def __init__(self, config: AxisDetrConfig) -> None:
        super().__init__(config)
        width, heads, fine = config.d_model, config.num_attention_heads, config.map_channels
        self.trunk = Trunk(config)
        self.rows = AxisEncoder(fine, width, heads, config.num_axis_layers, along_rows=True)
        self.columns = AxisEncoder(fine, width, heads, config.num_axis_layers, along_rows=False)
        self.row_head = IntervalHead(width, 2, STRIDE)
        self.column_head = IntervalHead(width, 2, STRIDE)
        self.dense = nn.Conv2d(fine, NUM_DENSE_MAPS, 1)
        self.grid_head = GridHead(config)
        self.post_init()  # type: ignore[no-untyped-call]

    def _init_weights(self, module: nn.Module) -> None:
        """Layers keep torch's own initialisation; the interval heads set their prior themselves."""

    def forward(self, pixel_values: Tensor, sizes: Tensor | None = None) -> AxisOutput:
        """``pixel_values`` (B, 6, H, W) in 0..1, H and W multiples of 16; ``sizes`` (B, 2): each sample's own H, W."""
        mask = crop_mask(pixel_values, sizes)
        maps = self.trunk(pixel_values - 0.1, mask)
        fine_mask = F.interpolate(mask, maps.shape[2:], mode="nearest")
        row_tokens, column_tokens = self.rows(maps, fine_mask), self.columns(maps, fine_mask)
        row_logits, row_intervals = self.row_head(row_tokens)
        column_logits, column_intervals = self.column_head(column_tokens)
        return AxisOutput(
            row_logits=row_logits,
            row_intervals=row_intervals,
            column_logits=column_logits,
            column_intervals=column_intervals,
            row_tokens=row_tokens,
            column_tokens=column_tokens,
            maps=maps,
            dense=self.dense(maps) if self.training else None,
        )

    def grid(self, stage: AxisOutput, pixel_values: Tensor, edges: Sequence[tuple[Tensor, Tensor]]) -> list[GridOutput]:
        """The second stage for each sample's (row edges, column edges), pixels of the input."""
        counts = [(len(rows) - 1, len(columns) - 1) for rows, columns in edges]
        rows, columns = pad_edges([rows for rows, _ in edges]), pad_edges([columns for _, columns in edges])
        is_even = len(set(counts)) == 1
        found = self.grid_head(stage, pixel_values, rows, columns, None if is_even else torch.tensor(counts, device=rows.device))
        return [found.sample(index, *count) for index, count in enumerate(counts)]


def pad_edges(edges: Sequence[Tensor]) -> Tensor:
    """(B, most edges): each sample's borders, the last one repeated."""
    longest = max(map(len, edges))
    return torch.stack([torch.cat([e, e[-1:].expand(longest - len(e))]) for e in edges])


def _first(counts: Tensor, length: int) -> Tensor:
    """(B, length): true for the first ``counts`` (B,) places."""
    return torch.arange(length, device=counts.device)[None] < counts[:, None]


def _summed_up(cells: Tensor, is_column: Tensor | None) -> Tensor:
    """(B, R, 2 d): mean and maximum over the columns that are no padding."""
    if is_column is None:
        return torch.cat([cells.mean(2), cells.amax(2)], -1)
    inside = is_column[:, None, :, None].to(cells.dtype)
    mean = (cells * inside).sum(2) / inside.sum(2).clamp(min=1)
    return torch.cat([mean, cells.masked_fill(inside == 0, -1e4).amax(2)], -1)


def _positions(tokens: Tensor) -> Tensor:
    """(N, d) the encoding of the places of (B, N, d) tokens."""
    return position_encoding(tokens.shape[1], tokens.shape[2], tokens.device).to(tokens)


def _places(edges: Tensor, fractions: tuple[float, ...]) -> Tensor:
    """(B, rows or columns * fractions) positions inside each row or column between neighbouring edges."""
    start, length = edges[:, :-1], edges[:, 1:] - edges[:, :-1]
    return torch.stack([start + length * fraction for fraction in fractions], -1).flatten(1)


def _sizes(rows: Tensor, columns: Tensor) -> Tensor:
    """(B, R, C, 4) heights, widths and their logs in ems."""
    height, width = (rows[:, 1:] - rows[:, :-1]) / 8.0, (columns[:, 1:] - columns[:, :-1]) / 6.0
    size = (-1, height.shape[1], width.shape[1])
    both = torch.stack([height[:, :, None].expand(size), width[:, None].expand(size)], -1)
    return torch.cat([both / 10.0, torch.log1p(both.clamp(min=0))], -1)


def _at(tokens: Tensor, edges: Tensor) -> Tensor:
    """(B, rows or columns, d) tokens at the middle of each row or column."""
    middle = ((edges[:, :-1] + edges[:, 1:]) / (2 * STRIDE)).long().clamp(0, tokens.shape[1] - 1)
    return torch.gather(tokens, 1, middle[:, :, None].expand(-1, -1, tokens.shape[2]))


def _box_means(maps: Tensor, rows: Tensor, columns: Tensor, stride: int = 1) -> Tensor:
    """(B, R, C, channels) mean of the map inside each cell; a place of the finest map is ``stride`` places of ``maps``."""
    shares = _shares(rows, maps.shape[2], stride), _shares(columns, maps.shape[3], stride)
    with torch.autocast(maps.device.type, enabled=False):  # 16 bits are too few for sums over a cell
        means = shares[0][:, None] @ maps.float() @ shares[1][:, None].transpose(2, 3)
    return means.permute(0, 2, 3, 1)


def _shares(edges: Tensor, length: int, stride: int) -> Tensor:
    """(B, rows or columns, length) what each of ``length`` places counts in the mean of each row or column; 0 outside it."""
    at = (edges / STRIDE).round().clamp(0, length // stride) * stride
    start, stop = at[:, :-1, None], at[:, 1:, None]
    place = torch.arange(length, device=edges.device)
    return ((place >= start) & (place < stop)).float() / (stop - start).clamp(min=1)
