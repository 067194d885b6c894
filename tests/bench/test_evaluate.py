"""The whole way: datasets through a model or a folder of output to JSON, terminal and HTML page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from bench.checkpoint_system import CheckpointSystem
from bench.evaluation import evaluate_sample
from bench.makers import FolderMaker
from bench.prediction_folder import sample_names
from bench.predictions import PredictedTable, SamplePrediction
from bench.published import FIGURES, Figure, figures_for
from bench.published_text import print_published
from bench.readers import open_dataset
from bench.regime import Regime
from bench.report import report_page
from bench.results import result_json, write_result
from bench.running import Job, run
from bench.samples import Dataset, Sample
from bench.scoring import ScoringOptions
from pipeline.types import RegionView, StructureObject
from table import BBox, StructureLabel
from tablewright.cli import run as run_command
from tests.bench.builders import DATA, dataset, evaluation, grid, predicted, sample, write_json
from tests.fakes import FakeDetector, FakeRecognizer

ICDAR = DATA / "icdar2013"
BOX = BBox(77.4, 333.0, 482.21, 406.55)  # the one table of the document


def five_by_two(view: RegionView) -> list[StructureObject]:
    """What a perfect model says about the document's table, wherever the view was cut."""
    return grid_of(BOX.shift(-view.crop.x0, -view.crop.y0))


def grid_of(box: BBox) -> list[StructureObject]:
    """Five rows and two columns in ``box``."""
    step, middle = box.height / 5, box.x0 + 0.54 * box.width
    rows = [BBox(box.x0, box.y0 + k * step, box.x1, box.y0 + (k + 1) * step) for k in range(5)]
    columns = [BBox(box.x0, box.y0, middle, box.y1), BBox(middle, box.y0, box.x1, box.y1)]
    parts = [(StructureLabel.ROW, row) for row in rows] + [(StructureLabel.COLUMN, column) for column in columns]
    return [StructureObject(label, 0.9, part) for label, part in [(StructureLabel.TABLE, box), *parts]]


@pytest.mark.parametrize("post_processing", ["ours", "reference"])
def test_a_document_with_the_table_box_given(post_processing: str) -> None:
    regime = Regime("structure", post_processing)  # type: ignore[arg-type]
    (sample_,) = open_dataset(ICDAR).samples
    found = CheckpointSystem("x", regime, FakeRecognizer(five_by_two)).read(sample_)
    result = evaluate_sample(sample_, found, regime, ScoringOptions())
    assert result.tables[0].scores.values["grits_con"] > 0.9
    assert result.pages == ()
    assert (found.tables[0].true_content is not None) == (post_processing == "reference")


def test_end_to_end_finds_tables_and_counts_missed_ones() -> None:
    regime = Regime("end-to-end")
    (sample_,) = open_dataset(ICDAR).samples
    hit = CheckpointSystem("x", regime, FakeRecognizer(five_by_two), FakeDetector(BOX)).read(sample_)
    missed = CheckpointSystem("x", regime, FakeRecognizer(lambda view: []), FakeDetector(BBox(0, 0, 50, 50))).read(sample_)
    good, bad = (evaluate_sample(sample_, found, regime, ScoringOptions()) for found in (hit, missed))
    assert good.tables[0].scores.values["grits_con"] > 0.9
    assert set(bad.tables[0].scores.values.values()) == {0.0}
    assert good.pages[0].found[0][1] == BOX


def test_a_crop_is_scored_in_its_own_pixels() -> None:
    (sample_,) = open_dataset(DATA / "fintabnet_c").samples
    seen: list[RegionView] = []

    def answer(view: RegionView) -> list[StructureObject]:
        seen.append(view)
        return grid_of(view.bbox)

    found = CheckpointSystem("x", Regime(), FakeRecognizer(answer)).read(sample_)
    true = sample_.tables[0].table
    assert true.bbox is not None
    assert found.tables[0].bbox is not None
    assert found.tables[0].bbox.iou(true.bbox) > 0.8  # back in pixels
    assert {word.text for word in seen[0].words} >= {cell.text.split()[0] for cell in true.cells if cell.text}
    assert seen[0].page.text_source == "pdf"


def test_a_sample_without_a_file_is_a_reason_not_a_crash() -> None:
    found = CheckpointSystem("x", Regime(), FakeRecognizer()).read(sample(grid("a")))
    assert "neither picture nor document" in found.problem
    broken = Sample("x", Path("no such file.pdf"), "points", sample(grid("a")).tables)
    assert "cannot read" in CheckpointSystem("x", Regime(), FakeRecognizer()).read(broken).problem


def folder_of(tmp_path: Path) -> Path:
    truth = json.loads((ICDAR / "us-005.json").read_text("utf-8"))["tables"][0]
    cells = [{**cell, "cell text": cell["text_pdf"]} for cell in truth["cells"]]
    write_json(tmp_path / "out" / "us-005_0.json", [cells])
    return tmp_path / "out"


