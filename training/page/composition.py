"""Real tables on synthetic pages: the page of the generator, the tables of a data set whose pages nobody may pass on.

One synthetic table is replaced by a real one in the page's type size; what stands below moves with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.models.raster import DRAWN_HEIGHT_EM, UNKNOWN_TEXT, Layout
from training.layouts.sample import LayoutSample
from training.page.samples import PageSample, synthetic_page

EM_RANGE = 0.75, 1.05  # type size of a pasted table, as a share of the page's
SMALLEST = 0.5  # the same, where a wide table has to shrink to the column
_PASTE_RATE = 0.8  # of the tables on a page that can be replaced
_RULE_REACH = 1.5, 0.5  # ems beside and above or below its text within which a ruling belongs to a table
_FOOT = 0.88  # of the page's height: a page number stands below this
_EDGE = 0.945  # of the page's height: what stands below this is the page's foot in any case
_SLACK = 0.5  # points

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The ink of one table and the tight ``box`` (4,) round it."""

    layout: Layout
    box: Floats


def composed_page(seed: int, tables: Sequence[LayoutSample], rng: Generator) -> PageSample:
    """The synthetic page of ``seed`` with most of its tables that stand alone across their column replaced by real ones.

    Where nothing can be replaced it is the synthetic page itself.
    """
    page = synthetic_page(seed)
    order = np.argsort(page.boxes[:, 1], kind="stable")
    page = replace(page, boxes=page.boxes[order], rotated=page.rotated[order])
    at = 0
    while at < len(page.boxes):  # from the top down: a paste can only drop tables further below
        if rng.random() < _PASTE_RATE:
            page = paste_table(page, tables[int(rng.integers(len(tables)))], rng, at) or page
        at += 1
    return page


def paste_table(page: PageSample, table: LayoutSample, rng: Generator, target: int | None = None) -> PageSample | None:
    """``page`` with table ``target`` (default: a random one) replaced by the real ``table``.

    The real table's type is 0.75 to 1.05 of the page's, smaller where the text column is too narrow. What stands below moves
    by the difference of heights; what then reaches the foot of the page is cut off between lines, tables as a whole.
    ``None`` when there is no table to replace, text stands beside it, or the real one is too wide or too tall.
    """
    if len(page.boxes) == 0:
        return None
    target = int(rng.integers(len(page.boxes))) if target is None else target
    hole = page.boxes[target]
    if page.rotated[target] or _has_neighbours(page, hole):
        return None
    piece = _fitted(_cut_out(table), page, hole, rng)
    foot = _foot_top(page)
    if piece is None or piece.box[3] > foot:
        return None
    return _joined(page, piece, target, foot)


def _inside(boxes: Floats, box: Floats, slack: float = _SLACK) -> Flags:
    """Which boxes have their centre in ``box``."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found: Flags = (x >= box[0] - slack) & (x <= box[2] + slack) & (y >= box[1] - slack) & (y <= box[3] + slack)
    return found


def _has_neighbours(page: PageSample, hole: Floats) -> bool:
    """Whether words or another table stand beside the hole, at its height."""
    words, others = page.layout.boxes, page.boxes
    at_height = (words[:, 3] > hole[1] + _SLACK) & (words[:, 1] < hole[3] - _SLACK)
    beside = (others[:, 3] > hole[1]) & (others[:, 1] < hole[3])
    return bool((at_height & ~_inside(words, hole)).any()) or int(beside.sum()) > 1


def _cut_out(table: LayoutSample) -> _Piece:
    """The table without its surroundings: words between its outer borders, and the rulings and shadings that belong to them."""
    layout, em = table.layout, table.layout.em
    box = np.array([table.columns[0], table.rows[0], table.columns[-1], table.rows[-1]], np.float32)
    reach = np.array([-_RULE_REACH[0], -_RULE_REACH[1], _RULE_REACH[0], _RULE_REACH[1]], np.float32) * em
    kept = _inside(layout.boxes, box, 0.1 * em)
    cut = Layout(
        _at_least_drawn(layout.boxes[kept], em),
        layout.numeric[kept],
        layout.lower[kept],
        _clipped(layout.rulings, box + reach),
        _clipped(layout.shadings, box + reach / _RULE_REACH[0] * _RULE_REACH[1]),
        em,
    )
    return _Piece(cut, _extent(cut))


def _at_least_drawn(words: Floats, em: float) -> Floats:
    """Words found as ink are as low as their letters; they are drawn like the page's own, or they would give the table away."""
    middle, half = (words[:, 1] + words[:, 3]) / 2, np.maximum(words[:, 3] - words[:, 1], DRAWN_HEIGHT_EM * em) / 2
    return np.stack([words[:, 0], middle - half, words[:, 2], middle + half], axis=1).astype(np.float32)


def _clipped(items: Floats, box: Floats) -> Floats:
    """Rulings or shadings (more than four columns are kept) that cross ``box``, cut to it; strays at its rim are left out."""
    found = items[_inside(_cut_to(items, box), box, 0.0) & (items[:, 2] >= box[0]) & (items[:, 0] <= box[2])]
    found = found[(found[:, 3] >= box[1]) & (found[:, 1] <= box[3])]
    return _cut_to(found, box)


def _cut_to(items: Floats, box: Floats) -> Floats:
    cut = items.copy()
    cut[:, :4] = np.clip(items[:, :4], box[[0, 1, 0, 1]], box[[2, 3, 2, 3]])
    return cut


def _extent(layout: Layout) -> Floats:
    everything = np.concatenate([layout.boxes, layout.rulings, layout.shadings[:, :4]])
    if len(everything) == 0:
        return np.zeros(4, np.float32)
    return np.concatenate([everything[:, :2].min(axis=0), everything[:, 2:].max(axis=0)]).astype(np.float32)


