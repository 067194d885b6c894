"""The drawn lines and fills of one table: from its style and its layout, in the table's frame."""

from __future__ import annotations

import itertools
from random import Random
from typing import NamedTuple

from training.synthesis.fills import Rect, table_fills
from training.synthesis.layout import Layout
from training.synthesis.styles import Style


class Drawing(NamedTuple):
    """Rulings as thin boxes and shadings as (box, luminance)."""

    rulings: list[Rect]
    shadings: list[tuple[Rect, float]]


class _Frame(NamedTuple):
    """Where borders run: x between columns, y between rows, outer ones a little outside the text."""

    xs: list[float]
    ys: list[float]


def draw(rng: Random, style: Style, layout: Layout) -> Drawing:
    """All rulings and shadings of the table; both may be empty."""
    frame = _frame(rng, style, layout)
    rulings = _RULES[style.rules](rng, style, layout, frame)
    if style.spanner_rules and style.rules not in ("grid", "none"):
        rulings += _spanner_rules(style, layout, frame)
    if style.double_rules:
        rulings += _doubled(style, frame, rulings)
    if style.is_segmented:
        rulings = [part for ruling in rulings for part in _segments(ruling, layout)]
    if style.is_dashed:
        rulings = [part for ruling in rulings for part in _dashes(ruling)]
    shadings = table_fills(rng, style, layout, frame.xs, frame.ys)
    if style.rules_as_shadings:
        return Drawing([], shadings + [(ruling, 0.0) for ruling in rulings])
    return Drawing(rulings, shadings)


def _frame(rng: Random, style: Style, layout: Layout) -> _Frame:
    size = style.font.size
    pad_x = min(size * rng.choice((0.0, 0.15, 0.4, 0.6)) if style.rules != "grid" else size * rng.uniform(0.1, 0.6), size)
    pad_y = size * rng.choice((0.02, 0.1, 0.25, 0.5)) if style.rules != "grid" else max(size * style.row_gap_em / 2, 0.02 * size)
    left, right, top, bottom = layout.column_left, layout.column_right, layout.row_top, layout.row_bottom
    lean = rng.choice((0.5, 0.5, 0.3)) if style.text_align == "left" else 0.5
    xs = [left[0] - pad_x, *(a + (b - a) * (1 - lean) for a, b in zip(right[:-1], left[1:], strict=True)), right[-1] + pad_x]
    ys = [top[0] - pad_y, *((a + b) / 2 for a, b in zip(bottom[:-1], top[1:], strict=True)), bottom[-1] + pad_y]
    return _Frame(xs, ys)


def _across(style: Style, frame: _Frame, rows: list[int]) -> list[Rect]:
    half = style.rule_weight / 2
    return [(frame.xs[0], frame.ys[r] - half, frame.xs[-1], frame.ys[r] + half) for r in rows]


def _down(style: Style, frame: _Frame, columns: list[int], top: int, bottom: int) -> list[Rect]:
    half = style.rule_weight / 2
    return [(frame.xs[c] - half, frame.ys[top], frame.xs[c] + half, frame.ys[bottom]) for c in columns]


