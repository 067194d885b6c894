"""``tablewright calibrate`` from a set on disk to a profile; the models are fakes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.calibration import command
from bench.calibration.evidence import TableEvidence, evidence_of
from bench.rule_switches import options_without
from bench.scores.models import Memory, Models
from bench.scores.run import Variant, run_set
from bench.scores.sets import SETS, DevelopmentSet
from pipeline.calibration import Calibration
from pipeline.structure.signs import SIGNS
from tablewright.cli import run
from tests.bench.builders import DATA
from tests.bench.test_evaluate import BOX, five_by_two
from tests.fakes import FakeDetector, FakeRecognizer


@pytest.fixture
def models() -> Models:
    return Models(FakeDetector(BOX), FakeRecognizer(five_by_two), Memory(), {"structure": {"name": "fake"}})


def one_set(name: str) -> DevelopmentSet:
    return next(one for one in SETS if one.name == name)


@pytest.mark.parametrize("name", ["icdar2013_box_given", "icdar2013_end_to_end"])
def test_cells_of_a_set_come_with_their_signs(models: Models, tmp_path: Path, name: str) -> None:
    (result,) = run_set(one_set(name), DATA, tmp_path, models, [Variant("product")])
    (table,) = evidence_of(result, {})
    assert table.collection == "ICDAR-2013"
    assert len(table.signs) == len(table.right) == 10
    assert table.has_text.all()
    assert table.right.sum() >= 9


def test_cells_of_a_false_table_are_wrong(tmp_path: Path) -> None:
    false = BOX.shift(0, -200)
    models = Models(FakeDetector(false), FakeRecognizer(), Memory(), {})
    kept = Variant("false tables of text kept", options_without(("leave_out_text",)))
    (result,) = run_set(one_set("icdar2013_end_to_end"), DATA, tmp_path, models, [kept])
    found, invented = evidence_of(result, {})  # the true one is found by its rulings
    assert found.right.any()
    assert invented.has_text.any()
    assert not invented.right.any()


def test_the_command_measures_each_collection_by_the_others_and_writes(
    monkeypatch: pytest.MonkeyPatch, models: Models, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(0)
    written: list[Calibration] = []

    def made(collection: str) -> TableEvidence:
        signs = rng.normal(size=(30, len(SIGNS)))
        right = rng.random(30) < 1 / (1 + np.exp(-2 * signs[:, 0]))
        return TableEvidence(collection, "a", signs, np.ones(30, bool), right, ())

    tables = [made(name) for name in ("a", "b", "c") for _ in range(20)]
    monkeypatch.setattr(command, "load_models", lambda *_: models)
    monkeypatch.setattr(command, "read_evidence", lambda *_: tables)
    monkeypatch.setattr(command, "write_calibration", lambda _, found: written.append(found))
    assert run(["calibrate", "--data", str(tmp_path), "--write", "-o", str(tmp_path / "c.json")]) == 0
    value = json.loads((tmp_path / "c.json").read_text())
    assert set(value["left_out"]) == {"a", "b", "c", "together"}
    assert Calibration.from_dict(value["calibration"]) == replace(written[0], made_on=("a", "b", "c"))
    assert "calibration error" in capsys.readouterr().out


def test_nothing_to_calibrate_on_is_said(monkeypatch: pytest.MonkeyPatch, models: Models, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "load_models", lambda *_: models)
    assert run(["calibrate", "--data", str(tmp_path)]) == 3
    assert run(["calibrate", "--data", str(tmp_path), "--only", "nothing"]) == 3
