from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.models.decode import class_scores, decode
from pipeline.models.profile import Profile, default_profile
from table import DetectionLabel, StructureLabel

TABLE, ROTATED = DetectionLabel.TABLE, DetectionLabel.TABLE_ROTATED
SOFTMAX = default_profile("detection", "table-transformer")
SIGMOID = default_profile("detection", "rt_detr_v2")
MIDDLE = [0.5, 0.5, 0.2, 0.4]


def run(logits: list[list[float]], boxes: list[list[float]] | None = None, profile: Profile = SOFTMAX) -> list[tuple[str, float]]:
    chosen = np.array(boxes if boxes is not None else [MIDDLE] * len(logits), np.float32).reshape(-1, 4)
    found = decode(np.array(logits, np.float32).reshape(len(chosen), -1), chosen, tuple(DetectionLabel), profile)
    return [(str(detection.label), round(detection.score, 4)) for detection in found]


def test_softmax_counts_no_object_in_the_score_but_never_returns_it() -> None:
    two_of_three = math.log(2)
    assert run([[two_of_three, -50, 0]]) == [("table", 0.6667)]
    assert run([[0, -50, two_of_three]]) == []  # 0.33, below the threshold


def test_low_threshold_reaches_below_no_object() -> None:
    """argmax goes over the real classes only, so a threshold below 0.5 has a meaning."""
    low = dataclasses.replace(SOFTMAX, thresholds={"table": 0.3, "table rotated": 0.5})
    assert run([[0, -50, math.log(2)]], profile=low) == [("table", 0.3333)]


def test_softmax_gives_one_class_per_query_and_sigmoid_several() -> None:
    both = dataclasses.replace(SOFTMAX, thresholds={"table": 0.2, "table rotated": 0.2})
    assert run([[0.1, 0, -50]], profile=both) == [("table", 0.525)]
    assert run([[3, 2]], profile=SIGMOID) == [("table", 0.9526)]  # at most as many as queries
    assert run([[3, 2], [-9, -9]], profile=SIGMOID) == [("table", 0.9526), ("table rotated", 0.8808)]


def test_each_class_has_its_own_threshold() -> None:
    strict = dataclasses.replace(SIGMOID, thresholds={"table": 0.9, "table rotated": 0.1})
    assert run([[1, -9], [-9, -1]], profile=strict) == [("table rotated", 0.2689)]


def test_boxes_are_corners_inside_the_canvas_and_empty_ones_are_dropped() -> None:
    logits = np.array([[9, 0, 0]] * 4, np.float32)
    boxes = np.array([MIDDLE, [0.1, 0.1, 0.4, 0.4], [0.5, 0.5, 0, 0.3], [2, 2, 0.1, 0.1]], np.float32)
    found = decode(logits, boxes, tuple(DetectionLabel), SOFTMAX)
    assert sorted(d.box for d in found) == [pytest.approx((0, 0, 0.3, 0.3), abs=1e-6), pytest.approx((0.4, 0.3, 0.6, 0.7), abs=1e-6)]


def test_order_is_by_score_and_total() -> None:
    boxes = [[0.5, 0.8, 0.2, 0.2], [0.5, 0.2, 0.2, 0.2], [0.2, 0.2, 0.2, 0.2]]
    logits = [[5.0, -9], [5.0, -9], [6.0, -9]]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        shuffled = np.array([logits[i] for i in order], np.float32), np.array([boxes[i] for i in order], np.float32)
        found = decode(*shuffled, tuple(DetectionLabel), SIGMOID)
        assert [round(d.box[0] + d.box[1], 3) for d in found] == [0.2, 0.5, 1.1]


def test_labels_follow_the_checkpoint_s_order() -> None:
    found = decode(np.array([[9, 0, 0]], np.float32), np.array([MIDDLE], np.float32), (ROTATED, TABLE), SOFTMAX)
    assert found[0].label is ROTATED


def test_no_queries_is_no_detection() -> None:
    assert decode(np.zeros((0, 3), np.float32), np.zeros((0, 4), np.float32), tuple(DetectionLabel), SOFTMAX) == []


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("where", ["logits", "boxes"])
def test_numbers_that_are_not_finite_are_an_error(wrong: float, where: str) -> None:
    values = {"logits": np.zeros((2, 3), np.float32), "boxes": np.full((2, 4), 0.5, np.float32)}
    values[where][1, 0] = wrong
    with pytest.raises(ModelError, match="not finite"):
        decode(values["logits"], values["boxes"], tuple(DetectionLabel), SOFTMAX)


def test_a_wrong_number_of_outputs_names_the_scoring() -> None:
    with pytest.raises(ModelError, match=r"softmax scoring of 6 classes needs \(queries, 7\)"):
        decode(np.zeros((1, 6), np.float32), np.zeros((1, 4), np.float32), tuple(StructureLabel), default_profile("structure", "detr"))


def test_extreme_logits_do_not_overflow() -> None:
    assert class_scores(np.array([[1e4, -1e4]], np.float32), "sigmoid").tolist() == [[1, 0]]
    assert class_scores(np.array([[1e4, -1e4, 0]], np.float32), "softmax").tolist() == [[1, 0]]
