"""A label that reaches down over rows ends above a total: blank cells left of a total belong to no item.

In tables of groups a blank cell below a label is the label's; below an item of an invoice it is nothing. The row tells:
its first words, in another column, name a total or a tax, or all its values are those of the item above once more (a
total of one item). Only labels that stand in the first row of their span end so; one in the middle of it labels all rows.
A label that ends above further rows is a group's, and a total among its rows is the group's own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.structure.words.text import cell_text
from pipeline.types import Span

# Totals and taxes as invoices name them, in the languages of the documents tried; whole words only.
TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|net|sous|zwischen|sub-?)?[- ]?(?:totals?|totaux|totale|totaal|totalt|summe|gesamt\w*|subtotal)"
    r"|montant|netto\w*|brutto\w*|mwst|ust|tva|btw|vat|iva|tax(?:es)?|importe|imponibile|suma|razem|balance due|amount due|to pay)\b",
    re.IGNORECASE,
)
MIN_EQUAL = 2  # columns with the value of the row above once more that make a row a total of one item
NUMBER = re.compile(r"\d")


def end_spans_at_totals(draft: Draft) -> Draft:
    """The draft with body spans cut above a total."""
    spans = tuple(kept for span in draft.spans for kept in _ended(span, draft))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _ended(span: Span, draft: Draft) -> list[Span]:
    is_last = span.rows.stop == len(draft.rows)
    if len(span.rows) < 2 or not is_last or span.rows.start < draft.num_header_rows or not _stands_on_top(span, draft):
        return [span]
    stop = next((row for row in span.rows[1:] if _is_total(row, span, draft)), span.rows.stop)
    if stop == span.rows.stop:
        return [span]
    rows = range(span.rows.start, stop)
    return [replace(span, rows=rows)] if is_span(rows, span.columns) else []


def _stands_on_top(span: Span, draft: Draft) -> bool:
    rows = [row for row in span.rows if draft.words_of(range(row, row + 1), span.columns)]
    return rows == [span.rows.start]


def _is_total(row: int, span: Span, draft: Draft) -> bool:
    """Whether the words beside the span name a total, or are numbers that repeat the row above."""
    own, above = (_texts(at, span, draft) for at in (row, row - 1))
    first = next((text for text in own if text), "")
    if TOTAL.match(first):
        return True
    is_last = row == len(draft.rows) - 1
    pairs = [(a, b) for a, b in zip(own, above, strict=True) if a]
    return is_last and len(pairs) >= MIN_EQUAL and all(a == b and NUMBER.search(a) for a, b in pairs)


def _texts(row: int, span: Span, draft: Draft) -> list[str]:
    columns = [column for column in draft.all_columns() if column not in span.columns]
    return [cell_text(draft.words_of(range(row, row + 1), range(column, column + 1))) for column in columns]