def _none(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    return []


def _booktabs(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    header, rows = layout.content.num_header_rows, layout.content.num_rows
    borders = [0, header, rows] if header else [0, rows]
    if rng.random() < 0.3:
        borders += sorted(layout.content.totals)
    if rng.random() < 0.2:
        borders += sorted(layout.content.projected - {header})
    if rng.random() < 0.15:
        borders.remove(0)
    return _across(style, frame, borders)


def _header_only(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    header = layout.content.num_header_rows
    if header and rng.random() < 0.3:
        half = style.rule_weight / 2
        return [
            (a, frame.ys[header] - half, b, frame.ys[header] + half) for a, b in zip(layout.column_left, layout.column_right, strict=True)
        ]
    return _across(style, frame, [header] if header else [])


def _totals(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """A statement's rules: under each header cell and above and below the numbers of a sum, one piece a column."""
    half = style.rule_weight / 2
    borders = [layout.content.num_header_rows] if layout.content.num_header_rows else []
    borders += [b for row in sorted(layout.content.totals) for b in (row, row + 1)]
    found: list[Rect] = []
    for border in borders:
        for left, right in list(zip(layout.column_left, layout.column_right, strict=True))[1:]:
            found.append((left, frame.ys[border] - half, right, frame.ys[border] + half))
    return found


def _horizontal(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    rows = list(range(layout.content.num_rows + 1))
    if rng.random() < 0.3:
        rows = rows[1:-1]
    broken = _row_spans(layout)
    if broken and rng.random() < 0.5:
        rows = [row for row in rows if row not in broken]
    half = style.rule_weight / 2
    found: list[Rect] = []
    for row in rows:
        start = broken.get(row, 0)
        if row >= layout.content.num_header_rows or row == 0:
            found.append((frame.xs[start], frame.ys[row] - half, frame.xs[-1], frame.ys[row] + half))
    return found


def _row_spans(layout: Layout) -> dict[int, int]:
    """For borders that a leading row-spanning cell crosses: the first column right of it."""
    broken: dict[int, int] = {}
    for draft in layout.content.drafts:
        if draft.role in ("stub", "body") and draft.bottom - draft.top > 1:
            for border in range(draft.top + 1, draft.bottom):
                broken[border] = max(broken.get(border, 0), draft.right)
    return broken


def _grid(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """Every cell's border, each piece once; merged into long lines where nothing interrupts them."""
    rows, columns = layout.content.num_rows, layout.content.num_columns
    cut_below = [[True] * columns for _ in range(rows + 1)]
    cut_right = [[True] * rows for _ in range(columns + 1)]
    for draft in layout.content.drafts:
        for border in range(draft.top + 1, draft.bottom):
            cut_below[border][draft.left : draft.right] = [False] * (draft.right - draft.left)
        for border in range(draft.left + 1, draft.right):
            cut_right[border][draft.top : draft.bottom] = [False] * (draft.bottom - draft.top)
    half = style.rule_weight / 2
    found = [(frame.xs[a], frame.ys[r] - half, frame.xs[b], frame.ys[r] + half) for r in range(rows + 1) for a, b in _runs(cut_below[r])]
    return found + [
        (frame.xs[c] - half, frame.ys[a], frame.xs[c] + half, frame.ys[b]) for c in range(columns + 1) for a, b in _runs(cut_right[c])
    ]


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _box(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    rows, columns = layout.content.num_rows, layout.content.num_columns
    borders = [0, rows, layout.content.num_header_rows] if layout.content.num_header_rows else [0, rows]
    sides = [0, columns] if rng.random() < 0.6 else [0, 1, columns]
    return _across(style, frame, borders) + _down(style, frame, sides, 0, rows)


def _columns(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """Rules above and below, and lines down between columns of the body (and header leaves)."""
    rows, columns = layout.content.num_rows, layout.content.num_columns
    header = layout.content.num_header_rows
    inner = list(range(1, columns)) if rng.random() < 0.7 else [1]
    return _across(style, frame, [0, header, rows] if header else [0, rows]) + _down(style, frame, inner, header, rows)


def _header_grid(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """A grid in the header only, with the body open or ruled between columns."""
    header = layout.content.num_header_rows
    pieces = [r for r in _grid(rng, style, layout, frame) if header and r[3] <= frame.ys[header] + style.rule_weight]
    if rng.random() < 0.5:
        pieces += _down(style, frame, list(range(layout.content.num_columns + 1)), header, layout.content.num_rows)
    return pieces + _across(style, frame, [header, layout.content.num_rows])


def _panels(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """Rules above and below, and lines (now and then double) only between repeated panels."""
    rows, period = layout.content.num_rows, max(1, layout.content.num_columns // style.panels)
    header = layout.content.num_header_rows
    inner = _down(style, frame, list(range(period, layout.content.num_columns, period)), 0, rows)
    if rng.random() < 0.4:
        heavier = rng.uniform(0.5, 1.3)
        inner = [(x0 - heavier, y0, x1 + heavier, y1) for x0, y0, x1, y1 in inner]
    if rng.random() < 0.3:
        inner += [(x0 + 2, y0, x1 + 2, y1) for x0, y0, x1, y1 in inner]
    return _across(style, frame, [0, header, rows] if header else [0, rows]) + inner


def _latex(rng: Random, style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    """Rules across, and a line right of the first column, broken where the rules cross."""
    header, rows = layout.content.num_header_rows, layout.content.num_rows
    borders = sorted({0, header, rows, *layout.content.totals})
    gap = 0.8
    half = style.rule_weight / 2
    pieces = [(frame.xs[1] - half, frame.ys[a] + gap, frame.xs[1] + half, frame.ys[b] - gap) for a, b in itertools.pairwise(borders)]
    return _across(style, frame, borders) + [p for p in pieces if p[3] > p[1]]


_RULES = {
    "none": _none,
    "booktabs": _booktabs,
    "header": _header_only,
    "totals": _totals,
    "horizontal": _horizontal,
    "grid": _grid,
    "box": _box,
    "columns": _columns,
    "header_grid": _header_grid,
    "panels": _panels,
    "latex": _latex,
}


def _spanner_rules(style: Style, layout: Layout, frame: _Frame) -> list[Rect]:
    half = style.rule_weight / 2
    return [
        (layout.column_left[d.left], frame.ys[d.bottom] - half, layout.column_right[d.right - 1], frame.ys[d.bottom] + half)
        for d in layout.content.drafts
        if d.role == "spanner"
    ]


def _doubled(style: Style, frame: _Frame, rulings: list[Rect]) -> list[Rect]:
    """Second lines beside the outermost: below the last and above the first row, or beside the first column's border."""
    apart = 1.2 + style.rule_weight
    bottom = [_shift(r, apart) for r in rulings if r[3] - r[1] < r[2] - r[0] and r[1] > frame.ys[-1] - style.rule_weight]
    top = [_shift(r, -apart) for r in rulings if r[3] - r[1] < r[2] - r[0] and r[3] < frame.ys[0] + style.rule_weight]
    return bottom + top


def _shift(ruling: Rect, dy: float) -> Rect:
    return ruling[0], ruling[1] + dy, ruling[2], ruling[3] + dy


def _segments(ruling: Rect, layout: Layout) -> list[Rect]:
    """A long rule across, broken between columns; others as they are."""
    x0, y0, x1, y1 = ruling
    if x1 - x0 <= y1 - y0 or x1 - x0 < 0.9 * (layout.column_right[-1] - layout.column_left[0]):
        return [ruling]
    gaps = [b - a for a, b in zip(layout.column_right[:-1], layout.column_left[1:], strict=True)]
    if not gaps or min(gaps) < 4.0:
        return [ruling]
    return [(left - 1, y0, right + 1, y1) for left, right in zip(layout.column_left, layout.column_right, strict=True)]


def _dashes(ruling: Rect, *, dash: float = 3.0) -> list[Rect]:
    x0, y0, x1, y1 = ruling
    count = min(int(max(x1 - x0, y1 - y0) / (2 * dash)), 12) or 1  # few long dashes: a picture of dashes, not their number
    if x1 - x0 >= y1 - y0:
        step = (x1 - x0) / count
        return [(x0 + i * step, y0, x0 + (i + 0.6) * step, y1) for i in range(count)]
    step = (y1 - y0) / count
    return [(x0, y0 + i * step, x1, y0 + (i + 0.6) * step) for i in range(count)]
