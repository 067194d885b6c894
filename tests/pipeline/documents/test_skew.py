"""Pictures that lie askew are read level, and boxes are told where they stand on the picture as it is."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.documents import open_document
from pipeline.documents.skew import find_skew, level_picture
from pipeline.options import Options, RegionRequest
from pipeline.page import read_page
from pipeline.regions import given_region
from pipeline.tilt import Tilt
from table import BBox, Word
from tests.fakes import FakeDetector, FakeRecognizer


def _sheet() -> np.ndarray:
    """A ruled grid with a text in each cell, on a sheet of 900 x 700 pixels."""
    image = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(image)
    for row in range(13):
        draw.line((100, 100 + 40 * row, 800, 100 + 40 * row), fill=0, width=2)
        for column in range(5) if row < 12 else ():
            draw.text((110 + 140 * column, 108 + 40 * row), f"cell {row}.{column}", fill=0, font_size=20)
    for column in range(6):
        draw.line((100 + 140 * column, 100, 100 + 140 * column, 580), fill=0, width=2)
    return np.asarray(image)


@pytest.mark.parametrize("skew", [-15.0, -6.3, -1.2, 0.0, 2.0, 9.5, 14.8])
def test_the_skew_of_a_sheet_is_found(skew: float) -> None:
    assert find_skew(level_picture(_sheet(), -skew)) == pytest.approx(skew, abs=0.2)


def test_what_has_no_lines_or_hardly_lies_askew_is_left_alone() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    for picture in (np.full((200, 300, 3), 255, np.uint8), noise, level_picture(_sheet(), 0.4)):
        assert find_skew(picture) == 0.0


def test_a_box_goes_to_the_page_and_back() -> None:
    tilt = Tilt(10.0, 400, 300, 446.1, 364.9)
    there = tilt.to_page(tilt.to_level(BBox(200, 150, 200, 150)))
    assert tuple(there) == pytest.approx((200, 150, 200, 150), abs=1e-6)
    around = tilt.to_page(tilt.to_level(BBox(180, 140, 220, 160)))
    assert around.x0 < 180
    assert around.y1 > 160
    assert tilt.to_page(BBox(-500, -500, -400, -400)).area == 0  # off the page: a place on its edge


class _Engine:
    """Reads one word where the sheet has it when level."""

    name = "fake"

    def words(self, image: np.ndarray) -> list[Word]:
        height, width = image.shape[:2]
        middle = (width / 2, height / 2)
        return [Word("level", BBox(middle[0] - 240, middle[1] - 130, middle[0] - 180, middle[1] - 110))]


def _opened(picture: np.ndarray, kind: str = "PNG", options: Options | None = None):
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, **({"dpi": (144, 144)} if kind == "PNG" else {"resolution": 144}))
    return open_document(buffer.getvalue(), options or Options(), ocr=lambda: _Engine())


@pytest.mark.parametrize(("kind", "word"), [("PNG", (30, 10)), ("PDF", (21.6, 7.2))])  # scans of PDFs are read at 200 dpi
def test_a_skewed_picture_has_a_level_page_with_level_rulings(kind: str, word: tuple[float, float]) -> None:
    with _opened(level_picture(_sheet(), -10), kind) as document:
        page = document.page(1)
        assert page.level is not None
        level = page.level.page
        assert level.render(2.0).shape[:2] == (round(level.height * 2), round(level.width * 2))
        assert page.render(2.0).shape[:2] == (round(page.height * 2), round(page.width * 2))
    assert page.level.tilt.skew == pytest.approx(10, abs=0.2)
    assert sum(not ruling.is_horizontal and ruling.bbox.height > 230 for ruling in level.rulings) == 6
    assert page.rulings == ()
    assert (page.words[0].bbox.width, page.words[0].bbox.height) == pytest.approx(word, rel=0.01)


def test_a_scan_of_a_pdf_is_read_as_it_lies_where_that_is_level_or_asked_for() -> None:
    for picture, options in ((_sheet(), Options()), (level_picture(_sheet(), -10), Options(mode="compat"))):
        with _opened(picture, "PDF", options) as document:
            page = document.page(1)
        assert (page.level, page.text_source) == (None, "ocr")


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_table_of_a_skewed_picture_stands_where_it_is_seen(kind: str) -> None:
    with _opened(level_picture(_sheet(), -10), kind) as document:
        page = document.page(1)
    assert page.level is not None
    detected = page.level.page.words[0].bbox.expand(20)
    one_word = Options(without=frozenset({"leave_out_lists"}))
    reading = read_page(page, one_word, detector=FakeDetector(detected), recognizer=FakeRecognizer())
    (outcome,) = reading.outcomes
    assert outcome.table is not None
    word = page.words[0].bbox.center
    assert outcome.region.bbox.contains_point(*word)
    assert outcome.table.bbox is not None
    assert outcome.table.bbox.expand(1).contains_point(*word)
    given = [given_region(RegionRequest(1, outcome.region.bbox), page)]
    assert read_page(page, Options(), given=given, recognizer=FakeRecognizer()).outcomes[0].table is not None


def test_a_level_picture_has_no_other_page() -> None:
    with _opened(_sheet()) as document:
        assert document.page(1).level is None
