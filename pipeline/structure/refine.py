"""Objects to a consistent structure: the improved mode, written out as the steps it takes.

In: the structure model's objects of one region (each above its class's threshold), the region's words and rulings.
Out: gap-free rows and columns, a header prefix and spans that do not overlap. Pure; the order of the objects, a shift
and a common scale leave the result alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import StructureError
from pipeline.options import Options
from pipeline.structure import flags
from pipeline.structure.header import find_header
from pipeline.structure.header_tree import keep_tree
from pipeline.structure.implied import implied_spans
from pipeline.structure.lanes import edges, find_lanes
from pipeline.structure.select import select_spans
from pipeline.structure.spans import projected_candidates, span_candidates
from pipeline.types import Grid, GridLines, RegionView, Span, Structure, StructureObject
from table import StructureLabel


def find_grid(objects: Sequence[StructureObject], view: RegionView, options: Options) -> GridLines | None:
    """The rows and columns that ``refine`` would cut the table into, or ``None`` when there are none."""
    try:
        lanes = find_lanes(objects, view, options)
    except StructureError:
        return None
    return GridLines(lanes.rows, lanes.columns)


def refine(objects: Sequence[StructureObject], view: RegionView, options: Options, *, imply_spans: bool = True) -> Structure:
    """The structure that ``objects`` and the words of ``view`` agree on, in view points.

    ``imply_spans=False`` keeps to spans that the model saw. Raises ``StructureError`` (with the objects) when no grid
    can be built: no column, or neither a row nor a word.
    """
    lanes = find_lanes(objects, view, options)
    num_header_rows, header_score, warnings = find_header(objects, lanes.row_edges)
    projected = projected_candidates(objects, lanes, num_header_rows)
    candidates = span_candidates(objects, lanes, num_header_rows)
    chosen = select_spans([*projected, *candidates])
    spans = keep_tree(chosen, lanes, num_header_rows)
    implied = implied_spans(lanes, num_header_rows, spans) if imply_spans else []
    warnings += _span_warnings(objects, candidates, projected, spans, implied)
    warnings += (flags.TOO_MANY_OBJECTS,) * (len(objects) > flags.MAX_OBJECTS)
    ordered = tuple(sorted([*spans, *implied], key=lambda s: (s.rows.start, s.columns.start)))
    return Structure(lanes.rows, lanes.columns, num_header_rows, header_score, ordered, _unique(lanes.warnings + warnings))


def to_grid(structure: Structure) -> Grid:
    """Row edges (R+1) and column edges (C+1) of ``structure``."""
    return Grid(edges(structure.rows), edges(structure.columns), structure)


def _span_warnings(
    objects: Sequence[StructureObject],
    candidates: Sequence[Span],
    projected: Sequence[Span],
    spans: Sequence[Span],
    implied: Sequence[Span],
) -> tuple[str, ...]:
    seen = sum(o.label is StructureLabel.PROJECTED_ROW_HEADER for o in objects)
    repaired = not {(s.rows, s.columns) for s in candidates} <= {(s.rows, s.columns) for s in spans}
    return (
        (flags.PROJECTED_HEADERS_DROPPED,) * (len(projected) < seen)
        + (flags.SPANS_REPAIRED,) * repaired
        + (flags.SPANS_IMPLIED,) * bool(implied)
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
