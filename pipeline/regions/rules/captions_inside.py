"""A detected box that takes in a caption, or the legend of a listing, ends at it: their words would tear the columns apart.

In: a page with its detected regions. Out: the same, those with such lines at the top or bottom without them. A caption begins with
the word for a table, its number and a colon, point or dash; it stands above the first line of the table, a wide gap or a ruling
between, or below its last one, where no ruling closes the region below. Statistics programs print what their stars mean below their
listings, under a line of dashes ("Signif. codes: 0 '***' ..."). What is cut off is no table's then; captions are found around the
table again. A caption between the bottom line of one table and the top line of the next parts a region of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.structure.words.lines import em_of, group_lines
from pipeline.surroundings.around import TITLE
from pipeline.types import Page, TableRegion
from table import BBox, Word

LEGEND = re.compile(r"Signif\. codes:")
DASHES = re.compile(r"[-–—]{3,}")
MIN_LINES = 2  # that stay
BOXED = 1.5  # em between a ruling and the middle of the only line of a table
MAX_BELOW = 3  # lines of a caption or legend below the table
APART = 0.6  # em of white between a caption at the top and the table, where no ruling parts them
MIN_COVERED = 0.5  # of the region's width, by a ruling that parts lines

Line = Sequence[Word]


def end_at_captions(draft: RegionDraft) -> RegionDraft:
    """The draft with such regions ended. Those that the caller drew, and turned ones, stay."""
    regions: list[TableRegion] = []
    for region in draft.regions:
        is_fixed = region.is_given or region.rotation != 0
        regions += [region] if is_fixed else [_without(draft.page, part) for part in _parts(draft.page, region)]
    return draft if tuple(regions) == draft.regions else replace(draft, regions=tuple(regions))


def _parts(page: Page, region: TableRegion) -> list[TableRegion]:
    """The region, or its parts above and below captions between tables, without these."""
    box, lines = region.bbox, _lines(page, region)
    tops, bottoms = [box.y0], []
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if _is_between(page, box, above, line, below):
            bottoms.append((_bottom(above) + _top(line)) / 2)
            tops.append((_bottom(line) + _top(below)) / 2)
    return [replace(region, bbox=replace(box, y0=top, y1=bottom)) for top, bottom in zip(tops, [*bottoms, box.y1], strict=True)]


def _is_between(page: Page, box: BBox, above: Line, line: Line, below: Line) -> bool:
    """Whether a line is a caption, rulings part it from the lines above and below, and none stands beside it."""
    middle = _middle(line)
    is_inside = any(r.bbox.y0 < middle < r.bbox.y1 and box.x0 < r.bbox.center[0] < box.x1 for r in page.rulings if not r.is_horizontal)
    is_ruled = _is_ruled(page, box, _middle(above), middle) and _is_ruled(page, box, middle, _middle(below))
    return TITLE.match(_text(line)) is not None and is_ruled and not is_inside


def _lines(page: Page, region: TableRegion) -> list[list[Word]]:
    return group_lines(word for word in page.words if region.bbox.holds(word.bbox) and not word.rotation)


def _without(page: Page, region: TableRegion) -> TableRegion:
    box, lines = region.bbox, _lines(page, region)
    em = em_of([word for line in lines for word in line], 1.0)
    first, last = _num_above(page, region, lines, em), len(lines) - _num_below(page, region, lines)
    is_left = last - first >= MIN_LINES or (last - first == 1 and _is_boxed(page, box, lines[first], em))
    if last - first == len(lines) or not is_left:
        return region
    top = (_bottom(lines[first - 1]) + _top(lines[first])) / 2 if first else box.y0
    bottom = (_bottom(lines[last - 1]) + _top(lines[last])) / 2 if last < len(lines) else box.y1
    return replace(region, bbox=replace(box, y0=top, y1=bottom))


def _is_boxed(page: Page, box: BBox, line: Line, em: float) -> bool:
    """Whether a line stands between two rulings: a table of one row."""
    middle = _middle(line)
    return _is_ruled(page, box, middle - BOXED * em, middle) and _is_ruled(page, box, middle, middle + BOXED * em)


def _num_above(page: Page, region: TableRegion, lines: Sequence[Line], em: float) -> int:
    """1 where the first line is a caption, 0 otherwise."""
    if len(lines) < 2 or not TITLE.match(_text(lines[0])):
        return 0
    is_apart = _top(lines[1]) - _bottom(lines[0]) >= APART * em or _is_ruled(page, region.bbox, _middle(lines[0]), _middle(lines[1]))
    return int(is_apart and not _is_ruled(page, region.bbox, region.bbox.y0 - em, _middle(lines[0])))


def _num_below(page: Page, region: TableRegion, lines: Sequence[Line]) -> int:
    """How many of the last lines are a caption or a legend."""
    for number in range(len(lines) - 1, max(len(lines) - 1 - MAX_BELOW, 0), -1):
        text = _text(lines[number])
        if LEGEND.match(text):
            return len(lines) - number + (DASHES.fullmatch(_text(lines[number - 1])) is not None)
        if TITLE.match(text) and not _is_ruled(page, region.bbox, _middle(lines[number]), region.bbox.y1 + 1):
            return len(lines) - number
    return 0


def _is_ruled(page: Page, box: BBox, top: float, bottom: float) -> bool:
    """Whether rulings over half of the box's width lie between two heights, drawn in one piece or cell by cell."""
    across = sorted((r.bbox.x0, r.bbox.x1) for r in page.rulings if r.is_horizontal and top < r.bbox.center[1] < bottom)
    covered, reach = 0.0, box.x0
    for start, stop in across:
        covered += max(0.0, min(stop, box.x1) - max(start, reach))
        reach = max(reach, stop)
    return covered >= MIN_COVERED * box.width


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


def _middle(line: Line) -> float:
    return (_top(line) + _bottom(line)) / 2


def _top(line: Line) -> float:
    return min(word.bbox.y0 for word in line)


def _bottom(line: Line) -> float:
    return max(word.bbox.y1 for word in line)
