"""Each rule passes a sound table and fails the smallest unsound one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canonicalize import quality
from canonicalize.quality import Evidence, Rule, check, flags, text_distance
from table import BBox, Table, Word
from tests.canonicalize.builders import table


def boxed(value: Table) -> Table:
    """Cells 10 wide and 5 high."""
    box = BBox(0, 0, value.num_columns * 10, value.num_rows * 5)
    cells = tuple(replace(c, bbox=BBox(c.columns.start * 10, c.rows.start * 5, c.columns.stop * 10, c.rows.stop * 5)) for c in value.cells)
    return replace(value, cells=cells, bbox=box)


SOUND = boxed(table("*a | *b", "first | 1", "second | 2"))
WORDS = (Word("a", BBox(1, 1, 4, 4)), Word("2", BBox(12, 11, 14, 14)))
ROWS = (BBox(0, 0, 20, 5), BBox(0, 5, 20, 10), BBox(0, 10, 20, 15)), (BBox(0, 0, 10, 15), BBox(10, 0, 20, 15))
GOOD = Evidence(SOUND, WORDS, *ROWS, tuple(cell.text for cell in SOUND.cells))

FAILING = {
    quality.overlapping_rows_or_columns: replace(GOOD, rows=(BBox(0, 0, 20, 7), *ROWS[0][1:])),
    quality.cell_text_distance: replace(GOOD, pdf_texts=("a", "b", "first", "1", "other", "2")),
    quality.word_fit: replace(GOOD, words=(Word("wide", BBox(4, 1, 16, 4)),)),
    quality.word_in_two_cells: Evidence(
        replace(SOUND, cells=tuple(replace(c, bbox=BBox(0, 0, 20, 15)) for c in SOUND.cells)), words=(Word("x", BBox(1, 1, 2, 2)),)
    ),
    quality.too_many_objects: Evidence(table(*["a | b"] * 99)),
    quality.too_small: Evidence(table("a", "b")),
    quality.no_body: Evidence(table("*a | *b")),
    quality.no_text: Evidence(table(" | ")),
    quality.unreadable_text: Evidence(table("*a | *b", "\ufffd5 | 2")),
    quality.header_too_large: Evidence(table(*["*a | *b"] * 6, "1 | 2")),
    quality.lone_currency: Evidence(table("*a | *b", "$ | 2")),
    quality.projected_row_at_edge: Evidence(table("*a | *b", "1 | 2", "#note | <")),
    quality.repeated_header: Evidence(table("*a | *b", "1 | 2", "a | b", "3 | 4")),
    quality.tall_first_row: Evidence(table("a | b", "^ | c", "^ | d")),
    quality.tiny_column: Evidence(table("a | (", "b | ", "c | ")),
}


@pytest.mark.parametrize("rule", FAILING, ids=lambda rule: rule.__name__)
def test_rule(rule: Rule) -> None:
    passed, failed = rule(GOOD), rule(FAILING[rule])
    assert passed is not None
    assert passed.passed, passed
    assert failed is not None
    assert not failed.passed, failed
    assert failed.rule == rule.__name__  # type: ignore[attr-defined]


def test_every_rule_is_tested() -> None:
    assert {rule.__name__ for rule in (*quality.STRICT_RULES, *quality.EXTRACTED_RULES)} == {rule.__name__ for rule in FAILING}  # type: ignore[attr-defined]


def test_limits_themselves_pass() -> None:
    assert quality.too_many_objects(Evidence(table(*["a | b"] * 97))).value == 100
    assert quality.too_many_objects(Evidence(table(*["a | b"] * 97))).passed


def test_rules_without_evidence_say_nothing() -> None:
    rules = {verdict.rule for verdict in check(Evidence(table("a | b")))}
    assert rules == {"no_text", "too_small", "no_body", "too_many_objects"}


def test_flags_of_extracted_tables() -> None:
    assert flags(SOUND) == ()
    assert flags(boxed(table("*a | *b", "1 | $"))) == ("lone_currency",)
    assert flags(boxed(table("*a | *b", "1 | \uf0b7"))) == flags(boxed(table("*a | *b", "1 | \x03"))) == ("unreadable_text",)
    assert flags(boxed(table("*a | *b", "1 | line\nbreak"))) == ()
    assert flags(Table(0, 0, ())) == ("no_text", "no_body")


@pytest.mark.parametrize(("a", "b", "distance"), [("", "", 0), ("a b", "ab", 0), ("ab...", "ab", 0), ("", "x", 1), ("abcd", "abce", 0.25)])
def test_text_distance(a: str, b: str, distance: float) -> None:
    assert text_distance(a, b) == distance
