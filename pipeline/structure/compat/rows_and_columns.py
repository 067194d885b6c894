"""Rows and columns of the reference: suppression by the words they hold, or by area where there are no words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.compat.rect import area, hull, intersect
from pipeline.structure.compat.slotting import slot, texts_inside
from pipeline.structure.compat.values import Part, Token

ROW_OVERLAP = 0.5  # of the lower-scored row; used only without words
COLUMN_OVERLAP = 0.25
HEADER_OVERLAP = 0.05


def refine_rows(rows: Sequence[Part], tokens: Sequence[Token]) -> list[Part]:
    kept = _with_text(rows, tokens) if tokens else suppress_by_area(rows, ROW_OVERLAP)
    return sorted(kept, key=lambda p: p.bbox[1] + p.bbox[3])


def refine_columns(columns: Sequence[Part], tokens: Sequence[Token]) -> list[Part]:
    kept = _with_text(columns, tokens) if tokens else suppress_by_area(columns, COLUMN_OVERLAP)
    return sorted(kept, key=lambda p: p.bbox[0] + p.bbox[2])


def align_rows_and_columns(rows: Sequence[Part], columns: Sequence[Part]) -> None:
    """Give all rows the columns' x-range and all columns the rows' y-range, in place."""
    row_box = hull(row.bbox for row in rows)
    column_box = hull(column.bbox for column in columns)
    for column in columns:
        column.bbox = (column.bbox[0], row_box[1], column.bbox[2], row_box[3])
    for row in rows:
        row.bbox = (column_box[0], row.bbox[1], column_box[2], row.bbox[3])


def suppress_by_area(parts: Sequence[Part], threshold: float) -> list[Part]:
    """By falling score: a part goes when a kept one covers ``threshold`` of its area. One without area always stays."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda p: -p.score):
        own = area(part.bbox)
        if own == 0 or all(area(intersect(other.bbox, part.bbox)) / own < threshold for other in kept):
            kept.append(part)
    return kept


def _with_text(parts: Sequence[Part], tokens: Sequence[Token]) -> list[Part]:
    """Parts, by falling score, that own a token (the first one always does) and hold some text.

    Each token has one owner, so the reference's test for shared tokens never fires: overlapping rows both stay if
    each is the best home of one word.
    """
    ordered = sorted(parts, key=lambda p: -p.score)
    owned, _ = slot([p.bbox for p in ordered], [t.bbox for t in tokens])
    kept = [part for index, part in enumerate(ordered) if index == 0 or owned[index]]
    texts = texts_inside(tokens, [part.bbox for part in kept])
    return [part for part, text in zip(kept, texts, strict=True) if text.strip()]
