"""Detected regions that cut their table: when the structure model sees the table reach the edge of its crop, look further.

In: a draft with the recognizer's answers. Out: the same with larger regions, recognised again, where the crop did not hold
the table. Regions that the caller drew are never changed, and none grows into another table's region, nor to where there is
nothing, or a caption, a line of running text or a page's footer next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import ExtractionError
from pipeline.geometry.views import make_view, to_page
from pipeline.regions.draft import Reading, RegionDraft
from pipeline.structure.draft import words_inside
from pipeline.structure.rules.drop_titles import CAPTION
from pipeline.structure.words.leaders import find_leaders
from pipeline.structure.words.lines import em_of, group_lines, runs
from pipeline.types import RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel, Word

MAX_ROUNDS = 3
NEAR_EDGE = 6.0  # points between the table's extent and the edge of the crop that still count as touching, at most
NEAR_PADDING = 0.5  # of the padding: a model that wants tight crops sees every table close to the edge
STEP = 24.0  # points a side grows by in one round
MIN_SCORE = 0.5  # of the table's extent
MAX_WIDTH = 0.5  # of the region's, of a line that is one phrase: wider ones are running text


def look_further(draft: RegionDraft) -> RegionDraft:
    """The draft with every region read again, a step larger, as long as its table reaches the edge of its crop."""
    readings = (found if isinstance(found, ExtractionError) else _regrown(found, draft) for found in draft.readings)
    return replace(draft, readings=tuple(readings))


def _regrown(reading: Reading, draft: RegionDraft) -> Reading:
    others = [r.bbox for r in draft.regions if r.bbox.iou(reading.view.region.bbox) < 1]
    for _ in range(MAX_ROUNDS):
        region = None if isinstance(reading.objects, ExtractionError) else larger_region(reading.view, reading.objects, others)
        if region is None or draft.read is None:
            break
        again = draft.read(region)
        reading = replace(again, seconds=reading.seconds + again.seconds)
    return reading


def larger_region(view: RegionView, objects: Sequence[StructureObject], others: Sequence[BBox]) -> TableRegion | None:
    """The region of ``view`` grown on every side where its table touches the crop but not the page's edge.

    ``others`` are the boxes of the page's other tables, page points. The result covers the table as far as it was seen.
    """
    tables = [o for o in objects if o.label is StructureLabel.TABLE and o.score >= MIN_SCORE]
    if view.region.is_given or not tables:
        return None
    seen, crop, page = to_page(view, max(tables, key=lambda o: o.score).bbox), view.crop, view.page
    asked = view.region.bbox
    reach = asked.union(seen)
    steps = (
        _step(seen.x0 - crop.x0, asked.x0 - crop.x0, crop.x0),
        _step(seen.y0 - crop.y0, asked.y0 - crop.y0, crop.y0),
        _step(crop.x1 - seen.x1, crop.x1 - asked.x1, page.width - crop.x1),
        _step(crop.y1 - seen.y1, crop.y1 - asked.y1, page.height - crop.y1),
    )
    strips = _strips(reach, steps)
    left, up, right, down = (step if step and _goes_on(view, strip) else 0.0 for step, strip in zip(steps, strips, strict=True))
    grown = BBox(
        max(0.0, reach.x0 - left),
        max(0.0, reach.y0 - up),
        min(page.width, reach.x1 + right),
        min(page.height, reach.y1 + down),
    )
    if grown == reach or any(grown.intersection_area(other) > 0 for other in others):
        return None
    return replace(view.region, bbox=grown)


def _strips(box: BBox, steps: Sequence[float]) -> tuple[BBox, BBox, BBox, BBox]:
    """What lies left of, above, right of and below the box, one step wide."""
    left, up, right, down = steps
    return (
        BBox(box.x0 - left, box.y0, box.x0, box.y1),
        BBox(box.x0, box.y0 - up, box.x1, box.y0),
        BBox(box.x1, box.y0, box.x1 + right, box.y1),
        BBox(box.x0, box.y1, box.x1, box.y1 + down),
    )


def _goes_on(view: RegionView, strip: BBox) -> bool:
    """Whether the strip, page points, holds words that may be the table's: none of its lines is text that runs across it."""
    found = make_view(view.page, replace(view.region, bbox=strip), 0.0)
    words = words_inside(found.words, found.bbox)
    if found.width < found.height:
        return bool(words)
    em = em_of(words, 1.0)
    leaders = find_leaders(words, em)  # they would make a label and its value one phrase
    phrases = [runs(line, em) for line in group_lines(word for word in words if word not in leaders)]
    return bool(words) and not any(len(line) == 1 and _is_text(line[0], found.width) for line in phrases)


def _is_text(phrase: Sequence[Word], width: float) -> bool:
    is_wide = phrase[-1].bbox.x1 - phrase[0].bbox.x0 >= MAX_WIDTH * width
    return is_wide or bool(CAPTION.match(" ".join(word.text for word in phrase)))


def _step(distance: float, padding: float, room: float) -> float:
    """Points to grow by on a side whose table ends ``distance`` from the crop's edge, with ``room`` left on the page."""
    return STEP if distance < min(NEAR_EDGE, NEAR_PADDING * padding) and room > NEAR_EDGE else 0.0
