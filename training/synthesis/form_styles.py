"""Archetypes of business papers and printed listings: orders with a block of sums, tables of one row, lists with a wide gap,
monospaced listings, forms, headers whose cells have different numbers of lines. Keyword values of ``Style``."""

from __future__ import annotations

from random import Random
from typing import Any

from training.synthesis.styles import NUMBERS, TEXTS, choose_font, choose_rows


def order(rng: Random) -> dict[str, Any]:
    """Items of an invoice, order or quotation, most with a block of sums below that has its labels beside the last column."""
    columns = rng.choice((3, 4, 4, 5, 5, 6, 7))
    kinds = ("phrase", *(("small", "money", "money", "percent", "code", "date")[: max(0, columns - 3)]), "money")
    return {
        "name": "order",
        "font": choose_font(rng, ("sans", "sans", "serif"), 7, 10.5),
        "num_rows": choose_rows(rng, 1, 14),
        "num_columns": columns,
        "header_depth": rng.choice((0, 1, 1, 1, 1)),
        "header_bold": rng.random() < 0.7,
        "header_align": rng.choice(("left", "body", "center")),
        "stub": rng.choice(("numbers", "codes", "codes", "phrases", "dates", "items")),
        "kinds": kinds[: columns - 1],
        "text_wrap_em": rng.uniform(8, 24),
        "number_align": "right",
        "row_gap_em": rng.choice((0.1, 0.3, 0.6, 1.2)),
        "column_gap_em": rng.uniform(0.8, 4),
        "stretch": rng.choice((1.0, rng.uniform(1, 1.8))),
        "stretch_where": rng.choice(("columns", "gaps")),
        "sums": rng.choice((0, 1, 2, 3, 3, 4, 5)),
        "sums_span": rng.random() < 0.3,
        "sums_gap_em": rng.choice((0.0, 0.0, 0.4, 1.0)),
        "rules": rng.choice(("none", "header", "horizontal", "grid", "booktabs", "totals", "box", "columns")),
        "header_shade": rng.choice((None, None, 0.9, 0.8, 0.3)),
        "zebra": rng.choice((None, None, None, 0.94)),
        "currency": rng.random() < 0.4,
        "currency_glued": True,
        "missing_rate": 0.0,
        "blank_rate": rng.choice((0.0, 0.0, 0.1)),
        "body_valign": rng.choice(("top", "top", "middle")),
    }


def one_row(rng: Random) -> dict[str, Any]:
    """A header and one row: the head of an order, the key figures of a product, one result."""
    return {
        "name": "one-row",
        "font": choose_font(rng, low=7, high=10.5),
        "num_rows": 1,
        "num_columns": rng.choice((2, 3, 3, 4, 4, 5, 6, 8)),
        "header_depth": rng.choice((1, 1, 1, 1, 2)),
        "header_bold": rng.random() < 0.6,
        "header_align": rng.choice(("left", "left", "center", "body")),
        "stub": rng.choice(("dates", "codes", "names", "numbers", "phrases", "words")),
        "kinds": rng.choice((TEXTS, ("money", "date", "code", "name"), NUMBERS, ("phrase", "money"))),
        "number_align": rng.choice(("left", "left", "right", "center")),
        "text_wrap_em": rng.uniform(8, 22),
        "header_wrap_em": rng.uniform(4, 12),
        "row_gap_em": rng.choice((0.1, 0.3, 0.8)),
        "column_gap_em": rng.uniform(0.8, 5),
        "stretch": rng.choice((1.0, rng.uniform(1, 2))),
        "stretch_where": rng.choice(("columns", "gaps")),
        "equal_columns": rng.random() < 0.3,
        "rules": rng.choice(("grid", "grid", "box", "horizontal", "header", "none", "columns", "booktabs")),
        "header_shade": rng.choice((None, None, 0.9, 0.7, 0.3)),
        "missing_rate": 0.0,
    }


def wide_list(rng: Random) -> dict[str, Any]:
    """Names on the left, one value far away on the right, nothing drawn between: price lists, indices, lists of members."""
    return {
        "name": "wide-list",
        "font": choose_font(rng, low=7.5, high=11),
        "num_rows": choose_rows(rng, 2, 40),
        "num_columns": 2,
        "header_depth": rng.choice((0, 0, 1)),
        "header_bold": rng.random() < 0.5,
        "header_align": "body",
        "stub": rng.choice(("items", "phrases", "names", "words", "countries", "finance", "long")),
        "kinds": rng.choice((("money",), ("integer",), ("word",), ("percent",), ("date",), ("phrase",), ("code",))),
        "number_align": rng.choice(("right", "right", "left")),
        "text_align": "left",
        "row_gap_em": rng.choice((0.0, 0.1, 0.3, 0.8)),
        "column_gap_em": rng.uniform(6, 30),
        "has_leaders": rng.random() < 0.15,
        "rules": rng.choice(("none", "none", "none", "horizontal", "header")),
        "total_rate": rng.choice((0.0, 0.3)),
        "stub_wrap_em": rng.uniform(8, 24),
        "text_wrap_em": rng.uniform(6, 18),
        "missing_rate": 0.01,
    }


