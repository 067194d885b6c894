"""The Table Transformer as its own project lays it out, written down independently of transformers, for parity tests.

A torchvision ResNet-18 body under ``backbone.0.body``, torch's ``MultiheadAttention`` with query, key and value in one
matrix, pre-norm layers with a final norm on both sides, fixed sine positions (y before x). Evaluation only.
"""

from __future__ import annotations

import math
from collections import OrderedDict

import torch
from torch import Tensor, nn


def _body() -> nn.Module:
    from torchvision.models import resnet18

    network = resnet18(weights=None)
    names = ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4")
    return nn.Sequential(OrderedDict((name, getattr(network, name)) for name in names))


def _sine(height: int, width: int, half: int) -> Tensor:
    """(height*width, 2*half): sine positions of a map without padding."""
    channel = torch.arange(half, dtype=torch.float32)
    period = 10000 ** (2 * (channel // 2) / half)

    def axis(length: int) -> Tensor:
        place = torch.arange(1, length + 1, dtype=torch.float32)
        angle = (place / (length + 1e-6) * 2 * math.pi)[:, None] / period
        return torch.stack([angle[:, 0::2].sin(), angle[:, 1::2].cos()], dim=2).flatten(1)

    y, x = axis(height)[:, None].expand(height, width, half), axis(width)[None].expand(height, width, half)
    return torch.cat([y, x], dim=2).flatten(0, 1)


class _EncoderLayer(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.self_attn = nn.MultiheadAttention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor, position: Tensor) -> Tensor:
        y = self.norm1(x)
        x = x + self.self_attn(y + position, y + position, y)[0]
        return x + self.linear2(self.linear1(self.norm2(x)).relu())


class _DecoderLayer(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.self_attn, self.multihead_attn = nn.MultiheadAttention(width, heads), nn.MultiheadAttention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor, memory: Tensor, position: Tensor, query: Tensor) -> Tensor:
        y = self.norm1(x)
        x = x + self.self_attn(y + query, y + query, y)[0]
        x = x + self.multihead_attn(self.norm2(x) + query, memory + position, memory)[0]
        return x + self.linear2(self.linear1(self.norm3(x)).relu())


class _Stack(nn.Module):
    def __init__(self, layers: list[nn.Module], width: int) -> None:
        super().__init__()
        self.layers, self.norm = nn.ModuleList(layers), nn.LayerNorm(width)


class _Transformer(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int, depth: int) -> None:
        super().__init__()
        self.encoder = _Stack([_EncoderLayer(width, heads, hidden) for _ in range(depth)], width)
        self.decoder = _Stack([_DecoderLayer(width, heads, hidden) for _ in range(depth)], width)


class _Mlp(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, 4)])

    def forward(self, x: Tensor) -> Tensor:
        return self.layers[2](self.layers[1](self.layers[0](x).relu()).relu()).sigmoid()


class OriginalDetr(nn.Module):
    def __init__(self, *, width: int, heads: int, hidden: int, depth: int, num_queries: int, num_labels: int) -> None:
        super().__init__()
        self.backbone = nn.ModuleList([nn.ModuleDict({"body": _body()})])
        self.input_proj = nn.Conv2d(512, width, 1)
        self.query_embed = nn.Embedding(num_queries, width)
        self.transformer = _Transformer(width, heads, hidden, depth)
        self.class_embed, self.bbox_embed = nn.Linear(width, num_labels + 1), _Mlp(width)
        self.width = width

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """(1, 3, H, W) -> logits (1, queries, labels + 1) and boxes (1, queries, 4)."""
        features = self.input_proj(self.backbone[0]["body"](pixels))
        position = _sine(*features.shape[2:], self.width // 2)[:, None]
        memory = features.flatten(2).permute(2, 0, 1)
        for layer in self.transformer.encoder.layers:
            memory = layer(memory, position)
        memory = self.transformer.encoder.norm(memory)
        query = self.query_embed.weight[:, None]
        x = torch.zeros_like(query)
        for layer in self.transformer.decoder.layers:
            x = layer(x, memory, position, query)
        x = self.transformer.decoder.norm(x).transpose(0, 1)
        return self.class_embed(x), self.bbox_embed(x)
