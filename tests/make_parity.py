"""Writes the largest differences from the published code: ``python -m tests.make_parity FOLDER CASES OUT [PAIRS]``.

FOLDER is the published repository (see ``tests/grits/test_published_code.py``), CASES a folder of stored object sets.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from bench.published_code import (
    load_published_adjacency,
    load_published_grits,
    load_published_service,
    published_cells,
    published_scorers,
)
from bench.published_service import are_equal, jittered, random_case, stored_case, their_outcome
from bench.results import environment, write_result
from grits import adjacency_score, grits_scores
from tests.grits.random_tables import ALPHABETS, damaged, random_table

NUM_PAIRS, NUM_JITTERED = 2400, 60


def scores_parity(folder: Path, num_pairs: int) -> dict[str, Any]:
    """Largest absolute difference of F, precision, recall and bound on random pairs of tables."""
    grits, rng = load_published_grits(folder), random.Random(1)
    adjacency = load_published_adjacency(folder, grits)
    largest = dict.fromkeys(("grits_top", "grits_con", "grits_loc", "adjacency", "adjacency_with_blanks"), 0.0)
    for number in range(num_pairs):
        truth = random_table(rng, alphabet=rng.choice(ALPHABETS))
        prediction = damaged(rng, truth) if number % 2 else random_table(rng, alphabet=rng.choice(ALPHABETS))
        ours, theirs = published_cells(truth.cells), published_cells(prediction.cells)
        found = grits_scores(truth, prediction, with_loc=True)
        expected = published_scorers(grits, ours, theirs)
        for name, score in (("top", found.top), ("con", found.con), ("loc", found.loc)):
            numbers = (score.value, score.precision, score.recall, score.upper_bound)
            _keep(largest, f"grits_{name}", numbers, expected[name]())
        for name, convention, metric in (
            ("adjacency", "original", adjacency.dar_con_original),
            ("adjacency_with_blanks", "with_blanks", adjacency.dar_con_new),
        ):
            score = adjacency_score(truth, prediction, convention)
            _keep(largest, name, (score.recall, score.precision, score.value), metric(ours, theirs))
    return {"pairs": num_pairs, "largest_difference": largest}


def _keep(largest: dict[str, float], name: str, found: Any, expected: Any) -> None:
    largest[name] = max(largest[name], *(abs(a - b) for a, b in zip(found, expected, strict=True)))


def service_parity(folder: Path, cases: Path) -> dict[str, Any]:
    """Object sets whose cells are the published service's: each stored one, and random and jittered ones."""
    service, rng = load_published_service(folder), random.Random(2)
    stored = {path.name: stored_case(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(cases.glob("compat_*.json"))}
    found = {
        name: their_outcome(service, *case)
        if isinstance(their_outcome(service, *case), str)
        else "equal"
        if are_equal(service, *case)
        else "different"
        for name, case in stored.items()
    }
    moved = [(objects, words) for start, words in stored.values() for objects in jittered(start, rng, NUM_JITTERED)]
    moved += [(objects, words) for start, words in (random_case(rng) for _ in range(200)) for objects in jittered(start, rng, 5)]
    return {
        "stored_cases": found,
        "stored_equal": sum(are_equal(service, *case) for case in stored.values()),
        "object_sets": len(moved),
        "equal": sum(are_equal(service, *case) for case in moved),
        "of_them_divisions_by_zero": sum(their_outcome(service, *case) == "division by zero" for case in moved),
    }


def main(folder: str, cases: str, out: str, num_pairs: str = str(NUM_PAIRS)) -> None:
    found = {"scores": scores_parity(Path(folder), int(num_pairs)), "service": service_parity(Path(folder), Path(cases))}
    made = environment("python -m tests.make_parity FOLDER CASES OUT")
    write_result({"schema": "tablewright.published_parity/1", **found, "made_with": made}, Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
