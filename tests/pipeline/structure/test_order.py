"""The order of the rules: each is applied once, each can be switched off, each is in a file of its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline.structure.rules
from bench.rule_switches import ASKED_FOR
from pipeline.structure import STRUCTURE_RULES, fill, to_grid, walk_rules
from pipeline.structure.order import CELL_RULES, GRID_RULES, RULES
from pipeline.watching import watch_rules
from tools.golden_cases import case_names, expected, outcome, read_case


def test_every_rule_is_in_a_file_of_its_name_and_every_file_is_in_the_order() -> None:
    files = {path.stem for path in Path(str(pipeline.structure.rules.__file__)).parent.glob("*.py")} - {"__init__"}
    assert sorted(files) == sorted(STRUCTURE_RULES)


def test_a_walk_visits_each_rule_once_and_keeps_its_state() -> None:
    case = read_case("sample-printed")
    structure, steps = walk_rules(case.objects, case.view, case.options)
    assert tuple(step.rule for step in steps) == STRUCTURE_RULES
    assert (steps[-1].structure.rows, steps[-1].structure.columns) == (structure.rows, structure.columns)


def test_the_canonical_form_is_made_without_the_rules_for_printed_ones() -> None:
    case = read_case("sample")
    assert tuple(step.rule for step in walk_rules(case.objects, case.view, case.options)[1]) == tuple(
        rule.__name__ for rule in (*GRID_RULES, *CELL_RULES)
    )


@pytest.mark.parametrize("rule", STRUCTURE_RULES)
def test_a_rule_switched_off_is_not_visited_and_some_recorded_table_misses_it(rule: str) -> None:
    is_missed = False
    for name in case_names():
        case = read_case(name)
        off = replace(case, options=replace(case.options, without=frozenset({rule})))
        if not case.options.keep_blank_rows_and_columns and outcome(off) != expected(name):
            is_missed = True
            break
    assert is_missed, f"no golden case needs {rule}: record one or delete the rule"
    structure, steps = walk_rules(case.objects, case.view, off.options)
    visited = RULES if off.options.structure_form == "printed" else (*GRID_RULES, *CELL_RULES)
    assert tuple(step.rule for step in steps) == tuple(one.__name__ for one in visited if one.__name__ != rule)
    assert fill(to_grid(structure), case.view).num_rows == len(structure.rows)


@pytest.mark.parametrize("name", case_names()[::4])
def test_a_rule_that_changed_nothing_is_not_missed(name: str) -> None:
    case = read_case(name)
    with watch_rules() as acting:
        outcome(case)
    assert acting
    for rule in set(STRUCTURE_RULES) - acting - ASKED_FOR:
        assert outcome(replace(case, options=replace(case.options, without=frozenset({rule})))) == expected(name), rule
