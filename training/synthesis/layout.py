"""From drafts to places: wraps text, sizes columns and rows as a typesetter would, and puts every word at its point.

The table's own frame is used here: origin at the top-left of its first row and column, points, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from training.synthesis.content import Content
from training.synthesis.drafts import Draft
from training.synthesis.fonts import Font
from training.synthesis.lines import SUPERSCRIPT_SIZE, Line, justified, wrap
from training.synthesis.styles import Style


class PlacedWord(NamedTuple):
    """A word in the table's frame."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    line: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A typeset table: words per draft (same order), geometric columns and rows, in the table's frame.

    ``column_left``/``column_right`` and ``row_top``/``row_bottom`` are the typesetter's areas, not the dilated truth.
    """

    content: Content
    words: tuple[tuple[PlacedWord, ...], ...]
    column_left: tuple[float, ...]
    column_right: tuple[float, ...]
    row_top: tuple[float, ...]
    row_bottom: tuple[float, ...]


class _Columns(NamedTuple):
    left: list[float]
    right: list[float]
    point: list[float]  # width before the decimal point, per column; 0 when the column is not aligned on it
    block: list[float]  # widest body text


def lay_out(rng: Random, style: Style, content: Content) -> Layout:
    """The table typeset in ``style``."""
    fonts = _Fonts.of(style)
    limits = _limits(rng, style, content)
    lines = [
        wrap(d.tokens, fonts.of_draft(d), _limit(d, limits, style), hang=_hang(style, d), glue_marks=style.glue_marks) if d.tokens else []
        for d in content.drafts
    ]
    columns = _columns(rng, style, content, lines)
    lines = _rewrap_wide(style, content, columns, lines, fonts)
    row_top, row_bottom = _rows(rng, style, content, lines, fonts)
    fill = _LineCounter()
    words = tuple(
        _place(style, draft, found, columns, row_top, row_bottom, fill, fonts.of_draft(draft)) if found else ()
        for draft, found in zip(content.drafts, lines, strict=True)
    )
    return Layout(content, words, tuple(columns.left), tuple(columns.right), tuple(row_top), tuple(row_bottom))


@dataclass(frozen=True, slots=True)
class _Fonts:
    """The fonts of one table: by role, plain and bold."""

    plain: dict[str, Font]
    bold: dict[str, Font]

    @staticmethod
    def of(style: Style) -> _Fonts:
        header, stub = style.font.scaled(style.header_scale), style.font.scaled(style.stub_scale)
        plain = {"header": header, "spanner": header, "stub": stub, "projected": stub, "body": style.font, "message": style.font}
        bolds = {id(font): font.bold() for font in (header, stub, style.font)}
        return _Fonts(plain, {role: bolds[id(font)] for role, font in plain.items()})

    def of_draft(self, draft: Draft) -> Font:
        return (self.bold if draft.bold else self.plain)[draft.role]


def _hang(style: Style, draft: Draft) -> float:
    return style.hang_em * style.font.size if draft.role == "stub" and draft.align == "left" else 0.0


class _LineCounter:
    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        self.count += 1
        return self.count - 1


def _limits(rng: Random, style: Style, content: Content) -> list[float]:
    size = style.font.size
    limits = [style.stub_wrap_em * size]
    limits += [style.text_wrap_em * size * rng.uniform(0.6, 1.3) for _ in range(content.num_columns - 1)]
    return limits


def _limit(draft: Draft, limits: list[float], style: Style) -> float:
    if draft.right - draft.left > 1:
        return 1e6
    if draft.role == "header":
        size = style.font.size
        return style.header_wrap_em * size if draft.left else max(limits[0] * 0.8, style.header_wrap_em * size)
    return limits[draft.left] if draft.role in ("stub", "body") else 1e6


def _split_width(draft: Draft, line: Line, font: Font) -> tuple[float, float]:
    """Widths left and right of the decimal point of a one-line number (all left when it has none)."""
    at = 0.0
    for piece in line.pieces:
        point = piece.text.find(".")
        if point >= 0 and not piece.is_raised:
            at = piece.x + font.width(piece.text[:point])
            return at, line.width - at
    first = line.pieces[0]
    return first.width, line.width - first.width


def _columns(rng: Random, style: Style, content: Content, lines: list[list[Line]]) -> _Columns:
    count, font = content.num_columns, style.font
    block, width = [0.0] * count, [0.0] * count
    before, after = [0.0] * count, [0.0] * count
    for draft, found in zip(content.drafts, lines, strict=True):
        if draft.right - draft.left != 1 or not found:
            continue
        if _is_vertical(style, draft):
            own = len(found) * font.size * style.leading
        else:
            own = max(line.width for line in found) + draft.indent * font.size + _bracket_room(style, draft, found[-1], font)
        width[draft.left] = max(width[draft.left], own)
        if draft.role in ("body", "stub"):
            block[draft.left] = max(block[draft.left], own)
        if draft.role == "body" and content.aligns[draft.left] == "decimal":
            whole, rest = _split_width(draft, found[0], font)
            before[draft.left], after[draft.left] = max(before[draft.left], whole), max(after[draft.left], rest)
    for column in range(count):
        if content.aligns[column] == "decimal":
            block[column] = max(block[column], before[column] + after[column])
        width[column] = max(width[column], block[column], font.size * 0.6)
    gaps = _gaps(rng, style, count)
    _make_room_for_spanners(content, lines, width, gaps)
    _stretch(rng, style, width, gaps)
    left: list[float] = []
    right: list[float] = []
    x = 0.0
    for column in range(count):
        left.append(x)
        right.append(x + width[column])
        x += width[column] + gaps[column]
    return _Columns(left, right, before, block)


def _is_vertical(style: Style, draft: Draft) -> bool:
    """Whether the draft's text reads upwards: header leaves but the stub head, where the style turns them."""
    return style.has_vertical_header and draft.role == "header" and draft.left > 0


