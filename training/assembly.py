"""From a recipe to a running training: which model, which samples, which validation; and the checkpoint at its end."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from numpy.random import Generator
from torch import nn

from canonicalize import AnnotationError
from canonicalize.readers.voc import read_voc
from pipeline.errors import InputError
from pipeline.models.axis_detr.recognizer import AxisRecognizer
from pipeline.models.axis_detr.registered import AxisDetrConfig, AxisDetrForObjectDetection
from pipeline.models.checkpoints import LoadedCheckpoint, load_checkpoint
from pipeline.models.detector import PixelDetector
from pipeline.models.page_detr.detector import PageDetector
from pipeline.models.page_detr.registered import PageDetrConfig, PageDetrForObjectDetection
from pipeline.models.profile import Profile, Task
from pipeline.models.recognizer import PixelRecognizer
from pipeline.models.sources import Source
from pipeline.models.torch_engine import serve
from pipeline.models.transformers_door import PreTrainedModel
from table import DetectionLabel, Label, StructureLabel
from training.axis.augment import augment
from training.axis.trainer import draw_synthetic, draw_synthetic_base, structure_job
from training.datasets.build.articles import find_articles
from training.export import layout_profile, write_checkpoint
from training.feed import CachedSamples, CachedSamplesView, Draw, Reuse, mix
from training.folders import LabelledPicture, find_labelled
from training.jobs import Job, run_job
from training.layouts.real import read_sample
from training.layouts.sample import LayoutSample
from training.loop import Plan, Progress, Run
from training.page.articles import OnRead, read_article_pages
from training.page.composition import composed_page
from training.page.neighbours import page_with_neighbours
from training.page.samples import PageSample, augment_page, read_page, synthetic_page
from training.page.trainer import detection_job
from training.pixels.samples import synthetic_labelled, to_sample
from training.pixels.trainer import LEARNING_RATE, MAX_GRADIENT_NORM, pixel_job
from training.recipe import DataSpec, Recipe, is_shard
from training.shards import load_pages, load_tables
from training.surfaces import read_page_as_picture
from training.validation import read_detection_pages, read_tables, score_detection, score_structure

FROM_SCRATCH_RATE = 1e-3
FINE_TUNING_RATE = 2e-4
_GPU_PLAN: dict[str, Any] = {"batch_pixels": 12_000_000, "batch_samples": 128, "decay_from": 0.5, "report_every": 100, "save_every": 120.0}
_GPU_PAGES = 48  # a batch
_FILLED_SHARE = 0.6  # of the pages of a shard: drawn among those with tables
_PLAIN_SHARE, _NEIGHBOURS_SHARE = 0.38, 0.32  # of synthetic pages: as they are, with neighbours; the others with a pasted table
_LABELS: dict[Task, tuple[Label, ...]] = {"structure": tuple(StructureLabel), "detection": tuple(DetectionLabel)}
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Start:
    """The model before training, how it is fed, and the classes of its outputs."""

    model: PreTrainedModel
    profile: Profile
    labels: tuple[Label, ...]
    is_trained: bool

    @property
    def is_pixels(self) -> bool:
        return self.profile.input == "pixels"


def run_recipe(recipe: Recipe, report: Callable[[Progress], None] | None = None, on_read: OnRead | None = None) -> Run:
    """Trains (or goes on training) and writes the checkpoint with averaged weights to ``recipe.out``.

    ``report`` hears of every batch; ``on_read`` before it of every article that was read: how many, of how many.
    Raises ``InputError`` for data that cannot be used, ``ModelError`` for a checkpoint that cannot.
    """
    start = find_start(recipe)
    plan = make_plan(recipe, start)
    run = run_job(plan, make_job(recipe, start, plan, on_read), make_validation(recipe, start), report, recipe.workers)
    extra = {**start.profile.extra, "samples": run.samples, "seconds": round(run.seconds)}
    profile = replace(start.profile, extra=extra, revision=f"{recipe.out.name}-{run.samples}")
    write_checkpoint(cast(PreTrainedModel, run.average), recipe.out, profile, is_half=not start.is_pixels)
    return run


def find_start(recipe: Recipe) -> Start:
    """The checkpoint the recipe names, or an untrained layout model."""
    if recipe.start is not None:
        found = load_checkpoint(recipe.start, recipe.task)
        return Start(found.model, found.profile, found.labels, True)
    model: PreTrainedModel = AxisDetrForObjectDetection(AxisDetrConfig()) if recipe.task == "structure" else _untrained_detector()
    return Start(model, layout_profile(recipe.task, model.config.model_type), _LABELS[recipe.task], False)


def _untrained_detector() -> PreTrainedModel:
    return PageDetrForObjectDetection(PageDetrConfig())


def make_plan(recipe: Recipe, start: Start) -> Plan:
    """Rates by kind of start: from scratch, a trained layout model, a pixel checkpoint."""
    usual = LEARNING_RATE if start.is_pixels else FINE_TUNING_RATE if start.is_trained else FROM_SCRATCH_RATE
    plan = Plan(
        state=recipe.state,
        seconds=recipe.seconds,
        learning_rate=recipe.learning_rate or usual,
        validate_every=recipe.validate_every,
        seed=recipe.seed,
        device=recipe.device,
    )
    if start.is_pixels:
        return replace(plan, max_gradient_norm=MAX_GRADIENT_NORM)
    return replace(plan, **_GPU_PLAN) if recipe.device.startswith("cuda") else plan


def make_job(recipe: Recipe, start: Start, plan: Plan, on_read: OnRead | None = None) -> Job[Any]:
    """Model, batches and losses of the recipe."""
    if start.is_pixels:
        return pixel_job(start.model, _pixel_draw(recipe, start))
    if recipe.task == "structure":
        draw = mix([(spec.weight, _structure_draw(spec, recipe)) for spec in recipe.data])
        return structure_job(lambda: start.model, cast(AxisDetrConfig, start.model.config), draw, plan)
    pages = mix(_page_draws(recipe, on_read))
    samples = {"samples": _GPU_PAGES} if recipe.device.startswith("cuda") else {}
    return detection_job(lambda: start.model, cast(PageDetrConfig, start.model.config), pages, **samples)


def _structure_draw(spec: DataSpec, recipe: Recipe) -> Draw[LayoutSample]:
    if spec.folder is None:
        base = Reuse(draw_synthetic_base) if recipe.workers else draw_synthetic_base
        return lambda rng: draw_synthetic(rng, base)
    if spec.is_shard:
        tables = _shard_of_tables(spec.folder)
        return lambda rng: augment(tables[int(rng.integers(len(tables)))], rng)
    samples = _tables(_find_pictures(spec.folder), recipe, recipe.has_header_labels(spec.folder))
    return lambda rng: augment(samples.draw(rng), rng)


def _shard_of_tables(path: Path) -> list[LayoutSample]:
    tables = load_tables(path)
    if not tables:
        raise InputError(f"{path}: no sound table in this shard")
    return tables


def _tables(pictures: list[LabelledPicture], recipe: Recipe, has_headers: bool = True) -> CachedSamples[LayoutSample]:
    def read(labelled: LabelledPicture) -> LayoutSample:
        sample = read_sample(labelled, "real", has_header_labels=has_headers)
        if not sample.is_sound():
            raise AnnotationError("its borders cross, or there is no ink in the picture", source=labelled.annotation.name)
        return sample

    return CachedSamples(pictures, read, _cache(recipe, "headers" if has_headers else "no-headers"))


def _page_draws(recipe: Recipe, on_read: OnRead | None) -> list[tuple[float, Draw[PageSample]]]:
    """The sources of pages with their weights; what is wrong with a folder is said before any article is read."""
    synthetic = _synthetic_pages(recipe)
    cached = [None if spec.folder is None or spec.is_shard else _cached_pages(spec.folder, recipe) for spec in recipe.data]
    draws: list[tuple[float, Draw[PageSample]]] = []
    for spec, samples in zip(recipe.data, cached, strict=True):
        if spec.folder is None:
            draws.append((spec.weight, synthetic))
        elif spec.is_shard:
            draws.append((spec.weight, _augmented(_shard_of_pages(spec.folder))))
        else:
            draws.append((spec.weight, _augmented(samples.draw if samples else _article_draw(spec.folder, recipe, on_read))))
    return draws


def _synthetic_pages(recipe: Recipe) -> Draw[PageSample]:
    """Augmented synthetic pages: plain, with real tables pasted, with neighbours that stand close."""
    tables = _pasted(recipe) if recipe.paste else None

    def base(rng: Generator) -> PageSample:
        seed, share = int(rng.integers(1, 2**31)), rng.random()
        if share < _PLAIN_SHARE or (tables is None and share < 1 - _NEIGHBOURS_SHARE):
            return synthetic_page(seed)
        if share < 1 - _NEIGHBOURS_SHARE and tables is not None:
            return composed_page(seed, tables, rng)
        return page_with_neighbours(seed, tables if tables is not None else [draw_synthetic_base(rng) for _ in range(3)], rng)

    return _augmented(Reuse(base) if recipe.workers else base)


def _shard_of_pages(path: Path) -> Draw[PageSample]:
    """Pages of a shard, those with tables more often than those without."""
    pages = load_pages(path)
    filled = [page for page in pages if len(page.boxes)]
    if not filled:
        raise InputError(f"{path}: no page with a table in this shard")

    def draw(rng: Generator) -> PageSample:
        chosen = filled if rng.random() < _FILLED_SHARE else pages
        return chosen[int(rng.integers(len(chosen)))]

    return draw


def _augmented(draw: Draw[PageSample]) -> Draw[PageSample]:
    return lambda rng: augment_page(draw(rng), rng)


def _cached_pages(folder: Path, recipe: Recipe) -> CachedSamples[PageSample] | None:
    """The labelled pages of ``folder``; ``None`` when it holds articles. Raises ``InputError`` when it holds neither."""
    try:
        pictures = find_labelled(folder, "train")
    except InputError as error:
        if not folder.is_dir():
            raise
        if not find_articles(folder):
            raise InputError(f"{error}; nor are there articles, pairs of a PDF and its JATS markup (.nxml or .xml)") from error
        return None
    return CachedSamples(pictures, lambda labelled: read_page(labelled, "real"), _cache(recipe, "pages"))


def _article_draw(folder: Path, recipe: Recipe, on_read: OnRead | None) -> Draw[PageSample]:
    pages = list(read_article_pages(folder, cache=_cache(recipe, "articles"), on_read=on_read))
    if not pages:
        raise InputError(f"{folder}: none of its articles has a page whose tables are all known; the log names what could not be read")
    return lambda rng: pages[int(rng.integers(len(pages)))]


def _pasted(recipe: Recipe) -> Sequence[LayoutSample]:
    """The tables of all shards and folders to paste, each as likely as any other."""
    pictures: list[LabelledPicture] = []
    tables: list[LayoutSample] = []
    for folder in recipe.paste:
        if is_shard(folder):
            tables += _shard_of_tables(folder)
            continue
        try:
            found = find_labelled(folder, "train")
        except InputError as error:
            raise InputError(f"--paste: {error}") from error
        if not any(map(_has_grid, found)):
            raise InputError(f"--paste {folder}: there are no tables in it with rows and columns; it takes what trains --task structure")
        pictures += found
    if not pictures:
        return tables
    return CachedSamplesView(_tables(pictures, recipe)) if not tables else [*tables, *CachedSamplesView(_tables(pictures, recipe))]


def _has_grid(labelled: LabelledPicture) -> bool:
    try:
        labels = {str(label) for label, _ in read_voc(labelled.annotation.read_bytes(), labelled.annotation.name).objects}
    except AnnotationError:
        return False
    return {str(StructureLabel.ROW), str(StructureLabel.COLUMN)} <= labels


def _find_pictures(folder: Path) -> list[LabelledPicture]:
    try:
        return find_labelled(folder, "train")
    except InputError as error:
        if folder.is_dir() and find_articles(folder):
            raise InputError(
                f"{folder}: articles are for --task detection of a layout model; `tablewright build-dataset articles` makes "
                "labelled pictures of them"
            ) from error
        raise


def _pixel_draw(recipe: Recipe, start: Start) -> Draw[Any]:
    if recipe.unlabelled_headers:
        raise InputError("--no-header-labels: only layout models can leave classes out of their loss; drop that folder here")
    if recipe.paste:
        raise InputError("--paste: only layout models can learn from pasted tables; they have no picture to show a pixel model")
    sources = []
    for spec in recipe.data:
        if spec.folder is None:
            sources.append((spec.weight, lambda rng: synthetic_labelled(int(rng.integers(1, 2**31)), recipe.task)))
        else:
            samples = CachedSamples(_find_pictures(spec.folder), read_page_as_picture)
            sources.append((spec.weight, samples.draw))
    draw = mix(sources)
    return lambda rng: to_sample(draw(rng), recipe.task, start.profile, start.labels, rng)


def _cache(recipe: Recipe, kind: str) -> Path:
    return recipe.state.with_suffix(".samples") / kind


def make_validation(recipe: Recipe, start: Start) -> Callable[[nn.Module], dict[str, float]] | None:
    """Scores of the averaged weights on the recipe's validation folder; ``None`` when it names none."""
    if recipe.validation is None:
        return None
    if recipe.task == "structure":
        tables = read_tables(recipe.validation, recipe.num_validated)
        return lambda model: score_structure(_served(model, start, recipe, AxisRecognizer, PixelRecognizer), tables)
    pages = read_detection_pages(recipe.validation, recipe.num_validated)
    return lambda model: score_detection(_served(model, start, recipe, PageDetector, PixelDetector), pages)


def _served(model: nn.Module, start: Start, recipe: Recipe, layout: Callable[..., T], pixels: Callable[..., S]) -> T | S:
    """The model as serving would use it; layout models are small and always run on the CPU."""
    source = Source("training", "directory", recipe.out)
    checkpoint = LoadedCheckpoint(cast(PreTrainedModel, model), start.profile, start.labels, "training", "", source)
    if start.is_pixels:
        return pixels(serve(checkpoint, device=recipe.device))
    return layout(serve(replace(checkpoint, model=copy.deepcopy(checkpoint.model).cpu())))
