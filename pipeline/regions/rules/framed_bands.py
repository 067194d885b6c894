"""Bands of a table's frame that its box leaves out: a title above the columns, drawn in with them.

In: a page with its detected regions. Out: regions that reach over a band above or below, as wide as the table and closed by rulings on
all four sides, that holds words and is no higher than a few lines. What stands in it is drawn as a row of the table; a frame around more
than that is no band, words between two tables are in none, and a caption in a band ("Exhibit 9") stays the table's caption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.structure.words.lines import em_of, group_lines
from pipeline.surroundings.around import CAPTION
from pipeline.types import Page, TableRegion
from table import BBox, Word

MAX_HEIGHT = 4.5  # em of a band: three lines
NEAR = 0.7  # em between a region's edge and the ruling that is its own
SAME = 0.5  # em between ends of rulings that meet


def take_framed_bands(draft: RegionDraft) -> RegionDraft:
    """The draft with such regions grown where no other region is in the way. Those that the caller drew, and turned ones, stay."""
    boxes = [region.bbox for region in draft.regions]
    regions = tuple(
        region if region.is_given or region.rotation else _grown(draft.page, region, boxes[:index] + boxes[index + 1 :])
        for index, region in enumerate(draft.regions)
    )
    return draft if regions == draft.regions else replace(draft, regions=regions)


def _grown(page: Page, region: TableRegion, others: Sequence[BBox]) -> TableRegion:
    box = region.bbox
    em = em_of([word for word in page.words if box.holds(word.bbox)], 1.0)
    for is_above in (True, False):
        band = _band(page, region.bbox, em, is_above=is_above)
        inside = [word for word in page.words if band is not None and band.holds(word.bbox)]
        if band is None or not inside or CAPTION.match(_first_line(inside)):
            continue
        wider = box.union(band)
        if all(wider.intersection_area(other) <= box.intersection_area(other) for other in others):
            box = wider
    return replace(region, bbox=box)


def _first_line(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in group_lines(words)[0])


def _band(page: Page, box: BBox, em: float, *, is_above: bool) -> BBox | None:
    """The area between the ruling at the box's edge and the next one beyond, when uprights close it at both ends."""
    edge, same = (box.y0 if is_above else box.y1), SAME * em
    levels = [one.bbox for one in page.rulings if one.is_horizontal and _is_as_wide(one.bbox, box, em)]
    own = min(levels, key=lambda line: abs(line.center[1] - edge), default=None)
    if own is None or abs(own.center[1] - edge) > NEAR * em:
        return None
    beyond = [line for line in levels if same < (own.center[1] - line.center[1] if is_above else line.center[1] - own.center[1])]
    outer = min(beyond, key=lambda line: abs(line.center[1] - own.center[1]), default=None)
    if outer is None or abs(outer.center[1] - own.center[1]) > MAX_HEIGHT * em:
        return None
    band = own.union(outer)
    uprights = [one.bbox for one in page.rulings if not one.is_horizontal]
    sides = [
        any(abs(line.center[0] - x) <= same and line.y0 <= band.y0 + same and line.y1 >= band.y1 - same for line in uprights)
        for x in (outer.x0, outer.x1)
    ]
    return band if all(sides) else None


def _is_as_wide(line: BBox, box: BBox, em: float) -> bool:
    return abs(line.x0 - box.x0) <= 2 * em and abs(line.x1 - box.x1) <= 2 * em
