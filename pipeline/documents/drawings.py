"""Rulings and shadings from drawn strokes and fills: joined, cut to the page, thin fills counted as lines.

Pure: the reader of a page says what is drawn (``Stroke``, ``Fill``, displayed points), this module says what of it is a
ruling and what a shading. Dashes are joined, strokes drawn twice or piecewise become one ruling, and everything is
bounded, so that a drawing with 100,000 items costs time linear in its size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from table import BBox, Ruling, Shading
from table.frozen import frozen

MAX_THICKNESS = 3.0  # points; a filled rectangle up to this is a line
MAX_HEAVY, HEAVY_LENGTH, DARK = 5.0, 10.0, 0.3  # points; and so is one up to this, as long as so many times that, and darker than this
MIN_LENGTH = 4.0  # points; shorter strokes are glyphs, ticks and hatching
MIN_SIDE = 3.0  # points; smaller fills are bullets and glyphs
SAME_LINE = 0.75  # points across, within which pieces belong to one line
JOIN_GAP = 1.0  # points along, across which pieces are joined
DASH_LENGTH, DASH_GAP, MIN_DASHES = 12.0, 6.0, 4  # short equal pieces in a row are dashes
WHITE = 0.985  # luminance from which on a stroke or fill is invisible on paper
PAGE_SHARE = 0.9  # a fill that covers the page is paper, not shading
MAX_RULINGS, MAX_SHADINGS = 5_000, 5_000  # of one page, longest and largest first


@frozen
class Stroke:
    """A straight horizontal or vertical line; ``box`` includes its thickness."""

    box: BBox
    luminance: float = 0.0


@frozen
class Fill:
    """A filled rectangle."""

    box: BBox
    luminance: float


Drawn = Stroke | Fill


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page; see ``Page`` for the parts."""

    rulings: tuple[Ruling, ...] = ()
    shadings: tuple[Shading, ...] = ()
    curves: tuple[BBox, ...] = ()
    pictures: tuple[BBox, ...] = ()


def find_drawings(drawn: Iterable[Drawn], page_box: BBox) -> tuple[tuple[Ruling, ...], tuple[Shading, ...]]:
    """The page's rulings (top to bottom, left to right) and shadings (in drawing order, the last one on top)."""
    items = [(item, box) for item in drawn if (box := item.box.intersection(page_box)) is not None]
    fills = [Fill(box, item.luminance) for item, box in items if _is_shading(item, box, page_box)]
    dark = [Shading(fill.box, fill.luminance) for fill in fills if fill.luminance < WHITE]
    lines = [Stroke(box, item.luminance) for item, box in items if isinstance(item, Stroke) or _is_line(item, box)]
    seen = [line.box for line in lines if line.luminance < WHITE] + _reversed_lines(lines, dark)
    shadings = sorted(dark, key=lambda shading: -shading.bbox.area)[:MAX_SHADINGS]
    kept = set(map(id, shadings))
    return join_lines(seen), tuple(shading for shading in dark if id(shading) in kept)


def _is_line(item: Drawn, box: BBox) -> bool:
    """Whether a fill is a line, the heavy border of a word processor's table among them."""
    short, long = sorted((box.width, box.height))
    is_heavy = short <= MAX_HEAVY and long >= HEAVY_LENGTH * short and item.luminance <= DARK
    return (short <= MAX_THICKNESS and long >= 2 * short) or is_heavy


def _is_shading(item: Drawn, box: BBox, page_box: BBox) -> bool:
    is_paper = box.area >= PAGE_SHARE * page_box.area
    return isinstance(item, Fill) and not _is_line(item, box) and min(box.width, box.height) >= MIN_SIDE and not is_paper


def _reversed_lines(lines: Sequence[Stroke], shadings: Sequence[Shading]) -> list[BBox]:
    """White lines that are seen because they cross a shading; bounded, as they are rare."""
    white = [line.box for line in lines if line.luminance >= WHITE][:MAX_RULINGS]
    behind = sorted((shading.bbox for shading in shadings), key=lambda box: -box.area)[:100]
    return [line for line in white if any(box.expand(0.5).holds(line) for box in behind)]


def join_lines(boxes: Sequence[BBox]) -> tuple[Ruling, ...]:
    """Rulings of the line pieces: pieces on one line that touch become one, dashes are joined, ticks are dropped."""
    horizontal = [box for box in boxes if box.width >= box.height]
    vertical = [swapped(box) for box in boxes if box.width < box.height]
    found = _joined(horizontal) + [swapped(box) for box in _joined(vertical)]
    found.sort(key=lambda box: (-max(box.width, box.height), box))
    return tuple(Ruling(box) for box in sorted(found[:MAX_RULINGS], key=lambda box: (box.y0, box.x0, box.y1, box.x1)))


def swapped(box: BBox) -> BBox:
    """The box with its axes exchanged."""
    return BBox(box.y0, box.x0, box.y1, box.x1)


def _joined(boxes: Sequence[BBox]) -> list[BBox]:
    """Horizontal pieces joined along x; only results of ``MIN_LENGTH`` or more."""
    joined = [box for group in by_height(boxes) for box in _chained(_touching(group))]
    return [box for box in joined if box.width >= MIN_LENGTH]


def by_height(boxes: Sequence[BBox], reach: float = SAME_LINE) -> list[list[BBox]]:
    """Pieces grouped by height on the page: a group is up to ``reach`` high between centres."""
    groups: list[list[BBox]] = []
    first = float("-inf")
    for middle, box in sorted(((box.y0 + box.y1) / 2, box) for box in boxes):
        if middle - first > reach:
            groups.append([])
            first = middle
        groups[-1].append(box)
    return groups


def _touching(group: Sequence[BBox], gap: float = JOIN_GAP) -> list[BBox]:
    joined: list[BBox] = []
    for box in sorted(group):
        if joined and box.x0 - joined[-1].x1 <= gap:
            joined[-1] = joined[-1].union(box)
        else:
            joined.append(box)
    return joined


def _chained(pieces: Sequence[BBox]) -> list[BBox]:
    """``pieces`` (one group, left to right) with runs of dashes joined; other gaps are kept (partial rules are structure)."""
    runs: dict[int, list[BBox]] = defaultdict(list)
    run = 0
    for index, piece in enumerate(pieces):
        if index and not _is_dash_pair(pieces[index - 1], piece):
            run += 1
        runs[run].append(piece)
    result: list[BBox] = []
    for members in runs.values():
        result.extend(_touching(members, DASH_GAP) if len(members) >= MIN_DASHES else members)
    return result


def _is_dash_pair(left: BBox, right: BBox) -> bool:
    gap = right.x0 - left.x1
    longest = max(left.width, right.width, left.height)
    return longest <= DASH_LENGTH and gap <= min(DASH_GAP, max(3.0 * longest, 2.0))
