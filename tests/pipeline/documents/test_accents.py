"""Accents drawn as glyphs of their own."""

from __future__ import annotations

import pytest

from pipeline.documents.accents import with_accents
from pipeline.documents.chars import Char, Style
from pipeline.documents.opening import open_document
from pipeline.options import Options


def char(text: str, x0: float, x1: float) -> Char:
    return Char(text, x0, 0.0, x1, 10.0, x0, x1, Style(10.0, 0, False, False, True))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_accent_over_its_letter_is_composed_in_either_order(order):
    glyphs = [char("\u00a8", 1, 4), char("u", 0, 5)]
    assert [found.text for found in with_accents([glyphs[index] for index in order])] == ["\u00fc"]


def test_an_accent_beside_a_letter_or_without_such_a_letter_is_kept():
    assert [found.text for found in with_accents([char("5", 0, 5), char("\u00b4", 5.5, 7)])] == ["5", "\u00b4"]
    assert [found.text for found in with_accents([char("5", 0, 5), char("\u00b4", 1, 4)])] == ["5", "\u00b4"]


def test_a_page_that_prints_the_accent_over_the_letter_reads_as_one_letter(pdf):
    data = pdf("BT /F1 10 Tf 10 50 Td [(caf) -100 (\\264) 330 (e)] TJ ET")
    with open_document(data, Options(), lambda: None) as document:
        assert document.page(1).words[0].text.endswith("\u00e9")


def test_an_unmapped_control_code_that_python_calls_space_is_kept(pdf):
    with open_document(pdf("BT /F1 10 Tf 10 50 Td (Con\\037rmed) Tj ET"), Options(), lambda: None) as document:
        assert "".join(word.text for word in document.page(1).words) == "Con\ufffdrmed"
