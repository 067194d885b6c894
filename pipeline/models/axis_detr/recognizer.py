"""Structure recognition with the layout DETR: view -> raster -> axes -> snapped grid -> header, spans -> objects.

The caller's rules make a grid of the first stage's rows and columns before the second stage looks at its cells, so both
stages and the table built afterwards speak of the same grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.errors import ModelError
from pipeline.geometry.intervals import edges_of
from pipeline.models.axis_detr.decode import COLUMN, ROW, TABLE_X, TABLE_Y, GridAnswer, extent, header_rows, rows_or_columns, spanning_cells
from pipeline.models.axis_detr.fitting import fitted, within_given
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
        first = within_given(self._first_stage(stage, view, scale_x, scale_y), view)
        found = self._make_grid(first, view) if self._make_grid else None
        if found is None:
            return first
        rows = np.array([y * scale_y for y in edges_of(found.rows)], np.float32)
        columns = np.array([x * scale_x for x in edges_of(found.columns)], np.float32)
        answer = GridAnswer.of(self._network.grid(stage, rows, columns))
        return [*fitted(first, found), *self._second_stage(answer, found, view.words)]

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


def _has_word(item: StructureObject, words: Sequence[Word]) -> bool:
    """Whether a word stands in it: annotations by boxes, PubTables-1M's and those made like them, have no blank spanning cell."""
    return any(item.bbox.holds(word.bbox) for word in words)


def _object(found: GridLines, label: StructureLabel, span: Span) -> StructureObject:
    rows, columns = found.rows[span.rows.start : span.rows.stop], found.columns[span.columns.start : span.columns.stop]
    return StructureObject(label, span.score, _box(rows, columns))


def _box(rows: Sequence[Interval], columns: Sequence[Interval]) -> BBox:
    return BBox(columns[0].start, rows[0].start, columns[-1].stop, rows[-1].stop)
