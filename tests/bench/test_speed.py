"""The speed benches measure equal work, and average precision sees every query."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from bench.metrics_speed import table_pair, timings
from bench.slow_grits import slow_grits_con, slow_grits_loc, slow_grits_top
from bench.speed import Times, load_both
from grits import grits_con, grits_loc, grits_top
from pipeline.models.profile import default_profile
from pipeline.models.recognizer import PixelRecognizer
from table import BBox, StructureLabel
from tests.pipeline.models.builders import Stub, served, view


@pytest.mark.parametrize("seed", range(3))
def test_the_slow_yardstick_gives_the_same_scores(seed: int) -> None:
    truth, prediction = table_pair(5, 4, seed)
    assert slow_grits_loc(truth, prediction) == pytest.approx(grits_loc(truth, prediction).value, abs=1e-9)
    assert slow_grits_top(truth, prediction) == pytest.approx(grits_top(truth, prediction).value, abs=1e-9)
    assert slow_grits_con(truth, prediction) == pytest.approx(grits_con(truth, prediction).value, abs=1e-9)


def test_timings_hold_a_ratio_per_metric() -> None:
    found = timings(((4, 3),))
    assert [item.metric for item in found] == ["GriTS_Top", "GriTS_Con", "GriTS_Loc", "TEDS"]
    assert all(item.ratio is not None and item.ratio > 0 for item in found[:3])


def test_times_are_summed_up_by_their_median() -> None:
    times = Times([1.0, 2.0, 9.0], [1.0, 2.0, 9.0])
    assert (times.summary()["num"], times.summary()["median_processor"]) == (3, 2.0)


def test_all_queries_are_kept_and_the_pipeline_gets_those_above_the_threshold() -> None:
    from bench.all_queries import AllQueries, telling_all

    logits = torch.full((2, 7), -9.0)
    logits[0, 2], logits[1, 1], logits[1, 6] = 9.0, 0.0, 0.5  # a sure row, and a column less likely than no object
    boxes = torch.tensor([[0.5, 0.25, 1.0, 0.5], [0.5, 0.5, 0.5, 1.0]])
    profile = default_profile("structure", "table-transformer", num_queries=2)
    model = PixelRecognizer(served(Stub(lambda canvas: (logits, boxes)), profile, tuple(StructureLabel)))
    both = telling_all(model)
    assert isinstance(both, AllQueries)
    shown = view(BBox(20, 20, 180, 80), 200, 100)
    assert both.recognize([shown]) == model.recognize([shown])
    assert [item.label for item in both.recognize([shown])[0]] == [StructureLabel.ROW]
    assert [item.label for item in both.last[0]] == [StructureLabel.ROW, StructureLabel.COLUMN]
    assert np.isfinite([item.score for item in both.last[0]]).all()


@pytest.mark.model
def test_both_models_run_in_the_same_engine() -> None:
    recognizers, detectors = load_both("default", "default", 1)
    engines = [model.checkpoint.engine for model in (*recognizers, *detectors)]  # type: ignore[attr-defined]
    assert engines == ["torch"] * 4
