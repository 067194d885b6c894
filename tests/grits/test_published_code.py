"""GriTS against the published code itself, where somebody has put its repository beside this one.

``git clone https://github.com/microsoft/table-transformer`` into the folder above this repository, or name it in
``TABLE_TRANSFORMER``; the published module needs PyMuPDF and matplotlib. Without it the tests are skipped and say so; the
stored pairs of ``test_stored_pairs`` are compared always.
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from grits import adjacency_score, grits_scores
from tests.grits.random_tables import ALPHABETS, damaged, random_table

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("TABLE_TRANSFORMER", ROOT.parent / "table-transformer")) / "src"
NUM_PAIRS = 300
TOLERANCE = 1e-12


@pytest.fixture(scope="module")
def published():
    """The published module; its own name would be that of our package."""
    if not (FOLDER / "grits.py").is_file():
        pytest.skip(f"the published repository is not there: no {FOLDER.parent.name}/src/grits.py (see TABLE_TRANSFORMER)")
    for library in ("fitz", "matplotlib", "torchvision"):
        pytest.importorskip(library, reason=f"the published code needs {library}", exc_type=ImportError)
    sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "detr")]
    spec = importlib.util.spec_from_file_location("published_grits", FOLDER / "grits.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.path[:2]


def published_cells(table):
    return [
        {"row_nums": list(c.rows), "column_nums": list(c.columns), "cell_text": c.text, "bbox": list(c.bbox) if c.bbox else [0, 0, 0, 0]}
        for c in table.cells
    ]


def test_scores_equal_the_published_code(published):
    for seed in range(NUM_PAIRS):
        _compare(published, seed)


def _compare(published, seed):
    rng = random.Random(seed)
    truth = random_table(rng, alphabet=rng.choice(ALPHABETS))
    prediction = damaged(rng, truth) if seed % 2 else random_table(rng, alphabet=rng.choice(ALPHABETS))
    ours, theirs = published_cells(truth), published_cells(prediction)
    found = grits_scores(truth, prediction, with_loc=True)
    grids = {
        "top": (published.grits_top, *(published.cells_to_relspan_grid(cells) for cells in (ours, theirs)), found.top),
        "con": (published.grits_con, *(published.cells_to_grid(cells, key="cell_text") for cells in (ours, theirs)), found.con),
        "loc": (published.grits_loc, *(published.cells_to_grid(cells, key="bbox") for cells in (ours, theirs)), found.loc),
    }
    for name, (metric, true_grid, predicted_grid, score) in grids.items():
        expected = metric(
            np.array(true_grid, dtype=object if name == "con" else None), np.array(predicted_grid, dtype=object if name == "con" else None)
        )
        assert [score.value, score.precision, score.recall, score.upper_bound] == pytest.approx(list(expected), abs=TOLERANCE), (seed, name)
    recall, precision, f_score = published.adjacency_metric(ours, theirs)
    adjacency = adjacency_score(truth, prediction)
    assert [adjacency.recall, adjacency.precision, adjacency.value] == pytest.approx([recall, precision, f_score], abs=TOLERANCE)
