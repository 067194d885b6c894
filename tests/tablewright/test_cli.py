"""The command line with recorded model output."""

from __future__ import annotations

import csv
import importlib
import io
import json
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from table.io import tables_from_html, tables_from_json
from table.looks import PLAIN
from tablewright.cli import COMMANDS, run
from tablewright.lines import safe_text
from tests.fakes import SAMPLE, SAMPLE_OBJECTS, sample_extractor

REPLAY = ["--from-objects", str(SAMPLE_OBJECTS)]


def test_without_out_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SAMPLE), *REPLAY]) == 0
    assert "Male" in capsys.readouterr().out


def test_wide_tables_are_printed_in_blocks_that_fit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["extract", str(SAMPLE), *REPLAY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("Concentration" in line for line in lines) >= 2  # the first column stands in each block
    assert "columns 2 to" in " ".join(" ".join(lines).split())  # the title may wrap anywhere: it holds the path
    assert all(line[-1] in "┐┤┘│" for line in lines if line[0] in "┌├└│")  # nothing is cut off


def test_files_of_every_format_and_an_overlay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SAMPLE), "-o", str(tmp_path), "--format", "html,json,csv,md,xlsx", "--overlay", *REPLAY]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"sample.html", "sample.json", "sample.table-1.csv", "sample.md", "sample.xlsx", "sample.page-1.png"}
    expected = sample_extractor().extract(SAMPLE).tables
    assert tuple(tables_from_json((tmp_path / "sample.json").read_text("utf-8"))) == expected
    plain = tuple(replace(cell, looks=PLAIN) for cell in expected[0].cells)  # HTML is read back without looks
    assert tables_from_html((tmp_path / "sample.html").read_text("utf-8"))[0].cells == plain
    with Image.open(tmp_path / "sample.page-1.png") as picture:
        assert picture.size == (1224, 1584)


def test_one_text_format_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(SAMPLE), "--format", "csv", *REPLAY]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert len(rows) == 16
    assert run(["extract", str(SAMPLE), "--format", "json", *REPLAY]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "complete"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.read_bytes())))
    assert run(["extract", "-", "--format", "md", *REPLAY]) == 0
    assert "| Male |" in capsys.readouterr().out


def test_debug_page_holds_every_picture_it_names(tmp_path: Path) -> None:
    assert run(["extract", str(SAMPLE), "-q", "--debug", str(tmp_path), *REPLAY]) == 0
    text = (tmp_path / "sample" / "index.html").read_text("utf-8")
    pictures = list((tmp_path / "sample").glob("*.png"))
    assert len(pictures) == 4
    assert all(f'src="{path.name}"' in text for path in pictures)
    assert "Postnatal Day 1" in text
    assert all(f"<td>{rule}</td>" in text for rule in ("keep_one_per_place", "share_out_words"))


