"""Scores of a model in training on a labelled folder, in the way it would be served."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from torch import nn

from pipeline.models.axis_detr.recognizer import AxisRecognizer
from pipeline.models.checkpoints import LoadedCheckpoint
from pipeline.models.detector import PixelDetector
from pipeline.models.page_detr.detector import PageDetector
from pipeline.models.recognizer import PixelRecognizer
from pipeline.models.sources import Source
from pipeline.models.torch_engine import serve
from pipeline.models.transformers_door import PreTrainedModel
from training.recipe import Recipe
from training.validation import read_detection_pages, read_tables, score_detection, score_structure

if TYPE_CHECKING:
    from training.assembly import Start

T = TypeVar("T")
S = TypeVar("S")


def make_validation(folder: Path, recipe: Recipe, start: Start) -> Callable[[nn.Module], dict[str, float]]:
    """Scores of the averaged weights on the recipe's validation ``folder``."""
    if recipe.task == "structure":
        tables = read_tables(folder, recipe.num_validated)
        return lambda model: score_structure(_served(model, start, recipe, AxisRecognizer, PixelRecognizer), tables)
    pages = read_detection_pages(folder, recipe.num_validated)
    return lambda model: score_detection(_served(model, start, recipe, PageDetector, PixelDetector), pages)


def _served(model: nn.Module, start: Start, recipe: Recipe, layout: Callable[..., T], pixels: Callable[..., S]) -> T | S:
    """The model as serving would use it; layout models are small and always run on the CPU."""
    source = Source("training", "directory", recipe.out)
    checkpoint = LoadedCheckpoint(cast(PreTrainedModel, model), start.profile, start.labels, "training", "", source)
    if start.is_pixels:
        return pixels(serve(checkpoint, device=recipe.device))
    return layout(serve(replace(checkpoint, model=copy.deepcopy(checkpoint.model).cpu())))
