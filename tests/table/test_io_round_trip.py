"""Writing and reading back is the identity for HTML and JSON, whatever the cells."""

from __future__ import annotations

import math

from hypothesis import example, given
from hypothesis import strategies as st

from table import BBox, Cell, Table, Word
from table.io import tables_from_html, tables_from_json

_numbers = st.floats(-1e6, 1e6, allow_nan=False)
_texts = st.text(max_size=12) | st.sampled_from(
    [" ", "\n", "a\r\nb", "<b>&amp;", "\x00", "\ue020\U0010fffe", "a  b ", "&#32;", "</td>", "\ue00a"]
)
_boxes = st.builds(lambda x, y, w, h: BBox(x, y, x + w, y + h), _numbers, _numbers, st.floats(0, 1e3), st.floats(0, 1e3))
_words = st.builds(
    Word, st.text(max_size=5), _boxes, st.integers(0, 99), st.floats(0, 1), st.booleans(), st.sampled_from([0, 90, 180, 270])
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any valid table: the grid is cut into rectangles greedily, so rows and columns without a start occur."""
    num_rows, num_columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    num_header_rows = draw(st.integers(0, num_rows))
    for row in range(num_rows):
        for column in range(num_columns):
            if (row, column) not in taken:
                cell = _draw_cell(draw, row, column, num_rows, num_columns, taken, row < num_header_rows)
                cells.append(cell)
                taken.update(cell.positions())
    return Table(
        num_rows,
        num_columns,
        tuple(cells),
        page=draw(st.integers(1, 99)),
        bbox=draw(st.none() | _boxes),
        confidence=draw(st.none() | st.floats(0, 1)),
        flags=tuple(draw(st.lists(st.sampled_from(["many_objects", "low_word_fit"]), max_size=2))),
        unassigned_words=tuple(draw(st.lists(_words, max_size=2))),
        id=draw(st.none() | st.text(max_size=5)),
        rotation=draw(st.sampled_from([0, 90, 180, 270])),
        text_source=draw(st.sampled_from(["", "pdf", "ocr"])),
    )


def _draw_cell(
    draw: st.DrawFn, row: int, column: int, num_rows: int, num_columns: int, taken: set[tuple[int, int]], is_header: bool
) -> Cell:
    width = draw(st.integers(1, num_columns - column))
    while any((row, c) in taken for c in range(column, column + width)):
        width -= 1
    height = draw(st.integers(1, num_rows - row))
    return Cell(
        range(row, row + height),
        range(column, column + width),
        draw(_texts),
        bbox=draw(st.none() | _boxes),
        is_column_header=is_header or draw(st.booleans()),
        is_projected_row_header=draw(st.booleans()),
        confidence=draw(st.none() | st.floats(0, 1)),
    )


NO_START = Table(3, 2, (Cell(range(0, 3), range(0, 1), "a"), Cell(range(0, 2), range(1, 2), "b"), Cell(range(2, 3), range(1, 2), "c")))
ONE_BIG = Table(2, 3, (Cell(range(0, 2), range(0, 3), "all", is_column_header=True),))


@given(tables())
@example(NO_START)
@example(ONE_BIG)
@example(Table(0, 0, ()))
def test_html_round_trip_gives_exactly_the_same_cells(table: Table) -> None:
    read = tables_from_html(table.to_html())
    assert [(t.num_rows, t.num_columns, t.cells, t.id) for t in read] == [(table.num_rows, table.num_columns, table.cells, table.id)]


@given(tables())
@example(Table(0, 0, ()))
def test_json_round_trip_gives_exactly_the_same_table(table: Table) -> None:
    assert tables_from_json(table.to_json()) == [table]
    assert tables_from_json(table.to_json(indent=1)) == [table]


@given(tables())
def test_html_has_one_tr_per_grid_row_and_valid_groups(table: Table) -> None:
    text = table.to_html()
    assert text.count("<tr>") == table.num_rows
    assert text.count("<thead>") <= 1
    assert text.count("<tbody>") <= 1


@given(st.lists(tables(), max_size=3))
def test_several_tables_in_one_text_keep_their_order(many: list[Table]) -> None:
    read = tables_from_html("<p>x</p>".join(table.to_html() for table in many))
    assert [t.cells for t in read] == [t.cells for t in many]


def test_numbers_survive_to_the_last_digit() -> None:
    cell = Cell(range(1), range(1), "x", bbox=BBox(0.1 + 0.2, math.pi, 1e300, 1e301), confidence=1 / 3)
    table = Table(1, 1, (cell,))
    assert tables_from_html(table.to_html())[0].cells == (cell,)
    assert tables_from_json(table.to_json()) == [table]
