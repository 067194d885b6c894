"""A builder of small PDFs, so that odd page boxes, rotations and drawings need no files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.types import OcrEngine

PdfBuilder = Callable[..., bytes]


def build_pdf(
    *contents: str, page: str = "/MediaBox [0 0 200 100]", resources: str = "", extra: tuple[str, ...] = (), fonts: str = ""
) -> bytes:
    """A PDF with one page per content stream; ``extra`` objects are 10, 11, ...

    Fonts are /F1 (Helvetica) and /F2 (Helvetica-Bold), and those that ``fonts`` names ("/F3 10 0 R").
    """
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for index, content in enumerate(contents):
        page_id, content_id = 100 + 2 * index, 101 + 2 * index
        kids.append(f"{page_id} 0 R")
        named = f"/Font << /F1 3 0 R /F2 4 0 R {fonts} >>"
        objects[page_id] = f"<< /Type /Page /Parent 2 0 R {page} /Resources << {named} {resources} >> /Contents {content_id} 0 R >>"
        objects[content_id] = f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.update({10 + index: text for index, text in enumerate(extra)})
    return _assembled(objects)


def _assembled(objects: dict[int, str]) -> bytes:
    out = b"%PDF-1.7\n"
    offsets = {}
    for number, text in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {max(objects) + 1}\n".encode()
    for number in range(max(objects) + 1):
        out += f"{offsets[number]:010d} 00000 n \n".encode() if number in offsets else b"0000000000 65535 f \n"
    return out + f"trailer << /Root 1 0 R /Size {max(objects) + 1} >>\nstartxref\n{start}\n%%EOF".encode()


@pytest.fixture
def pdf() -> PdfBuilder:
    return build_pdf


@pytest.fixture
def no_ocr() -> Callable[[], OcrEngine | None]:
    return lambda: None
