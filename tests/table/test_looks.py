"""Looks of cells: told by JSON exactly, shown by HTML without a change to the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from table import BBox, Cell, Table, Word
from table.io import tables_from_html, tables_from_json
from table.io.json_format import word_to_dict
from table.looks import Looks, Run
from table.values import ValueType, type_table

RICH = Looks(
    (Run("Net", is_bold=True), Run("\nsales "), Run("2", is_raised=True), Run(" "), Run("old", is_struck=True, is_italic=True)),
    shading=0.85,
)
LINKED = Looks((Run("our site", link='https://example.org/?a=1&b="2"'),))


def one_cell(text: str, looks: Looks) -> Table:
    return Table(1, 2, (Cell(range(1), range(1), text, looks=looks), Cell(range(1), range(1, 2), "1")))


@pytest.mark.parametrize(
    ("text", "looks"), [("Net sales 2 old", RICH), ("our site", LINKED), ("", Looks(is_ticked=True)), ("x", Looks(is_ticked=False))]
)
def test_json_reads_looks_back_and_html_the_text(text: str, looks: Looks) -> None:
    table = one_cell(text, looks)
    assert tables_from_json(table.to_json()) == [table]
    (read,) = tables_from_html(table.to_html())
    assert [cell.text for cell in read.cells] == [text, "1"]


def test_json_reads_the_looks_of_words_in_no_cell_back() -> None:
    plain = Word("a", BBox(0, 0, 5, 5))
    words = (
        plain,
        replace(plain, is_bold=True, is_italic=True),
        replace(plain, is_raised=True),
        replace(plain, is_struck=True, link="https://example.org/"),
    )
    table = replace(one_cell("x", Looks()), unassigned_words=words)
    assert tables_from_json(table.to_json()) == [table]
    assert [sorted(word_to_dict(word).keys() - word_to_dict(plain).keys()) for word in words] == [
        [],
        ["is_italic"],
        ["is_raised"],
        ["is_struck", "link"],
    ]


def test_html_shows_what_is_drawn() -> None:
    text = one_cell("Net sales 2 old", RICH).to_html()
    assert '<b>Net</b><br class="line">sales <sup>2</sup> <i><s>old</s></i>' in text
    assert "background:rgb(217,217,217)" in text
    assert '<input type="checkbox" disabled checked>' in one_cell("", Looks(is_ticked=True)).to_html()
    assert '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">our site</a>' in one_cell("our site", LINKED).to_html()


def test_html_shows_a_box_once() -> None:
    assert "checkbox" not in one_cell("☑ paid", Looks(is_ticked=True)).to_html()


@pytest.mark.parametrize(
    ("text", "ticked", "value"),
    [("", True, True), ("", False, False), ("x", True, True), ("☐", False, False), ("☒", True, True), ("Single", True, None)],
)
def test_a_box_alone_in_its_cell_is_a_boolean(text: str, ticked: bool, value: bool | None) -> None:
    (found, _) = type_table(one_cell(text, Looks(is_ticked=ticked))).values
    assert found.value is value
    assert found.type is (ValueType.TEXT if value is None else ValueType.BOOLEAN)


def test_html_leads_nowhere_but_to_usual_addresses() -> None:
    assert "href" not in one_cell("x", Looks((Run("x", link="javascript:alert(1)"),))).to_html()


def test_an_edited_text_loses_its_runs() -> None:
    edited = one_cell("Net sales 2 old", RICH).to_json().replace('"text": "Net sales 2 old"', '"text": "Gross"')
    (read,) = tables_from_json(edited)
    assert read.cells[0].looks == Looks(shading=0.85)


def test_a_row_header_is_a_header_of_its_row_in_html() -> None:
    cells = [
        Cell(range(r, r + 1), range(c, c + 1), t, is_column_header=r == 0)
        for r, row in enumerate(("A1", "xy 2", "z 3"))
        for c, t in enumerate((row[:-1].strip(), row[-1]))
    ]
    text = Table(3, 2, tuple(cells)).to_html()
    assert '<th scope="row">xy</th><td>2</td>' in text
    (read,) = tables_from_html(text)
    assert not any(cell.is_column_header for cell in read.cells if cell.rows.start)
