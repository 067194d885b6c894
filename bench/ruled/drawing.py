"""Sheets with one to three fully ruled tables, drawn with a seed: merged cells, wrapped texts, four ways to draw a line.

Every table has a header without blanks, a first column with labels and a last one without blanks, so that canonical and
printed structure are the same; bodies have blank cells, cells over rows and columns, and cells of two lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from table import BBox, Cell, Table

WIDTH, HEIGHT = 595.0, 842.0
TYPE, CHAR, LEADING, MARGIN = 8.0, 4.8, 10.0, 4.0  # points: size of type, width of a Courier character, of a line, inside a cell
Style = Literal["lines", "boxes", "fills", "pieces"]
STYLES: tuple[Style, ...] = ("lines", "boxes", "fills", "pieces")
NAMES = ["alder", "birch", "cedar", "fir", "hazel", "larch", "linden", "maple", "oak", "pine", "poplar", "rowan", "spruce", "willow", "yew"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as a PDF, and its tables from top to bottom; boxes of tables and cells in page points."""

    pdf: bytes
    tables: tuple[Table, ...]


def draw_sheets(num: int, seed: int) -> Iterator[Sheet]:
    """``num`` sheets, always the same for a seed."""
    rng = random.Random(seed)
    for _ in range(num):
        yield _sheet(rng)


def _sheet(rng: random.Random) -> Sheet:
    y, tables, content = 60.0, [], [_text(60, 45, f"Report on {rng.choice(NAMES)} and {rng.choice(NAMES)}")]
    for _ in range(rng.randint(1, 3)):
        table = _table(rng, y, is_wide=rng.random() < 0.5)
        if table.bbox is None or table.bbox.y1 > HEIGHT - 80:
            break
        tables.append(table)
        content += _drawn(table, rng.choice(STYLES), rng)
        y = table.bbox.y1 + 24
        content += [_text(60, y + LEADING * line, _prose(rng)) for line in range(2)]
        y += 2 * LEADING + 20
    return Sheet(_pdf("\n".join(content)), tuple(tables))


def _table(rng: random.Random, top: float, *, is_wide: bool) -> Table:
    num_rows, num_columns = rng.randint(2, 11), rng.randint(2, 7 if is_wide else 4)
    blocks = _blocks(rng, num_rows, num_columns)
    widths = [rng.choice((58.0, 66.0, 78.0)) for _ in range(num_columns)]
    texts = {block: _cell_text(rng, *block, is_last=block[1].stop == num_columns) for block in blocks}
    heights = [LEADING * 2 + 2 * MARGIN if rng.random() < 0.25 else LEADING + 2 * MARGIN for _ in range(num_rows)]
    lefts, tops = _sums(60.0, widths), _sums(top, heights)
    cells = []
    for (rows, columns), text in texts.items():
        box = BBox(lefts[columns.start], tops[rows.start], lefts[columns.stop], tops[rows.stop])
        fitting = "\n".join(_wrapped(text, box))
        cells.append(Cell(rows, columns, fitting, box, is_column_header=rows.start == 0))
    return Table(num_rows, num_columns, tuple(cells), bbox=BBox(lefts[0], tops[0], lefts[-1], tops[-1]))


def _blocks(rng: random.Random, num_rows: int, num_columns: int) -> list[tuple[range, range]]:
    """Extents of cells that tile the grid: labels over rows in the first column, cells over columns in the body."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row in range(num_rows):
        for column in range(num_columns):
            if (row, column) in taken:
                continue
            down = 2 if column == 0 and 0 < row < num_rows - 2 and rng.random() < 0.15 else 1
            along = 2 if 0 < column < num_columns - 1 and row > 0 and (row, column + 1) not in taken and rng.random() < 0.06 else 1
            rows, columns = range(row, row + down), range(column, column + along)
            taken |= {(r, c) for r in rows for c in columns}
            found.append((rows, columns))
    return found


def _cell_text(rng: random.Random, rows: range, columns: range, *, is_last: bool) -> str:
    if rows.start == 0:
        return rng.choice(NAMES).capitalize() + ("" if rng.random() < 0.6 else " total")
    if columns.start == 0:
        return f"{rng.choice(NAMES).capitalize()} {rows.start}"
    kind = rng.random()
    if kind < 0.12 and not is_last:
        return ""
    return f"{rng.randint(-999, 99_999):,}" if kind < 0.75 else f"{rng.choice(NAMES)} {rng.choice(NAMES)}"


def _wrapped(text: str, box: BBox) -> list[str]:
    """The text's lines; what does not fit the cell is left out, as an author would."""
    most, lines = int((box.width - 2 * MARGIN) / CHAR), [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= most:
            lines[-1] = joined
        elif len(lines) * LEADING + LEADING + MARGIN <= box.height and len(word) <= most:
            lines.append(word)
        else:
            break
    return lines if lines != [""] else []


def _drawn(table: Table, style: Style, rng: random.Random) -> Iterator[str]:
    """PDF operators for the table's lines, shading and texts."""
    width = rng.choice((0.4, 0.7, 1.2))
    yield f"{width} w 0 G"
    is_shaded = rng.random() < 0.4
    for cell in table.cells:
        assert cell.bbox is not None
        if is_shaded and cell.is_column_header:
            yield f"0.88 g {_rectangle(cell.bbox)} f 0 g"
    for cell in table.cells:
        assert cell.bbox is not None
        yield from _frame(cell.bbox, style, width)
        for index, line in enumerate(cell.text.split("\n")):
            x = cell.bbox.x0 + MARGIN
            is_number = cell.columns.start > 0 and cell.text[-1:].isdigit()
            if is_number:
                x = cell.bbox.x1 - MARGIN - CHAR * len(line)
            yield _text(x, cell.bbox.y0 + MARGIN + TYPE + LEADING * index, line)


def _frame(box: BBox, style: Style, width: float) -> Iterator[str]:
    if style == "boxes":
        yield f"{_rectangle(box)} S"
        return
    corners = ((box.x0, box.y0, box.x1, box.y0), (box.x0, box.y1, box.x1, box.y1), (box.x0, box.y0, box.x0, box.y1))
    for x0, y0, x1, y1 in (*corners, (box.x1, box.y0, box.x1, box.y1)):
        if style == "fills":
            yield f"{_rectangle(BBox(x0, y0, x1, y1).expand(width / 2))} f"
        elif style == "pieces":
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            yield f"{_line(x0, y0, x, y)} {_line(x, y, x1, y1)}"
        else:
            yield _line(x0, y0, x1, y1)


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S"


def _rectangle(box: BBox) -> str:
    return f"{box.x0:.2f} {HEIGHT - box.y1:.2f} {box.width:.2f} {box.height:.2f} re"


def _text(x: float, y: float, text: str) -> str:
    return f"BT /F1 {TYPE:g} Tf 1 0 0 1 {x:.2f} {HEIGHT - y:.2f} Tm ({text}) Tj ET" if text else ""


def _prose(rng: random.Random) -> str:
    return " ".join(rng.choice(NAMES) for _ in range(12)).capitalize() + "."


def _sums(start: float, steps: Sequence[float]) -> list[float]:
    found = [start]
    for step in steps:
        found.append(found[-1] + step)
    return found


def _pdf(content: str) -> bytes:
    """A PDF of one page with Courier as /F1."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    out, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {len(objects) + 1} >>"
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF".encode()
