"""Titles and notes that a detected box took in are left out; section rows inside the table are not."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure import drop_outer_text
from pipeline.structure.flags import OUTER_TEXT_LEFT_OUT
from pipeline.types import Interval, Span, Structure
from table import BBox, Ruling
from tests.pipeline.structure.builders import view, word

TOP, UNDER_FIRST_ROW = Ruling(BBox(0, -1, 60, -1)), Ruling(BBox(0, 10, 60, 10))


def _structure(num_rows: int, full_rows: list[int], *, num_columns: int = 3, num_header_rows: int = 1) -> Structure:
    rows = tuple(Interval(10.0 * r, 10.0 * r + 10) for r in range(num_rows))
    columns = tuple(Interval(20.0 * c, 20.0 * c + 20) for c in range(num_columns))
    spans = tuple(Span(range(r, r + 1), range(num_columns), is_projected_row_header=r > 0) for r in full_rows)
    return Structure(rows, columns, num_header_rows, 0.9, spans)


def test_a_title_and_a_note_go_and_the_section_row_moves_up() -> None:
    left = drop_outer_text(_structure(7, [0, 3, 6], num_header_rows=2), view())
    assert [(r.start, r.stop) for r in left.rows] == [(10.0 * r, 10.0 * r + 10) for r in range(1, 6)]
    assert left.num_header_rows == 1
    assert [span.rows for span in left.spans] == [range(2, 3)]
    assert left.warnings == (OUTER_TEXT_LEFT_OUT,)


def test_a_table_without_outer_text_is_the_same_value() -> None:
    structure = _structure(6, [2, 4])
    assert drop_outer_text(structure, view()) is structure


def test_two_rows_always_stay_and_one_column_is_left_alone() -> None:
    assert len(drop_outer_text(_structure(3, [0, 1, 2]), view()).rows) == 2
    single = _structure(4, [0, 3], num_columns=1)
    assert drop_outer_text(single, view()) is single


def test_one_phrase_above_the_top_rule_is_a_title_several_are_a_header() -> None:
    structure = _structure(5, [])
    phrase = [word("In", 20, 1), word("EUR", 33, 1)]
    assert len(drop_outer_text(structure, view(phrase, [UNDER_FIRST_ROW])).rows) == 4
    assert drop_outer_text(structure, view(phrase)) is structure
    assert drop_outer_text(structure, view([word("A", 2, 1), word("B", 42, 1)], [UNDER_FIRST_ROW])) is structure


def test_a_caption_goes_even_inside_a_frame() -> None:
    words = [word("Table", 2, 1), word("3.1", 30, 1), word("x", 48, 1)]
    assert len(drop_outer_text(_structure(5, []), view(words, [TOP])).rows) == 4


def test_a_phrase_that_goes_on_from_text_above_is_a_title() -> None:
    structure = _structure(5, [])
    structure = replace(structure, rows=tuple(Interval(r.start + 20, r.stop + 20) for r in structure.rows))
    second = [word("in", 2, 21), word("2005", 15, 21)]
    first = [word("Rates", 2, 10), word("by", 32, 10)]
    assert len(drop_outer_text(structure, view([*first, *second])).rows) == 4
    assert drop_outer_text(structure, view([*first, *second], [Ruling(BBox(0, 19.5, 60, 19.5))])) is structure
    far = [word("Rates", 2, 2), word("by", 32, 2)]
    assert drop_outer_text(structure, view([*far, *second])) is structure
