"""Names beside their values go to the columns that the values tell, in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import Draft, stand
from pipeline.structure.rules.keep_names_in_order import keep_names_in_order
from pipeline.types import Span
from table import Ruling
from table.geometry import BBox
from tests.pipeline.structure.builders import column, draft, row, view, word

Line = tuple[tuple[str, float], ...]
NAMES: Line = (("Item", 2), ("Number", 62), ("Price", 102), ("Total", 142))
ITEMS: tuple[Line, ...] = ((("ink", 2), ("1", 52), ("4.0", 70), ("8.0", 110)), (("pens", 2), ("12", 50), ("3.5", 70), ("42.0", 105)))


def ordered(*lines: Line, head: int = 1, spans: tuple[Span, ...] = (), rulings: tuple[Ruling, ...] = ()) -> Draft:
    """The draft after the rule; columns are seen where the names stand."""
    words = [word(text, x, 1 + 10 * number) for number, line in enumerate(lines) for text, x in line]
    objects = [*(row(10 * number, 10 * number + 10, x1=180) for number in range(len(lines)))]
    objects += [column(a, b) for a, b in ((0, 40), (40, 98), (98, 138), (138, 180))]
    start = stand(draft(objects, view(words, rulings)))
    return keep_names_in_order(replace(start, num_header_rows=head, spans=spans))


def test_the_values_tell_the_columns_and_the_names_are_theirs() -> None:
    over = Span(range(1), range(1, 3), 0.9)
    for lines in ((NAMES, *ITEMS), (NAMES, ITEMS[0])):
        found = ordered(*lines, spans=(over,))
        assert [[" ".join(one.text for one in cell) for cell in cells] for cells in found.cells[1:]] == [
            [text for text, _ in own] for own in lines[1:]
        ]
        assert [(one.word.text, one.column) for one in found.moved] == [("Number", 1), ("Price", 2)]  # "Total" is in the last one
        assert found.spans == ()


@pytest.mark.parametrize(
    "lines",
    [
        (NAMES[:3], *ITEMS),  # fewer names than values
        (NAMES, ITEMS[0], ITEMS[1][:3]),  # a value is missing, which one nobody knows
        (NAMES, ITEMS[0], (("pens", 2), ("12", 50), ("dear", 70), ("42.0", 105))),
        (NAMES, *ITEMS, (("pens", 2), ("12", 50), ("3.5", 70), ("42.0", 142))),  # the last column has a value
        (NAMES, ITEMS[0], (("pens", 2), ("12", 50), ("3.5", 105), ("42.0", 125))),  # values in no columns
    ],
    ids=["names", "missing", "text", "filled", "no columns"],
)
def test_other_tables_stay(lines: tuple[Line, ...]) -> None:
    found = ordered(*lines)
    assert (found.moved, len(found.columns)) == ((), 4)
    assert [round(x) for x in found.column_edges] == [0, 40, 98, 138, 180]


def test_headers_of_more_rows_cells_over_rows_and_drawn_columns_stay() -> None:
    assert ordered(NAMES, *ITEMS, head=2).moved == ()
    assert ordered(NAMES, *ITEMS, spans=(Span(range(1, 3), range(1), 0.9),)).moved == ()
    assert ordered(NAMES, *ITEMS, rulings=(Ruling(BBox(98, 0, 98, 30)),)).moved == ()
