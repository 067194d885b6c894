"""Processor time of a cell after the models, by the size of its table: ``python -m bench.cell_time``.

Tables of numbers under names, some with lines around every cell, are made in memory with the rows and columns that a model would
see in them; what is timed is everything between the models' answers and JSON and HTML. No file and no model is read.
"""

from __future__ import annotations

import statistics
import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bench.results import environment, show_result
from pipeline.errors import ExtractionError
from pipeline.geometry.views import make_view
from pipeline.options import Options
from pipeline.page_tables import build_table
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import BBox, Ruling, StructureLabel, Table, Word
from table.io import to_html, to_json
from table.values import type_table
from table.values.arithmetic import weigh_sums

SIZES = ((2, 5), (10, 10), (50, 10), (100, 10), (200, 10), (250, 16))  # rows and columns
WIDE, HIGH, MARGIN, PADDING = 60.0, 12.0, 20.0, 2.0  # points
EM = 8.0  # points, the height of words

app = typer.Typer()


def drawn_table(num_rows: int, num_columns: int, *, is_ruled: bool) -> tuple[RegionView, list[StructureObject]]:
    """The view of such a table and what a model sees in it."""
    xs, ys = (MARGIN + WIDE * np.arange(num_columns + 1)).tolist(), (MARGIN + HIGH * np.arange(num_rows + 1)).tolist()
    words = [word for row in range(num_rows) for column in range(num_columns) for word in _words(row, column, xs[column], ys[row])]
    lines = [BBox(xs[0], y, xs[-1], y) for y in ys] + [BBox(x, ys[0], x, ys[-1]) for x in xs]
    rulings = tuple(map(Ruling, lines)) if is_ruled else ()
    page = Page(1, xs[-1] + MARGIN, ys[-1] + MARGIN, tuple(words), rulings, (), "pdf", render=_no_picture)
    box = BBox(xs[0], ys[0], xs[-1], ys[-1])
    view = make_view(page, TableRegion(box, 0.99), PADDING)
    found = [(StructureLabel.TABLE, box), (StructureLabel.COLUMN_HEADER, BBox(box.x0, ys[0], box.x1, ys[1]))]
    found += [(StructureLabel.ROW, BBox(box.x0, top, box.x1, bottom)) for top, bottom in pairwise(ys)]
    found += [(StructureLabel.COLUMN, BBox(left, box.y0, right, box.y1)) for left, right in pairwise(xs)]
    return view, [StructureObject(label, 0.9, one.shift(-view.crop.x0, -view.crop.y0)) for label, one in found]


def _words(row: int, column: int, x: float, y: float) -> list[Word]:
    top, bottom = y + 2, y + 2 + EM
    if column == 0:
        return [Word(text, BBox(x + at, top, x + at + 18, bottom), row + 1) for text, at in (("Item", 2.0), (f"n{row}", 24.0))]
    text = f"{(row * 7 + column * 13) % 997}.{column}" if row else f"Name{column}"
    return [Word(text, BBox(x + 25, top, x + 50, bottom), row + 1)]


def _no_picture(scale: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    raise NotImplementedError("nobody looks at the picture of a table whose text is known")


def seconds_of(view: RegionView, objects: list[StructureObject]) -> float:
    """Processor seconds from what the model saw to JSON and HTML. Raises what the rules raise."""
    start = time.process_time()
    trace = build_table(view, objects, Options(), index=0, seconds={})
    if trace.table is None:
        raise trace.error or ExtractionError("no table")
    written(weigh_sums(type_table(trace.table)))
    return time.process_time() - start


def written(table: Table) -> tuple[str, str]:
    return to_json(table), to_html(table)


@app.command()
def cell_time_command(
    runs: Annotated[int, typer.Option(min=1, help="Timed runs of each table; the median counts.")] = 5,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time tables of 10 to 4,000 cells after the models, per cell."""
    tables = {
        f"{'ruled' if is_ruled else 'not ruled'}, {rows * columns} cells": (drawn_table(rows, columns, is_ruled=is_ruled), rows * columns)
        for is_ruled in (False, True)
        for rows, columns in SIZES
    }
    for known, _ in tables.values():
        seconds_of(*known)  # warms up
    milliseconds = {
        name: round(1000 * statistics.median(seconds_of(*known) for _ in range(runs)) / cells, 4) for name, (known, cells) in tables.items()
    }
    value = {
        "schema": "tablewright.cell_time/1",
        "milliseconds_per_cell": milliseconds,
        "made_with": environment(f"python -m bench.cell_time --runs {runs}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
