"""Archetypes of government publications: ruled grids, plain statistics, coloured reports, yearbooks. Keyword values of ``Style``."""

from __future__ import annotations

from random import Random
from typing import Any

from training.synthesis.styles import NUMBERS, TEXTS, choose_font, choose_rows


def government_grid(rng: Random) -> dict[str, Any]:
    return {
        "name": "government-grid",
        "font": choose_font(rng, low=7.5, high=11.5),
        "num_rows": choose_rows(rng, 2, 34),
        "num_columns": rng.choice((2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12)),
        "header_depth": rng.choice((0, 1, 1, 1, 1, 2, 2, 3)),
        "header_bold": rng.random() < 0.65,
        "header_align": rng.choice(("center", "center", "left")),
        "header_valign": rng.choice(("middle", "top", "bottom")),
        "stub": rng.choice(("items", "countries", "countries", "states", "years", "phrases", "long", "chemicals", "numbers")),
        "stub_bold": rng.random() < 0.2,
        "kinds": rng.choice((NUMBERS, NUMBERS, (*NUMBERS, "phrase"), TEXTS, ("choice",), ("long", "phrase"))),
        "uniform_kind": rng.random() < 0.5,
        "number_align": rng.choice(("center", "center", "right", "left")),
        "body_valign": rng.choice(("top", "top", "middle", "bottom")),
        "row_gap_em": rng.choice((0.05, 0.1, 0.2, 0.4, 0.8, 1.2)),
        "column_gap_em": rng.uniform(0.6, 2.0),
        "stretch": rng.choice((1.0, rng.uniform(1, 1.8), rng.uniform(1, 2.5))),
        "equal_columns": rng.random() < 0.5,
        "rules": rng.choice(("grid", "grid", "grid", "grid", "horizontal", "header_grid", "box")),
        "blank_rate": rng.choice((0, 0, 0.1, 0.35)),
        "projected": rng.choice(("none", "none", "none", "groups")),
        "projected_align": rng.choice(("left", "center")),
        "projected_bold": rng.random() < 0.6,
        "header_shade": rng.choice((None, None, None, None, 0.85, 0.7, 0.4)),
        "stub_shade": rng.choice((None,) * 6 + (0.85,)),
        "total_rate": rng.choice((0, 0.6)),
        "row_spans": rng.choice(("none", "none", "none", "stub", "second")),
        "row_span_valign": rng.choice(("top", "middle", "middle")),
        "justify": rng.random() < 0.12,
        "span_rate": rng.choice((0, 0, 0, 0.06)),
        "text_wrap_em": rng.uniform(6, 18),
        "stub_wrap_em": rng.uniform(6, 22),
        "projected_shade": rng.choice((None, None, 0.9)),
        "footnote_rate": rng.choice((0, 0, 0.05)),
        "shaded_cells": True,
        "missing_rate": rng.choice((0.02, 0.15, 0.4)),
        "header_wrap_em": rng.uniform(4, 10),
    }


def government_plain(rng: Random) -> dict[str, Any]:
    return {
        "name": "government-plain",
        "font": choose_font(rng, ("sans", "serif", "sans", "mono"), 6.0, 10.5),
        "num_rows": choose_rows(rng, 3, 50),
        "num_columns": rng.choice((2, 3, 4, 4, 5, 6, 7, 8, 9, 11, 13)),
        "header_depth": rng.choice((1, 1, 2, 2, 2, 3, 3, 4)),
        "header_bold": rng.random() < 0.3,
        "header_align": rng.choice(("center", "center", "body", "body")),
        "header_valign": rng.choice(("bottom", "bottom", "middle", "top")),
        "stub": rng.choice(("items", "items", "years", "years", "states", "countries", "months")),
        "kinds": NUMBERS,
        "body_valign": rng.choice(("top", "top", "bottom", "bottom", "middle")),
        "uniform_kind": rng.random() < 0.6,
        "number_align": rng.choice(("right", "right", "decimal", "block", "center")),
        "row_gap_em": rng.choice((0.0, 0.0, 0.0, 0.05, 0.15, 0.3)),
        "column_gap_em": rng.choice((rng.uniform(0.4, 1.0), rng.uniform(1, 3), rng.uniform(2, 6))),
        "stretch": rng.choice((1.0, rng.uniform(1, 1.6), rng.uniform(1.2, 2.5))),
        "stretch_where": rng.choice(("columns", "gaps", "stub")),
        "group_every": rng.choice((0, 0, 0, 5, 5, 4, 10)),
        "projected": rng.choice(("none", "groups", "groups", "nested")),
        "projected_align": rng.choice(("left", "left", "center")),
        "projected_bold": rng.random() < 0.5,
        "projected_gap_em": rng.choice((0, 0.3, 0.8, 1.2)),
        "indent_em": rng.choice((0, 0.8, 1.2, 2)),
        "hierarchy": rng.random() < 0.4,
        "total_rate": rng.choice((0, 0.3, 0.7)),
        "rules": rng.choice(("none", "booktabs", "booktabs", "booktabs", "header", "columns", "columns", "grid", "box", "horizontal")),
        "spanner_rules": rng.random() < 0.8,
        "footnote_rate": rng.choice((0, 0.05, 0.15)),
        "has_leaders": rng.random() < 0.15,
        "has_number_row": rng.random() < 0.08,
        "has_units_row": rng.random() < 0.15,
        "currency": rng.random() < 0.2,
        "missing_rate": rng.choice((0.02, 0.1, 0.3)),
        "blank_rate": rng.choice((0, 0, 0.1)),
        "push_down": rng.random() < 0.4,
        "stub_wrap_em": rng.uniform(12, 30),
        "header_wrap_em": rng.uniform(4, 9),
    }


