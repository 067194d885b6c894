"""A device beside the CPU: the same tables are counted, every batch size has its rate, the record has its form."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch")

from bench import device_speed
from bench.result_schema import problems_of
from bench.speed import random_table_transformer

pytestmark = pytest.mark.model


def test_a_device_is_set_beside_the_cpu(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    shutil.copyfile("examples/sample.pdf", tmp_path / "set" / "sample.pdf")
    small, file = random_table_transformer("structure", layers=1), tmp_path / "device_speed.json"
    with (
        patch.object(device_speed, "SIZE", (64, 96)),
        patch.object(device_speed, "BATCHES", (1, 2)),
        patch.object(device_speed, "random_table_transformer", lambda task: small),
    ):
        arguments = [str(tmp_path / "set"), "--device", "cpu", "--runs", "1", "-o", str(file)]
        done = CliRunner().invoke(device_speed.app, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    found = json.loads(file.read_text("utf-8"))
    assert found["num_tables"] == found["num_same_tables"] > 0
    assert found["num_same_documents"] == 1
    assert [one["pictures_per_second"] > 0 for one in found["table_transformer"]["cpu"].values()] == [True, True]
    assert problems_of(found) == []