def print_out(rng: Random) -> dict[str, Any]:
    """A monospaced listing: ragged columns of a line printer, rules of dashes that break at each column, dot leaders."""
    return {
        "name": "print-out",
        "font": choose_font(rng, ("mono",), 6, 9.5),
        "leading": rng.choice((1.0, 1.1, 1.2)),
        "num_rows": choose_rows(rng, 3, 50),
        "num_columns": rng.choice((2, 3, 4, 5, 6, 8, 10)),
        "header_depth": rng.choice((0, 1, 1, 1, 2)),
        "header_align": rng.choice(("body", "center", "left")),
        "header_wrap_em": rng.uniform(3, 8),
        "header_valign": "bottom",
        "stub": rng.choice(("items", "states", "countries", "codes", "years", "phrases", "finance", "names")),
        "kinds": rng.choice((("integer",), ("decimal",), ("integer", "percent"), ("code", "integer", "money"), NUMBERS)),
        "number_align": "right",
        "row_gap_em": 0.0,
        "column_gap_em": rng.choice((0.6, 1.2, 1.2, 1.8, 3.0)),
        "has_leaders": rng.random() < 0.45,
        "leader_kind": rng.choice(("solid", "solid", "dots")),
        "leader_reach": rng.random(),
        "projected": rng.choice(("none", "none", "groups")),
        "indent_em": rng.choice((0.0, 1.2, 1.8)),
        "group_every": rng.choice((0, 0, 5)),
        "total_rate": rng.choice((0.0, 0.6)),
        "rules": rng.choice(("none", "header", "header", "totals", "booktabs", "booktabs")),
        "is_segmented": rng.random() < 0.5,
        "is_dashed": rng.random() < 0.3,
        "stub_wrap_em": rng.uniform(12, 30),
        "missing_rate": rng.choice((0.0, 0.05)),
        "blank_rate": rng.choice((0.0, 0.0, 0.15)),
    }


def label_pairs(rng: Random) -> dict[str, Any]:
    """Labels and their values side by side, once, twice or three times across."""
    panels = rng.choice((1, 2, 2, 3))
    return {
        "name": "form",
        "font": choose_font(rng, ("sans",), 7, 10),
        "num_rows": choose_rows(rng, 2, 12),
        "panels": panels,
        "num_columns": 2 * panels,
        "header_depth": 0,
        "stub": rng.choice(("items", "words", "phrases")),
        "stub_bold": rng.random() < 0.4,
        "kinds": rng.choice((("phrase",), ("word",), ("date",), ("code",), ("name",), ("money",))),
        "number_align": rng.choice(("left", "left", "right")),
        "text_align": "left",
        "text_wrap_em": rng.uniform(7, 18),
        "stub_wrap_em": rng.uniform(6, 14),
        "row_gap_em": rng.choice((0.2, 0.4, 0.9)),
        "column_gap_em": rng.uniform(0.8, 5),
        "rules": rng.choice(("grid", "grid", "none", "horizontal", "box")),
        "stub_shade": rng.choice((None, None, 0.92)),
        "blank_rate": rng.choice((0.0, 0.0, 0.15)),
        "missing_rate": 0.0,
    }


def tall_headers(rng: Random) -> dict[str, Any]:
    """A header whose cells have one line here and four there, its short ones standing on top, in the middle or at the bottom."""
    return {
        "name": "tall-headers",
        "font": choose_font(rng, low=6, high=9.5),
        "num_rows": choose_rows(rng, 2, 30),
        "num_columns": rng.choice((3, 4, 5, 6, 7, 8, 10)),
        "header_depth": rng.choice((1, 1, 1, 2)),
        "header_bold": rng.random() < 0.5,
        "header_align": rng.choice(("center", "left", "body")),
        "header_valign": rng.choice(("top", "middle", "bottom", "bottom")),
        "header_wrap_em": rng.uniform(3, 6),
        "uneven_header": True,
        "stub": rng.choice(("items", "states", "countries", "years", "codes", "phrases")),
        "kinds": rng.choice((NUMBERS, ("integer",), ("percent", "integer"), ("integer", "word", "date"))),
        "number_align": rng.choice(("right", "center", "decimal")),
        "row_gap_em": rng.choice((0.0, 0.1, 0.3, 0.6)),
        "column_gap_em": rng.uniform(0.6, 2.5),
        "header_gap_em": rng.choice((0.1, 0.3, 0.8)),
        "total_rate": rng.choice((0.0, 0.4)),
        "rules": rng.choice(("grid", "booktabs", "header", "horizontal", "none", "columns", "header_grid")),
        "header_shade": rng.choice((None, None, 0.9)),
        "footnote_rate": rng.choice((0, 0, 0.05)),
        "stub_wrap_em": rng.uniform(8, 20),
    }
