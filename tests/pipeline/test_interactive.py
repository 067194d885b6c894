"""Tables refilled from drawn borders, results read back from JSON, corrected tables as labelled samples."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from canonicalize.readers.voc import read_voc
from pipeline import InputError
from pipeline.correction.samples import labelled_page
from pipeline.correction.steps import GridRequest, page_picture, refill
from pipeline.results.json_format import read_result
from pipeline.types import Page, Span
from table import BBox, Word
from tests.fakes import SAMPLE, sample_extractor

SIZE = 100.0


def page_of(*words: Word) -> Page:
    def render(scale: float) -> np.ndarray:  # type: ignore[type-arg]
        return np.full((round(SIZE * scale), round(SIZE * scale), 3), 255, np.uint8)

    return Page(1, SIZE, SIZE, words, (), (), "pdf", render)


def word(text: str, x: float, y: float, rotation: int = 0) -> Word:
    return Word(text, BBox(x - 3, y - 2, x + 3, y + 2), rotation=rotation)


def texts(page: Page, **request: object) -> list[list[str]]:
    wanted = {"page": 1, "row_edges": (10, 50, 90), "column_edges": (10, 50, 90), **request}
    table = refill(page, GridRequest(**wanted))  # type: ignore[arg-type]
    return [[cell.text for cell in row] for row in table.owners()]


def test_words_go_where_the_borders_say() -> None:
    page = page_of(word("a", 30, 30), word("b", 70, 30), word("c", 30, 70), word("d", 70, 70), word("out", 95, 95))
    assert texts(page) == [["a", "b"], ["c", "d"]]
    assert texts(page, column_edges=(10, 80, 90)) == [["a b", ""], ["c d", ""]]
    assert texts(page, spans=(Span(range(0, 2), range(0, 1)),)) == [["a c", "b"], ["a c", "d"]]


def test_header_and_section_rows() -> None:
    request = GridRequest(
        page=1,
        row_edges=(10, 30, 60, 90),
        column_edges=(10, 50, 90),
        num_header_rows=1,
        spans=(Span(range(1, 2), range(0, 2), is_projected_row_header=True),),
    )
    table = refill(page_of(word("a", 30, 20)), request)
    assert table.num_header_rows == 1
    assert [cell.is_projected_row_header for cell in table.cells] == [False, False, True, False, False]
    assert [cell.bbox for cell in table.cells][2] == BBox(10, 30, 90, 60)


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [
        (90, [["c", "a"], ["d", "b"]]),  # turned clockwise the left side is on top
        (180, [["d", "c"], ["b", "a"]]),
        (270, [["b", "d"], ["a", "c"]]),
    ],
)
def test_turned_tables_have_their_edges_on_the_page(rotation: int, expected: list[list[str]]) -> None:
    words = [word("a", 30, 30, rotation), word("b", 70, 30, rotation), word("c", 30, 70, rotation), word("d", 70, 70, rotation)]
    assert texts(page_of(*words), rotation=rotation) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"row_edges": (10,)},
        {"row_edges": (10, 10.1, 90)},
        {"row_edges": (90, 10)},
        {"row_edges": tuple(range(3000))},
        {"column_edges": (200, 300)},
        {"num_header_rows": 3},
        {"num_header_rows": -1},
        {"spans": (Span(range(0, 3), range(0, 1)),)},
        {"spans": (Span(range(1, 1), range(0, 1)),)},
        {"spans": (Span(range(0, 1), range(0, 2)), Span(range(0, 2), range(0, 1)))},
    ],
)
def test_what_is_no_grid_is_an_input_error(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        texts(page_of(), **wrong)


def test_a_picture_is_as_large_as_asked_for() -> None:
    assert page_picture(page_of(), side=50).startswith(b"\x89PNG")
    assert int.from_bytes(page_picture(page_of(), side=50)[16:20]) == 50
    assert int.from_bytes(page_picture(page_of())[16:20]) == 200


def test_a_result_reads_back_from_its_json() -> None:
    result = sample_extractor().extract(SAMPLE)
    again = read_result(result.to_json())
    assert again.tables == result.tables
    for write in ("to_html", "to_csv", "to_markdown"):
        assert getattr(again, write)() == getattr(result, write)()
    assert json.loads(again.to_json()) == json.loads(result.to_json())


@pytest.mark.parametrize(
    "text", ["", "3", "[]", "{}", '{"pages": 3}', '{"pages": [{}]}', '{"pages": [{"page": 1, "tables": [{"num_rows": 1}]}]}']
)
def test_other_json_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match="no result"):
        read_result(text)


def test_labelled_samples_have_the_tables_objects() -> None:
    page = page_of(word("a", 30, 20), word("b", 70, 20), word("c", 30, 70))
    spans = (Span(range(1, 2), range(0, 2), is_projected_row_header=True),)
    table = refill(page, GridRequest(page=1, row_edges=(10, 30, 60, 90), column_edges=(10, 50, 90), num_header_rows=1, spans=spans))
    files = dict(labelled_page(page, [table, replace(table, bbox=None)], "doc"))
    assert sorted(files) == [
        "detection/images/doc_1.jpg",
        "detection/train/doc_1.xml",
        "detection/words/doc_1_words.json",
        "structure/images/doc_1_0.jpg",
        "structure/train/doc_1_0.xml",
        "structure/words/doc_1_0_words.json",
    ]
    objects = read_voc(files["structure/train/doc_1_0.xml"]).objects
    assert [str(label) for label, _ in objects] == [
        "table",
        *["table column"] * 2,
        *["table row"] * 3,
        "table column header",
        "table projected row header",
    ]
    assert objects[0][1] == BBox(20, 20, 180, 180)  # the crop ends at the page: 2 pixels per point
    assert dict(read_voc(files["detection/train/doc_1.xml"]).objects[:1]) == {objects_label(files): BBox(20, 20, 180, 180)}


def objects_label(files: dict[str, bytes]) -> object:
    return read_voc(files["detection/train/doc_1.xml"]).objects[0][0]
