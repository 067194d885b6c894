"""What kind of page: its size, its columns, and how often which element comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from training.synthesis import charts, diagrams, figures, listings
from training.synthesis.page_canvas import PageCanvas
from training.synthesis.small_multiples import small_multiples

Element = Callable[[Random, PageCanvas, float, float, float, float], float]
Weights = tuple[tuple[Element, float], ...]

_SIZES = ((612.0, 792.0), (612.0, 792.0), (595.0, 842.0), (595.0, 842.0), (499.0, 709.0), (540.0, 720.0), (612.0, 1008.0))

PROSE: Weights = (
    (figures.paragraph, 12), (figures.heading, 4), (figures.bullets, 2), (listings.equation, 0.8), (diagrams.picture, 0.6),
    (charts.chart, 1.5), (charts.chart_row, 0.35), (small_multiples, 0.45), (diagrams.pies, 0.3), (diagrams.map_with_names, 0.15),
    (figures.framed_box, 0.5), (diagrams.flow_chart, 0.2), (diagrams.organisation_chart, 0.1), (diagrams.timeline, 0.12),
    (listings.form, 0.15), (listings.address_block, 0.2), (listings.key_facts, 0.25), (listings.code, 0.12),
    (listings.numbered_lines, 0.1),
)  # fmt: skip
DISTRACTORS: Weights = (
    (charts.chart, 5), (charts.chart_row, 2), (small_multiples, 3), (diagrams.pies, 1.5), (diagrams.map_with_names, 1),
    (diagrams.picture, 1.5), (diagrams.flow_chart, 1), (diagrams.organisation_chart, 0.7), (diagrams.timeline, 0.7),
    (listings.form, 2), (listings.contents, 2), (listings.references, 2), (listings.index, 1), (listings.code, 0.7),
    (listings.numbered_lines, 1), (listings.key_facts, 1), (listings.address_block, 1), (listings.equation, 1),
    (figures.framed_box, 1), (figures.bullets, 1), (figures.paragraph, 3), (figures.heading, 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page: its size, text columns, and the chance of a table, or of a stack of small ones, instead of another element."""

    width: float
    height: float
    num_columns: int
    table_rate: float
    elements: Weights
    is_full_table: bool = False
    is_sideways: bool = False
    top_table: bool = False
    stack_rate: float = 0.0


def choose_plan(rng: Random) -> PagePlan:
    """A random kind of page."""
    width, height = rng.choice(_SIZES)
    kind = rng.random()
    if kind < 0.28:
        return PagePlan(width, height, 1, rng.choice((0.08, 0.15, 0.3)), PROSE)
    if kind < 0.52:
        return PagePlan(width, height, 2, rng.choice((0.03, 0.08, 0.15)), PROSE, top_table=rng.random() < 0.4)
    if kind < 0.55:
        return PagePlan(width, height, 3, 0.05, PROSE)
    if kind < 0.65:
        return PagePlan(width, height, 1, 0.7, PROSE)
    if kind < 0.77:
        return PagePlan(width, height, 1, 0.0, PROSE, is_full_table=True)
    if kind < 0.82:
        return PagePlan(height, width, 1, 0.4, PROSE, is_full_table=rng.random() < 0.7)
    if kind < 0.86:
        return PagePlan(width, height, 1, 0.0, PROSE, is_sideways=True)
    if kind < 0.895:  # a page of statistics: small tables below and beside each other, hardly a line between
        return PagePlan(width, height, rng.choice((1, 2, 2, 3)), 0.3, PROSE, stack_rate=0.8)
    return PagePlan(width, height, rng.choice((1, 1, 2)), rng.choice((0.04, 0.15)), DISTRACTORS)
