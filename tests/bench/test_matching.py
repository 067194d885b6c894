"""Pairing tables by place and by what stands in them, and files by their names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.file_names import named_files
from bench.matching import Candidate, match
from bench.predictions import PredictedTable, SamplePrediction
from bench.samples import Sample, TrueTable
from bench.scoring import ScoringOptions
from bench.summaries import summary_table
from table import BBox, Table
from tests.bench.builders import evaluation, grid, predicted, sample


def by_content(truth: list[Table], found: list[Table]) -> list[int | None]:
    return match([Candidate(table) for table in truth], [Candidate(table) for table in found])


def test_order_and_extra_tables_do_not_matter() -> None:
    truth = [grid("a | 1", "b | 2"), grid("c | 3", "d | 4")]
    found = [grid("x | 9"), grid("c | 3", "d | 5"), grid("a | 1", "b | 2")]
    assert by_content(truth, found) == [2, 1]


def test_one_prediction_answers_one_truth_only() -> None:
    truth = [grid("a | 1", "b | 2"), grid("a | 1", "b | 3")]
    assert by_content(truth, [grid("a | 1", "b | 3", "c | 4")]) == [None, 0]


def test_equal_tables_are_taken_in_order() -> None:
    same = grid("a | 1")
    assert by_content([same, same, same], [same, same, same]) == [0, 1, 2]


def test_nothing_in_common_is_no_match() -> None:
    assert by_content([grid("a | 1")], [grid("b | 2")]) == [None]
    assert by_content([grid("a")], []) == [None]
    assert by_content([], [grid("a")]) == []


def test_pages_part_what_content_would_join() -> None:
    table = grid("a | 1")
    truth = [Candidate(table, 1), Candidate(table, 2)]
    assert match(truth, [Candidate(table, 2), Candidate(table, 3)]) == [None, 0]
    assert match(truth, [Candidate(table)]) == [0, None]


def test_the_place_decides_where_contents_are_alike() -> None:
    table, left, right = grid("a | 1"), BBox(0, 0, 10, 10), BBox(50, 0, 60, 10)
    truth = [Candidate(table, 1, left), Candidate(table, 1, right)]
    assert match(truth, [Candidate(table, 1, right), Candidate(table, 1, left)]) == [1, 0]


def test_a_name_decides_only_where_nothing_else_does() -> None:
    one, other = grid("a | 1"), grid("b | 2")
    truth = [Candidate(one, id="d_0"), Candidate(other, id="d_1")]
    assert match(truth, [Candidate(other, id="d_0"), Candidate(one, id="d_1")]) == [1, 0]
    assert match(truth, [Candidate(grid("x"), id="d_1")]) == [None, 0]


def test_a_picture_of_one_table_takes_what_is_there() -> None:
    assert match([Candidate(grid("a"))], [Candidate(grid("x")), Candidate(grid("a"))], is_alone=True) == [1]
    assert match([Candidate(grid("a"))], [Candidate(grid("x"))], is_alone=True) == [0]
    assert match([Candidate(grid("", ""))] * 2, [Candidate(grid("x"))] * 2) == [0, 1]


def test_a_truth_without_boxes_is_matched_by_content_and_pages_are_not_scored() -> None:
    bare = [Table(t.num_rows, t.num_columns, t.cells) for t in (grid("a | 1"), grid("c | 3"))]
    one = Sample("doc", None, "points", tuple(TrueTable(f"doc_{k}", table, has_cell_boxes=False) for k, table in enumerate(bare)))
    answers = tuple(PredictedTable(table, table.page, table.bbox) for table in (grid("c | 3"), grid("a | 1"), grid("z")))
    found = evaluation([(one, SamplePrediction(answers, is_aligned=False))])
    assert [table.scores.values["acc_con"] for table in found.tables] == [1.0, 1.0]
    assert found.pages == ()
    assert found.samples[0].num_extra == 1


def test_output_without_boxes_has_no_detection_score() -> None:
    one = sample(grid("a | 1"))
    bare = PredictedTable(Table(1, 2, grid("a | 1").cells), page=1)
    assert evaluation([(one, SamplePrediction((bare,), is_aligned=False))]).pages == ()
    assert evaluation([(one, SamplePrediction((), is_aligned=False))]).detection(0.5).value == 0.0


@pytest.mark.parametrize(("cost", "mean"), [(False, 1.0), (True, 0.5)])
def test_extra_tables_cost_where_asked_for(cost: bool, mean: float) -> None:
    options = replace(ScoringOptions(), extra_tables_cost=cost)
    pair = (sample(grid("a | 1")), predicted(grid("a | 1"), grid("b | 2", at=(0, 500)), is_aligned=False))
    summary = summary_table(evaluation([pair], options=options)).rows["all"]["grits_con"]
    assert (summary.mean, summary.num) == (mean, 2 if cost else 1)


NAMES = ("us-010", "us-010a", "PMC1", "a report")


@pytest.mark.parametrize(
    ("path", "sample_name", "page", "order"),
    [
        ("us-010.json", "us-010", None, ()),
        ("us-010.pdf.json", "us-010", None, ()),
        ("us-010-page-2-table-1.csv", "us-010", 2, (2, 1)),
        ("us-010a_0.csv", "us-010a", None, (0,)),
        ("US-010-table-12.csv", "us-010", None, (12,)),
        ("tabula-us-010.csv", "us-010", None, ()),
        ("a report.docling.json", "a report", None, ()),
        ("us-010/p3_t1.json", "us-010", 3, (3, 1)),
        ("out/us-010.pdf/analyzeDocResponse.json", "us-010", None, ()),
    ],
)
def test_files_are_named_in_every_tools_way(path: str, sample_name: str, page: int | None, order: tuple[int, ...]) -> None:
    (found,), others = named_files(Path("x"), [Path("x") / path], NAMES)
    assert (found.sample, found.page, found.order, others) == (sample_name, page, order, [])


@pytest.mark.parametrize("path", ["us-0100.json", "xus-010.json", "PMC12_0.csv", "other.csv"])
def test_names_that_only_begin_alike_are_not_used(path: str) -> None:
    assert named_files(Path("x"), [Path("x") / path], NAMES) == ([], [Path("x") / path])
