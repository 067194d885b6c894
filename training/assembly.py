"""From a recipe to a running training: which model, which samples, which validation; and the checkpoint at its end.

What reads annotations, pictures or PDFs is imported only where a recipe asks for it, so that a machine with torch, transformers,
numpy, scipy, opencv and pillow trains from shards and synthetic tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from numpy.random import Generator
from torch import nn

from pipeline.errors import InputError
from pipeline.models.axis_detr.registered import AxisDetrConfig, AxisDetrForObjectDetection
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.page_detr.registered import PageDetrConfig, PageDetrForObjectDetection
from pipeline.models.profile import Profile, Task
from pipeline.models.transformers_door import PreTrainedModel
from table import DetectionLabel, Label, StructureLabel
from training.axis.augment import augment
from training.axis.trainer import draw_synthetic, draw_synthetic_base, structure_job
from training.export import layout_profile, write_checkpoint
from training.feed import Draw, Reuse, mix
from training.jobs import Job, run_job
from training.layouts.sample import LayoutSample
from training.loop import Plan, Progress, Run
from training.page.composition import composed_page
from training.page.neighbours import page_with_neighbours
from training.page.samples import PageSample, augment_page, synthetic_page
from training.page.trainer import detection_job
from training.pixels.trainer import LEARNING_RATE, MAX_GRADIENT_NORM, pixel_job
from training.recipe import DataSpec, Recipe, is_shard
from training.shards import load_pages, load_tables
from training.widening import widened

if TYPE_CHECKING:
    from training.page.articles import OnRead

UNTRAINED = "is_untrained"  # in a profile's ``extra``: the weights are random, all of them have to learn
FROM_SCRATCH_RATE = 1e-3
FINE_TUNING_RATE = 2e-4
_GPU_PLAN: dict[str, Any] = {"batch_pixels": 12_000_000, "batch_samples": 128, "decay_from": 0.5, "report_every": 100, "save_every": 120.0}
_GPU_PAGES = 48  # a batch
_FILLED_SHARE = 0.6  # of the pages of a shard: drawn among those with tables
_PLAIN_SHARE, _NEIGHBOURS_SHARE = 0.38, 0.32  # of synthetic pages: as they are, with neighbours; the others with a pasted table
_LABELS: dict[Task, tuple[Label, ...]] = {"structure": tuple(StructureLabel), "detection": tuple(DetectionLabel)}


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
    run = run_job(plan, make_job(recipe, start, plan, on_read), _validation(recipe, start), report, recipe.workers)
    kept = {key: value for key, value in start.profile.extra.items() if key != UNTRAINED}
    extra = {**kept, "samples": run.samples, "seconds": round(run.seconds)}
    profile = replace(start.profile, extra=extra, revision=f"{recipe.out.name}-{run.samples}")
    write_checkpoint(cast(PreTrainedModel, run.average), recipe.out, profile, is_half=not start.is_pixels)
    return run


def find_start(recipe: Recipe) -> Start:
    """The checkpoint the recipe names, or an untrained layout model."""
    if recipe.start is not None:
        found = load_checkpoint(recipe.start, recipe.task)
        start = Start(found.model, found.profile, found.labels, not found.profile.extra.get(UNTRAINED, False))
    else:
        model: PreTrainedModel = AxisDetrForObjectDetection(AxisDetrConfig()) if recipe.task == "structure" else _untrained_detector()
        start = Start(model, layout_profile(recipe.task, model.config.model_type), _LABELS[recipe.task], False)
    return _with_channels(start, recipe.word_channels) if recipe.word_channels else start


def _with_channels(start: Start, groups: Sequence[str]) -> Start:
    """The start with further input channels, which weigh nothing yet."""
    if not isinstance(start.model, AxisDetrForObjectDetection):
        raise InputError("--word-channels: this checkpoint looks at pixels; only layout models have them")
    try:
        model = widened(start.model, groups)
    except ValueError as error:
        raise InputError(f"--word-channels: {error}") from error
    return replace(start, model=model, profile=replace(start.profile, extra_channels=tuple(cast(Any, groups))))


def _untrained_detector() -> PreTrainedModel:
    return PageDetrForObjectDetection(PageDetrConfig())


def make_plan(recipe: Recipe, start: Start) -> Plan:
    """Rates by kind of start: from scratch, a trained layout model, a pixel checkpoint."""
    usual = LEARNING_RATE if start.is_pixels else FINE_TUNING_RATE if start.is_trained else FROM_SCRATCH_RATE
    plan = Plan(
        state=recipe.state,
        seconds=recipe.seconds,
        samples=recipe.samples,
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
        from training.labelled import pixel_draw

        return pixel_job(start.model, pixel_draw(recipe, start.profile, start.labels), is_trained=start.is_trained)
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
    from training.labelled import cached_tables

    samples = cached_tables(spec.folder, _cache(recipe), has_headers=recipe.has_header_labels(spec.folder))
    return lambda rng: augment(samples.draw(rng), rng)


def _shard_of_tables(path: Path) -> list[LayoutSample]:
    tables = load_tables(path)
    if not tables:
        raise InputError(f"{path}: no sound table in this shard")
    return tables


def _page_draws(recipe: Recipe, on_read: OnRead | None) -> list[tuple[float, Draw[PageSample]]]:
    """The sources of pages with their weights; what is wrong with a folder is said before any article is read."""
    synthetic = _synthetic_pages(recipe)
    later = [None if spec.folder is None or spec.is_shard else _labelled_pages(spec.folder, recipe, on_read) for spec in recipe.data]
    draws: list[tuple[float, Draw[PageSample]]] = []
    for spec, make in zip(recipe.data, later, strict=True):
        if spec.folder is None:
            draws.append((spec.weight, synthetic))
        else:
            draws.append((spec.weight, _augmented(make() if make else _shard_of_pages(spec.folder))))
    return draws


def _labelled_pages(folder: Path, recipe: Recipe, on_read: OnRead | None) -> Callable[[], Draw[PageSample]]:
    """What makes the source of a folder of pages or of articles; a folder that holds neither is refused at once."""
    from training.labelled import article_pages, cached_pages

    samples = cached_pages(folder, _cache(recipe))
    if samples is not None:
        return lambda: samples.draw

    def read_articles() -> Draw[PageSample]:
        pages = article_pages(folder, _cache(recipe), on_read)
        return lambda rng: pages[int(rng.integers(len(pages)))]

    return read_articles


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


def _pasted(recipe: Recipe) -> Sequence[LayoutSample]:
    """The tables of all shards and folders to paste, each as likely as any other."""
    tables = [table for path in recipe.paste if is_shard(path) for table in _shard_of_tables(path)]
    folders = [path for path in recipe.paste if not is_shard(path)]
    if not folders:
        return tables
    from training.labelled import pasted_tables

    found = pasted_tables(folders, _cache(recipe))
    return [*tables, *found] if tables else found


def _cache(recipe: Recipe) -> Path:
    return recipe.state.with_suffix(".samples")


def _validation(recipe: Recipe, start: Start) -> Callable[[nn.Module], dict[str, float]] | None:
    """``None`` when the recipe names no folder."""
    if recipe.validation is None:
        return None
    from training.validating import make_validation

    return make_validation(recipe.validation, recipe, start)
