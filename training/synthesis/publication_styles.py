"""Archetypes of journals, annual reports, office documents and spreadsheets. Keyword values of ``Style``."""

from __future__ import annotations

from random import Random
from typing import Any

from training.synthesis.styles import NUMBERS, SCIENCE, TEXTS, choose_font, choose_rows


def journal(rng: Random) -> dict[str, Any]:
    return {
        "name": "journal",
        "font": choose_font(rng, low=6.5, high=9.5),
        "num_rows": choose_rows(rng, 2, 26),
        "num_columns": rng.choice((2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9)),
        "header_depth": rng.choice((1, 1, 1, 2, 2, 3)),
        "header_bold": rng.random() < 0.35,
        "header_align": rng.choice(("left", "body", "center", "body")),
        "header_valign": rng.choice(("top", "bottom", "top", "middle")),
        "stub": rng.choice(("items", "items", "phrases", "words", "codes", "names")),
        "kinds": rng.choice((SCIENCE, SCIENCE, (*SCIENCE, "word", "phrase"), TEXTS)),
        "number_align": rng.choice(("left", "left", "center", "center", "right", "decimal")),
        "row_gap_em": rng.choice((0.0, 0.05, 0.15, 0.3, 0.6, 1.0)),
        "column_gap_em": rng.uniform(0.8, 3.5),
        "stretch": rng.choice((1.0, 1.0, rng.uniform(1, 1.7))),
        "stretch_where": rng.choice(("columns", "gaps")),
        "projected": rng.choice(("none", "none", "groups", "groups", "nested")),
        "projected_align": rng.choice(("left", "left", "left", "center")),
        "projected_bold": rng.random() < 0.35,
        "indent_em": rng.choice((0.0, 0.0, 0.8, 1.5)),
        "rules": rng.choice(("booktabs",) * 6 + ("header", "horizontal", "horizontal", "none", "grid", "columns", "box")),
        "footnote_rate": rng.choice((0, 0, 0.05, 0.2)),
        "blank_rate": rng.choice((0.0, 0.0, 0.05, 0.25)),
        "row_spans": rng.choice(("none", "none", "none", "stub", "blank", "second")),
        "zebra": rng.choice((None, None, None, None, 0.93)),
        "header_shade": rng.choice((None, None, None, None, 0.85)),
        "span_rate": rng.choice((0, 0, 0.03, 0.08)),
        "text_wrap_em": rng.uniform(7, 20),
        "stub_wrap_em": rng.uniform(9, 24),
    }


def financial(rng: Random) -> dict[str, Any]:
    return {
        "name": "financial",
        "font": choose_font(rng, ("serif", "serif", "sans"), 7, 10.5),
        "num_rows": choose_rows(rng, 2, 40),
        "num_columns": rng.choice((2, 3, 3, 4, 4, 5, 6, 7, 8)),
        "header_depth": rng.choice((0, 1, 1, 1, 2, 2, 3)),
        "header_bold": rng.random() < 0.6,
        "header_align": rng.choice(("center", "center", "body")),
        "header_valign": "bottom",
        "stub": "finance",
        "kinds": rng.choice((("money",), ("money",), ("money", "money", "percent"), ("money", "integer", "decimal", "date", "phrase"))),
        "uniform_kind": rng.random() < 0.6,
        "number_align": "right",
        "row_gap_em": rng.choice((0.0, 0.0, 0.1, 0.25, 0.5)),
        "column_gap_em": rng.choice((rng.uniform(0.25, 0.8), rng.uniform(0.8, 2.5))),
        "units_below": rng.random() < 0.2,
        "stretch": rng.choice((1, rng.uniform(1, 1.4), rng.uniform(1.2, 2))),
        "stretch_where": rng.choice(("stub", "stub", "columns", "gaps")),
        "projected": rng.choice(("none", "groups", "groups", "nested")),
        "projected_bold": rng.random() < 0.4,
        "indent_em": rng.choice((0, 0.8, 1.2, 1.8)),
        "hierarchy": rng.random() < 0.3,
        "total_rate": rng.choice((0.4, 0.9)),
        "rules": rng.choice(("totals", "totals", "booktabs", "header", "none", "horizontal")),
        "double_rules": rng.random() < 0.5,
        "currency": rng.random() < 0.75,
        "has_leaders": rng.random() < 0.25,
        "zebra": rng.choice((None, None, None, 0.92)),
        "has_units_row": rng.random() < 0.15,
        "missing_rate": rng.choice((0.02, 0.15)),
        "blank_rate": rng.choice((0, 0, 0.1)),
        "spanner_rules": rng.random() < 0.8,
        "stub_wrap_em": rng.uniform(12, 32),
        "header_wrap_em": rng.uniform(4, 9),
        "footnote_rate": rng.choice((0, 0, 0.05)),
        "header_shade": rng.choice((None, None, None, 0.85)),
        "body_valign": "bottom",
        "push_down": rng.random() < 0.3,
    }


