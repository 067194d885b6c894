"""Words are cut at the font's own space, and numbers are kept apart from raised numerals."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.chars import Char, Style, read_chars
from pipeline.documents.pdfium import PDFIUM_LOCK, loaded_page, open_pdf, page_frame
from pipeline.documents.spaces import split_at_spaces
from pipeline.options import Options
from table import Word

NARROW = Style(10.0, 0, False, False, True, space=2.0)


def words(data: bytes) -> tuple[Word, ...]:
    with open_document(data, Options(text="pdf")) as document:
        return document.page(1).words


def typed(parts: list[str], gap: float, tracking: float = 0.0, style: Style = NARROW) -> list[Char]:
    """Characters 5 points wide, ``gap`` between the parts and ``tracking`` within them."""
    chars, x = [], 0.0
    for part in parts:
        for text in part:
            chars.append(Char(text, x, 0.0, x + 5.0, 10.0, x, x + 5.0, style))
            x += 5.0 + tracking
        x += gap - tracking
    return chars


def split(chars: list[Char]) -> list[str]:
    return ["".join(char.text for char in part) for part in split_at_spaces(chars)]


def test_a_gap_as_wide_as_the_fonts_space_is_a_space():
    assert split(typed(["RoHS", "compliant"], 1.9)) == ["RoHS", "compliant"]


def test_right_to_left_text_is_cut_the_same_way():
    chars = typed(["abcd", "efg"], 1.9)
    assert split(chars[::-1]) == ["gfe", "dcba"]


@pytest.mark.parametrize(
    "chars",
    [
        pytest.param(typed(["Kristof", "fersson"], 1.2), id="kerned"),
        pytest.param(typed(["TOTAL"], 0.0, tracking=1.9), id="letter-spaced"),
        pytest.param(typed(["ab", "c"], 1.9), id="too short to tell"),
        pytest.param(typed(["RoHS", "compliant"], 1.9, style=Style(10.0, 0, False, False, True)), id="unknown space"),
        pytest.param(typed(["RoHS", "compliant"], 1.9, style=Style(10.0, 0, False, False, True, space=0.2)), id="absurd space"),
    ],
)
def test_other_gaps_do_not_split(chars):
    assert len(split_at_spaces(chars)) == 1


@pytest.mark.parametrize(
    ("page", "matrix", "unit"), [("", "1 0 0 1 10 50", 1.0), ("", "0 2 -2 0 90 20", 1.0), ("/UserUnit 2", "1 0 0 1 10 50", 2.0)]
)
def test_the_fonts_space_is_in_displayed_points(pdf, page, matrix, unit):
    """Helvetica's space is 0.278 em."""
    data = pdf(f"BT /F1 10 Tf {matrix} Tm (net) Tj ET", page=f"/MediaBox [0 0 200 100] {page}")
    with PDFIUM_LOCK, loaded_page(open_pdf(data, None), 1) as opened:
        styles = {char.style for char in read_chars(opened, page_frame(opened, 1, unit))}
    assert [style.space / style.size for style in styles] == pytest.approx([0.278], abs=0.001)


def test_a_raised_numeral_is_kept_apart_from_a_number(pdf):
    found = words(pdf("BT /F1 10 Tf 10 50 Td (12.5) Tj /F1 6 Tf 3 Ts (3) Tj ET BT /F1 10 Tf 80 50 Td (7.0) Tj ET"))
    assert [(word.text, word.is_raised) for word in found] == [("12.5", False), ("3", True), ("7.0", False)]
    assert {word.line for word in found} == {1}


def test_a_raised_numeral_before_a_number_is_kept_apart_too(pdf):
    found = words(pdf("BT /F1 6 Tf 10 50 Td 3 Ts (3) Tj /F1 10 Tf 0 Ts (12.5) Tj ET"))
    assert [word.text for word in found] == ["3", "12.5"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("(m) Tj /F1 6 Tf 3 Ts (2) Tj", ["m2"]),  # a unit
        ("(12.5) Tj /F1 6 Tf 3 Ts (a) Tj", ["12.5a"]),  # reads as no other number
        ("(H) Tj /F1 6 Tf -2 Ts (2) Tj /F1 10 Tf 0 Ts (O) Tj", ["H2O"]),
        ("(12) Tj /F1 8 Tf (.50) Tj", ["12.50"]),  # smaller, but on the line
    ],
)
def test_other_small_characters_stay_with_their_word(pdf, content, expected):
    assert [word.text for word in words(pdf(f"BT /F1 10 Tf 10 50 Td {content} ET"))] == expected
