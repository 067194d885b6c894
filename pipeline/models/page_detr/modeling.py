"""A small DETR for table detection whose queries are the tokens of the page's coarse map.

The page is drawn as layout channels (words, numbers, rulings, shadings), a convolutional trunk with projection
pooling sees rows and columns, a transformer encoder lets the tokens of the stride-16 map settle which of them
stands for which table, and every token answers with class scores and a box around itself. Matching is one to one
(Hungarian): no anchors. A table mask at stride 8 is predicted beside it, for training and for refining boxes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pipeline.models.axis_detr.layers import ProjectionBlock, Residual, conv_norm_relu, crop_mask, position_encoding
from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.preprocess import STRIDE
from pipeline.models.transformers_door import ModelOutput, PreTrainedModel

MASK_STRIDE = 8


@dataclass
class PageOutput(ModelOutput):
    """``logits`` (B, N, 2), one sigmoid score per class; ``boxes`` (B, N, 4) x0, y0, x1, y1 in pixels of the input;
    ``mask`` (B, 1, H/8, W/8) logits of "inside a table"."""

    logits: Tensor | None = None
    boxes: Tensor | None = None
    mask: Tensor | None = None


class PageDetrForObjectDetection(PreTrainedModel):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """The shipped detection model."""

    config_class = PageDetrConfig
    main_input_name = "pixel_values"

    def __init__(self, config: PageDetrConfig) -> None:
        super().__init__(config)
        fine, middle, width = config.fine_channels, config.middle_channels, config.d_model
        patches = nn.Conv2d(config.num_channels, fine, 4, 4, bias=False)
        self.stem = nn.Sequential(patches, nn.BatchNorm2d(fine), nn.ReLU(inplace=True), Residual(fine))
        self.to_middle = conv_norm_relu(fine, middle, 3, 2)
        self.middle = nn.ModuleList([ProjectionBlock(middle) for _ in range(config.num_middle_blocks)])
        self.to_deep = conv_norm_relu(middle, width, 3, 2)
        self.deep = nn.ModuleList([ProjectionBlock(width) for _ in range(config.num_deep_blocks)])
        layer = nn.TransformerEncoderLayer(width, config.num_attention_heads, 2 * width, 0.0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, config.num_encoder_layers, nn.LayerNorm(width), enable_nested_tensor=False)
        self.score = nn.Linear(width, 2)
        self.extent = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 4))
        self.up = nn.Conv2d(width, middle, 1)
        self.mask_head = nn.Sequential(Residual(middle), nn.Conv2d(middle, 1, 1))
        nn.init.constant_(self.score.bias, -4.0)
        self.post_init()  # type: ignore[no-untyped-call]

    def _init_weights(self, module: nn.Module) -> None:
        """Layers keep torch's own initialisation."""

    def forward(self, pixel_values: Tensor, sizes: Tensor | None = None) -> PageOutput:
        """``pixel_values`` (B, 6, H, W) in 0..1, H and W multiples of 16; ``sizes`` (B, 2): each page's own H, W."""
        inside = crop_mask(pixel_values, sizes)
        middle = self.to_middle(self.stem(pixel_values - 0.1))
        for block in self.middle:
            middle = block(middle, F.interpolate(inside, middle.shape[2:], mode="nearest"))
        deep = self.to_deep(middle)
        valid = F.interpolate(inside, deep.shape[2:], mode="nearest")
        for block in self.deep:
            deep = block(deep, valid)
        tokens = self._encode(deep, valid)
        raised = F.interpolate(self.up(_as_map(tokens, deep)), middle.shape[2:], mode="nearest")
        return PageOutput(
            logits=self.score(tokens).float(),
            boxes=self._boxes(tokens, deep.shape[2], deep.shape[3]),
            mask=self.mask_head(middle + raised).float(),
        )

    def _encode(self, deep: Tensor, valid: Tensor) -> Tensor:
        height, width, channels = deep.shape[2], deep.shape[3], deep.shape[1]
        y = position_encoding(height, channels // 2, deep.device).to(deep)[:, None].expand(-1, width, -1)
        x = position_encoding(width, channels // 2, deep.device).to(deep)[None].expand(height, -1, -1)
        tokens = deep.flatten(2).transpose(1, 2) + torch.cat([y, x], -1).reshape(1, height * width, channels)
        encoded: Tensor = self.encoder(tokens, src_key_padding_mask=valid.flatten(1) == 0)
        return encoded

    def _boxes(self, tokens: Tensor, height: int, width: int) -> Tensor:
        reach = F.softplus(self.extent(tokens).float()) * (6.0 * STRIDE)
        y = (torch.arange(height, device=tokens.device) + 0.5) * STRIDE
        x = (torch.arange(width, device=tokens.device) + 0.5) * STRIDE
        center = torch.stack([x[None].expand(height, -1), y[:, None].expand(-1, width)], -1).reshape(1, -1, 2)
        return torch.cat([center - reach[..., :2], center + reach[..., 2:]], -1)


def _as_map(tokens: Tensor, like: Tensor) -> Tensor:
    return tokens.transpose(1, 2).reshape(like.shape)
