"""The logical content of a table in canonical form: which cells there are, what they say and how they are meant to stand.

Follows pubtables1m 6.5: header trees whose blank rows belong to the children (or, when a spanner stands at the bottom of its
block, to the spanner), projected row headers as one full-width cell, blank stubs merged into the stub above.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from training.synthesis import vocabulary as v
from training.synthesis.drafts import Draft
from training.synthesis.headers import header_drafts
from training.synthesis.stubs import stub_source
from training.synthesis.styles import NUMBERS, Style
from training.synthesis.sums import sum_drafts, sum_labels
from training.synthesis.values import FORMATS, NUMERIC_KINDS, SUPERSCRIPT, Tokens, ValueFormat, sentence


class RowPlan(NamedTuple):
    """One body row: ``kind`` is data, total, sum, projected or message; ``gap`` is extra space before it in font sizes."""

    kind: str
    level: int
    gap: float


@dataclass(frozen=True, slots=True)
class Content:
    """All drafts of a table; ``gaps`` is the extra space before each row in font sizes, ``totals`` the rows of sums."""

    num_rows: int
    num_columns: int
    num_header_rows: int
    drafts: tuple[Draft, ...]
    gaps: tuple[float, ...]
    totals: frozenset[int]
    projected: frozenset[int]
    aligns: tuple[str, ...]


def build_content(rng: Random, style: Style) -> Content:
    """The content of one table in the given style; never has a row or column without text unless chance leaves one blank."""
    kinds = _column_kinds(rng, style)
    aligns = tuple(_body_align(rng, style, kind) for kind in kinds)
    header, depth = header_drafts(rng, style, kinds, aligns)
    plans = _row_plans(rng, style)
    body = _body_drafts(rng, style, kinds, aligns, plans, depth)
    first_gap = style.header_gap_em if depth else 0.0
    between = rng.choice((0.0, 0.0, 0.2, 0.4))
    gaps = [between if row else 0.0 for row in range(depth)] + [plan.gap for plan in plans]
    gaps[depth] += first_gap
    return Content(
        depth + len(plans),
        style.num_columns,
        depth,
        tuple(header + body),
        tuple(gaps),
        frozenset(depth + i for i, plan in enumerate(plans) if plan.kind in ("total", "sum")),
        frozenset(depth + i for i, plan in enumerate(plans) if plan.kind == "projected"),
        aligns,
    )


def _column_kinds(rng: Random, style: Style) -> tuple[str, ...]:
    count = style.num_columns - 1
    if style.uniform_kind:
        kinds = [rng.choice(style.kinds)] * count
    else:
        cycle = rng.choices(style.kinds, k=rng.choice((1, 2, 2, 3, count, count)))
        kinds = [cycle[i % len(cycle)] for i in range(count)] if rng.random() < 0.6 else rng.choices(style.kinds, k=count)
    kinds = ["phrase" if kind == "long" and count > 4 else kind for kind in kinds]
    if style.panels > 1:
        period = style.num_columns // style.panels
        kinds = [("panel" if column % period == 0 else kinds[column % period - 1]) for column in range(1, style.num_columns)]
    return ("stub", *kinds)


def _body_align(rng: Random, style: Style, kind: str) -> str:
    if kind in ("stub", "panel"):
        if style.stub in ("years", "numbers", "codes", "dates", "months"):
            return rng.choice(("left", "left", "center", "right"))
        return "left" if rng.random() < 0.93 or style.rules != "grid" else "center"
    if kind in NUMERIC_KINDS or kind in ("choice", "range"):
        return style.number_align
    return style.text_align if rng.random() < 0.85 else "center"


def _row_plans(rng: Random, style: Style) -> list[RowPlan]:
    plans: list[RowPlan] = []
    remaining, in_group = style.num_rows, 0
    while remaining > 0:
        if in_group == 0 and style.projected != "none":
            plans += _section(rng, style, first=not plans)
            in_group = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 8, 12)) if rng.random() < 0.9 else remaining
        elif in_group == 0:
            in_group = remaining
        block = min(in_group, remaining)
        rows = _data_rows(rng, style, block)
        if plans and plans[-1].kind == "projected":
            rows[0] = rows[0]._replace(gap=style.projected_gap_after_em)
        plans += rows
        remaining -= block
        in_group = 0
    if style.projected == "none" and style.total_rate and rng.random() < style.total_rate:
        plans.append(RowPlan("total", 0, rng.choice((0.0, 0.0, 0.3))))
    if style.group_every:
        plans = [p._replace(gap=p.gap + 0.5) if i and i % style.group_every == 0 else p for i, p in enumerate(plans)]
    return plans + [RowPlan("sum", 0, 0.0 if number else style.sums_gap_em) for number in range(style.sums)]


def _section(rng: Random, style: Style, *, first: bool) -> list[RowPlan]:
    if first and rng.random() < 0.2:
        return []
    gap = 0.0 if first else style.projected_gap_em
    if style.projected == "nested" and rng.random() < 0.4:
        return [RowPlan("projected", 0, gap), RowPlan("projected", 1, 0.0)]
    return [RowPlan("projected", 1 if style.projected == "nested" else 0, gap)]


def _data_rows(rng: Random, style: Style, count: int) -> list[RowPlan]:
    base = 1 if style.projected != "none" and style.indent_em and rng.random() < 0.95 else 0
    rows: list[RowPlan] = []
    while len(rows) < count:
        rows.append(RowPlan("message" if rng.random() < style.span_rate else "data", base, 0.0))
        if style.hierarchy and rng.random() < 0.6:
            children = min(rng.randint(1, 5), count - len(rows))
            rows += [RowPlan("data", base + 1, 0.0)] * children
    if style.projected != "none" and count > 1 and rng.random() < style.total_rate:
        rows[-1] = RowPlan("total", base + rng.choice((0, 0, 1)), 0.0)
    return rows


def _body_drafts(
    rng: Random, style: Style, kinds: tuple[str, ...], aligns: tuple[str, ...], plans: list[RowPlan], depth: int
) -> list[Draft]:
    formats = [FORMATS[kind](rng) if kind in FORMATS else None for kind in kinds]
    blank_rates = [style.blank_rate * (rng.choice((0, 1, 3)) if style.blank_columns else 1) for _ in kinds]
    spans = _span_blocks(rng, style, plans)
    labels = stub_source(rng, style, len(plans) * style.panels)
    num_filled = len(labels) - (rng.randint(0, len(plans) - 1) if style.panels > 1 else 0)  # the last panel may end early
    panels = _Panels(style.num_columns // style.panels, len(plans), labels[:num_filled])
    missing = rng.choice(v.MISSING_MARKS)
    total_bold = rng.random() < 0.5
    total_label = rng.choice(v.TOTAL_WORDS)
    sums = sum_labels(rng, style.sums)
    drafts: list[Draft] = []
    for index, plan in enumerate(plans):
        row = depth + index
        if plan.kind == "projected":
            drafts.append(_projected(rng, style, row, plan.level))
            continue
        if plan.kind == "sum":
            drafts += sum_drafts(rng, style, row, sums[index - len(plans)], total_bold and index == len(plans) - 1)
            continue
        drafts += _stub(rng, style, row, index, plan, spans, labels, aligns[0], total_label if plan.kind == "total" else "", total_bold)
        if plan.kind == "message" and style.num_columns > 2:
            drafts += _message(rng, style, row)
            continue
        opens = index == 0 or plans[index - 1].kind == "projected" or plan.kind == "total"
        bold = total_bold and plan.kind == "total"
        drafts += _values(rng, style, row, index, kinds, aligns, formats, blank_rates, spans, missing, opens, bold, panels)
    return _merge_blank_stubs(drafts, {depth + index for index, plan in enumerate(plans) if plan.kind in ("total", "sum")})


def _projected(rng: Random, style: Style, row: int, level: int) -> Draft:
    title = tuple(rng.choice(v.SECTION_TITLES).split()) if rng.random() < 0.75 else sentence(rng, rng.randint(1, 7))
    if rng.random() < 0.1:
        title = tuple(word.upper() for word in title)
    return Draft(
        row,
        row + 1,
        0,
        style.num_columns,
        title,
        "projected",
        style.projected_align,
        "bottom",
        level * style.indent_em,
        style.projected_bold,
    )


def _message(rng: Random, style: Style, row: int) -> list[Draft]:
    text = tuple(
        rng.choice(("Not available", "not applicable", "No data", "(reference)", "Data suppressed", "Withdrawn from study", "n.a.")).split()
    )
    if rng.random() < 0.3:
        text = sentence(rng, rng.randint(3, 10))
    start = 1 if rng.random() < 0.7 else rng.randint(1, style.num_columns - 2)
    cells = [Draft(row, row + 1, c, c + 1, (rng.choice(("–", "0", "1.0")),), "body", style.number_align, "top") for c in range(1, start)]
    return [*cells, Draft(row, row + 1, start, style.num_columns, text, "message", rng.choice(("center", "center", "left")), "top")]


class _Panels(NamedTuple):
    """The row labels of a table whose columns repeat side by side, running on from panel to panel."""

    period: int
    num_rows: int
    labels: list[Tokens]

    def is_past_end(self, column: int, index: int) -> bool:
        return column // self.period * self.num_rows + index >= len(self.labels)

    def label(self, column: int, index: int) -> Tokens:
        at = column // self.period * self.num_rows + index
        return self.labels[at] if at < len(self.labels) and column % self.period == 0 else ()


Spans = dict[int, list[tuple[int, int]]]


def _span_blocks(rng: Random, style: Style, plans: list[RowPlan]) -> Spans:
    """Blocks of rows ``(start, stop)`` per leading column whose cell spans them; rows in no block are single."""
    if style.row_spans == "none" or style.num_columns < 3:
        return {}
    blocks: Spans = {0: _blocks(rng, plans, 0, len(plans), (1, 2, 2, 3, 3, 4, 6))}
    if style.row_spans == "second" and style.num_columns > 3:
        blocks[1] = [inner for start, stop in blocks[0] for inner in _blocks(rng, plans, start, stop, (1, 1, 2, 2))]
    return {column: [b for b in found if b[1] - b[0] > 1] for column, found in blocks.items()}


def _blocks(rng: Random, plans: list[RowPlan], start: int, stop: int, sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    blocks, at = [], start
    fixed = rng.choice(sizes) if rng.random() < 0.4 else 0
    while at < stop:
        size = fixed or rng.choice(sizes)
        end = at + 1
        while end < min(at + size, stop) and plans[end].kind == "data" and plans[at].kind == "data":
            end += 1
        blocks.append((at, end))
        at = end
    return blocks


def _block_at(spans: Spans, column: int, index: int) -> tuple[int, int]:
    for start, stop in spans.get(column, ()):
        if start <= index < stop:
            return start, stop
    return index, index + 1


def _stub(
    rng: Random,
    style: Style,
    row: int,
    index: int,
    plan: RowPlan,
    spans: Spans,
    labels: list[Tokens],
    align: str,
    total: str,
    total_bold: bool,
) -> list[Draft]:
    start, stop = _block_at(spans, 0, index)
    if start != index:
        return []
    if plan.kind == "total":
        is_unlabelled = style.name == "financial" and rng.random() < 0.3 and index > 0
        tokens, bold = (() if is_unlabelled else tuple(total.split())), total_bold
        align = style.total_align if align == "left" and style.total_align != "left" and plan.level == 0 else align
    else:
        tokens, bold = labels[index], style.stub_bold
    if tokens and rng.random() < style.footnote_rate:
        tokens = (*tokens, SUPERSCRIPT + rng.choice(v.SUPERSCRIPTS))
    valign = style.row_span_valign if stop - start > 1 else style.body_valign
    return [
        Draft(
            row,
            row + stop - start,
            0,
            1,
            tokens,
            "stub",
            align,
            valign,
            plan.level * style.indent_em,
            bold,
            style.has_leaders and bool(tokens),
        )
    ]


def _values(
    rng: Random, style: Style, row: int, index: int, kinds: tuple[str, ...], aligns: tuple[str, ...], formats: list[ValueFormat | None],
    blank_rates: list[float], spans: Spans, missing: str, opens: bool, bold: bool, panels: _Panels,
) -> list[Draft]:  # fmt: skip
    drafts: list[Draft] = []
    must = rng.randrange(1, style.num_columns) if style.num_columns > 1 else 0
    for column in range(1, style.num_columns):
        start, stop = _block_at(spans, column, index)
        if start != index:
            continue
        if kinds[column] == "panel" or panels.is_past_end(column, index):
            drafts.append(Draft(row, row + 1, column, column + 1, panels.label(column, index), "body", aligns[column], style.body_valign))
            continue
        tokens = _value(rng, style, kinds[column], formats[column], missing, opens)
        is_second_stub = column == 1 and bool(spans)
        if rng.random() < blank_rates[column] and column != must and not is_second_stub:
            tokens = ()
        elif not tokens and column == must:
            tokens = (missing,)
        valign = style.row_span_valign if stop - start > 1 else style.body_valign
        drafts.append(Draft(row, row + stop - start, column, column + 1, tokens, "body", aligns[column], valign, 0.0, bold))
    return drafts


def _value(rng: Random, style: Style, kind: str, draw: ValueFormat | None, missing: str, opens: bool) -> Tokens:
    assert draw is not None, "only the stub column has no format"
    if rng.random() < style.missing_rate:
        return (missing,)
    tokens = draw(rng)
    if kind == "money" and style.currency and opens and tokens[0][0] not in "$€£":
        tokens = ("$" + tokens[0], *tokens[1:]) if style.currency_glued else ("$", *tokens)
    if tokens and rng.random() < style.footnote_rate * 0.5 and kind in NUMBERS:
        tokens = (*tokens, SUPERSCRIPT + rng.choice(v.SUPERSCRIPTS))
    return tokens


def _merge_blank_stubs(drafts: list[Draft], totals: set[int]) -> list[Draft]:
    """Blank first-column cells joined to the stub directly above (step M5).

    A blank below a full-width row stays, and so does that of an unlabelled sum, as financial data sets keep it.
    """
    merged: list[Draft] = []
    last_stub: int | None = None
    for draft in drafts:
        if draft.role == "projected":
            last_stub = None
        elif draft.role == "stub" and not draft.tokens and last_stub is not None and draft.top not in totals:
            above = merged[last_stub]
            merged[last_stub] = above._replace(bottom=draft.bottom, valign="top")
            continue
        if draft.role == "stub":
            last_stub = len(merged) if draft.tokens else None
        merged.append(draft)
    return merged
