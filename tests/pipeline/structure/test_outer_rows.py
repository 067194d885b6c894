"""Titles and notes that a detected box took in are left out; section rows inside the table are not."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.options import Options
from pipeline.structure.draft import Draft, stand, start_draft
from pipeline.structure.rules.drop_notes import drop_notes
from pipeline.structure.rules.drop_titles import drop_titles
from pipeline.types import Interval, RegionView, Span
from table import BBox, Ruling
from tests.pipeline.structure.builders import view, word

TOP, UNDER_FIRST_ROW = Ruling(BBox(0, -1, 60, -1)), Ruling(BBox(0, 10, 60, 10))


def _draft(
    num_rows: int, full_rows: list[int], where: RegionView, *, num_columns: int = 3, num_header_rows: int = 1, top: float = 0.0
) -> Draft:
    rows = tuple(Interval(top + 10.0 * r, top + 10.0 * r + 10) for r in range(num_rows))
    columns = tuple(Interval(20.0 * c, 20.0 * c + 20) for c in range(num_columns))
    spans = tuple(Span(range(r, r + 1), range(num_columns), is_projected_row_header=r > 0) for r in full_rows)
    start = replace(start_draft([], where, Options()), rows=rows, columns=columns)
    return replace(stand(start), num_header_rows=num_header_rows, header_score=0.9, spans=spans)


def _left(start: Draft) -> Draft:
    return drop_notes(drop_titles(start))


def test_a_title_and_a_note_go_and_the_section_row_moves_up() -> None:
    left = _left(_draft(7, [0, 3, 6], view(), num_header_rows=2))
    assert [(r.start, r.stop) for r in left.rows] == [(10.0 * r, 10.0 * r + 10) for r in range(1, 6)]
    assert left.num_header_rows == 1
    assert [span.rows for span in left.spans] == [range(2, 3)]
    assert left.notes == {Flag.OUTER_TEXT_LEFT_OUT}


def test_a_table_without_outer_text_is_the_same_value() -> None:
    start = _draft(6, [2, 4], view())
    assert _left(start) is start


def test_two_rows_always_stay_and_one_column_or_a_drawn_box_is_left_alone() -> None:
    assert len(_left(_draft(3, [0, 1, 2], view())).rows) == 2
    for start in (_draft(4, [0, 3], view(), num_columns=1), _draft(4, [0, 3], view(is_given=True))):
        assert _left(start) is start


def test_one_row_stays_below_a_caption_where_it_is_boxed() -> None:
    caption = [word("Table", 2, 1), word("3.", 30, 1)]
    below = Ruling(BBox(0, 20, 60, 20))
    assert len(_left(_draft(2, [0], view(caption, [UNDER_FIRST_ROW, below]))).rows) == 1
    assert len(_left(_draft(2, [0], view(caption, [TOP, UNDER_FIRST_ROW, below]))).rows) == 2  # in the box
    assert len(_left(_draft(2, [0], view(caption, [UNDER_FIRST_ROW]))).rows) == 2
    assert len(_left(_draft(2, [0], view([word("Names", 2, 1)], [UNDER_FIRST_ROW, below]))).rows) == 2


def test_one_phrase_above_the_top_rule_is_a_title_several_are_a_header() -> None:
    phrase = [word("In", 20, 1), word("EUR", 33, 1)]
    assert len(_left(_draft(5, [], view(phrase, [UNDER_FIRST_ROW]))).rows) == 4
    for start in (_draft(5, [], view(phrase)), _draft(5, [], view([word("A", 2, 1), word("B", 42, 1)], [UNDER_FIRST_ROW]))):
        assert _left(start) is start


def test_a_caption_goes_even_inside_a_frame() -> None:
    words = [word("Table", 2, 1), word("3.1", 30, 1), word("x", 48, 1)]
    assert len(_left(_draft(5, [], view(words, [TOP]))).rows) == 4


def test_a_phrase_that_goes_on_from_text_above_is_a_title() -> None:
    second = [word("in", 2, 21), word("2005", 15, 21)]
    first = [word("Rates", 2, 10), word("by", 32, 10)]
    assert len(_left(_draft(5, [], view([*first, *second]), top=20)).rows) == 4
    ruled = _draft(5, [], view([*first, *second], [Ruling(BBox(0, 19.5, 60, 19.5))]), top=20)
    assert _left(ruled) is ruled
    far = _draft(5, [], view([word("Rates", 2, 2), word("by", 32, 2), *second]), top=20)
    assert _left(far) is far


def test_names_in_line_with_their_values_are_no_title_though_they_stand_a_space_apart() -> None:
    names = [word(text, x, 1, 17) for text, x in (("Cases", 2), ("Rates", 22), ("Risks", 42))]
    values = [word(text, 20 * c + 2, y, 17) for y in (11, 21) for c, text in enumerate(("4.125", "5.250", "6.375"))]
    start = _draft(3, [], view([*names, *values, word("Above", 2, -9, 50)]))
    assert drop_titles(start) is start
    titled = [word(text, x, 1, w) for text, x, w in (("Cases", 5, 14), ("of", 25, 5), ("1999", 40, 14))]
    assert len(drop_titles(_draft(3, [], view([*titled, *values, word("Above", 2, -9, 50)]))).rows) == 2


def test_two_names_in_line_with_their_columns_are_no_title_though_near_each_other() -> None:
    body = [word(text, x, 10 * y + 1, 12) for y in (1, 2) for text, x in (("chi", 2), ("k", 25))]

    def num_rows(first: float, second: float) -> int:
        names = [word("Type", 2, 1, first), word("Suffix", second, 1, 14)]
        return len(drop_titles(_draft(3, [], view([*names, *body], [UNDER_FIRST_ROW]), num_columns=2)).rows)

    assert num_rows(17, 25) == 3
    assert num_rows(19, 23) == 2  # as near as words of one text
    assert num_rows(17, 29) == 2  # not in line


def test_a_title_boxed_in_the_table_s_grid_is_a_row_of_it_but_a_caption_is_not() -> None:
    grid = [Ruling(BBox(0, 10.0 * row, 60, 10.0 * row)) for row in range(6)] + [Ruling(BBox(x, 0, x, 50)) for x in (0, 60)]
    grid += [Ruling(BBox(x, 10, x, 50)) for x in (20, 40)]
    body = [word("7", 20.0 * column + 5, 10.0 * row + 1) for row in range(1, 5) for column in range(3)]
    boxed = _draft(5, [0], view([word("Summary", 12, 1), *body], grid))
    assert _left(boxed) is boxed
    for words, rulings in (([word("Summary", 12, 1)], []), ([word("Table", 5, 1), word("3:", 40, 1)], grid)):
        assert len(_left(_draft(5, [0], view([*words, *body], rulings))).rows) == 4


def test_a_total_under_the_last_column_is_no_note() -> None:
    note = [word("Source:", 2, 41), word("us", 45, 41)]
    total = [word("Total", 34, 41), word("7", 50, 41)]
    assert len(_left(_draft(5, [4], view(note))).rows) == 4
    kept = _draft(5, [4], view(total))
    assert _left(kept) is kept


def test_a_row_of_one_cell_inside_the_rules_is_the_tables_own() -> None:
    words = [word("Environment", 2, 1), word("Notes", 2, 41)]
    framed = [TOP, UNDER_FIRST_ROW, Ruling(BBox(0, 51, 60, 51))]
    start = _draft(5, [0, 4], view(words, framed))
    assert _left(start) is start
    assert len(_left(_draft(5, [0, 4], view(words, framed[1:2]))).rows) == 3


def test_the_name_of_a_group_of_columns_is_the_tables_own_though_it_stands_above_a_rule() -> None:
    start = _draft(5, [], view([word("Bids", 32, 1, 16)], [UNDER_FIRST_ROW]))
    group, first = Span(range(1), range(1, 3)), Span(range(1), range(2))
    assert _left(replace(start, spans=(group,))).notes == frozenset()
    assert len(_left(replace(start, spans=(first,))).rows) == 4  # from the first column on: a title cut short
    head = _draft(5, [], view([word("2012–Continued", 32, 1, 16)], [UNDER_FIRST_ROW]))
    assert len(_left(replace(head, spans=(group,))).rows) == 4  # a running head of the page


def test_a_caption_of_several_phrases_goes_when_one_runs_on_over_the_columns() -> None:
    title = [word("Table:", 2, 1, 10), word("5", 14, 1, 3), word("Outlay", 30, 1, 20), word("(000)", 54, 1, 5)]
    assert len(_left(_draft(5, [], view(title))).rows) == 4
    names = _draft(5, [], view([word("Table", 2, 1, 8), word("1", 12, 1, 3), word("All", 44, 1, 14)]))
    assert _left(names) is names  # each in its column


def test_rows_of_one_phrase_that_begin_as_notes_go_wherever_they_were_put() -> None:
    notes = [word("(1)", 22, 31, 8), word("net", 32, 31, 8), word("of", 2, 41, 8), word("tax", 12, 41, 8)]
    left = _left(_draft(5, [3], view(notes)))
    assert len(left.rows) == 3
    assert left.notes == {Flag.OUTER_TEXT_LEFT_OUT}


def test_rows_of_a_list_begin_as_notes_do() -> None:
    listed = [word(text, x, 10.0 * row + 1, 8) for row in range(1, 5) for text, x in ((f"{row})", 2), ("count", 12))]
    start = _draft(5, [], view(listed))
    assert _left(start) is start


def test_other_rows_of_one_phrase_and_notes_inside_the_rules_stay() -> None:
    label = [word("Net", 2, 41, 8), word("tax", 12, 41, 8)]
    note = [word("(1)", 2, 41, 8), word("tax", 12, 41, 8)]
    for words, rulings in ((label, []), (note, [Ruling(BBox(0, 51, 60, 51))]), ([*note, word("7", 50, 41)], []), (note[:1], [])):
        start = _draft(5, [], view(words, rulings))
        assert _left(start) is start
