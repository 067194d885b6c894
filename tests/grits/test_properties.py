"""What must hold for any pair of tables, and the one thing people expect that does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grits import adjacency_score, grits_scores, teds
from table import BBox, Cell, Table
from tests.grits.random_tables import damaged, random_table

MODES = st.sampled_from(["reference", "exact"])


@st.composite
def tables(draw, **options):
    return random_table(random.Random(draw(st.integers(0, 2**32))), **options)


@st.composite
def pairs(draw):
    rng = random.Random(draw(st.integers(0, 2**32)))
    truth = random_table(rng)
    return truth, damaged(rng, truth) if draw(st.booleans()) else random_table(rng)


def all_scores(scores):
    return scores.top, scores.con, scores.loc


@given(tables(), MODES)
def test_a_table_scores_one_against_itself(table, mode):
    scores = grits_scores(table, table, mode, with_loc=True)
    for score in all_scores(scores):
        assert (score.value, score.precision, score.recall, score.upper_bound) == (1, 1, 1, 1)
    assert scores.has_exact_content
    assert scores.has_exact_topology
    assert teds(table, table) == 1
    assert adjacency_score(table, table).value == 1


@given(pairs(), MODES)
def test_scores_are_between_zero_and_their_upper_bound(pair, mode):
    for score in all_scores(grits_scores(*pair, mode, with_loc=True)):
        assert 0 <= score.value <= score.upper_bound + 1e-12 <= 1 + 2e-12
        assert 0 <= score.precision <= 1
        assert 0 <= score.recall <= 1
        assert score.matched <= min(score.num_true, score.num_predicted) + 1e-9


@given(pairs())
def test_reference_overlap_never_exceeds_true_overlap_on_the_same_alignment_bound(pair):
    reference, exact = (grits_scores(*pair, mode, with_loc=True) for mode in ("reference", "exact"))
    for ours, theirs in zip(all_scores(reference), all_scores(exact), strict=True):
        assert ours.upper_bound <= theirs.upper_bound + 1e-6  # 1e-6: boxes are rounded to single precision in one


@given(pairs(), st.randoms(use_true_random=False), MODES)
def test_the_order_of_cells_does_not_matter(pair, rng, mode):
    truth, prediction = pair
    shuffled = list(prediction.cells)
    rng.shuffle(shuffled)
    assert grits_scores(truth, shuffled, mode, with_loc=True) == grits_scores(truth, prediction, mode, with_loc=True)


@given(pairs())
def test_content_is_exact_only_when_grits_con_is_one(pair):
    scores = grits_scores(*pair)
    assert scores.has_exact_content == (scores.con.value == 1.0)
    if scores.has_exact_topology:
        assert scores.top.value == 1.0


@given(tables(allow_empty=False))
def test_blank_cells_match_blank_cells_only(table):
    blank = Table(table.num_rows, table.num_columns, tuple(Cell(c.rows, c.columns) for c in table.cells))
    full = Table(table.num_rows, table.num_columns, tuple(Cell(c.rows, c.columns, "x") for c in table.cells))
    assert grits_scores(blank, blank).con.value == 1
    assert grits_scores(blank, full).con.value == 0


@given(tables(allow_empty=False), MODES)
def test_an_empty_side_scores_zero(table, mode):
    empty = Table(0, 0, ())
    for truth, prediction in ((table, empty), (empty, table)):
        assert [s.value for s in all_scores(grits_scores(truth, prediction, mode, with_loc=True))] == [0, 0, 0]
        assert teds(truth, prediction) == 0


@given(pairs())
def test_shifting_and_scaling_the_page_leaves_location_scores_alone(pair):
    moved = [Table(t.num_rows, t.num_columns, tuple(_moved(cell) for cell in t.cells)) for t in pair]
    before, after = (grits_scores(a, b, "exact", with_loc=True).loc for a, b in (pair, moved))
    assert after.upper_bound == pytest.approx(before.upper_bound, abs=1e-6)


def _moved(cell):
    return Cell(cell.rows, cell.columns, cell.text, BBox(*(2 * v + 64 for v in cell.bbox)))


@given(pairs())
def test_teds_is_symmetric_and_structure_is_the_easier_part(pair):
    truth, prediction = pair
    score = teds(truth, prediction)
    assert -1 <= score <= teds(truth, prediction, structure_only=True) + 1e-12
    assert teds(prediction, truth) == pytest.approx(score, abs=1e-12)


def test_grits_is_not_symmetric_when_alignments_tie():
    """Known and kept: rows and columns are aligned without knowledge of each other, and ties go to skipping truth first."""
    tall, wide = letters("b", "a", "b"), letters("ab", "bb", "aa")
    there, back = grits_scores(tall, wide), grits_scores(wide, tall)
    assert (there.con.value, back.con.value) == (pytest.approx(4 / 9), pytest.approx(2 / 9))
    assert there.con.upper_bound == back.con.upper_bound


def letters(*rows):
    cells = (Cell(range(r, r + 1), range(c, c + 1), text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(len(rows), len(rows[0]), tuple(cells))