def spreadsheet(rng: Random) -> dict[str, Any]:
    return {
        "name": "spreadsheet",
        "font": choose_font(rng, ("sans", "sans", "mono"), 6, 10.5),
        "num_rows": choose_rows(rng, 4, 50),
        "num_columns": rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 12, 14)),
        "header_depth": rng.choice((0, 1, 1, 1, 2)),
        "header_bold": rng.random() < 0.5,
        "header_align": rng.choice(("left", "center", "body")),
        "stub": rng.choice(("codes", "numbers", "words", "names", "dates", "phrases")),
        "kinds": rng.choice((("integer", "decimal", "code", "word", "date", "name"), TEXTS, NUMBERS)),
        "number_align": rng.choice(("right", "right", "left", "center")),
        "row_gap_em": rng.choice((0.0, 0.1, 0.25)),
        "column_gap_em": rng.choice((rng.uniform(0.4, 0.8), rng.uniform(0.5, 1.5))),
        "stretch": rng.choice((1.0, rng.uniform(1, 1.5))),
        "uneven_gaps": rng.random() < 0.4,
        "rules": rng.choice(("grid", "grid", "none", "header", "box")),
        "blank_rate": rng.choice((0, 0.1, 0.3, 0.5)),
        "blank_columns": rng.random() < 0.3,
        "total_rate": rng.choice((0, 0.3)),
        "header_shade": rng.choice((None, None, 0.85)),
        "body_valign": "bottom",
        "text_wrap_em": rng.uniform(8, 16),
        "missing_rate": 0.01,
        "header_wrap_em": rng.uniform(5, 12),
    }


def prose(rng: Random) -> dict[str, Any]:
    return {
        "name": "prose",
        "font": choose_font(rng, low=7, high=11),
        "num_rows": choose_rows(rng, 2, 14),
        "num_columns": rng.choice((2, 2, 3, 3, 4, 5)),
        "header_depth": rng.choice((0, 1, 1, 1, 1)),
        "header_bold": rng.random() < 0.7,
        "header_align": rng.choice(("left", "center")),
        "header_valign": rng.choice(("top", "middle")),
        "stub": rng.choice(("phrases", "phrases", "words", "long", "codes", "numbers", "dates")),
        "stub_bold": rng.random() < 0.3,
        "kinds": rng.choice((("long", "phrase"), ("long", "long", "reference"), TEXTS, ("long", "date", "choice", "name"))),
        "body_valign": rng.choice(("top", "top", "top", "middle")),
        "row_gap_em": rng.choice((0.0, 0.0, 0.1, 0.3, 0.6)),
        "column_gap_em": rng.uniform(0.7, 2.5),
        "rules": rng.choice(("grid", "grid", "horizontal", "booktabs", "none", "header", "box")),
        "stub_wrap_em": rng.uniform(5, 14),
        "text_wrap_em": rng.uniform(7, 26),
        "justify": rng.random() < 0.15,
        "projected": rng.choice(("none", "none", "groups")),
        "row_spans": rng.choice(("none", "none", "stub", "second")),
        "header_shade": rng.choice((None, None, 0.85, 0.5)),
        "number_align": rng.choice(("left", "center")),
        "missing_rate": 0.02,
        "blank_rate": rng.choice((0, 0, 0.15)),
        "stub_shade": rng.choice((None, None, None, 0.9)),
        "projected_bold": True,
        "row_span_valign": rng.choice(("top", "middle")),
        "zebra": rng.choice((None, None, None, 0.93)),
        "span_rate": rng.choice((0, 0, 0.05)),
    }


def prose_grid(rng: Random) -> dict[str, Any]:
    """Texts of several lines in a fully ruled grid, as in plans, matrices of duties and comparisons of laws."""
    return prose(rng) | {
        "name": "prose-grid",
        "num_rows": choose_rows(rng, 2, 12),
        "num_columns": rng.choice((2, 3, 3, 4, 4, 5, 6)),
        "kinds": rng.choice((("long",), ("long", "phrase"), ("long", "reference", "phrase"), ("phrase", "long", "date"))),
        "rules": rng.choice(("grid", "grid", "grid", "grid", "horizontal")),
        "stub_wrap_em": rng.uniform(4, 16),
        "text_wrap_em": rng.uniform(6, 24),
        "row_gap_em": rng.choice((0.1, 0.3, 0.6, 1.0)),
        "column_gap_em": rng.uniform(0.6, 1.5),
        "header_shade": rng.choice((None, None, 0.9, 0.8, 0.4)),
    }


def pairs(rng: Random) -> dict[str, Any]:
    return {
        "name": "pairs",
        "font": choose_font(rng, low=7.5, high=11),
        "num_rows": choose_rows(rng, 2, 24),
        "num_columns": rng.choice((2, 2, 2, 3)),
        "header_depth": rng.choice((0, 0, 1, 1)),
        "header_bold": rng.random() < 0.5,
        "stub": rng.choice(("items", "finance", "phrases", "names", "words", "countries")),
        "kinds": rng.choice((("money",), ("integer",), ("phrase",), ("word",), ("percent",), ("date",))),
        "stub_bold": rng.random() < 0.2,
        "number_align": rng.choice(("right", "center", "left")),
        "row_gap_em": rng.choice((0.0, 0.1, 0.3, 0.8)),
        "column_gap_em": rng.uniform(1, 6),
        "stretch": rng.choice((1, rng.uniform(1, 3))),
        "stretch_where": rng.choice(("columns", "gaps", "stub")),
        "has_leaders": rng.random() < 0.15,
        "rules": rng.choice(("none", "none", "horizontal", "grid", "booktabs", "box")),
        "header_shade": rng.choice((None, None, 0.8)),
        "total_rate": 0.3,
        "text_wrap_em": rng.uniform(8, 24),
        "projected": rng.choice(("none", "none", "groups")),
        "currency": rng.random() < 0.3,
        "zebra": rng.choice((None, None, None, 0.92)),
    }
