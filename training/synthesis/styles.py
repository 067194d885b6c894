"""The look of one table: archetypes of real publications, each a correlated choice of type, spacing, rules and habits.

``choose_style(rng)`` draws an archetype and then its parameters. Nothing here knows the content of a cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from training.synthesis.fonts import Font


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """All choices of one table. Lengths ending in ``_em`` are in font sizes; rates are probabilities."""

    name: str
    font: Font
    leading: float = 1.15  # baseline distance inside a cell, in font sizes
    box_height: float = 1.0  # height of a word's box, in font sizes
    num_rows: int = 8  # body rows
    num_columns: int = 4
    header_depth: int = 1
    header_bold: bool = False
    header_align: str = "center"  # or "left", "body" (as its column)
    header_valign: str = "bottom"
    header_wrap_em: float = 7.0
    has_units_row: bool = False
    has_number_row: bool = False
    push_down: bool = False
    stub: str = "items"  # items, countries, states, years, phrases, long, codes, numbers, none
    stub_bold: bool = False
    stub_wrap_em: float = 16.0
    kinds: tuple[str, ...] = ("integer", "decimal", "percent")
    uniform_kind: bool = False
    number_align: str = "right"  # right, center, left, decimal, block (right-aligned block centred under its header)
    text_align: str = "left"
    body_valign: str = "top"
    text_wrap_em: float = 14.0
    justify: bool = False
    column_gap_em: float = 1.5
    uneven_gaps: bool = False
    stretch: float = 1.0  # total width as a multiple of the natural width
    stretch_where: str = "columns"  # columns, gaps, stub
    equal_columns: bool = False
    row_gap_em: float = 0.2
    header_gap_em: float = 0.2
    row_jitter_em: float = 0.0
    group_every: int = 0  # extra gap after so many rows
    projected: str = "none"  # none, groups, nested, pairs
    projected_align: str = "left"
    projected_bold: bool = False
    projected_gap_em: float = 0.0
    projected_gap_after_em: float = 0.0
    indent_em: float = 0.0
    row_spans: str = "none"  # none, stub, second
    row_span_valign: str = "top"
    span_rate: float = 0.0  # body rows with a message across columns
    hierarchy: bool = False  # parents with values and indented children
    total_rate: float = 0.0
    blank_rate: float = 0.0
    blank_columns: bool = False
    missing_rate: float = 0.03
    footnote_rate: float = 0.0
    currency: bool = False
    has_leaders: bool = False
    leader_kind: str = "solid"  # or "dots": each dot a word
    leader_reach: float = 0.0  # how far the dots run into the gap behind their column, 0..1
    hang_em: float = 0.0  # indent of a stub's further lines
    header_scale: float = 1.0  # font size of the header, as a multiple
    stub_scale: float = 1.0
    glue_marks: bool = False  # footnote marks are part of the word before
    units_below: bool = False  # a units line across the value columns as last header row
    panels: int = 1  # the columns repeat so many times side by side
    total_align: str = "left"
    shaded_cell_rate: float = 0.0
    rules: str = "none"  # none, booktabs, horizontal, grid, box, vertical, header, header_grid, columns
    spanner_rules: bool = True
    rule_weight: float = 0.5
    rules_as_shadings: bool = False
    double_rules: bool = False
    is_dashed: bool = False
    is_segmented: bool = False  # rules across are broken at each column
    header_shade: float | None = None
    zebra: float | None = None
    stub_shade: float | None = None
    projected_shade: float | None = None
    shaded_cells: bool = False  # shading drawn cell by cell


Draw = Callable[[Random], dict[str, Any]]

NUMBERS = ("integer", "integer", "decimal", "decimal", "percent", "money", "small")
SCIENCE = ("mean_sd", "estimate_ci", "count_percent", "p_value", "decimal", "small", "integer", "signed", "range")
TEXTS = ("phrase", "word", "long", "date", "code", "name", "choice", "reference", "integer")


def _font(rng: Random, families: tuple[str, ...] = ("sans", "serif"), low: float = 6.5, high: float = 11.0) -> Font:
    return Font(rng.choice(families), round(rng.uniform(low, high) * 2) / 2, rng.choice((1.0, 1.0, 1.0, rng.uniform(0.8, 1.1))))


def _rows(rng: Random, low: int, high: int) -> int:
    return int(low * (high / low) ** rng.random())


def _journal(rng: Random) -> dict[str, Any]:
    return dict(
        name="journal", font=_font(rng, low=6.5, high=9.5), num_rows=_rows(rng, 2, 26), num_columns=rng.choice((2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9)),
        header_depth=rng.choice((1, 1, 1, 2, 2, 3)), header_bold=rng.random() < 0.35, header_align=rng.choice(("left", "body", "center", "body")),
        header_valign=rng.choice(("top", "bottom", "top", "middle")), stub=rng.choice(("items", "items", "phrases", "words", "codes", "names")),
        kinds=rng.choice((SCIENCE, SCIENCE, (*SCIENCE, "word", "phrase"), TEXTS)), number_align=rng.choice(("left", "left", "center", "center", "right", "decimal")),
        row_gap_em=rng.choice((0.0, 0.05, 0.15, 0.3, 0.6, 1.0)), column_gap_em=rng.uniform(0.8, 3.5), stretch=rng.choice((1.0, 1.0, rng.uniform(1, 1.7))),
        stretch_where=rng.choice(("columns", "gaps")), projected=rng.choice(("none", "none", "groups", "groups", "nested")),
        projected_align=rng.choice(("left", "left", "left", "center")), projected_bold=rng.random() < 0.35, indent_em=rng.choice((0.0, 0.0, 0.8, 1.5)),
        rules=rng.choice(("booktabs",) * 6 + ("header", "horizontal", "horizontal", "none", "grid", "columns", "box")), footnote_rate=rng.choice((0, 0, 0.05, 0.2)),
        blank_rate=rng.choice((0.0, 0.0, 0.05, 0.25)), row_spans=rng.choice(("none", "none", "none", "stub", "blank", "second")),
        zebra=rng.choice((None, None, None, None, 0.93)), header_shade=rng.choice((None, None, None, None, 0.85)), span_rate=rng.choice((0, 0, 0, 0.04)),
        text_wrap_em=rng.uniform(7, 20), stub_wrap_em=rng.uniform(9, 24),
    )  # fmt: skip


def _government_grid(rng: Random) -> dict[str, Any]:
    return dict(
        name="government-grid", font=_font(rng, low=7.5, high=11.5), num_rows=_rows(rng, 2, 34), num_columns=rng.choice((2, 3, 3, 4, 4, 5, 6, 7, 8, 10, 12)),
        header_depth=rng.choice((0, 1, 1, 1, 1, 2, 2, 3)), header_bold=rng.random() < 0.65, header_align=rng.choice(("center", "center", "left")),
        header_valign=rng.choice(("middle", "top", "bottom")), stub=rng.choice(("items", "countries", "countries", "states", "years", "phrases", "long", "chemicals", "numbers")),
        stub_bold=rng.random() < 0.2, kinds=rng.choice((NUMBERS, NUMBERS, (*NUMBERS, "phrase"), TEXTS, ("choice",), ("long", "phrase"))), uniform_kind=rng.random() < 0.5,
        number_align=rng.choice(("center", "center", "right", "left")), body_valign=rng.choice(("top", "top", "middle", "bottom")),
        row_gap_em=rng.choice((0.05, 0.1, 0.2, 0.4, 0.8, 1.2)), column_gap_em=rng.uniform(0.6, 2.0), stretch=rng.choice((1.0, rng.uniform(1, 1.8), rng.uniform(1, 2.5))),
        equal_columns=rng.random() < 0.5, rules=rng.choice(("grid", "grid", "grid", "grid", "horizontal", "header_grid", "box")), blank_rate=rng.choice((0, 0, 0.1, 0.35)),
        projected=rng.choice(("none", "none", "none", "groups")), projected_align=rng.choice(("left", "center")), projected_bold=rng.random() < 0.6,
        header_shade=rng.choice((None, None, None, None, 0.85, 0.7, 0.4)), stub_shade=rng.choice((None,) * 6 + (0.85,)), total_rate=rng.choice((0, 0.6)),
        row_spans=rng.choice(("none", "none", "none", "stub", "second")), row_span_valign=rng.choice(("top", "middle", "middle")), justify=rng.random() < 0.12,
        span_rate=rng.choice((0, 0, 0, 0.06)), text_wrap_em=rng.uniform(6, 18), stub_wrap_em=rng.uniform(6, 22), projected_shade=rng.choice((None, None, 0.9)),
        footnote_rate=rng.choice((0, 0, 0.05)), shaded_cells=True, missing_rate=rng.choice((0.02, 0.15, 0.4)), header_wrap_em=rng.uniform(4, 10),
    )  # fmt: skip


def _government_plain(rng: Random) -> dict[str, Any]:
    return dict(
        name="government-plain", font=_font(rng, ("sans", "serif", "sans", "mono"), 6.0, 10.5), num_rows=_rows(rng, 3, 50), num_columns=rng.choice((2, 3, 4, 4, 5, 6, 7, 8, 9, 11, 13)),
        header_depth=rng.choice((1, 1, 2, 2, 2, 3, 3, 4)), header_bold=rng.random() < 0.3, header_align=rng.choice(("center", "center", "body", "body")),
        header_valign=rng.choice(("bottom", "bottom", "middle", "top")), stub=rng.choice(("items", "items", "years", "years", "states", "countries", "months")),
        kinds=NUMBERS, uniform_kind=rng.random() < 0.6, number_align=rng.choice(("right", "right", "decimal", "block", "center")), row_gap_em=rng.choice((0.0, 0.0, 0.0, 0.05, 0.15, 0.3)),
        column_gap_em=rng.choice((rng.uniform(0.4, 1.0), rng.uniform(1, 3), rng.uniform(2, 6))), stretch=rng.choice((1.0, rng.uniform(1, 1.6), rng.uniform(1.2, 2.5))),
        stretch_where=rng.choice(("columns", "gaps", "stub")), group_every=rng.choice((0, 0, 0, 5, 5, 4, 10)), projected=rng.choice(("none", "groups", "groups", "nested")),
        projected_align=rng.choice(("left", "left", "center")), projected_bold=rng.random() < 0.5, projected_gap_em=rng.choice((0, 0.3, 0.8, 1.2)), indent_em=rng.choice((0, 0.8, 1.2, 2)),
        hierarchy=rng.random() < 0.4, total_rate=rng.choice((0, 0.3, 0.7)), rules=rng.choice(("none", "booktabs", "booktabs", "booktabs", "header", "columns", "columns", "grid", "box", "horizontal")),
        spanner_rules=rng.random() < 0.8, footnote_rate=rng.choice((0, 0.05, 0.15)), has_leaders=rng.random() < 0.15, has_number_row=rng.random() < 0.08,
        has_units_row=rng.random() < 0.15, currency=rng.random() < 0.2, missing_rate=rng.choice((0.02, 0.1, 0.3)), blank_rate=rng.choice((0, 0, 0.1)), push_down=rng.random() < 0.4,
        stub_wrap_em=rng.uniform(12, 30), header_wrap_em=rng.uniform(4, 9),
    )  # fmt: skip


def _government_colour(rng: Random) -> dict[str, Any]:
    return dict(
        name="government-colour", font=_font(rng, ("sans",), 6.5, 11), num_rows=_rows(rng, 3, 36), num_columns=rng.choice((2, 3, 4, 5, 5, 6, 8, 10, 13)),
        header_depth=rng.choice((1, 1, 1, 2, 2)), header_bold=rng.random() < 0.7, header_align=rng.choice(("center", "left", "body")), header_valign=rng.choice(("middle", "bottom", "top")),
        stub=rng.choice(("countries", "items", "phrases", "states", "years")), stub_bold=rng.random() < 0.3, kinds=rng.choice((NUMBERS, NUMBERS, TEXTS)), uniform_kind=rng.random() < 0.4,
        number_align=rng.choice(("center", "right", "block")), body_valign=rng.choice(("middle", "top", "bottom")), row_gap_em=rng.choice((0.2, 0.4, 0.6, 0.9)), column_gap_em=rng.uniform(0.8, 2.5),
        stretch=rng.uniform(1, 1.8), equal_columns=rng.random() < 0.5, rules=rng.choice(("horizontal", "none", "grid", "box", "header")), rule_weight=rng.choice((0.25, 0.5, 1.0)),
        header_shade=rng.choice((0.8, 0.6, 0.4, 0.3)), zebra=rng.choice((None, 0.93, 0.9, 0.85)), stub_shade=rng.choice((None, None, 0.8)), total_rate=rng.choice((0, 0.6)),
        projected=rng.choice(("none", "none", "groups")), projected_bold=True, projected_shade=rng.choice((None, 0.85)), missing_rate=rng.choice((0.02, 0.2)), text_wrap_em=rng.uniform(8, 20),
        shaded_cells=rng.random() < 0.4, footnote_rate=rng.choice((0, 0.05)), stub_wrap_em=rng.uniform(9, 24),
    )  # fmt: skip


def _financial(rng: Random) -> dict[str, Any]:
    return dict(
        name="financial", font=_font(rng, ("serif", "serif", "sans"), 7, 10.5), num_rows=_rows(rng, 2, 40), num_columns=rng.choice((2, 3, 3, 4, 4, 5, 6, 7, 8)),
        header_depth=rng.choice((0, 1, 1, 1, 2, 2, 3)), header_bold=rng.random() < 0.6, header_align=rng.choice(("center", "center", "body")), header_valign="bottom", stub="finance",
        kinds=rng.choice((("money",), ("money",), ("money", "money", "percent"), ("money", "integer", "decimal", "date", "phrase"))), uniform_kind=rng.random() < 0.6, number_align="right",
        row_gap_em=rng.choice((0.0, 0.0, 0.1, 0.25, 0.5)), column_gap_em=rng.choice((rng.uniform(0.25, 0.8), rng.uniform(0.8, 2.5))), units_below=rng.random() < 0.2, stretch=rng.choice((1, rng.uniform(1, 1.4), rng.uniform(1.2, 2))),
        stretch_where=rng.choice(("stub", "stub", "columns", "gaps")), projected=rng.choice(("none", "groups", "groups", "nested")), projected_bold=rng.random() < 0.4,
        indent_em=rng.choice((0, 0.8, 1.2, 1.8)), hierarchy=rng.random() < 0.3, total_rate=rng.choice((0.4, 0.9)), rules=rng.choice(("totals", "totals", "booktabs", "header", "none", "horizontal")),
        double_rules=rng.random() < 0.5, currency=rng.random() < 0.75, has_leaders=rng.random() < 0.25, zebra=rng.choice((None, None, None, 0.92)), has_units_row=rng.random() < 0.15,
        missing_rate=rng.choice((0.02, 0.15)), blank_rate=rng.choice((0, 0, 0.1)), spanner_rules=rng.random() < 0.8, stub_wrap_em=rng.uniform(12, 32), header_wrap_em=rng.uniform(4, 9),
        footnote_rate=rng.choice((0, 0, 0.05)), header_shade=rng.choice((None, None, None, 0.85)), body_valign="bottom", push_down=rng.random() < 0.3,
    )  # fmt: skip


def _yearbook(rng: Random) -> dict[str, Any]:
    base = _government_plain(rng)
    return base | dict(
        name="yearbook", font=_font(rng, ("sans", "serif"), 5.5, 8), num_rows=_rows(rng, 12, 60), num_columns=rng.choice((4, 5, 6, 7, 8, 9, 10, 12)), has_leaders=rng.random() < 0.75,
        header_depth=rng.choice((1, 2, 2, 3, 4)), rules=rng.choice(("booktabs", "columns", "columns", "header_grid", "grid", "header")), group_every=rng.choice((0, 5, 5, 4)), leading=rng.uniform(1.05, 1.2),
        column_gap_em=rng.uniform(0.5, 1.6), missing_rate=0.08, row_gap_em=0.0, stub_wrap_em=rng.uniform(14, 30),
    )  # fmt: skip


def _spreadsheet(rng: Random) -> dict[str, Any]:
    return dict(
        name="spreadsheet", font=_font(rng, ("sans", "sans", "mono"), 6, 10.5), num_rows=_rows(rng, 4, 50), num_columns=rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 12, 14)), header_depth=rng.choice((0, 1, 1, 1, 2)),
        header_bold=rng.random() < 0.5, header_align=rng.choice(("left", "center", "body")), stub=rng.choice(("codes", "numbers", "words", "names", "dates", "phrases")),
        kinds=rng.choice((("integer", "decimal", "code", "word", "date", "name"), TEXTS, NUMBERS)), number_align=rng.choice(("right", "right", "left", "center")), row_gap_em=rng.choice((0.0, 0.1, 0.25)),
        column_gap_em=rng.choice((rng.uniform(0.4, 0.8), rng.uniform(0.5, 1.5))), stretch=rng.choice((1.0, rng.uniform(1, 1.5))), uneven_gaps=rng.random() < 0.4,
        rules=rng.choice(("grid", "grid", "none", "header", "box")), blank_rate=rng.choice((0, 0.1, 0.3, 0.5)), blank_columns=rng.random() < 0.3, total_rate=rng.choice((0, 0.3)),
        header_shade=rng.choice((None, None, 0.85)), body_valign="bottom", text_wrap_em=rng.uniform(8, 16), missing_rate=0.01, header_wrap_em=rng.uniform(5, 12),
    )  # fmt: skip


def _prose(rng: Random) -> dict[str, Any]:
    return dict(
        name="prose", font=_font(rng, low=7, high=11), num_rows=_rows(rng, 2, 14), num_columns=rng.choice((2, 2, 3, 3, 4, 5)), header_depth=rng.choice((0, 1, 1, 1, 1)), header_bold=rng.random() < 0.7,
        header_align=rng.choice(("left", "center")), header_valign=rng.choice(("top", "middle")), stub=rng.choice(("phrases", "phrases", "words", "long", "codes", "numbers", "dates")), stub_bold=rng.random() < 0.3,
        kinds=rng.choice((("long", "phrase"), ("long", "long", "reference"), TEXTS, ("long", "date", "choice", "name"))), body_valign=rng.choice(("top", "top", "top", "middle")),
        row_gap_em=rng.choice((0.0, 0.0, 0.1, 0.3, 0.6)), column_gap_em=rng.uniform(0.7, 2.5), rules=rng.choice(("grid", "grid", "horizontal", "booktabs", "none", "header", "box")),
        stub_wrap_em=rng.uniform(5, 14), text_wrap_em=rng.uniform(7, 26), justify=rng.random() < 0.15, projected=rng.choice(("none", "none", "groups")), row_spans=rng.choice(("none", "none", "stub", "second")),
        header_shade=rng.choice((None, None, 0.85, 0.5)), number_align=rng.choice(("left", "center")), missing_rate=0.02, blank_rate=rng.choice((0, 0, 0.15)), stub_shade=rng.choice((None, None, None, 0.9)),
        projected_bold=True, row_span_valign=rng.choice(("top", "middle")), zebra=rng.choice((None, None, None, 0.93)), span_rate=rng.choice((0, 0, 0.05)),
    )  # fmt: skip


def _pairs(rng: Random) -> dict[str, Any]:
    return dict(
        name="pairs", font=_font(rng, low=7.5, high=11), num_rows=_rows(rng, 2, 24), num_columns=rng.choice((2, 2, 2, 3)), header_depth=rng.choice((0, 0, 1, 1)), header_bold=rng.random() < 0.5,
        stub=rng.choice(("items", "finance", "phrases", "names", "words", "countries")), kinds=rng.choice((("money",), ("integer",), ("phrase",), ("word",), ("percent",), ("date",))), stub_bold=rng.random() < 0.2,
        number_align=rng.choice(("right", "center", "left")), row_gap_em=rng.choice((0.0, 0.1, 0.3, 0.8)), column_gap_em=rng.uniform(1, 6), stretch=rng.choice((1, rng.uniform(1, 3))), stretch_where=rng.choice(("columns", "gaps", "stub")),
        has_leaders=rng.random() < 0.15, rules=rng.choice(("none", "none", "horizontal", "grid", "booktabs", "box")), header_shade=rng.choice((None, None, 0.8)), total_rate=0.3, text_wrap_em=rng.uniform(8, 24),
        projected=rng.choice(("none", "none", "groups")), currency=rng.random() < 0.3, zebra=rng.choice((None, None, None, 0.92)),
    )  # fmt: skip


def _panels(rng: Random) -> dict[str, Any]:
    """The same few columns two or three times side by side, to save height."""
    base = rng.choice((_government_plain, _government_grid))(rng)
    panels, columns = rng.choice((2, 2, 3, 4)), rng.choice((2, 2, 3))
    return base | dict(
        name="panels", panels=panels, num_columns=panels * columns, header_depth=rng.choice((0, 1, 1, 1)), num_rows=_rows(rng, 4, 45), projected="none", hierarchy=False, row_spans="none",
        span_rate=0.0, stub=rng.choice(("years", "numbers", "countries", "states", "items", "codes", "words")), kinds=rng.choice((("integer",), ("decimal",), ("percent", "integer"))), total_rate=0.0,
        stub_wrap_em=20.0, has_leaders=rng.random() < 0.2, units_below=False, group_every=rng.choice((0, 0, 5)), blank_rate=0.0,
        rules=rng.choice(("booktabs", "panels", "panels", "grid", "none", "columns")),
    )  # fmt: skip


def _wide(rng: Random) -> dict[str, Any]:
    base = rng.choice((_government_grid, _government_plain, _spreadsheet, _journal))(rng)
    columns = rng.randint(10, 20)
    return base | dict(
        name="wide", font=_font(rng, low=5, high=8), num_columns=columns, column_gap_em=rng.uniform(0.45, 1.4), kinds=rng.choice((("integer",), ("small", "decimal"), ("percent", "integer"), ("choice", "small"))),
        stretch=rng.uniform(1, 1.2), header_wrap_em=rng.uniform(2.5, 6), stub_wrap_em=rng.uniform(6, 14), row_spans="none",
    )  # fmt: skip


def _dense(rng: Random) -> dict[str, Any]:
    base = rng.choice((_government_plain, _government_grid, _financial, _spreadsheet))(rng)
    return base | dict(
        name="dense", font=_font(rng, low=5, high=8), num_rows=rng.randint(35, 66), num_columns=rng.randint(4, 10), row_gap_em=rng.choice((0.0, 0.0, 0.1)), leading=rng.uniform(1.0, 1.2),
        kinds=NUMBERS, stub_wrap_em=rng.uniform(14, 30),
    )  # fmt: skip


ARCHETYPES: tuple[tuple[Draw, float], ...] = (
    (_journal, 21), (_government_grid, 19), (_government_plain, 17), (_government_colour, 7), (_financial, 15), (_yearbook, 5),
    (_spreadsheet, 6), (_prose, 10), (_pairs, 4), (_wide, 3.5), (_dense, 3), (_panels, 3),
)  # fmt: skip


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
    return dict(
        rules_as_shadings=rng.random() < 0.02, is_dashed=rng.random() < 0.02, is_segmented=rng.random() < 0.06, leader_kind=rng.choice(("solid", "dots")), leader_reach=rng.choice((0.0, rng.random() * 0.8)),
        hang_em=rng.choice((0.0, 0.0, 0.0, 0.8, 1.5)), header_scale=rng.choice((1.0, 1.0, 1.0, 1.0, 0.85, 1.15)), stub_scale=rng.choice((1.0,) * 9 + (1.2,)),
        glue_marks=rng.random() < 0.5, total_align=rng.choice(("left", "left", "left", "right", "center")), shaded_cell_rate=rng.choice((0.0,) * 24 + (0.08,)),
        row_jitter_em=rng.choice((0.0, 0.0, 0.0, 0.0, 0.5, 1.5)), projected_gap_after_em=rng.choice((0.0, 0.0, 0.0, 0.5)), double_rules=rng.random() < 0.06,
    )  # fmt: skip


def _with_drawn_rules(style: Style, rng: Random) -> Style:
    """The style with enough room around its text where it draws lines between rows and columns."""
    if style.rules in ("grid", "vertical", "columns"):
        style = replace(style, column_gap_em=max(style.column_gap_em, rng.uniform(0.45, 1.0)))
    if style.rules == "booktabs" and rng.random() < 0.08:
        style = replace(style, rules="latex")
    return replace(style, rule_weight=rng.choice((0.25, 0.5, 0.5, 0.75, 1.0)))
