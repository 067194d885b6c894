from __future__ import annotations

import pytest

from grits import (
    adjacency_relations,
    adjacency_score,
    cell_adjacency_score,
    document_adjacency_score,
    scitsr_average,
    score_from_counts,
    weighted_average_f1,
)
from table import BBox, Cell, Table
from tests.grits.builders import table

A = table("a | b", "c | d")
B = table("a | b")
C = table("ab | <", "c | d")


def relations(found, convention="original"):
    return {f"{r.first}-{r.second} {r.direction}{r.num_blanks}": n for r, n in adjacency_relations(found, convention).items()}


def test_golden_relations():
    assert relations(A) == {"a-b H0": 1, "c-d H0": 1, "a-c V0": 1, "b-d V0": 1}
    assert relations(C) == {"ab-c V0": 1, "ab-d V0": 1, "c-d H0": 1}


def test_golden_score():
    score = adjacency_score(A, B)
    assert (score.precision, score.recall, score.value) == (1, 0.25, 0.4)


def test_blank_cells_are_skipped_and_counted():
    found = table("a | _ | b", "_ | _ | _", "c | d | _")
    assert relations(found) == {"a-b H1": 1, "c-d H0": 1, "a-c V1": 1}


def test_blank_cells_are_ordinary_in_the_variant_with_blanks():
    assert relations(table("a | _", "_ | b"), "with_blanks") == {"a- H0": 1, "-b H0": 1, "a- V0": 1, "-b V0": 1}


def test_cells_sharing_several_rows_are_related_once():
    assert relations(table("a | b", "^ | ^")) == {"a-b H0": 1}


def test_blanks_between_are_counted_from_the_end_of_a_spanning_cell():
    assert relations(table("a | < | _ | b")) == {"a-b H1": 1}


def test_icdar_convention_ignores_white_space_and_case_and_their_remains():
    spaced = Table(1, 3, (cell(0, "A b"), cell(1, " \t"), cell(2, "C")))
    assert relations(spaced, "icdar2013") == {"AB-C H1": 1}
    assert relations(spaced, "original") == {"A b- \t H0": 1, " \t-C H0": 1}
    assert relations(spaced, "scitsr") == {"A b-C H1": 1}


def cell(column, text):
    return Cell(range(1), range(column, column + 1), text)


def test_equal_relations_between_different_cells_count_each():
    score = adjacency_score(table("0 | 0", "0 | 0"), table("0 | 0"))
    assert (score.matched, score.num_true, score.num_predicted) == (1, 4, 1)


@pytest.mark.parametrize(
    ("truth", "prediction", "expected"),
    [
        (Table(0, 0, ()), Table(0, 0, ()), (1, 1, 1)),
        (A, Table(0, 0, ()), (1, 0, 0)),
        (Table(0, 0, ()), A, (0, 1, 0)),
        (table("_"), table("x"), (1, 1, 1)),  # neither has a relation
    ],
)
def test_sides_without_relations(truth, prediction, expected):
    score = adjacency_score(truth, prediction)
    assert (score.precision, score.recall, score.value) == expected


def test_malformed_prediction_is_scored():
    hole = [A.cells[0], A.cells[3]]
    assert adjacency_score(A, hole).value == 0
    assert adjacency_score(A, hole, "with_blanks").num_predicted == 4


def test_tables_of_a_document_are_paired_on_their_page_best_first():
    truth = [table("a | b", "c | d"), table("x | y", page=2)]
    prediction = [table("a | b"), table("a | b", "c | _"), table("x | y")]  # the last is on the wrong page
    score = document_adjacency_score(truth, prediction)
    assert (score.matched, score.num_true, score.num_predicted) == (2, 5, 4)


def test_scitsr_averages_precision_and_recall_before_f():
    score = scitsr_average([score_from_counts(1, 2, 1), score_from_counts(0, 1, 0)])
    assert (score.precision, score.recall, score.value) == (0.5, 0.25, pytest.approx(1 / 3))


def test_cell_adjacency_needs_both_cells():
    moved = [A.cells[0], A.cells[1], A.cells[2], Cell(range(1, 2), range(1, 2), "", BBox(14, 10, 24, 20))]
    loose, strict = (cell_adjacency_score(A.cells, moved, threshold) for threshold in (0.4, 0.6))
    assert (loose.matched, loose.num_true, loose.num_predicted) == (4, 4, 4)
    assert (strict.matched, strict.num_true, strict.num_predicted) == (2, 4, 4)


def test_cell_adjacency_sees_direction_and_skips_positions_without_a_cell():
    corners = [A.cells[0], Cell(range(1), range(2, 3), "", BBox(10, 0, 20, 10))]
    score = cell_adjacency_score(A.cells[:2], corners, 0.9)
    assert (score.matched, score.num_true, score.num_predicted) == (1, 1, 1)
    below = [A.cells[0], Cell(range(1, 2), range(1), "", BBox(10, 0, 20, 10))]
    assert cell_adjacency_score(A.cells[:2], below, 0.9).value == 0


def test_weighted_average_f1_of_published_figures():
    """The competition report's Track B row: .7439, .6865, .5076, .1342 give .4846 (its own rounding)."""
    f1 = {0.6: 0.7439, 0.7: 0.6865, 0.8: 0.5076, 0.9: 0.1342}
    scores = {t: score_from_counts(v, 1, 1) for t, v in f1.items()}
    assert weighted_average_f1(scores) == pytest.approx(0.4846, abs=6e-4)
