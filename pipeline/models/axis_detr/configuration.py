"""Configuration of the axis-wise DETR (structure recognition from a page's layout)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.models.axis_detr.preprocess import MAX_SIDE, PIXELS_PER_EM_X, PIXELS_PER_EM_Y
from pipeline.models.raster import CHANNELS
from pipeline.models.transformers_door import PretrainedConfig
from pipeline.models.word_marks import mark_indices
from table import StructureLabel


class AxisDetrConfig(PretrainedConfig):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """Sizes of the model; the defaults are those of the shipped weights.

    ``pixels_per_em_*``: scale of the input raster; ``max_side``: longest side of the raster in pixels; ``word_channels``: groups of
    further channels (``pipeline.models.word_marks``), which ``num_channels`` counts. Raises ``ValueError`` where it does not.
    """

    model_type = "axis-detr"

    def __init__(
        self,
        num_channels: int | None = None,  # None: as many as word_channels make
        map_channels: int = 48,
        deep_channels: int = 96,
        num_map_blocks: int = 1,
        num_deep_blocks: int = 3,
        d_model: int = 128,
        num_attention_heads: int = 4,
        num_axis_layers: int = 3,
        num_grid_layers: int = 2,
        pixels_per_em_x: float = PIXELS_PER_EM_X,
        pixels_per_em_y: float = PIXELS_PER_EM_Y,
        max_side: int = MAX_SIDE,
        word_channels: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("id2label", {i: str(label) for i, label in enumerate(StructureLabel)})
        kwargs.setdefault("label2id", {str(label): i for i, label in enumerate(StructureLabel)})
        super().__init__(**kwargs)
        self.word_channels = list(word_channels)
        self.num_channels = len(CHANNELS) + len(mark_indices(word_channels))
        if num_channels not in (None, self.num_channels):
            raise ValueError(f"num_channels is {num_channels}; with word_channels {self.word_channels} it is {self.num_channels}")
        self.map_channels = map_channels
        self.deep_channels = deep_channels
        self.num_map_blocks = num_map_blocks
        self.num_deep_blocks = num_deep_blocks
        self.d_model = d_model
        self.num_attention_heads = num_attention_heads
        self.num_axis_layers = num_axis_layers
        self.num_grid_layers = num_grid_layers
        self.pixels_per_em_x = pixels_per_em_x
        self.pixels_per_em_y = pixels_per_em_y
        self.max_side = max_side
