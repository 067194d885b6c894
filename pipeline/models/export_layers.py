"""Transformer encoder layers written out, for the exporter: the same weights and the same answer for any number of tokens.

torch's own attention notes the traced number of tokens in the graph, which then takes no other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def plain(model: nn.Module) -> nn.Module:
    """``model`` (changed in place) with torch's encoders and encoder layers replaced by those of this module."""
    for name, child in list(model.named_children()):
        if isinstance(child, nn.TransformerEncoder):
            setattr(model, name, PlainEncoder(child))
        elif isinstance(child, nn.TransformerEncoderLayer):
            setattr(model, name, PlainLayer(child))
        else:
            plain(child)
    return model


class PlainEncoder(nn.Module):
    """Layers one after the other, then the norm."""

    def __init__(self, encoder: nn.TransformerEncoder) -> None:
        super().__init__()
        self.layers = nn.ModuleList([PlainLayer(layer) for layer in encoder.layers])
        self.norm = encoder.norm or nn.Identity()

    def forward(self, tokens: Tensor, src_key_padding_mask: Tensor | None = None) -> Tensor:
        """``tokens`` (B, N, d); ``src_key_padding_mask`` (B, N) is true for padding."""
        for layer in self.layers:
            tokens = layer(tokens, src_key_padding_mask)
        normed: Tensor = self.norm(tokens)
        return normed


class PlainLayer(nn.Module):
    """A pre-norm layer with ReLU and batches first, as all of our models have; raises ``ValueError`` for another."""

    def __init__(self, layer: nn.TransformerEncoderLayer) -> None:
        super().__init__()
        if not layer.norm_first or not layer.self_attn.batch_first:
            raise ValueError("only pre-norm, batch-first encoder layers can be exported")
        self.layer = layer

    def forward(self, tokens: Tensor, src_key_padding_mask: Tensor | None = None) -> Tensor:
        """See ``PlainEncoder.forward``."""
        layer = self.layer
        tokens = tokens + self._attend(layer.norm1(tokens), src_key_padding_mask)
        mixed: Tensor = tokens + layer.linear2(torch.relu(layer.linear1(layer.norm2(tokens))))
        return mixed

    def _attend(self, tokens: Tensor, padding: Tensor | None) -> Tensor:
        attention = self.layer.self_attn
        heads, width = attention.num_heads, attention.embed_dim
        split = (tokens.shape[0], tokens.shape[1], heads, width // heads)
        projected = nn.functional.linear(tokens, attention.in_proj_weight, attention.in_proj_bias)
        query, key, value = (part.reshape(split).transpose(1, 2) for part in projected.chunk(3, -1))
        scores = (query * (width // heads) ** -0.5) @ key.transpose(2, 3)
        if padding is not None:
            scores = scores + (padding.to(scores.dtype) * -1e9)[:, None, None]
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(tokens.shape)
        projected_back: Tensor = attention.out_proj(mixed)
        return projected_back


class Unmasked(nn.Module):
    """An encoder whose tokens are all a raster's own: of one raster alone, where the padding is less than a token."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, tokens: Tensor, src_key_padding_mask: Tensor | None = None) -> Tensor:
        """The answer without a mask, which would mark nothing."""
        encoded: Tensor = self.encoder(tokens)
        return encoded
