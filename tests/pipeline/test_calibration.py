"""Confidences come from the checkpoint's calibration where it has one, and say so where it has none."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline import Extractor, Options, Recording, ReplayDetector, ReplayRecognizer
from pipeline.calibration import CONSTANT, FLAG, LEAST, MOST, Calibration, table_signs
from pipeline.errors import ModelError
from pipeline.models.profile import default_profile, read_profile, write_profile
from pipeline.models.recordings import RecordingRecognizer
from pipeline.page_tables import weighed
from pipeline.types import calibration_of
from table import Cell, Table
from tests.fakes import SAMPLE, FakeRecognizer, sample_extractor, sample_recording

ROUGH = Calibration({CONSTANT: 1.0, "row": 0.5, FLAG + "no_body": -3.0}, {CONSTANT: 0.5, "all": 1.0}, ("made up",))


def test_no_sign_no_weight_and_never_quite_sure() -> None:
    values = np.array([[0.0, 9.0], [2.0, 0.0], [900.0, 0.0], [-900.0, 0.0]])
    found = ROUGH.of_cells(("row", "a sign of later versions"), values)
    assert found[0] == pytest.approx(1 / (1 + math.exp(-1)))
    assert found[1] == pytest.approx(1 / (1 + math.exp(-2)))
    assert found[2:].tolist() == [MOST, LEAST]
    assert ROUGH.of_cells(("row",), np.zeros((0, 1))).tolist() == []


def test_a_flag_lowers_every_cell_of_its_table() -> None:
    assert ROUGH.flagged(0.8, ()) == pytest.approx(0.8)
    assert ROUGH.flagged(0.8, ("no_body", "no_body", "rows_joined")) == pytest.approx(1 / (1 + math.exp(3) / 4))


def test_a_table_is_no_surer_than_all_of_its_cells() -> None:
    assert table_signs([]) == {"all": 0.0, "weakest": 0.0, "mean": 0.0, "size": 0.0}
    assert table_signs([0.5, 0.9])["all"] == pytest.approx(math.log(0.45))
    plain = Calibration({}, {"all": 1.0})
    assert plain.of_table([0.9] * 10, ()) < plain.of_table([0.99] * 10, ()) < plain.of_table([], ())


def test_weighing_leaves_unknown_confidences_alone() -> None:
    cells = (Cell(range(1), range(1), "a", confidence=0.8), Cell(range(1), range(1, 2), "b"))
    table = Table(1, 2, cells, flags=("no_body",), confidence=0.3)
    assert weighed(table, None) is table
    found = weighed(table, ROUGH)
    assert found.cells[0].confidence == pytest.approx(ROUGH.flagged(0.8, ("no_body",)))
    assert found.cells[1].confidence is None
    assert found.confidence == pytest.approx(ROUGH.of_table([found.cells[0].confidence], ("no_body",)))


def test_a_profile_keeps_its_calibration(tmp_path: Path) -> None:
    defaults = default_profile("structure", "axis-detr")
    write_profile(tmp_path / "profile.json", replace(defaults, calibration=ROUGH))
    assert read_profile(tmp_path / "profile.json", defaults).calibration == ROUGH
    write_profile(tmp_path / "profile.json", defaults)
    assert "calibration" not in json.loads((tmp_path / "profile.json").read_text())
    assert read_profile(tmp_path / "profile.json", defaults).calibration is None


@pytest.mark.parametrize("value", [{"cells": {}}, {"cells": {"row": "much"}, "table": {}}, {"cells": {}, "table": {}, "curve": 1}, [1]])
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
