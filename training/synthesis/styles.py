"""The look of one table as one value, and the small draws all archetypes share. Nothing here knows the content of a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    sums: int = 0  # rows of a block of sums below the body, labelled beside the last column
    sums_span: bool = False  # their labels stand across everything before the last column
    sums_gap_em: float = 0.0
    uneven_header: bool = False  # some header cells have one word, others many
    blank_rate: float = 0.0
    blank_columns: bool = False
    missing_rate: float = 0.03
    footnote_rate: float = 0.0
    currency: bool = False
    currency_glued: bool = False  # "$5" one word, else "$" stands left of its column's numbers
    hangs_brackets: bool = False  # a closing bracket or percent sign stands right of the aligned digits
    has_vertical_header: bool = False  # header leaves read upwards
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
    total_shade: float | None = None
    column_shade: float | None = None  # every second column, or one
    body_shade: float | None = None  # every cell is filled, the body in this shade
    cell_gap: float = 0.0  # points of paper between the fills of a filled table
    shaded_cells: bool = False  # shading drawn cell by cell


Draw = Callable[[Random], dict[str, Any]]

NUMBERS = ("integer", "integer", "decimal", "decimal", "percent", "money", "small")
SCIENCE = ("mean_sd", "estimate_ci", "count_percent", "p_value", "decimal", "small", "integer", "signed", "range")
TEXTS = ("phrase", "word", "long", "date", "code", "name", "choice", "reference", "integer")


def choose_font(rng: Random, families: tuple[str, ...] = ("sans", "serif"), low: float = 6.5, high: float = 11.0) -> Font:
    return Font(rng.choice(families), round(rng.uniform(low, high) * 2) / 2, rng.choice((1.0, 1.0, 1.0, rng.uniform(0.8, 1.1))))


def choose_rows(rng: Random, low: int, high: int) -> int:
    return int(low * (high / low) ** rng.random())
