"""No word of a page is in two detected tables, however their boxes and crops overlap."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.options import Options
from pipeline.page import read_page
from pipeline.types import Page, TableRegion
from table import BBox, Table, Word
from tests.fakes import FakeRecognizer

WORDS = tuple(Word(f"w{x}-{y}", BBox(x, y, x + 14, y + 8)) for x in range(10, 290, 20) for y in range(10, 190, 12))
SIDES = st.tuples(st.integers(0, 250), st.integers(0, 150), st.integers(30, 250), st.integers(30, 150))


def _page() -> Page:
    def render(scale: float) -> np.ndarray:
        return np.full((round(200 * scale), round(300 * scale), 3), 255, np.uint8)

    return Page(1, 300, 200, WORDS, (), (), "pdf", render)


def _recognizer() -> FakeRecognizer:
    recognizer = FakeRecognizer()
    recognizer.crop_padding = 15.0
    return recognizer


def _tables(regions: list[TableRegion]) -> list[Table]:
    options = Options(without=frozenset({"keep_one_per_place"}))  # so that boxes overlap as they were drawn
    found = read_page(_page(), options, recognizer=_recognizer(), given=regions)
    return [outcome.table for outcome in found.outcomes if outcome.table]


def _texts(table: Table) -> list[str]:
    return [text for cell in table.cells for text in cell.text.split()] + [word.text for word in table.unassigned_words]


@given(st.lists(SIDES, min_size=1, max_size=4))
def test_a_word_is_in_one_table(sides: list[tuple[int, int, int, int]]) -> None:
    boxes = [BBox(x, y, min(x + wide, 300), min(y + high, 200)) for x, y, wide, high in sides]
    found = [_texts(table) for table in _tables([TableRegion(box, 0.9 - 0.1 * n) for n, box in enumerate(boxes)])]
    assert all(count == 1 for count in Counter(text for texts in found for text in texts).values())


def test_a_word_belongs_to_the_box_around_it_and_else_to_the_better_one() -> None:
    upper, lower = _tables([TableRegion(BBox(0, 0, 300, 104), 0.6), TableRegion(BBox(0, 96, 300, 200), 0.9)])
    assert "w10-94" in _texts(lower)  # its centre is in both, and the lower region has the higher score
    assert "w10-82" in _texts(upper)
    assert "w10-106" in _texts(lower)


def test_boxes_that_the_caller_drew_keep_their_words() -> None:
    box = BBox(0, 0, 150, 100)
    one, other = _tables([TableRegion(box, 1.0, is_given=True), TableRegion(box, 1.0, is_given=True)])
    assert _texts(one) == _texts(other) != []
