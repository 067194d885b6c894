"""Scores of single tables, malformed predictions included, and their averages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.scoring import ScoringOptions, as_table, has_equal_text, kind_of, score_table, size_class
from bench.summaries import ComparisonError, compare, detection_summary, end_to_end_means, structure_precision, summary_table, worst_tables
from grits import TextSwitch
from table import BBox, Cell, Table
from tests.bench.builders import evaluation, grid, predicted, sample

TRUTH = grid("a b | c", "1 | 2")
OPTIONS = ScoringOptions(with_teds=True)


def test_a_perfect_prediction_scores_1_everywhere() -> None:
    assert set(score_table(TRUTH, TRUTH, OPTIONS).values.values()) == {1.0}


@pytest.mark.parametrize("switches", [(), (TextSwitch.NFKC,)])
def test_white_space_costs_only_the_strict_accuracy(switches: tuple[TextSwitch, ...]) -> None:
    scores = score_table(TRUTH, grid("ab | c", "1 | 2"), replace(OPTIONS, switches=switches)).values
    assert (scores["acc_con"], scores["acc_con_no_space"], scores["exact_topology"]) == (0.0, 1.0, 1.0)
    assert has_equal_text(TRUTH, grid("ab | c", "1 | 2"), (TextSwitch.NO_WHITE_SPACE,))


def test_a_missing_prediction_scores_0_and_says_so() -> None:
    scores = score_table(TRUTH, None, OPTIONS)
    assert set(scores.values.values()) == {0.0}
    assert scores.counts["grits_con"].num_true == 4
    assert scores.problems == ("no table was predicted here",)


OVERLAPPING = (Cell(range(2), range(2), "x"), Cell(range(1), range(1), "a b"))
HOLES = (Cell(range(1), range(1), "a b"), Cell(range(1, 2), range(1, 2), "2"))
HUGE = (Cell(range(1), range(1), "a"), Cell(range(99_999, 100_000), range(99_999, 100_000), "z"))


@pytest.mark.parametrize(
    ("cells", "reason"), [(OVERLAPPING, "claimed more than once"), (HOLES, "without a cell"), (HUGE, "cannot be compared"), ((), "")]
)
def test_malformed_predictions_score_low_and_never_crash(cells: tuple[Cell, ...], reason: str) -> None:
    scores = score_table(TRUTH, cells, OPTIONS)
    assert all(0 <= value <= 1 for value in scores.values.values())
    assert scores.values["grits_con"] < 1
    assert scores.values["acc_con"] == 0
    assert any(reason in problem for problem in scores.problems) or not reason


def test_bare_cells_become_a_table_where_they_can() -> None:
    assert as_table(TRUTH.cells) == Table(2, 2, TRUTH.cells)
    assert as_table(OVERLAPPING).num_rows == 2
    assert as_table(()).num_rows == 0


def test_kinds_of_tables() -> None:
    spanning = Table(1, 2, (Cell(range(1), range(2), "h", is_column_header=True),))
    assert kind_of(spanning).names == ("complex", "up to 50 cells", "with spanning column header")
    assert kind_of(TRUTH).names == ("simple", "up to 50 cells")
    assert [size_class(number) for number in (50, 51, 200, 201)] == [
        "up to 50 cells",
        "up to 100 cells",
        "up to 200 cells",
        "more than 200 cells",
    ]


def test_missed_tables_count_0_and_the_best_overlap_is_chosen() -> None:
    truth = [grid("a | b", at=(0, 0)), grid("c | d", at=(0, 200)), grid("e | f", page=2)]
    near = replace(truth[0], bbox=BBox(0, 0, 18, 10))
    found = evaluation([(sample(*truth), predicted(grid("x | y", at=(15, 0)), near, is_aligned=False, num_pages=3))])
    assert [table.scores.values["acc_con"] for table in found.tables] == [1.0, 0.0, 0.0]
    assert found.tables[1].scores.problems == ("missed: no predicted table answers this one",)
    assert summary_table(found).rows["all"]["acc_con"].mean == pytest.approx(1 / 3)
    assert end_to_end_means(found)["acc_con"] == pytest.approx(1 / 3)
    detection = detection_summary(found)
    assert (detection["0.5"].recall, detection["0.5"].precision) == (pytest.approx(1 / 3), 0.5)
    assert (detection["0.9"].matched, len(found.pages)) == (1, 3)


def test_detection_is_not_scored_where_boxes_were_given() -> None:
    assert detection_summary(evaluation([(sample(TRUTH), predicted(TRUTH))])) == {}


def test_summaries_by_kind_leave_out_kinds_without_tables() -> None:
    found = evaluation([(sample(TRUTH, name=f"d{k}"), predicted(TRUTH if k else grid("a b | c"))) for k in range(4)])
    rows = summary_table(found).rows
    assert set(rows) == {"all", "simple", "up to 50 cells"}
    summary = rows["all"]["exact_topology"]
    assert (summary.mean, summary.num) == (0.75, 4)
    assert summary.low < 0.75 < summary.high
    assert summary_table(found).micro["grits_con"].num_true == 16


def test_a_sample_with_too_few_answers_counts_the_rest_as_missed() -> None:
    found = evaluation([(sample(TRUTH, TRUTH), predicted(TRUTH))])
    assert [table.scores.values["grits_con"] for table in found.tables] == [1.0, 0.0]


def test_comparison_counts_wins_and_refuses_other_tables() -> None:
    samples = [sample(TRUTH, name=f"d{k}") for k in range(6)]
    good = evaluation([(item, predicted(TRUTH)) for item in samples], "good")
    bad = evaluation([(item, predicted(grid("a b | c"))) for item in samples], "bad")
    found = compare(bad, good)
    test = found.tests["grits_top"]
    assert (test.num_wins, test.num_losses, test.num_ties) == (6, 0, 0)
    assert test.p_value < 0.05
    assert found.differences[0][0] == "d0_0"
    with pytest.raises(ComparisonError, match="same tables"):
        compare(good, evaluation([(samples[0], predicted(TRUTH))]))


def test_the_worst_tables_come_first() -> None:
    pairs = [(sample(TRUTH, name="b"), predicted(TRUTH)), (sample(TRUTH, name="a"), predicted(grid("a b | c")))]
    assert [table.id for table in worst_tables(evaluation(pairs), 2)] == ["a_0", "b_0"]


def test_average_precision_needs_objects() -> None:
    found = evaluation([(sample(TRUTH), predicted(TRUTH))])
    assert structure_precision(found) is None
    objects = tuple((str(label), box, 0.9) for label, box in found.tables[0].true_boxes)
    answer = replace(predicted(TRUTH), tables=(replace(predicted(TRUTH).tables[0], objects=objects),))
    scores = structure_precision(evaluation([(sample(TRUTH), answer)]))
    assert scores is not None
    assert scores.overall.ap == pytest.approx(1.0)
    assert set(scores.per_class) == {"table", "table row", "table column"}