def _bracket_room(style: Style, draft: Draft, line: Line, font: Font) -> float:
    """Room kept right of digits for hanging brackets and percent signs; 0 for what ends with one, or is not right-aligned."""
    if not style.hangs_brackets or draft.role != "body" or draft.align != "right" or line.pieces[-1].text[-1] in ")%":
        return 0.0
    return font.width(")")


def _gaps(rng: Random, style: Style, count: int) -> list[float]:
    size = style.font.size
    if style.uneven_gaps:
        return [size * style.column_gap_em * rng.uniform(0.6, 2.5) for _ in range(count)]
    return [size * style.column_gap_em] * count


def _make_room_for_spanners(content: Content, lines: list[list[Line]], width: list[float], gaps: list[float]) -> None:
    for draft, found in zip(content.drafts, lines, strict=True):
        span = draft.right - draft.left
        if span < 2 or not found or draft.role == "projected":
            continue
        have = sum(width[draft.left : draft.right]) + sum(gaps[draft.left : draft.right - 1])
        need = max(line.width for line in found)
        if need > have * 1.6 and len(draft.tokens) > 2:
            need = need * 0.55  # set in two lines later
        if need > have:
            for column in range(draft.left, draft.right):
                width[column] += (need - have) / span


def _stretch(rng: Random, style: Style, width: list[float], gaps: list[float]) -> None:
    count = len(width)
    if style.equal_columns and count > 2:
        width[1:] = [max(width[1:])] * (count - 1) if max(width[1:]) < 3.0 * min(width[1:]) else width[1:]
    if style.stretch <= 1.0:
        return
    extra = (sum(width) + sum(gaps[:-1])) * (style.stretch - 1.0)
    if style.stretch_where == "stub":
        width[0] += extra
    elif style.stretch_where == "gaps" and count > 1:
        for column in range(count - 1):
            gaps[column] += extra / (count - 1)
    else:
        for column in range(count):
            width[column] += extra / count


def _rewrap_wide(style: Style, content: Content, columns: _Columns, lines: list[list[Line]], fonts: _Fonts) -> list[list[Line]]:
    """Spanning and full-width texts broken to the room there is now."""
    result = list(lines)
    for index, draft in enumerate(content.drafts):
        if draft.right - draft.left > 1 and lines[index]:
            have = columns.right[draft.right - 1] - columns.left[draft.left] - draft.indent * style.font.size
            if max(line.width for line in lines[index]) > have:
                result[index] = wrap(draft.tokens, fonts.of_draft(draft), have, glue_marks=style.glue_marks)
    return result


def _rows(rng: Random, style: Style, content: Content, lines: list[list[Line]], fonts: _Fonts) -> tuple[list[float], list[float]]:
    size = style.font.size
    heights = [size * style.leading] * content.num_rows
    needs = [
        max((line.width for line in found), default=0.0)
        if _is_vertical(style, draft)
        else len(found) * fonts.of_draft(draft).size * style.leading
        for draft, found in zip(content.drafts, lines, strict=True)
    ]
    for draft, need in zip(content.drafts, needs, strict=True):
        if draft.bottom - draft.top == 1:
            heights[draft.top] = max(heights[draft.top], need)
    gap = style.row_gap_em * size
    for draft, need in zip(content.drafts, needs, strict=True):
        span = draft.bottom - draft.top
        short = need - sum(heights[draft.top : draft.bottom]) - gap * (span - 1)
        if span > 1 and short > 0:
            for row in range(draft.top, draft.bottom):
                heights[row] += short / span
    if style.row_jitter_em:
        heights = [height + max(0.0, rng.uniform(-1, 1)) * style.row_jitter_em * size for height in heights]
    tops, bottoms, y = [], [], 0.0
    for row in range(content.num_rows):
        y += content.gaps[row] * size
        tops.append(y)
        bottoms.append(y + heights[row])
        y += heights[row] + gap
    return tops, bottoms


