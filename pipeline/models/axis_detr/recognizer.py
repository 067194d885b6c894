"""Structure recognition with the layout DETR: view -> raster -> axes -> snapped grid -> header, spans -> objects.

The caller's rules make a grid of the first stage's rows and columns before the second stage looks at its cells, so both
stages and the table built afterwards speak of the same grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.errors import ModelError
from pipeline.geometry.intervals import index_at
from pipeline.models.axis_detr.decode import COLUMN, ROW, TABLE_X, TABLE_Y, GridAnswer, extent, header_rows, rows_or_columns, spanning_cells
from pipeline.models.axis_detr.preprocess import TILE, axis_input, axis_raster
from pipeline.models.networks import AxisAnswer, AxisNetwork, ServedCheckpoint
from pipeline.models.raster import to_layout, to_pixels
from pipeline.models.word_marks import marks_of
from pipeline.types import GridLines, Interval, MakeGrid, RegionView, Span, StructureObject
from table import BBox, StructureLabel, Word


class AxisRecognizer:
    """A ``TwoStageRecognizer`` for checkpoints of type ``axis-detr``.

    ``make_grid`` gives the second stage its rows and columns; without it the objects are those of the first.
    """

    def __init__(self, checkpoint: ServedCheckpoint, make_grid: MakeGrid | None = None) -> None:
        if not isinstance(checkpoint.network, AxisNetwork):
            raise ModelError(f"{checkpoint.source}: not an axis-detr checkpoint")
        self.checkpoint = checkpoint
        self.crop_padding = checkpoint.profile.crop_padding
        self.max_rows = checkpoint.profile.max_rows
        self.calibration = checkpoint.profile.calibration
        self._make_grid = make_grid
        self._network: AxisNetwork = checkpoint.network
        self._rule = axis_raster(checkpoint.values)

    def with_grid(self, make_grid: MakeGrid) -> AxisRecognizer:
        """The same model with another grid for its second stage; nothing is loaded."""
        return AxisRecognizer(self.checkpoint, make_grid)

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        """Per view its objects in view points; an empty list where no row or no column was found.

        Raises ``ModelError`` when the model returns numbers that are not finite.
        """
        return [self._recognize(view) for view in views]

    def _recognize(self, view: RegionView) -> list[StructureObject]:
        layout = to_layout(view.words, view.rulings, view.shadings)
        if self._rule.word_channels:
            layout = replace(layout, marks=marks_of(view.words, knows_bold=view.page.text_source == "pdf"))
        raster, scale_x, scale_y = axis_input(layout, BBox(0, 0, view.width, view.height), self._rule)
        stage = self._network.axes(to_pixels(raster, TILE), (raster.shape[1], raster.shape[2]))
        first = self._first_stage(stage, view, scale_x, scale_y)
        found = self._make_grid(first, view) if self._make_grid else None
        if found is None:
            return first
        rows = np.array([y * scale_y for y in _edges(found.rows)], np.float32)
        columns = np.array([x * scale_x for x in _edges(found.columns)], np.float32)
        answer = GridAnswer.of(self._network.grid(stage, rows, columns))
        return [*reaching(first, found), *self._second_stage(answer, found, view.words)]

    def _first_stage(self, stage: AxisAnswer, view: RegionView, scale_x: float, scale_y: float) -> list[StructureObject]:
        thresholds = self.checkpoint.profile.thresholds
        row_logits, row_intervals = stage.row_logits, stage.row_intervals / np.float32(scale_y)
        column_logits, column_intervals = stage.column_logits, stage.column_intervals / np.float32(scale_x)
        y = extent(row_logits[:, TABLE_Y], row_intervals[:, TABLE_Y], view.height)
        x = extent(column_logits[:, TABLE_X], column_intervals[:, TABLE_X], view.width)
        rows = rows_or_columns(row_logits[:, ROW], row_intervals[:, ROW], thresholds[StructureLabel.ROW], view.height)
        columns = rows_or_columns(column_logits[:, COLUMN], column_intervals[:, COLUMN], thresholds[StructureLabel.COLUMN], view.width)
        table = StructureObject(StructureLabel.TABLE, min(y.score, x.score), BBox(x.start, y.start, x.stop, y.stop))
        return [
            table,
            *(StructureObject(StructureLabel.ROW, r.score, BBox(x.start, r.start, x.stop, r.stop)) for r in rows),
            *(StructureObject(StructureLabel.COLUMN, c.score, BBox(c.start, y.start, c.stop, y.stop)) for c in columns),
        ]

    def _second_stage(self, answer: GridAnswer, found: GridLines, words: Sequence[Word]) -> list[StructureObject]:
        thresholds = self.checkpoint.profile.thresholds
        header = header_rows(answer.header)
        is_projected = answer.projected >= thresholds[StructureLabel.PROJECTED_ROW_HEADER]
        projected = [r for r in np.flatnonzero(is_projected).tolist() if r >= header and len(found.columns) > 1]
        objects = [
            _object(
                found, StructureLabel.PROJECTED_ROW_HEADER, Span(range(r, r + 1), range(len(found.columns)), float(answer.projected[r]))
            )
            for r in projected
        ]
        if header:
            score = float(np.mean(answer.header[:header]))
            objects.append(_object(found, StructureLabel.COLUMN_HEADER, Span(range(header), range(len(found.columns)), score)))
        spans = spanning_cells(answer, thresholds[StructureLabel.SPANNING_CELL], projected)
        return objects + [item for span in spans if _has_word(item := _object(found, StructureLabel.SPANNING_CELL, span), words)]


def reaching(objects: Sequence[StructureObject], found: GridLines) -> list[StructureObject]:
    """First-stage ``objects`` whose outer borders reach as far as the grid that the second stage answered for.

    The outer borders of the training data are tight around the text, so a prediction that is off by a pixel cuts words in two;
    the published post-processing then puts them in no cell. Inner borders stay as the model set them, and what the grid has
    beyond an outer row or column (one that the words added) is not made a part of it.
    """
    rows = [o for o in objects if o.label is StructureLabel.ROW]
    columns = [o for o in objects if o.label is StructureLabel.COLUMN]
    outer = BBox(found.columns[0].start, found.rows[0].start, found.columns[-1].stop, found.rows[-1].stop)
    top, bottom = min(rows, key=lambda o: o.bbox.y0, default=None), max(rows, key=lambda o: o.bbox.y1, default=None)
    left, right = min(columns, key=lambda o: o.bbox.x0, default=None), max(columns, key=lambda o: o.bbox.x1, default=None)

    def widened(item: StructureObject) -> StructureObject:
        box, is_row, is_column = item.bbox, item.label is StructureLabel.ROW, item.label is StructureLabel.COLUMN
        row, column = _at(found.rows, box.center[1]), _at(found.columns, box.center[0])
        x = (column.start, column.stop) if is_column else (outer.x0, outer.x1)
        y = (row.start, row.stop) if is_row else (outer.y0, outer.y1)
        return replace(
            item,
            bbox=BBox(
                min(box.x0, x[0]) if not is_column or item is left else box.x0,
                min(box.y0, y[0]) if not is_row or item is top else box.y0,
                max(box.x1, x[1]) if not is_column or item is right else box.x1,
                max(box.y1, y[1]) if not is_row or item is bottom else box.y1,
            ),
        )

    return [widened(item) for item in objects]


def _at(intervals: Sequence[Interval], position: float) -> Interval:
    """The interval that holds ``position``, an outer one beyond them."""
    return intervals[index_at(_edges(intervals), position)]


def _has_word(item: StructureObject, words: Sequence[Word]) -> bool:
    """Whether a word stands in it: annotations by boxes, PubTables-1M's and those made like them, have no blank spanning cell."""
    return any(item.bbox.contains_point(*word.bbox.center) for word in words)


def _object(found: GridLines, label: StructureLabel, span: Span) -> StructureObject:
    rows, columns = found.rows[span.rows.start : span.rows.stop], found.columns[span.columns.start : span.columns.stop]
    return StructureObject(label, span.score, _box(rows, columns))


def _box(rows: Sequence[Interval], columns: Sequence[Interval]) -> BBox:
    return BBox(columns[0].start, rows[0].start, columns[-1].stop, rows[-1].stop)


def _edges(intervals: Sequence[Interval]) -> tuple[float, ...]:
    return (*(interval.start for interval in intervals), intervals[-1].stop)
