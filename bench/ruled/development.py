"""The ruled tables among those of the ICDAR-2013 half: a closed grid about every cell holds exactly their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.readers import open_dataset
from pipeline import Options
from pipeline.documents import open_document
from pipeline.regions.drawn import DrawnTables, words_in
from table import BBox, Table

MIN_SAME = 0.95  # of the table's words in the grid, and of the grid's in the table
MIN_CLOSED = 0.95  # of the grid's area in closed cells
MIN_CELLS = 0.8  # grid cells for each of the truth's: lines around groups of rows draw no cells


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A document with the number of a page and a true table on it."""

    document: Path
    page: int
    table: Table


def ruled_tables(folder: Path) -> Iterator[RuledTable]:
    """The set's ruled tables, document by document."""
    for sample in open_dataset(folder).samples:
        assert sample.source is not None
        with open_document(sample.source, Options(ocr="none")) as document:
            for true in sample.tables:
                drawn = DrawnTables(document.page(true.table.page))
                if true.table.bbox is not None and _is_ruled(drawn, true.table.bbox, true.table):
                    yield RuledTable(sample.source, true.table.page, true.table)


def _is_ruled(drawn: DrawnTables, box: BBox, table: Table) -> bool:
    own = words_in(drawn.page, box.expand(1.0))
    for one in drawn.tables:
        closed = [cell for cell in one.lattice.cells if cell.is_closed]
        is_same = len(one.words & own) >= MIN_SAME * max(len(own), len(one.words), 1)
        is_closed = sum(cell.bbox.area for cell in closed) >= MIN_CLOSED * one.bbox.area
        if is_same and is_closed and len(closed) >= MIN_CELLS * len(table.cells):
            return True
    return False
