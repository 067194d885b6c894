"""Weak detections are told where no table holds their words, and read only when something else speaks for them."""

from __future__ import annotations

import json

from pipeline import Extractor
from pipeline.regions.rules.candidates import tell_candidates
from pipeline.results.json_format import read_result
from pipeline.types import Page, TableRegion
from table import BBox
from tablewright.terminal import candidates_text
from tests.fakes import SAMPLE, FakeRecognizer
from tests.pipeline.regions.drawn_pages import draft, grid_words, page

FAR, NEAR = BBox(90, 390, 300, 470), BBox(95, 95, 290, 165)


def _weak(box: BBox, score: float) -> TableRegion:
    return TableRegion(box, score, is_weak=True)


def test_candidates_are_told_once_a_place_and_best_first() -> None:
    where = page([], grid_words(100, 100, 3, 3) + grid_words(100, 400, 3, 3))
    weak = [_weak(FAR, 0.3), _weak(FAR.expand(3), 0.4), _weak(NEAR, 0.45), _weak(BBox(400, 600, 500, 700), 0.49)]
    assert [one.score for one in tell_candidates(draft(where, weak=weak)).candidates] == [0.45, 0.4]
    assert [one.score for one in tell_candidates(draft(where, NEAR, weak=weak)).candidates] == [0.4]


class _Detector:
    def __init__(self, *regions: TableRegion) -> None:
        self.regions = list(regions)

    def detect(self, pages: list[Page]) -> list[list[TableRegion]]:
        return [self.regions for _ in pages]


def test_a_result_tells_its_candidates_and_reads_none_of_them() -> None:
    found = TableRegion(BBox(50, 60, 560, 300), 0.9)
    result = Extractor(detector=_Detector(found, _weak(BBox(50, 310, 560, 700), 0.3)), recognizer=FakeRecognizer()).extract(SAMPLE)
    (one,) = json.loads(result.to_json())["pages"][0]["candidates"]
    assert one == {"bbox": [50, 310, 560, 700], "score": 0.3, "rotation": 0}
    assert len(result.tables) == 1
    assert read_result(result.to_json()).pages[0].candidates == result.pages[0].candidates


def test_candidates_are_told_where_no_table_was_found() -> None:
    result = Extractor(detector=_Detector(_weak(BBox(50, 60, 560, 700), 0.3)), recognizer=FakeRecognizer()).extract(SAMPLE)
    assert result.tables == ()
    assert len(result.pages[0].candidates) == 1


def test_the_command_line_says_which_threshold_shows_them() -> None:
    assert candidates_text([0.45]) == "1 weaker candidate: --threshold 0.4 shows it"
    assert candidates_text([0.45, 0.31]) == "2 weaker candidates: --threshold 0.3 shows them"
