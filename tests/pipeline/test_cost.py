"""What a table costs per cell: at most as much in a table of 2,000 cells as in one of 10, with and without drawn lines."""

from __future__ import annotations

import random
import time

import pytest

from pipeline import BBox, Extractor, Options
from pipeline.types import RegionView, StructureObject
from table import StructureLabel
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.documents.conftest import build_pdf

WIDE, HIGH, MARGIN = 60, 12, 40  # points of a column, a row and around
TRIES = 3


def document(rows: int, columns: int, *, is_ruled: bool) -> tuple[bytes, Extractor]:
    """A page with one table of numbers, and models that know its rows and columns."""
    dice = random.Random(rows * 1000 + columns)
    width, height = 2 * MARGIN + WIDE * columns, 2 * MARGIN + HIGH * rows

    def text(row: int, column: int) -> str:
        if row == 0:
            return f"Head {column}"
        return f"item {row}" if column == 0 else f"{dice.randint(1, 9999):,}"

    words = [
        f"BT /F1 8 Tf {MARGIN + 3 + WIDE * column} {height - MARGIN - HIGH * row - 9} Td ({text(row, column)}) Tj ET"
        for row in range(rows)
        for column in range(columns)
    ]
    lines = [f"{MARGIN} {MARGIN + HIGH * row} m {width - MARGIN} {MARGIN + HIGH * row} l S" for row in range(rows + 1)]
    lines += [f"{MARGIN + WIDE * column} {MARGIN} m {MARGIN + WIDE * column} {height - MARGIN} l S" for column in range(columns + 1)]
    data = build_pdf("\n".join(["0.5 w", *(lines if is_ruled else ()), *words]), page=f"/MediaBox [0 0 {width} {height}]")

    def answer(view: RegionView) -> list[StructureObject]:
        box, high, wide = view.bbox, view.bbox.height / rows, view.bbox.width / columns
        bands = [BBox(box.x0, box.y0 + high * n, box.x1, box.y0 + high * (n + 1)) for n in range(rows)]
        lanes = [BBox(box.x0 + wide * n, box.y0, box.x0 + wide * (n + 1), box.y1) for n in range(columns)]
        labels = [(StructureLabel.ROW, band) for band in bands] + [(StructureLabel.COLUMN, lane) for lane in lanes]
        return [StructureObject(label, 0.9, box) for label, box in [*labels, (StructureLabel.COLUMN_HEADER, bands[0])]]

    box = BBox(MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    return data, Extractor(detector=FakeDetector(box), recognizer=FakeRecognizer(answer))


def seconds_per_cell(rows: int, columns: int, *, is_ruled: bool) -> float:
    """CPU seconds from the bytes to JSON, the least of some tries; the table is checked."""
    data, extractor = document(rows, columns, is_ruled=is_ruled)
    found = []
    for _ in range(TRIES):
        start = time.process_time()
        result = extractor.extract(data, Options(ocr="none"))
        result.to_json()
        found.append(time.process_time() - start)
        assert [(table.num_rows, table.num_columns) for table in result.tables] == [(rows, columns)]
    return min(found) / (rows * columns)


@pytest.mark.slow
@pytest.mark.parametrize("is_ruled", [False, True])
@pytest.mark.parametrize(("rows", "columns"), [(100, 20), (200, 10), (400, 5)])
def test_a_cell_costs_no_more_in_a_large_table(rows: int, columns: int, is_ruled: bool) -> None:
    small = seconds_per_cell(5, 2, is_ruled=is_ruled)
    assert seconds_per_cell(rows, columns, is_ruled=is_ruled) <= small
