"""A detected box that takes in a caption, or the legend of a listing, ends at it: their words would tear the columns apart.

In: a page with its detected regions. Out: the same, those with such lines at the top or bottom without them. A caption begins with
the word for a table, its number and a colon, point or dash; it stands above the first line of the table, a wide gap or a ruling
between, or below its last one, where no ruling closes the region below. Statistics programs print what their stars mean below their
listings, under a line of dashes ("Signif. codes: 0 '***' ..."). What is cut off is no table's then; captions are found around the
table again.
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
MAX_BELOW = 3  # lines of a caption or legend below the table
APART = 0.6  # em of white between a caption at the top and the table, where no ruling parts them
MIN_COVERED = 0.5  # of the region's width, by a ruling that parts lines

Line = Sequence[Word]


def end_at_captions(draft: RegionDraft) -> RegionDraft:
    """The draft with such regions ended. Those that the caller drew, and turned ones, stay."""
    regions = tuple(region if region.is_given or region.rotation else _without(draft.page, region) for region in draft.regions)
    return draft if regions == draft.regions else replace(draft, regions=regions)


def _without(page: Page, region: TableRegion) -> TableRegion:
    box = region.bbox
    words = [word for word in page.words if box.holds(word.bbox) and not word.rotation]
    lines, em = group_lines(words), em_of(words, 1.0)
    first, last = _num_above(page, region, lines, em), len(lines) - _num_below(page, region, lines)
    if last - first < MIN_LINES or last - first == len(lines):
        return region
    top = (_bottom(lines[first - 1]) + _top(lines[first])) / 2 if first else box.y0
    bottom = (_bottom(lines[last - 1]) + _top(lines[last])) / 2 if last < len(lines) else box.y1
    return replace(region, bbox=replace(box, y0=top, y1=bottom))


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
    """Whether a ruling over half of the box's width lies between two heights."""
    across = (ruling.bbox for ruling in page.rulings if ruling.is_horizontal and top < ruling.bbox.center[1] < bottom)
    return any(min(one.x1, box.x1) - max(one.x0, box.x0) >= MIN_COVERED * box.width for one in across)


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


def _middle(line: Line) -> float:
    return (_top(line) + _bottom(line)) / 2


def _top(line: Line) -> float:
    return min(word.bbox.y0 for word in line)


def _bottom(line: Line) -> float:
    return max(word.bbox.y1 for word in line)
