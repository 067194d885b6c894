"""Articles in miniature: pages typed on a raster, tables as markup, and where each cell must end up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from canonicalize.alignment.article import AlignedTable, Rejection, place_tables
from canonicalize.alignment.normal import normalized, plain
from canonicalize.alignment.page_text import PageText, turned, turned_box
from canonicalize.readers.jats import read_article_tables
from table import BBox

CHARACTER, LINE = 5.0, 12.0  # points
Typed = tuple[float, float, str]  # left, top, text


def typed_page(number: int, texts: Sequence[Typed], size: tuple[float, float] = (400.0, 300.0)) -> PageText:
    """A page with each text's characters 5 points wide and 10 high, in the order given."""
    characters, boxes, starts = [], [], []
    for left, top, text in texts:
        is_start = True
        for index, character in enumerate(text):
            if character == " ":
                is_start = True
                continue
            x0 = left + index * CHARACTER
            characters.append(character)
            boxes.append((x0, top, x0 + CHARACTER, top + 10))
            starts.append(is_start)
            is_start = False
    shape = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    return PageText(number, *size, "".join(characters), shape, np.zeros(len(characters), np.int16), np.array(starts, np.bool_))


def article(*rows: str, head: int = 1) -> bytes:
    """An article with one table; ``|`` separates cells, the first ``head`` rows are ``thead``."""
    lines = ["<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) + "</tr>" for row in rows]
    table = f"<table><thead>{''.join(lines[:head])}</thead><tbody>{''.join(lines[head:])}</tbody></table>"
    return (
        f"<article><body><table-wrap><label>Table 1</label><caption><p>Doses.</p></caption>{table}</table-wrap></body></article>".encode()
    )


ROWS = ("Compound | Dose | Effect size", "Aspirin | 12.5 mg | 0.31", "Ibuprofen | 40.0 mg | 0.57", "Placebo | 0.0 mg | 0.02")
PROSE = (40.0, 20.0, "Aspirin and ibuprofen were compared with placebo.")


def typed_table(rows: Sequence[str], top: float) -> list[Typed]:
    return [(40.0 + 110 * c, top + LINE * r, cell.strip()) for r, row in enumerate(rows) for c, cell in enumerate(row.split("|"))]


def place(markup: bytes, *pages: PageText) -> list[AlignedTable | Rejection]:
    return place_tables(read_article_tables(markup), pages)


def good(result: AlignedTable | Rejection) -> AlignedTable:
    assert isinstance(result, AlignedTable), result
    assert result.is_good, [verdict for verdict in result.verdicts if not verdict.passed]
    return result


def test_cells_get_their_boxes_and_blank_cells_too() -> None:
    rows = (*ROWS[:3], "Placebo |  | 0.02")
    found = good(place(article(*rows), typed_page(1, [PROSE, *typed_table(rows, 60.0)]))[0])
    assert (found.page.number, found.rotation, found.num_parts) == (1, 0, 1)
    boxes = {cell.text: box for cell, box in zip(found.tight.table.cells, found.tight.text_boxes, strict=True)}
    assert boxes["12.5 mg"] == BBox(150, 72, 185, 82)
    assert boxes["Placebo"] == BBox(40, 96, 75, 106)
    blank = next(cell for cell in found.tight.table.cells if not cell.text)
    assert blank.bbox == BBox(150, 96, 185, 106)


def test_the_right_page_is_chosen() -> None:
    pages = [typed_page(1, [PROSE]), typed_page(2, [PROSE, *typed_table(ROWS, 60.0)]), typed_page(3, [PROSE])]
    assert good(place(article(*ROWS), *pages)[0]).page.number == 2


def test_signs_and_spaces_are_written_differently_on_the_page() -> None:
    markup = article("Sample | Loss", "2A | 98.02 ± 4.90", "4B | −95.48 ± 5.54")
    page = typed_page(1, [PROSE, *typed_table(("Sample | Loss", "2A | 98.02±4.90", "4B | -95.48±5.54"), 60.0)])
    assert good(place(markup, page)[0]).pdf_texts[5] == "-95.48±5.54"


def test_rotated_table_is_turned_upright() -> None:
    upright = typed_page(1, typed_table(ROWS, 60.0))
    lying = turned(upright, 270)  # text now runs from bottom to top
    assert set(lying.rotations.tolist()) == {90}
    found = good(place(article(*ROWS), lying)[0])
    assert found.rotation == 90
    assert found.tight.rows[0] == good(place(article(*ROWS), upright)[0]).tight.rows[0]
    assert found.on_page(found.tight.bbox) == turned_box(found.tight.bbox, 400, 300, 270)


def test_table_over_two_pages_becomes_two_with_the_header_repeated() -> None:
    first = typed_page(1, typed_table(ROWS[:3], 200.0))
    second = typed_page(2, typed_table((ROWS[0], ROWS[3]), 30.0))
    one, two = (good(result) for result in place(article(*ROWS), first, second))
    assert [(p.page.number, p.tight.table.num_rows, p.tight.table.num_header_rows) for p in (one, two)] == [(1, 3, 1), (2, 2, 1)]


def test_a_first_page_that_adds_no_word_is_found_although_the_header_repeats() -> None:
    body = [f"Lot {number % 7} | {number % 5}.50 mg | 0.{10 + number % 9}" for number in range(40)]
    rows = ("Compound | Dose | Effect size", *body)
    first = typed_page(1, typed_table(rows[:4], 200.0), (400.0, 600.0))
    second = typed_page(2, typed_table((rows[0], *rows[4:]), 30.0), (400.0, 600.0))
    results = place(article(*rows), first, second)
    assert [(good(p).page.number, good(p).tight.table.num_rows) for p in results] == [(1, 4), (2, 38)]


def test_columns_that_are_only_spanned_together_and_blank_lines_do_not_hinder() -> None:
    row = "<tr><td>{}</td><td colspan='2'>{}</td><td></td><td>{}</td></tr>"
    cells = [row.format(*(cell.strip() for cell in text.split("|"))) for text in ROWS]
    table = f"<table><thead>{cells[0]}</thead><tbody>{cells[1]}<tr><td colspan='5'></td></tr>{''.join(cells[2:])}</tbody></table>"
    markup = f"<article><body><table-wrap><label>Table 1</label>{table}</table-wrap></body></article>".encode()
    found = good(place(markup, typed_page(1, [PROSE, *typed_table(ROWS, 60.0)]))[0])
    assert (found.tight.table.num_rows, found.tight.table.num_columns) == (4, 3)
    assert [cell.text for cell in found.tight.table.cells][:3] == ["Compound", "Dose", "Effect size"]


def test_the_reason_tells_where_the_texts_are() -> None:
    """A header over two pages: the page with most of it lacks a row."""
    rows = ("Compound | Dose | Effect size", "name | in mg | of the mean", *ROWS[1:])
    pages = typed_page(1, typed_table(rows[:1], 280.0)), typed_page(2, typed_table(rows[1:], 30.0))
    header, body = place(article(*rows, head=2), *pages)
    assert isinstance(header, Rejection)
    assert header.reason == "incomplete"
    assert header.detail == "page 1: row 1 has no located text; on page 2: 'name', 'in mg', 'of the mean'"
    assert good(body).page.number == 2


def test_texts_drawn_out_of_order_are_found_again() -> None:
    typed = typed_table(ROWS, 60.0)
    stub = [item for item in typed if item[0] == 40.0]
    found = good(place(article(*ROWS), typed_page(1, [*[item for item in typed if item[0] != 40.0], *stub, PROSE]))[0])
    assert found.tight.text_boxes[3] == BBox(40, 72, 75, 82)


@pytest.mark.parametrize(
    ("markup", "pages", "reason"),
    [
        (b"<a><table-wrap><graphic/></table-wrap></a>", [], "no_markup"),
        (b"<a><table-wrap><table></table></table-wrap></a>", [], "no_cells"),
        (b"<a><table-wrap><table><tr><td> </td></tr></table></table-wrap></a>", [], "no_text"),
        (article(*ROWS), [typed_page(1, [(40.0, 20.0, "Nothing of the kind is written here")])], "no_page"),
        (article(*ROWS), [], "no_page"),
        (article(*ROWS, "Naproxen | 5.0 mg | 0.11"), [typed_page(1, typed_table(ROWS, 60.0))], "incomplete"),
    ],
)
def test_rejections_have_a_reason(markup: bytes, pages: list[PageText], reason: str) -> None:
    (result,) = place(markup, *pages)
    assert isinstance(result, Rejection)
    assert result.reason == reason


def test_wrong_text_is_rejected_by_quality_control() -> None:
    wrong = ("Compound | Dose | Effect size", "Aspirin | 99.9 mg | 0.99", "Ibuprofen | 77.7 mg | 0.88", "Placebo | 6.6 mg | 0.66")
    (result,) = place(article(*ROWS), typed_page(1, typed_table(wrong, 60.0)))
    assert isinstance(result, AlignedTable)
    assert [verdict.rule for verdict in result.verdicts if not verdict.passed] == ["cell_text_distance"]


def test_normalized_characters_remember_their_origin() -> None:
    text, origins = normalized("ﬁ − µ\u00ad²")
    assert text == "fi-μ2"
    assert origins.tolist() == [0, 0, 2, 4, 6]
    assert plain("ÄÉ") == "ae"
