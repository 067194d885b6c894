"""Whole synthetic pages for table detection: running text, distractors, and tables with their captions and notes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from table.cells import Table
from table.geometry import BBox, Ruling, Shading, Word
from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.furniture import Sheet, furnish
from training.synthesis.page_canvas import PageCanvas, down
from training.synthesis.page_plans import Plan, choose_plan
from training.synthesis.samples import PageTable, SynthPage
from training.synthesis.style_choice import choose_style
from training.synthesis.styles import Style
from training.synthesis.surroundings import caption, set_text
from training.synthesis.tables import TypesetTable, typeset
from training.synthesis.truth import Unusable, build_table
from training.synthesis.values import sentence

_MIN_SCALE = 0.6  # a table is scaled down so far to fit, then drawn anew
_ATTEMPTS = 8
_MIN_ROWS = 2


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


def _new_canvas(rng: Random, plan: Plan) -> PageCanvas:
    size = rng.uniform(8, 10.5) if plan.num_columns > 1 else rng.uniform(8.5, 12)
    body = Font(rng.choice(("serif", "serif", "sans")), size, rng.choice((1.0, 1.0, 0.9)))
    return PageCanvas(body=body, leading=rng.uniform(1.1, 1.5), align=rng.choice(("justify", "justify", "left")))


def _fill(rng: Random, plan: Plan, page: PageCanvas, tables: list[PageTable]) -> None:
    margin = plan.width * rng.uniform(0.06, 0.15)
    top, bottom = furnish(rng, page, Sheet(plan.width, plan.height, margin))
    left, width = margin, plan.width - 2 * margin
    if plan.is_full_table:
        top = _table(rng, page, tables, left, top, width, bottom - top, is_filling=rng.random() < 0.8)
    elif plan.top_table and plan.num_columns > 1:
        top = _table(rng, page, tables, left, top, width, (bottom - top) * 0.5)
    if bottom - top > 60:
        _columns(rng, plan, page, tables, left, top, width, bottom)


def _columns(
    rng: Random, plan: Plan, page: PageCanvas, tables: list[PageTable], left: float, top: float, width: float, bottom: float
) -> None:
    gutter, has_line = rng.uniform(12, 28), rng.random() < 0.1
    column_width = (width - gutter * (plan.num_columns - 1)) / plan.num_columns
    for column in range(plan.num_columns):
        x = left + column * (column_width + gutter)
        if column and has_line:
            down(page, x - gutter / 2, top, bottom)
        end = bottom if rng.random() < 0.8 else top + (bottom - top) * rng.uniform(0.2, 1)
        _column(rng, plan, page, tables, x, top, column_width, end)


def _column(rng: Random, plan: Plan, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, end: float) -> None:
    elements, weights = zip(*plan.elements, strict=True)
    misses = 0
    while end - y > page.body.size * 3 and misses < 4:
        if rng.random() < plan.table_rate:
            after = _tables(rng, page, tables, x, y, width, end - y)
        else:
            after = rng.choices(elements, weights)[0](rng, page, x, y, width, end - y)
        misses = misses + 1 if after <= y else 0
        y = max(after, y)


def _tables(rng: Random, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, room: float) -> float:
    """One table, or two side by side."""
    if width > 380 and rng.random() < 0.08:
        half = (width - rng.uniform(14, 40)) / 2
        ends = [_table(rng, page, tables, start, y, half, room) for start in (x, x + width - half)]
        return max(ends)
    return _table(rng, page, tables, x, y, width, room)


def _table(
    rng: Random, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, room: float, *, is_filling: bool = False
) -> float:
    """A table with caption and notes; returns the y below, or the same y when nothing fitted."""
    if room < 60:
        return y
    head_room = rng.choice((0.0, 1.0, 2.0, 3.0)) * page.body.size * 1.2
    made = _fitting(rng, width, room - head_room - 24, page.body, is_filling=is_filling)
    if made is None:
        return y
    box = made.drawn_bbox
    scale = min(1.0, width / box.width)
    left = x + (width - box.width * scale) * rng.choice((0.0, 0.5, 0.5))
    has_caption_below = rng.random() < 0.12
    if head_room and not has_caption_below:
        title = page.body.bold() if rng.random() < 0.6 else page.body
        align = rng.choice(("left", "left", "center"))
        y = set_text(page, caption(rng), title.scaled(rng.choice((0.85, 1.0))), x, y, width, align=align, max_lines=int(head_room / 12) + 1)
        y += rng.choice((1, 3, 6))
        if rng.random() < 0.15:
            y = set_text(page, tuple(rng.choice(v.UNIT_LINES).split()), page.body.scaled(0.85), left, y, box.width * scale, align="right")
    tables.append(_put(page, made, left - box.x0 * scale, y - box.y0 * scale, scale))
    y += box.height * scale + rng.choice((1, 3, 8))
    return _after_table(rng, page, x, y, width, room, has_caption_below)


def _after_table(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float, has_caption: bool) -> float:
    small = page.body.scaled(0.8)
    if has_caption:
        y = set_text(page, caption(rng), page.body, x, y, width, max_lines=2)
    elif rng.random() < 0.5:
        y = set_text(
            page, (*rng.choice(v.NOTE_STARTS).split(), *sentence(rng, rng.randint(3, 18), stop=True)), small, x, y, width, max_lines=2
        )
    return y + page.body.size * rng.choice((0.5, 1, 1.5, 2))


def _matching(rng: Random, style: Style, body: Font) -> Style:
    """Most tables are set in the page's own type, a little smaller."""
    if rng.random() < 0.25:
        return style
    size = max(5.0, body.size * rng.choice((1.0, 0.9, 0.9, 0.8, 0.75)))
    family = body.family if rng.random() < 0.7 else style.font.family
    return replace(style, font=Font(family, size, style.font.stretch))


