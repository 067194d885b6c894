"""Tables that stand close: one table's rows shared out over two or three under repeated headers, above each other or beside.

A detector that has only seen tables alone on their stretch of a page joins neighbours. Here the truth says they are several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.models.raster import Layout
from table import BBox
from training.layouts.sample import LayoutSample
from training.page.composition import paste_table
from training.page.samples import PageSample, synthetic_page

GAP = 0.9, 3.2  # ems between neighbours
_BESIDE_RATE = 0.45  # side by side, where the table is narrow enough
_WIDEST_BESIDE = 30.0  # ems
_MOST_WORDS = 400
_FEWEST_WORDS = 3  # of one neighbour
_RULE_REACH = 0.6  # ems around a neighbour within which rulings are its own
_TRIES = 3

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Several tables as one piece to paste, and the box of each (N, 4) in the piece's unit."""

    piece: LayoutSample
    boxes: Floats


def page_with_neighbours(seed: int, tables: Sequence[LayoutSample], rng: Generator) -> PageSample:
    """The synthetic page of ``seed`` with one of its tables replaced by neighbours made of one of ``tables``.

    Where none fits it is the synthetic page itself.
    """
    page = synthetic_page(seed)
    for _ in range(_TRIES if len(page.boxes) else 0):
        made = split(tables[int(rng.integers(len(tables)))], rng)
        changed = made and _paste(page, made, rng)
        if changed:
            return changed
    return page


def split(table: LayoutSample, rng: Generator) -> Neighbours | None:
    """The rows of ``table`` shared out, its header repeated; ``None`` when it is too short or too large for that."""
    rows, columns, layout = table.rows, table.columns, table.layout
    count, header = len(rows) - 1, max(int(table.num_header_rows), 1)
    parts = 2 if count - header < 9 or rng.random() < 0.6 else 3
    if count - header < max(4, parts + 2) or len(layout.boxes) > _MOST_WORDS:
        return None
    cuts = np.sort(rng.choice(np.arange(header + 2, count - 1), parts - 1, replace=False))
    borders = [header, *cuts.tolist(), count]
    width, head = float(columns[-1] - columns[0]), float(rows[header] - rows[0])
    is_beside = rng.random() < _BESIDE_RATE and width < _WIDEST_BESIDE * layout.em
    gap = float(rng.uniform(*GAP)) * layout.em
    pieces, boxes, top = [], [], 0.0
    for index, (first, last) in enumerate(pairwise(borders)):
        start, stop = float(rows[first]), float(rows[last])
        across = (width + gap) * index if is_beside else 0.0
        pieces.append(_band(layout, float(rows[0]), float(rows[header]), across, top - float(rows[0])))
        pieces.append(_band(layout, start, stop, across, top + head - start))
        boxes.append((float(columns[0]) + across, top, float(columns[-1]) + across, top + head + stop - start))
        top += 0.0 if is_beside else head + stop - start + gap
    return _as_piece(table, _together(pieces, layout.em), np.array(boxes, np.float32))


def _as_piece(table: LayoutSample, layout: Layout, boxes: Floats) -> Neighbours:
    """Pasting asks for one table: its rows and columns are the outer borders of all."""
    x0, y0, x1, y1 = (float(v) for v in (*boxes[:, :2].min(0), *boxes[:, 2:].max(0)))
    piece = replace(
        table,
        layout=layout,
        crop=BBox(x0, y0, x1, y1),
        rows=np.array([y0, y1], np.float32),
        columns=np.array([x0, x1], np.float32),
        num_header_rows=0,
        projected=np.zeros(1, bool),
        spans=np.zeros((0, 4), np.int64),
    )
    return Neighbours(piece, boxes)


