"""Two systems on the same documents, with and without truth: pairs, differences, files and the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bench.agreement import agreement
from bench.predictions import PredictedTable, SamplePrediction
from bench.report.agreement import agreement_page
from bench.report.tables import side_by_side
from bench.samples import Sample
from table import Table
from tablewright.cli import run as run_command
from tests.bench.builders import DATA, grid, write_json
from tests.bench.test_evaluate import folder_of

ICDAR = DATA / "icdar2013"


class Answers:
    """A system that always says the same."""

    def __init__(self, name: str, *tables: Table, problem: str = "") -> None:
        self.name, self._tables, self._problem = name, tables, problem

    def read(self, sample: Sample) -> SamplePrediction:
        return SamplePrediction(tuple(PredictedTable(t, t.page, t.bbox) for t in self._tables), is_aligned=False, problem=self._problem)


DOCUMENT = Sample("doc", None, "points", ())
ONE, OTHER, THIRD = grid("a | 1", "b | 2", "c | 3"), grid("k | 7", page=2), grid("z | 9", page=3)


def test_pairs_differences_and_tables_of_one_side_only() -> None:
    lost_row = grid("a | 1", "c | 3")
    found = agreement(Answers("old", ONE, OTHER), Answers("new", OTHER, lost_row, THIRD, problem="page 4: damaged"), [DOCUMENT])
    assert (found.num_documents, len(found.tables), found.num_equal) == (1, 3, 1)
    only_new, lost = found.differing
    assert (only_new.first, only_new.second, only_new.page) == (None, THIRD, 3)
    assert (lost.num_differing, lost.first, lost.second) == (2, ONE, lost_row)
    assert 0.5 < lost.grits_con < 1
    assert found.problems == (("new", "doc", "page 4: damaged"),)


def test_equal_answers_have_no_difference() -> None:
    found = agreement(Answers("old", ONE), Answers("new", ONE), [DOCUMENT, DOCUMENT])
    assert (found.num_documents, found.num_equal, found.differing) == (2, 2, ())


def test_cells_are_marked_by_alignment_not_by_place() -> None:
    page = side_by_side(ONE, grid("a | 1", "c | 3"))
    assert page.count('class="d"') == 2
    assert '<td class="d">b</td>' in page
    assert "none" in side_by_side(ONE, None)


def test_the_page_shows_both_sides_and_escapes_them() -> None:
    found = agreement(Answers("<old>", grid("a | <b>")), Answers("new", grid("a | x"), THIRD), [DOCUMENT])
    page = agreement_page(found, [{"structure": {"name": "w", "sha256": "0123456789abcdef"}}, {}], "compare")
    assert "&lt;old&gt;" in page
    assert "<b>" not in page
    assert "0123456789ab" in page
    assert "only new has this table" in page


def _output(folder: Path, *tables: list[list[str]]) -> Path:
    write_json(folder / "us-005.json", list(tables))
    return folder


def _documents(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    shutil.copy(ICDAR / "us-005.pdf", tmp_path / "docs")
    return tmp_path / "docs"


def test_without_truth_the_answers_are_set_against_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = _output(tmp_path / "old", [["a", "1"], ["b", "2"]]), _output(tmp_path / "new", [["a", "1"], ["b", "3"]])
    out, page = tmp_path / "r.json", tmp_path / "r.html"
    arguments = ["compare", str(old), str(new), str(_documents(tmp_path)), "-o", str(out), "--report", str(page)]
    assert run_command(arguments) == 0
    assert "1 documents, 1 tables: 0 equal, 1 differ" in capsys.readouterr().out
    assert json.loads(out.read_text("utf-8"))["tables"][0]["num_differing_cells"] == 2
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_with_truth_both_are_scored_and_few_documents_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = folder_of(tmp_path / "good"), _output(tmp_path / "bad", [["Table", "1"]])
    assert run_command(["compare", str(bad), str(good), str(ICDAR), "--quiet", "-o", str(tmp_path / "r.json")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "out against bad" in out
    assert "only 1 documents" in out
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["systems"]) == 2


@pytest.mark.parametrize(("old", "new", "message"), [("old", "new", "files match no sample"), ("same/x", "other/x", "both are called x")])
def test_what_cannot_be_compared_is_said(old: str, new: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (old, new):
        write_json(tmp_path / name / ("stranger.json" if message.startswith("files") else "us-005.json"), [[["a"]]])
    assert run_command(["compare", str(tmp_path / old), str(tmp_path / new), str(_documents(tmp_path))]) == 3
    assert message in capsys.readouterr().err
    assert run_command(["compare", "a", "b", str(tmp_path / "docs" / "nothing")]) == 3
