"""Captions, notes and units lines: found beside their table, running text left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.surroundings import TextLine, find_surroundings, text_lines, with_surroundings, with_turned_surroundings
from table import BBox, Cell, Table, TextBlock, Word

TABLE = Table(
    2,
    2,
    tuple(
        Cell(range(r, r + 1), range(c, c + 1), text)
        for r, row in enumerate((("Sales*", "12.5a"), ("Costs", "7")))
        for c, text in enumerate(row)
    ),
    bbox=BBox(50, 100, 300, 140),
)


def line(text: str, y: float, x: float = 50) -> TextLine:
    return TextLine(text, BBox(x, y, x + 200, y + 10))


def read(table: Table, lines: Sequence[TextLine], others: Sequence[BBox] = ()) -> Table:
    """The table with what stands around it, on a page with other tables."""
    assert table.bbox is not None
    return with_surroundings(table, find_surroundings(lines, [table.bbox, *others]))


def test_pieces_of_one_line_stand_in_a_caption_from_left_to_right() -> None:
    pieces = [TextLine(text, BBox(x, 86, x + 60, 96)) for text, x in (("(000)", 230), ("Table: 5", 50), ("Outlay", 130))]
    found = read(TABLE, pieces).caption
    assert found is not None
    assert found.text == "Table: 5\nOutlay\n(000)"


def test_caption_units_and_notes() -> None:
    lines = [
        line("This sentence is running text.", 40),
        line("Table 3. Sales and costs of", 64),
        line("the firm", 76),
        line("(in thousands of EUR)", 88),
        line("* estimated, see", 142),
        line("the appendix", 152),
        line("a audited", 162),
        line("Source: the firm", 172),
        line("Running text goes on after the table", 200),
    ]
    found = read(TABLE, lines)
    assert found.caption is not None
    assert found.caption.text == "Table 3. Sales and costs of\nthe firm\n(in thousands of EUR)"
    assert found.units_line == "(in thousands of EUR)"
    assert [(note.mark, note.text) for note in found.notes] == [
        ("*", "estimated, see the appendix"),
        ("a", "audited"),
        ("", "Source: the firm"),
    ]


def test_running_text_is_no_caption_and_no_note() -> None:
    lines = [line("We see in the following that sales", 88), line("a new chapter", 145), line("1 of these", 156)]
    plain = Table(1, 1, (Cell(range(1), range(1), "x"),), bbox=TABLE.bbox)
    assert read(plain, lines) == plain
    assert read(TABLE, []) == TABLE


def test_a_title_may_stand_a_little_off_and_a_sentence_may_not() -> None:
    title = read(TABLE, [line("Table-1: Sales", 68)])
    assert title.caption is not None
    assert title.caption.text == "Table-1: Sales"
    assert read(TABLE, [line("Table 1 shows the sales", 68)]) == TABLE


def test_keys_and_how_values_are_expressed_are_notes() -> None:
    lines = [
        line("Values expressed as mean of six.", 145),
        line("# p<0.01", 156),
        line("ChAT=Choline, +=A few", 167),
        line("We go on.", 190),
    ]
    assert [(note.mark, note.text) for note in read(marked("3#"), lines).notes] == [
        ("", "Values expressed as mean of six."), ("#", "p<0.01"), ("", "ChAT=Choline, +=A few"),
    ]  # fmt: skip


def marked(text: str) -> Table:
    return Table(1, 1, (Cell(range(1), range(1), text),), bbox=TABLE.bbox)


def test_a_caption_may_stand_below() -> None:
    found = read(TABLE, [line("Table 1: Results", 145), line("of the firm", 156)])
    assert found.caption is not None
    assert found.caption.text == "Table 1: Results\nof the firm"


def test_a_turned_table_has_what_stands_beside_it() -> None:
    turned = replace(TABLE, bbox=BBox(100, 50, 140, 300), rotation=90)
    texts = ((1, "Table", 88, 270, 300), (1, "1:", 88, 255, 268), (1, "Sales", 88, 220, 250), (2, "*estimated", 145, 250, 300))
    words = [Word(text, BBox(x, y0, x + 8, y1), line=number, rotation=90) for number, text, x, y0, y1 in texts]
    found = with_turned_surroundings(turned, [*words, Word("upright", BBox(88, 60, 96, 70))], (400, 600))
    assert found.caption == TextBlock("Table 1: Sales", BBox(88, 220, 96, 300))
    assert [(note.mark, note.text, note.bbox) for note in found.notes] == [("*", "estimated", BBox(145, 250, 153, 300))]
    assert (found.bbox, found.rotation) == (turned.bbox, 90)
    assert with_turned_surroundings(TABLE, words, (400, 600)) == TABLE


def test_words_make_lines_and_columns_part_them() -> None:
    words = [Word("b", BBox(20, 0, 30, 10), line=1), Word("a", BBox(5, 0, 15, 10), line=1), Word("far", BBox(90, 0, 99, 10), line=1)]
    assert [found.text for found in text_lines(words)] == ["a b", "far"]
    assert text_lines([]) == []


def test_a_caption_between_two_tables_is_the_nearer_ones() -> None:
    lower = replace(TABLE, bbox=BBox(50, 200, 300, 240))
    below_upper, above_lower = line("Table 3. Sales of the firm", 146), line("Table 3. Sales of the firm", 186)
    for caption, owners in ((below_upper, (True, False)), (above_lower, (False, True))):
        found = [read(one, [caption], [other.bbox]) for one, other in ((TABLE, lower), (lower, TABLE))]
        assert tuple(one.caption is not None for one in found) == owners


def test_captions_below_their_tables_stay_with_these() -> None:
    tables = [replace(TABLE, bbox=BBox(50, top, 300, top + 40)) for top in (100, 170, 240)]
    lines = [line(f"Table {number}. Sales", top) for number, top in ((1, 145), (2, 215), (3, 285))]
    for number, table in enumerate(tables, 1):
        found = read(table, lines, [other.bbox for other in tables if other is not table]).caption
        assert found is not None
        assert found.text == f"Table {number}. Sales"
