"""The documented recipe, end to end on a tiny dataset: train, go on, fine-tune, use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch

from pipeline.models.axis_detr.registered import AxisDetrForObjectDetection
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.page_detr.registered import PageDetrForObjectDetection
from pipeline.models.profile import read_profile
from pipeline.models.recognizer import load_recognizer
from tablewright.cli import run
from tests.training.builders import tiny_axis, tiny_page
from training.export import export, layout_profile, write_checkpoint
from training.loop import Plan, save, start_or_resume

pytestmark = pytest.mark.model
README = Path(__file__).parent.parent.parent / "training" / "README.md"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A tiny structure checkpoint to start from."""
    torch.manual_seed(0)
    write_checkpoint(AxisDetrForObjectDetection(tiny_axis()), tmp_path / "small", layout_profile("structure", "axis-detr"), is_half=True)
    return tmp_path / "small"


def train(*words: object) -> int:
    return run(["train", *map(str, words), "--device", "cpu"])


def test_fine_tuning_on_a_few_tables_goes_on_and_is_used(
    tmp_path: Path, tables: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--task", "structure", "--data", f"{tables}:3", "--data", "synthetic:1", "--from", small]
    files = ["--state", tmp_path / "run.pt", "-o", tmp_path / "out"]
    assert train(*words, *files, "--minutes", 0.01, "--validation", tables, "--num-validated", 2) == 0
    first = capsys.readouterr().out
    assert re.search(r"grits_top [01]\.\d{4}, grits_con", first)
    assert train(*words, *files, "--minutes", 0.01) == 0  # its time is up: nothing changes
    assert capsys.readouterr().out == first
    seconds = load_checkpoint(str(tmp_path / "out"), "structure").profile.extra["seconds"]
    assert train(*words, *files, "--minutes", (seconds + 1) / 60) == 0
    counts = [int(re.search(r"(\d+) samples in", text)[1]) for text in (first, capsys.readouterr().out)]  # type: ignore[index]
    assert counts[1] > counts[0] > 0
    loaded = load_checkpoint(str(tmp_path / "out"), "structure")
    assert loaded.profile.extra["samples"] == counts[1]
    assert loaded.profile.crop_padding_px == 20
    assert load_recognizer(str(tmp_path / "out")).max_rows == 100


def test_a_set_without_header_labels_and_a_detector_train_too(tmp_path: Path, tables: Path, small: Path) -> None:
    files = ["--minutes", 0.001, "-o", tmp_path / "out"]
    masked = ["--data", tables, "--no-header-labels", tables, "--from", small, "--state", tmp_path / "a.pt"]
    assert train("--task", "structure", *masked, *files) == 0
    write_checkpoint(PageDetrForObjectDetection(tiny_page()), tmp_path / "page", layout_profile("detection", "page-detr"), is_half=True)
    assert train("--task", "detection", "--data", "synthetic", "--from", tmp_path / "page", "--state", tmp_path / "b.pt", *files) == 0
    assert load_checkpoint(str(tmp_path / "out"), "detection").profile.input == "layout"


@pytest.mark.slow
def test_without_a_start_the_models_of_the_box_are_trained_from_scratch(tmp_path: Path) -> None:
    for task, name in (("structure", "axis-detr"), ("detection", "page-detr")):
        files = ["--state", tmp_path / f"{task}.pt", "-o", tmp_path / task]
        assert train("--task", task, "--data", "synthetic", "--minutes", 0.001, *files) == 0
        assert load_checkpoint(str(tmp_path / task), task).model.config.model_type == name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--data", "missing"], 3, "no such folder"),
        (["--data", "synthetic:0"], 3, "weight"),
        (["--data", "synthetic", "--from", "nowhere"], 4, "no such directory"),
        (["--data", "synthetic", "--validation", "missing"], 3, "no such folder"),
        (["--data", "synthetic", "--no-header-labels", "other"], 3, "--no-header-labels"),
    ],
)
def test_mistakes_are_one_clear_line(
    tmp_path: Path, words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert train("--task", "structure", "--minutes", 1, "--state", "s.pt", "-o", "out", *words) == code
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("tablewright: ")]
    assert message in line


def test_a_device_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--task", "structure", "--data", "synthetic", "--minutes", "1", "--state", str(tmp_path / "s.pt"), "-o", str(tmp_path)]
    assert run(["train", *words, "--device", "nonsense"]) == 4
    assert "nonsense" in capsys.readouterr().err


def test_a_state_becomes_a_checkpoint_with_the_averaged_weights(tmp_path: Path) -> None:
    state = start_or_resume(Plan(state=tmp_path / "s.pt", seconds=1), lambda: AxisDetrForObjectDetection(tiny_axis()))
    with torch.no_grad():
        state.average.row_head.score.bias.fill_(1.25)  # type: ignore[union-attr, operator]
    save(state, tmp_path / "s.pt")
    fresh = AxisDetrForObjectDetection(tiny_axis())
    export(tmp_path / "s.pt", fresh, tmp_path / "out", task="structure", crop_padding_px=12, thresholds={"table row": 0.35}, revision="r1")
    loaded = load_checkpoint(str(tmp_path / "out"), "structure")
    assert loaded.model.row_head.score.bias.tolist() == [1.25, 1.25]  # type: ignore[union-attr, operator]
    assert (loaded.profile.crop_padding_px, loaded.revision) == (12, "r1")
    assert loaded.profile.thresholds["table row"] == 0.35
    stored = read_profile(tmp_path / "out" / "profile.json", loaded.profile)
    assert stored.extra == {"samples": 0, "seconds": 0}


def test_the_commands_of_the_readme_are_commands_with_these_flags(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    text = README.read_text("utf-8").replace("\\\n", " ")
    lines = [line.split("#")[0].split() for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    commands = [words for words in lines if words[:1] == ["tablewright"]]
    assert {"train", "synth"} <= {words[1] for words in commands}
    for words in commands:
        assert run([words[1], "--help"]) == 0
        shown = capsys.readouterr().out
        assert all(flag in shown for flag in words[2:] if flag.startswith("-"))
