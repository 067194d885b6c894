"""A builder of small tagged PDFs: what is drawn where, and what the structure tree says of it, apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 200


@dataclass(frozen=True)
class Tagged:
    """A cell in the tree, with its text drawn at (x, y), y down the page; no text is a blank cell."""

    text: str = ""
    x: float = 0.0
    y: float = 0.0
    kind: str = "TD"
    row_span: int = 1
    column_span: int = 1


def tagged_pdf(
    rows: Sequence[Sequence[Tagged]], *, lines: Sequence[tuple[float, float, float, float]] = (), untagged: Sequence[Tagged] = ()
) -> bytes:
    """One page of 300 x 200 points with one tagged table; ``lines`` are drawn rulings, y down, ``untagged`` texts of which no tag tells."""
    objects: dict[int, str] = {
        1: "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>",
        2: "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 {HEIGHT}] /StructParents 0"
        " /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>",
        6: "<< /Type /StructTreeRoot /K [8 0 R] /ParentTree 7 0 R >>",
    }
    drawn = [f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S" for x0, y0, x1, y1 in lines]
    drawn += [f"BT /F1 8 Tf {one.x} {HEIGHT - one.y} Td ({one.text}) Tj ET" for one in untagged]
    row_ids: list[int] = []
    parents: list[int] = []
    number = 20
    for row in rows:
        row_id, number = number, number + 1
        row_ids.append(row_id)
        cell_ids = []
        for cell in row:
            cell_id, number = number, number + 1
            cell_ids.append(cell_id)
            kids = ""
            if cell.text:
                kids = f"/K {len(parents)} /Pg 5 0 R"
                drawn.append(f"/P << /MCID {len(parents)} >> BDC BT /F1 8 Tf {cell.x} {HEIGHT - cell.y} Td ({cell.text}) Tj ET EMC")
                parents.append(cell_id)
            spans = f"/A << /O /Table /RowSpan {cell.row_span} /ColSpan {cell.column_span} >>"
            objects[cell_id] = f"<< /Type /StructElem /S /{cell.kind} /P {row_id} 0 R {spans} {kids} >>"
        objects[row_id] = f"<< /Type /StructElem /S /TR /P 8 0 R /K [{_refs(cell_ids)}] >>"
    objects[7] = f"<< /Nums [0 [{_refs(parents)}]] >>"
    objects[8] = f"<< /Type /StructElem /S /Table /P 6 0 R /K [{_refs(row_ids)}] >>"
    content = "\n".join(drawn)
    objects[4] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    return _assembled(objects)


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _assembled(objects: dict[int, str]) -> bytes:
    out, offsets = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("latin-1")
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        out += f"{offsets[number]:010d} 00000 n \n".encode() if number in offsets else b"0000000000 65535 f \n"
    return out + f"trailer << /Root 1 0 R /Size {size} >>\nstartxref\n{start}\n%%EOF".encode()
