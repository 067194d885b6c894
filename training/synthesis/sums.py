"""The block of sums below the items of an order: subtotal, tax, shipping, total, labelled beside the last column."""

from __future__ import annotations

from random import Random

from training.synthesis.drafts import Draft
from training.synthesis.styles import Style
from training.synthesis.values import Tokens, group_digits

_LABELS = (
    (("Subtotal", "Sub-total", "Sub Total", "Net amount", "Total before tax", "Amount"), 0.9),
    (("Discount", "Less discount 5%", "Rebate"), 0.25),
    (("Shipping", "Shipping & handling", "Freight", "Delivery"), 0.35),
    (("Tax", "VAT 20%", "Sales tax (8.25%)", "GST", "VAT @ 19 %", "Tax (0 %)"), 0.85),
    (("Amount paid", "Deposit", "Less payments"), 0.2),
)
_LAST = ("Total", "TOTAL", "Total due", "Grand total", "Amount due", "Balance due", "Total (USD)", "Invoice total")


def sum_labels(rng: Random, count: int) -> list[Tokens]:
    """``count`` labels in the order of an invoice, the total last; none for 0."""
    if count == 0:
        return []
    ranked = sorted(range(len(_LABELS)), key=lambda i: rng.random() / _LABELS[i][1])[: count - 1]
    return [tuple(rng.choice(_LABELS[i][0]).split()) for i in sorted(ranked)] + [tuple(rng.choice(_LAST).split())]


def sum_drafts(rng: Random, style: Style, row: int, label: Tokens, is_bold: bool) -> list[Draft]:
    """One row: the amount in the last column, its label before it, or across everything before it; blank cells elsewhere."""
    last = style.num_columns - 1
    start = 0 if style.sums_span else last - 1
    align = "right" if style.sums_span or rng.random() < 0.7 else "left"
    amount = group_digits(rng.randint(0, 99_999), ",") + f".{rng.randint(0, 99):02d}"
    blanks = [Draft(row, row + 1, c, c + 1, (), "stub" if c == 0 else "body", "left", "top") for c in range(start)]
    named = Draft(row, row + 1, start, last, label, "message" if last - start > 1 else "body", align, style.body_valign, 0.0, is_bold)
    tokens = (("$" + amount) if style.currency else amount,)
    return [*blanks, named, Draft(row, row + 1, last, last + 1, tokens, "body", style.number_align, style.body_valign, 0.0, is_bold)]
