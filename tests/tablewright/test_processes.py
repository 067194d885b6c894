"""Every command once in a process of its own: no import that only works because another test ran before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tablewright.cli import COMMANDS
from tests.fakes import ROOT, SAMPLE, SAMPLE_OBJECTS

FIRST_IMPORTS = (
    "pipeline.models.axis_detr.registered",
    "pipeline.models.page_detr.registered",
    "training.assembly",
    "training.export",
    "training.pixels.trainer",
)
REPLAY = ["--from-objects", str(SAMPLE_OBJECTS)]


def started(*words: object, folder: Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, *map(str, words)], cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_starts(name: str, tmp_path: Path) -> None:
    done = started("-m", "tablewright", name, "--help", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: tablewright " + name in done.stdout


def test_a_recording_is_replayed_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = started("-m", "tablewright", "extract", SAMPLE, "--format", "csv", *REPLAY, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Postnatal Day 1" in done.stdout


@pytest.mark.model
@pytest.mark.parametrize("module", FIRST_IMPORTS)
def test_each_module_with_transformers_can_be_the_first_import(module: str, tmp_path: Path) -> None:
    done = started("-c", f"import {module}", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.model
def test_extract_and_batch_load_the_models(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sample.pdf").write_bytes(SAMPLE.read_bytes())
    done = started("-m", "tablewright", "extract", "in/sample.pdf", "--format", "csv", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Postnatal Day 1" in done.stdout
    done = started("-m", "tablewright", "batch", "in", "-o", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "out").rglob("sample*"))


@pytest.mark.model
def test_train_trains(tmp_path: Path) -> None:
    files = ["--state", "s.pt", "-o", "out", "--device", "cpu", "--minutes", 0.001]
    done = started("-m", "tablewright", "train", "--task", "structure", "--data", "synthetic", *files, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "samples in" in done.stdout
