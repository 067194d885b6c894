"""Single steps for those who look at a page and correct it: its picture, what the detector saw, a table from given borders.

All take an opened page. ``refill`` needs no model: the borders come from the caller, the words from the document.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.documents import Document, Source, open_document
from pipeline.errors import InputError
from pipeline.geometry.rotation import turn_in_frame
from pipeline.geometry.views import make_view
from pipeline.models.cache import ModelCache
from pipeline.options import Options
from pipeline.page_tables import place
from pipeline.regions import RegionDraft, apply_rules
from pipeline.regions.rules.one_per_place import keep_one_per_place
from pipeline.regions.rules.reading_direction import turn_as_read
from pipeline.structure import fill
from pipeline.types import Detector, Grid, Interval, Page, RegionView, Span, Structure, TableRegion
from table import BBox, Table

MAX_SCALE = 2.0  # pixels per point of a page's picture: 144 dpi, enough to read 6 pt text
MAX_ROWS_OR_COLUMNS = 2_000  # rows or columns of one table that a person could have drawn
WEAK_SCORE = 0.1  # candidates below the checkpoint's own threshold, down to here


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRequest:
    """Borders that a person drew, in page points as displayed.

    ``row_edges`` (R+1) and ``column_edges`` (C+1) run along the page's y and x; for a table that is turned by 90 or 270
    degrees rows lie along x and columns along y. ``spans`` never overlap; the first ``num_header_rows`` rows are the
    column header.
    """

    page: int
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    spans: tuple[Span, ...] = ()
    num_header_rows: int = 0
    rotation: int = 0
    id: str | None = None


def opened_document(source: Source, options: Options) -> Document:
    """The document (a context manager); raises ``InputError`` and its kinds."""
    return open_document(source, options)


class Finder:
    """Everything the detector took for a table, down to a low score: what a person may choose from (``None``: the
    checkpoint's own threshold).

    ``detector`` replaces the checkpoint that the options name. The checkpoint is loaded at the first page.
    """

    def __init__(self, detector: Detector | None = None, *, least_score: float | None = WEAK_SCORE) -> None:
        self._models, self._least = ModelCache(detector), least_score

    def find(self, page: Page, options: Options) -> list[TableRegion]:
        """The candidates, best first; raises ``ModelError`` when the checkpoint cannot be loaded."""
        detector = self._models.detector(replace(options, detection_threshold=self._least))
        seen = page if page.level is None else page.level.page
        found = tuple(region for region in detector.detect([seen])[0] if not region.is_weak)
        draft, _ = apply_rules((keep_one_per_place, turn_as_read), RegionDraft(seen, found))
        ranked = sorted(draft.regions, key=lambda region: (-region.score, region.bbox))
        tilt = None if page.level is None else page.level.tilt
        return ranked if tilt is None else [replace(region, bbox=tilt.to_page(region.bbox)) for region in ranked]


def page_picture(page: Page, *, side: int = 1600) -> bytes:
    """PNG of the page whose longer side is at most ``side`` pixels; at most 2 pixels per point."""
    scale = min(MAX_SCALE, side / max(page.width, page.height, 1.0))
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(page.render(scale)).save(buffer, "PNG")
    return buffer.getvalue()


def refill(page: Page, request: GridRequest) -> Table:
    """The table of the drawn borders with the words of ``page``: each word of its box is in one cell or unassigned.

    Raises ``InputError`` for borders that are no grid, spans that overlap or reach outside, or a box off the page.
    """
    _check(request)
    turned = request.rotation in (90, 270)
    xs, ys = (request.row_edges, request.column_edges) if turned else (request.column_edges, request.row_edges)
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    view = make_view(page, TableRegion(box, 1.0, request.rotation, id=request.id, is_given=True), 0.0)
    along_x, along_y = _turned(view, xs, is_x=True), _turned(view, ys, is_x=False)
    columns, rows = (along_y, along_x) if turned else (along_x, along_y)
    structure = Structure(_intervals(rows), _intervals(columns), request.num_header_rows, 1.0, request.spans)
    return place(fill(Grid(tuple(rows), tuple(columns), structure), view), view)


def _turned(view: RegionView, edges: Sequence[float], *, is_x: bool) -> list[float]:
    """Edges along one axis of the page, as ascending edges along the axis of the upright view that it becomes."""
    stays = view.region.rotation in (0, 180)
    found = []
    for edge in edges:
        x, y = (edge - view.crop.x0, 0.0) if is_x else (0.0, edge - view.crop.y0)
        spot = turn_in_frame(BBox(x, y, x, y), view.region.rotation, view.crop.width, view.crop.height)
        found.append(spot.x0 if is_x == stays else spot.y0)
    return sorted(found)


def _intervals(edges: Sequence[float]) -> tuple[Interval, ...]:
    return tuple(Interval(start, stop) for start, stop in pairwise(edges))


def _check(request: GridRequest) -> None:
    for name, edges in (("row_edges", request.row_edges), ("column_edges", request.column_edges)):
        if not 2 <= len(edges) <= MAX_ROWS_OR_COLUMNS + 1:
            raise InputError(f"{name}: give 2 to {MAX_ROWS_OR_COLUMNS + 1} numbers, not {len(edges)}", page=request.page)
        if any(b - a < 0.5 for a, b in pairwise(edges)):
            raise InputError(f"{name}: each number must be at least half a point above the one before", page=request.page)
    num_rows, num_columns = len(request.row_edges) - 1, len(request.column_edges) - 1
    if not 0 <= request.num_header_rows <= num_rows:
        raise InputError(f"num_header_rows is {request.num_header_rows}, the table has {num_rows} rows", page=request.page)
    taken: set[tuple[int, int]] = set()
    for span in request.spans:
        if not (0 <= span.rows.start < span.rows.stop <= num_rows and 0 <= span.columns.start < span.columns.stop <= num_columns):
            raise InputError(f"a span lies outside the {num_rows} x {num_columns} grid", page=request.page)
        positions = {(row, column) for row in span.rows for column in span.columns}
        if taken & positions:
            raise InputError("two spans overlap; a cell belongs to one span", page=request.page)
        taken |= positions
