"""A corrected page as labelled samples in PubTables-1M's layout, which ``tablewright train --data`` reads.

One structure sample per table (its crop, its objects, its words) and one detection sample per page, as files of a folder.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from canonicalize.readers.voc import VocAnnotation, write_voc
from canonicalize.readers.words import write_words
from pipeline.geometry.rotation import turn_in_frame
from pipeline.geometry.views import make_view
from pipeline.types import Page, Picture, RegionView, TableRegion
from table import BBox, Cell, DetectionLabel, Label, StructureLabel, Table

SCALE = 2.0  # pixels per point: 144 dpi, as the published pictures
PADDING = 15.0  # points around a table's crop
Labelled = list[tuple[Label, BBox]]


def labelled_page(page: Page, tables: Sequence[Table], stem: str) -> Iterator[tuple[str, bytes]]:
    """``(path, bytes)`` of the samples of one page; tables without boxes give none."""
    boxed = [table for table in tables if table.bbox is not None and all(cell.bbox is not None for cell in table.cells)]
    if boxed:
        labels = {0: DetectionLabel.TABLE, 180: DetectionLabel.TABLE}
        objects: Labelled = [(labels.get(t.rotation, DetectionLabel.TABLE_ROTATED), _px(t.bbox)) for t in boxed if t.bbox]
        words = tuple(replace(word, bbox=_px(word.bbox)) for word in page.words)
        yield from _sample("detection", f"{stem}_{page.number}", page.render(SCALE), objects, write_words(words), "PubTables1M-Detection")
    for index, table in enumerate(boxed):
        assert table.bbox is not None
        view = make_view(page, TableRegion(table.bbox, 1.0, table.rotation, is_given=True), PADDING)
        words = tuple(replace(word, bbox=_px(word.bbox)) for word in view.words)
        name = f"{stem}_{page.number}_{index}"
        yield from _sample("structure", name, view.render(SCALE), _structure(table, view), write_words(words), "PubTables1M-Structure")


def _sample(kind: str, name: str, picture: Picture, objects: Labelled, words: str, database: str) -> Iterator[tuple[str, bytes]]:
    height, width = picture.shape[:2]
    page = BBox(0, 0, width, height)
    inside = tuple((label, box) for label, whole in objects if (box := whole.intersection(page)) is not None and box.area > 0)
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=90)
    yield f"{kind}/train/{name}.xml", write_voc(VocAnnotation(f"{name}.jpg", width, height, inside, database)).encode()
    yield f"{kind}/images/{name}.jpg", buffer.getvalue()
    yield f"{kind}/words/{name}_words.json", words.encode("utf-8", "replace")


def _structure(table: Table, view: RegionView) -> Labelled:
    """The objects of a table in pixels of its view, in the order of PubTables-1M's classes."""
    cells = [(cell, _to_view(cell, view)) for cell in table.cells]
    whole = _hull([box for _, box in cells])
    rows = [_row_or_column(cells, number, whole, is_row=True) for number in range(table.num_rows)]
    columns = [_row_or_column(cells, number, whole, is_row=False) for number in range(table.num_columns)]
    found: Labelled = [(StructureLabel.TABLE, whole)]
    found += [(StructureLabel.COLUMN, box) for box in columns]
    found += [(StructureLabel.ROW, box) for box in rows]
    if table.num_header_rows:
        found.append((StructureLabel.COLUMN_HEADER, _hull(rows[: table.num_header_rows])))
    found += [(StructureLabel.PROJECTED_ROW_HEADER, box) for cell, box in cells if cell.is_projected_row_header]
    found += [(StructureLabel.SPANNING_CELL, box) for cell, box in cells if cell.is_spanning and not cell.is_projected_row_header]
    return [(label, _px(box)) for label, box in found]


def _row_or_column(cells: Sequence[tuple[Cell, BBox]], number: int, whole: BBox, *, is_row: bool) -> BBox:
    """The row or column from the cells that begin and end in it, else those that touch it."""
    extents = [(cell.rows if is_row else cell.columns, box) for cell, box in cells]
    starts = [box for extent, box in extents if extent.start == number] or [box for extent, box in extents if number in extent]
    stops = [box for extent, box in extents if extent.stop == number + 1] or starts
    if is_row:
        return BBox(whole.x0, min(b.y0 for b in starts), whole.x1, max(b.y1 for b in stops))
    return BBox(min(b.x0 for b in starts), whole.y0, max(b.x1 for b in stops), whole.y1)


def _to_view(cell: Cell, view: RegionView) -> BBox:
    assert cell.bbox is not None
    box = cell.bbox.shift(-view.crop.x0, -view.crop.y0)
    return turn_in_frame(box, view.region.rotation, view.crop.width, view.crop.height)


def _hull(boxes: Sequence[BBox]) -> BBox:
    return BBox(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _px(box: BBox) -> BBox:
    return box.scale(SCALE)
