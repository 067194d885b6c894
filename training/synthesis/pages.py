"""Whole synthetic pages for table detection: running text, distractors, and tables with their captions and notes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from table.cells import Table
from table.geometry import BBox, Ruling, Shading, Word
from training.synthesis.fonts import Font
from training.synthesis.furniture import Sheet, furnish
from training.synthesis.page_canvas import PageCanvas, down
from training.synthesis.page_plans import PagePlan, choose_plan
from training.synthesis.page_tables import put_stack, put_table, put_tables
from training.synthesis.samples import PageTable, SynthPage


def synth_page(seed: int) -> SynthPage:
    """A reproducible random page with 0 to about 6 tables; the same seed gives the same page."""
    rng = Random(seed)
    plan = choose_plan(rng)
    page = _new_canvas(rng, plan)
    tables: list[PageTable] = []
    if plan.is_sideways:
        return _sideways_page(rng, plan, page)
    _fill(rng, plan, page, tables)
    return _finished(page, tables, plan.width, plan.height)


def _new_canvas(rng: Random, plan: PagePlan) -> PageCanvas:
    size = rng.uniform(8, 10.5) if plan.num_columns > 1 else rng.uniform(8.5, 12)
    body = Font(rng.choice(("serif", "serif", "sans")), size, rng.choice((1.0, 1.0, 0.9)))
    return PageCanvas(body=body, leading=rng.uniform(1.1, 1.5), align=rng.choice(("justify", "justify", "left")))


def _fill(rng: Random, plan: PagePlan, page: PageCanvas, tables: list[PageTable]) -> None:
    margin = plan.width * rng.uniform(0.06, 0.15)
    top, bottom = furnish(rng, page, Sheet(plan.width, plan.height, margin))
    left, width = margin, plan.width - 2 * margin
    if plan.is_full_table:
        top = put_table(rng, page, tables, left, top, width, bottom - top, is_filling=rng.random() < 0.8)
    elif plan.top_table and plan.num_columns > 1:
        top = put_table(rng, page, tables, left, top, width, (bottom - top) * 0.5)
    if bottom - top > 60:
        _columns(rng, plan, page, tables, left, top, width, bottom)


def _columns(
    rng: Random, plan: PagePlan, page: PageCanvas, tables: list[PageTable], left: float, top: float, width: float, bottom: float
) -> None:
    gutter, has_line = rng.uniform(12, 28), rng.random() < 0.1
    column_width = (width - gutter * (plan.num_columns - 1)) / plan.num_columns
    for column in range(plan.num_columns):
        x = left + column * (column_width + gutter)
        if column and has_line:
            down(page, x - gutter / 2, top, bottom)
        end = bottom if rng.random() < 0.8 else top + (bottom - top) * rng.uniform(0.2, 1)
        _column(rng, plan, page, tables, x, top, column_width, end)


def _column(rng: Random, plan: PagePlan, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, end: float) -> None:
    elements, weights = zip(*plan.elements, strict=True)
    misses = 0
    while end - y > page.body.size * 3 and misses < 4:
        if plan.stack_rate and rng.random() < plan.stack_rate:
            after = put_stack(rng, page, tables, x, y, width, end - y)
        elif rng.random() < plan.table_rate:
            after = put_tables(rng, page, tables, x, y, width, end - y)
        else:
            after = rng.choices(elements, weights)[0](rng, page, x, y, width, end - y)
        misses = misses + 1 if after <= y else 0
        y = max(after, y)


def _finished(page: PageCanvas, tables: list[PageTable], width: float, height: float) -> SynthPage:
    frame = BBox(0.0, 0.0, width, height)
    words = tuple(
        Word(w.text, box, w.line, 1.0, w.bold)
        for w in page.words
        if (box := BBox(w.x0, w.y0, w.x1, w.y1).intersection(frame)) and box.area > 0
    )
    return SynthPage(
        words,
        tuple(Ruling(box) for r in page.rulings if (box := BBox(*r).intersection(frame))),
        tuple(Shading(box, shade) for r, shade in page.shadings if (box := BBox(*r).intersection(frame))),
        tuple(box for p in page.pictures if (box := p.intersection(frame))),
        width,
        height,
        tuple(tables),
    )


def _sideways_page(rng: Random, plan: PagePlan, page: PageCanvas) -> SynthPage:
    """A table set on a landscape sheet, then turned 90 degrees counter-clockwise; the running head stays upright."""
    margin = plan.height * rng.uniform(0.05, 0.12)
    tables: list[PageTable] = []
    put_table(
        rng,
        page,
        tables,
        margin,
        plan.width * rng.uniform(0.08, 0.2),
        plan.height - 2 * margin,
        plan.width * 0.7,
        is_filling=rng.random() < 0.7,
    )
    turned = _turned(_finished(page, tables, plan.height, plan.width))
    upright = PageCanvas(body=page.body, line=page.line + 1)
    furnish(rng, upright, Sheet(plan.width, plan.height, plan.width * 0.1))
    extra = _finished(upright, [], plan.width, plan.height)
    if rng.random() < 0.5 or _touches(turned, extra):
        return turned
    return replace(
        turned,
        words=turned.words + extra.words,
        rulings=turned.rulings + extra.rulings,
        shadings=turned.shadings + extra.shadings,
    )


def _touches(page: SynthPage, extra: SynthPage) -> bool:
    boxes = [*(w.bbox for w in extra.words), *(r.bbox for r in extra.rulings), *(s.bbox for s in extra.shadings)]
    return any(table.bbox.intersection_area(box) > 0 for table in page.tables for box in boxes)


def _turned(page: SynthPage) -> SynthPage:
    """The page turned 90 degrees counter-clockwise, truth and all: ``(x, y)`` goes to ``(y, width - x)``."""

    def turn(box: BBox) -> BBox:
        return BBox(box.y0, page.width - box.x1, box.y1, page.width - box.x0)

    def turn_table(table: Table) -> Table:
        cells = tuple(replace(cell, bbox=turn(cell.bbox) if cell.bbox else None) for cell in table.cells)
        return replace(table, cells=cells, bbox=turn(table.bbox) if table.bbox else None, rotation=90)

    return SynthPage(
        tuple(replace(w, bbox=turn(w.bbox)) for w in page.words),
        tuple(Ruling(turn(r.bbox)) for r in page.rulings),
        tuple(Shading(turn(s.bbox), s.luminance) for s in page.shadings),
        tuple(turn(p) for p in page.pictures),
        page.height,
        page.width,
        tuple(PageTable(turn(t.bbox), turn(t.text_bbox), 90, turn_table(t.table)) for t in page.tables),
    )
