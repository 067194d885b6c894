"""The reference's two ways from objects to cells: that of its service and that of its published scores.

Both follow the same steps. The service works on every ``table`` object with the objects inside it and slots all words
of the crop, and its spans do not see the column header; the evaluation takes the best table, all objects above 0.5 and
only the table's words. Where the published code would divide by zero, ``divides_by_zero`` says so; cells come out
all the same, as if nothing lay in a grid cell or word without area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.structure.compat.cells import build_cells
from pipeline.structure.compat.rect import Rect, share_inside
from pipeline.structure.compat.rows_and_columns import align_rows_and_columns, refine_columns, refine_rows
from pipeline.structure.compat.spans import refine_header_and_spans
from pipeline.structure.compat.values import CompatTable, Part, Parts, Token, working_copies
from pipeline.types import StructureObject
from table import StructureLabel

INSIDE = 0.5  # share of an object's or a token's area that must be in the table
THRESHOLD = 0.5  # score of every class, evaluation only
NO_TABLE: Rect = (0.0, 0.0, 1000.0, 1000.0)  # the evaluation's table box when no table was found


def inference_tables(objects: Sequence[StructureObject], tokens: Sequence[Token]) -> tuple[CompatTable, ...]:
    """One table per ``table`` object, in the order of ``objects``, as the service's code gives them."""
    parts = working_copies(tuple(objects))
    structures = []
    for table in [p for p in parts if p.label is StructureLabel.TABLE]:
        inside = [p for p in parts if share_inside(p.bbox, table.bbox) >= INSIDE]
        own = [t for t in tokens if share_inside(t.bbox, table.bbox) >= INSIDE]
        structures.append(_structure(inside, own, spans_see_header=False))
    return tuple(build_cells(structure, tokens) for structure in structures)


def evaluation_table(objects: Sequence[StructureObject], tokens: Sequence[Token]) -> CompatTable:
    """The one table that the published scores are computed from; no cells and confidence 0 without rows or columns."""
    parts = working_copies([o for o in objects if o.score >= THRESHOLD])
    tables = sorted((p for p in parts if p.label is StructureLabel.TABLE), key=lambda p: -p.score)
    box = tables[0].bbox if tables else NO_TABLE
    indices = [index for index, token in enumerate(tokens) if share_inside(token.bbox, box) >= INSIDE]
    own = [tokens[index] for index in indices]
    structure = _structure(parts, own)
    if not structure.rows or not structure.columns:
        return CompatTable((), 0.0)
    found = build_cells(structure, own)
    return replace(found, cells=tuple(replace(c, tokens=tuple(indices[t] for t in c.tokens)) for c in found.cells))


def _structure(parts: Sequence[Part], tokens: Sequence[Token], *, spans_see_header: bool = True) -> Parts:
    """Rows, columns and spans of one table; ``parts`` are changed on the way, as in the reference."""
    rows, columns, headers, spans, projected = (
        [p for p in parts if p.label is label]
        for label in (
            StructureLabel.ROW,
            StructureLabel.COLUMN,
            StructureLabel.COLUMN_HEADER,
            StructureLabel.SPANNING_CELL,
            StructureLabel.PROJECTED_ROW_HEADER,
        )
    )
    for part in projected:
        part.is_projected = True
    for row in rows:
        row.is_header = any(share_inside(row.bbox, header.bbox) >= INSIDE for header in headers)
    found = Parts(refine_rows(rows, tokens), refine_columns(columns, tokens), spans + projected)
    align_rows_and_columns(found.rows, found.columns)
    if found.rows and len(found.columns) > 1:
        refine_header_and_spans(found, headers, spans_see_header=spans_see_header)
    return found