def _fitted(piece: _Piece, page: PageSample, hole: Floats, rng: Generator) -> _Piece | None:
    """The piece in the page's type, its top where the hole's is; ``None`` when it is empty or wider than the column allows."""
    width = float(piece.box[2] - piece.box[0])
    if len(piece.layout.boxes) == 0 or width <= 0:
        return None
    left, right = _column(page, hole)
    scale = min(float(rng.uniform(*EM_RANGE)) * page.layout.em / piece.layout.em, (right - left) / width)
    if scale * piece.layout.em < SMALLEST * page.layout.em:
        return None
    x = left + (right - left - width * scale) * float(rng.choice((0.0, 0.5, 0.5)))
    shift = np.array([x, hole[1], x, hole[1]], np.float32) - piece.box[[0, 1, 0, 1]] * scale
    return _Piece(_moved(piece.layout, scale, shift), (piece.box * scale + shift).astype(np.float32))


def _column(page: PageSample, hole: Floats) -> tuple[float, float]:
    """Left and right border of the text that the hole stands in; the page's middle 84 % where there is hardly any."""
    words = page.layout.boxes[~_inside(page.layout.boxes, hole)]
    if len(words) < 40:
        return min(float(hole[0]), 0.08 * page.width), max(float(hole[2]), 0.92 * page.width)
    left, right = float(np.percentile(words[:, 0], 2)), float(np.percentile(words[:, 2], 98))
    return min(left, float(hole[0])), max(right, float(hole[2]))


def _moved(layout: Layout, scale: float, shift: Floats) -> Layout:
    shadings = layout.shadings.copy()
    shadings[:, :4] = shadings[:, :4] * scale + shift
    return Layout(layout.boxes * scale + shift, layout.numeric, layout.lower, layout.rulings * scale + shift, shadings, layout.em * scale)


def _foot_top(page: PageSample) -> float:
    """The y below which the page's foot begins, which stays where it is: page number, rule, last blank strip."""
    words = page.layout.boxes
    low = words[words[:, 1] >= _FOOT * page.height]
    foot = _EDGE * page.height
    if len(low):
        top = float(low[:, 1].min())
        above = words[words[:, 1] < top - _SLACK]
        bottom = float(above[:, 3].max()) if len(above) else 0.0
        if top - bottom >= 0.7 * page.layout.em:
            foot = min(foot, max((top + bottom) / 2, top - 1.2 * page.layout.em))  # with a rule above it
    return max(foot, float(page.boxes[:, 3].max(initial=0.0)))


def _joined(page: PageSample, piece: _Piece, target: int, foot: float) -> PageSample:
    """Page and piece together; what stood below the hole moved, and cut above ``foot``."""
    hole = page.boxes[target]
    down = float(piece.box[3] - hole[3])
    boxes = _shifted(page.boxes, hole, down, np.inf)
    boxes[target] = piece.box
    limit = _cut_line(boxes, target, foot)
    has_stayed = boxes[:, 3] <= limit + _SLACK
    layout = page.layout
    in_hole = _inside(layout.boxes, hole)
    words = _shifted(layout.boxes, hole, down, foot)
    kept = ~in_hole & ((words[:, 3] <= limit) | (layout.boxes[:, 1] >= foot))
    numeric = np.concatenate([layout.numeric[kept], piece.layout.numeric])
    lower = np.concatenate([layout.lower[kept], piece.layout.lower])
    if (piece.layout.numeric == UNKNOWN_TEXT).all() or (layout.numeric == UNKNOWN_TEXT).all():
        numeric, lower = np.full_like(numeric, UNKNOWN_TEXT), np.full_like(lower, UNKNOWN_TEXT)  # or the known words would tell
    joined = Layout(
        np.concatenate([words[kept], piece.layout.boxes]),
        numeric,
        lower,
        np.concatenate([_drawn_around(layout.rulings, hole, down, foot, limit), piece.layout.rulings]),
        np.concatenate([_drawn_around(layout.shadings, hole, down, foot, limit), piece.layout.shadings]),
        layout.em,
    )
    name = f"{page.name}+{target}"
    return replace(page, layout=joined, boxes=boxes[has_stayed], rotated=page.rotated[has_stayed], source="composed", name=name)


def _shifted(items: Floats, hole: Floats, down: float, foot: float) -> Floats:
    """``items`` with those below the hole (and above the page's foot) moved ``down``."""
    moved = items.copy()
    below = (items[:, 1] >= hole[3] - _SLACK) & (items[:, 1] < foot)
    moved[below, 1] += down
    moved[below, 3] += down
    return moved


def _cut_line(boxes: Floats, target: int, foot: float) -> float:
    """The y above ``foot`` where the page ends now: no table but the pasted one's predecessors may cross it."""
    limit = foot
    for at in np.argsort(-boxes[:, 3]):
        if at != target and boxes[at, 3] > limit and boxes[at, 1] < limit:
            limit = float(boxes[at, 1]) - _SLACK
    return max(limit, float(boxes[target, 3]))


def _drawn_around(items: Floats, hole: Floats, down: float, foot: float, limit: float) -> Floats:
    """Rulings or shadings of the page outside the hole, moved like its words and cut at ``limit``; tall ones beside it stay."""
    is_outside = ~_inside(items, hole, 1.0)
    items = items[is_outside]
    moved = _shifted(items, hole, down, foot)
    is_fixed = (items[:, 1] >= foot) | (items[:, 1] < hole[3] - _SLACK)
    moved[~is_fixed, 3] = np.minimum(moved[~is_fixed, 3], limit)
    kept: Floats = moved[is_fixed | (moved[:, 1] <= limit)]
    return kept
