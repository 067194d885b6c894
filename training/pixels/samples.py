"""What a pixel checkpoint is shown in training: the same canvas as in serving, and its labels on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from pipeline.geometry.views import make_view
from pipeline.models.pixels import Canvas, Channels, prepare
from pipeline.models.profile import Profile, Task
from pipeline.models.recognizer import missing_margins
from pipeline.types import Page, Picture, TableRegion
from table import BBox, DetectionLabel, Label, StructureLabel
from training.surfaces import LabelledBox, LabelledPage, synthetic_surface
from training.synthesis import synth_page, synth_table
from training.synthesis.dataset import structure_objects
from training.synthesis.rendering import render
from training.synthesis.scanning import degrade_picture

_MIN_SIDE = 1e-4  # of the canvas; thinner boxes end a run in the loss's own checks
_PADDING_JITTER = 0.3  # of the profile's crop padding
_SCAN_RATE = 0.4  # of synthetic pictures


@dataclass(frozen=True, slots=True)
class PixelSample:
    """``channels`` (3 + extra, H, W) as the model takes them; ``boxes`` (N, 4) centre and size as fractions of the canvas;
    ``labels`` (N,) indices of the checkpoint's classes."""

    channels: Channels
    boxes: NDArray[np.float32]
    labels: NDArray[np.int64]


def synthetic_labelled(seed: int, task: Task) -> LabelledPage:
    """The synthetic table (or page) of ``seed`` as a picture with labels, some of them as scans."""
    table, page = (synth_table(seed), None) if task == "structure" else (None, synth_page(seed))
    rng = Random(seed)
    level = rng.random() if rng.random() < _SCAN_RATE else 0.0
    sample = table or page
    assert sample is not None, "one of the two was made"

    def picture(scale: float) -> Image.Image:
        return degrade_picture(render(sample, scale, seed=seed), Random(seed), level)

    objects: Sequence[LabelledBox] = structure_objects(table) if table else ()
    if page:
        objects = [(DetectionLabel.TABLE_ROTATED if t.rotation else DetectionLabel.TABLE, t.bbox) for t in page.tables]
    return LabelledPage(str(seed), synthetic_surface(sample, picture), tuple(objects), sample.words)


def to_sample(labelled: LabelledPage, task: Task, profile: Profile, labels: Sequence[Label], rng: Generator) -> PixelSample:
    """The labelled picture as the checkpoint sees it: for structure cut round its table with about the profile's padding."""
    page = _in_other_light(labelled.page, rng)
    if task == "detection":
        return labelled_sample(prepare(page, profile), labelled.objects, labels)
    table = table_box(labelled.objects)
    padding = profile.crop_padding * float(rng.uniform(1 - _PADDING_JITTER, 1 + _PADDING_JITTER))
    view = make_view(page, TableRegion(table, 1.0, is_given=True), padding)
    moved = [(label, box.shift(-view.crop.x0, -view.crop.y0)) for label, box in labelled.objects]
    return labelled_sample(prepare(view, profile, missing_margins(view, padding)), moved, labels)


def table_box(objects: Sequence[LabelledBox]) -> BBox:
    """The box of the table among its objects: their common extent, as every object lies inside."""
    found = BBox.enclosing([box for label, box in objects if label.value in set(StructureLabel)])
    assert found is not None, "a structure sample has rows and columns"
    return found


def labelled_sample(canvas: Canvas, objects: Sequence[LabelledBox], labels: Sequence[Label]) -> PixelSample:
    """``objects`` (points of the surface) on the canvas, cut to it; other classes and what is too thin are left out."""
    index = {label.value: number for number, label in enumerate(labels)}
    known = [(index[label.value], box) for label, box in objects if label.value in index]
    corners = np.array([tuple(box) for _, box in known], np.float64).reshape(-1, 4)
    frame = canvas.bbox
    fractions = (corners - [frame.x0, frame.y0, frame.x0, frame.y0]) / [frame.width, frame.height, frame.width, frame.height]
    fractions = np.clip(fractions, 0.0, 1.0)
    size = fractions[:, 2:] - fractions[:, :2]
    keep = (size > _MIN_SIDE).all(axis=1)
    boxes = np.concatenate([(fractions[:, :2] + fractions[:, 2:]) / 2, size], axis=1)[keep]
    return PixelSample(canvas.channels, boxes.astype(np.float32), np.array([number for number, _ in known], np.int64)[keep])


def _in_other_light(page: Page, rng: Generator) -> Page:
    """The page a little darker or lighter, with more or less contrast."""
    contrast, light = float(rng.uniform(0.75, 1.1)), float(rng.uniform(-15, 15))

    def shown(scale: float) -> Picture:
        values = (page.render(scale).astype(np.float32) - 255) * contrast + 255 + light
        return np.asarray(np.clip(values, 0, 255), np.uint8)

    return replace(page, render=shown)
