"""One view to a table: refine, grid, fill, place, canonicalize, flag.

In: a view and the objects recognised in it. Out: a ``Trace`` with every state, ending in a table or an error.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from canonicalize import canonicalize_safely, quality
from pipeline.calibration import Calibration
from pipeline.errors import ExtractionError, StructureError, capture_error
from pipeline.flags import Flag
from pipeline.geometry.views import to_page
from pipeline.options import Options
from pipeline.regions import table_flags, told_table, unread_ink
from pipeline.structure import compat_table, fill, to_grid, walk_rules
from pipeline.types import Grid, RegionView, Step, Structure, StructureObject, Trace
from table import BBox, Table, Word

DOUBTFUL = 0.8  # calibrated confidence below which a cell is one to look at; at most one in twenty tables that are right has such a cell
POINT_DIGITS, SCORE_DIGITS = 2, 4  # after the point, of every box and every confidence of a finished table


def build_table(
    view: RegionView,
    objects: Sequence[StructureObject],
    options: Options,
    *,
    index: int,
    seconds: dict[str, float],
    calibration: Calibration | None = None,
) -> Trace:
    """Everything after the model for one view; ``index`` counts from 0 on the page. Errors are in the trace."""
    trace = Trace(view, tuple(objects), None, None, None, dict(seconds))
    return _compat(trace, index) if options.mode == "compat" else _improved(trace, options, index, calibration)


def _compat(trace: Trace, index: int) -> Trace:
    """The reference's post-processing has no structure or grid of our kind."""
    with _timed(trace.seconds, "compat"):
        table = capture_error(lambda: place(compat_table(trace.objects, trace.view), trace.view), page=trace.view.page.number, table=index)
    return _ended(trace, table)


def _improved(trace: Trace, options: Options, index: int, calibration: Calibration | None) -> Trace:
    number = trace.view.page.number
    with _timed(trace.seconds, "refine"):
        trace = replace(trace, view=replace(trace.view, unread=unread_ink(trace.view)))
        refined = capture_error(lambda: _refined(trace.objects, trace.view, options), page=number, table=index)
    if isinstance(refined, ExtractionError):
        return _ended(trace, refined)
    structure, steps = refined
    grid = to_grid(structure)
    with _timed(trace.seconds, "fill"):
        table = capture_error(lambda: _filled(grid, trace.view, options, calibration), page=number, table=index)
    return _ended(replace(trace, structure=structure, grid=grid, steps=steps), table)


def _ended(trace: Trace, table: Table | ExtractionError) -> Trace:
    return replace(trace, error=table) if isinstance(table, ExtractionError) else replace(trace, table=round_numbers(table))


def _refined(objects: Sequence[StructureObject], view: RegionView, options: Options) -> tuple[Structure, tuple[Step, ...]]:
    if not objects and not view.words:
        raise StructureError("nothing was recognised in this region: no rows, no columns, no words")
    return walk_rules(objects, view, options)


def _filled(grid: Grid, view: RegionView, options: Options, calibration: Calibration | None) -> Table:
    placed = place(fill(grid, view, join_hyphens=options.join_hyphens, calibration=calibration), view)
    table = canonicalize_safely(placed).table if options.canonicalize and options.structure_form == "canonical" else placed
    flags = dict.fromkeys((*table.flags, *quality.flags(table), *table_flags(view.page, table, options.without)))
    told = table if view.region.is_given else told_table(view.page, table, options.without)
    return weighed(replace(told, flags=tuple(flags)), calibration)


def weighed(table: Table, calibration: Calibration | None) -> Table:
    """The table with confidences that know its flags, and a flag when one of them is low; as it is without a calibration.

    That of the table is the mean over its cells with text: the share of them that is right if the cells' are true.
    """
    if calibration is None:
        return table
    sure = [index for index, cell in enumerate(table.cells) if cell.confidence is not None]
    told = calibration.flagged([table.cells[index].confidence or 0.0 for index in sure], table.flags)
    weighed_cells = list(table.cells)
    for index, confidence in zip(sure, told, strict=True):
        weighed_cells[index] = table.cells[index].placed(table.cells[index].bbox, confidence)
    cells = tuple(weighed_cells)
    known = [cell.confidence for cell in cells if cell.confidence is not None and cell.text]
    flags = (*table.flags, str(Flag.DOUBTFUL_CELLS)) if known and min(known) < DOUBTFUL else table.flags
    return replace(table, cells=cells, flags=flags, confidence=sum(known) / len(known) if known else None)


def place(table: Table, view: RegionView) -> Table:
    """The table with every box mapped from the view back to the page, its words turned back.

    The region's words that are drawing and not text (``Page.rule_words``) are among the unassigned ones.
    """

    def back(bbox: BBox | None) -> BBox | None:
        return None if bbox is None else to_page(view, bbox)

    def back_word(word: Word) -> Word:
        return word.moved(to_page(view, word.bbox), view.region.rotation)

    cells = tuple(cell.placed(back(cell.bbox), cell.confidence) for cell in table.cells)
    words = tuple(back_word(word) for word in table.unassigned_words)
    rules = tuple(word for word in view.page.rule_words if view.region.bbox.holds(word.bbox))
    return replace(table, cells=cells, unassigned_words=words + rules, bbox=back(table.bbox))


def round_numbers(table: Table) -> Table:
    """The finished table with its boxes to a hundredth of a point and its confidences to four digits: no more is known."""
    cells = tuple(
        cell.placed(_rounded_box(cell.bbox), None if cell.confidence is None else round(cell.confidence, SCORE_DIGITS))
        for cell in table.cells
    )
    words = tuple(
        replace(word, bbox=_rounded_box(word.bbox) or word.bbox, score=round(word.score, SCORE_DIGITS)) for word in table.unassigned_words
    )
    confidence = None if table.confidence is None else round(table.confidence, SCORE_DIGITS)
    return replace(table, cells=cells, unassigned_words=words, bbox=_rounded_box(table.bbox), confidence=confidence)


def _rounded_box(bbox: BBox | None) -> BBox | None:
    return None if bbox is None else BBox(*(round(side, POINT_DIGITS) for side in bbox))


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
