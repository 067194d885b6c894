"""The measure of added time sees every step it names, and its shares are parts of one whole."""

from __future__ import annotations

import importlib

import pytest

from bench.added_time import STEPS, timed_steps
from tests.fakes import SAMPLE, sample_extractor


def test_each_step_names_a_function_that_is_there_and_is_timed_while_it_runs() -> None:
    for places in STEPS.values():
        for place in places:
            module, function = place.split(":")
            assert callable(getattr(importlib.import_module(module), function))
    seconds: dict[str, float] = {}
    with timed_steps(seconds):
        result = sample_extractor().extract(SAMPLE)
        result.to_json()
    assert result.tables
    assert set(seconds) == set(STEPS)
    assert seconds["values and sums"] > 0
    assert seconds["typed JSON"] > 0


def test_nothing_is_timed_afterwards() -> None:
    seconds: dict[str, float] = {}
    with timed_steps(seconds):
        pass
    before = dict(seconds)
    sample_extractor().extract(SAMPLE).to_json()
    assert seconds == pytest.approx(before)
