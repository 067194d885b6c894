"""Tables side by side that a detector took for one: the header repeats, and a vertical ruling stands before each repeat only.

"Age | Population" three times over is a list printed in three panels. Rulings between columns of one panel, or a header that
is not the same word for word, leave the table whole, and so does a blank name. A short table of two halves is one as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.errors import ExtractionError
from pipeline.geometry.intervals import edges_of, index_at, sorted_intervals
from pipeline.geometry.views import to_page
from pipeline.regions.draft import Reading, RegionDraft
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.lines import em_of
from pipeline.structure.words.text import cell_text
from pipeline.types import Interval, RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel, Word

MIN_COLUMNS = 2  # of a panel
MIN_ROWS = 20  # of a list that is printed in panels (one document has 40, one of two halves that are one table has 10)
MIN_HEIGHT = 0.8  # of the table's that a ruling between two panels has
NEAR = 1.0  # em between a panel's border and its ruling


def split_over_panels(draft: RegionDraft) -> RegionDraft:
    """The draft with such regions split at the rulings between the panels, each read again."""
    regions: list[TableRegion] = []
    readings: list[Reading | ExtractionError] = []
    for region, reading in zip(draft.regions, draft.readings, strict=True):
        parts = [] if isinstance(reading, ExtractionError) or draft.read is None else panels(reading)
        regions += parts or [region]
        readings += [draft.read(part) for part in parts] if parts and draft.read else [reading]
    return replace(draft, regions=tuple(regions), readings=tuple(readings))


def panels(reading: Reading) -> list[TableRegion]:
    """The regions of the panels, from left to right; none when there is one table."""
    view, objects = reading.view, reading.objects
    if isinstance(objects, ExtractionError) or view.region.is_given or view.region.rotation:
        return []
    columns = _columns(objects)
    names = _names(view, objects, columns)
    size = next((n for n in range(MIN_COLUMNS, len(names) // 2 + 1) if names == names[:n] * (len(names) // n)), 0)
    if not size or not all(names) or sum(o.label is StructureLabel.ROW for o in objects) < MIN_ROWS:
        return []
    box = BBox.enclosing(o.bbox for o in objects if o.label is StructureLabel.COLUMN) or view.bbox
    em = em_of(view.words, 1.0)
    rulings = full_lines(view.rulings, box, em, is_horizontal=False, share=MIN_HEIGHT)
    inner = [x for x in rulings if box.x0 + NEAR * em < x < box.x1 - NEAR * em]
    borders = edges_of(columns)[size:-1:size]
    if len(inner) != len(borders) or any(abs(x - border) > NEAR * em for x, border in zip(inner, borders, strict=True)):
        return []
    return _parts(view, inner)


def _columns(objects: Sequence[StructureObject]) -> tuple[Interval, ...]:
    return sorted_intervals([Interval(o.bbox.x0, o.bbox.x1, o.score) for o in objects if o.label is StructureLabel.COLUMN])


def _names(view: RegionView, objects: Sequence[StructureObject], columns: Sequence[Interval]) -> list[str]:
    """The header's text in each column; none without a header."""
    headers = [o for o in objects if o.label is StructureLabel.COLUMN_HEADER]
    if not headers or len(columns) < 2 * MIN_COLUMNS:
        return []
    box, edges = max(headers, key=lambda o: (o.score, o.bbox)).bbox, edges_of(columns)
    words: list[list[Word]] = [[] for _ in columns]
    for word in view.words:
        if box.holds(word.bbox):
            words[index_at(edges, word.bbox.center[0])].append(word)
    return [cell_text(own) for own in words]


def _parts(view: RegionView, borders: Sequence[float]) -> list[TableRegion]:
    edges = [view.bbox.x0, *borders, view.bbox.x1]
    boxes = [BBox(start, view.bbox.y0, stop, view.bbox.y1) for start, stop in pairwise(edges)]
    return [replace(view.region, bbox=to_page(view, box)) for box in boxes]