def test_saving_and_replaying_objects(tmp_path: Path) -> None:
    saved = tmp_path / "objects.json"
    assert run(["extract", str(SAMPLE), "-q", "--save-objects", str(saved), *REPLAY]) == 0
    assert json.loads(saved.read_text()) == json.loads(SAMPLE_OBJECTS.read_text())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.pdf"], 3, "cannot read 'missing.pdf'"),
        ([str(SAMPLE), "--pages", "7"], 3, "page 7 does not exist"),
        ([str(SAMPLE), "--pages", "x"], 2, "1-3,7"),
        ([str(SAMPLE), "--region", "x"], 2, "PAGE:x0,y0,x1,y1"),
        ([str(SAMPLE), "--regions", "missing.json"], 3, "missing.json"),
        ([str(SAMPLE), "--mode", "magic"], 2, "choose one of"),
        ([str(SAMPLE), "--without", "magic"], 2, "no rule is called 'magic'"),
        ([str(SAMPLE), "--format", "doc", "-o", "x"], 2, "choose from"),
        ([str(SAMPLE), "--from-objects", str(SAMPLE)], 3, "not UTF-8"),
        ([str(SAMPLE), "--detector", "/no/such/folder"], 4, "/no/such/folder"),
        ([str(SAMPLE), "--threshold", "5"], 2, "--threshold 5.0: must be from 0 to 1"),
        ([str(SAMPLE), "--timeout", "0"], 2, "--timeout 0.0: must be greater than 0"),
        ([str(SAMPLE), "--format", "csv", "-o", "-"], 2, "written to standard output"),
        ([""], 3, "no file is named"),
        ([str(SAMPLE), "--overlay"], 2, "needs -o"),
        ([str(SAMPLE), "--format", "xlsx"], 2, "-o FOLDER"),
        ([str(SAMPLE), "x.pdf", "--save-objects", "x"], 2, "one document"),
        ([str(SAMPLE), "--no-such-flag"], 2, "--no-such-flag"),
    ],
)
def test_errors_are_short_and_have_their_code(arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    replay = [] if {"--from-objects", "--detector"} & set(arguments) else REPLAY[: 2 * ("--save-objects" not in arguments)]
    assert run(["extract", *arguments, *replay]) == code
    error = capsys.readouterr().err
    assert message in " ".join(error.replace("│", " ").split())
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1 or code == 2


@pytest.mark.parametrize("arguments", [[], ["extract"], ["batch"], ["diff"]])
def test_without_arguments_the_help_is_shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert "Usage: tablewright" in shown.out + shown.err


def test_a_batch_with_wrong_options_is_a_wrong_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--format", "doc"], ["--threshold", "5"], ["--ocr", "magic"]):
        assert run(["batch", str(tmp_path), "-o", str(tmp_path / "out"), *wrong]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_interrupted_batch_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tablewright.batch_command.run_batch", interrupted)
    assert run(["batch", str(tmp_path), "-o", str(tmp_path / "out")]) == 130
    assert "the same command goes on" in capsys.readouterr().err


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    outcome = run(["extract", str(bad), str(SAMPLE), "-o", str(tmp_path / "out"), "--detector", "/none", "-q"])
    assert outcome == 4
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_partial_result_has_its_own_code(tmp_path: Path) -> None:
    empty = json.loads(SAMPLE_OBJECTS.read_text())
    empty["views"] = []
    objects = tmp_path / "objects.json"
    objects.write_text(json.dumps(empty))
    assert run(["extract", str(SAMPLE), "-o", str(tmp_path), "-q", "--from-objects", str(objects)]) == 5
    assert json.loads((tmp_path / "sample.json").read_text())["status"] == "partial"


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("extract", "batch", "models", "serve", "Exit codes"))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip()


def test_unforeseen_failures_are_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("tablewright.extract_command.output_stems", explode)
    assert run(["extract", str(SAMPLE), *REPLAY]) == 1
    assert capsys.readouterr().err.splitlines() == ["tablewright: internal error (RuntimeError: boom); please report it"]


def test_document_text_cannot_steer_the_terminal() -> None:
    assert safe_text("a\x1b[2Jb\x07\x9b") == "a\ufffd[2Jb\ufffd\ufffd"


def test_a_part_with_missing_packages_is_left_out_of_the_help_and_explained_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tablewright.cli.find_spec", lambda name: None if name in ("torch", "scipy") else find_spec(name))
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert not [name for name in ("calibrate", "train", "export") if f" {name} " in shown]
    assert " evaluate " in shown
    assert run(["calibrate"]) == 3
    assert "tablewright[torch]" in capsys.readouterr().err
    assert run(["train"]) == 3
    assert "tablewright[torch]" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tablewright.diff_command", None)
    assert run(["diff", "x", "y"]) == 3
    assert "more packages" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_of_each_command_what_it_says_itself(name: str) -> None:
    """The list in the help is written apart from the commands, so that showing it imports none of them."""
    app = importlib.import_module(COMMANDS[name].module).app
    said = [str(info.callback.__doc__) for info in app.registered_commands if info.callback] + [str(app.info.help)]
    assert COMMANDS[name].help in [text.strip().split("\n\n")[0].replace("\n", " ") for text in said]


def test_models_lists_what_is_in_the_box(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models"]) == 0
    text = capsys.readouterr().out
    assert "microsoft/table-transformer-detection" in text
    assert "--detector and --structure accept" in text


def test_folders_as_input_and_files_as_output_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(tmp_path), *REPLAY]) == 3
    assert "tablewright batch" in capsys.readouterr().err
    assert run(["extract", str(SAMPLE), "-o", str(SAMPLE), *REPLAY]) == 3
    assert "-o takes a folder" in capsys.readouterr().err


@pytest.mark.model
def test_export_in_8_bits_wants_documents_to_find_ranges_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", "default", "--task", "structure", "-o", str(tmp_path / "out"), "--eight-bits"]
    assert run([*command, str(tmp_path)]) == 2
    assert "no PDF under" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()
    assert run([*command, str(SAMPLE)]) == 0
    assert "rounded to 8 bits by 1 table(s)" in " ".join(capsys.readouterr().err.split())
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"config.json", "profile.json", "model.onnx", "model.int8.onnx", "grid.onnx"}
