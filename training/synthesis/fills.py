"""The shadings of one table: zebra, header, stub, columns, sums; or every cell filled, with white gaps or lines between."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from random import Random

from training.synthesis.layout import Layout
from training.synthesis.styles import Style

Rect = tuple[float, float, float, float]
Fill = tuple[Rect, float]
_EMPHASIS = 0.75


def table_fills(rng: Random, style: Style, layout: Layout, xs: Sequence[float], ys: Sequence[float]) -> list[Fill]:
    """Rectangles with luminance, later ones on top; ``xs`` and ``ys`` are the borders between columns and rows."""
    if style.body_shade is not None:
        return _filled(style, layout, xs, ys)
    header, rows, columns = layout.content.num_header_rows, layout.content.num_rows, layout.content.num_columns
    found: list[Fill] = []
    if style.zebra is not None:
        phase = rng.randrange(2)
        found += [((xs[0], ys[r], xs[-1], ys[r + 1]), style.zebra) for r in range(header + phase, rows, 2)]
    if style.column_shade is not None:
        chosen = range(1, columns, 2) if rng.random() < 0.6 else [rng.randrange(columns)]
        top = 0 if rng.random() < 0.4 else header
        found += [((xs[c], ys[top], xs[c + 1], ys[-1]), style.column_shade) for c in chosen]
    if style.stub_shade is not None:
        found.append(((xs[0], ys[header], xs[1], ys[-1]), style.stub_shade))
    if style.projected_shade is not None:
        found += [((xs[0], ys[r], xs[-1], ys[r + 1]), style.projected_shade) for r in sorted(layout.content.projected)]
    if style.total_shade is not None:
        found += [((xs[0], ys[r], xs[-1], ys[r + 1]), style.total_shade) for r in sorted(layout.content.totals)]
    if style.header_shade is not None and header:
        found.append(((xs[0], ys[0], xs[-1], ys[header]), style.header_shade))
    if style.shaded_cell_rate:
        found += [
            ((xs[d.left], ys[d.top], xs[d.right], ys[d.bottom]), _EMPHASIS)
            for d in layout.content.drafts
            if d.role == "body" and rng.random() < style.shaded_cell_rate
        ]
    if style.shaded_cells:
        found = [part for rect, shade in found for part in _by_column(rect, shade, xs)]
    return found


def _by_column(rect: Rect, shade: float, xs: Sequence[float]) -> list[Fill]:
    cuts = [x for x in xs if rect[0] <= x <= rect[2]]
    return [((a, rect[1], b, rect[3]), shade) for a, b in itertools.pairwise(cuts)]


def _filled(style: Style, layout: Layout, xs: Sequence[float], ys: Sequence[float]) -> list[Fill]:
    """Every cell of the table in the shade of its role; blank ones too."""
    content = layout.content
    shades = [[_shade(style, layout, row, column) for column in range(content.num_columns)] for row in range(content.num_rows)]
    blocks = [(d.top, d.bottom, d.left, d.right) for d in content.drafts] if style.shaded_cells or style.cell_gap else []
    taken = {(row, column) for top, bottom, left, right in blocks for row in range(top, bottom) for column in range(left, right)}
    blocks += [block for row in range(content.num_rows) for block in _row_blocks(row, shades[row], taken)]
    inset = style.cell_gap / 2
    return [
        ((xs[left] + inset, ys[top] + inset, xs[right] - inset, ys[bottom] - inset), shades[top][left])
        for top, bottom, left, right in blocks
    ]


def _shade(style: Style, layout: Layout, row: int, column: int) -> float:
    assert style.body_shade is not None, "asked for filled tables only"
    content = layout.content
    if row < content.num_header_rows:
        return style.header_shade if style.header_shade is not None else style.body_shade
    if row in content.projected and style.projected_shade is not None:
        return style.projected_shade
    if row in content.totals and style.total_shade is not None:
        return style.total_shade
    if column == 0 and style.stub_shade is not None:
        return style.stub_shade
    if style.column_shade is not None and column % 2:
        return style.column_shade
    return style.zebra if style.zebra is not None and row % 2 else style.body_shade


def _row_blocks(row: int, shades: list[float], taken: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """What no block covers yet, as runs of one shade: ``(top, bottom, left, right)``."""
    free = [None if (row, column) in taken else shade for column, shade in enumerate(shades)]
    blocks, start = [], 0
    for shade, run in itertools.groupby(free):
        stop = start + len(list(run))
        if shade is not None:
            blocks.append((row, row + 1, start, stop))
        start = stop
    return blocks
