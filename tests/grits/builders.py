"""Pictures of tables: ``table("A | <", "1 | 2")``, where ``<`` continues the cell on the left and ``^`` the one above."""

from __future__ import annotations

from table import BBox, Cell, Table


def table(*rows, num_header_rows=0, projected=(), page=1):
    """A table with boxes of 10 by 10; ``_`` is a blank cell, ``projected`` names rows of projected row headers."""
    grid = [[text.strip() for text in row.split("|")] for row in rows]
    owner = {}
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            owner[r, c] = owner[r, c - 1] if text == "<" else owner[r - 1, c] if text == "^" else (r, c)
    cells = []
    for r, c in dict.fromkeys(owner.values()):
        covered = [position for position, own in owner.items() if own == (r, c)]
        height, width = max(p[0] for p in covered) + 1 - r, max(p[1] for p in covered) + 1 - c
        text = "" if grid[r][c] == "_" else grid[r][c]
        box = BBox(10 * c, 10 * r, 10 * (c + width), 10 * (r + height))
        cells.append(Cell(range(r, r + height), range(c, c + width), text, box, r < num_header_rows, r in projected))
    return Table(len(grid), len(grid[0]), tuple(cells), page=page)
