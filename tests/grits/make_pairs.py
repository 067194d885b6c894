"""Writes ``data/pairs.json.gz``: random pairs of tables with the scores the literal definition gives them.

Run from the repository root: ``python -m tests.grits.make_pairs`` (about a minute). The seed is fixed, the file is
byte-equal each time.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from tests.grits import oracle
from tests.grits.random_tables import ALPHABETS, damaged, random_table

NUM_PAIRS = 2400
SEED = 20130826
TARGET = Path(__file__).parent / "data" / "pairs.json.gz"


def make_pairs():
    rng = random.Random(SEED)
    for number in range(NUM_PAIRS):
        alphabet = rng.choice(ALPHABETS)
        truth = random_table(rng, alphabet=alphabet)
        prediction = damaged(rng, truth) if number % 2 else random_table(rng, alphabet=alphabet)
        yield {"truth": encoded(truth), "prediction": encoded(prediction), **scores(truth.cells, prediction.cells)}


def encoded(table):
    return [[c.rows.start, c.rows.stop, c.columns.start, c.columns.stop, c.text, *c.bbox] for c in table.cells]


def scores(truth, prediction):
    """(F, precision, recall, upper bound) of each variant and (F, precision, recall) of both adjacency variants."""
    compared = {
        "top": (oracle.span_grid, oracle.enclosing_overlap, oracle.true_overlap),
        "con": (oracle.text_grid, oracle.difflib_ratio, oracle.subsequence_ratio),
        "loc": (oracle.box_grid, oracle.enclosing_overlap, oracle.true_overlap),
    }
    found = {}
    for name, (grid, reference, exact) in compared.items():
        found[name] = oracle.grid_score(grid(truth), grid(prediction), reference)
        found[name + "_exact"] = oracle.grid_score(grid(truth), grid(prediction), exact)
    found["adjacency"] = oracle.adjacency_f(truth, prediction, skip_blanks=True)
    found["adjacency_with_blanks"] = oracle.adjacency_f(truth, prediction, skip_blanks=False)
    found["same_content"] = oracle.text_grid(truth) == oracle.text_grid(prediction)
    return found


def main():
    text = "\n".join(json.dumps(pair, ensure_ascii=False, separators=(",", ":")) for pair in make_pairs())
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