def _fitting(rng: Random, width: float, room: float, body: Font, *, is_filling: bool = False) -> TypesetTable | None:
    """A table that fits the room after scaling by at least ``_MIN_SCALE``, or ``None`` after some attempts."""
    for _ in range(_ATTEMPTS):
        style = _matching(rng, choose_style(rng), body)
        capacity = int(room / (style.font.size * (style.leading + style.row_gap_em))) - style.header_depth
        if capacity < _MIN_ROWS:
            continue
        wanted = rng.randint(max(_MIN_ROWS, capacity // 2), capacity) if is_filling else max(style.num_rows, _MIN_ROWS)
        style = replace(style, num_rows=min(wanted, capacity))
        if width < 280:
            style = replace(style, num_columns=max(2, min(style.num_columns, 5)), stub_wrap_em=min(style.stub_wrap_em, 10))
        try:
            made = typeset(rng, style)
        except Unusable:
            continue
        box = made.drawn_bbox
        scale = min(1.0, width / box.width)
        if scale >= _MIN_SCALE and box.height * scale <= room:
            return made
    return None


def _put(page: PageCanvas, made: TypesetTable, dx: float, dy: float, scale: float) -> PageTable:
    """The table drawn on the page: its own frame scaled, then moved."""
    for words in made.layout.words:
        page.words += [
            w._replace(x0=w.x0 * scale + dx, y0=w.y0 * scale + dy, x1=w.x1 * scale + dx, y1=w.y1 * scale + dy, line=page.line + 1 + w.line)
            for w in words
        ]
    page.line += 10_000
    page.rulings += [(a * scale + dx, b * scale + dy, c * scale + dx, d * scale + dy) for a, b, c, d in made.drawing.rulings]
    page.shadings += [
        ((a * scale + dx, b * scale + dy, c * scale + dx, d * scale + dy), shade) for (a, b, c, d), shade in made.drawing.shadings
    ]
    text_bbox = made.truth.bbox.scale(scale).shift(dx, dy)
    return PageTable(made.drawn_bbox.scale(scale).shift(dx, dy), text_bbox, 0, build_table(made.layout, made.truth, dx, dy, scale))


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


def _sideways_page(rng: Random, plan: Plan, page: PageCanvas) -> SynthPage:
    """A table set on a landscape sheet, then turned 90 degrees counter-clockwise; the running head stays upright."""
    margin = plan.height * rng.uniform(0.05, 0.12)
    tables: list[PageTable] = []
    _table(
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
    if rng.random() < 0.5 or any(t.bbox.intersection_area(w.bbox) > 0 for t in turned.tables for w in extra.words):
        return turned
    return replace(
        turned,
        words=turned.words + extra.words,
        rulings=turned.rulings + extra.rulings,
        shadings=turned.shadings + extra.shadings,
    )


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
