"""Names of weights: the Table Transformer project's own, and the two spellings transformers knows, into each other.

A DETR with a ResNet is published in three spellings: *original* (``backbone.0.body.layer1.0.conv1.weight``, query, key
and value projections in one matrix), *timm* (transformers with a timm backbone) and *native* (transformers with its
own ResNet). Nothing but names changes; the maps here are bijections, so weights may be read in any spelling and loaded
into either kind of backbone. Mapping in, new mapping out; tensors are shared except where a matrix is cut in three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import torch

    Weights = Mapping[str, torch.Tensor]

Spelling = Literal["original", "timm", "native", "other"]

_BACKBONE = "model.backbone.conv_encoder.model."
_ORIGINAL_BACKBONE = "backbone.0.body."
_IGNORED = re.compile(r"num_batches_tracked$|^backbone\.0\.body\.fc\.|conv_encoder\.model\.fc\.")

# a backbone's inner names: (timm pattern, native replacement), (native pattern, timm replacement)
_PAIRS = (
    (r"conv1\.", "embedder.embedder.convolution.", r"embedder\.embedder\.convolution\.", "conv1."),
    (r"bn1\.", "embedder.embedder.normalization.", r"embedder\.embedder\.normalization\.", "bn1."),
)
_TIMM_BLOCK = re.compile(r"layer(\d)\.(\d+)\.(?:(conv|bn)(\d)|downsample\.([01]))\.(.+)")
_NATIVE_BLOCK = re.compile(r"encoder\.stages\.(\d)\.layers\.(\d+)\.(?:layer\.(\d)|(shortcut))\.(convolution|normalization)\.(.+)")
_INNER_NATIVE = re.compile(r"^(.*backbone\.(?:[a-z_]+\.)*?)((?:embedder\.embedder|encoder\.stages)\..+)$")
_INNER_TIMM = re.compile(r"^(.*backbone\.(?:[a-z_]+\.)*?)((?:conv1|bn1|layer\d)\..+)$")

_HEADS = (
    ("input_proj.", "model.input_projection."),
    ("query_embed.", "model.query_position_embeddings."),
    ("class_embed.", "class_labels_classifier."),
    ("bbox_embed.", "bbox_predictor."),
    ("transformer.encoder.norm.", "model.encoder.layernorm."),
    ("transformer.decoder.norm.", "model.decoder.layernorm."),
)
_ENCODER_PARTS = {
    "self_attn": "self_attn",
    "linear1": "fc1",
    "linear2": "fc2",
    "norm1": "self_attn_layer_norm",
    "norm2": "final_layer_norm",
}
_DECODER_PARTS = {
    "self_attn": "self_attn",
    "multihead_attn": "encoder_attn",
    "linear1": "fc1",
    "linear2": "fc2",
    "norm1": "self_attn_layer_norm",
    "norm2": "encoder_attn_layer_norm",
    "norm3": "final_layer_norm",
}
_PARTS = {"encoder": _ENCODER_PARTS, "decoder": _DECODER_PARTS}
_PROJECTIONS = ("q_proj", "k_proj", "v_proj")  # their order in the original's one matrix
_LAYER = re.compile(r"(?:transformer|model)\.(encoder|decoder)\.layers\.(\d+)\.(\w+)\.(.+)")


def spelling(weights: Weights) -> Spelling:
    """Which of the three spellings the names are in; "other" when there is no ResNet backbone among them."""
    if any(name.startswith(_ORIGINAL_BACKBONE) for name in weights):
        return "original"
    if any(_INNER_TIMM.match(name) for name in weights):
        return "timm"
    return "native" if any(_INNER_NATIVE.match(name) for name in weights) else "other"


def timm_to_native(weights: Weights) -> dict[str, torch.Tensor]:
    """The same weights with a timm ResNet's names replaced by those of transformers' own ResNet."""
    return {_inside_backbone(name, _INNER_TIMM, _native_name): tensor for name, tensor in weights.items() if not _IGNORED.search(name)}


def native_to_timm(weights: Weights) -> dict[str, torch.Tensor]:
    """The reverse of ``timm_to_native``."""
    return {_inside_backbone(name, _INNER_NATIVE, _timm_name): tensor for name, tensor in weights.items() if not _IGNORED.search(name)}


def original_to_timm(weights: Weights) -> dict[str, torch.Tensor]:
    """Weights of an original ``.pth`` under the names of transformers with a timm backbone.

    Names that belong to no known part are kept, so that loading reports them as unexpected.
    """
    renamed: dict[str, torch.Tensor] = {}
    for name, tensor in weights.items():
        if _IGNORED.search(name):
            continue
        if match := re.fullmatch(r"(.+\.(?:self|multihead)_attn)\.in_proj_(weight|bias)", name):
            for projection, part in zip(_PROJECTIONS, tensor.chunk(3), strict=True):
                renamed[_from_original(f"{match[1]}.{projection}.{match[2]}")] = part
        else:
            renamed[_from_original(name)] = tensor
    return renamed


def timm_to_original(weights: Weights) -> dict[str, torch.Tensor]:
    """The reverse of ``original_to_timm``: query, key and value projections are joined again, in that order."""
    import torch

    original: dict[str, torch.Tensor] = {}
    for name, tensor in weights.items():
        if match := re.fullmatch(r"(.+_attn)\.([qkv])_proj\.(weight|bias)", name):
            if match[2] == "q":
                parts = [weights[f"{match[1]}.{projection}.{match[3]}"] for projection in _PROJECTIONS]
                original[_to_original(f"{match[1]}.in_proj_{match[3]}")] = torch.cat(parts)
        else:
            original[_to_original(name)] = tensor
    return original


def _inside_backbone(name: str, pattern: re.Pattern[str], rename: Callable[[str], str]) -> str:
    match = pattern.match(name)
    return match[1] + rename(match[2]) if match else name


def _native_name(inner: str) -> str:
    for timm, native, _, _ in _PAIRS:
        if re.match(timm, inner):
            return re.sub(timm, native, inner, count=1)
    match = _TIMM_BLOCK.fullmatch(inner)
    if not match:
        return inner
    layer, block, kind, number, downsample, rest = match.groups()
    stage = f"encoder.stages.{int(layer) - 1}.layers.{block}."
    if kind:
        return f"{stage}layer.{int(number) - 1}.{'convolution' if kind == 'conv' else 'normalization'}.{rest}"
    return f"{stage}shortcut.{'convolution' if downsample == '0' else 'normalization'}.{rest}"


def _timm_name(inner: str) -> str:
    for _, _, native, timm in _PAIRS:
        if re.match(native, inner):
            return re.sub(native, timm, inner, count=1)
    match = _NATIVE_BLOCK.fullmatch(inner)
    if not match:
        return inner
    stage, block, number, shortcut, kind, rest = match.groups()
    layer = f"layer{int(stage) + 1}.{block}."
    if shortcut:
        return f"{layer}downsample.{0 if kind == 'convolution' else 1}.{rest}"
    return f"{layer}{'conv' if kind == 'convolution' else 'bn'}{int(number) + 1}.{rest}"


def _from_original(name: str) -> str:
    if name.startswith(_ORIGINAL_BACKBONE):
        return _BACKBONE + name.removeprefix(_ORIGINAL_BACKBONE)
    for original, ours in _HEADS:
        if name.startswith(original):
            return ours + name.removeprefix(original)
    return _layer_name(name, "model", _PARTS)


def _to_original(name: str) -> str:
    if name.startswith(_BACKBONE):
        return _ORIGINAL_BACKBONE + name.removeprefix(_BACKBONE)
    for original, ours in _HEADS:
        if name.startswith(ours):
            return original + name.removeprefix(ours)
    reverse = {side: {ours: original for original, ours in parts.items()} for side, parts in _PARTS.items()}
    return _layer_name(name, "transformer", reverse)


def _layer_name(name: str, prefix: str, parts: Mapping[str, Mapping[str, str]]) -> str:
    match = _LAYER.fullmatch(name)
    if not match or match[3] not in parts[match[1]]:
        return name
    return f"{prefix}.{match[1]}.layers.{match[2]}.{parts[match[1]][match[3]]}.{match[4]}"
