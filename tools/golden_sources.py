"""Where golden cases come from: our own synthetic tables and pages, and the documents of this repository.

A source is one word: ``table:SEED`` (a synthetic table found on its page), ``given:SEED`` (the same with a box drawn
by the caller), ``page:SEED:K`` (the K-th table found on a synthetic page), ``drawn:NAME`` (see tools/golden_drawn.py) or
``PATH:PAGE:K`` (of a PDF, path from the repository's root). Needs the shipped weights.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.documents import open_document
from pipeline.geometry.views import make_view
from pipeline.models.detector import load_detector
from pipeline.models.recognizer import load_recognizer
from pipeline.options import Options
from pipeline.page import read_page, with_grid
from pipeline.regions import recognize_in_bands
from pipeline.types import Detector, Page, Recognizer, RegionView, StructureObject, TableRegion
from table import BBox
from tools.golden_cases import GoldenCase, no_picture
from tools.golden_damage import damage
from tools.golden_drawn import drawn
from training.synthesis import synth_page, synth_table

ROOT = Path(__file__).parent.parent


def make_case(name: str, source: str, damages: list[str], options: Options) -> GoldenCase:
    """The case of one line of the list: models run on its source, their objects damaged as asked.

    Raises ``LookupError`` when the source has fewer tables than asked for.
    """
    view, objects = drawn(source.removeprefix("drawn:")) if source.startswith("drawn:") else _recognized(source)
    seed = sum(map(ord, name))
    return GoldenCase(name, " ".join([source, *damages]), view, tuple(damage(objects, view, damages, seed)), options)


def _recognized(source: str) -> tuple[RegionView, list[StructureObject]]:
    view = _view(source)
    return view, recognize_in_bands([view], _recognizer())[0]


def _view(source: str) -> RegionView:
    kind, *numbers = source.split(":")
    page = _page(kind, int(numbers[0]))
    region = _region_of_table(int(numbers[0]), is_given=kind == "given") if kind in ("table", "given") else _found(page, int(numbers[1]))
    return make_view(page, region, _recognizer().crop_padding)


def _page(kind: str, number: int) -> Page:
    if kind in ("table", "given"):
        table = synth_table(number)
        return Page(1, table.width, table.height, table.words, table.rulings, table.shadings, "pdf", no_picture)
    if kind == "page":
        page = synth_page(number)
        return Page(1, page.width, page.height, page.words, page.rulings, page.shadings, "pdf", no_picture)
    with open_document(str(ROOT / kind), Options()) as document:
        return document.page(number)


def _region_of_table(seed: int, *, is_given: bool) -> TableRegion:
    table = synth_table(seed)
    box = table.bbox.expand(2.0).intersection(BBox(0, 0, table.width, table.height))
    assert box is not None
    return TableRegion(box, 0.9, is_given=is_given)


def _found(page: Page, index: int) -> TableRegion:
    regions = read_page(page, Options(), detector=_detector()).regions
    if index >= len(regions):
        raise LookupError(f"{len(regions)} table(s) found, number {index} asked for (from 0)")
    return regions[index]


@cache
def _detector() -> Detector:
    return load_detector(threads=1)


@cache
def _recognizer() -> Recognizer:
    return with_grid(load_recognizer(threads=1), Options())