def government_colour(rng: Random) -> dict[str, Any]:
    return {
        "name": "government-colour",
        "font": choose_font(rng, ("sans",), 6.5, 11),
        "num_rows": choose_rows(rng, 3, 36),
        "num_columns": rng.choice((2, 3, 4, 5, 5, 6, 8, 10, 13)),
        "header_depth": rng.choice((1, 1, 1, 2, 2)),
        "header_bold": rng.random() < 0.7,
        "header_align": rng.choice(("center", "left", "body")),
        "header_valign": rng.choice(("middle", "bottom", "top")),
        "stub": rng.choice(("countries", "items", "phrases", "states", "years")),
        "stub_bold": rng.random() < 0.3,
        "kinds": rng.choice((NUMBERS, NUMBERS, TEXTS)),
        "uniform_kind": rng.random() < 0.4,
        "number_align": rng.choice(("center", "right", "block")),
        "body_valign": rng.choice(("middle", "top", "bottom")),
        "row_gap_em": rng.choice((0.2, 0.4, 0.6, 0.9)),
        "column_gap_em": rng.uniform(0.8, 2.5),
        "stretch": rng.uniform(1, 1.8),
        "equal_columns": rng.random() < 0.5,
        "rules": rng.choice(("horizontal", "none", "grid", "box", "header")),
        "rule_weight": rng.choice((0.25, 0.5, 1.0)),
        "header_shade": rng.choice((0.8, 0.6, 0.4, 0.3)),
        "zebra": rng.choice((None, 0.93, 0.9, 0.85)),
        "stub_shade": rng.choice((None, None, 0.8)),
        "total_rate": rng.choice((0, 0.6)),
        "projected": rng.choice(("none", "none", "groups")),
        "projected_bold": True,
        "projected_shade": rng.choice((None, 0.85)),
        "missing_rate": rng.choice((0.02, 0.2)),
        "text_wrap_em": rng.uniform(8, 20),
        "shaded_cells": rng.random() < 0.4,
        "footnote_rate": rng.choice((0, 0.05)),
        "stub_wrap_em": rng.uniform(9, 24),
    }


def yearbook(rng: Random) -> dict[str, Any]:
    base = government_plain(rng)
    return base | {
        "name": "yearbook",
        "font": choose_font(rng, ("sans", "serif"), 5.5, 8),
        "num_rows": choose_rows(rng, 12, 60),
        "num_columns": rng.choice((4, 5, 6, 7, 8, 9, 10, 12)),
        "has_leaders": rng.random() < 0.75,
        "header_depth": rng.choice((1, 2, 2, 3, 4)),
        "rules": rng.choice(("booktabs", "columns", "columns", "header_grid", "grid", "header")),
        "group_every": rng.choice((0, 5, 5, 4)),
        "leading": rng.uniform(1.05, 1.2),
        "column_gap_em": rng.uniform(0.5, 1.6),
        "missing_rate": 0.08,
        "row_gap_em": 0.0,
        "stub_wrap_em": rng.uniform(14, 30),
    }


def filled(rng: Random) -> dict[str, Any]:
    """Every cell tinted: a dark header, often a dark stub, a light or zebra body, white gaps or lines between."""
    base = rng.choice((government_colour, government_colour, government_grid))(rng)
    body = rng.uniform(0.8, 0.97)
    dark = rng.uniform(0.1, 0.65)
    return base | {
        "name": "filled",
        "num_rows": choose_rows(rng, 2, 26),
        "num_columns": rng.choice((2, 2, 2, 3, 3, 4, 5, 6, 8)),
        "header_depth": rng.choice((0, 1, 1, 1, 1, 2)),
        "header_shade": rng.choice((dark, dark, rng.uniform(0.5, 0.9))),
        "stub_shade": rng.choice((None, None, dark, dark, rng.uniform(0.5, 0.85))),
        "stub_bold": rng.random() < 0.5,
        "body_shade": body,
        "zebra": rng.choice((None, body - rng.uniform(0.05, 0.3), body - rng.uniform(0.05, 0.3))),
        "total_rate": rng.choice((0, 0.6)),
        "total_shade": rng.choice((None, None, dark, 0.7)),
        "projected_shade": rng.choice((None, dark, 0.75)),
        "column_shade": rng.choice((None, None, None, None, None, body - 0.1)),
        "rules": rng.choice(("none", "none", "none", "grid", "grid", "horizontal", "columns")),
        "cell_gap": rng.choice((0.0, 0.0, rng.uniform(0.5, 3.0), rng.uniform(0.5, 1.5))),
        "shaded_cells": rng.random() < 0.7,
        "row_gap_em": rng.choice((0.2, 0.4, 0.8, 1.2, 1.8)),
        "row_jitter_em": rng.choice((0.0, 0.0, 1.0)),
        "column_gap_em": rng.uniform(0.8, 2.5),
        "text_wrap_em": rng.uniform(8, 24),
        "stub_wrap_em": rng.uniform(9, 30),
        "shaded_cell_rate": 0.0,
    }