def test_a_folder_of_predictions_named_after_tables_or_samples(tmp_path: Path) -> None:
    found = open_dataset(ICDAR)
    folder = folder_of(tmp_path)
    job = Job(FolderMaker("theirs", folder, sample_names(found.samples)), Regime(), ScoringOptions())
    assert run(found, "theirs", job, is_quiet=True).tables[0].scores.values["acc_con"] == 1.0
    (folder / "us-005_0.json").rename(folder / "us-005.json")
    assert run(found, "theirs", job, is_quiet=True).tables[0].scores.values["acc_con"] == 1.0
    (folder / "us-005.json").write_text("{")
    result = run(found, "theirs", job, is_quiet=True)
    assert result.tables[0].scores.values["grits_top"] == 0.0
    assert "us-005.json" in result.tables[0].scores.problems[0]


def test_output_without_boxes_is_not_scored_by_place(tmp_path: Path) -> None:
    (tmp_path / "us-005.html").write_text("<table><tr><td>a</td></tr></table>")
    (tmp_path / "us-005.html").write_text("<table><tr><td>Table</td></tr></table>")
    result = run(open_dataset(ICDAR), "x", Job(FolderMaker("x", tmp_path, ("us-005",)), Regime(), ScoringOptions()), is_quiet=True)
    assert "grits_loc" not in result.options.metrics


def test_results_tell_everything_needed_to_make_them_again(tmp_path: Path) -> None:
    found = evaluation([(sample(grid("a | b")), predicted(grid("a | b")))])
    value = result_json(found, dataset(sample(grid("a | b"))), seed=3, command="evaluate x")
    assert value["summary"]["macro"]["all"]["grits_con"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert {"commit", "command", "machine", "python", "versions"} == set(value["made_with"])
    assert (value["seed"], value["text"], value["scoring"]["text_normalisation"]) == (3, "PDF words", "none")
    write_result(value, tmp_path / "deep" / "r.json")
    assert json.loads((tmp_path / "deep" / "r.json").read_text("utf-8")) == value


def test_the_report_is_one_self_contained_page() -> None:
    (sample_,) = open_dataset(ICDAR).samples
    found = open_dataset(ICDAR)
    regime, options = Regime(), ScoringOptions()
    answer = CheckpointSystem("x", regime, FakeRecognizer(five_by_two)).read(sample_)
    evil = SamplePrediction((PredictedTable(grid("<script>alert(1)</script> | b")),))
    pair = [evaluation([(sample_, item)], name, regime, options) for name, item in (("<one>", answer), ("two", evil))]
    page = report_page(pair, found, worst=1)
    assert page.count("data:image/jpeg;base64,") == 2
    assert "<svg" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'src="http' not in page.replace("http://www.w3.org", "")
    assert "Published figures" not in page  # none is of this set
    assert "p (sign flips" in page


def test_a_report_without_any_table_still_works() -> None:
    empty = evaluation([(sample(), predicted())])
    assert "<h1>" in report_page([empty], dataset(sample()))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure.system} {figure.dataset} {figure.task}")
def test_published_figures_stand_only_beside_their_own_set_and_regime(figure: Figure) -> None:
    set_ = Dataset(figure.dataset, "some set", Path("set"), "PDF words", (sample(grid("a")),))
    own = Regime(figure.task, figure.post_processing, figure.text)
    other_text = Regime(figure.task, figure.post_processing, "ocr" if figure.text == "given" else "given")
    anywhere = replace(figure, names="")
    assert anywhere.fits(set_, own)
    assert not anywhere.fits(set_, other_text)
    assert (figure in figures_for(set_, own)) == (figure.names == "")
    assert replace(figure, names=set_.sha256_of_names).fits(set_, own)
    assert all(0 <= value <= 1 for value in figure.values.values())
    assert figure.source


def test_published_figures_are_printed_with_sources_or_said_to_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    set_ = Dataset("fintabnet.c", "some set", Path("set"), "dataset words", (sample(grid("a")),))
    found, console = evaluation([(sample(grid("a")), predicted(grid("a")))], regime=Regime(post_processing="reference")), Console(width=200)
    print_published(found, set_, console)
    out = capsys.readouterr().out
    assert "TATR trained on FinTabNet.c" in out
    assert "Aligning benchmark datasets" in out
    print_published(evaluation([], regime=Regime(text="ocr")), set_, console)
    out = capsys.readouterr().out
    assert "no published figure for fintabnet.c under this regime" in out
    assert "the published code's" in out


def test_the_command_scores_a_folder_and_writes_all_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, page = tmp_path / "r.json", tmp_path / "r.html"
    arguments = ["evaluate", str(ICDAR), "--predictions", str(folder_of(tmp_path)), "-j", "1", "--quiet", "--compare-published"]
    assert run_command([*arguments, "-o", str(out), "--report", str(page)]) == 0
    assert "GriTS_Con" in capsys.readouterr().out
    assert json.loads(out.read_text("utf-8"))["summary"]["macro"]["all"]["acc_con"]["mean"] == 1.0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no such folder"], "no such file or folder"),
        ([str(ICDAR), "--predictions", str(ICDAR / "nothing")], "no file of predictions"),
        ([str(ICDAR), "--predictions", str(ICDAR), "--checkpoint", "x"], "not both"),
        ([str(ICDAR), "--predictions", str(DATA / "fintabnet_c" / "words")], "1 of 1 files match no sample"),
    ],
)
def test_wrong_commands_are_one_clear_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", *arguments, "--quiet"]) in (2, 3)
    assert message in capsys.readouterr().err
