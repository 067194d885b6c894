"""A trained structure model with further input channels: equal to the model before until it is trained on."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from pipeline.models.axis_detr.modeling import AxisDetrForObjectDetection
from pipeline.models.axis_detr.registered import AxisDetrConfig

_STEM, _CELL_MEANS = "trunk.stem.0.weight", "grid_head.mean.weight"  # the two places that look at the raster


def widened(model: AxisDetrForObjectDetection, word_channels: Sequence[str]) -> AxisDetrForObjectDetection:
    """``model`` with the groups ``word_channels`` after the channels it has; the new weights are zero.

    Raises ``ValueError`` for unknown groups, and for a model that has other ones.
    """
    before = model.config
    if list(before.word_channels) != list(word_channels)[: len(before.word_channels)]:
        raise ValueError(f"this model has the word channels {list(before.word_channels)}: name them first, then more")
    values = before.to_dict() | {"word_channels": list(word_channels), "num_channels": None}
    wide = AxisDetrForObjectDetection(AxisDetrConfig.from_dict(values))
    new, weights = wide.config.num_channels - before.num_channels, dict(model.state_dict())
    weights[_STEM] = _with_zeros(weights[_STEM], before.num_channels, new)
    weights[_CELL_MEANS] = _with_zeros(weights[_CELL_MEANS], before.map_channels + before.num_channels, new)
    wide.load_state_dict(weights)
    return wide


def _with_zeros(weight: torch.Tensor, at: int, count: int) -> torch.Tensor:
    """``weight`` with ``count`` inputs of zeros before input ``at``."""
    zeros = weight.new_zeros((weight.shape[0], count, *weight.shape[2:]))
    return torch.cat([weight[:, :at], zeros, weight[:, at:]], 1)
