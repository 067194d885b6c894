"""The rules before the recognizer on recorded pages: candidates to regions, equal to the recording; each rule is needed.

The recording (see ORIGIN.md) holds geometry only: words without their letters, rulings, curves, pictures, candidates.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline import Extractor, InputError, Options
from pipeline.page import read_page
from pipeline.regions import BEFORE_READING, REGION_RULES, apply_rules
from pipeline.types import Page, TableRegion
from table import BBox, DetectionLabel, Ruling, Word
from tests.fakes import SAMPLE, FakeDetector, FakeRecognizer, sample_extractor
from tests.pipeline.documents.conftest import build_pdf
from tests.pipeline.regions.drawn_pages import crossed, draft, grid, grid_words, page, word

PAGES: list[dict[str, Any]] = json.loads(gzip.decompress((Path(__file__).parent / "pages.json.gz").read_bytes()))["pages"]

SIDE_BY_SIDE = page(grid(100, 100, 3, 3) + grid(300, 100, 4, 2), grid_words(100, 100, 3, 3) + grid_words(300, 100, 4, 2))
MISSED = page(grid(100, 100, 3, 3), grid_words(100, 100, 3, 3))
CUT = page([], grid_words(100, 100, 6, 4))
OPEN = page([Ruling(BBox(100, y, 280, y)) for y in (100, 120, 200)], grid_words(100, 100, 5, 3))
CAPTIONED = page([], [*grid_words(100, 100, 5, 3), *(word(102 + 30 * at, 206, text) for at, text in enumerate(("Table", "2:", "List")))])
LISTING = page([], [word(102 + 60 * x, 106 + 20 * y, text, 10) for y in range(4) for x, text in enumerate(("a", "=", "b;"))])
CONTENTS = page(
    [],
    [
        word(102 + 30 * x, 106 + 20 * y, text, 20)
        for y in range(6)
        for x, text in enumerate(("1." + str(y), "Title", ".....", ".....", str(y + 3)))
    ],
)
PIECES = page([Ruling(BBox(100, y, 280, y)) for y in (100, 120, 180, 260)], grid_words(100, 100, 8, 3))
FRAME = [Ruling(BBox(100, 76, 280, 76)), Ruling(BBox(100, 76, 100, 100)), Ruling(BBox(280, 76, 280, 100))]
TITLED = page([*OPEN.rulings, *FRAME], [*OPEN.words, word(110, 84, "Sales")])
DRAWN = (
    draft(SIDE_BY_SIDE, BBox(90, 90, 500, 190)),
    draft(MISSED),
    draft(CUT, BBox(100, 100, 340, 202)),
    draft(CAPTIONED, BBox(98, 98, 290, 218)),
    draft(CONTENTS, BBox(98, 98, 290, 220)),
    draft(LISTING, BBox(98, 98, 290, 190)),
    draft(TITLED, BBox(98, 98, 282, 202)),
    draft(PIECES, BBox(100, 100, 280, 178), BBox(100, 182, 280, 260)),
    draft(page(crossed(), grid_words(100, 100, 5, 4)), weak=(TableRegion(BBox(98, 98, 345, 205), 0.4, is_weak=True),)),
    draft(OPEN, weak=(TableRegion(BBox(100, 100, 280, 200), 0.4, is_weak=True),)),
)


def _boxes(values: list[list[float]]) -> tuple[BBox, ...]:
    return tuple(BBox(*value) for value in values)


def _page(case: dict[str, Any]) -> Page:
    words = tuple(Word("x" * length, BBox(*sides), rotation=rotation) for length, *sides, rotation in case["words"])
    rulings, curves, pictures = (_boxes(case[name]) for name in ("rulings", "curves", "pictures"))
    return Page(
        1,
        case["width"],
        case["height"],
        words,
        tuple(map(Ruling, rulings)),
        (),
        "pdf",
        lambda scale: np.zeros((1, 1, 3), np.uint8),
        curves=curves,
        pictures=pictures,
    )


def _regions(values: list[dict[str, Any]]) -> tuple[TableRegion, ...]:
    return tuple(TableRegion(BBox(*v["bbox"]), v["score"], v["rotation"], DetectionLabel(v["label"])) for v in values)


def _found(case: dict[str, Any], *without: str) -> tuple[tuple[TableRegion, ...], tuple[BBox, ...]]:
    reading = read_page(_page(case), Options(without=frozenset(without)), given=_regions(case["candidates"]))
    return reading.regions, reading.figures


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_candidates_become_the_recorded_regions(case: dict[str, Any]) -> None:
    assert _found(case) == (_regions(case["regions"]), _boxes(case["figures"]))


@pytest.mark.parametrize("rule", [rule.__name__ for rule in BEFORE_READING])
def test_each_rule_changes_a_page_and_can_be_switched_off(rule: str) -> None:
    recorded = (_found(case) != _found(case, rule) for case in PAGES)
    drawn = (apply_rules(BEFORE_READING, one)[0].regions != apply_rules(BEFORE_READING, one, [rule])[0].regions for one in DRAWN)
    assert any(recorded) or any(drawn)


def test_every_state_is_kept_and_shown() -> None:
    (page,) = sample_extractor(keep_traces=True).extract(SAMPLE).pages
    after_table = {"table_may_be_cut", "hard_to_read", "numbers_look_odd", "texts_are_cut", "ink_left_unread", "stand_off_ink"}
    assert [step.rule for step in page.region_steps] == [rule for rule in REGION_RULES if rule not in after_table]
    assert all(len(step.boxes) == 1 for step in page.region_steps)
    assert sample_extractor().extract(SAMPLE).pages[0].region_steps == ()


def test_a_rule_that_does_not_exist_is_named() -> None:
    with pytest.raises(InputError, match="no rule is called 'join_stacked'"):
        sample_extractor().extract(SAMPLE, Options(without=frozenset({"join_stacked"})))


@pytest.mark.parametrize(
    ("rotation", "matrix"), [(0, "1 0 0 1 50 118"), (90, "0 1 -1 0 82 50"), (180, "-1 0 0 -1 150 82"), (270, "0 -1 1 0 118 150")]
)
def test_a_detected_table_comes_out_in_reading_order_whichever_way_it_stands(rotation: int, matrix: str) -> None:
    placed = (("north", 0, 0), ("12.5", 80, 0), ("south", 0, 40), ("17.0", 80, 40))
    texts = " ".join(f"1 0 0 1 {x} {-y} Tm ({text}) Tj" for text, x, y in placed)
    data = build_pdf(f"q {matrix} cm BT /F1 9 Tf {texts} ET Q", page="/MediaBox [0 0 200 200]")
    result = Extractor(detector=FakeDetector(BBox(5, 5, 195, 195)), recognizer=FakeRecognizer()).extract(data)
    (table,) = result.tables
    assert table.rotation == rotation
    assert [cell.text for cell in table.cells] == ["north", "12.5", "south", "17.0"]
