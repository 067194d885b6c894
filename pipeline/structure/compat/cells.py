"""Structure to cells, texts, confidence and tight boxes, as the reference does it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.compat.rect import Rect, area, common, hull, include, intersect, single
from pipeline.structure.compat.slotting import slot, token_text
from pipeline.structure.compat.values import CompatCell, CompatDraft, CompatTable, Part, Parts, Token

COVERED = 0.5  # a span owns a grid cell when it covers more than this share of its area
TOUCH = 0.001  # share of a token's area that is enough to put it in its best cell


def build_cells(parts: Parts, tokens: Sequence[Token]) -> CompatTable:
    """Cells (ordinary ones column by column, then spanning ones) of one structure; its rows and columns are tightened in place."""
    is_flat = _has_flat_grid_cell(parts)
    drafts = _drafts(parts)
    boxes = [token.bbox for token in tokens]
    _, shares = slot([draft.bbox for draft in drafts], boxes)
    for draft in drafts:
        draft.bbox = intersect(hull(parts.columns[c].bbox for c in draft.columns), hull(parts.rows[r].bbox for r in draft.rows))
    assigned, _ = slot([draft.bbox for draft in drafts], boxes, TOUCH)
    for draft, indices in zip(drafts, assigned, strict=True):
        draft.tokens = indices
    _tighten(parts, drafts, boxes)
    cells = tuple(_finished(draft, tokens) for draft in drafts)
    stops = is_flat or (bool(drafts) and any(area(box) == 0 for box in boxes))
    return CompatTable(cells, _confidence(shares), tuple(r.bbox for r in parts.rows), tuple(c.bbox for c in parts.columns), stops)


def _has_flat_grid_cell(parts: Parts) -> bool:
    """Whether the published code divides by the area, 0, of a grid cell when it looks for the spans that cover it."""
    return bool(parts.spans) and any(area(intersect(row.bbox, column.bbox)) == 0 for column in parts.columns for row in parts.rows)


def _confidence(shares: Sequence[float]) -> float:
    """Mean of the mean and the lowest best share; 0 without tokens."""
    return (sum(shares) / len(shares) + min(shares)) / 2 if shares else 0.0


def _drafts(parts: Parts) -> list[CompatDraft]:
    plain: list[CompatDraft] = []
    covered: list[CompatDraft] = []
    spans = [single(span.bbox) for span in parts.spans]
    for column_num, column in enumerate(parts.columns):
        for row_num, row in enumerate(parts.rows):
            draft = CompatDraft(intersect(row.bbox, column.bbox), [row_num], [column_num], row.is_header)
            is_covered = any(_is_mostly_inside(draft.bbox, span) for span in spans)
            (covered if is_covered else plain).append(draft)
    merged = [_merged(span, box, covered) for span, box in zip(parts.spans, spans, strict=True)]
    return plain + [draft for draft in merged if draft is not None]


def _is_mostly_inside(box: Rect, span: Rect) -> bool:
    """Both in single precision. A grid cell without area, on which the reference divides by zero, is in no span."""
    own = area(box)
    return own > 0 and area(common(span, box)) / own > COVERED


def _merged(span: Part, box: Rect, covered: Sequence[CompatDraft]) -> CompatDraft | None:
    """The span's cell from the grid cells it covers; header only if all of these are."""
    members = [draft for draft in covered if _is_mostly_inside(draft.bbox, box)]
    if not members:
        return None
    bbox = members[0].bbox
    for member in members[1:]:
        bbox = include(bbox, member.bbox)
    rows = sorted({row for member in members for row in member.rows})
    columns = sorted({column for member in members for column in member.columns})
    return CompatDraft(bbox, rows, columns, all(member.is_header for member in members), span.is_projected)


def _tighten(parts: Parts, drafts: Sequence[CompatDraft], boxes: Sequence[Rect]) -> None:
    """Shrink rows, columns and cells to their tokens; what has no token keeps its edge."""
    parts.rows = sorted(parts.rows, key=lambda p: p.bbox[1] + p.bbox[3])
    parts.columns = sorted(parts.columns, key=lambda p: p.bbox[0] + p.bbox[2])
    x0, y0, x1, y1 = _extremes(drafts, boxes)
    last_row, last_column = len(parts.rows) - 1, len(parts.columns) - 1
    for index, row in enumerate(parts.rows):
        b = row.bbox
        row.bbox = (x0.get(0, b[0]), y0.get(index, b[1]), x1.get(last_column, b[2]), y1.get(index, b[3]))
    for index, column in enumerate(parts.columns):
        b = column.bbox
        column.bbox = (x0.get(index, b[0]), y0.get(0, b[1]), x1.get(index, b[2]), y1.get(last_row, b[3]))
    for draft in drafts:
        tight = intersect(hull(parts.rows[r].bbox for r in draft.rows), hull(parts.columns[c].bbox for c in draft.columns))
        draft.bbox = tight if area(tight) > 0 else draft.bbox


def _extremes(drafts: Sequence[CompatDraft], boxes: Sequence[Rect]) -> tuple[dict[int, float], ...]:
    """Smallest x0 by first column and y0 by first row, largest x1 by last column and y1 by last row, of the cells' tokens."""
    x0: dict[int, float] = {}
    y0: dict[int, float] = {}
    x1: dict[int, float] = {}
    y1: dict[int, float] = {}
    for draft in drafts:
        for token in draft.tokens:
            box = boxes[token]
            x0[draft.columns[0]] = min(box[0], x0.get(draft.columns[0], box[0]))
            y0[draft.rows[0]] = min(box[1], y0.get(draft.rows[0], box[1]))
            x1[draft.columns[-1]] = max(box[2], x1.get(draft.columns[-1], box[2]))
            y1[draft.rows[-1]] = max(box[3], y1.get(draft.rows[-1], box[3]))
    return x0, y0, x1, y1


def _finished(draft: CompatDraft, tokens: Sequence[Token]) -> CompatCell:
    return CompatCell(
        draft.bbox,
        tuple(draft.rows),
        tuple(draft.columns),
        draft.is_header,
        draft.is_projected,
        token_text([tokens[index] for index in draft.tokens]),
        tuple(draft.tokens),
    )
