"""A training state as a ``from_pretrained`` directory: config, half-precision weights, profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from pipeline.models.profile import default_profile, write_profile


def export(
    state: Path, model: PreTrainedModel, folder: Path, *, task: Any, crop_padding_px: float, thresholds: dict[str, float], revision: str
) -> None:
    """Writes the averaged weights of the training state to ``folder`` in fp16 with their profile."""
    saved = torch.load(state, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["average"])
    folder.mkdir(parents=True, exist_ok=True)
    model.eval().half().save_pretrained(folder)
    defaults = default_profile(task, model.config.model_type)
    settings = {**defaults.thresholds, **thresholds}
    profile = type(defaults)(
        input="layout",
        scoring="sigmoid",
        size=defaults.size,
        num_queries=None,
        max_rows=None,
        crop_padding_px=crop_padding_px,
        thresholds=settings,
        revision=revision,
        extra={"samples": saved["samples"], "seconds": round(saved["seconds"])},
    )
    write_profile(folder / "profile.json", profile)
