"""Which spans are boxes that rulings close: a drawn box is one cell, wherever in it the text stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.drawn.choice import lattice_of
from pipeline.types import Span
from table import BBox

NEAR = 0.6  # em between a border of a cell and the ruling that draws it


def closed_boxes(draft: Draft) -> tuple[BBox, ...]:
    """The closed cells of the lattice around the table, none without one."""
    lattice = lattice_of(draft.view, draft.inside, draft.em)
    return tuple(cell.bbox for cell in lattice.cells if cell.is_closed) if lattice else ()


def is_drawn(span: Span, draft: Draft, boxes: Sequence[BBox]) -> bool:
    """Whether one of ``boxes`` is the span's own."""
    own = BBox(
        draft.column_edges[span.columns.start],
        draft.row_edges[span.rows.start],
        draft.column_edges[span.columns.stop],
        draft.row_edges[span.rows.stop],
    )
    near = NEAR * draft.em
    return any(all(abs(a - b) <= near for a, b in zip(own, box, strict=True)) for box in boxes)
