"""Rulings and shadings of PDF pages: strokes, thin fills, rectangles, dashes, forms, clips."""

from __future__ import annotations

import time

import pytest

from pipeline.documents import open_document, paths
from pipeline.documents.drawings import Fill, Stroke, find_drawings, join_lines
from pipeline.options import Options
from pipeline.types import Page
from table import BBox

PAGE = BBox(0, 0, 200, 100)


def read(data: bytes) -> Page:
    with open_document(data, Options(text="pdf")) as document:
        return document.page(1)


def form(content: str, entries: str) -> str:
    return f"<< /Type /XObject /Subtype /Form {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def boxes(page: Page) -> list[tuple[float, ...]]:
    return [tuple(round(side, 1) for side in ruling.bbox) for ruling in page.rulings]


def test_a_stroked_line_has_its_thickness(pdf):
    assert boxes(read(pdf("2 w 10 60 m 190 60 l S"))) == [(10, 39, 190, 41)]


def test_vertical_and_slanted_lines(pdf):
    page = read(pdf("1 w 50 10 m 50 90 l S 10 10 m 90 90 l S"))
    assert boxes(page) == [(49.5, 10, 50.5, 90)]


def test_a_stroked_rectangle_gives_four_rulings(pdf):
    page = read(pdf("0 w 20 20 100 50 re S"))
    assert boxes(page) == [(20, 30, 120, 30), (20, 30, 20, 80), (120, 30, 120, 80), (20, 80, 120, 80)]


def test_thin_fills_are_rulings_and_others_shadings(pdf):
    page = read(pdf("0 g 10 50 180 1 re f 0.8 g 10 60 180 20 re f"))
    assert boxes(page) == [(10, 49, 190, 50)]
    assert [(tuple(shading.bbox), round(shading.luminance, 2)) for shading in page.shadings] == [((10, 20, 190, 40), 0.8)]


@pytest.mark.parametrize(
    ("color", "size", "is_line"),
    [("0 g", "100 4", True), ("0 g", "4 60", True), ("0.6 g", "100 4", False), ("0 g", "30 4", False), ("0 g", "100 6", False)],
    ids=["heavy border", "upright", "shade", "short bar", "thick bar"],
)
def test_heavy_dark_fills_are_lines(pdf, color, size, is_line):
    page = read(pdf(f"{color} 20 20 {size} re f"))
    assert (len(page.rulings), len(page.shadings)) == ((1, 0) if is_line else (0, 1))


def test_white_fills_and_the_paper_are_no_shadings(pdf):
    page = read(pdf("0.9 g 0 0 200 100 re f 1 g 10 60 180 20 re f"))
    assert page.shadings == ()


def test_white_lines_count_on_a_shading_only(pdf):
    line = "1 G 1 w 20 50 m 180 50 l S"
    assert read(pdf(line)).rulings == ()
    assert boxes(read(pdf("0.6 g 10 40 180 20 re f " + line))) == [(20, 49.5, 180, 50.5)]


def test_dashes_drawn_one_by_one_are_joined(pdf):
    dashes = " ".join(f"{x} 50 m {x + 3} 50 l S" for x in range(10, 190, 6))
    assert boxes(read(pdf("0 w " + dashes))) == [(10, 50, 187, 50)]


def test_partial_rules_stay_apart(pdf):
    page = read(pdf("0 w 10 50 m 90 50 l S 95 50 m 190 50 l S"))
    assert boxes(page) == [(10, 50, 90, 50), (95, 50, 190, 50)]


def test_a_dashed_stroke_is_one_ruling(pdf):
    assert boxes(read(pdf("[3 3] 0 d 0 w 10 50 m 190 50 l S"))) == [(10, 50, 190, 50)]


def test_matrices_of_the_page_and_of_nested_forms(pdf):
    """The inner form is drawn at twice the size and moved, so its line from (0, 0) to (40, 0) lies at 20..100, y 30."""
    inner = form("0 w 0 0 m 40 0 l S", "/BBox [-10 -10 100 100]")
    place = "/BBox [-50 -50 500 500] /Matrix [1 0 0 1 10 0] /Resources << /XObject << /In 10 0 R >> >>"
    outer = form("q 2 0 0 2 0 0 cm /In Do Q", place)
    page = read(pdf("q 1 0 0 1 10 30 cm /Out Do Q", resources="/XObject << /Out 11 0 R >>", extra=(inner, outer)))
    assert boxes(page) == [(20, 70, 100, 70)]


