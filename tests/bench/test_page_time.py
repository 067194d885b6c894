"""The profile of a page: every stage's functions exist, and a stage's time is its own."""

from __future__ import annotations

import time

from bench.page_time import RULES, STAGES, Clock, cold_start, page_times
from pipeline import Extractor
from tests.fakes import SAMPLE


def spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_stage_has_its_own_time_only() -> None:
    clock = Clock()
    inner = clock.timed("inner", lambda: spin(0.02))
    outer = clock.timed("outer", lambda: (spin(0.01), inner()))
    outer()
    assert 0.018 < clock.seconds["inner"] < 0.03
    assert 0.008 < clock.seconds["outer"] < 0.018


def test_every_stage_of_a_page_is_seen_and_the_sum_is_the_whole() -> None:
    pages, seconds = page_times([SAMPLE], Extractor(), "onnx")
    assert pages == 1
    assert set(STAGES) <= set(seconds)
    assert all(value > 0 for value in seconds.values())
    assert abs(sum(value for stage, value in seconds.items() if stage != "total") - seconds["total"]) < 1e-6
    assert seconds[RULES] < seconds["total"]


def test_the_help_is_there_at_once_and_light() -> None:
    found = cold_start(["--help"], 1)
    assert 0 < found["processor_seconds"] < 2.0  # a busy machine; a quiet one needs 0.2
    assert found["peak_mb"] < 60
