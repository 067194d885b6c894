"""A prediction as an annotation by boxes would say it, for datasets whose truth is one (PubTables-1M's layout).

There a cell's text is not written down: it is made of the words that lie in the cell's box, in the order of the words
file. And there is no object for a blank cell, so a blank spanning cell cannot be said: its grid cells stand alone. The
prediction gets its texts by the same rule from the same words, and its blank spanning cells are taken apart, as in the
published evaluation, which sends both sides through the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from canonicalize.draft import is_blank
from canonicalize.readers.structure import texts_by_boxes
from table import BBox, Cell, Table, Word

Content = Table | tuple[Cell, ...]


def by_boxes(content: Content, words: Sequence[Word]) -> Content:
    """``content`` with texts from ``words`` by its cells' boxes, blank spanning cells taken apart; same unit as the words.

    Unchanged when a cell has no box: its text is all there is to go by.
    """
    cells = content.cells if isinstance(content, Table) else content
    if not cells or any(cell.bbox is None for cell in cells):
        return content
    texts = [" ".join(word.text for word in group) for group in texts_by_boxes(cells, words)]
    filled = [replace(cell, text=text) for cell, text in zip(cells, texts, strict=True)]
    parted = tuple(part for cell in filled for part in (_parts(cell, cells) if _is_blank_span(cell) else [cell]))
    return replace(content, cells=parted) if isinstance(content, Table) else parted


def _is_blank_span(cell: Cell) -> bool:
    return cell.is_spanning and is_blank(cell) and not cell.is_projected_row_header


def _parts(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """The grid cells of ``cell`` (step H1, which leaves no boxes), with the borders of the table's other cells; whole where
    a border is unknown."""
    rows = {c.rows.start: c.bbox.y0 for c in cells if c.bbox} | {c.rows.stop: c.bbox.y1 for c in cells if c.bbox}
    columns = {c.columns.start: c.bbox.x0 for c in cells if c.bbox} | {c.columns.stop: c.bbox.x1 for c in cells if c.bbox}
    positions = list(cell.positions())
    if any(r not in rows or r + 1 not in rows or c not in columns or c + 1 not in columns for r, c in positions):
        return [cell]
    return [
        replace(cell, rows=range(r, r + 1), columns=range(c, c + 1), bbox=BBox(columns[c], rows[r], columns[c + 1], rows[r + 1]))
        for r, c in positions
    ]