def test_rulings_follow_page_rotation_and_crop_box(pdf):
    page = read(pdf("0 w 110 60 m 190 60 l S", page="/MediaBox [0 0 200 100] /CropBox [100 50 200 100] /Rotate 90"))
    assert boxes(page) == [(10, 10, 10, 90)]


def test_lines_are_cut_to_the_page_and_to_clip_rectangles(pdf):
    assert boxes(read(pdf("0 w -50 50 m 500 50 l S"))) == [(0, 50, 200, 50)]
    page = read(pdf("q 50 0 100 100 re W n 0 w 0 50 m 200 50 l S Q"))
    assert boxes(page)[0][0] == pytest.approx(50, abs=1)
    assert boxes(page)[0][2] == pytest.approx(150, abs=1)


def test_curves_are_left_out(pdf):
    assert read(pdf("1 w 10 50 m 50 50 150 50 190 50 c S")).rulings == ()


def test_transparent_and_unpainted_paths_are_left_out(pdf):
    states = "/ExtGState << /G0 << /CA 0 /ca 0 >> >>"
    page = read(pdf("10 50 m 190 50 l n /G0 gs 1 w 10 20 m 190 20 l S 10 60 50 20 re f", resources=states))
    assert (page.rulings, page.shadings) == ((), ())


def many_lines(count: int) -> str:
    return "0.1 w\n" + "\n".join(f"{n % 190} {n % 97} m {n % 190 + 5} {n % 97} l S" for n in range(count))


def test_reading_stops_at_the_limit_of_objects(pdf, monkeypatch):
    monkeypatch.setattr(paths, "MAX_OBJECTS", 10)
    few = read(pdf(many_lines(500)))
    assert 0 < len(few.rulings) <= 10


@pytest.mark.slow
def test_a_drawing_with_very_many_lines_ends(pdf):
    start = time.monotonic()
    page = read(pdf(many_lines(100_000)))
    assert time.monotonic() - start < 30
    assert 0 < len(page.rulings) <= 5_000


def test_nothing_drawn():
    assert find_drawings([], PAGE) == ((), ())


def test_pieces_drawn_twice_become_one_ruling():
    pieces = [BBox(10, 50, 60, 50.5), BBox(60, 50, 100, 50.5), BBox(10, 50, 100, 50.5)]
    assert [tuple(ruling.bbox) for ruling in join_lines(pieces)] == [(10, 50, 100, 50.5)]


def test_double_rules_stay_two():
    assert len(join_lines([BBox(10, 50, 100, 50.5), BBox(10, 52, 100, 52.5)])) == 2


def test_ticks_are_dropped():
    assert join_lines([BBox(10, 50, 12, 50.5)]) == ()


def test_order_of_drawing_does_not_matter_for_rulings():
    drawn = [Stroke(BBox(10, 50, 100, 50.5)), Stroke(BBox(20, 10, 20.5, 90)), Fill(BBox(10, 70, 100, 71), 0.0)]
    assert find_drawings(drawn, PAGE)[0] == find_drawings(drawn[::-1], PAGE)[0]


def test_a_crowded_page_keeps_its_long_lines_only(pdf, monkeypatch):
    monkeypatch.setattr(paths, "CROWDED", 3)
    hatches = " ".join(f"{x} 80 m {x} 85 l S" for x in range(20, 120, 10))
    first = [(x, 15, x, 20) for x in (20, 30, 40)]
    assert boxes(read(pdf(f"0 w {hatches} 10 50 m 190 50 l S"))) == [*first, (10, 50, 190, 50)]


def test_the_length_of_a_path_is_measured_on_the_page(pdf, monkeypatch):
    monkeypatch.setattr(paths, "CROWDED", 0)
    scaled = form("0 w 0 0 m 2 0 l S", "/BBox [0 -1 2 1]")
    assert len(read(pdf("q 50 0 0 50 20 50 cm /F Do Q", resources="/XObject << /F 10 0 R >>", extra=(scaled,))).rulings) == 1


def test_a_path_is_read_up_to_its_limit(pdf, monkeypatch):
    monkeypatch.setattr(paths, "MAX_PATH_SEGMENTS", 2)
    assert boxes(read(pdf("1 w 10 20 m 190 20 l 10 50 m 190 50 l S"))) == [(10, 79.5, 190, 80.5)]
