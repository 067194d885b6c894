"""Curves and pictures of PDF pages: what charts are made of, and nothing that stands in tables."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.slants import large_marks, slanted_marks
from pipeline.options import Options
from pipeline.types import Page
from table import BBox

LINE = "20 20 m 60 70 l 100 40 l 180 80 l"
PIXEL = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
)


def read(data: bytes) -> Page:
    with open_document(data, Options(text="pdf")) as document:
        return document.page(1)


def boxes(found: tuple[BBox, ...]) -> list[tuple[float, ...]]:
    return [tuple(round(side, 1) for side in box) for box in found]


def test_the_line_of_a_chart_is_one_curve_in_displayed_points(pdf):
    assert boxes(read(pdf(f"1 w {LINE} S")).curves) == [(20, 20, 180, 80)]
    assert boxes(read(pdf(f"1 w {LINE} S", page="/MediaBox [0 0 200 100] /Rotate 90")).curves) == [(20, 20, 80, 180)]
    assert boxes(read(pdf(f"1 w {LINE} S", page="/MediaBox [0 0 200 100] /UserUnit 2")).curves) == [(40, 40, 360, 160)]


def test_a_line_drawn_in_pieces_is_one_curve(pdf):
    pieces = "20 20 m 60 70 l S 60 70 m 100 40 l S 100 40 m 180 80 l S"
    assert boxes(read(pdf(f"1 w {pieces}")).curves) == [(20, 20, 180, 80)]


def test_flat_parts_belong_to_the_line(pdf):
    assert boxes(read(pdf("1 w 20 20 m 60 70 l 80 70 l 120 20 l 180 80 l S")).curves) == [(20, 20, 180, 80)]


def test_filled_shapes_count_and_white_ones_do_not(pdf):
    assert len(read(pdf(f"0.4 g {LINE} f")).curves) == 1
    assert read(pdf(f"1 g {LINE} f")).curves == ()


def test_a_curve_is_cut_to_its_clip(pdf):
    found = read(pdf(f"q 0 0 100 100 re W n 1 w {LINE} S Q")).curves
    assert found[0].x1 == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("20 20 m 180 80 l S", id="a diagonal"),
        pytest.param("20 20 m 180 80 l S 20 80 m 180 20 l S", id="a cross"),
        pytest.param(" ".join(f"{x} 20 m {x + 30} 80 l S" for x in range(10, 150, 4)), id="hatching"),
        pytest.param("30 20 m 170 20 l 180 20 180 30 180 30 c 180 80 l 20 80 l 20 30 l 20 20 30 20 30 20 c S", id="rounded corners"),
        pytest.param("20 20 160 60 re S 20 50 m 180 50 l S", id="a grid"),
        pytest.param("20 20 m 24 16 l 32 30 l S", id="a check mark"),
        pytest.param("20 40 m 20 52 36 52 36 40 c 36 28 20 28 20 40 c h f", id="an icon"),
    ],
)
def test_what_stands_in_tables_is_no_curve(pdf, content):
    assert read(pdf(f"1 w {content}")).curves == ()


def test_pictures_that_are_not_the_page(pdf):
    place = "q 100 0 0 40 50 30 cm /P Do Q"
    page = read(pdf(place, resources="/XObject << /P 10 0 R >>", extra=(PIXEL,)))
    assert boxes(page.pictures) == [(50, 30, 150, 70)]


def test_a_scan_is_no_picture_on_its_page(pdf):
    words = "BT /F1 5 Tf 5 5 Td (" + " ".join(["word"] * 20) + ") Tj ET"
    page = read(pdf("q 200 0 0 90 0 10 cm /P Do Q " + words, resources="/XObject << /P 10 0 R >>", extra=(PIXEL,)))
    assert (page.text_source, page.pictures) == ("pdf", ())


def test_damaged_numbers_give_no_mark():
    assert list(slanted_marks([(0.0, 0.0), (float("nan"), 5.0), (9.0, 1.0)])) == []
    assert large_marks([], BBox(0, 0, 10, 10)) == ()
