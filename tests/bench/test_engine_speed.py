"""The engines' speed: every variant answers, each is compared with torch as it comes, the record is whole."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch")

from bench import engine_speed
from bench.speed import random_table_transformer

pytestmark = pytest.mark.model


def test_every_engine_is_timed_and_answers_alike(tmp_path: Path) -> None:
    small = random_table_transformer("structure", layers=1)
    with (
        patch.object(engine_speed, "SIZES", ((96, 64),)),
        patch.object(engine_speed, "TABLE", (96, 64, 3, 2)),
        patch.object(engine_speed, "random_table_transformer", lambda task: small),
    ):
        done = CliRunner().invoke(engine_speed.app, ["--runs", "1", "-o", str(tmp_path / "speed.json")], catch_exceptions=False)
    assert done.exit_code == 0
    record = json.loads((tmp_path / "speed.json").read_text("utf-8"))
    found, stages = record["sizes"]["96x64"], record["structure_model_in_the_box"]["engines"]
    assert len(found) >= 5, "OpenVINO where it is installed"
    assert all(one["processor_seconds"] > 0 for one in found.values())
    assert found[engine_speed.EAGER]["times_faster"] == 1
    assert found["onnx"]["largest_difference"] < 1e-4
    assert found["torch channels-last"]["largest_difference"] < 1e-4
    assert stages[engine_speed.EAGER]["times_faster"] == 1
    assert 0 < stages["onnx"]["largest_difference"] < 1e-3 < stages[engine_speed.DEFAULT]["largest_difference"]
    assert record["floor"].keys() == {"picture 96x64", "raster 96x64"}
    assert 0 < record["floor"]["raster 96x64"]["processor_seconds"] < stages[engine_speed.EAGER]["processor_seconds"]
