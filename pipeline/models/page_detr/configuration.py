"""Configuration of the page DETR (table detection from a page's layout)."""

from __future__ import annotations

from typing import Any

from pipeline.models.page_detr.preprocess import LONG_SIDE
from pipeline.models.transformers_door import PretrainedConfig
from table import DetectionLabel


class PageDetrConfig(PretrainedConfig):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """Sizes of the model; the defaults are those of a small detector of 1.6 M parameters.

    ``long_side``: the page's longer side in pixels of the raster.
    """

    model_type = "page-detr"

    def __init__(
        self,
        num_channels: int = 6,
        fine_channels: int = 32,
        middle_channels: int = 64,
        d_model: int = 128,
        num_attention_heads: int = 4,
        num_encoder_layers: int = 3,
        num_middle_blocks: int = 2,
        num_deep_blocks: int = 2,
        long_side: int = LONG_SIDE,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("id2label", {i: str(label) for i, label in enumerate(DetectionLabel)})
        kwargs.setdefault("label2id", {str(label): i for i, label in enumerate(DetectionLabel)})
        super().__init__(**kwargs)
        self.num_channels = num_channels
        self.fine_channels = fine_channels
        self.middle_channels = middle_channels
        self.d_model = d_model
        self.num_attention_heads = num_attention_heads
        self.num_encoder_layers = num_encoder_layers
        self.num_middle_blocks = num_middle_blocks
        self.num_deep_blocks = num_deep_blocks
        self.long_side = long_side
