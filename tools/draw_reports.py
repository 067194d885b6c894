"""Draws ``examples/orders-2023.pdf`` and ``orders-2024.pdf``: ``python -m tools.draw_reports``.

One table over two pages with a caption, a units line, a repeated header, totals and a note; the second year's report
differs in a few cells. What is made of them is in ``examples/output``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "examples"
WIDTH, HEIGHT = 595, 842
EDGES = (72, 230, 330, 430, 523)  # x of the column borders
HEADER = ("Branch", "Opened", "Orders", "Returns (%)")
TOWNS = (
    "Aalen", "Bonn", "Calw", "Demmin", "Emden", "Forst", "Goslar", "Husum", "Ilmenau", "Jever", "Kleve", "Lemgo",
    "Minden", "Norden", "Oppach", "Passau", "Quern", "Rheine", "Soest", "Telgte", "Uelzen", "Verden", "Wismar",
    "Xanten", "Zeitz", "Apolda", "Borken", "Celle", "Dahme", "Erkner", "Fulda", "Glauchau", "Hameln", "Ingelheim",
    "Jena", "Kamen", "Lauf", "Melle", "Neuss", "Oranienburg", "Plauen", "Rathenow", "Stade", "Torgau", "Unna",
)  # fmt: skip
FIRST_PAGE = 36  # rows
LINE = 16.0


def rows_of(year: int) -> list[tuple[str, ...]]:
    """The body of one year's report with its total."""
    rows, total = [], 0
    for index, town in enumerate(TOWNS):
        orders = 1000 + 37 * ((index * 7) % 45) + (185 if year == 2024 and index % 15 == 4 else 0)
        total += orders
        opened = f"{1 + index % 28:02d}.{1 + index % 12:02d}.{1990 + index % 30}"
        rows.append((town, opened, f"{orders:,}", f"{(index * 13) % 70 / 10:.1f}"))
    return [*rows, ("Total", "", f"{total:,}", "")]


def report(year: int) -> bytes:
    """The PDF of one year."""
    rows = rows_of(year)
    first = [
        _text(72, 60, f"Table 1. Orders by branch, {year}", bold=True),
        _text(72, 76, "Orders in thousands"),
        *_table(rows[:FIRST_PAGE], 90),
    ]
    second = [*_table(rows[FIRST_PAGE:], 60), _text(72, 60 + LINE * (len(rows) - FIRST_PAGE + 1) + 18, "Note: returns of the same year.")]
    return _pdf(["\n".join(first), "\n".join(second)])


def _table(rows: Sequence[Sequence[str]], top: float) -> Iterator[str]:
    for index, row in enumerate([HEADER, *rows]):
        y = top + LINE * (index + 1)
        for column, text in enumerate(row):
            is_right = column > 1
            x = EDGES[column + 1] - 8 - 5.0 * len(text) if is_right else EDGES[column] + 4
            yield _text(x, y - 4, text, bold=index == 0 or row[0] == "Total")
        if index == 0:
            yield _line(top) + _line(y)
    yield _line(top + LINE * (len(rows) + 1))


def _text(x: float, y: float, text: str, *, bold: bool = False) -> str:
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{'F2' if bold else 'F1'} 9 Tf {x:.2f} {HEIGHT - y:.2f} Td ({safe}) Tj ET"


def _line(y: float) -> str:
    return f"0.6 w {EDGES[0]} {HEIGHT - y:.2f} m {EDGES[-1]} {HEIGHT - y:.2f} l S\n"


def _pdf(contents: Sequence[str]) -> bytes:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    pages = [f"{5 + 2 * index} 0 R" for index in range(len(contents))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(pages)}] /Count {len(pages)} >>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
    ]
    for index, content in enumerate(contents):
        resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources {resources} /Contents {6 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start, size = len(out), len(objects) + 1
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {size} >>\nstartxref\n{start}\n%%EOF\n".encode()


if __name__ == "__main__":
    for one in (2023, 2024):
        (FOLDER / f"orders-{one}.pdf").write_bytes(report(one))
