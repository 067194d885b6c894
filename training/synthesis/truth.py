"""The true answer of a typeset table: dilated borders and the ``Table``, with every check that makes a sample trustworthy."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from table.cells import Cell, Table
from table.geometry import BBox
from training.synthesis.drafts import Draft
from training.synthesis.layout import Layout, PlacedWord

MIN_BORDER_DISTANCE = 0.5  # points; thinner rows or columns are degenerate boxes to a trainer
_CUT_TOLERANCE = 0.25  # share of a word's height or width that a border may cut


class Unusable(Exception):
    """This draw makes no valid sample (a row without text, borders out of order); the caller draws again."""


class Truth(NamedTuple):
    """Dilated borders in the table's frame and the box of its text."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    bbox: BBox


def find_truth(layout: Layout) -> Truth:
    """The dilated borders (pubtables1m 1.2, 6.4); raises ``Unusable`` when a row or column has no text or borders cross."""
    boxes = [_text_box(words) for words in layout.words]
    drafts = layout.content.drafts
    everything = BBox.enclosing(box for box in boxes if box is not None)
    if everything is None:
        raise Unusable("no text")
    rows = _edges([(d.top, d.bottom, b.y0, b.y1) for d, b in zip(drafts, boxes, strict=True) if b], layout.content.num_rows)
    columns = _edges([(d.left, d.right, b.x0, b.x1) for d, b in zip(drafts, boxes, strict=True) if b], layout.content.num_columns)
    _check_cuts(drafts, layout.words, rows, columns)
    return Truth(tuple(rows), tuple(columns), everything)


def build_table(layout: Layout, truth: Truth, dx: float, dy: float, scale: float = 1.0) -> Table:
    """The table with boxes scaled, then moved by ``(dx, dy)``; dot leaders are no text of a cell."""
    rows = [y * scale + dy for y in truth.row_edges]
    columns = [x * scale + dx for x in truth.column_edges]
    cells = [
        Cell(
            range(d.top, d.bottom),
            range(d.left, d.right),
            " ".join(w.text for w in words if not _is_leader(w.text)),
            BBox(columns[d.left], rows[d.top], columns[d.right], rows[d.bottom]),
            is_column_header=d.role in ("header", "spanner"),
            is_projected_row_header=d.role == "projected",
        )
        for d, words in zip(layout.content.drafts, layout.words, strict=True)
    ]
    return Table(layout.content.num_rows, layout.content.num_columns, tuple(cells), bbox=truth.bbox.scale(scale).shift(dx, dy))


def _is_leader(text: str) -> bool:
    return len(text) > 3 and text.strip(".") == ""


def _text_box(words: tuple[PlacedWord, ...]) -> BBox | None:
    if not words:
        return None
    return BBox(min(w.x0 for w in words), min(w.y0 for w in words), max(w.x1 for w in words), max(w.y1 for w in words))


def _edges(extents: list[tuple[int, int, float, float]], count: int) -> list[float]:
    """Borders from ``(first, stop, low, high)`` of each text: halfway between what ends before and what starts after."""
    low, high = [float("inf")] * count, [float("-inf")] * count
    for first, stop, start, end in extents:
        low[first] = min(low[first], start)
        high[stop - 1] = max(high[stop - 1], end)
    if float("inf") in low or float("-inf") in high:
        raise Unusable("a row or column without text of its own")
    edges = [low[0], *((a + b) / 2 for a, b in zip(high[:-1], low[1:], strict=True)), high[-1]]
    if any(b - a < MIN_BORDER_DISTANCE for a, b in itertools.pairwise(edges)):
        raise Unusable("borders out of order")
    return edges


def _check_cuts(drafts: tuple[Draft, ...], placed: tuple[tuple[PlacedWord, ...], ...], rows: list[float], columns: list[float]) -> None:
    for draft, words in zip(drafts, placed, strict=True):
        left, right, top, bottom = columns[draft.left], columns[draft.right], rows[draft.top], rows[draft.bottom]
        for word in words:
            slack_y = (word.y1 - word.y0) * _CUT_TOLERANCE
            slack_x = (word.x1 - word.x0) * _CUT_TOLERANCE
            if word.x0 < left - slack_x or word.x1 > right + slack_x or word.y0 < top - slack_y or word.y1 > bottom + slack_y:
                raise Unusable("a border cuts a word")
