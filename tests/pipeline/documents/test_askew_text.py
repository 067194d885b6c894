"""Text that lies askew is read from a level page, and told where it stands on the page as it is."""

from __future__ import annotations

import math

import pytest

from pipeline.documents import open_document
from pipeline.options import Options
from pipeline.types import Page
from tests.pipeline.documents.conftest import build_pdf

ROWS = [f"row{row} {100 + row / 10:.1f} {200 + row / 10:.1f}" for row in range(12)]
SHEET = "/MediaBox [0 0 400 300]"


def _pdf(skew: float, turn: float = 0.0, rows: list[str] = ROWS) -> bytes:
    """The rows, 12 points apart and spread over the sheet, on lines that fall to the right by ``skew`` degrees."""
    angle = math.radians(turn - skew)
    cos, sin = math.cos(angle), math.sin(angle)
    placed = [(200 + (60 * column - 90), 190 - 12 * row, part) for row, text in enumerate(rows) for column, part in enumerate(text.split())]
    texts = " ".join(
        f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} "
        f"{200 + (x - 200) * cos - (y - 150) * sin:.3f} {150 + (x - 200) * sin + (y - 150) * cos:.3f} Tm ({part}) Tj"
        for x, y, part in placed
    )
    return build_pdf(f"BT /F1 9 Tf {texts} ET 0.5 w 110 180 m 290 180 l S", page=SHEET)


def _page(data: bytes, **options: str) -> Page:
    with open_document(data, Options(**options)) as document:
        return document.page(1)


@pytest.mark.parametrize(("skew", "turn"), [(3.0, 0), (-4.5, 0), (9.0, 0), (2.0, 90), (-2.0, 270), (3.0, 180)])
def test_lines_that_fall_or_rise_are_level_on_the_level_page(skew: float, turn: float) -> None:
    page = _page(_pdf(skew, turn))
    assert page.level is not None
    assert page.level.tilt.skew == pytest.approx(skew, abs=0.05)
    words, level = page.words, page.level.page.words
    assert sorted(word.text for word in level) == sorted(part for text in ROWS for part in text.split())
    assert {word.rotation for word in level} == {turn}
    across = (lambda word: word.bbox.center[1]) if turn in (0, 180) else (lambda word: word.bbox.center[0])
    lines = [[across(word) for word in level if word.line == line] for line in {word.line for word in level}]
    assert all(max(line) - min(line) < 1.5 for line in lines)
    for shown, upright in zip(words, level, strict=True):
        assert page.level.tilt.point_to_level(*shown.bbox.center) == pytest.approx(upright.bbox.center, abs=0.01)
        assert (shown.bbox.width, shown.bbox.height) == pytest.approx((upright.bbox.width, upright.bbox.height))


def test_a_word_stands_on_the_page_where_it_is_printed() -> None:
    plain, askew = _page(_pdf(0.0)), _page(_pdf(5.0))
    assert plain.level is None
    places = {word.text: word for word in askew.words}
    for word in plain.words:
        shown = places[word.text]
        x, y = word.bbox.center[0] - 200, word.bbox.center[1] - 150
        cos, sin = math.cos(math.radians(5)), math.sin(math.radians(5))
        assert shown.bbox.center == pytest.approx((200 + x * cos - y * sin, 150 + x * sin + y * cos), abs=0.6)


def test_text_that_is_level_or_too_little_or_turned_here_and_there_is_left_alone() -> None:
    assert _page(_pdf(0.4)).level is None
    assert _page(_pdf(5.0, rows=ROWS[:1])).level is None
    assert _page(_pdf(5.0), mode="compat").level is None
