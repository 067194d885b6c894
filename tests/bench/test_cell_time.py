"""The time of a cell: tables of every kind and size come out as they were drawn, and the record is whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from bench import cell_time
from pipeline.options import Options
from pipeline.page_tables import build_table


@pytest.mark.parametrize("is_ruled", [False, True])
@pytest.mark.parametrize("size", [(2, 5), (20, 10)])
def test_the_table_that_is_timed_is_the_one_that_was_drawn(size: tuple[int, int], is_ruled: bool) -> None:
    view, objects = cell_time.drawn_table(*size, is_ruled=is_ruled)
    table = build_table(view, objects, Options(), index=0, seconds={}).table
    assert table is not None
    assert (table.num_rows, table.num_columns, table.num_header_rows) == (*size, 1)
    assert [cell.text for cell in table.cells[:2]] == ["Item n0", "Name1"]


def calls_per_cell(num_rows: int, *, is_ruled: bool) -> float:
    """Calls of Python and C functions for each cell of a table of ten columns, from the models' answers to JSON and HTML."""
    view, objects = cell_time.drawn_table(num_rows, 10, is_ruled=is_ruled)
    cell_time.seconds_of(view, objects)  # imports, and texts that are read once
    count = 0

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        cell_time.seconds_of(view, objects)
    finally:
        sys.setprofile(before)
    return count / (10 * num_rows)


@pytest.mark.parametrize("is_ruled", [False, True])
def test_a_cell_of_a_large_table_asks_no_more_than_one_of_a_small_table(is_ruled: bool) -> None:
    """Counted, not timed; a rule that compares every row with all words made it a third more of 2,000 cells than of 500."""
    assert calls_per_cell(200, is_ruled=is_ruled) <= 1.2 * calls_per_cell(50, is_ruled=is_ruled)


def test_every_table_is_timed(tmp_path: Path) -> None:
    with patch.object(cell_time, "SIZES", ((2, 5), (4, 5))):
        done = CliRunner().invoke(cell_time.app, ["--runs", "1", "-o", str(tmp_path / "cell_time.json")], catch_exceptions=False)
    assert done.exit_code == 0
    found = json.loads((tmp_path / "cell_time.json").read_text("utf-8"))["milliseconds_per_cell"]
    assert list(found) == [f"{kind}, {cells} cells" for kind in ("not ruled", "ruled") for cells in (10, 20)]
    assert all(value > 0 for value in found.values())
