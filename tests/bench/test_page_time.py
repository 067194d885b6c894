"""The profile of a page: every stage's functions exist and are seen."""

from __future__ import annotations

from bench.page_time import RULES, STAGES, cold_start, page_times, ways
from pipeline import Extractor
from tests.fakes import SAMPLE


def test_every_stage_of_a_page_is_seen_and_the_sum_is_the_whole() -> None:
    pages, seconds = page_times([SAMPLE], Extractor(), ways(None)["onnx"])
    assert pages == 1
    assert set(STAGES) <= set(seconds)
    assert all(value > 0 for value in seconds.values())
    assert abs(sum(value for stage, value in seconds.items() if stage != "total") - seconds["total"]) < 1e-6
    assert seconds[RULES] < seconds["total"]


def test_the_help_is_there_at_once_and_light() -> None:
    found = cold_start(["--help"], 1)
    assert 0 < found["processor_seconds"] < 2.0  # a busy machine; a quiet one needs 0.2
    assert found["peak_mb"] < 60
