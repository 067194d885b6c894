"""Model configurations as plain values, settled for loading offline: labels, backbone, original checkpoints.

In: the dictionary of a ``config.json``, or the tensors of an original ``.pth``. Out: a dictionary transformers can build
from without asking a network, with the backbone decided (timm where the checkpoint asks for it and it works here,
transformers' own ResNet otherwise).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.models.profile import Task
from table import DetectionLabel, Label, StructureLabel

if TYPE_CHECKING:
    import torch

_LABELS: dict[Task, type[DetectionLabel] | type[StructureLabel]] = {"detection": DetectionLabel, "structure": StructureLabel}
_RESNET_DETRS = ("table-transformer", "detr", "conditional_detr")  # they read the backbone's last map only
_LEGACY_BACKBONE_KEYS = ("use_timm_backbone", "backbone", "use_pretrained_backbone", "backbone_kwargs")
_HEAD_WIDTH = 32  # of every published DETR: 256 wide, 8 heads
_DEPTHS = {"resnet18": [2, 2, 2, 2], "resnet34": [3, 4, 6, 3], "resnet50": [3, 4, 6, 3], "resnet101": [3, 4, 23, 3]}
_BASIC = ("resnet18", "resnet34")


def read_config(path: Path) -> dict[str, Any]:
    """The values of a ``config.json``. Raises ``ModelError`` when it is unreadable or names no model type."""
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(values, dict) or not isinstance(values.get("model_type"), str):
        raise ModelError(f"{path}: not a model configuration of transformers: it has no model_type")
    return values


def labels_of(values: Mapping[str, Any], task: Task, name: str) -> tuple[Label, ...]:
    """The classes by output index, from the top-level ``id2label`` (a backbone's own is never read).

    Raises ``ModelError`` unless these are exactly the classes PubTables-1M has for the task, in any order.
    """
    expected = _LABELS[task]
    id2label = values.get("id2label")
    wanted = ", ".join(repr(str(label)) for label in expected)
    if not isinstance(id2label, dict) or not id2label:
        raise ModelError(f"checkpoint {name!r} has no id2label; a {task} checkpoint needs the classes {wanted}")
    found = {str(index): str(label) for index, label in id2label.items()}
    is_complete = sorted(found.values()) == sorted(expected) and set(found) == {str(i) for i in range(len(found))}
    if not is_complete:
        raise ModelError(
            f"checkpoint {name!r} has other classes: {_listed(found)}; a {task} checkpoint needs exactly {wanted}{_hint(found)}"
        )
    return tuple(expected(found[str(index)]) for index in range(len(found)))


def _listed(found: Mapping[str, str], most: int = 8) -> str:
    names = [repr(label) for label in found.values()]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _hint(found: Mapping[str, str]) -> str:
    for task, labels in _LABELS.items():
        if sorted(found.values()) == sorted(labels):
            return f" (this is a {task} checkpoint)"
    return ""


def asks_for_timm(values: Mapping[str, Any]) -> bool:
    """Whether the configuration wants its backbone from timm; the older spelling's default is yes."""
    backbone = values.get("backbone_config")
    if backbone:
        return bool(backbone.get("model_type") == "timm_backbone")
    return values["model_type"] in _RESNET_DETRS and bool(values.get("use_timm_backbone", True))


def settle_backbone(values: Mapping[str, Any], timm_problem: str | None, name: str) -> dict[str, Any]:
    """``values`` with an explicit backbone that fetches nothing.

    ``timm_problem``: why timm cannot be used here, or ``None``; with a problem the same ResNet of transformers is taken.
    Raises ``ModelError`` when timm is needed for a backbone that transformers does not have.
    """
    settled = {key: value for key, value in values.items() if key not in _LEGACY_BACKBONE_KEYS}
    settled["use_timm_backbone"] = False  # the spelling before backbone_config; contradicts it when left at its default
    if not asks_for_timm(values):
        kept = {key: values[key] for key in _LEGACY_BACKBONE_KEYS if key in values and values["model_type"] not in _RESNET_DETRS}
        return {**settled, **kept, "use_pretrained_backbone": False} if kept else settled
    architecture = _architecture(values)
    if timm_problem is None:
        settled["backbone_config"] = _timm_backbone(values, architecture)
        return settled
    if architecture not in _DEPTHS or values.get("dilation"):
        raise ModelError(f"checkpoint {name!r} needs timm for its backbone {architecture!r}, and timm is not usable here: {timm_problem}")
    settled["backbone_config"] = {**resnet_config(architecture, _channels(values)), "out_features": _stages(values)}
    return settled


def _architecture(values: Mapping[str, Any]) -> str:
    backbone = values.get("backbone_config") or {}
    return str(backbone.get("backbone") or values.get("backbone") or "resnet50")  # transformers' default


def _channels(values: Mapping[str, Any]) -> int:
    backbone = values.get("backbone_config") or {}
    return int(backbone.get("num_channels") or values.get("num_channels") or 3)


def _stages(values: Mapping[str, Any]) -> list[str]:
    """The feature maps that are read; timm counts the stem as 0, so its index is our stage."""
    indices = (values.get("backbone_config") or {}).get("out_indices") or [1, 2, 3, 4]
    return [f"stage{index}" for index in indices]


def _timm_backbone(values: Mapping[str, Any], architecture: str) -> dict[str, Any]:
    if values.get("backbone_config"):
        return {**values["backbone_config"], "use_pretrained_backbone": False}
    config = {
        "model_type": "timm_backbone",
        "backbone": architecture,
        "num_channels": _channels(values),
        "features_only": True,
        "use_pretrained_backbone": False,
        "out_indices": [1, 2, 3, 4],
    }
    return {**config, "output_stride": 16} if values.get("dilation") else config


def resnet_config(architecture: str, num_channels: int = 3) -> dict[str, Any]:
    """The configuration of transformers' own ResNet that equals the torchvision/timm network of that name."""
    is_basic = architecture in _BASIC
    return {
        "model_type": "resnet",
        "embedding_size": 64,
        "hidden_sizes": [64, 128, 256, 512] if is_basic else [256, 512, 1024, 2048],
        "depths": _DEPTHS[architecture],
        "layer_type": "basic" if is_basic else "bottleneck",
        "num_channels": num_channels,
        "out_features": ["stage1", "stage2", "stage3", "stage4"],
    }


def original_config(weights: Mapping[str, torch.Tensor], name: str) -> dict[str, Any]:
    """The configuration of an original ``.pth``, read off the shapes of its tensors.

    A final norm in the encoder means pre-norm layers (Table Transformer); without it it is a plain DETR.
    Raises ``ModelError`` when a tensor that tells a size is missing, or the number of classes fits no task.
    """
    try:
        num_queries, width = weights["query_embed.weight"].shape
        num_labels = len(weights["class_embed.weight"]) - 1
        sides = {side: _side(weights, side) for side in ("encoder", "decoder")}
        channels = weights["backbone.0.body.conv1.weight"].shape[1]
    except (KeyError, ValueError) as error:
        raise ModelError(f"checkpoint {name!r}: not an original Table Transformer or DETR file: {error} is missing or misshapen") from error
    layers = {f"{side}_{key}": value for side, values in sides.items() for key, value in values.items()}
    return {
        "model_type": "table-transformer" if "transformer.encoder.norm.weight" in weights else "detr",
        "d_model": width,
        "num_queries": num_queries,
        "encoder_attention_heads": max(1, width // _HEAD_WIDTH),
        "decoder_attention_heads": max(1, width // _HEAD_WIDTH),
        **layers,
        "num_channels": channels,
        "id2label": _labels_by_count(num_labels, name),
        "use_timm_backbone": False,
        "backbone_config": resnet_config(_original_architecture(weights, name), channels),
    }


def _side(weights: Mapping[str, torch.Tensor], side: str) -> dict[str, int]:
    numbers = [int(match[1]) for key in weights if (match := re.match(rf"transformer\.{side}\.layers\.(\d+)\.", key))]
    return {"layers": max(numbers, default=-1) + 1, "ffn_dim": len(weights[f"transformer.{side}.layers.0.linear1.weight"])}


def _labels_by_count(num_labels: int, name: str) -> dict[str, str]:
    for labels in _LABELS.values():
        if len(labels) == num_labels:
            return {str(index): str(label) for index, label in enumerate(labels)}
    raise ModelError(f"checkpoint {name!r} has {num_labels} classes; PubTables-1M has 2 for detection and 6 for structure")


def _original_architecture(weights: Mapping[str, torch.Tensor], name: str) -> str:
    is_basic = not any(".conv3." in key for key in weights if key.startswith("backbone."))
    blocks = [len({key.split(".")[4] for key in weights if key.startswith(f"backbone.0.body.layer{stage}.")}) for stage in (1, 2, 3, 4)]
    for architecture, depths in _DEPTHS.items():
        if depths == blocks and (architecture in _BASIC) == is_basic:
            return architecture
    raise ModelError(f"checkpoint {name!r}: its backbone with {blocks} blocks is none of {', '.join(_DEPTHS)}")
