"""Tables of a tagged PDF: the page's structure tree as cells with spans, header cells and the boxes of their texts.

Only what stands in marked content of this page counts; a cell without any is blank. The tree is a document's own word
about itself and is often wrong: ``pipeline/structure/tagged.py`` trusts it only where the words' places agree.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.chars import BREAK, Char
from pipeline.documents.frame import PageFrame
from pipeline.geometry.rotation import Sides, turn
from pipeline.types import TaggedCell, TaggedTable
from table import BBox

MAX_ELEMENTS = 50_000  # of a page's tree; more is an attack or a damage
MAX_DEPTH = 40
MAX_SPAN = 1_000
MAX_TYPE = 64  # bytes of an element's type in UTF-16
GROUPS = ("THead", "TBody", "TFoot")


@dataclass(slots=True)
class _Cell:
    is_header: bool
    row_span: int
    column_span: int
    marks: list[int] = field(default_factory=list)


Rows = list[list[_Cell]]


def read_tagged_tables(page: pypdfium2.PdfPage, chars: Iterable[Char], frame: PageFrame) -> tuple[TaggedTable, ...]:
    """The outermost tables of the page's structure tree in its order; none for an untagged page. Call under the lock."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return ()
    try:
        found = _Walk().tables(tree)
    finally:
        raw.FPDF_StructTree_Close(tree)
    wanted = frozenset(mark for rows in found for row in rows for cell in row for mark in cell.marks)
    boxes = _boxes_of_marks(chars, frame, wanted) if wanted else {}
    return tuple(table for rows in found if (table := _placed(rows, boxes)))


class _Walk:
    """One walk through a tree, bounded in depth and in elements."""

    def __init__(self) -> None:
        self._left = MAX_ELEMENTS

    def tables(self, tree: Any) -> list[Rows]:
        children = (raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree)))
        return [rows for child in children if child for rows in self._tables_in(child, 0)]

    def _tables_in(self, element: Any, depth: int) -> Iterator[Rows]:
        if _type(element) == "Table":
            yield self._rows(element, depth)
            return
        for child in self._children(element, depth):
            yield from self._tables_in(child, depth + 1)

    def _rows(self, element: Any, depth: int) -> Rows:
        rows: Rows = []
        for child in self._children(element, depth, with_missing=True):
            kind = _type(child) if child else "blank"
            if kind == "blank":
                rows.append([])
            elif kind == "TR":
                rows.append(self._cells(child, depth + 1))
            elif kind in GROUPS:
                rows += self._rows(child, depth + 1)
        return rows

    def _cells(self, element: Any, depth: int) -> list[_Cell]:
        """The cells of a row; pdfium gives no element for one without content on the page, so nothing is a blank cell."""
        cells = []
        for child in self._children(element, depth, with_missing=True):
            kind = _type(child) if child else "blank"
            if kind == "blank":
                cells.append(_Cell(False, 1, 1))
            if kind in ("TH", "TD"):
                spans = _spans(child)
                cells.append(_Cell(kind == "TH", spans.get("RowSpan", 1), spans.get("ColSpan", 1), self._marks(child, depth + 1)))
        return cells

    def _marks(self, element: Any, depth: int) -> list[int]:
        """The numbers of the marked content of an element and all below it."""
        count = max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element))
        own = [raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i) for i in range(min(count, self._left))]
        below = [mark for child in self._children(element, depth) for mark in self._marks(child, depth + 1)]
        return [mark for mark in own if mark >= 0] + below

    def _children(self, element: Any, depth: int, *, with_missing: bool = False) -> Iterator[Any]:
        count = raw.FPDF_StructElement_CountChildren(element) if depth < MAX_DEPTH else 0
        for index in range(count):
            if self._left <= 0:
                return
            self._left -= 1
            child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child or with_missing:
                yield child


def _type(element: Any) -> str:
    buffer = ctypes.create_string_buffer(MAX_TYPE)
    size = raw.FPDF_StructElement_GetType(element, buffer, MAX_TYPE)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0") if 0 < size <= MAX_TYPE else ""


def _spans(element: Any) -> dict[str, int]:
    """``RowSpan`` and ``ColSpan`` where they are numbers above 1."""
    found = {}
    for index in range(max(0, raw.FPDF_StructElement_GetAttributeCount(element))):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, index)
        for name in ("RowSpan", "ColSpan"):
            value = raw.FPDF_StructElement_Attr_GetValue(attribute, name.encode()) if attribute else None
            number = ctypes.c_float()
            if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, ctypes.byref(number)) and 1 < number.value <= MAX_SPAN:
                found[name] = int(number.value)
    return found


def _boxes_of_marks(chars: Iterable[Char], frame: PageFrame, wanted: frozenset[int]) -> dict[int, BBox]:
    """The box on the page of the visible characters of each marked content that is wanted."""
    found: dict[int, Sides] = {}
    for char in chars:  # in plain numbers: a value for each character would cost more than the walk
        style = char.style
        mark = style.mark
        if mark not in wanted or char.text == BREAK:
            continue
        sides = turn((char.x0, char.y0, char.x1, char.y1), (360 - style.rotation) % 360)
        x0, y0, x1, y1 = max(0.0, sides[0]), max(0.0, sides[1]), min(frame.width, sides[2]), min(frame.height, sides[3])
        if x1 < x0 or y1 < y0:
            continue
        known = found.get(mark, (x0, y0, x1, y1))
        found[mark] = (min(known[0], x0), min(known[1], y0), max(known[2], x1), max(known[3], y1))
    return {mark: BBox(*sides) for mark, sides in found.items()}


def _placed(rows: Rows, boxes: dict[int, BBox]) -> TaggedTable:
    """The cells in the first free places of their rows; spans end with the table. Empty without any text."""
    taken: set[tuple[int, int]] = set()
    cells: list[TaggedCell] = []
    for row, line in enumerate(rows):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            extent = range(row, min(len(rows), row + cell.row_span)), range(column, column + cell.column_span)
            taken.update((r, c) for r in extent[0] for c in extent[1])
            cells.append(TaggedCell(*extent, BBox.enclosing(boxes[mark] for mark in cell.marks if mark in boxes), cell.is_header))
            column = extent[1].stop
    return tuple(cells) if any(cell.bbox for cell in cells) else ()
