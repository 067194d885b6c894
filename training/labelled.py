"""Samples of labelled folders and of articles: what a machine that trains from shards needs no library for.

Only this module and what it imports read annotations, pictures and PDFs; it is imported where a recipe names such a folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.random import Generator

from canonicalize import AnnotationError
from canonicalize.readers.article_files import find_articles
from canonicalize.readers.voc import read_voc
from pipeline.errors import InputError
from pipeline.models.profile import Profile
from table import Label, StructureLabel
from training.feed import CachedSamples, CachedSamplesView, Draw, mix
from training.folders import LabelledPicture, find_labelled
from training.layouts.real import read_sample
from training.layouts.sample import LayoutSample
from training.page.articles import OnRead, read_article_pages
from training.page.reading import read_page
from training.page.samples import PageSample
from training.pixels.samples import synthetic_labelled, to_sample
from training.recipe import Recipe
from training.surfaces import read_page_as_picture


def cached_tables(folder: Path, cache: Path | None, *, has_headers: bool = True) -> CachedSamples[LayoutSample]:
    """The labelled tables of ``folder``. Raises ``InputError`` when it holds none."""
    return _tables(_find_pictures(folder), cache, has_headers)


def _tables(pictures: list[LabelledPicture], cache: Path | None, has_headers: bool) -> CachedSamples[LayoutSample]:
    def read(labelled: LabelledPicture) -> LayoutSample:
        sample = read_sample(labelled, "real", has_header_labels=has_headers)
        if not sample.is_sound():
            raise AnnotationError("its borders cross, or there is no ink in the picture", source=labelled.annotation.name)
        return sample

    return CachedSamples(pictures, read, cache / ("headers" if has_headers else "no-headers") if cache else None)


def cached_pages(folder: Path, cache: Path | None) -> CachedSamples[PageSample] | None:
    """The labelled pages of ``folder``; ``None`` when it holds articles. Raises ``InputError`` when it holds neither."""
    try:
        pictures = find_labelled(folder, "train")
    except InputError as error:
        if not folder.is_dir():
            raise
        if not find_articles(folder):
            raise InputError(f"{error}; nor are there articles, pairs of a PDF and its JATS markup (.nxml or .xml)") from error
        return None
    return CachedSamples(pictures, lambda labelled: read_page(labelled, "real"), cache / "pages" if cache else None)


def article_pages(folder: Path, cache: Path | None, on_read: OnRead | None) -> list[PageSample]:
    """The pages of the articles in ``folder``. Raises ``InputError`` when none can be used."""
    pages = list(read_article_pages(folder, cache=cache / "articles" if cache else None, on_read=on_read))
    if not pages:
        raise InputError(f"{folder}: none of its articles has a page whose tables are all known; the log names what could not be read")
    return pages


def pasted_tables(folders: Sequence[Path], cache: Path | None) -> Sequence[LayoutSample]:
    """The tables of all ``folders``, each as likely as any other, read when first asked for."""
    pictures: list[LabelledPicture] = []
    for folder in folders:
        try:
            found = find_labelled(folder, "train")
        except InputError as error:
            raise InputError(f"--paste: {error}") from error
        if not any(map(_has_grid, found)):
            raise InputError(f"--paste {folder}: there are no tables in it with rows and columns; it takes what trains --task structure")
        pictures += found
    return CachedSamplesView(_tables(pictures, cache, True))


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


def pixel_draw(recipe: Recipe, profile: Profile, labels: tuple[Label, ...]) -> Draw[Any]:
    """Pictures for a checkpoint that looks at pixels."""
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

    def drawn(rng: Generator) -> Any:
        return to_sample(draw(rng), recipe.task, profile, labels, rng)

    return drawn
