"""What stands around a table: title, units line, notes, body text beside and below, a neighbouring table. Table's frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.fills import Rect
from training.synthesis.fonts import Font
from training.synthesis.layout import PlacedWord
from training.synthesis.lines import justified, wrap
from training.synthesis.styles import Style
from training.synthesis.values import Tokens, sentence

_FIRST_LINE = 100_000  # line numbers of surroundings, apart from the table's own


@dataclass
class Canvas:
    """Words and rulings gathered while text is set; the only mutable value here, never leaves the generator."""

    words: list[PlacedWord] = field(default_factory=list)
    rulings: list[Rect] = field(default_factory=list)
    shadings: list[tuple[Rect, float]] = field(default_factory=list)
    line: int = _FIRST_LINE


def set_text(
    canvas: Canvas,
    tokens: Tokens,
    font: Font,
    x: float,
    y: float,
    width: float,
    *,
    leading: float = 1.2,
    align: str = "left",
    box: float = 1.0,
    max_lines: int = 1000,
) -> float:
    """Sets ``tokens`` into a column from (x, y) down; returns the y below the last line."""
    pitch, height = font.size * leading, font.size * box
    lines = wrap(tokens, font, width)[:max_lines]
    for number, line in enumerate(lines):
        if align == "justify" and number < len(lines) - 1:
            line = justified(line, width, font.space)
        start = x + {"center": (width - line.width) / 2, "right": width - line.width}.get(align, 0.0)
        y0 = y + (pitch - height) / 2
        canvas.line += 1
        canvas.words += [
            PlacedWord(start + p.x, y0, start + p.x + p.width, y0 + height, p.text, canvas.line, font.is_bold) for p in line.pieces
        ]
        y += pitch
    return y


def surround(rng: Random, style: Style, bbox: BBox, above: float, below: float) -> Canvas:
    """Title and text within ``above`` points over the table, notes and text within ``below`` points under it, and sides."""
    canvas = Canvas()
    frame = BBox(bbox.x0 - rng.choice((0, 0, 0, 4, 20)), bbox.y0, bbox.x1 + rng.choice((0, 0, 0, 4, 30, 80)), bbox.y1)
    if above > 3 and rng.random() < 0.8:
        _above(rng, style, canvas, frame, above)
    if below > 3 and rng.random() < 0.8:
        _below(rng, style, canvas, frame, below)
    if rng.random() < 0.2:
        _beside(rng, style, canvas, bbox)
    return canvas


def caption(rng: Random) -> Tokens:
    """A table's title: number and phrase."""
    number = f"{rng.randint(1, 40)}" if rng.random() < 0.7 else f"{rng.randint(1, 9)}.{rng.randint(1, 20)}"
    head = rng.choice((("Table", number), ("Table", number + "."), ("Table", number + ":"), ("TABLE", number), ("Tab.", number), (), ()))
    return (*head, *sentence(rng, rng.randint(2, 18)))


def _above(rng: Random, style: Style, canvas: Canvas, frame: BBox, room: float) -> None:
    font = style.font.scaled(rng.choice((1.0, 1.0, 1.1, 1.25)))
    font = font.bold() if rng.random() < 0.6 else font
    align = rng.choice(("left", "left", "left", "center"))
    own = Canvas()
    y = 0.0
    if rng.random() < 0.35:
        body = style.font.scaled(rng.uniform(0.95, 1.3))
        y = set_text(own, sentence(rng, rng.randint(8, 30), stop=True), body, frame.x0, y, frame.width, align="justify") + rng.uniform(
            2, 12
        )
    y = set_text(own, caption(rng), font, frame.x0, y, frame.width, align=align) + rng.choice((0, 0, 1, 3))
    if rng.random() < 0.25:
        y = set_text(
            own,
            tuple(rng.choice(v.UNIT_LINES).split()),
            style.font,
            frame.x0,
            y,
            frame.width,
            align=rng.choice(("left", "center", "right")),
        )
    gap = rng.choice((rng.uniform(0.1, 0.5), rng.uniform(0.3, 1.5), rng.uniform(0.5, 3))) * style.font.size
    _take(canvas, own, 0.0, frame.y0 - gap - y, frame.y0 - room)
    if rng.random() < 0.08:
        canvas.rulings.append((frame.x0, frame.y0 - gap - y - 3, frame.x1, frame.y0 - gap - y - 2.5))


def _below(rng: Random, style: Style, canvas: Canvas, frame: BBox, room: float) -> None:
    y = frame.y1 + rng.choice((rng.uniform(0.1, 0.6), rng.uniform(0.2, 2.0))) * style.font.size
    limit = frame.y1 + room
    own = Canvas(line=canvas.line)
    if rng.random() < 0.65:
        small = style.font.scaled(rng.choice((0.75, 0.85, 0.9, 1.0)))
        for _ in range(rng.choice((1, 1, 2, 3))):
            if y > limit:
                break
            note = (*rng.choice(v.NOTE_STARTS).split(), *sentence(rng, rng.randint(2, 22), stop=True))
            y = set_text(own, note, small, frame.x0, y, frame.width, leading=rng.choice((1.05, 1.2)))
    if y < limit and rng.random() < 0.5:
        y += rng.uniform(2, 14)
        body = style.font.scaled(rng.uniform(0.95, 1.3))
        set_text(own, sentence(rng, rng.randint(6, 40), stop=True), body, frame.x0, y, frame.width, align="justify", max_lines=4)
    _take(canvas, own, 0.0, 0.0, -1e9)


def _take(canvas: Canvas, own: Canvas, dx: float, dy: float, top: float) -> None:
    canvas.words += [w._replace(x0=w.x0 + dx, x1=w.x1 + dx, y0=w.y0 + dy, y1=w.y1 + dy) for w in own.words if w.y1 + dy > top]
    canvas.line += own.line


def _beside(rng: Random, style: Style, canvas: Canvas, bbox: BBox) -> None:
    """Lines of a neighbouring text column that a crop cuts off."""
    font = style.font.scaled(rng.uniform(0.9, 1.2))
    gap, width = rng.uniform(1.2, 3) * font.size, 60.0
    is_right = rng.random() < 0.7
    x = bbox.x1 + gap if is_right else bbox.x0 - gap - width
    count = min(int((bbox.height + 60) / font.size / 1.2), 40)
    words = sentence(rng, max(count * 2, 2))
    set_text(canvas, words, font, x, bbox.y0 - 30, width, align="justify" if not is_right else "left", max_lines=count)
