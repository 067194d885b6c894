"""Synthetic tables as layout samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.models.raster import to_layout
from pipeline.models.word_marks import marks_of
from table import BBox, Cell, Table
from training.layouts.sample import SYNTHETIC, LayoutSample
from training.synthesis import synth_table


def synthetic_sample(seed: int) -> LayoutSample:
    """The synthetic table of ``seed`` as the structure model sees it."""
    made = synth_table(seed)
    layout = to_layout(made.words, made.rulings, made.shadings)
    return LayoutSample(
        layout=replace(layout, marks=marks_of(made.words, knows_bold=True)),
        crop=BBox(0, 0, made.width, made.height),
        rows=np.array(made.row_edges, np.float32),
        columns=np.array(made.column_edges, np.float32),
        num_header_rows=made.table.num_header_rows,
        projected=_projected(made.table),
        spans=_spans(made.table),
        source=SYNTHETIC,
        name=str(seed),
    )


def _projected(table: Table) -> np.ndarray:
    flags = np.zeros(table.num_rows, bool)
    for cell in table.cells:
        if cell.is_projected_row_header:
            flags[cell.rows.start] = True
    return flags


def _is_span(cell: Cell) -> bool:
    return cell.is_spanning and not cell.is_projected_row_header


def _spans(table: Table) -> np.ndarray:
    found = [(c.rows.start, c.rows.stop, c.columns.start, c.columns.stop) for c in table.cells if _is_span(c)]
    return np.array(found, np.int64).reshape(-1, 4)
