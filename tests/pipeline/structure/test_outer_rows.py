"""Titles and notes that a detected box took in are left out; section rows inside the table are not."""

from __future__ import annotations

from pipeline.structure import drop_outer_text
from pipeline.structure.flags import OUTER_TEXT_LEFT_OUT
from pipeline.types import Interval, Span, Structure


def _structure(num_rows: int, full_rows: list[int], *, num_columns: int = 3, num_header_rows: int = 1) -> Structure:
    rows = tuple(Interval(10.0 * r, 10.0 * r + 10) for r in range(num_rows))
    columns = tuple(Interval(20.0 * c, 20.0 * c + 20) for c in range(num_columns))
    spans = tuple(Span(range(r, r + 1), range(num_columns), is_projected_row_header=r > 0) for r in full_rows)
    return Structure(rows, columns, num_header_rows, 0.9, spans)


def test_a_title_and_a_note_go_and_the_section_row_moves_up() -> None:
    left = drop_outer_text(_structure(7, [0, 3, 6], num_header_rows=2))
    assert [(r.start, r.stop) for r in left.rows] == [(10.0 * r, 10.0 * r + 10) for r in range(1, 6)]
    assert left.num_header_rows == 1
    assert [span.rows for span in left.spans] == [range(2, 3)]
    assert left.warnings == (OUTER_TEXT_LEFT_OUT,)


def test_a_table_without_outer_text_is_the_same_value() -> None:
    structure = _structure(6, [2, 4])
    assert drop_outer_text(structure) is structure


def test_two_rows_always_stay_and_one_column_is_left_alone() -> None:
    assert len(drop_outer_text(_structure(3, [0, 1, 2])).rows) == 2
    single = _structure(4, [0, 3], num_columns=1)
    assert drop_outer_text(single) is single
