"""The measure of added time sees the steps it names, and its shares are parts of one whole."""

from __future__ import annotations

import pytest

from bench.added_time import STEPS, measure_shares
from bench.clock import Clock
from tests.fakes import SAMPLE, sample_extractor


def test_steps_are_timed_while_the_clock_runs_and_never_after() -> None:
    clock = Clock()
    with clock.running(STEPS):  # fails for a step whose function is not there
        result = sample_extractor().extract(SAMPLE)
        result.to_json()
    assert result.tables
    assert set(clock.seconds) == set(STEPS)
    assert clock.seconds["values and sums"] > 0
    assert clock.seconds["typed JSON"] > 0
    before = dict(clock.seconds)
    sample_extractor().extract(SAMPLE).to_json()
    assert clock.seconds == before


def test_shares_are_parts_of_the_whole() -> None:
    found = measure_shares([SAMPLE])
    assert (found["num_documents"], found["num_pages"], found["num_tables"]) == (1, 1, 1)
    assert found["share"] == pytest.approx(sum(found[name] for name in STEPS), abs=1e-3)
    assert 0 < found["share"] < 1
