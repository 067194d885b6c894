"""Confidences come from the checkpoint's calibration where it has one, and say so where it has none."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline import Extractor, Options, Recording, ReplayDetector, ReplayRecognizer
from pipeline.calibration import CONSTANT, FLAG, LEAST, MOST, Calibration
from pipeline.errors import ModelError
from pipeline.flags import Flag
from pipeline.models.profile import default_profile, read_profile, write_profile
from pipeline.models.recordings import RecordingRecognizer
from pipeline.page_tables import weighed
from pipeline.types import calibration_of
from table import Cell, Table
from tests.fakes import SAMPLE, FakeRecognizer, sample_extractor, sample_recording

ROUGH = Calibration({CONSTANT: 1.0, "row": 0.5, FLAG + "no_body": -3.0}, ("made up",))


CELLS = (("a", 0.8), ("b", None), ("c", 0.9), ("", 0.1))


def test_no_sign_no_weight_and_never_quite_sure() -> None:
    values = np.array([[0.0, 9.0], [2.0, 0.0], [900.0, 0.0], [-900.0, 0.0]])
    found = ROUGH.of_cells(("row", "a sign of later versions"), values)
    assert found[0] == pytest.approx(1 / (1 + math.exp(-1)))
    assert found[1] == pytest.approx(1 / (1 + math.exp(-2)))
    assert found[2:].tolist() == [MOST, LEAST]
    assert ROUGH.of_cells(("row",), np.zeros((0, 1))).tolist() == []


def test_a_flag_lowers_every_cell_of_its_table() -> None:
    assert ROUGH.flagged([0.8], ()) == pytest.approx([0.8])
    assert ROUGH.flagged([0.8], ("no_body", "no_body", "rows_joined")) == pytest.approx([1 / (1 + math.exp(3) / 4)])


def test_weighing_leaves_unknown_confidences_alone() -> None:
    cells = tuple(Cell(range(1), range(k, k + 1), text, confidence=value) for k, (text, value) in enumerate(CELLS))
    table = Table(1, 4, cells, flags=("no_body",), confidence=0.3)
    assert weighed(table, None) is table
    found = weighed(table, ROUGH)
    low = ROUGH.flagged([0.8, 0.9, 0.1], ("no_body",))
    assert [cell.confidence for cell in found.cells] == pytest.approx([low[0], None, low[1], low[2]])
    assert found.confidence == pytest.approx((low[0] + low[1]) / 2)  # of those with text
    assert found.flags == ("no_body", "doubtful_cells")
    assert weighed(replace(table, flags=()), ROUGH).flags == ()  # .8 and .9; the blank cell's .1 is no value
    assert weighed(replace(table, cells=tuple(replace(cell, text="") for cell in cells)), ROUGH).confidence is None


def test_a_profile_keeps_its_calibration(tmp_path: Path) -> None:
    defaults = default_profile("structure", "axis-detr")
    write_profile(tmp_path / "profile.json", replace(defaults, calibration=ROUGH))
    assert read_profile(tmp_path / "profile.json", defaults).calibration == ROUGH
    write_profile(tmp_path / "profile.json", defaults)
    assert "calibration" not in json.loads((tmp_path / "profile.json").read_text())
    assert read_profile(tmp_path / "profile.json", defaults).calibration is None


@pytest.mark.parametrize("value", [{"made_on": []}, {"cells": {"row": "much"}}, {"cells": {}, "curve": 1}, [1]])
def test_a_damaged_calibration_is_refused(tmp_path: Path, value: object) -> None:
    (tmp_path / "profile.json").write_text(json.dumps({"version": 1, "calibration": value}))
    with pytest.raises(ModelError, match=r"profile\.json"):
        read_profile(tmp_path / "profile.json", default_profile("structure", "axis-detr"))


def test_recordings_carry_it_and_results_tell_whether_there_was_one() -> None:
    recording = sample_recording()
    plain = sample_extractor().extract(SAMPLE)
    assert plain.versions["confidence"] == "uncalibrated"
    known = Recording.from_json(replace(recording, calibration=ROUGH).to_json())
    assert known.calibration == ROUGH
    found = Extractor(detector=ReplayDetector(known), recognizer=ReplayRecognizer(known)).extract(SAMPLE)
    assert found.versions["confidence"] == "calibrated"
    for old, new in zip(plain.tables, found.tables, strict=True):
        assert [c.text for c in old.cells] == [c.text for c in new.cells]
        assert old.confidence != new.confidence
    in_compat = Extractor(detector=ReplayDetector(known), recognizer=ReplayRecognizer(known)).extract(SAMPLE, Options(mode="compat"))
    assert in_compat.versions["confidence"] == "uncalibrated"


def test_a_recorder_hands_the_calibration_on() -> None:
    inner = FakeRecognizer()
    assert calibration_of(RecordingRecognizer(inner, Recording())) is None
    inner.calibration = ROUGH  # type: ignore[attr-defined]
    recording = Recording()
    assert calibration_of(RecordingRecognizer(inner, recording)) is ROUGH is recording.calibration


@pytest.mark.model
def test_the_weights_in_the_box_are_calibrated_with_known_signs_and_flags() -> None:
    from pipeline.models.sources import find_source
    from pipeline.structure.signs import SIGNS

    source = find_source("default", "structure")
    found = read_profile(source.profile_path, default_profile("structure", "axis-detr")).calibration
    assert found is not None
    flags = {FLAG + flag for flag in Flag}
    assert set(found.cells) <= {CONSTANT, *SIGNS, *flags}
