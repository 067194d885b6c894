"""From the reference's cells, which may overlap or leave holes, to a valid ``Table``.

Where cells claim a position twice the last one wins, as in the reference's own exports; an earlier cell keeps the
largest rectangle that is left of it. Positions that nobody claims become blank cells. Both repairs are flagged, and
words whose cell vanished are listed as unassigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import StructureError
from pipeline.flags import Flag
from pipeline.structure.compat.tables import evaluation_table
from pipeline.structure.compat.values import CompatCell, CompatTable, Token
from pipeline.structure.words.assign import Position, positions
from pipeline.types import RegionView, StructureObject
from table import BBox, Cell, Table, Word


@dataclass(frozen=True, slots=True)
class Placed:
    """A reference cell with the rectangle of positions it keeps."""

    cell: CompatCell
    rows: range
    columns: range
    is_whole: bool


def compat_table(objects: Sequence[StructureObject], view: RegionView) -> Table:
    """The evaluation path's table of ``view``, in view points; raises ``StructureError`` when it has no cells."""
    words = [w for w in view.words if view.bbox.holds(w.bbox)]
    found = evaluation_table(objects, word_tokens(words))
    if not found.cells:
        raise StructureError(
            f"no rows or no columns with text among {len(objects)} objects (compat mode)", page=view.page.number, objects=tuple(objects)
        )
    return to_table(found, words, view)


def word_tokens(words: Sequence[Word]) -> tuple[Token, ...]:
    """Words as tokens that keep their order."""
    return tuple(Token((w.bbox.x0, w.bbox.y0, w.bbox.x1, w.bbox.y1), w.text, index) for index, w in enumerate(words))


def to_table(found: CompatTable, words: Sequence[Word], view: RegionView) -> Table:
    """A valid table from reference cells; ``words`` are those its tokens were made from."""
    num_rows, num_columns = len(found.rows), len(found.columns)
    placed = _placed(found.cells)
    cells = [_cell(p, found.confidence) for p in placed]
    taken = {position for p in placed for position in positions(p.rows, p.columns)}
    holes = [(r, c) for r in range(num_rows) for c in range(num_columns) if (r, c) not in taken]
    cells += [Cell(range(r, r + 1), range(c, c + 1)) for r, c in holes]
    used = {token for p in placed for token in p.cell.tokens}
    return Table(
        num_rows=num_rows,
        num_columns=num_columns,
        cells=tuple(cells),
        page=view.page.number,
        bbox=BBox.enclosing(c.bbox for c in cells if c.bbox is not None),
        confidence=min(1.0, found.confidence),
        flags=_flags(found, placed, bool(holes), len(used) < len(words)),
        unassigned_words=tuple(word for index, word in enumerate(words) if index not in used),
        id=view.region.id,
        rotation=view.region.rotation,
        text_source="" if view.page.text_source == "none" else view.page.text_source,
    )


def _placed(cells: Sequence[CompatCell]) -> list[Placed]:
    """Cells with the positions they keep, those without any left out; later cells first come first."""
    taken: set[Position] = set()
    placed = []
    for cell in reversed(cells):
        rows = range(min(cell.row_nums), max(cell.row_nums) + 1)
        columns = range(min(cell.column_nums), max(cell.column_nums) + 1)
        kept = _largest_free(rows, columns, taken)
        if kept is not None:
            placed.append(Placed(cell, *kept, kept == (rows, columns)))
            taken.update(positions(*kept))
    return placed


def _largest_free(rows: range, columns: range, taken: set[Position]) -> tuple[range, range] | None:
    """The largest rectangle within ``rows`` and ``columns`` that is free; the first in row-major order on a tie."""
    if not any(position in taken for position in positions(rows, columns)):
        return rows, columns
    best: tuple[int, range, range] | None = None
    for top in rows:
        widths = dict.fromkeys(columns, True)
        for bottom in range(top, rows.stop):
            widths = {c: free and (bottom, c) not in taken for c, free in widths.items()}
            for run in _free_runs(columns, widths):
                size = (bottom + 1 - top) * len(run)
                if best is None or size > best[0]:
                    best = (size, range(top, bottom + 1), run)
    return None if best is None else (best[1], best[2])


def _free_runs(columns: range, free: dict[int, bool]) -> list[range]:
    runs = []
    start = columns.start
    for column in range(columns.start, columns.stop + 1):
        if column == columns.stop or not free[column]:
            if column > start:
                runs.append(range(start, column))
            start = column + 1
    return runs


def _cell(placed: Placed, confidence: float) -> Cell:
    x0, y0, x1, y1 = placed.cell.bbox
    return Cell(
        rows=placed.rows,
        columns=placed.columns,
        text=placed.cell.text,
        bbox=BBox(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None,
        is_column_header=placed.cell.is_column_header,
        is_projected_row_header=placed.cell.is_projected_row_header,
        confidence=min(1.0, confidence),
    )


def _flags(found: CompatTable, placed: Sequence[Placed], has_holes: bool, has_unassigned: bool) -> tuple[str, ...]:
    overlap = len(placed) < len(found.cells) or not all(p.is_whole for p in placed)
    names = (Flag.COMPAT_CELLS_OVERLAP,) * overlap + (Flag.COMPAT_HOLES_FILLED,) * has_holes + (Flag.WORDS_OUTSIDE_GRID,) * has_unassigned
    return tuple(sorted(map(str, names)))
