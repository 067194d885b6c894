"""Totals counted in truth and prediction, mismatches told apart by their cause, faults that are seeded and found."""

from __future__ import annotations

import json

import pytest

from bench.result_schema import problems_of
from bench.results import environment
from bench.seeded_faults import KINDS, seeded_outcomes
from bench.totals import TOTALS_SCHEMA, set_totals, sets_with_texts, table_totals, totals_json
from table import Table
from table.values import type_table
from table.values.arithmetic import find_totals
from tests.bench.builders import evaluation, grid, predicted, sample

LINES = (
    "Item | 2014 | 2013 | 2012", "cash | 1,200 | 1,100 | 950", "stocks | 2,310 | 2,450 | 2,001", "Total | 3,510 | 3,550 | 2,951",
    "of which abroad | 5 | 6 | 7",
)  # fmt: skip


def counted(truth: Table, read: Table | None) -> dict[str, object]:
    found = evaluation([(sample(truth), predicted(*([read] if read else [])))])
    return set_totals(sets_with_texts(["icdar2013_box_given"])[0], [table_totals(found.tables[0])])


def test_a_total_is_found_where_its_row_was_read() -> None:
    found = counted(grid(*LINES, headers=1), grid("Title | | |", *LINES, headers=2))
    assert found["true_totals"] == {"with_a_total_word": 1, "proved": 1, "proved_without_a_total_word": 0}
    assert (found["proved_totals_found"], found["totals_read"], found["confirmed"]) == (1, 1, 1)
    assert found["list_of_missed"] == []


def test_a_mismatch_is_a_fault_of_ours_or_of_the_document() -> None:
    misread = [line.replace("2,450", "2,480") for line in LINES]
    assert counted(grid(*LINES, headers=1), grid(*misread, headers=1))["mismatches"] == {"extraction": 1, "printed so": 0}
    assert counted(grid(*misread, headers=1), grid(*misread, headers=1))["mismatches"] == {"extraction": 0, "printed so": 1}


def test_a_missed_total_has_its_reason() -> None:
    missed = counted(grid(*LINES, headers=1), None)
    assert missed["list_of_missed"] == [{"table": "doc_0", "axis": "row", "index": 3, "reason": "no table"}]
    lost = counted(grid(*LINES, headers=1), grid(*LINES[:3], headers=1))["list_of_missed"]
    assert isinstance(lost, list)
    assert lost[0]["reason"] == "a cell read wrongly"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_is_seeded_and_found(kind: str) -> None:
    table = grid(*LINES, headers=1)
    totals = find_totals(type_table(table))
    outcomes = [one for seed in range(8) for one in seeded_outcomes(table, totals, str(seed)) if one.kind == kind]
    assert len(outcomes) == 8
    assert sum(one.is_flagged for one in outcomes) >= 4
    assert [one for seed in range(8) for one in seeded_outcomes(table, totals, str(seed)) if one.kind == kind] == outcomes


def test_a_file_has_its_form() -> None:
    found = {"schema": TOTALS_SCHEMA, "weights": {}, "seed": 0, "made_with": environment("x"), "all": totals_json([]), "sets": {}}
    assert problems_of(json.loads(json.dumps(found))) == []
    assert [one.name for one in sets_with_texts(None)][:2] == ["icdar2013_end_to_end", "fintabnet_c"]
