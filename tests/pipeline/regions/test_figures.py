"""Detected charts are not read as tables; tables with curves or pictures in them are."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pipeline import Extractor
from pipeline.regions import RegionDraft
from pipeline.regions.rules.figures import leave_out_figures
from pipeline.types import Page, TableRegion
from table import BBox, Word
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.documents.conftest import build_pdf

REGION = BBox(100, 100, 400, 300)


def _page(words: list[Word], *, curves: list[BBox] = [], pictures: list[BBox] = []) -> Page:  # noqa: B006  never changed
    def render(scale: float) -> np.ndarray:
        return np.full((round(800 * scale), round(600 * scale), 3), 255, np.uint8)

    return Page(1, 600, 800, tuple(words), (), (), "pdf", render, curves=tuple(curves), pictures=tuple(pictures))


def _words(area: BBox = REGION, *, columns: int = 5, rows: int = 14) -> list[Word]:
    """A table's words: they cover about two fifths of ``area``."""
    wide, high = area.width / columns, area.height / rows
    return [
        Word("12.3", BBox(area.x0 + c * wide, area.y0 + r * high, area.x0 + (c + 0.6) * wide, area.y0 + (r + 0.7) * high))
        for r in range(rows)
        for c in range(columns)
    ]


LABELS = [Word(str(n), BBox(100, 110 + 40 * n, 112, 118 + 40 * n)) for n in range(5)]
CURVES = [BBox(120, 120, 380, 260), BBox(120, 150, 380, 280)]
SMALL_MULTIPLES = [BBox(120 + 70 * c, 120 + 60 * r, 170 + 70 * c, 132 + 60 * r) for c in range(4) for r in range(3)]


def _kept(page: Page, *, is_given: bool = False) -> list[BBox]:
    return [region.bbox for region in leave_out_figures(RegionDraft(page, (TableRegion(REGION, 0.9, is_given=is_given),))).regions]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(_page(LABELS, curves=CURVES), id="a line chart"),
        pytest.param(_page(LABELS, curves=SMALL_MULTIPLES), id="small multiples"),
        pytest.param(_page(LABELS, pictures=[BBox(95, 110, 390, 290)]), id="a picture"),
    ],
)
def test_a_figure_is_no_table_and_is_reported(page: Page) -> None:
    found = leave_out_figures(RegionDraft(page, (TableRegion(REGION, 0.9),)))
    assert (found.regions, found.figures) == ((), (REGION,))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(_page(_words()), id="nothing drawn"),
        pytest.param(_page(_words(), curves=CURVES), id="a watermark on the words"),
        pytest.param(_page(_words(), pictures=[REGION]), id="a picture behind the words"),
        pytest.param(_page(LABELS, curves=[BBox(0, 0, 600, 800)]), id="decoration of the page"),
        pytest.param(_page(_words(columns=3), curves=[BBox(350, 102 + 14 * r, 395, 110 + 14 * r) for r in range(14)]), id="sparklines"),
        pytest.param(_page(LABELS, curves=[BBox(100, 100, 108, 300), BBox(392, 100, 400, 300)]), id="braces"),
        pytest.param(_page(LABELS, pictures=[BBox(110, 110, 200, 180)]), id="a logo"),
        pytest.param(_page([]), id="an empty grid"),
    ],
)
def test_a_table_stays(page: Page) -> None:
    assert _kept(page) == [REGION]


def test_a_given_region_stays_whatever_is_in_it() -> None:
    assert _kept(_page(LABELS, curves=CURVES), is_given=True) == [REGION]


def test_a_table_under_a_chart_is_cut_off_it() -> None:
    table = _words(BBox(100, 240, 400, 300), rows=5)
    page = _page(table, curves=[BBox(110, 105, 390, 180), BBox(110, 120, 390, 200)])
    found = leave_out_figures(RegionDraft(page, (TableRegion(REGION, 0.9),)))
    assert [tuple(region.bbox) for region in found.regions] == [(100, 200, 400, 300)]
    assert found.figures == (BBox(110, 105, 390, 200),)


def test_the_result_says_what_was_not_read() -> None:
    chart = "1 w 60 60 m 100 160 l 160 90 l 240 180 l S 60 60 m 110 120 l 180 150 l 240 70 l S"
    data = build_pdf(chart + " BT /F1 9 Tf 60 50 Td (2004) Tj ET", page="/MediaBox [0 0 300 300]")
    box = BBox(50, 100, 260, 260)
    result = Extractor(detector=FakeDetector(box), recognizer=FakeRecognizer()).extract(data)
    assert (result.status, result.tables) == ("complete", ())
    assert result.pages[0].figures == (box,)
    assert json.loads(result.to_json())["pages"][0]["figures"] == [list(box)]
