"""The times of two checkouts: each is read with its own code, and one that cannot read is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bench.checkout_speed import app, read_with
from tests.fakes import SAMPLE

# a checkout whose extractor reads three pages of every document
_OTHER = """
class Options:
    def __init__(self, **given): pass
class Result:
    pages = [1, 2, 3]
    def to_json(self): return ""
    def to_html(self): return ""
class Extractor:
    def extract(self, path, options): return Result()
"""


@pytest.fixture
def other(tmp_path: Path) -> Path:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").write_text(_OTHER)
    return tmp_path


def test_the_checkout_asked_for_is_the_one_that_reads(other: Path) -> None:
    pages, seconds = read_with(other, [SAMPLE])
    assert pages == 3
    assert seconds >= 0


def test_a_folder_without_a_checkout_is_named(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").write_text("raise ValueError('broken')")
    with pytest.raises(typer.BadParameter, match="broken"):
        read_with(tmp_path, [SAMPLE])


@pytest.mark.model
def test_both_are_timed_and_compared(other: Path, tmp_path: Path) -> None:
    out = tmp_path / "times.json"
    found = CliRunner().invoke(app, [str(SAMPLE.parent), "--other", str(other), "--rounds", "1", "-o", str(out)])
    assert found.exit_code == 0, found.output
    value = json.loads(out.read_text())
    times = value["milliseconds_per_page"]
    assert times["this"] > times["other"]
    assert value["commits"]["other"] == "unknown"
