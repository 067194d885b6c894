"""Parts of the grid scores that need their own picture: laziness, raw boxes, large tables, malformed cells."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from rapidfuzz.distance import LCSseq

from grits import ScoreLimitError, grits_con, grits_loc, grits_of_boxes, grits_raw_loc, grits_scores, grits_top, text_similarity
from grits.alignment import align, match_substructures, rewards_of_matrix
from grits.lazy_alignment import ExactRewards, match_substructures_lazily
from grits.raw_boxes import raw_box_grid
from grits.text_similarity import DifflibRewards, difflib_ratio
from table import BBox, Cell, GridError, StructureLabel, Table
from tests.grits import oracle
from tests.grits.builders import table

ROW, COLUMN, SPAN = StructureLabel.ROW, StructureLabel.COLUMN, StructureLabel.SPANNING_CELL


def test_single_variants_equal_the_joint_call():
    truth, prediction = table("ab | <", "c | d"), table("ac | b", "^ | d")
    scores = grits_scores(truth, prediction, with_loc=True)
    assert (grits_top(truth, prediction), grits_con(truth, prediction)) == (scores.top, scores.con)
    assert grits_loc(truth, prediction) == scores.loc
    assert grits_scores(truth, prediction).loc is None


def test_alignment_prefers_pairs_then_skipping_truth():
    assert align(np.zeros((2, 3)))[0] == ((0, 1), (1, 2))
    assert align(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])) == (((0, 0), (2, 1)), 2.0)
    assert align(np.array([[0.0, 1.0], [1.0, 0.0]])) == (((0, 1),), 1.0)


def test_texts_are_compared_at_most_once_and_only_where_needed(monkeypatch):
    compared = []
    monkeypatch.setattr(text_similarity, "difflib_ratio", lambda a, b, n: compared.append((a, b)) or difflib_ratio(a, b, n))
    rng = random.Random(1)
    texts = [[str(rng.randrange(10**6)) for _ in range(8)] for _ in range(30)]
    truth = table(*(" | ".join(row) for row in texts))
    texts[7][3] = "changed 12345"
    score = grits_con(truth, table(*(" | ".join(row) for row in texts)))
    assert 0.99 < score.value < 1
    assert len(compared) == len(set(compared)) < 300  # of 57,600 pairs


def test_long_texts_are_misjudged_as_in_the_published_code():
    """difflib ignores frequent characters of texts of 200 and more: equal halves count for nothing."""
    truth, prediction = "ab" * 150 + "x", "y" + "ab" * 150
    assert difflib_ratio(truth, prediction) == 0
    assert grits_con([Cell(range(1), range(1), truth)], [Cell(range(1), range(1), prediction)]).value == 0
    exact = grits_con([Cell(range(1), range(1), truth)], [Cell(range(1), range(1), prediction)], "exact")
    assert exact.value == pytest.approx(600 / 602)


def test_text_similarity_is_called_with_the_truth_first():
    truth, prediction = [Cell(range(1), range(1), "tide")], [Cell(range(1), range(1), "diet")]
    assert grits_con(truth, prediction).value == difflib_ratio("tide", "diet") == 0.25
    assert grits_con(prediction, truth).value == difflib_ratio("diet", "tide") == 0.5


def test_bounds_are_never_below_the_rewards():
    rng = random.Random(2)
    texts = ["".join(rng.choice("ab1. ") for _ in range(rng.randrange(12))) for _ in range(60)]
    rewards = DifflibRewards(texts, texts)
    before, exact = rewards.upper.copy(), rewards.is_exact.copy()
    rewards.make_exact(*(side.ravel() for side in np.indices((60, 60))))
    assert (rewards.upper <= before).all()
    assert (rewards.upper[exact] == before[exact]).all()
    assert rewards.is_exact.all()


def test_lazy_alignment_of_grids_without_cells():
    rewards = DifflibRewards([], ["a"])
    found = match_substructures_lazily(rewards, np.zeros((1, 0), dtype=np.intp), np.zeros((1, 1), dtype=np.intp))
    assert (found.matched, found.upper_bound) == (0, 0)


@pytest.mark.parametrize("values", [(0.0, 1.0), (0.0, 0.5, 1.0), (0.0, 0.1, 0.2, 0.3), None])
def test_lazy_alignment_is_the_plain_one_ties_included(values):
    """Equal lines, equal rewards, sums that differ by rounding: the same pairs and the same numbers."""
    rng = np.random.default_rng(3)
    for _ in range(60):
        shape = rng.integers(1, 9, 2)
        rewards = rng.random(shape) if values is None else rng.choice(values, shape)
        truth, prediction = (rng.integers(0, size, rng.integers(1, 12, 2)) for size in shape)
        expected = match_substructures(rewards_of_matrix(rewards), truth, prediction)
        found = match_substructures_lazily(ExactRewards(rewards), truth, prediction)
        assert (found.row_pairs, found.column_pairs, found.upper_bound) == (expected.row_pairs, expected.column_pairs, expected.upper_bound)
        assert found.matched == pytest.approx(expected.matched, abs=1e-12)


def test_short_texts_are_compared_as_difflib_does():
    rng = random.Random(4)
    for _ in range(3000):
        a, b = ("".join(rng.choice("ab1") for _ in range(rng.randrange(26))) for _ in range(2))
        assert difflib_ratio(a, b) == difflib_ratio(a, b, LCSseq.similarity(a, b)) == oracle.difflib_ratio(a, b)


def test_single_precision_of_the_published_rectangles():
    a, b = [[[0.1, 0.1, 10.3, 10.3]]], [[[0.2, 0.2, 5.7, 5.7]]]
    reference = grits_of_boxes(np.array(a), np.array(b)).value
    assert reference == oracle.enclosing_overlap(a[0][0], b[0][0])
    assert 0 < abs(reference - 5.5**2 / 10.2**2) < 1e-7


def test_cells_without_boxes_match_nothing():
    assert grits_loc([Cell(range(1), range(1), "a")], [Cell(range(1), range(1), "a", BBox(0, 0, 1, 1))]).value == 0


def test_raw_boxes_of_rows_columns_and_a_spanning_cell():
    rows = [(ROW, BBox(0, 10, 40, 20)), (ROW, BBox(0, 0, 40, 10))]
    columns = [(COLUMN, BBox(20, 0, 40, 20)), (COLUMN, BBox(0, 0, 20, 20))]
    grid = raw_box_grid([*rows, *columns, (SPAN, BBox(1, 1, 31, 9))])
    assert grid[0].tolist() == [[0, 0, 40, 10], [0, 0, 40, 10]]
    assert grid[1].tolist() == [[0, 10, 20, 20], [20, 10, 40, 20]]


def test_raw_spanning_objects_touching_a_claimed_position_are_skipped():
    objects = [(ROW, BBox(0, 0, 30, 10)), *((COLUMN, BBox(x, 0, x + 10, 10)) for x in (0, 10, 20))]
    grid = raw_box_grid([*objects, (SPAN, BBox(0, 0, 20, 10)), (SPAN, BBox(10, 0, 30, 10))])
    assert grid[0].tolist() == [[0, 0, 20, 10], [0, 0, 20, 10], [20, 0, 30, 10]]


def test_raw_location_equals_the_definition():
    rng = random.Random(6)
    for _ in range(150):
        sides = [random_objects(rng) for _ in range(2)]
        grids = [oracle.raw_grid(*([tuple(b) for kind, b in side if kind is k] for k in (ROW, COLUMN, SPAN))) for side in sides]
        expected = oracle.grid_score(*grids, oracle.enclosing_overlap)
        score = grits_raw_loc(*sides)
        assert (score.value, score.precision, score.recall, score.upper_bound) == pytest.approx(expected, abs=1e-12)


def random_objects(rng):
    rows = [(ROW, BBox(0, y, 40, y + rng.uniform(4, 14))) for y in range(0, 10 * rng.randint(0, 4), 10)]
    columns = [(COLUMN, BBox(x, 0, x + rng.uniform(4, 14), 40)) for x in range(0, 10 * rng.randint(0, 4), 10)]
    spans = []
    for _ in range(rng.randint(0, 3)):
        x, y = rng.uniform(0, 30), rng.uniform(0, 30)
        spans.append((SPAN, BBox(x, y, x + rng.uniform(5, 25), y + rng.uniform(5, 25))))
    found = [*rows, *columns, *spans]
    rng.shuffle(found)
    return found


def test_raw_objects_without_columns_are_a_table_without_cells():
    only_rows = [(ROW, BBox(0, 0, 10, 10))]
    assert grits_raw_loc(only_rows, only_rows).value == 1
    assert grits_raw_loc([*only_rows, (COLUMN, BBox(0, 0, 10, 10))], only_rows).value == 0


def test_a_claimed_grid_of_absurd_size_is_refused():
    with pytest.raises(GridError, match="exceeds"):
        grits_scores([], [Cell(range(10**6 - 1, 10**6), range(10**6 - 1, 10**6), "x")])


def test_too_many_texts_are_refused_before_they_are_compared(monkeypatch):
    monkeypatch.setattr(text_similarity, "MAX_TEXT_PAIRS", 3)
    with pytest.raises(ScoreLimitError, match="2 and 2 distinct cell texts exceed 3"):
        grits_con(table("a | b"), table("c | d"))


def test_overlapping_cells_of_a_prediction_count_the_last_one():
    truth = table("a | b")
    prediction = [Cell(range(1), range(2), "a"), Cell(range(1), range(1, 2), "b")]
    scores = grits_scores(truth, prediction)
    assert scores.con.value == 1
    assert "claimed more than once" in scores.problems[0]


def test_large_tables_are_fast_enough():
    """Measured 0.4 to 1 s for all three scores of 200 x 20; the limit leaves room for a busy machine."""
    cells = tuple(
        Cell(range(r, r + 1), range(c, c + 1), f"{(r * 37 + c * 1009) % 9973 / 10:.2f}", BBox(c * 10, r * 10, c * 10 + 9, r * 10 + 9))
        for r in range(200)
        for c in range(20)
    )
    changed = tuple(c if i % 13 else Cell(c.rows, c.columns, "x" + c.text, c.bbox.shift(0.5, 0.5)) for i, c in enumerate(cells))
    start = time.process_time()
    scores = grits_scores(Table(200, 20, cells), Table(200, 20, changed), with_loc=True)
    assert time.process_time() - start < 6
    assert scores.top.value == 1
    assert scores.con.value == pytest.approx(1 - 308 / 4000 / 12, abs=1e-3)  # one character more in 308 short texts
    assert scores.loc.value == pytest.approx(1 - 308 / 4000 * (1 - 8.5**2 / 9.5**2), abs=1e-6)
