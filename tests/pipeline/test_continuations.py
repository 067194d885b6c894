"""Tables over pages: joined with reasons where everything agrees, left apart where anything contradicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.continuations import PageMargins, join_pages, margins_of
from pipeline.surroundings import TextLine
from table import BBox, Cell, RowPiece, Ruling, Table, TextBlock
from table.io import tables_from_json
from table.looks import Looks, Run

HEAD = ("Name", "Day", "Number")


def table(
    page: int, *rows: tuple[str, ...], header: tuple[str, ...] | None = HEAD, x: float = 50.0, y: float = 700.0, caption: str = ""
) -> Table:
    lines = [*([header] if header else []), *rows]
    cells = tuple(
        Cell(
            range(r, r + 1),
            range(c, c + 1),
            text,
            bbox=BBox(x + 100 * c, y + 10 * r, x + 100 * c + 90, y + 10 + 10 * r),
            is_column_header=header is not None and r == 0,
        )
        for r, row in enumerate(lines)
        for c, text in enumerate(row)
    )
    box = BBox(x, y, x + 290, y + 10 * len(lines))
    return Table(len(lines), 3, cells, page=page, bbox=box, caption=TextBlock(caption) if caption else None)


A = (("a", "13/7/2015", "1"), ("b", "14/7/2015", "2"))
B = (("c", "15/7/2015", "3"), ("d", "16/7/2015", "4"))
EMPTY = PageMargins(800.0)


def line(text: str, y: float) -> TextLine:
    return TextLine(text, BBox(50, y, 300, y + 10))


def joined(first: Table, second: Table, *, before: PageMargins = EMPTY, after: PageMargins = EMPTY) -> tuple[Table, ...]:
    return join_pages([[first], [second]], [before, after])


def test_a_repeated_header_is_dropped_and_kept_in_the_part() -> None:
    whole = joined(table(1, *A), table(2, *B))[0]
    assert [cell.text for cell in whole.cells if cell.columns.start == 0] == ["Name", "a", "b", "c", "d"]
    assert whole.num_header_rows == 1
    assert [(part.page, part.rows) for part in whole.parts] == [(1, range(0, 3)), (2, range(3, 5))]
    assert whole.parts[1].dropped_header == (HEAD,)
    assert "repeated header" in whole.parts[1].reason


def test_rows_without_header_continue_columns_of_the_same_kind() -> None:
    assert joined(table(1, *A), table(2, *B, header=None))[0].num_rows == 5
    taken = table(2, B[1], header=B[0])  # the page's first row was taken for a header
    whole = joined(table(1, *A), taken)[0]
    assert [cell.is_column_header for cell in whole.owners()[3]] == [False] * 3


def test_three_pages_make_one_table() -> None:
    pages = [[table(1, *A)], [table(2, *B, header=None)], [table(3, *B)], []]
    whole = join_pages(pages, [EMPTY] * 4)
    assert [part.page for part in whole[0].parts] == [1, 2, 3]
    assert whole[0].num_rows == 7


@pytest.mark.parametrize(
    "second",
    [
        table(3, *B),  # a page between
        table(2, *B, header=("Name", "Day", "Price")),
        table(2, ("c", "x", "y"), header=None),  # other kinds of values
        replace(table(2, *B), rotation=90),
        table(2, *B, x=150),
        table(2, *B, caption="Table 2. Another"),
        replace(table(2, *B), bbox=None),
    ],
)
def test_contradictions_keep_tables_apart(second: Table) -> None:
    assert joined(table(1, *A, caption="Table 1. One"), second) == ()


def test_running_text_parts_and_furniture_does_not() -> None:
    first, second = table(1, *A), table(2, *B)
    assert joined(first, second, before=PageMargins(800.0, (), (line("The next chapter begins here with words", 300),))) == ()
    foot = PageMargins(800.0, (line("Report 2015", 20),), (line("Page 1", 780),))
    assert joined(first, second, before=foot, after=PageMargins(800.0, (line("Report 2015", 20),), (line("Page 2", 780),)))
    same = (line("Annual report of the agency, 2015", 200),)
    assert joined(first, second, before=PageMargins(800.0, (), same), after=PageMargins(800.0, (), same))
    word = PageMargins(800.0, (line("Table 1 (continued)", 200),))
    assert "continued" in joined(first, second, after=word)[0].parts[1].reason


def test_nothing_in_nothing_out() -> None:
    assert join_pages([], []) == ()
    assert join_pages([[]], [EMPTY]) == ()
    assert join_pages([[table(1, *A)]], [EMPTY]) == ()


def test_a_table_with_room_below_it_ends_there_unless_a_word_says_otherwise() -> None:
    first, second = table(1, *A, y=50), table(2, *B, y=50)
    assert joined(first, second) == ()
    assert joined(first, second, after=PageMargins(800.0, (line("Table 1 (continued)", 100),)))


def test_a_header_is_repeated_although_a_page_cut_it_into_more_rows() -> None:
    low = ("Kind", "At least", "Sum")
    first, second = table(1, *A, header=low), table(2, ("", "least", ""), *B, header=("Kind", "At", "Sum"))
    cells = tuple(replace(cell, is_column_header=cell.rows.start < 2) for cell in second.cells)
    whole = joined(first, replace(second, cells=cells))[0]
    assert [cell.text for cell in whole.cells if cell.columns.start == 0] == ["Kind", "a", "b", "c", "d"]
    assert whole.parts[1].dropped_header == (("Kind", "At", "Sum"), ("", "least", ""))


LONG = (("alpha", "The first sentence of", "one"), ("beta", "Another text", "two"), ("gamma", "A sentence that the page", "three"))
REST = ("", "break cuts in two.", "")
OTHERS = (("delta", "Fourth", "four"), ("epsilon", "Fifth", "five"))


def cut(*, rest: tuple[str, str, str] = REST, before: tuple[tuple[str, ...], ...] = LONG, is_closed: bool = False) -> Table:
    """Both pages joined."""
    first, second = table(1, *before), table(2, rest, *OTHERS)
    (whole,) = joined(first, second, before=PageMargins(800.0, is_closed=is_closed))
    return whole


def test_a_row_cut_by_the_page_is_one_row_and_each_piece_keeps_its_page_and_box() -> None:
    whole = cut()
    assert [cell.text for cell in whole.cells if cell.columns.start == 1] == [
        "Day", "The first sentence of", "Another text", "A sentence that the page break cuts in two.", "Fourth", "Fifth",
    ]  # fmt: skip
    assert [part.rows for part in whole.parts] == [range(0, 4), range(4, 6)]
    assert whole.parts[1].cut_row == (RowPiece(1, "break cuts in two.", BBox(150, 710, 240, 720)),)
    assert "goes on the one before" in whole.parts[1].reason
    assert whole.owners()[3][1].bbox == BBox(150, 730, 240, 740)
    assert tables_from_json(whole.to_json()) == [whole]


@pytest.mark.parametrize(
    "rest",
    [
        ("delta", "break cuts in two.", ""),  # a key of its own
        ("", "Break cuts in two.", ""),  # a new sentence
        ("", "12.5", ""),
        ("", "break cuts in two.", "4"),  # a value of its own
    ],
)
def test_a_row_of_its_own_stays_one(rest: tuple[str, str, str]) -> None:
    assert cut(rest=rest).num_rows == 7


def test_a_row_that_ended_or_was_closed_is_not_gone_on() -> None:
    assert cut(is_closed=True).num_rows == 7
    assert cut(before=(*LONG[:2], ("gamma", "A sentence that ended.", "three"))).num_rows == 7
    assert cut(before=(*LONG[:2], ("gamma", "", "three"))).num_rows == 7
    assert cut(before=(LONG[0], ("", "without a key", "two"), LONG[2])).num_rows == 7  # keys are missing in other rows, too


def test_looks_of_both_pieces_are_kept() -> None:
    first, second = table(1, *LONG), table(2, REST, *OTHERS)
    bold = tuple(replace(c, looks=Looks((Run(c.text, is_bold=True),))) if c.text == REST[1] else c for c in second.cells)
    whole = joined(first, replace(second, cells=bold))[0].owners()[3][1]
    assert whole.looks.runs == (Run("A sentence that the page"), Run(" "), Run("break cuts in two.", is_bold=True))


def test_a_ruling_along_the_end_closes_a_table() -> None:
    one = table(1, *A, y=50)
    assert one.bbox is not None
    ends = Ruling(BBox(50, one.bbox.y1 + 2, 340, one.bbox.y1 + 2))
    assert margins_of([one], [], 800.0, [ends]).is_closed
    assert not margins_of([one], [], 800.0, [Ruling(BBox(50, 60, 340, 60)), Ruling(BBox(50, one.bbox.y1, 90, one.bbox.y1))]).is_closed


def test_turned_tables_are_joined_under_the_same_caption_only() -> None:
    def turned(page: int, *rows: tuple[str, ...], caption: str) -> Table:
        return replace(table(page, *rows, caption=caption), rotation=90)

    first = turned(1, *A, caption="Table 1: Names")
    assert len(joined(first, turned(2, *B, caption="Table 1 (beside)"))) == 1
    assert len(joined(first, turned(2, *B, caption="Table 2: Names"))) == 0
    assert len(joined(first, turned(2, *B, caption=""))) == 0
