"""The boxes of what is read from a picture stand off its ink, as people draw them and as fonts reach beyond their letters.

In: a page, a box on it and how it is turned. Out: the box with a margin, and out to the rulings close around. Words of a text layer have
boxes as high as their font; those of OCR touch the ink, and so does a box around them: a picture cut along it loses the edges of letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.types import Page
from table import BBox, Cell, Table

FRAME_BESIDE, FRAME_ABOVE = 1.5, 0.75  # em from the margin to a ruling beside the table, and above or below it
LEAST_SHARED = 2.0  # em of a level ruling below or above the box
MOST_HEIGHT = 0.7  # of the box's height that an upright ruling runs along
BESIDE, ABOVE = 0.5, 0.25  # em of paper to the left and right, and above and below


def stand_off_ink(page: Page, bbox: BBox, rotation: int) -> BBox:
    """``bbox`` (page points) with the margin, within the page and up to the words around; as it is on pages with a text layer."""
    words = [word.bbox for word in page.words] if page.text_source == "ocr" else []
    held = [word for word in words if bbox.holds(word)]
    if not held:
        return bbox
    is_upright = rotation % 180 == 0
    em = median(word.height if is_upright else word.width for word in held)
    across, along = (BESIDE * em, ABOVE * em) if is_upright else (ABOVE * em, BESIDE * em)
    wide, high = (BBox(bbox.x0 - across, bbox.y0, bbox.x1 + across, bbox.y1), BBox(bbox.x0, bbox.y0 - along, bbox.x1, bbox.y1 + along))
    beside = [word for word in words if not bbox.holds(word) and wide.intersection_area(word) > 0]
    above = [word for word in words if not bbox.holds(word) and high.intersection_area(word) > 0]
    told = BBox(
        max([0.0, wide.x0, *(word.x1 for word in beside if word.x1 <= bbox.x0)]),
        max([0.0, high.y0, *(word.y1 for word in above if word.y1 <= bbox.y0)]),
        min([page.width, wide.x1, *(word.x0 for word in beside if word.x0 >= bbox.x1)]),
        min([page.height, high.y1, *(word.y0 for word in above if word.y0 >= bbox.y1)]),
    ).union(bbox)
    return _to_frame(page, told, [word for word in words if not bbox.holds(word)], em) if is_upright else told


def _to_frame(page: Page, box: BBox, around: Sequence[BBox], em: float) -> BBox:
    """``box`` out to the rulings that stand close around it, with no word between: a frame, or the line below a total."""
    beyond = {"x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}
    for ruling in page.rulings:
        line, is_level = ruling.bbox, ruling.is_horizontal
        reach = (FRAME_ABOVE if is_level else FRAME_BESIDE) * em
        low, high, start, stop = ("y0", "y1", "x0", "x1") if is_level else ("x0", "x1", "y0", "y1")
        shared = min(getattr(line, stop), getattr(box, stop)) - max(getattr(line, start), getattr(box, start))
        is_own = shared >= max(getattr(line, stop) - getattr(line, start) - 2 * em, LEAST_SHARED * em)
        if not is_own or (not is_level and shared < MOST_HEIGHT * box.height):
            continue
        if 0 < getattr(line, high) - getattr(box, high) <= reach:
            beyond[high] = max(beyond[high], getattr(line, high))
        if 0 < getattr(box, low) - getattr(line, low) <= reach:
            beyond[low] = min(beyond[low], getattr(line, low))
    for side, value in beyond.items():
        wider = replace(box, **{side: value})
        if not any(wider.intersection_area(word) > 0 for word in around):
            box = wider
    return box


def with_box(table: Table, bbox: BBox) -> Table:
    """The table in another box: the outer sides of its cells move with it."""
    old = table.bbox
    if old is None or old == bbox:
        return table

    def moved(cell: Cell) -> Cell:
        box = cell.bbox
        if box is None:
            return cell
        sides = (new if side == outer else side for side, outer, new in zip(box, old, bbox, strict=True))
        return cell.placed(BBox(*sides), cell.confidence)

    return replace(table, cells=tuple(map(moved, table.cells)), bbox=bbox)
