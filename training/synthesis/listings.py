"""Text that stands in columns or carries numbers and is no table: contents, indexes, references, code, mathematics, key facts."""

from __future__ import annotations

from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.layout import PlacedWord
from training.synthesis.page_canvas import PageCanvas, across, down, fill, fitting, frame, label
from training.synthesis.surroundings import set_text
from training.synthesis.values import Tokens, company, sentence

_SYMBOLS = ("x", "y", "+", "α", "β", "−", "Σ", "f(x)", "∂", "/", "log", "p", "2", "σ", "ε", "·", "max", "t", "(1", "−", "β)", "u", "∈")
_CODE = (
    "if", "for", "return", "x", "=", "value", "data[i]", "+", "0", "1", "len(items)", "def", "run(self,", "key):", "import", "==", "not",
    "None", "{", "}", "(", ")", "self.count", "#", "rows.append(row)", "int", "while", "end",
)  # fmt: skip


def contents(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A table of contents: titles, dot leaders, page numbers. By convention no table."""
    pitch = page.body.size * page.leading * rng.choice((1.0, 1.2, 1.6))
    end, at, dot = y + room, rng.randint(1, 12), page.body.width(".")
    has_dots, is_numbered, chapter = rng.random() < 0.7, rng.random() < 0.3, 0
    while y + pitch < end and rng.random() < 0.98:
        level = rng.choice((0, 1, 1, 2))
        at += rng.randint(0, 6)
        font = page.body.bold() if level == 0 and rng.random() < 0.7 else page.body
        left = x + level * page.body.size * 1.5
        if is_numbered:
            chapter += level == 0
            number = ".".join((str(chapter + 1), *(str(rng.randint(1, 9)) for _ in range(level))))
            label(page, (number,), font, left, y)
            left += page.body.size * 2.5
        set_text(page, sentence(rng, rng.randint(1, 8)), font, left, y, width * 0.8, max_lines=1)
        used, line_y = page.words[-1].x1, page.words[-1].y0
        set_text(page, (str(at),), page.body, x, y, width, align="right")
        start = page.words[-1].x0 - 2
        count = int((start - used - 3) / dot)
        if has_dots and count > 3:
            page.words.append(PlacedWord(start - count * dot, line_y, start, line_y + page.body.size, "." * count, page.line, False))
        y += pitch
    return y


def index(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """A back-of-book index in one to three columns: terms, subterms, page numbers."""
    small = page.body.scaled(0.85)
    columns = max(1, min(3, int(width / 130)))
    slot, pitch = width / columns, small.size * 1.2
    lines = min(int(room / pitch) - 1, rng.randint(10, 60))
    if lines < 6:
        return y
    for column in range(columns):
        line_y = y
        for _ in range(lines):
            if rng.random() < 0.06:
                line_y += pitch
            if line_y > y + (lines - 1) * pitch:
                break
            indent = rng.choice((0.0, 0.0, 1.2)) * small.size
            pages = tuple(f"{rng.randint(1, 400)}{mark}" for mark in ("", ",", ",")[: rng.randint(1, 3)])[::-1]
            term = sentence(rng, rng.randint(1, 3), capital=indent == 0)
            text = (*term[:-1], term[-1] + ",", *pages)
            label(page, fitting(text, small, slot - 8 - indent), small, x + column * slot + indent, line_y)
            line_y += pitch
    return y + lines * pitch


def references(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    small = page.body.scaled(0.85)
    end, hang = y + room, small.size * rng.choice((0.0, 1.5, 2.2))
    number = rng.randint(1, 60)
    while y + small.size * 4 < end and rng.random() < 0.95:
        if hang:
            set_text(page, (rng.choice((f"{number}.", f"[{number}]")),), small, x, y, width)
        y = set_text(page, _reference(rng), small, x + hang, y, width - hang, leading=1.15, max_lines=4)
        number += 1
    return y


def _reference(rng: Random) -> Tokens:
    names = [token for _ in range(rng.randint(1, 5)) for token in (rng.choice(v.PERSONS_LAST), rng.choice("ABCDEFGHJKLM") + ".,")]
    title = sentence(rng, rng.randint(4, 14), stop=True)
    return (*names, f"({rng.randint(1975, 2023)}).", *title, f"{rng.randint(1, 300)}:", f"{rng.randint(1, 900)}–{rng.randint(901, 1800)}.")


def code(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Source code in a typewriter face, indented, sometimes numbered, framed or tinted."""
    font = Font("mono", page.body.size * rng.choice((0.75, 0.85)))
    pitch = font.size * 1.2
    lines = min(rng.randint(4, 30), int(room / pitch) - 1)
    if lines < 4:
        return y
    is_numbered, depth, start = rng.random() < 0.4, 0, y
    left = x + font.size * (3 if is_numbered else 0.8)
    for number in range(lines):
        if is_numbered:
            label(page, (str(number + 1),), font, x + font.size * 2, y, align="right")
        if rng.random() < 0.9:
            indent = depth * font.size * 1.5
            label(
                page, fitting(tuple(rng.choices(_CODE, k=rng.randint(1, 9))), font, x + width - left - indent - 4), font, left + indent, y
            )
        depth = max(0, min(4, depth + rng.choice((-1, -1, 0, 0, 0, 1))))
        y += pitch
    if rng.random() < 0.3:
        fill(page, BBox(x, start - 3, x + width, y + 3), 0.93)
    if rng.random() < 0.3:
        frame(page, BBox(x, start - 3, x + width, y + 3))
    return y + page.body.size


def numbered_lines(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Running text (a bill, a poem, a transcript) whose lines are counted in the margin."""
    font = page.body
    pitch = font.size * page.leading * rng.choice((1.0, 1.3, 1.8))
    lines = min(rng.randint(8, 45), int(room / pitch) - 1)
    if lines < 6:
        return y
    every, first, is_right = rng.choice((1, 1, 5)), rng.randint(1, 30), rng.random() < 0.3
    room_for_text = width - font.size * 3
    for number in range(first, first + lines):
        if number % every == 0:
            label(page, (str(number),), font, x + width if is_right else x + font.size * 1.8, y, align="right")
        indent = rng.choice((0.0, 0.0, 0.0, 1.5)) * font.size
        share = rng.choice((1.0, 1.0, 1.0, rng.uniform(0.2, 0.9)))
        words = sentence(rng, int(room_for_text / font.size / 2.2) + 2, capital=rng.random() < 0.2)
        label(page, fitting(words, font, (room_for_text - indent) * share), font, x + (0.0 if is_right else font.size * 3) + indent, y)
        y += pitch
    return y + pitch


def equation(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """One formula, a fraction, aligned lines, or a bracketed matrix; often with its number at the right."""
    size, font = page.body.size, page.body
    if room < 8 * size:
        return y
    y += size * 0.8
    middle = x + width * rng.uniform(0.25, 0.45)
    count = rng.choice((1, 1, 1, 2, 3, 4))
    if rng.random() < 0.2:
        y = _matrix(rng, page, middle, y, width)
    else:
        for _ in range(min(count, int(room / size / 2.2) - 1)):
            label(
                page,
                fitting(tuple(rng.choices(_SYMBOLS, k=rng.randint(1, 3))), font, middle - x - size),
                font,
                middle - size,
                y,
                align="right",
            )
            end = label(
                page, ("=", *fitting(tuple(rng.choices(_SYMBOLS, k=rng.randint(1, 9))), font, x + width * 0.85 - middle)), font, middle, y
            )
            if end is not None and rng.random() < 0.3:
                across(page, middle + size, end.x1, y + size * 1.15)
                label(
                    page, fitting(tuple(rng.choices(_SYMBOLS, k=3)), font, x + width * 0.85 - middle), font, middle + size, y + size * 1.3
                )
                y += size * 0.7
            y += size * 1.5
    if rng.random() < 0.6:
        label(page, (f"({rng.randint(1, 30)})",), font, x + width, y - size * 1.5, align="right")
    return y + size * 0.8


def _matrix(rng: Random, page: PageCanvas, x: float, y: float, width: float) -> float:
    size, font = page.body.size, page.body
    rows, columns = rng.randint(2, 4), rng.randint(2, 4)
    step = size * rng.uniform(2, 3.5)
    down(page, x, y, y + rows * size * 1.4)
    down(page, x + columns * step, y, y + rows * size * 1.4)
    for row in range(rows):
        for column in range(columns):
            label(
                page,
                (rng.choice(("0", "1", "…", "a", "b", "σ", "1/2", "−1")),),
                font,
                x + (column + 0.5) * step,
                y + row * size * 1.4,
                align="center",
            )
    return y + rows * size * 1.4 + size * 0.7


def key_facts(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Terms with a colon and their text after it, run in or hanging; in a frame or on a tint now and then."""
    font, bold = page.body, page.body.bold()
    if room < 9 * font.size:
        return y
    start, end, pad = y, y + room - font.size * 4, font.size * 0.6
    is_hanging = rng.random() < 0.5
    y += pad
    for _ in range(rng.randint(2, 8)):
        if y > end:
            break
        term = sentence(rng, rng.randint(1, 3))
        head = (*term[:-1], term[-1] + ":")
        used = label(page, fitting(head, bold, width * 0.5), bold, x + pad, y)
        text = sentence(rng, rng.randint(6, 30), stop=True)
        if is_hanging or used is None:
            y = (
                set_text(page, text, font, x + pad + font.size * 1.5, y + font.size * 1.2, width - font.size * 3, max_lines=3)
                + font.size * 0.4
            )
        else:
            first = fitting(text, font, x + width - pad - used.x1 - font.space)
            label(page, first, font, used.x1 + font.space, y)
            y = set_text(page, text[len(first) :], font, x + pad, y + font.size * 1.2, width - 2 * pad, max_lines=3) + font.size * 0.3
    if rng.random() < 0.4:
        fill(page, BBox(x, start, x + width, y + pad), rng.choice((0.95, 0.9, 0.85)))
    if rng.random() < 0.4:
        frame(page, BBox(x, start, x + width, y + pad))
    return y + pad + font.size


def form(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Labels with lines or boxes to fill in."""
    pitch = page.body.size * rng.uniform(1.8, 3)
    start, end = y, y + room
    has_boxes = rng.random() < 0.3
    for _ in range(rng.randint(4, 16)):
        if y + pitch > end:
            break
        fields = rng.choice((1, 1, 2, 2, 3))
        slot = width / fields
        for number in range(fields):
            words = sentence(rng, rng.randint(1, 3))
            left = x + number * slot
            used = label(page, fitting((*words[:-1], words[-1] + rng.choice((":", ":", ""))), page.body, slot * 0.6), page.body, left, y)
            right = left + slot - 8
            if used is None or used.x1 > right - 12 or rng.random() < 0.2:
                continue
            if has_boxes:
                frame(page, BBox(used.x1 + 4, y - 1, min(right, used.x1 + rng.choice((14, 400))), y + page.body.size + 1))
            else:
                across(page, used.x1 + 4, right, y + page.body.size * 1.2)
        y += pitch
    return y + pitch * 0.5 if y > start else y


def address_block(rng: Random, page: PageCanvas, x: float, y: float, width: float, room: float) -> float:
    """Short lines side by side: contacts, imprint, signatures."""
    blocks = rng.choice((1, 2, 2, 3))
    slot, lines = width / blocks, rng.randint(3, 6)
    if room < (lines + 2) * page.body.size * page.leading:
        return y
    is_signed = rng.random() < 0.3
    for number in range(blocks):
        line_y = y
        if is_signed:
            across(page, x + number * slot, x + (number + 0.8) * slot, y - 2)
        for _ in range(lines):
            text = rng.choice((company(rng), (rng.choice(v.PERSONS_FIRST), rng.choice(v.PERSONS_LAST)), sentence(rng, rng.randint(1, 4)),
                               ("Tel.", f"+{rng.randint(10, 99)}", str(rng.randint(10**6, 10**8)))))  # fmt: skip
            line_y = set_text(page, text, page.body, x + number * slot, line_y, slot - 6, leading=page.leading, max_lines=1)
    return y + (lines + 1) * page.body.size * page.leading
