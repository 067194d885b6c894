"""A finished table of one column: a listing of a program, an index or a box of text that the detector took for a table.

In: a page's regions and the tables that were read in them, in their order. Out: the regions without such ones, which are told among
the figures. Regions that the caller drew are tables whatever is in them; entries of one word each and rows that are drawn stay.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.regions.draft import RegionDraft
from pipeline.types import Page, TableRegion
from table import BBox, Table

MIN_RULED = 0.5  # of the borders between rows, by rulings
MIN_RULING = 0.8  # of the table's width that such a ruling has
MIN_WORDS = 0.5  # of the cells that are single words: a list of names or values


def leave_out_lists(draft: RegionDraft) -> RegionDraft:
    """The draft, whose tables are read, without the regions of such ones."""
    pairs = list(enumerate(zip(draft.regions, draft.tables, strict=True)))
    kept = [at for at, (region, table) in pairs if table is None or not _is_listing(draft.page, region, table)]
    if len(kept) == len(pairs):
        return draft
    return replace(
        draft,
        regions=tuple(draft.regions[at] for at in kept),
        readings=tuple(draft.readings[at] for at in kept),
        tables=tuple(draft.tables[at] for at in kept),
        figures=(*draft.figures, *(region.bbox for at, (region, _) in pairs if at not in kept)),
    )


def _is_listing(page: Page, region: TableRegion, table: Table) -> bool:
    if region.is_given or region.rotation or table.num_columns > 1:
        return False
    num_single = sum(len(cell.text.split()) == 1 for cell in table.cells)
    is_of_words = table.num_rows > 1 and num_single > MIN_WORDS * table.num_rows
    return not is_of_words and not _has_drawn_rows(page, table)


def _has_drawn_rows(page: Page, table: Table) -> bool:
    """Whether rulings over the whole width stand between the rows."""
    boxes = [cell.bbox for cell in table.cells if cell.bbox]
    across = [ruling.bbox for ruling in page.rulings if ruling.is_horizontal]
    pairs = list(pairwise(boxes))
    ruled = [any(a.center[1] < one.center[1] < b.center[1] and _covers(one, a) for one in across) for a, b in pairs]
    return bool(pairs) and sum(ruled) >= MIN_RULED * len(pairs)


def _covers(ruling: BBox, box: BBox) -> bool:
    return min(ruling.x1, box.x1) - max(ruling.x0, box.x0) >= MIN_RULING * box.width
