"""The fast code against the literal definition on 2,400 stored random pairs (written by ``make_pairs.py``)."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from grits import adjacency_score, grits_scores
from table import BBox, Cell
from tests.grits.make_pairs import scores as literal_scores
from tests.grits.random_tables import damaged, random_table

PAIRS = Path(__file__).parent / "data" / "pairs.json.gz"
TOLERANCE = 1e-12  # the scores differ only by the order in which rewards are summed


@pytest.fixture(scope="module")
def pairs():
    return [json.loads(line) for line in gzip.decompress(PAIRS.read_bytes()).decode().splitlines()]


def decoded(cells):
    return [Cell(range(r0, r1), range(c0, c1), text, BBox(*box)) for r0, r1, c0, c1, text, *box in cells]


def numbers(score):
    return [score.value, score.precision, score.recall, score.upper_bound]


def largest_difference(found, expected):
    """pytest.approx would take most of the run's time."""
    return max(abs(a - b) for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize(("mode", "suffix", "every"), [("reference", "", 1), ("exact", "_exact", 4)])
def test_grid_scores_equal_the_definition(pairs, mode, suffix, every):
    assert len(pairs) >= 2000
    for number, pair in enumerate(pairs[::every]):
        found = grits_scores(decoded(pair["truth"]), decoded(pair["prediction"]), mode, with_loc=True)
        for name, score in (("top", found.top), ("con", found.con), ("loc", found.loc)):
            assert largest_difference(numbers(score), pair[name + suffix]) <= TOLERANCE, (number, name)
        assert found.has_exact_content == pair["same_content"] == (found.con.value == 1)


def test_adjacency_scores_equal_the_definition(pairs):
    for number, pair in enumerate(pairs):
        truth, prediction = decoded(pair["truth"]), decoded(pair["prediction"])
        for name, convention in (("adjacency", "original"), ("adjacency_with_blanks", "with_blanks")):
            found = adjacency_score(truth, prediction, convention)
            assert largest_difference(numbers(found)[:3], pair[name]) <= TOLERANCE, (number, name)


def test_stored_pairs_are_worth_comparing(pairs):
    """Guards against a file of trivial pairs: partial scores, loose bounds and unequal modes must all occur."""
    assert sum(0 < pair["con"][0] < 1 for pair in pairs) > 1500
    assert sum(pair["con"][0] < pair["con"][3] for pair in pairs) > 200
    assert sum(pair["top"][0] != pair["top_exact"][0] for pair in pairs) > 50
    assert sum(abs(pair["con"][0] - pair["con_exact"][0]) > 1e-6 for pair in pairs) > 200
    assert sum(any(len(cell[4]) >= 200 for cell in pair["prediction"]) for pair in pairs) > 10
    assert sum(not pair["truth"] or not pair["prediction"] for pair in pairs) > 20
    assert sum(pair["same_content"] for pair in pairs) > 10


@pytest.mark.slow
def test_larger_fresh_pairs_equal_the_definition():
    rng = random.Random()  # a new seed each run; the assertion names it by the tables themselves
    for _ in range(40):
        truth = random_table(rng, 14, 9)
        for prediction in (damaged(rng, truth), random_table(rng, 14, 9)):
            expected = literal_scores(truth.cells, prediction.cells)
            found = grits_scores(truth, prediction, with_loc=True)
            for name, score in (("top", found.top), ("con", found.con), ("loc", found.loc)):
                assert largest_difference(numbers(score), expected[name]) <= 1e-9, (name, truth, prediction)
