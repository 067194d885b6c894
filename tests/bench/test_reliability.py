"""Confidences against what was right: by cells, by tables, in every form a result has."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from bench.calibration.evidence import TableEvidence
from bench.calibration.fitting import cell_confidences, fit, known_flags
from bench.predictions import SamplePrediction
from bench.reliability import cell_pairs, reliability, table_pairs
from bench.report import report_page
from bench.result_schema import problems_of
from bench.results import result_json
from pipeline.calibration import FLAG
from pipeline.structure.signs import SIGNS
from table import Table
from tests.bench.builders import dataset, evaluation, grid, predicted, sample

TRUTH = grid("Year | Sum", "1999 | 12", page=1)


def sure(table: Table, *confidences: float) -> Table:
    cells = tuple(replace(cell, confidence=value) for cell, value in zip(table.cells, confidences, strict=True))
    return replace(table, cells=cells, confidence=min(confidences))


def test_nothing_to_say_without_confidences() -> None:
    found = evaluation([(sample(TRUTH), predicted(TRUTH))])
    assert cell_pairs(found) == []
    assert reliability([]) is None
    assert result_json(found, dataset(sample(TRUTH)))["reliability"] is None


def test_a_wrong_text_a_blank_and_a_false_table() -> None:
    wrong = sure(grid("Year | Sum", "1999 | 72"), 0.99, 0.95, 0.9, 0.6)
    invented = sure(grid("No | table", at=(300, 300)), 0.2, 0.3)
    with_blank = sure(grid("Year | Sum", "1999 | "), 0.99, 0.95, 0.9, 0.6)
    pages = SamplePrediction(predicted(wrong, invented).tables, is_aligned=False)
    found = evaluation([(sample(TRUTH), pages), (sample(TRUTH, name="b"), predicted(with_blank))])
    assert sorted(cell_pairs(found)) == sorted(
        [(0.99, True), (0.95, True), (0.9, True), (0.6, False), (0.2, False), (0.3, False), (0.99, True), (0.95, True), (0.9, True)]
    )
    assert sorted(table_pairs(found)) == [(0.2, 0.0), (0.6, 0.75), (0.6, 1.0)]


def test_the_error_is_the_distance_of_each_bin_weighed_by_its_size() -> None:
    found = reliability([(0.95, True)] * 9 + [(0.95, False)] + [(0.55, False)] * 10)
    assert found is not None
    assert found.expected_error == pytest.approx((10 * 0.05 + 10 * 0.55) / 20)
    assert (found.num_sure, found.share_right_of_sure) == (10, pytest.approx(0.9))
    assert reliability([(1.0, True)]).bins[0].num == 1  # type: ignore[union-attr]


def test_report_and_json_show_it() -> None:
    found = evaluation([(sample(TRUTH), predicted(sure(TRUTH, 0.9, 0.95, 0.99, 0.99)))])
    value = json.loads(json.dumps(result_json(found, dataset(sample(TRUTH)))))
    assert value["reliability"]["cells"]["share_right"] == 1.0
    assert not [problem for problem in problems_of(value) if "reliability" in problem]
    page = report_page([found], dataset(sample(TRUTH)))
    assert "expected calibration error" in page
    assert "Confidence of cells (n=4)" in page


def made_up(rng: np.random.Generator, collection: str, num: int, slope: float) -> TableEvidence:
    """Cells whose chance to be right follows one sign, and a flag that halves the odds."""
    signs = np.zeros((num, len(SIGNS)))
    signs[:, SIGNS.index("row")] = rng.normal(1.5, 1.5, num)
    flags = ("lone_currency",) if rng.random() < 0.5 else ()
    odds = slope * signs[:, SIGNS.index("row")] - 1.5 * len(flags)
    right = rng.random(num) < 1 / (1 + np.exp(-odds))
    return TableEvidence(collection, "a", signs, np.ones(num, bool), right, flags)


def test_the_flag_that_follows_from_confidences_is_no_evidence_for_them() -> None:
    rng = np.random.default_rng(1)
    tables = [replace(made_up(rng, "a", 5, 1.0), flags=("doubtful_cells", "lone_currency")) for _ in range(6)]
    assert known_flags(tables) == ("lone_currency",)


def test_a_fit_finds_what_made_cells_wrong_and_holds_on_other_tables() -> None:
    rng = np.random.default_rng(0)
    tables = [made_up(rng, name, 40, 1.0) for name in ("a", "b") for _ in range(60)]
    found = fit(tables)
    assert found.made_on == ("a", "b")
    assert found.cells["row"] == pytest.approx(0.8, abs=0.25)  # 1, held down a little
    assert found.cells[FLAG + "lone_currency"] == pytest.approx(-1.2, abs=0.4)
    fresh = [made_up(rng, "c", 40, 1.0) for _ in range(60)]
    pairs = [pair for t in fresh for pair in zip(cell_confidences(found, t).tolist(), t.right.tolist(), strict=True)]
    measured = reliability(pairs)
    assert measured is not None
    assert measured.expected_error < 0.05


def test_a_fit_needs_right_and_wrong_cells() -> None:
    table = made_up(np.random.default_rng(0), "a", 10, 1.0)
    with pytest.raises(ValueError, match="right and cells that are wrong"):
        fit([replace(table, right=np.ones(10, bool))])
