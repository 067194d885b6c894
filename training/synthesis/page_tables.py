"""Tables on a page: alone, side by side or stacked, with captions and notes, scaled to the room there is."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas
from training.synthesis.samples import PageTable
from training.synthesis.style_choice import choose_style
from training.synthesis.styles import Style
from training.synthesis.surroundings import caption, set_text
from training.synthesis.tables import TypesetTable, typeset
from training.synthesis.truth import Unusable, build_table
from training.synthesis.values import sentence

_MIN_SCALE = 0.6  # a table is scaled down so far to fit, then drawn anew
_ATTEMPTS = 8
_MIN_ROWS = 2


def put_tables(rng: Random, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, room: float) -> float:
    """One table, two side by side, or several of one look one below the other."""
    if room > 180 and rng.random() < 0.1:
        below = put_stack(rng, page, tables, x, y, width, room)
        if below > y:
            return below
    if width > 380 and rng.random() < 0.08:
        half = (width - rng.uniform(14, 40)) / 2
        ends = [put_table(rng, page, tables, start, y, half, room) for start in (x, x + width - half)]
        return max(ends)
    return put_table(rng, page, tables, x, y, width, room)


def put_table(
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


def put_stack(rng: Random, page: PageCanvas, tables: list[PageTable], x: float, y: float, width: float, room: float) -> float:
    """Small tables of one look with nothing but a title line between them; each is a table of its own."""
    end, start = y + room, y
    style = _matching(rng, choose_style(rng), page.body)
    title = page.body.bold() if rng.random() < 0.6 else page.body
    align, gap, shift = rng.choice(("left", "left", "center")), rng.choice((1.0, 3.0, 6.0)), rng.choice((0.0, 0.5))
    for number in range(rng.randint(2, 5)):
        made = _typeset(rng, replace(style, num_rows=rng.randint(_MIN_ROWS, 8)), width, end - y - 6 * title.size)
        if made is None:
            break
        if number == 0 and rng.random() < 0.5:
            y = set_text(page, caption(rng), title, x, y, width, align=align, max_lines=2) + gap
        y = set_text(page, sentence(rng, rng.randint(1, 8)), title.scaled(0.95), x, y, width, align=align, max_lines=1) + gap
        box, scale = made.drawn_bbox, min(1.0, width / made.drawn_bbox.width)
        left = x + (width - box.width * scale) * shift
        tables.append(_put(page, made, left - box.x0 * scale, y - box.y0 * scale, scale))
        y += box.height * scale + gap + 2
    return y + page.body.size * (y > start)


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
        wanted = rng.randint(max(_MIN_ROWS, capacity // 2), capacity) if is_filling else style.num_rows
        style = replace(style, num_rows=min(wanted, capacity))
        if width < 280:
            style = replace(style, num_columns=max(2, min(style.num_columns, 5)), stub_wrap_em=min(style.stub_wrap_em, 10))
        made = _typeset(rng, style, width, room)
        if made is not None:
            return made
    return None


def _typeset(rng: Random, style: Style, width: float, room: float) -> TypesetTable | None:
    """A table of this style, with fewer rows when it comes out too tall; ``None`` when it does not fit even so."""
    for _ in range(2):
        try:
            made = typeset(rng, style)
        except Unusable:
            return None
        box = made.drawn_bbox
        scale = min(1.0, width / box.width)
        if scale < _MIN_SCALE:
            return None
        if box.height * scale <= room:
            return made
        num_rows = int(style.num_rows * 0.9 * room / (box.height * scale))
        if num_rows < _MIN_ROWS:
            return None
        style = replace(style, num_rows=num_rows)
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
