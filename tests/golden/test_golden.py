"""Every recorded table comes out as it did, to the byte; no model runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.golden_cases import case_names, expected, outcome, read_case, write_case
from tools.record_golden import listed

NAMES = case_names()


def test_there_are_the_cases_of_the_list() -> None:
    assert sorted(listed()) == NAMES
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_table_comes_out_as_it_did(name: str) -> None:
    assert outcome(read_case(name)) == expected(name), "meant? then: python -m tools.record_golden, and read the diff"


def test_a_case_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    case = read_case("sample")
    write_case(case, tmp_path)
    assert read_case("sample", tmp_path) == case
