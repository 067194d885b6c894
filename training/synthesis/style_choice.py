"""Which look a table gets: an archetype with its weight, rarer habits on top, and room where lines are drawn."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from training.synthesis.form_styles import label_pairs, one_row, order, print_out, tall_headers, wide_list
from training.synthesis.official_styles import filled, government_colour, government_grid, government_plain, yearbook
from training.synthesis.publication_styles import financial, journal, pairs, prose, prose_grid, spreadsheet
from training.synthesis.styles import NUMBERS, Draw, Style, choose_font, choose_rows


def panels(rng: Random) -> dict[str, Any]:
    """The same few columns two or three times side by side, to save height."""
    base = rng.choice((government_plain, government_grid))(rng)
    panels, columns = rng.choice((2, 2, 3, 4)), rng.choice((2, 2, 3))
    return base | {
        "name": "panels",
        "panels": panels,
        "num_columns": panels * columns,
        "header_depth": rng.choice((0, 1, 1, 1)),
        "num_rows": choose_rows(rng, 4, 45),
        "projected": "none",
        "hierarchy": False,
        "row_spans": "none",
        "span_rate": 0.0,
        "stub": rng.choice(("years", "numbers", "countries", "states", "items", "codes", "words")),
        "kinds": rng.choice((("integer",), ("decimal",), ("percent", "integer"))),
        "total_rate": 0.0,
        "stub_wrap_em": 20.0,
        "has_leaders": rng.random() < 0.2,
        "units_below": False,
        "group_every": rng.choice((0, 0, 5)),
        "blank_rate": 0.0,
        "rules": rng.choice(("booktabs", "panels", "panels", "panels", "grid", "none", "columns")),
    }


def wide(rng: Random) -> dict[str, Any]:
    base = rng.choice((government_grid, government_plain, spreadsheet, journal))(rng)
    columns = rng.randint(10, 20)
    return base | {
        "name": "wide",
        "font": choose_font(rng, low=5, high=8),
        "num_columns": columns,
        "column_gap_em": rng.uniform(0.45, 1.4),
        "kinds": rng.choice((("integer",), ("small", "decimal"), ("percent", "integer"), ("choice", "small"))),
        "stretch": rng.uniform(1, 1.2),
        "header_wrap_em": rng.uniform(2.5, 6),
        "stub_wrap_em": rng.uniform(6, 14),
        "row_spans": "none",
    }


def dense(rng: Random) -> dict[str, Any]:
    base = rng.choice((government_plain, government_grid, financial, spreadsheet))(rng)
    return base | {
        "name": "dense",
        "font": choose_font(rng, low=5, high=8),
        "num_rows": rng.randint(35, 66),
        "num_columns": rng.randint(4, 10),
        "row_gap_em": rng.choice((0.0, 0.0, 0.1)),
        "leading": rng.uniform(1.0, 1.2),
        "kinds": NUMBERS,
        "stub_wrap_em": rng.uniform(14, 30),
    }


ARCHETYPES: tuple[tuple[Draw, float], ...] = (
    (journal, 21),
    (government_grid, 19),
    (government_plain, 17),
    (government_colour, 7),
    (financial, 15),
    (yearbook, 5),
    (spreadsheet, 6),
    (prose, 9),
    (prose_grid, 5),
    (filled, 6),
    (pairs, 4),
    (wide, 3.5),
    (dense, 3),
    (panels, 4),
    (order, 5),
    (one_row, 3),
    (wide_list, 3),
    (print_out, 4),
    (label_pairs, 3),
    (tall_headers, 4),
)


def choose_style(rng: Random) -> Style:
    """A random style: archetype first, then its parameters."""
    draw = rng.choices([a for a, _ in ARCHETYPES], [w for _, w in ARCHETYPES])[0]
    chosen = draw(rng)
    common = _common(rng) | chosen
    leading = common.pop("leading", None) or rng.choice((rng.uniform(1.0, 1.2), rng.uniform(1.1, 1.3), rng.uniform(1.15, 1.6)))
    box_height = min(leading, rng.choice((1.0, 1.0, rng.uniform(0.85, 1.2))))
    return _with_drawn_rules(Style(**common, leading=leading, box_height=box_height), rng)


def _common(rng: Random) -> dict[str, Any]:
    """Rarer habits that any kind of table may have."""
    return {
        "rules_as_shadings": rng.random() < 0.02,
        "is_dashed": rng.random() < 0.02,
        "is_segmented": rng.random() < 0.06,
        "leader_kind": rng.choice(("solid", "dots")),
        "leader_reach": rng.choice((0.0, rng.random() * 0.8)),
        "hang_em": rng.choice((0.0, 0.0, 0.0, 0.8, 1.5)),
        "header_scale": rng.choice((1.0, 1.0, 1.0, 1.0, 0.85, 1.15)),
        "stub_scale": rng.choice((1.0,) * 9 + (1.2,)),
        "glue_marks": rng.random() < 0.5,
        "total_align": rng.choice(("left", "left", "left", "right", "center")),
        "shaded_cell_rate": rng.choice((0.0,) * 24 + (0.08,)),
        "total_shade": rng.choice((None,) * 19 + (0.85,)),
        "column_shade": rng.choice((None,) * 24 + (0.9,)),
        "row_jitter_em": rng.choice((0.0, 0.0, 0.0, 0.0, 0.5, 1.5)),
        "projected_gap_after_em": rng.choice((0.0, 0.0, 0.0, 0.5)),
        "double_rules": rng.random() < 0.06,
        "currency_glued": rng.random() < 0.35,
        "hangs_brackets": rng.random() < 0.25,
    }


def _with_drawn_rules(style: Style, rng: Random) -> Style:
    """The style with enough room around its text where it draws lines between rows and columns."""
    if style.rules in ("grid", "vertical", "columns"):
        style = replace(style, column_gap_em=max(style.column_gap_em, rng.uniform(0.45, 1.0)))
    if style.rules == "booktabs" and rng.random() < 0.08:
        style = replace(style, rules="latex")
    if style.num_columns >= 6 and style.header_depth >= 1 and rng.random() < 0.02:
        style = replace(style, has_vertical_header=True, units_below=False, has_units_row=False, has_number_row=False)
    return replace(style, rule_weight=rng.choice((0.25, 0.5, 0.5, 0.75, 1.0)))
