"""``--post-processing reference-service`` against the published service itself, where its repository stands beside ours.

As in ``tests/grits/test_published_code.py``; ``REFERENCE_CASES`` names a folder of stored object sets to compare as well.
"""

from __future__ import annotations

import json
import os
import random
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.published_code import load_published_service
from bench.published_service import are_equal, jittered, our_outcome, random_case, stored_case

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("TABLE_TRANSFORMER", ROOT.parent / "table-transformer"))
CASES = os.environ.get("REFERENCE_CASES", "")


@pytest.fixture(scope="module")
def service() -> SimpleNamespace:
    if not (FOLDER / "src" / "inference.py").is_file():
        pytest.skip(f"the published repository is not there: no {FOLDER.name}/src/inference.py (see TABLE_TRANSFORMER)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyMuPDF's own
        pytest.importorskip("fitz", reason="the published code needs PyMuPDF", exc_type=ImportError)
        return load_published_service(FOLDER)


def test_random_objects_become_the_published_cells(service: SimpleNamespace) -> None:
    rng = random.Random(7)
    for number in range(40):
        objects, words = random_case(rng)
        for moved in jittered(objects, rng, 5):
            assert are_equal(service, moved, words), (number, moved)


def test_stored_cases_become_the_published_cells(service: SimpleNamespace) -> None:
    if not CASES:
        pytest.skip("REFERENCE_CASES names no folder of stored object sets")
    files = sorted(Path(CASES).glob("compat_*.json"))
    assert files
    for path in files:
        assert are_equal(service, *stored_case(json.loads(path.read_text(encoding="utf-8")))), path.name


def test_the_random_objects_are_worth_comparing() -> None:
    rng = random.Random(7)
    found = [our_outcome(moved, words) for objects, words in (random_case(rng) for _ in range(40)) for moved in jittered(objects, rng, 5)]
    cells = [cell for tables in found if not isinstance(tables, str) for table in tables for cell in table]
    assert sum(len(cell[0]) > 1 or len(cell[1]) > 1 for cell in cells) > 100
    assert sum(cell[3] for cell in cells) > 100
    assert sum(cell[4] for cell in cells) > 10
