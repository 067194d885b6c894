"""GriTS and adjacency against the published code itself, where somebody has put its repository beside this one.

``git clone https://github.com/microsoft/table-transformer`` into the folder above this repository, or name it in
``TABLE_TRANSFORMER``; the published module needs PyMuPDF. Without it the tests are skipped and say so; the
stored pairs of ``test_stored_pairs`` are compared always.
"""

from __future__ import annotations

import os
import random
import warnings
from pathlib import Path

import pytest

from bench.published_code import load_published_adjacency, load_published_grits, published_cells, published_scorers
from grits import adjacency_score, grits_scores
from tests.grits.random_tables import ALPHABETS, damaged, random_table

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("TABLE_TRANSFORMER", ROOT.parent / "table-transformer"))
NUM_PAIRS = int(os.environ.get("PUBLISHED_PAIRS", "300"))
TOLERANCE = 1e-12


@pytest.fixture(scope="module")
def published():
    if not (FOLDER / "src" / "grits.py").is_file():
        pytest.skip(f"the published repository is not there: no {FOLDER.name}/src/grits.py (see TABLE_TRANSFORMER)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyMuPDF's own
        pytest.importorskip("fitz", reason="the published code needs PyMuPDF", exc_type=ImportError)
        return load_published_grits(FOLDER)


def pair(seed):
    rng = random.Random(seed)
    truth = random_table(rng, alphabet=rng.choice(ALPHABETS))
    return truth, damaged(rng, truth) if seed % 2 else random_table(rng, alphabet=rng.choice(ALPHABETS))


def test_grid_scores_equal_the_published_code(published):
    for seed in range(NUM_PAIRS):
        truth, prediction = pair(seed)
        found = grits_scores(truth, prediction, with_loc=True)
        expected = published_scorers(published, published_cells(truth.cells), published_cells(prediction.cells))
        for name, score in (("top", found.top), ("con", found.con), ("loc", found.loc)):
            numbers = (score.value, score.precision, score.recall, score.upper_bound)
            assert max(abs(a - b) for a, b in zip(numbers, expected[name](), strict=True)) <= TOLERANCE, (seed, name)


def test_adjacency_equals_the_published_code(published):
    if not (FOLDER / "src" / "eval.py").is_file():
        pytest.skip("src/eval.py of the published repository is not there")
    adjacency = load_published_adjacency(FOLDER, published)
    for seed in range(NUM_PAIRS):
        truth, prediction = pair(seed)
        ours, theirs = published_cells(truth.cells), published_cells(prediction.cells)
        for convention, metric in (("original", adjacency.dar_con_original), ("with_blanks", adjacency.dar_con_new)):
            score = adjacency_score(truth, prediction, convention)
            assert (score.recall, score.precision, score.value) == pytest.approx(metric(ours, theirs), abs=TOLERANCE), (seed, convention)
