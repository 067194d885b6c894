"""Regions that cut their table grow; those that hold it, touch the page's edge or another table, do not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.geometry.views import make_view
from pipeline.regions.rules.further import STEP, larger_region
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel, Word


def _page(*words: Word) -> Page:
    return Page(1, 600, 800, words, (), (), "pdf", lambda scale: np.full((round(800 * scale), round(600 * scale), 3), 255, np.uint8))


def _view(bbox: BBox, *, is_given: bool = False, words: tuple[Word, ...] = ()) -> RegionView:
    return make_view(_page(*words), TableRegion(bbox, 0.9, is_given=is_given), 16)


def _line(*texts: tuple[str, float], y: float = 322) -> tuple[Word, ...]:
    return tuple(Word(text, BBox(x, y, x + 6 * len(text), y + 10)) for text, x in texts)


def _table(view: RegionView, on_page: BBox, score: float = 0.9) -> list[StructureObject]:
    return [StructureObject(StructureLabel.TABLE, score, on_page.shift(-view.crop.x0, -view.crop.y0))]


ROW = _line(("Sum", 110), ("12", 300))


def test_a_table_that_reaches_the_crops_lower_edge_grows_downwards_only() -> None:
    view = _view(BBox(100, 100, 400, 300), words=ROW)
    region = larger_region(view, _table(view, BBox(102, 104, 398, view.crop.y1 - 1)), [])
    assert region is not None
    assert tuple(region.bbox) == pytest.approx((100, 100, 400, view.crop.y1 - 1 + STEP))


def test_a_tight_crop_is_not_a_cut_table() -> None:
    view = make_view(_page(), TableRegion(BBox(100, 100, 400, 300), 0.9), 5)
    assert larger_region(view, _table(view, BBox(100, 101, 400, 299)), []) is None


@pytest.mark.parametrize(
    ("bbox", "seen", "others", "is_given", "score"),
    [
        pytest.param((100, 100, 400, 300), (102, 104, 398, 299), [], False, 0.9, id="the crop holds the table"),
        pytest.param((0, 0, 600, 800), (0, 0, 600, 800), [], False, 0.9, id="the page ends there"),
        pytest.param((100, 100, 400, 300), (102, 104, 398, 316), [BBox(100, 320, 400, 400)], False, 0.9, id="another table begins"),
        pytest.param((100, 100, 400, 300), (102, 104, 398, 316), [], True, 0.9, id="the caller drew the box"),
        pytest.param((100, 100, 400, 300), (102, 104, 398, 316), [], False, 0.2, id="the extent is a guess"),
    ],
)
def test_a_region_stays(bbox: tuple[float, ...], seen: tuple[float, ...], others: list[BBox], is_given: bool, score: float) -> None:
    view = _view(BBox(*bbox), is_given=is_given, words=ROW)
    assert larger_region(view, _table(view, BBox(*seen), score), others) is None


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((), id="nothing"),
        pytest.param(_line(("Table", 110), ("3.", 144), ("Rates", 160)), id="a caption"),
        pytest.param(_line(("In", 110), ("the", 126), ("following", 148), ("section", 206), ("we", 252), ("show", 268)), id="text"),
    ],
)
def test_what_is_no_row_is_not_taken_in(words: tuple[Word, ...]) -> None:
    view = _view(BBox(100, 100, 400, 300), words=words)
    assert larger_region(view, _table(view, BBox(102, 104, 398, view.crop.y1 - 1)), []) is None


def test_a_column_beyond_the_side_is_taken_in() -> None:
    column = tuple(Word("7", BBox(422, y, 428, y + 10)) for y in range(110, 290, 20))
    view = _view(BBox(100, 100, 400, 300), words=column)
    region = larger_region(view, _table(view, BBox(102, 104, view.crop.x1 - 1, 298)), [])
    assert region is not None
    assert tuple(region.bbox) == pytest.approx((100, 100, view.crop.x1 - 1 + STEP, 300))


def test_a_row_with_a_dot_leader_is_no_running_text() -> None:
    words = _line(("Total", 110), ("." * 30, 142), ("12", 324))
    view = _view(BBox(100, 100, 400, 300), words=words)
    assert larger_region(view, _table(view, BBox(102, 104, 398, view.crop.y1 - 1)), []) is not None
