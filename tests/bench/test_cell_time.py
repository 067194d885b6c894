"""The time of a cell: tables of every kind and size come out as they were drawn, and the record is whole."""

from __future__ import annotations

import json
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


def test_every_table_is_timed(tmp_path: Path) -> None:
    with patch.object(cell_time, "SIZES", ((2, 5), (4, 5))):
        done = CliRunner().invoke(cell_time.app, ["--runs", "1", "-o", str(tmp_path / "cell_time.json")], catch_exceptions=False)
    assert done.exit_code == 0
    found = json.loads((tmp_path / "cell_time.json").read_text("utf-8"))["milliseconds_per_cell"]
    assert list(found) == [f"{kind}, {cells} cells" for kind in ("not ruled", "ruled") for cells in (10, 20)]
    assert all(value > 0 for value in found.values())
