"""The command: nothing is lost, choices are checked, and the regime says what was done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import bench.cli
from bench.cli import settled_regime, unbroken
from bench.evaluation import evaluate_sample
from bench.predictions import PredictedTable, SamplePrediction
from bench.readers import open_dataset
from bench.regime import Regime
from bench.scoring import ScoringOptions
from pipeline.errors import InputError
from table import Table
from tablewright.cli import run as run_command
from tests.bench.builders import DATA, copy_of
from tests.bench.test_evaluate import ICDAR, folder_of

PAGE = """<annotation><filename>p.png</filename><source><database>x</database></source>
<size><width>40</width><height>40</height><depth>3</depth></size>
<object><name>table</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>"""


def _evaluate(*arguments: object) -> int:
    return run_command(["evaluate", *map(str, arguments), "-j", "1", "--quiet"])


def test_results_are_written_before_anything_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no terminal")

    monkeypatch.setattr(bench.cli, "print_evaluation", fails)
    out = tmp_path / "r.json"
    assert _evaluate(ICDAR, "--predictions", folder_of(tmp_path), "-o", out) == 1
    assert json.loads(out.read_text("utf-8"))["summary"]["macro"]["all"]["grits_con"]["mean"] == 1.0


def test_a_closed_pipe_ends_the_printing_only() -> None:
    code = "from bench.cli import unbroken\nwith unbroken():\n    [print('x' * 80) for _ in range(100_000)]\nraise SystemExit(7)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 7


def test_a_report_is_written_though_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    words = ["evaluate", ICDAR, "--predictions", folder_of(tmp_path), "-j", "1", "--quiet", "--report", report]
    command = [sys.executable, "-m", "tablewright", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(120) == 0
    assert report.is_file()


def test_other_failures_of_printing_are_not_hidden() -> None:
    with pytest.raises(ValueError, match="x"), unbroken():
        raise ValueError("x")


@pytest.mark.parametrize(
    "arguments",
    [["--mode", "nearly"], ["--task", "all"], ["--text", "mine"], ["--post-processing", "none"], ["--cell-texts", "guessed"]],
)
def test_unknown_choices_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _evaluate(ICDAR, *arguments) == 2
    assert arguments[1] in capsys.readouterr().err


def test_a_set_of_boxes_is_not_scored_for_structure(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("L", (40, 40), 255).save(tmp_path / "p.png")
    (tmp_path / "p.xml").write_text(PAGE, "utf-8")
    found = open_dataset(tmp_path, "pubtables1m")
    with pytest.raises(InputError, match="--task detection"):
        settled_regime(found, "structure", "ours", None)
    assert settled_regime(found, "detection", "ours", None) == Regime("detection", "ours", "ocr")


def test_a_set_without_words_is_scored_for_topology_and_place_only(tmp_path: Path) -> None:
    import shutil

    folder = copy_of("fintabnet_c", tmp_path)
    shutil.rmtree(folder / "words")
    found = open_dataset(folder)
    assert (found.text, found.samples[0].words) == ("none", None)
    assert settled_regime(found, "structure", "ours", None).text == "ocr"
    with pytest.raises(InputError, match="--text ocr"):
        settled_regime(found, "structure", "ours", "given")
    true = found.samples[0].tables[0]
    options = ScoringOptions(with_content=False)
    result = evaluate_sample(found.samples[0], SamplePrediction((PredictedTable(true.table),)), Regime(text="ocr"), options)
    assert result.tables[0].scores.values == {"grits_top": 1.0, "grits_loc": 1.0, "exact_topology": 1.0}
    assert result.tables[0].scores.cell_values.num == 0


def test_latex_truths_are_compared_by_letters_and_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth, found = tmp_path / "truth", tmp_path / "found"
    truth.mkdir()
    found.mkdir()
    (truth / "007.pdf").write_bytes(b"%PDF-1.4")
    table = r"\begin{tabular}{ll} $\alpha$ mean & 1 \\ sd & 2,5 \end{tabular}"
    (truth / "007.json").write_text(json.dumps([{"type": "table", "data": table}]), "utf-8")
    (found / "007.csv").write_text("mean,1\n sd ,25\n", "utf-8")
    assert _evaluate(truth, "--predictions", found, "-o", tmp_path / "r.json") == 0
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert result["summary"]["macro"]["all"]["acc_con"]["mean"] == 1.0
    assert result["scoring"]["text_normalisation"] == "letters, digits, point and percent"
    assert "compared after" in capsys.readouterr().out


def test_words_read_by_ocr_are_not_replaced_by_the_given_ones() -> None:
    (sample,) = open_dataset(DATA / "fintabnet_c").samples
    true = sample.tables[0].table
    misread = Table(true.num_rows, true.num_columns, tuple(type(c)(c.rows, c.columns, "x", c.bbox) for c in true.cells))
    answer = SamplePrediction((PredictedTable(misread),))
    given, ocr = (evaluate_sample(sample, answer, Regime(text=text), ScoringOptions()) for text in ("given", "ocr"))  # type: ignore[arg-type]
    assert given.tables[0].scores.values["grits_con"] > 0.9
    assert ocr.tables[0].scores.values["grits_con"] < 0.3


def test_guessed_preprocessing_is_said_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from bench.makers import GUESSED, PROFILED
    from bench.terminal import print_evaluation
    from tests.bench.builders import dataset, evaluation, grid, predicted, sample

    found = evaluation([(sample(grid("a")), predicted(grid("a")))])
    found.facts.update({"structure": {"preprocessing": GUESSED}, "detection": {"preprocessing": PROFILED}})
    print_evaluation(found, dataset(), Console(width=200))
    out = capsys.readouterr().out
    assert "preprocessing of the structure checkpoint is guessed" in out
    assert "detection checkpoint" not in out
