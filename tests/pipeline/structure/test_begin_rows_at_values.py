"""Rows of wrapped texts begin where their values stand, whatever was seen; other tables are left to the model."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.begin_rows_at_values import begin_rows_at_values
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, projected, row, view

STUDIES = (
    "Aloe | Trial of | 4 | 30",
    "gel | patients | . | .",
    "Neem | Controlled | 2 | 28",
    "oil | study | . | .",
    ". | (blind) | . | .",
    "Tea | Crossover | 5 | 21",
    "Clove | Trial | 5 | 14",
    "of Java | in Peru | . | .",
)
ROWS = [0, 21, 51, 61, 80]
SEEN = ((0, 10), (10, 30), (30, 60), (60, 80))


def begun(*lines: str, seen: tuple[tuple[float, float], ...] = SEEN, columns: int = 4, more: tuple = ()) -> list[float]:
    """The borders of the rows after the rule."""
    objects = [*(row(a, b, x1=200) for a, b in seen), *grid_objects(0, columns), *more]
    start = draft(objects, view(grid_words(*lines)))
    found = begin_rows_at_values(start)
    edges = [found.rows[0].start, *(one.stop for one in found.rows)]
    assert bool(found.notes & {Flag.ROWS_JOINED, Flag.ROWS_PARTED}) is (found.rows != start.rows)
    return edges


def test_rows_reach_from_value_to_value() -> None:
    assert begun(*STUDIES) == ROWS
    assert begun(*STUDIES, seen=tuple((10.0 * line, 10.0 * line + 10) for line in range(8))) == ROWS


ITEMS = (
    ". | . | Contract no. | .",
    "1 | 1 | Small business | 3.89",
    ". | . | basic charge | .",
    "2 | 1 | Large business | 5.39",
    ". | . | basic charge | .",
    "3 | 1 | Large business | 5.39",
    "4 | 1 | Large business | 5.39",
    ". | . | basic charge | .",
)


def test_items_of_an_invoice_begin_at_their_numbers_below_a_line_above_them() -> None:
    assert begun(*ITEMS) == [0, 11, 31, 51, 61, 80]
    assert begun(*ITEMS[1:]) == [0, 21, 41, 51, 80]
    for other in ("a", "7"):  # the first column does not count them
        assert begun(*(line.replace("2 |", f"{other} |", 1) for line in ITEMS)) == [0, 10, 30, 60, 80]


def test_rows_that_are_so_already_are_the_same() -> None:
    right = ((0, 20), (20, 50), (50, 60), (60, 80))
    assert begun(*STUDIES, seen=right) == [0, 20, 50, 60, 80]


@pytest.mark.parametrize(
    "lines",
    [
        (". | A | . | .", *STUDIES[:-1]),  # something above the first values
        STUDIES[:-1],  # nothing below the last: they may stand on their rows' last lines
        tuple(line[:-2] + " ." if line.startswith("Neem") else line for line in STUDIES),  # a value less
        tuple(line.replace("Neem", ".").replace("Tea", ".") for line in STUDIES),  # values beside no text
        tuple(line.lower() for line in STUDIES),  # texts that go on
        tuple(line.replace("4 | 30", "low | 30") for line in STUDIES),  # one column of values
        tuple(line.replace("gel", ".").replace("oil", ".").replace("of Java", ".") for line in STUDIES),  # one text wraps
    ],
    ids=["above", "last", "value", "beside", "small", "one", "label"],
)
def test_others_are_left_to_the_model(lines: tuple[str, ...]) -> None:
    assert begun(*lines) == [0, 10, 30, 60, 80]


def test_section_rows_are_kept_and_lines_of_a_text_are_none() -> None:
    sectioned = (*STUDIES[:2], "Oils | . | . | .", *STUDIES[2:])
    assert begun(*sectioned, more=(projected(20, 30),)) == [0, 10, 30, 60, 80]
    assert begun(*STUDIES, more=(projected(40, 50),)) == ROWS
