"""What a rule is worth: equal predictions are scored once, differences are counted, the table is Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench.checkpoint_system import CheckpointSystem
from bench.predictions import SamplePrediction
from bench.rule_switches import options_without
from bench.samples import Sample
from bench.scores import run as scores_run
from bench.scores.__main__ import chosen_sets
from bench.scores.ablation import ablation_text, differences, finished_sets, main_figures, set_ablation
from bench.scores.models import Memory, Models
from bench.scores.run import RowsRight, SetResult, Variant, run_set
from pipeline import Options
from pipeline.errors import InputError
from pipeline.types import RegionView, StructureObject
from table import StructureLabel
from tests.bench.builders import DATA
from tests.bench.test_evaluate import BOX, five_by_two
from tests.fakes import FakeDetector, FakeRecognizer


def five_with_a_weak_header(view: RegionView) -> list[StructureObject]:
    """Objects that the reference's steps and ours read differently: a header box over every row."""
    found = five_by_two(view)
    return [*found, StructureObject(StructureLabel.COLUMN_HEADER, 0.55, found[0].bbox)]


def results_of(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[SetResult], int]:
    calls: list[object] = []
    real = scores_run.evaluate_sample

    def counting(*arguments: object) -> object:
        calls.append(arguments)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scores_run, "evaluate_sample", counting)
    (one,) = chosen_sets([name])
    models = Models(FakeDetector(BOX), FakeRecognizer(five_with_a_weak_header), Memory(), {"structure": {"sha256": "0" * 64}})
    variants = [Variant("product"), Variant("same"), Variant("coarse", Options(canonicalize=False, text="pdf"))]
    return run_set(one, DATA, tmp_path, models, variants), len(calls)


def test_equal_predictions_are_scored_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results, num_calls = results_of("icdar2013_end_to_end", tmp_path, monkeypatch)
    assert num_calls < len(results)
    found = set_ablation(results)
    assert found["without"]["same"] == {"changed": 0, "wins": 0, "losses": 0, "difference": {}}
    assert found["num_tables"] == 1
    assert set(found["product"]) == {"f1_0.5", "f1_0.9", "grits_con", "acc_con_no_space", "values_wrong", "values_wrong_unflagged"}


def test_a_rule_that_did_nothing_is_not_read_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (one,) = chosen_sets(["icdar2013_end_to_end"])
    models = Models(FakeDetector(BOX), FakeRecognizer(five_with_a_weak_header), Memory(), {"structure": {"sha256": "0" * 64}})
    read: list[Options] = []
    real = CheckpointSystem.read

    def counting(system: CheckpointSystem, sample: Sample) -> SamplePrediction:
        read.append(system._options)
        return real(system, sample)

    monkeypatch.setattr(CheckpointSystem, "read", counting)
    variants = [Variant("product"), *(Variant(name, options_without([name]), rule=name) for name in ("find_header", "obey_tags"))]
    header, tags = run_set(one, DATA, tmp_path, models, variants)[1:]
    assert [options.without for options in read] == [frozenset(), frozenset({"find_header"})]
    assert tags.evaluation.tables == run_set(one, DATA, tmp_path, models, variants[:1])[0].evaluation.tables != header.evaluation.tables


def test_sets_of_the_same_commit_weights_and_rules_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "ablation.json"
    wanted = {"schema": "s", "weights": {"a": 1}, "rules": ["x"], "made_with": {"commit": "c"}, "sets": {}}
    assert finished_sets(wanted, out) == {}
    out.write_text(json.dumps({**wanted, "sets": {"one": {"num_tables": 1}}}), "utf-8")
    assert finished_sets(wanted, out) == {"one": {"num_tables": 1}}
    assert finished_sets({**wanted, "rules": ["x", "y"]}, out) == {}


def _rows(product: SetResult, numbers: Iterable[int]) -> SetResult:
    rows = tuple(RowsRight("d", f"t{index}", number, 5) for index, number in enumerate(numbers))
    return SetResult(product.of, product.dataset, product.variant, product.evaluation, rows)


def test_wins_and_losses_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (product, *_), _ = results_of("icdar2013_end_to_end", tmp_path, monkeypatch)
    before, after = _rows(product, (1, 2, 3)), _rows(product, (2, 1, 3))
    assert main_figures(before) == {"rows_right": 6}
    assert differences(before, after) == {"changed": 2, "wins": 1, "losses": 1, "difference": {}}
    assert differences(before, _rows(product, (0, 0, 0)))["difference"] == {"rows_right": -6}


def test_the_table_has_a_row_per_rule_and_a_column_per_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results, _ = results_of("icdar2013_end_to_end", tmp_path, monkeypatch)
    one = set_ablation(results)
    one["without"]["coarse"] = {"changed": 3, "wins": 1, "losses": 2, "difference": {"grits_con": -0.0123, "values_wrong": 4}}
    found = {
        "sets": {"icdar": one},
        "rules": ["same", "coarse"],
        "weights": {"structure": {"sha256": "0" * 64}},
        "made_with": {"commit": "c" * 40, "command": "x"},
    }
    text = ablation_text(json.loads(json.dumps(found)))
    assert "| `same` | - |" in text
    assert "| `coarse` | 3 (+1 -2) -1.2 |" in text


def test_options_without_rules_are_a_users_options() -> None:
    assert options_without([]) == Options()
    with pytest.raises(InputError):
        options_without(["no such rule"])
