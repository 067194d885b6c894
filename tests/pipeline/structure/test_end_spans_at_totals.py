"""A label's span ends above a total; a group label keeps its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, stand
from pipeline.structure.rules.end_spans_at_totals import end_spans_at_totals
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view


def spanned(*lines: str, rows: range, header_rows: int = 1) -> Draft:
    """A grid of three columns with a span of the first one down ``rows``."""
    start = stand(draft(grid_objects(len(lines), 3), view(grid_words(*lines))))
    return replace(start, num_header_rows=header_rows, spans=(Span(rows, range(1)),))


@pytest.mark.parametrize("name", ["Total HT :", "Sous-total", "Subtotal", "TVA 20% :", "Gesamtbetrag", "Tax 15%", "Grand Total"])
def test_a_span_ends_above_the_name_of_a_total(name: str) -> None:
    found = end_spans_at_totals(spanned("Item | Price | Sum", "Paper | 3 | 3", f". | {name} | 3", ". | Rest | 4", rows=range(1, 4)))
    assert (found.spans, found.notes) == ((), {Flag.SPANS_REPAIRED})


def test_what_stands_above_the_total_stays_one_cell() -> None:
    found = end_spans_at_totals(spanned("Item | Price | Sum", "Paper | 3 | 3", ". | 4 | 4", ". | Total | 7", rows=range(1, 4)))
    assert [span.rows for span in found.spans] == [range(1, 3)]


def test_a_last_row_that_repeats_the_values_above_is_a_total_of_one() -> None:
    assert not end_spans_at_totals(spanned("VAT | Base | Sum", "21 % | 41.31 | 49.99", ". | 41.31 | 49.99", rows=range(1, 3))).spans


@pytest.mark.parametrize(
    "lines",
    [
        ("Group | Name | n", "A | one | 3", ". | Totality | 4"),  # a total word must be a whole word
        ("Group | Name | n", "A | x | 3", ". | x | 4"),
        ("Group | Name | n", ". | one | 3", "A | Total | 4"),  # the label stands beside the total
        ("Group | Name | n", "A | yes | yes", ". | yes | yes"),  # no amounts
    ],
)
def test_a_group_keeps_its_label(lines: tuple[str, ...]) -> None:
    start = spanned(*lines, rows=range(1, 3))
    assert end_spans_at_totals(start).spans == start.spans


def test_a_group_that_another_one_follows_keeps_its_own_total() -> None:
    lines = ("Phase | Event | n", "T1 | fever | 3", ". | Total | 3", "T2 | none | 0")
    start = spanned(*lines, rows=range(1, 3))
    assert end_spans_at_totals(start).spans == start.spans


def test_the_header_is_left_alone() -> None:
    start = spanned("Item | Price | Sum", ". | Total | 3", "Paper | 3 | 3", rows=range(2), header_rows=2)
    assert end_spans_at_totals(start).spans == start.spans