def _band(layout: Layout, top: float, bottom: float, right: float, down: float) -> Layout:
    """What stands between ``top`` and ``bottom``, moved."""
    reach = 0.2 * layout.em
    middle = (layout.boxes[:, 1] + layout.boxes[:, 3]) / 2
    kept = (middle >= top) & (middle <= bottom)
    shift = np.array([right, down, right, down], np.float32)

    def cut(items: Floats) -> Floats:
        found = items[(items[:, 3] >= top - reach) & (items[:, 1] <= bottom + reach)].copy()
        found[:, 1], found[:, 3] = np.maximum(found[:, 1], top - reach), np.minimum(found[:, 3], bottom + reach)
        found[:, :4] += shift
        return found

    boxes = layout.boxes[kept] + shift
    return Layout(boxes, layout.numeric[kept], layout.lower[kept], cut(layout.rulings), cut(layout.shadings), layout.em)


def _together(parts: Sequence[Layout], em: float) -> Layout:
    return Layout(
        boxes=np.concatenate([part.boxes for part in parts]),
        numeric=np.concatenate([part.numeric for part in parts]),
        lower=np.concatenate([part.lower for part in parts]),
        rulings=np.concatenate([part.rulings for part in parts]),
        shadings=np.concatenate([part.shadings for part in parts]),
        em=em,
    )


def _paste(page: PageSample, made: Neighbours, rng: Generator) -> PageSample | None:
    """``page`` with the neighbours in the place of a table; ``None`` when they do not fit or could not be followed."""
    pasted = paste_table(page, made.piece, rng, int(rng.integers(len(page.boxes))))
    words = made.piece.layout.boxes
    if pasted is None or len(words) < _FEWEST_WORDS + 1 or len(pasted.layout.boxes) < len(words):
        return None
    moved = _follow(words, pasted.layout.boxes[-len(words) :], made.boxes)  # the piece's words come last
    if moved is None:
        return None
    everything = np.concatenate([moved[:, :2].min(0), moved[:, 2:].max(0)]).astype(np.float32)
    replaced = _within(pasted.boxes, everything, 2.0)
    tight = [_tight(pasted.layout, box) for box in moved]
    if replaced.sum() != 1 or any(box is None for box in tight):
        return None
    boxes = np.concatenate([pasted.boxes[~replaced], np.array(tight, np.float32)]).astype(np.float32)
    rotated = np.concatenate([pasted.rotated[~replaced], np.zeros(len(tight), bool)])
    return replace(pasted, boxes=boxes, rotated=rotated, source="neighbours")


def _follow(before: Floats, after: Floats, boxes: Floats) -> Floats | None:
    """``boxes`` moved and scaled as the words were from ``before`` to ``after``; ``None`` when these are not the same words."""
    span = float(before[:, 2].max() - before[:, 0].min())
    scale = float(after[:, 2].max() - after[:, 0].min()) / max(span, 1e-3)
    right = float(after[:, 0].min() - before[:, 0].min() * scale)
    middle_before, middle_after = (before[:, 1] + before[:, 3]) / 2 * scale, (after[:, 1] + after[:, 3]) / 2
    down = float(np.median(middle_after - middle_before))
    if np.abs(middle_after - middle_before - down).max() > 2:
        return None
    return (boxes * scale + np.array([right, down, right, down], np.float32)).astype(np.float32)


def _tight(layout: Layout, box: Floats) -> Floats | None:
    """The box of the words and rulings of one neighbour, as people label tables; ``None`` when it has hardly a word."""
    words = layout.boxes[_within(layout.boxes, box, 1.0)]
    if len(words) < _FEWEST_WORDS:
        return None
    low, high = words[:, :2].min(0), words[:, 2:].max(0)
    reach = _RULE_REACH * layout.em
    rules = layout.rulings[_within(layout.rulings, box, reach)]
    if len(rules):
        low = np.minimum(low, np.maximum(rules[:, :2].min(0), box[:2] - reach))
        high = np.maximum(high, np.minimum(rules[:, 2:].max(0), box[2:] + reach))
    return np.concatenate([low, high]).astype(np.float32)


def _within(items: Floats, box: Floats, slack: float) -> NDArray[np.bool_]:
    middle = (items[:, :2] + items[:, 2:4]) / 2
    found: NDArray[np.bool_] = np.all((middle >= box[:2] - slack) & (middle <= box[2:] + slack), axis=1)
    return found
