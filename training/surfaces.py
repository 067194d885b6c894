"""Labelled pictures and synthetic samples as the pages that serving sees: points, words, rulings, ``render``.

Pixels of a picture are taken as those of PubTables-1M (1000 px on 792 points), so paddings of profiles mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from canonicalize.readers.voc import VocAnnotation, read_voc
from canonicalize.readers.words import read_words
from pipeline.errors import InputError
from pipeline.models.profile import RASTER_PX_PER_POINT
from pipeline.models.raster import Layout
from pipeline.types import Page, Picture
from table import BBox, Label, Ruling, Shading, Word
from training.folders import LabelledPicture
from training.layouts.real import read_layout
from training.synthesis.samples import SynthPage, SynthTable

LabelledBox = tuple[Label, BBox]
_PLACEHOLDER = "A1"  # stands for two characters nobody can read: half of it is a digit


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and its labelled boxes, both in points. ``words`` are the true ones, ``None`` where nobody knows the text."""

    name: str
    page: Page
    objects: tuple[LabelledBox, ...]
    words: tuple[Word, ...] | None


def read_page_with_ink(labelled: LabelledPicture) -> LabelledPage:
    """The page with all that serving would know of it; without a words file, words are runs of ink with placeholder text.

    Raises ``AnnotationError`` for labels or words, ``InputError`` for a picture that cannot be read.
    """
    picture, annotation = read_picture(labelled), _annotation(labelled)
    layout = read_layout(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8), labelled.words)
    words = _words(labelled)
    shown = words if words is not None else placeholder_words(layout)
    rulings = tuple(Ruling(_points(row)) for row in layout.rulings)
    shadings = tuple(Shading(_points(row[:4]), 1 - float(row[4])) for row in layout.shadings)
    return LabelledPage(labelled.name, _page(picture, shown, rulings, shadings), _scaled(annotation), words)


def read_page_as_picture(labelled: LabelledPicture) -> LabelledPage:
    """The page for a model that looks at pixels: its picture, and words where a file gives them. Raises as above."""
    words = _words(labelled)
    return LabelledPage(labelled.name, _page(read_picture(labelled), words or (), (), ()), _scaled(_annotation(labelled)), words)


def read_picture(labelled: LabelledPicture) -> Picture:
    """(height, width, 3) RGB, transparent parts white. Raises ``InputError`` when the file is no picture."""
    try:
        with Image.open(labelled.picture) as image:
            shown = image.convert("RGBA")
    except (OSError, UnidentifiedImageError) as error:
        raise InputError(f"{labelled.picture}: cannot be read as a picture") from error
    paper = Image.new("RGBA", shown.size, "white")
    return np.asarray(Image.alpha_composite(paper, shown).convert("RGB"), np.uint8)


def synthetic_surface(sample: SynthTable | SynthPage, picture: Callable[[float], Image.Image]) -> Page:
    """A synthetic crop or page; ``picture`` draws it at a scale in pixels per point."""

    def render(scale: float) -> Picture:
        return np.asarray(picture(scale).convert("RGB"), np.uint8)

    return Page(1, sample.width, sample.height, sample.words, sample.rulings, sample.shadings, "pdf", render)


def placeholder_words(layout: Layout) -> tuple[Word, ...]:
    """Words in points whose text nobody knows: as many meaningless characters as fit into each box."""
    repeats = np.maximum(1, np.round((layout.boxes[:, 2] - layout.boxes[:, 0]) / layout.em)).astype(int)
    found = (Word(_PLACEHOLDER * int(count), _points(box)) for box, count in zip(layout.boxes, repeats, strict=True))
    return tuple(sorted(found, key=lambda word: (word.bbox.y0 + word.bbox.y1, word.bbox.x0)))


def _annotation(labelled: LabelledPicture) -> VocAnnotation:
    return read_voc(labelled.annotation.read_bytes(), labelled.annotation.name)


def _words(labelled: LabelledPicture) -> tuple[Word, ...] | None:
    if labelled.words is None:
        return None
    words = read_words(labelled.words.read_bytes(), labelled.words.name)
    return tuple(Word(word.text, word.bbox.scale(1 / RASTER_PX_PER_POINT), word.line) for word in words)


def _scaled(annotation: VocAnnotation) -> tuple[LabelledBox, ...]:
    return tuple((label, box.scale(1 / RASTER_PX_PER_POINT)) for label, box in annotation.objects)


def _points(box: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> BBox:
    x0, y0, x1, y1 = (float(value) / RASTER_PX_PER_POINT for value in box)
    return BBox(x0, y0, x1, y1)


def _page(picture: Picture, words: Sequence[Word], rulings: Sequence[Ruling], shadings: Sequence[Shading]) -> Page:
    height, width = picture.shape[0] / RASTER_PX_PER_POINT, picture.shape[1] / RASTER_PX_PER_POINT

    def render(scale: float) -> Picture:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC), np.uint8)

    return Page(1, width, height, tuple(words), tuple(rulings), tuple(shadings), "pdf", render, RASTER_PX_PER_POINT)
