"""Which text layers are believed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pipeline.documents import open_document
from pipeline.documents.usability import is_readable, is_scan
from pipeline.errors import ModelError
from pipeline.options import Options
from pipeline.types import OcrEngine, Picture
from table import BBox, Word

BOX = BBox(0, 0, 10, 10)


def words(*texts: str) -> list[Word]:
    return [Word(text, BOX) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], False),
        (["Revenue", "1,234"], True),
        (["مرحبا", "你好"], True),
        (["\ue001\ue002\ue003", "a"], False),
        (["(cid:12)(cid:13)", "x"], False),
        (["\x01\x02\x03"], False),
        (["\ufffd\ufffd\ufffd", "a"], False),
        (["many", "good", "words", "\ue001"], True),
    ],
)
def test_readable_text(texts, expected):
    assert is_readable(words(*texts)) is expected


def test_a_scan_with_a_page_number():
    assert is_scan(words("7"), 0.95)
    assert not is_scan(words("7"), 0.3)
    assert not is_scan(words(*["word"] * 50), 0.95)


class FakeOcr:
    name = "fake"

    def words(self, image: Picture) -> list[Word]:
        return [Word("read", BBox(0, 0, image.shape[1] / 2, image.shape[0] / 2), 1, 0.9)]


def read(data: bytes, ocr: Callable[[], OcrEngine | None], **options):
    with open_document(data, Options(**options), ocr) as document:
        return document.page(1)


def test_pages_without_text_are_read_by_ocr_and_their_boxes_are_points(pdf):
    page = read(pdf("0 g 10 10 50 50 re f"), FakeOcr)
    assert [(word.text, word.score) for word in page.words] == [("read", 0.9)]
    assert tuple(page.words[0].bbox) == pytest.approx((0, 0, 100, 50), abs=0.5)
    assert page.text_source == "ocr"


@pytest.mark.parametrize(("text", "source"), [("auto", "pdf"), ("pdf", "pdf"), ("ocr", "ocr")])
def test_the_option_decides(pdf, text, source):
    assert read(pdf("BT /F1 10 Tf 20 50 Td (Hello) Tj ET"), FakeOcr, text=text).text_source == source


def test_blank_pages_and_pages_with_text_load_no_engine(pdf):
    def forbidden() -> OcrEngine | None:
        raise AssertionError("the engine is not needed")

    assert read(pdf("BT /F1 10 Tf 20 50 Td (Hello) Tj ET"), forbidden).text_source == "pdf"
    assert read(pdf(""), forbidden).text_source == "none"


def test_a_missing_engine_is_an_error_and_none_is_a_choice(pdf):
    def missing() -> OcrEngine | None:
        raise ModelError("not installed")

    scan = pdf("0 g 10 10 50 50 re f")
    with pytest.raises(ModelError):
        read(scan, missing)
    assert read(scan, missing, text="pdf").text_source == "none"
    assert read(scan, lambda: None).text_source == "none"
    assert read(pdf("BT /F1 10 Tf 20 50 Td (Hello) Tj ET"), lambda: None, text="ocr").words == ()


def test_rulings_of_a_scan_come_from_its_picture(pdf):
    """An image of a grid on a page without text: pixels give the rulings that the PDF does not draw."""
    grid = np.full((100, 200), 255, dtype=np.uint8)
    grid[20::30, 10:190] = 0
    hexed = grid.tobytes().hex() + ">"
    image = (
        "<< /Type /XObject /Subtype /Image /Width 200 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode "
        f"/Length {len(hexed)} >>\nstream\n{hexed}\nendstream"
    )
    page = read(
        pdf("q 400 0 0 200 0 0 cm /Im Do Q", page="/MediaBox [0 0 400 200]", resources="/XObject << /Im 10 0 R >>", extra=(image,)), FakeOcr
    )
    assert [round(ruling.bbox.center[1]) for ruling in page.rulings] == [41, 101, 161]
