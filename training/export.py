"""A trained model as a ``from_pretrained`` directory: config, weights, profile."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import torch

from pipeline.models.profile import PROFILE_FILE, Profile, Task, default_profile, write_profile
from pipeline.models.transformers_door import PreTrainedModel


def layout_profile(task: Task, model_type: str) -> Profile:
    """The profile of a layout model trained from scratch: a crop padding of 20 px, as far as training margins reach."""
    return replace(default_profile(task, model_type), crop_padding_px=20.0 if task == "structure" else 0.0)


def write_checkpoint(model: PreTrainedModel, folder: Path, profile: Profile, *, is_half: bool) -> None:
    """Writes ``model`` (which stays as it is) and its profile; ``is_half``: weights in 16 bits, half the size."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = copy.deepcopy(model).cpu().eval()  # type: ignore[no-untyped-call]
    (kept.half() if is_half else kept).save_pretrained(folder)
    write_profile(folder / PROFILE_FILE, profile)


def export(
    state: Path, model: PreTrainedModel, folder: Path, *, task: Task, crop_padding_px: float, thresholds: dict[str, float], revision: str
) -> None:
    """Writes the averaged weights of the training state of a layout model to ``folder`` in fp16 with their profile."""
    saved = torch.load(state, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["average"])
    defaults = layout_profile(task, model.config.model_type)
    profile = replace(
        defaults,
        crop_padding_px=crop_padding_px,
        thresholds={**defaults.thresholds, **thresholds},
        revision=revision,
        extra={"samples": saved["samples"], "seconds": round(saved["seconds"])},
    )
    write_checkpoint(model, folder, profile, is_half=True)
