"""Pairing tables by what stands in them."""

from __future__ import annotations

from bench.matching import match_by_content
from bench.predictions import PredictedTable, SamplePrediction
from bench.samples import Sample, TrueTable
from table import Table
from tests.bench.builders import evaluation, grid


def test_order_and_extra_tables_do_not_matter() -> None:
    truth = [grid("a | 1", "b | 2"), grid("c | 3", "d | 4")]
    found = [grid("x | 9"), grid("c | 3", "d | 5"), grid("a | 1", "b | 2")]
    assert match_by_content(truth, found) == [2, 1]


def test_one_prediction_answers_one_truth_only() -> None:
    truth = [grid("a | 1", "b | 2"), grid("a | 1", "b | 3")]
    assert match_by_content(truth, [grid("a | 1", "b | 3", "c | 4")]) == [None, 0]


def test_equal_tables_are_taken_in_order() -> None:
    same = grid("a | 1")
    assert match_by_content([same, same, same], [same, same, same]) == [0, 1, 2]


def test_nothing_in_common_is_no_match() -> None:
    assert match_by_content([grid("a | 1")], [grid("b | 2")]) == [None]
    assert match_by_content([grid("a")], []) == [None]
    assert match_by_content([], [grid("a")]) == []


def test_a_truth_without_boxes_is_matched_by_content_and_pages_are_not_scored() -> None:
    bare = [Table(t.num_rows, t.num_columns, t.cells) for t in (grid("a | 1"), grid("c | 3"))]
    sample = Sample("doc", None, "points", tuple(TrueTable(f"doc_{k}", table, has_cell_boxes=False) for k, table in enumerate(bare)))
    answers = tuple(PredictedTable(table, table.page, table.bbox) for table in (grid("c | 3"), grid("a | 1")))
    found = evaluation([(sample, SamplePrediction(answers, is_aligned=False))])
    assert [table.scores.values["acc_con"] for table in found.tables] == [1.0, 1.0]
    assert found.pages == ()
