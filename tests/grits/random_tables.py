"""Random tables and damaged copies of them, for the stored pairs and the property tests."""

from __future__ import annotations

from dataclasses import replace

from table import BBox, Cell, Table

ALPHABETS = ("ab", "0123456789.,%()- ", "abcdefghij klmno", "äß漢字 ①é")
LENGTHS = (0, 0, 1, 1, 2, 3, 5, 8, 12)


def random_table(rng, max_rows=6, max_columns=5, *, alphabet=None, allow_empty=True):
    """A table with spans, blank cells, repeated texts and uneven boxes; rarely one without cells."""
    if allow_empty and rng.random() < 0.02:
        return Table(0, 0, ())
    num_rows, num_columns = rng.randint(1, max_rows), rng.randint(1, max_columns)
    xs, ys = _borders(rng, num_columns), _borders(rng, num_rows)
    alphabet, free, cells = alphabet or rng.choice(ALPHABETS), {(r, c) for r in range(num_rows) for c in range(num_columns)}, []
    for row in range(num_rows):
        for column in range(num_columns):
            if (row, column) in free:
                rows, columns = _extent(rng, row, column, num_rows, free)
                free -= {(r, c) for r in rows for c in columns}
                box = BBox(xs[column], ys[row], xs[columns.stop], ys[rows.stop])
                cells.append(Cell(rows, columns, random_text(rng, alphabet), box))
    return Table(num_rows, num_columns, tuple(cells))


def random_text(rng, alphabet):
    length = 230 if rng.random() < 0.002 else rng.choice(LENGTHS)
    return "".join(rng.choice(alphabet) for _ in range(length))


def _borders(rng, num):
    positions = [round(rng.uniform(0, 20), 1)]
    for _ in range(num):
        positions.append(round(positions[-1] + rng.choice((6, 10, round(rng.uniform(1, 30), 2))), 2))
    return positions


def _extent(rng, row, column, num_rows, free):
    width = 1
    while rng.random() < 0.15 and (row, column + width) in free:
        width += 1
    height = 1
    while rng.random() < 0.12 and row + height < num_rows:
        height += 1
    return range(row, row + height), range(column, column + width)


def damaged(rng, table):
    """A copy with some texts changed, boxes moved, and perhaps a row dropped or doubled or columns swapped for new."""
    cells = [_damaged_cell(rng, cell) for cell in table.cells]
    if not cells or rng.random() < 0.3:
        return Table(table.num_rows, table.num_columns, tuple(cells))
    row = rng.randrange(table.num_rows)
    if rng.random() < 0.5:
        return without_row(cells, row)
    return with_row_doubled(cells, row)


def _damaged_cell(rng, cell):
    dx, dy = (round(rng.uniform(-3, 3), 2) for _ in range(2))
    text = cell.text if rng.random() < 0.7 else random_text(rng, rng.choice(ALPHABETS))
    return replace(cell, text=text, bbox=cell.bbox.shift(dx, dy) if rng.random() < 0.5 else cell.bbox)


def without_row(cells, row):
    kept = []
    for cell in cells:
        start, stop = cell.rows.start - (cell.rows.start > row), cell.rows.stop - (cell.rows.stop > row)
        if stop > start:
            kept.append(replace(cell, rows=range(start, stop)))
    return _table(kept)


def with_row_doubled(cells, row):
    kept = []
    for cell in cells:
        start, stop = cell.rows.start + (cell.rows.start > row), cell.rows.stop + (cell.rows.stop > row)
        kept.append(replace(cell, rows=range(start, stop)))
    return _table(kept)


def _table(cells):
    if not cells:
        return Table(0, 0, ())
    return Table(max(c.rows.stop for c in cells), max(c.columns.stop for c in cells), tuple(cells))
