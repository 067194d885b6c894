"""Small layout samples drawn like pictures, and tiny models that learn in seconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.models.axis_detr.registered import AxisDetrConfig
from pipeline.models.page_detr.registered import PageDetrConfig
from pipeline.models.raster import Layout
from table import BBox
from training.layouts.sample import LayoutSample
from training.page.samples import PageSample

ROW, COLUMN, MARGIN = 14.0, 60.0, 12.0  # sides of a grid cell and the margin of the crop, points
EM = 9.0


def tiny_axis() -> AxisDetrConfig:
    return AxisDetrConfig(
        map_channels=16, deep_channels=16, d_model=32, num_attention_heads=2, num_axis_layers=1, num_grid_layers=1, num_deep_blocks=1
    )


def tiny_page() -> PageDetrConfig:
    return PageDetrConfig(
        fine_channels=8, middle_channels=16, d_model=32, num_attention_heads=2, num_encoder_layers=1, num_middle_blocks=1,
        num_deep_blocks=1, long_side=128,
    )  # fmt: skip


def grid_sample(
    rows: int, columns: int, *, header: int = 1, spans: Sequence[tuple[int, int, int, int]] = (), projected: Sequence[int] = ()
) -> LayoutSample:
    """A table with one word in every grid cell; ``numeric`` of word k is k, so that each can be told from the others."""
    y, x = MARGIN + ROW * np.arange(rows + 1), MARGIN + COLUMN * np.arange(columns + 1)
    words = [(x[c] + 6, y[r] + 3, x[c] + 40, y[r] + 11) for r in range(rows) for c in range(columns)]
    rulings = [(x[0], y[0], x[-1], y[0]), (x[0], y[-1], x[-1], y[-1])]
    count = rows * columns
    layout = Layout(
        np.array(words, np.float32),
        np.arange(count, dtype=np.float32),
        np.zeros(count, np.float32),
        np.array(rulings, np.float32),
        np.zeros((0, 5), np.float32),
        EM,
    )
    flags = np.zeros(rows, bool)
    flags[list(projected)] = True
    return LayoutSample(
        layout=layout,
        crop=BBox(0, 0, float(x[-1]) + MARGIN, float(y[-1]) + MARGIN),
        rows=y.astype(np.float32),
        columns=x.astype(np.float32),
        num_header_rows=header,
        projected=flags,
        spans=np.array(spans, np.int64).reshape(-1, 4),
        source="test",
        name=f"{rows}x{columns}",
    )


def places(sample: LayoutSample) -> dict[int, tuple[int, int]]:
    """Row and column of every word, by the number it carries."""
    middles = (sample.layout.boxes[:, :2] + sample.layout.boxes[:, 2:]) / 2
    rows = np.searchsorted(sample.rows, middles[:, 1]) - 1
    columns = np.searchsorted(sample.columns, middles[:, 0]) - 1
    return {int(n): (int(r), int(c)) for n, r, c in zip(sample.layout.numeric, rows, columns, strict=True)}


def page_sample() -> PageSample:
    """A page with running text above and one table below."""
    table = grid_sample(6, 3)
    text = np.array([(40 + 50 * c, 40 + 12 * r, 85 + 50 * c, 48 + 12 * r) for r in range(8) for c in range(6)], np.float32)
    shift = np.array([60, 200, 60, 200], np.float32)
    boxes = np.concatenate([text, table.layout.boxes + shift])
    layout = Layout(
        boxes, np.zeros(len(boxes), np.float32), np.zeros(len(boxes), np.float32), table.layout.rulings + shift,
        np.zeros((0, 5), np.float32), EM,
    )  # fmt: skip
    corners = np.array([[table.columns[0], table.rows[0], table.columns[-1], table.rows[-1]]], np.float32) + shift
    return PageSample(layout, 400.0, 500.0, corners, np.array([False]), "test", "page")
