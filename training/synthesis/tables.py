"""One synthetic table in a crop of a page: style, content, layout, drawing, truth and surroundings put together."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import NamedTuple

from table.geometry import BBox, Ruling, Shading, Word
from training.synthesis.content import build_content
from training.synthesis.drawing import Drawing, draw
from training.synthesis.fills import Rect
from training.synthesis.layout import Layout, PlacedWord, lay_out
from training.synthesis.samples import SynthTable
from training.synthesis.style_choice import choose_style
from training.synthesis.styles import Style
from training.synthesis.surroundings import Canvas, surround
from training.synthesis.truth import Truth, Unusable, build_table, find_truth

_RETRY_STEP = 1_000_000_007  # seeds of further attempts, far from any seed a caller counts up to
_MAX_ATTEMPTS = 50
_NEIGHBOUR_RATE = 0.1
_MAX_PADDING = 40.0  # points
_KEEP_SHARE = 0.5  # a word cut by the crop stays when so much of it is inside


class TypesetTable(NamedTuple):
    """A table in its own frame, before it is put anywhere."""

    style: Style
    layout: Layout
    drawing: Drawing
    truth: Truth

    @property
    def drawn_bbox(self) -> BBox:
        """The box of the table's text, rulings and shadings together."""
        boxes = [self.truth.bbox, *(BBox(*r) for r in self.drawing.rulings), *(BBox(*r) for r, _ in self.drawing.shadings)]
        found = BBox.enclosing(boxes)
        assert found is not None, "the text box is always there"
        return found


def synth_table(seed: int) -> SynthTable:
    """A reproducible random table crop; the same seed gives the same sample.

    Raises ``RuntimeError`` when no valid table comes out of many attempts, which would be a bug here.
    """
    for attempt in range(_MAX_ATTEMPTS):
        rng = Random(seed + attempt * _RETRY_STEP)
        try:
            return _crop(rng, typeset(rng, choose_style(rng)))
        except Unusable:
            continue
    raise RuntimeError(f"seed {seed}: no valid table in {_MAX_ATTEMPTS} attempts; the generator's rules contradict each other")


def typeset(rng: Random, style: Style) -> TypesetTable:
    """A table of this style in its own frame; raises ``Unusable`` when the draw came to nothing."""
    layout = lay_out(rng, style, build_content(rng, style))
    truth = find_truth(layout)
    return TypesetTable(style, layout, draw(rng, style, layout), truth)


def _crop(rng: Random, made: TypesetTable) -> SynthTable:
    box = made.truth.bbox
    left, top, right, bottom = _paddings(rng)
    frame = BBox(box.x0 - left, box.y0 - top, box.x1 + right, box.y1 + bottom)
    around = surround(rng, made.style, made.drawn_bbox, top, bottom)
    if rng.random() < _NEIGHBOUR_RATE:
        _add_neighbour(rng, made, around)
    table_words = [word for words in made.layout.words for word in words]
    dx, dy = -frame.x0, -frame.y0
    truth = made.truth
    return SynthTable(
        words=tuple(_words(table_words + around.words, frame)),
        rulings=tuple(Ruling(b) for b in _clipped(made.drawing.rulings + around.rulings, frame)),
        shadings=_shadings(made.drawing, around, frame),
        table=build_table(made.layout, truth, dx, dy),
        row_edges=tuple(y + dy for y in truth.row_edges),
        column_edges=tuple(x + dx for x in truth.column_edges),
        bbox=box.shift(dx, dy),
        width=frame.width,
        height=frame.height,
    )


def _add_neighbour(rng: Random, made: TypesetTable, around: Canvas) -> None:
    """Another table right above, below or beside, of which the crop shows the nearest part; it replaces what stood there."""
    style = replace(made.style, num_rows=rng.randint(2, 6)) if rng.random() < 0.6 else replace(choose_style(rng), num_rows=3)
    other = typeset(rng, style)
    box, near = made.drawn_bbox, other.drawn_bbox
    gap = rng.uniform(6, 24)
    side = rng.choice(("above", "below", "below", "beside"))
    if side == "beside":
        dx, dy = box.x1 + max(gap, 12) - near.x0, box.y0 - near.y0
    else:
        dx, dy = box.x0 - near.x0, box.y1 + gap - near.y0 if side == "below" else box.y0 - gap - near.y1
    place = near.shift(dx, dy)
    around.words[:] = [w for w in around.words if not place.expand(2).contains_point((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2)]
    around.words += [w._replace(x0=w.x0 + dx, x1=w.x1 + dx, y0=w.y0 + dy, y1=w.y1 + dy) for words in other.layout.words for w in words]
    around.rulings += [(a + dx, b + dy, c + dx, d + dy) for a, b, c, d in other.drawing.rulings]
    around.shadings += [((a + dx, b + dy, c + dx, d + dy), shade) for (a, b, c, d), shade in other.drawing.shadings]


def _paddings(rng: Random) -> tuple[float, float, float, float]:
    """Left, top, right, bottom padding in points: tight, even or uneven."""
    draw_ = rng.random()
    if draw_ < 0.2:
        return tuple(rng.uniform(0, 4) for _ in range(4))  # type: ignore[return-value]
    if draw_ < 0.45:
        same = rng.uniform(2, _MAX_PADDING)
        return same, same, same, same
    return tuple(rng.uniform(0, _MAX_PADDING) for _ in range(4))  # type: ignore[return-value]


def _words(placed: list[PlacedWord], frame: BBox) -> list[Word]:
    """Words with at least half of their area in the frame, clipped to it, in the frame's coordinates."""
    fx0, fy0, fx1, fy1 = frame
    found: list[Word] = []
    for word in placed:
        x0, y0, x1, y1 = max(word.x0, fx0), max(word.y0, fy0), min(word.x1, fx1), min(word.y1, fy1)
        if x1 <= x0 or y1 <= y0 or (x1 - x0) * (y1 - y0) < _KEEP_SHARE * (word.x1 - word.x0) * (word.y1 - word.y0):
            continue
        found.append(Word(word.text, BBox(x0 - fx0, y0 - fy0, x1 - fx0, y1 - fy0), word.line, 1.0, word.bold))
    return found


def _clipped(rects: list[Rect], frame: BBox) -> list[BBox]:
    found = []
    for x0, y0, x1, y1 in rects:
        x0, y0, x1, y1 = max(x0, frame.x0), max(y0, frame.y0), min(x1, frame.x1), min(y1, frame.y1)
        if x1 > x0 and y1 > y0:
            found.append(BBox(x0 - frame.x0, y0 - frame.y0, x1 - frame.x0, y1 - frame.y0))
    return found


def _shadings(drawing: Drawing, around: Canvas, frame: BBox) -> tuple[Shading, ...]:
    shadings = drawing.shadings + around.shadings
    return tuple(Shading(box, luminance) for rect, luminance in shadings for box in _clipped([rect], frame))
