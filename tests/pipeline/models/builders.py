"""Small checkpoints of the real architectures with random weights, and pages drawn from rectangles."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pipeline.models import keymap
from pipeline.models.checkpoints import LoadedCheckpoint, transformers_library
from pipeline.models.configs import resnet_config
from pipeline.models.networks import ServedCheckpoint
from pipeline.models.profile import Profile, Task
from pipeline.models.sources import Source
from pipeline.models.torch_engine import serve
from pipeline.types import Page, Picture, RegionView, TableRegion
from table import BBox, DetectionLabel, Label, StructureLabel, Word

LABELS: dict[Task, list[str]] = {"detection": [*DetectionLabel], "structure": [*StructureLabel]}
QUERIES: dict[Task, int] = {"detection": 5, "structure": 7}


def id2label(task: Task) -> dict[int, str]:
    return {index: str(label) for index, label in enumerate(LABELS[task])}


def sizes(task: Task, *, layers: int = 1) -> dict[str, Any]:
    return {
        "d_model": 32,
        "encoder_layers": layers,
        "decoder_layers": layers,
        "encoder_attention_heads": 1,
        "decoder_attention_heads": 1,
        "encoder_ffn_dim": 16,
        "decoder_ffn_dim": 16,
        "num_queries": QUERIES[task],
        "id2label": id2label(task),
    }


def stir(model: torch.nn.Module, seed: int = 0) -> torch.nn.Module:
    """``model`` with random running statistics and norms, so that a mixed-up batch norm shows."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in model.named_buffers():
        if name.endswith("running_mean"):
            tensor.copy_(torch.randn(tensor.shape, generator=generator) * 0.1)
        elif name.endswith("running_var"):
            tensor.copy_(torch.rand(tensor.shape, generator=generator) + 0.5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "bn" in name or "norm" in name:
                parameter.copy_(torch.rand(parameter.shape, generator=generator) + 0.5)
    return model.eval()


def native_resnet() -> Any:
    values = {key: value for key, value in resnet_config("resnet18").items() if key != "model_type"}
    return transformers_library().ResNetConfig(**values)


def table_transformer(task: Task, **overrides: Any) -> Any:
    """A tiny TATR (its ResNet-18 is full size) with transformers' own backbone."""
    library = transformers_library()
    torch.manual_seed(1)
    config = library.TableTransformerConfig(use_timm_backbone=False, backbone_config=native_resnet(), **{**sizes(task), **overrides})
    return stir(library.TableTransformerForObjectDetection(config))


def save(model: Any, folder: Path) -> dict[str, Path]:
    """``model`` (native backbone) as a native, a timm and two original checkpoints; the paths by spelling."""
    paths = {name: folder / name for name in ("native", "timm", "pickled", "original.pth", "training.pth")}
    model.save_pretrained(paths["native"])
    weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    config = json.loads((paths["native"] / "config.json").read_text("utf-8"))
    write_directory(paths["pickled"], config, weights, pickled=True)
    legacy = {**config, "backbone_config": None, "use_timm_backbone": True, "backbone": "resnet18", "use_pretrained_backbone": True}
    timm_weights = keymap.native_to_timm(weights)
    write_directory(paths["timm"], legacy, timm_weights)
    original = keymap.timm_to_original(timm_weights)
    torch.save(original, paths["original.pth"])
    torch.save({"epoch": 3, "model_state_dict": original, "optimizer_state_dict": {}}, paths["training.pth"])
    return paths


def write_directory(folder: Path, config: dict[str, Any], weights: dict[str, torch.Tensor], *, pickled: bool = False) -> Path:
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    if pickled:
        torch.save(weights, folder / "pytorch_model.bin")
    else:
        save_file({name: tensor.contiguous() for name, tensor in weights.items()}, folder / "model.safetensors", {"format": "pt"})
    return folder


class StubOutput:
    def __init__(self, logits: torch.Tensor, pred_boxes: torch.Tensor) -> None:
        self.logits, self.pred_boxes = logits, pred_boxes


class Stub(torch.nn.Module):
    """A model whose answer is ``see(pixels of one canvas)`` -> logits (Q, C), boxes (Q, 4); notes the shapes it saw."""

    def __init__(self, see: Callable[[torch.Tensor], tuple[torch.Tensor, torch.Tensor]]) -> None:
        super().__init__()
        self.see, self.shapes = see, list[tuple[int, ...]]()

    def forward(self, pixel_values: torch.Tensor) -> StubOutput:
        self.shapes.append(tuple(pixel_values.shape))
        seen = [self.see(canvas) for canvas in pixel_values]
        return StubOutput(torch.stack([logits for logits, _ in seen]), torch.stack([boxes for _, boxes in seen]))


def checkpoint(model: torch.nn.Module, profile: Profile, labels: Sequence[Label]) -> LoadedCheckpoint:
    source = Source("stub", "directory", Path("stub"))
    return LoadedCheckpoint(model, profile, tuple(labels), "stub", "0" * 64, source)  # type: ignore[arg-type]


def served(model: torch.nn.Module, profile: Profile, labels: Sequence[Label], *, device: str = "cpu") -> ServedCheckpoint:
    return serve(checkpoint(model, profile, labels), device=device)


def painter(width: float, height: float, boxes: Sequence[BBox]) -> Callable[[float], Picture]:
    """A white surface with black ``boxes``."""

    def render(scale: float) -> Picture:
        picture = np.full((max(1, round(height * scale)), max(1, round(width * scale)), 3), 255, np.uint8)
        for box in boxes:
            picture[round(box.y0 * scale) : round(box.y1 * scale), round(box.x0 * scale) : round(box.x1 * scale)] = 0
        return picture

    return render


def page(width: float = 300, height: float = 400, boxes: Sequence[BBox] = (), words: Sequence[Word] = ()) -> Page:
    return Page(1, width, height, tuple(words), (), (), "pdf", painter(width, height, boxes))


def view(bbox: BBox, width: float, height: float, boxes: Sequence[BBox] = (), words: Sequence[Word] = ()) -> RegionView:
    crop = BBox(0, 0, width, height)
    surface = page(width, height, boxes, words)
    return RegionView(TableRegion(bbox, 1.0), surface, crop, bbox, width, height, tuple(words), (), (), surface.render)
