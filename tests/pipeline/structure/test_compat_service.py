"""The published service's path where it differs from the evaluation's: spans do not see the header; divisions by zero."""

from __future__ import annotations

from bench.reference_objects import reference_cells, service_cells
from pipeline.structure.compat import CompatTable, Token, evaluation_table, inference_tables
from pipeline.types import StructureObject
from table import BBox, StructureLabel, Word

L = StructureLabel


def _grid(rows: int, columns: int) -> list[StructureObject]:
    """Rows 10 and columns 20 wide, with their table."""
    width, height = 20.0 * columns, 10.0 * rows
    return [
        StructureObject(L.TABLE, 1.0, BBox(0, 0, width, height)),
        *(StructureObject(L.ROW, 1.0, BBox(0, 10 * r, width, 10 * r + 10)) for r in range(rows)),
        *(StructureObject(L.COLUMN, 1.0, BBox(20 * c, 0, 20 * c + 20, height)) for c in range(columns)),
    ]


def _tokens(rows: int, columns: int) -> list[Token]:
    return [
        Token((20 * c + 4, 10 * r + 2, 20 * c + 14, 10 * r + 8), f"r{r}c{c}", r * columns + c) for r in range(rows) for c in range(columns)
    ]


def _words(rows: int, columns: int) -> list[Word]:
    return [Word(token.text, BBox(*token.bbox)) for token in _tokens(rows, columns)]


def spans(found: CompatTable) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(c.row_nums, c.column_nums) for c in found.cells if len(c.row_nums) > 1 or len(c.column_nums) > 1]


def _header_with_span(top: float, bottom: float) -> list[StructureObject]:
    """A header of two rows and a span over columns 1 and 2 between the given heights."""
    header = StructureObject(L.COLUMN_HEADER, 1.0, BBox(0, 0, 60, 20))
    return [*_grid(4, 3), header, StructureObject(L.SPANNING_CELL, 0.9, BBox(20, top, 60, bottom))]


def test_a_header_span_under_ordinary_cells_stays_in_the_service_only() -> None:
    objects = _header_with_span(10, 20)
    assert spans(inference_tables(objects, _tokens(4, 3))[0]) == [((1,), (1, 2))]
    assert spans(evaluation_table(objects, _tokens(4, 3))) == []


def test_a_span_across_the_headers_border_is_cut_in_the_evaluation_only() -> None:
    objects = _header_with_span(0, 30)
    assert spans(inference_tables(objects, _tokens(4, 3))[0]) == [((0, 1, 2), (1, 2))]
    assert spans(evaluation_table(objects, _tokens(4, 3))) == [((0, 1), (1, 2))]


def test_rows_are_header_rows_on_both_paths() -> None:
    objects = _header_with_span(10, 20)
    for found in (inference_tables(objects, _tokens(4, 3))[0], evaluation_table(objects, _tokens(4, 3))):
        assert {row for cell in found.cells if cell.is_column_header for row in cell.row_nums} == {0, 1}


def test_a_grid_cell_without_area_stops_the_published_code_only_where_there_are_spans() -> None:
    flat = StructureObject(L.ROW, 0.9, BBox(0, 10, 60, 10))
    header = [item for item in _header_with_span(10, 20) if item.label is not L.SPANNING_CELL]
    words = [*_tokens(4, 3), Token((4, 10, 14, 10), "flat", 99)]
    assert not inference_tables(header, _tokens(4, 3))[0].divides_by_zero
    assert inference_tables(header, words)[0].divides_by_zero  # a word without area
    crossed = [*header, flat, StructureObject(L.SPANNING_CELL, 0.9, BBox(20, 20, 60, 40))]
    found = evaluation_table(crossed, [])
    assert found.divides_by_zero
    assert spans(found) == [((3, 4), (1, 2))]


def test_the_service_as_a_regime_names_its_outcomes() -> None:
    objects, words = _header_with_span(10, 20), _words(4, 3)
    cells, problem = service_cells(objects, words)
    assert problem == ""
    assert len(cells) == len(reference_cells(objects, words)) - 1
    assert service_cells([item for item in objects if item.label is not L.TABLE], words) == ((), "no table object")
    flat = Word("flat", BBox(4, 10, 14, 10))
    assert service_cells(objects, [*words, flat]) == ((), "division by zero")
