"""Batches, losses and parameter groups of pixel checkpoints: the model's own set loss, the backbone slower than the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from pipeline.models.transformers_door import PreTrainedModel
from training.feed import Draw
from training.jobs import Job
from training.loop import RATE_FACTOR

if TYPE_CHECKING:
    from training.pixels.samples import PixelSample

LEARNING_RATE = 5e-5  # of the Table Transformer project; its backbone learns at a fifth of it
MAX_GRADIENT_NORM = 0.1
_BACKBONE_FACTOR = 0.2
_BATCH = 2
_FROZEN = re.compile(r"backbone\.(?:\w+\.)*?(?:embedder\.|encoder\.stages\.0\.|conv1\.|bn1\.|layer1\.)")
_TRAINED = re.compile(r"backbone\.(?:\w+\.)*?(?:encoder\.stages\.[1-9]|layer[2-9]\.)")


@dataclass(frozen=True, slots=True)
class PixelBatch:
    """Samples of any sizes: only those of equal size go through the model together, so nothing is padded."""

    samples: tuple[PixelSample, ...]

    @property
    def num_samples(self) -> int:
        return len(self.samples)


def pixel_job(model: PreTrainedModel, draw: Draw[PixelSample], *, is_trained: bool = True) -> Job[PixelBatch]:
    """Training of ``model`` on samples that ``draw`` gives; one that ``is_trained`` keeps its early stages, of others all learns."""
    return Job(
        make_model=lambda: prepare_model(model, keeps_stem=is_trained),
        batches=lambda rng: pixel_batches(draw, rng),
        losses=pixel_losses,
        groups=groups if is_trained else None,
    )


def prepare_model(model: PreTrainedModel, *, keeps_stem: bool = True) -> PreTrainedModel:
    """``model`` with the right parts trainable, and its loss computed in full precision whatever the model runs in.

    A ResNet's stem and first stage stay as they are, its later stages learn; some versions of transformers freeze all of
    a native backbone by mistake, so nothing is left to them.
    """
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not keeps_stem or learns(name))
    model.loss_function = in_full_precision(model.loss_function)
    return model


def learns(name: str) -> bool:
    """Whether the parameter of this name learns.

    >>> learns("model.backbone.model.encoder.stages.0.layers.0.layer.0.convolution.weight")
    False
    >>> learns("model.backbone.conv_encoder.model.layer2.0.conv1.weight")
    True
    """
    return bool(_TRAINED.search(name)) or not _FROZEN.search(name)


def groups(model: nn.Module) -> list[dict[str, Any]]:
    """Parameter groups: everything but the backbone at the plan's rate, the backbone at a fifth of it."""
    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    return [
        {"params": [parameter for name, parameter in named if "backbone" not in name], RATE_FACTOR: 1.0},
        {"params": [parameter for name, parameter in named if "backbone" in name], RATE_FACTOR: _BACKBONE_FACTOR},
    ]


def in_full_precision(loss: Callable[..., Any]) -> Callable[..., Any]:
    """``loss`` with all tensors in 32 bits: matching and box losses in 16 bits are noise, or not defined."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        with torch.autocast("cuda", enabled=False), torch.autocast("cpu", enabled=False):
            return loss(*(_widened(value) for value in arguments), **{key: _widened(value) for key, value in named.items()})

    return wrapped


def _widened(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.float() if value.is_floating_point() else value
    if isinstance(value, dict):
        return {key: _widened(item) for key, item in value.items()}
    return type(value)(_widened(item) for item in value) if type(value) in (list, tuple) else value


def pixel_batches(draw: Draw[PixelSample], rng: Generator) -> Iterator[PixelBatch]:
    """Endless batches of a few samples."""
    while True:
        yield PixelBatch(tuple(draw(rng) for _ in range(_BATCH)))


def pixel_losses(model: nn.Module, batch: PixelBatch) -> dict[str, Tensor]:
    """The model's own loss, averaged over the samples of the batch."""
    device = next(model.parameters()).device
    shapes: dict[tuple[int, ...], list[PixelSample]] = {}
    for sample in batch.samples:
        shapes.setdefault(sample.channels.shape, []).append(sample)
    losses = [_loss(model, samples, device) * (len(samples) / batch.num_samples) for samples in shapes.values()]
    return {"set": torch.stack(losses).sum()}


def _loss(model: nn.Module, samples: Sequence[PixelSample], device: torch.device) -> Tensor:
    pixels = torch.from_numpy(np.stack([sample.channels for sample in samples])).to(device=device, memory_format=torch.channels_last)
    labels = [{"class_labels": torch.from_numpy(s.labels).to(device), "boxes": torch.from_numpy(s.boxes).to(device)} for s in samples]
    with torch.autocast(device.type, dtype=torch.bfloat16):
        output = model(pixel_values=pixels, labels=labels)
    return cast(Tensor, output.loss).float()
