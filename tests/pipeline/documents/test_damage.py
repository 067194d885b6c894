"""Damaged documents are read as far as they go, and never called complete."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from pipeline import Extractor
from pipeline.documents.content_size import MAX_CONTENT
from pipeline.documents.damage import NO_DAMAGE, Damage, find_damage, is_whole
from pipeline.results.result import DocumentResult
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.documents.conftest import build_pdf

TEXT = b"".join(b"BT /F1 9 Tf 20 %d Td (word %d) Tj ET\n" % (90 - place % 80, place * 7919) for place in range(400))
WHOLE = zlib.compress(TEXT)
RUINED = WHOLE[:200] + b"\xef\xbf\xbd" * 20 + WHOLE[260:]  # as where a program took bytes for text and replaced what is none


def stream(data: bytes, more: str = "") -> str:
    return f"<< {more} /Filter /FlateDecode /Length {len(data)} >>\nstream\n{data.decode('latin-1')}\nendstream"


def with_content(*contents: bytes) -> bytes:
    """A PDF with a page for each compressed content."""
    plain = build_pdf(*("BT ET" for _ in contents), extra=tuple(map(stream, contents)))
    for place in range(len(contents)):
        plain = plain.replace(f"/Contents {101 + 2 * place} 0 R".encode(), f"/Contents {10 + place:>3} 0 R".encode())
    return plain


def with_form(content: bytes) -> bytes:
    """A PDF whose only page draws a form."""
    form = stream(content, "/Type /XObject /Subtype /Form /BBox [0 0 200 100]")
    return build_pdf("/X Do", resources="/XObject << /X 10 0 R >>", extra=(form,))


def extracted(data: bytes) -> DocumentResult:
    return Extractor(detector=FakeDetector(), recognizer=FakeRecognizer()).extract(data)


@pytest.mark.parametrize("damaged", [RUINED, WHOLE[: len(WHOLE) // 2], WHOLE[:10] + b"\0" * 40], ids=["replaced", "cut", "zeros"])
def test_the_pages_whose_content_is_damaged_are_named(damaged: bytes) -> None:
    assert find_damage(with_content(WHOLE, damaged, WHOLE), 3) == Damage(frozenset({2}))


def test_damage_of_a_form_is_that_of_the_page_that_draws_it() -> None:
    assert find_damage(with_form(WHOLE), 1) == Damage()
    assert find_damage(with_form(RUINED), 1) == Damage(frozenset({1}))


@pytest.mark.parametrize(
    "sound",
    [WHOLE, WHOLE[:-4], WHOLE[:-1] + b"\0", WHOLE + b"\r\n", b""],
    ids=["whole", "no-checksum", "wrong-checksum", "line-end", "empty"],
)
def test_sound_content_is_left_alone(sound: bytes) -> None:
    assert find_damage(with_content(sound), 1) == Damage()


def test_damage_that_no_page_runs_through_is_none() -> None:
    assert find_damage(build_pdf("BT ET", extra=(stream(RUINED),)), 1) == Damage()


def test_damage_that_cannot_be_placed_is_told() -> None:
    data = with_content(RUINED)
    assert find_damage(data, 2) == Damage(is_unplaced=True)
    assert find_damage(data.replace(b"/Contents  10 0 R", b"/Contents  99 0 R"), 1) == Damage(is_unplaced=True)


def test_a_damaged_page_is_never_complete() -> None:
    assert extracted(with_content(WHOLE, WHOLE)).status == "complete"
    result = extracted(with_content(WHOLE, RUINED))
    assert (result.status, [note.page for note in result.errors]) == ("partial", [2])


@pytest.mark.parametrize("name", ["DCTDecode", "JPXDecode"])
def test_a_page_whose_picture_cannot_be_decoded_is_never_complete(name: str) -> None:
    head = f"/Type /XObject /Subtype /Image /Width 60 /Height 30 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /{name} /Length 9"
    picture = f"<< {head} >>\nstream\nno pixels\nendstream"
    result = extracted(build_pdf("q 200 0 0 100 0 0 cm /X Do Q", resources="/XObject << /X 10 0 R >>", extra=(picture,)))
    assert result.status == "partial"
    assert result.pages[0].error is not None
    assert "the picture on page 1" in result.pages[0].error.message


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # said by the decoder
def test_a_tiff_whose_last_pages_are_gone_is_never_complete() -> None:
    sheet, buffer = Image.new("L", (60, 40), 255), io.BytesIO()
    sheet.save(buffer, "TIFF", save_all=True, append_images=[sheet] * 2)
    data = buffer.getvalue()
    assert extracted(data).status == "complete"
    result = extracted(data[: len(data) * 2 // 3 - 100])
    assert (result.status, result.num_pages) == ("partial", len(result.pages))
    assert "pages are missing" in result.errors[0].message


def test_what_no_page_may_run_through_is_not_inflated_to_its_end() -> None:
    """A bomb behind no page: damage beyond the most that content may have is not looked for."""
    bomb = zlib.compress(b"0 0 m " * (MAX_CONTENT // 5), 9)[:-40]
    hidden = b"\n99 0 obj\n" + stream(bomb).encode("latin-1")
    assert find_damage(with_content(WHOLE) + hidden, 1) == NO_DAMAGE
    assert find_damage(with_content(WHOLE[:-40]) + hidden, 1) == Damage(frozenset({1}))
    assert is_whole(bomb)
