"""Result files have the form they say, the committed ones too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.result_schema import main, problems_of
from bench.results import result_json
from bench.scores.figures import scores_json
from tests.bench.builders import dataset, evaluation, grid, predicted, sample, write_json

RESULTS = Path(__file__).parents[2] / "bench" / "results"


@pytest.mark.parametrize("path", sorted(RESULTS.glob("*.json")), ids=lambda path: path.name)
def test_committed_results_are_valid(path: Path) -> None:
    assert problems_of(json.loads(path.read_text("utf-8"))) == []


def test_what_is_written_is_valid() -> None:
    found = evaluation([(sample(grid("a | b")), predicted(grid("a | b"), is_aligned=False))])
    assert problems_of(json.loads(json.dumps(result_json(found, dataset(sample(grid("a | b"))))))) == []
    assert problems_of(json.loads(json.dumps(scores_json([], {}, command="x", seed=0, without=())))) == []


def test_problems_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = scores_json([], {}, command="x", seed=0, without=()) | {"seed": "one", "other": 1}
    assert sorted(problem.split(":")[0] for problem in problems_of(value)) == ["other", "seed"]
    assert problems_of([1]) == ["no schema known here: list"]
    assert main([str(write_json(tmp_path / "x.json", {"schema": "y"}))]) == 1
    assert "no schema known here: y" in capsys.readouterr().out


def test_a_file_that_is_no_json_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "missing.json")]) == 1
    assert "cannot be read as JSON" in capsys.readouterr().out


def test_the_schema_itself_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "EvaluationFile" in json.loads(capsys.readouterr().out)["$defs"]
