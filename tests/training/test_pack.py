"""Shards are written by a command from what ``train --data`` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tablewright.cli import run
from training.shards import load_tables

pytestmark = pytest.mark.model


def test_labelled_tables_become_a_shard(tmp_path: Path, tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shard = tmp_path / "tables.xz"
    assert run(["pack", "--task", "structure", "--data", str(tables), "-o", str(shard)]) == 0
    found = load_tables(shard)
    assert len(found) > 1
    assert all(sample.is_sound() and len(sample.layout.boxes) for sample in found)
    assert f"{len(found)} tables" in capsys.readouterr().out


def test_a_shard_is_named_as_one_and_holds_something(tmp_path: Path, tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", "--task", "structure", "--data", str(tables), "-o", str(tmp_path / "tables.zip")]) == 2
    (tmp_path / "empty").mkdir()
    assert run(["pack", "--task", "structure", "--data", str(tmp_path / "empty"), "-o", str(tmp_path / "a.xz")]) == 3
    assert "no PASCAL VOC annotation" in capsys.readouterr().err
    assert not (tmp_path / "a.xz").exists()
