"""Words of PDF pages, as displayed."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.errors import TooLarge
from pipeline.options import Options
from pipeline.types import Page

HELLO = "BT /F1 10 Tf 20 50 Td (Hello world) Tj ET"


def read(data: bytes, number: int = 1, **options) -> Page:
    with open_document(data, Options(text="pdf", **options)) as document:
        return document.page(number)


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_words_and_their_boxes(pdf):
    page = read(pdf(HELLO))
    assert texts(page) == ["Hello", "world"]
    hello, world = (word.bbox for word in page.words)
    assert (page.width, page.height, page.text_source) == (200, 100, "pdf")
    assert hello.x0 == pytest.approx(20.8, abs=0.5)
    assert hello.y0 < 50 - 7 < 50 < hello.y1  # baseline at y = 50 from the bottom = 50 from the top; ascent and descent inside
    assert 8 <= hello.height <= 13
    assert (hello.y0, hello.y1) == (world.y0, world.y1)
    assert hello.x1 < world.x0


def test_a_page_of_too_many_characters_is_refused_and_not_cut(pdf, monkeypatch):
    monkeypatch.setattr("pipeline.documents.chars.MAX_CHARACTERS", 10)
    with pytest.raises(TooLarge, match="the page has 11 characters, at most 10 are read of one"):
        read(pdf(HELLO))


def test_a_page_without_text_has_no_words(pdf):
    page = read(pdf(""))
    assert (page.words, page.text_source) == ((), "none")


@pytest.mark.parametrize(("rotate", "size"), [(0, (200, 100)), (90, (100, 200)), (180, (200, 100)), (270, (100, 200))])
def test_page_rotation_is_applied(pdf, rotate, size):
    """Text drawn upright in user space is displayed turned clockwise, so it must be turned back to be read."""
    page = read(pdf(HELLO, page=f"/MediaBox [0 0 200 100] /Rotate {rotate}"))
    assert (page.width, page.height) == size
    assert texts(page) == ["Hello", "world"]
    assert {word.rotation for word in page.words} == {(360 - rotate) % 360}
    x, y = page.words[0].bbox.center
    upright = read(pdf(HELLO)).words[0].bbox.center
    expected = {
        0: upright,
        90: (100 - upright[1], upright[0]),
        180: (200 - upright[0], 100 - upright[1]),
        270: (upright[1], 200 - upright[0]),
    }
    assert (x, y) == pytest.approx(expected[rotate], abs=0.01)


@pytest.mark.parametrize(("matrix", "rotation"), [("0 1 -1 0 50 20", 90), ("-1 0 0 -1 150 50", 180), ("0 -1 1 0 50 90", 270)])
def test_turned_text_forms_words(pdf, matrix, rotation):
    page = read(pdf(f"BT /F1 10 Tf {matrix} Tm (Two words) Tj ET"))
    assert texts(page) == ["Two", "words"]
    assert {word.rotation for word in page.words} == {rotation}
    assert {word.line for word in page.words} == {1}


@pytest.mark.parametrize(
    ("text_state", "rotation"),
    [("-10 Tf -100 Tz 1 0 0 -1 20 50 Tm", 0), ("-10 Tf -1 0 0 -1 20 50 Tm", 0), ("-10 Tf 1 0 0 1 150 50 Tm", 180)],
)
def test_a_negative_font_size_turns_text_half_round(pdf, text_state, rotation):
    page = read(pdf(f"BT /F1 {text_state} (Two words) Tj ET"))
    assert texts(page) == ["Two", "words"]
    assert {word.rotation for word in page.words} == {rotation}


def test_crop_box_moves_the_origin_and_drops_words_outside(pdf):
    content = "BT /F1 10 Tf 120 80 Td (inside) Tj ET BT /F1 10 Tf 10 10 Td (outside) Tj ET"
    page = read(pdf(content, page="/MediaBox [0 0 200 100] /CropBox [100 50 200 100]"))
    assert (page.width, page.height) == (100, 50)
    assert texts(page) == ["inside"]
    assert page.words[0].bbox.x0 == pytest.approx(20.7, abs=0.6)


def test_media_box_with_negative_origin(pdf):
    page = read(pdf("BT /F1 10 Tf -80 -20 Td (low) Tj ET", page="/MediaBox [-100 -50 100 50]"))
    assert texts(page) == ["low"]
    assert page.words[0].bbox.x0 == pytest.approx(20.7, abs=0.6)


def test_user_unit_scales_points(pdf):
    with open_document(pdf(HELLO, page="/MediaBox [0 0 200 100] /UserUnit 2"), Options(text="pdf")) as document:
        page = document.page(1)
        assert (page.width, page.height) == (400, 200)
        assert page.words[0].bbox.x0 == pytest.approx(41.6, abs=1)
        assert page.render(0.5).shape == (100, 200, 3)


def test_gaps_split_words_without_a_space_character(pdf):
    page = read(pdf("BT /F1 10 Tf 10 50 Td [(12.5) -3000 (7.25)] TJ ET"))
    assert texts(page) == ["12.5", "7.25"]


def test_narrow_figures_do_not_split(pdf):
    assert texts(read(pdf("BT /F1 10 Tf 10 50 Td (11.1 1,111) Tj ET"))) == ["11.1", "1,111"]


def test_lines_are_numbered(pdf):
    page = read(pdf("BT /F1 10 Tf 10 80 Td (one two) Tj 0 -14 Td (three) Tj ET"))
    assert [(word.text, word.line) for word in page.words] == [("one", 1), ("two", 1), ("three", 2)]


def test_fake_bold_is_counted_once(pdf):
    page = read(pdf("BT /F1 10 Tf 10 50 Td (Total) Tj ET BT /F1 10 Tf 10.3 50 Td (Total) Tj ET"))
    assert texts(page) == ["Total"]


def test_equal_words_beside_each_other_are_kept(pdf):
    assert texts(read(pdf("BT /F1 10 Tf 10 50 Td (0 0 0) Tj ET"))) == ["0", "0", "0"]


def test_bold_fonts_are_marked(pdf):
    page = read(pdf("BT /F1 10 Tf 10 50 Td (plain) Tj /F2 10 Tf 60 0 Td (strong) Tj ET"))
    assert [(word.text, word.is_bold) for word in page.words] == [("plain", False), ("strong", True)]


def test_dot_leaders_do_not_bridge_columns(pdf):
    assert texts(read(pdf("BT /F1 10 Tf 10 50 Td (Total........12) Tj ET"))) == ["Total", "........", "12"]


def test_hidden_text_is_dropped_beside_visible_text_and_kept_alone(pdf):
    hidden = "BT /F1 10 Tf 3 Tr 10 20 Td (ghost) Tj ET"
    assert texts(read(pdf(HELLO + " " + hidden))) == ["Hello", "world"]
    assert texts(read(pdf(hidden))) == ["ghost"]


def test_pdfplumber_gives_the_same_words(pdf):
    for page in ("/MediaBox [0 0 200 100]", "/MediaBox [0 0 200 100] /CropBox [10 10 190 90]", "/MediaBox [0 0 200 100] /UserUnit 2"):
        data = pdf(HELLO, page=page)
        ours, theirs = read(data), read(data, words_from="pdfplumber")
        assert texts(theirs) == texts(ours)
        for one, other in zip(ours.words, theirs.words, strict=True):
            assert other.bbox.center == pytest.approx(one.bbox.center, abs=2.5)


def test_pages_are_separate(pdf):
    data = pdf(HELLO, "BT /F1 10 Tf 20 50 Td (second) Tj ET")
    assert texts(read(data, 2)) == ["second"]


def test_render_has_the_promised_size_and_shows_the_text(pdf):
    with open_document(pdf(HELLO), Options(text="pdf")) as document:
        page = document.page(1)
        picture = page.render(1.5)
        assert picture.shape == (150, 300, 3)
        left, top, right, bottom = (round(side * 1.5) for side in page.words[0].bbox)
        assert picture[top:bottom, left:right].min() < 100
        assert picture[:30].min() == 255


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        pytest.param("0 20 200 10", ["Seen"], id="a text wholly above its clip path is not on the page"),
        pytest.param("0 57 200 40", ["Seen"], id="the tips of its letters cannot be read"),
        pytest.param("0 40 200 40", ["Hello", "world", "Seen"], id="the clip path holds the text"),
        pytest.param("0 40 50 40", ["Hello", "world", "Seen"], id="a narrow cell cuts a word that stays whole"),
        pytest.param("0 40 45 40", ["Hello", "Seen"], id="a word wholly beside its clip path is not on the page"),
    ],
)
def test_text_that_a_clip_path_hides_is_left_out(pdf, clip, expected):
    assert texts(read(pdf(f"q {clip} re W n {HELLO} Q BT /F1 10 Tf 20 5 Td (Seen) Tj ET"))) == expected


@pytest.mark.parametrize(("turn", "clip"), [("1 0 0 1 20 50", "0 40 45 40"), ("0 1 -1 0 50 20", "30 0 40 45")])
def test_words_beyond_the_clip_path_of_a_cell_are_left_out_and_the_word_it_cuts_stays(pdf, turn, clip):
    content = f"q {clip} re W n BT /F1 10 Tf {turn} Tm (Paid in full at once) Tj ET Q BT /F1 10 Tf 120 5 Td (Seen) Tj ET"
    assert sorted(texts(read(pdf(content)))) == ["Paid", "Seen", "in"]


def test_a_word_that_its_cell_cuts_reaches_to_the_end_of_the_cell_and_never_into_the_next(pdf):
    cut = "q 0 40 45 40 re W n BT /F1 10 Tf 20 50 Td (29.01.2016) Tj ET Q BT /F1 10 Tf 64 50 Td (1074935) Tj ET"
    page = read(pdf(cut))
    assert texts(page) == ["29.01.2016", "1074935"]
    assert page.words[0].bbox.x1 <= 50 < page.words[1].bbox.x0


@pytest.mark.parametrize(
    ("matrix", "around", "expected"),
    [
        ("1 0 0 1 0 0", "", ["crop", "Seen"]),
        ("2 0 0 2 0 -40", "", ["crop", "Seen"]),
        ("1 0 0 1 0 0", "0 0 200 38 re W n", ["Seen"]),
        ("1 0 0 1 0 -20", "0 0 200 38 re W n", ["crop", "Seen"]),
    ],
    ids=["its own clip", "its own clip at twice the size", "the clip around it", "moved into the clip around it"],
)
def test_a_form_that_shows_a_crop_of_a_page_gives_the_words_of_the_crop(pdf, matrix, around, expected):
    content = "0 40 200 20 re W n BT /F1 10 Tf 20 45 Td (crop) Tj 0 20 Td (above) Tj 0 -40 Td (below) Tj ET"
    form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 200 100] /Length {len(content)} >>\nstream\n{content}\nendstream"
    page = f"q {around} {matrix} cm /Fm Do Q BT /F1 10 Tf 20 5 Td (Seen) Tj ET"
    assert texts(read(pdf(page, resources="/XObject << /Fm 10 0 R >>", extra=(_with_fonts(form),)))) == expected


def _with_fonts(form: str) -> str:
    return form.replace("/BBox", "/Resources << /Font << /F1 3 0 R >> >> /BBox", 1)


@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "-1 0 0 -1 200 100"], ids=["upright", "upside down"])
def test_words_of_several_pieces_are_whole_whichever_way_up(pdf, matrix):
    pieces = " ".join(f"1 0 0 1 {x} 50 Tm ({text}) Tj" for x, text in ((20, "alter"), (40.5, "nate "), (66, "["), (68.8, "75"), (80, "]")))
    found = read(pdf(f"{matrix} cm BT /F1 10 Tf {pieces} ET"))
    assert sorted(texts(found)) == ["[75]", "alternate"]
    assert {word.rotation for word in found.words} == {180 if matrix.startswith("-") else 0}
