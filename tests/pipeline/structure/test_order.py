"""The order of the rules: each is applied once, each can be switched off, each is in a file of its name."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline.structure.rules
from pipeline.options import Options
from pipeline.structure import STRUCTURE_RULES, fill, to_grid, walk_rules
from tools.golden_cases import case_names, expected, outcome, read_case


def test_every_rule_is_in_a_file_of_its_name_and_every_file_is_in_the_order() -> None:
    files = {path.stem for path in Path(str(pipeline.structure.rules.__file__)).parent.glob("*.py")} - {"__init__"}
    assert sorted(files) == sorted(STRUCTURE_RULES)


def test_a_walk_visits_each_rule_once_and_keeps_its_state() -> None:
    case = read_case("sample")
    structure, steps = walk_rules(case.objects, case.view, case.options)
    assert tuple(step.rule for step in steps) == STRUCTURE_RULES
    assert (steps[-1].structure.rows, steps[-1].structure.columns) == (structure.rows, structure.columns)


@pytest.mark.parametrize("rule", STRUCTURE_RULES)
def test_a_rule_switched_off_is_not_visited_and_some_recorded_table_misses_it(rule: str) -> None:
    is_missed = False
    for name in case_names():
        case = read_case(name)
        off = type(case)(case.name, case.source, case.view, case.objects, Options(without=frozenset({rule})))
        if case.options == Options() and outcome(off) != expected(name):
            is_missed = True
            break
    assert is_missed, f"no golden case needs {rule}: record one or delete the rule"
    structure, steps = walk_rules(case.objects, case.view, off.options)
    assert tuple(step.rule for step in steps) == tuple(other for other in STRUCTURE_RULES if other != rule)
    assert fill(to_grid(structure), case.view).num_rows == len(structure.rows)
