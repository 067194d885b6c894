"""Building blocks of the layout models: convolutions, projection pooling, axis encoders, grid attention.

Maps are (B, C, H, W). ``mask`` is (B, 1, H, W), 1 inside a sample's own crop and 0 in the padding of a batch.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def conv_norm_relu(inputs: int, outputs: int, kernel: int | tuple[int, int] = 3, stride: int | tuple[int, int] = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU; keeps the size up to the stride."""
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    convolution = nn.Conv2d(inputs, outputs, (height, width), stride, (height // 2, width // 2), bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two 3x3 convolutions and a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv_norm_relu(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, maps: Tensor) -> Tensor:
        changed: Tensor = self.second(self.first(maps))
        return F.relu(maps + changed)


def crop_mask(raster: Tensor, sizes: Tensor | None) -> Tensor:
    """(B, 1, H, W): 1 inside each sample's own ``sizes`` (B, 2: H, W), 0 in the padding of the batch."""
    batch, _, height, width = raster.shape
    if sizes is None:
        return torch.ones(batch, 1, height, width, device=raster.device, dtype=raster.dtype)
    inside_y = torch.arange(height, device=raster.device)[None] < sizes[:, :1]
    inside_x = torch.arange(width, device=raster.device)[None] < sizes[:, 1:]
    return (inside_y[:, :, None] & inside_x[:, None, :]).unsqueeze(1).to(raster.dtype)


def masked_mean(maps: Tensor, mask: Tensor, axis: int) -> Tensor:
    """Mean over ``axis`` of what is inside the mask, axis kept with size 1."""
    return (maps * mask).sum(axis, keepdim=True) / mask.sum(axis, keepdim=True).clamp(min=1)


class ProjectionBlock(nn.Module):
    """Row means and column means broadcast back into the map, then a residual block.

    A border between two rows is a fact about the whole line; this lets every position know its row and column.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.local = nn.Conv2d(channels, channels, 1, bias=False)
        self.rows = nn.Conv2d(channels, channels, (3, 1), padding=(1, 0), bias=False)
        self.columns = nn.Conv2d(channels, channels, (1, 3), padding=(0, 1), bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.residual = Residual(channels)

    def forward(self, maps: Tensor, mask: Tensor) -> Tensor:
        context = self.local(maps) + self.rows(masked_mean(maps, mask, 3)) + self.columns(masked_mean(maps, mask, 2))
        mixed: Tensor = self.residual(maps + F.relu(self.norm(context)))
        return mixed


def position_encoding(length: int, width: int, device: torch.device | None = None) -> Tensor:
    """(length, width) sine encoding of positions 0, 1, 2, ..., made on ``device`` without a copy from the host."""
    position = torch.arange(length, device=device)[:, None]
    frequency = torch.exp(torch.arange(0, width, 2, device=device) * (-math.log(1000.0) / width))
    angle = position * frequency
    return torch.stack([torch.sin(angle), torch.cos(angle)], -1).flatten(1)  # sine and cosine in turn


class AxisEncoder(nn.Module):
    """Tokens along one axis of the map; each token is an object query.

    The map is projected onto the axis by mean, maximum and learned attention, and a transformer encoder lets the
    tokens settle which of them stands for which object. Output (B, N, d_model), N the size of that axis.
    """

    def __init__(self, channels: int, d_model: int, heads: int, layers: int, *, along_rows: bool) -> None:
        super().__init__()
        self.along_rows = along_rows
        stride, wide = (1, 2) if along_rows else (2, 1), channels * 3 // 2
        self.squeeze = nn.Sequential(conv_norm_relu(channels, channels, 3, stride), conv_norm_relu(channels, wide, 3, stride))
        self.attention = nn.Conv2d(wide, 4, 1)
        self.project = nn.Linear(wide * 6, d_model)
        layer = nn.TransformerEncoderLayer(d_model, heads, 2 * d_model, 0.0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, nn.LayerNorm(d_model), enable_nested_tensor=False)

    def forward(self, maps: Tensor, mask: Tensor) -> Tensor:
        squeezed = self.squeeze(maps)
        mask = F.interpolate(mask, squeezed.shape[2:], mode="nearest")
        axis = 3 if self.along_rows else 2
        tokens = self.project(self._pool(squeezed, mask, axis))
        inside = mask.amax(axis).squeeze(1) > 0
        positions = position_encoding(tokens.shape[1], tokens.shape[2], tokens.device).to(tokens)
        encoded: Tensor = self.encoder(tokens + positions, src_key_padding_mask=~inside)
        return encoded

    def _pool(self, maps: Tensor, mask: Tensor, axis: int) -> Tensor:
        """(B, N, 6 * channels): masked mean, maximum and four attention-weighted means over ``axis``."""
        weights = self.attention(maps).float().masked_fill(mask == 0, -1e4).softmax(axis).to(maps.dtype)
        pooled = [masked_mean(maps, mask, axis).squeeze(axis), (maps * mask).amax(axis)]
        pooled += [(maps * weights[:, k : k + 1]).sum(axis) for k in range(weights.shape[1])]
        return torch.cat(pooled, 1).transpose(1, 2)


class IntervalHead(nn.Module):
    """Class scores and one interval per class around each token's own position.

    Output: logits (B, N, classes) and intervals (B, N, classes, 2) in pixels of the input along the axis.
    """

    def __init__(self, d_model: int, classes: int, stride: int) -> None:
        super().__init__()
        self.classes, self.stride = classes, stride
        self.score = nn.Linear(d_model, classes)
        self.extent = nn.Sequential(nn.Linear(d_model, d_model), nn.ReLU(), nn.Linear(d_model, 2 * classes))
        nn.init.constant_(self.score.bias, -3.0)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        batch, length, _ = tokens.shape
        reach = F.softplus(self.extent(tokens).float()).view(batch, length, self.classes, 2) * (4 * self.stride)
        position = ((torch.arange(length, device=tokens.device) + 0.5) * self.stride)[None, :, None]
        return self.score(tokens).float(), torch.stack([position - reach[..., 0], position + reach[..., 1]], -1)


class GridAttention(nn.Module):
    """Attention along the rows, then along the columns of grids of cells: (B, R, C, d) -> (B, R, C, d).

    ``is_row`` (B, R) and ``is_column`` (B, C) are false for the padding of a batch; ``None``: there is none.
    """

    def __init__(self, d_model: int, heads: int) -> None:
        super().__init__()
        self.along_row = nn.TransformerEncoderLayer(d_model, heads, 2 * d_model, 0.0, batch_first=True, norm_first=True)
        self.along_column = nn.TransformerEncoderLayer(d_model, heads, 2 * d_model, 0.0, batch_first=True, norm_first=True)

    def forward(self, cells: Tensor, is_row: Tensor | None = None, is_column: Tensor | None = None) -> Tensor:
        rows, columns = cells.shape[1:3]
        cells = _attend(self.along_row, cells, None if is_column is None else is_column[:, None].expand(-1, rows, -1))
        turned = _attend(self.along_column, cells.transpose(1, 2), None if is_row is None else is_row[:, None].expand(-1, columns, -1))
        return turned.transpose(1, 2)


def _attend(layer: nn.TransformerEncoderLayer, cells: Tensor, inside: Tensor | None) -> Tensor:
    """``layer`` along the third axis of (B, lines, cells, d); ``inside`` (B, lines, cells) marks what may be attended to."""
    padding = None if inside is None else ~inside.reshape(-1, cells.shape[2])
    mixed: Tensor = layer(cells.reshape(-1, *cells.shape[2:]), src_key_padding_mask=padding)
    return mixed.view(cells.shape)