def _place(
    style: Style, draft: Draft, lines: list[Line], columns: _Columns, row_top: list[float], row_bottom: list[float], counter: _LineCounter,
    font: Font,
) -> tuple[PlacedWord, ...]:  # fmt: skip
    if _is_vertical(style, draft):
        return _place_upwards(style, draft, lines, columns, row_top[draft.top], row_bottom[draft.bottom - 1], counter, font)
    size, pitch = font.size, font.size * style.leading
    left, right = columns.left[draft.left] + draft.indent * style.font.size, columns.right[draft.right - 1]
    starts = _line_tops(draft, len(lines), pitch, row_top[draft.top], row_bottom[draft.bottom - 1])
    height = size * style.box_height
    inset = (pitch - height) / 2
    words: list[PlacedWord] = []
    for number, line in enumerate(lines):
        if style.justify and number < len(lines) - 1:
            line = justified(line, right - left, font.space)
        x = _line_start(style, draft, line, left, right, columns, font)
        index, y0 = counter.next(), starts[number] + inset
        for piece in line.pieces:
            lift = -0.05 * size if piece.is_raised else 0.0
            word_height = height * SUPERSCRIPT_SIZE if piece.is_raised else height
            words.append(
                PlacedWord(x + piece.x, y0 + lift, x + piece.x + piece.width, y0 + lift + word_height, piece.text, index, draft.bold)
            )
    if draft.leader:
        room = columns.left[draft.right] - right if draft.right < len(columns.left) else 0.0
        words += _leader(style, words[-1], right + room * style.leader_reach, font)
    if style.currency and draft.role == "body" and draft.tokens[0] == "$" and len(words) > 1:
        words[0] = _flush_left(words[0], left, right, columns, draft)
    return tuple(words)


def _place_upwards(
    style: Style, draft: Draft, lines: list[Line], columns: _Columns, top: float, bottom: float, counter: _LineCounter, font: Font
) -> tuple[PlacedWord, ...]:
    """Lines side by side, each read from the bottom up; words have swapped boxes."""
    pitch, height = font.size * style.leading, font.size * style.box_height
    left, right = columns.left[draft.left], columns.right[draft.left]
    x = (left + right - len(lines) * pitch) / 2 + (pitch - height) / 2
    words: list[PlacedWord] = []
    for number, line in enumerate(lines):
        index, x0 = counter.next(), x + number * pitch
        base = bottom if draft.valign != "middle" else (top + bottom + line.width) / 2
        words += [PlacedWord(x0, base - p.x - p.width, x0 + height, base - p.x, p.text, index, draft.bold) for p in line.pieces]
    return tuple(words)


def _line_tops(draft: Draft, count: int, pitch: float, top: float, bottom: float) -> list[float]:
    free = bottom - top - count * pitch
    if draft.valign == "spread" and count > 1:  # first line on top, the rest at the bottom, as in a header set in two rows
        return [top, *(top + free + number * pitch for number in range(1, count))]
    first = top + {"top": 0.0, "middle": free / 2, "bottom": free, "spread": free}[draft.valign]
    return [first + number * pitch for number in range(count)]


def _line_start(style: Style, draft: Draft, line: Line, left: float, right: float, columns: _Columns, font: Font) -> float:
    align = draft.align
    free = right - left - line.width - _bracket_room(style, draft, line, font)
    if draft.role in ("body", "stub") and align in ("decimal", "block"):
        block = columns.block[draft.left]
        start = left + (right - left - block) / 2
        if align == "block":
            return start + block - line.width
        return start + columns.point[draft.left] - _split_width(draft, line, font)[0]
    if align in ("decimal", "block"):
        align = "center"
    return left + {"left": 0.0, "center": free / 2, "right": free}[align]


def _leader(style: Style, last: PlacedWord, right: float, font: Font) -> list[PlacedWord]:
    """Dots from the last word of a stub to ``right``: one word, or one word a dot; none when there is no room."""
    step = font.width(".") * (1.0 if style.leader_kind == "solid" else 2.2)
    start = last.x1 + font.space
    count = int((right - start) / step)
    if count < 3:
        return []
    begin = right - count * step
    if style.leader_kind == "solid":
        return [PlacedWord(begin, last.y0, right, last.y1, "." * count, last.line, False)]
    dot = font.width(".")
    return [PlacedWord(begin + i * step, last.y0, begin + i * step + dot, last.y1, ".", last.line, False) for i in range(count)]


def _flush_left(sign: PlacedWord, left: float, right: float, columns: _Columns, draft: Draft) -> PlacedWord:
    """A currency sign moved to the left of its column's numbers, where statements set it."""
    x = max(left, right - columns.block[draft.left])
    return sign._replace(x0=min(x, sign.x0), x1=min(x, sign.x0) + sign.x1 - sign.x0)
