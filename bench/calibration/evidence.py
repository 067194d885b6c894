"""What a calibration is fitted to: predicted tables with the signs of their cells, and which of them are right.

A cell is right as in ``bench.reliability``. Cells of tables that answer no true one are wrong, but in the field cases, where only
some tables of a document are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.predictions import PredictedTable
from bench.reliability import has_text, switches_of
from bench.scores.field_rows import Expected, num_right
from bench.scores.run import SetResult
from grits import Gridded, TextSwitch, right_cells
from pipeline.structure.signs import Signs
from table import Cell, Table

COLLECTIONS = {  # sets of one origin are never on both sides of a comparison
    "icdar2013_end_to_end": "ICDAR-2013",
    "icdar2013_box_given": "ICDAR-2013",
    "fintabnet_c": "FinTabNet.c",
    "fintabnet_c_val": "FinTabNet.c",
    "fintabnet_c_ocr": "FinTabNet.c",
    "pubtables1m": "PubMed Central",
    "pubtabnet_ocr": "PubMed Central",
    "pdf_parse_bench": "pdf-parse-bench",
    "field_cases": "field cases",
}


@dataclass(frozen=True, slots=True, eq=False)
class TableEvidence:
    """One predicted table: ``signs`` (N, S) of its N cells, which of them ``has_text`` and are ``right``, and its flags."""

    collection: str
    document: str
    signs: NDArray[np.float64]
    has_text: NDArray[np.bool_]
    right: NDArray[np.bool_]
    flags: tuple[str, ...]


def evidence_of(result: SetResult, expected: dict[str, tuple[Expected, ...]]) -> list[TableEvidence]:
    """The evidence of one set; ``expected`` are the known tables of the field cases by document."""
    collection, switches = COLLECTIONS[result.of.name], switches_of(result.evaluation)
    found: list[TableEvidence] = []
    for sample in result.evaluation.samples:
        answered: list[Answer] = [(t.truth, t.prediction, t.signs, t.flags) for t in sample.tables]
        answered += list(_known(sample.extra, expected[sample.name]) if expected else _false(sample.extra))
        for truth, content, signs, flags in answered:
            if isinstance(content, Table) and signs is not None:
                found.append(_evidence(collection, sample.name, truth, content, signs, flags, switches))
    return found


Answer = tuple[Gridded | None, object, Signs | None, tuple[str, ...]]


def _false(extra: Sequence[PredictedTable]) -> Iterator[Answer]:
    return ((None, item.content, item.signs, item.flags) for item in extra)


def _known(found: Sequence[PredictedTable], expected: Sequence[Expected]) -> Iterator[Answer]:
    """Each expected table of rows with the found one that has most of its rows, if it has any."""
    tables = [(item, item.content) for item in found if isinstance(item.content, Table)]
    for one in expected:
        best = max(tables, key=lambda pair: num_right(one, [pair[1]]), default=None)
        if one.rows and best and num_right(one, [best[1]]):
            yield _as_table(one), best[1], best[0].signs, best[0].flags


def _as_table(expected: Expected) -> Table:
    width = max(map(len, expected.rows))
    texts = [(*row, *[""] * (width - len(row))) for row in expected.rows]
    cells = tuple(Cell(range(r, r + 1), range(c, c + 1), text) for r, row in enumerate(texts) for c, text in enumerate(row))
    return Table(len(texts), width, cells)


def _evidence(
    collection: str,
    document: str,
    truth: Gridded | None,
    table: Table,
    signs: Signs,
    flags: tuple[str, ...],
    switches: Sequence[TextSwitch],
) -> TableEvidence:
    """Cells that later steps made of parts of others have no signs of their own and are left out."""
    place = {place: number for number, place in enumerate(signs.places)}
    cells = table.cells
    right = right_cells(truth, cells, switches) if truth is not None else set()
    chosen = [(i, place[c.rows.start, c.columns.start]) for i, c in enumerate(cells) if (c.rows.start, c.columns.start) in place]
    return TableEvidence(
        collection=collection,
        document=document,
        signs=signs.values[[number for _, number in chosen]],
        has_text=np.array([has_text(cells[i].text, switches) for i, _ in chosen], bool),
        right=np.array([i in right for i, _ in chosen], bool),
        flags=flags,
    )
