"""Known values: scores computed with the published functions on pairs small enough to check by hand."""

from __future__ import annotations

import pytest

from grits import grits_scores
from grits.text_similarity import difflib_ratio, lcs_similarity
from table import BBox, Cell, Table


def cell(row, column, text, *, height=1, width=1):
    box = BBox(10 * column, 10 * row, 10 * (column + width), 10 * (row + height))
    return Cell(range(row, row + height), range(column, column + width), text, box)


A = Table(2, 2, (cell(0, 0, "a"), cell(0, 1, "b"), cell(1, 0, "c"), cell(1, 1, "d")))
B = Table(1, 2, (cell(0, 0, "a"), cell(0, 1, "b")))
C = Table(2, 2, (cell(0, 0, "ab", width=2), cell(1, 0, "c"), cell(1, 1, "d")))
D = Table(2, 2, (cell(0, 0, "ac", height=2), cell(0, 1, "b"), cell(1, 1, "d")))
E = Table(3, 2, (cell(0, 0, "a"), cell(0, 1, "b"), cell(1, 0, "x"), cell(1, 1, "y"), cell(2, 0, "c"), cell(2, 1, "d")))
F = Table(2, 2, (cell(0, 0, "a"), cell(0, 1, ""), cell(1, 0, "c"), cell(1, 1, "d")))
EMPTY = Table(0, 0, ())


@pytest.mark.parametrize(
    ("truth", "prediction", "top", "con", "loc"),
    [
        (A, A, 1, 1, 1),
        (A, B, 2 / 3, 2 / 3, 2 / 3),
        (B, A, 2 / 3, 2 / 3, 2 / 3),
        (A, C, 0.75, 0.833333, 0.75),
        (C, D, 0.5625, 0.708333, 0.5625),
        (A, E, 0.8, 0.8, 0.8),
        (A, F, 1, 0.75, 1),
    ],
)
def test_reference_scores(truth, prediction, top, con, loc):
    scores = grits_scores(truth, prediction, with_loc=True)
    assert (scores.top.value, scores.con.value, scores.loc.value) == pytest.approx((top, con, loc), abs=1e-6)
    assert scores.has_exact_content == (truth is prediction)


def test_exact_mode_divides_by_the_union():
    scores = grits_scores(C, D, "exact", with_loc=True)
    assert (scores.top.value, scores.loc.value) == pytest.approx((0.583333, 0.583333), abs=1e-6)


def test_precision_and_recall_of_a_missing_and_an_extra_row():
    missing, extra = grits_scores(A, B).top, grits_scores(A, E).top
    assert (missing.precision, missing.recall) == (1, 0.5)
    assert (extra.precision, extra.recall) == (pytest.approx(2 / 3), 1)


@pytest.mark.parametrize(
    ("truth", "prediction", "precision", "recall", "f"),
    [(A, EMPTY, 1, 0, 0), (EMPTY, A, 0, 1, 0), (EMPTY, EMPTY, 1, 1, 1)],
)
@pytest.mark.parametrize("mode", ["reference", "exact"])
def test_empty_tables(truth, prediction, precision, recall, f, mode):
    scores = grits_scores(truth, prediction, mode, with_loc=True)
    for score in (scores.top, scores.con, scores.loc):
        assert (score.precision, score.recall, score.value, score.upper_bound) == (precision, recall, f, f)
    assert scores.has_exact_content == (f == 1)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("abcd", "acbd", 0.75), ("Table 1", "table 1", 0.857143), ("", "", 1), ("", "a", 0)],
)
def test_text_similarity(a, b, expected):
    assert difflib_ratio(a, b) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "reference", "exact"),
    [("0.12 (0.34)", "0.34 (0.12)", 0.4545, 0.6364), (" 95186) 8", "90,48)3 ", 0.1176, 0.4706)],
)
def test_reference_text_similarity_is_no_longest_common_subsequence(a, b, reference, exact):
    assert difflib_ratio(a, b) == pytest.approx(reference, abs=1e-4)
    assert lcs_similarity([a], [b])[0, 0] == pytest.approx(exact, abs=1e-4)


def test_malformed_prediction_scores_low_with_a_reason():
    scores = grits_scores(A, [cell(0, 0, "a", width=2), cell(0, 1, "b"), cell(1, 0, "c")])
    assert scores.con.value == 0.75
    assert not scores.has_exact_topology
    assert scores.problems == (
        "prediction: 1 grid positions claimed more than once; the last cell was used",
        "prediction: 1 grid positions without a cell; blank cells were used",
    )
