"""Typed rules are rulings, short runs of dashes are values, and no word is lost on the way."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.text_rules import part_text_rules
from pipeline.options import Options
from table import BBox, Word


def line(number: int, *texts: str, rotation: int = 0) -> list[Word]:
    return [
        Word(text, BBox(60 * i, 20 * number, 60 * i + 50, 20 * number + 10), line=number, rotation=rotation) for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize("texts", [("-----", "---"), ("==========",), ("_____", "_____"), ("+---+-----+",), ("———", "———")])
def test_a_line_of_runs_alone_is_rules(texts):
    words = [*line(1, "Name", "Total"), *line(2, *texts), *line(3, "a", "1")]
    parted = part_text_rules(words)
    assert [word.text for word in parted.words] == ["Name", "Total", "a", "1"]
    assert [word.text for word in parted.rule_words] == list(texts)
    assert all(ruling.is_horizontal and 40 < ruling.bbox.y0 < 50 for ruling in parted.rulings)
    assert [(r.bbox.x0, r.bbox.x1) for r in parted.rulings] == [(w.bbox.x0, w.bbox.x1) for w in parted.rule_words]


@pytest.mark.parametrize("texts", [("Lead", "---", "-----"), ("---", "---"), ("-",), ("***",), ("--5--",), (".........",), ("a_____b",)])
def test_missing_values_marks_and_leaders_stay_words(texts):
    assert part_text_rules(line(1, *texts)) == type(part_text_rules(()))(tuple(line(1, *texts)))


def test_a_long_run_is_a_rule_beside_text_too():
    parted = part_text_rules(line(1, "Subtotal", "============", "5"))
    assert ([w.text for w in parted.words], len(parted.rulings)) == (["Subtotal", "5"], 1)


def test_underscores_lie_lower_than_dashes():
    dashes, underscores = (part_text_rules(line(1, text)).rulings[0].bbox.y0 for text in ("-----", "_____"))
    assert 20 < dashes < underscores < 30


def test_turned_rules_are_turned_rulings():
    (ruling,) = part_text_rules([Word("----------", BBox(20, 10, 30, 90), line=1, rotation=90)]).rulings
    assert (ruling.bbox.width, ruling.bbox.y0, ruling.bbox.y1) == (0, 10, 90)
    assert 20 < ruling.bbox.x0 < 30


def test_no_words():
    assert part_text_rules(()).words == ()


def test_the_page_of_a_pdf_has_them_as_rulings(pdf):
    data = pdf("BT /F1 10 Tf 20 80 Td (Item   Price) Tj 0 -14 Td (---------- ---------) Tj 0 -14 Td (Tea    -3.00) Tj ET")
    with open_document(data, Options(text="pdf")) as document:
        page = document.page(1)
    assert [word.text for word in page.words] == ["Item", "Price", "Tea", "-3.00"]
    assert [word.text for word in page.rule_words] == ["----------", "---------"]
    assert len(page.rulings) == 2
    assert all(page.words[0].bbox.y1 <= ruling.bbox.y0 + 1 for ruling in page.rulings)
    with open_document(data, Options(text="pdf", mode="compat")) as document:
        assert (len(document.page(1).words), document.page(1).rule_words) == (6, ())
