"""Articles with markup as a development set: true tables placed on their pages, kept for the next run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.samples import DatasetError
from bench.scores.articles import read_articles

DATA = Path(__file__).parents[1] / "canonicalize" / "data"


def test_tables_are_placed_and_kept(tmp_path: Path) -> None:
    dataset = read_articles(DATA / "article", tmp_path)
    (sample,) = dataset.samples
    assert sample.source is not None
    assert sample.source.suffix == ".pdf"
    tables = [true.table for true in sample.tables]
    assert len(tables) == 5
    assert all(table.bbox and table.num_rows > 2 for table in tables)
    assert all(cell.bbox for table in tables for cell in table.cells)
    (kept,) = tmp_path.iterdir()
    (kept / f"{sample.name}.json").write_text("[]")
    assert read_articles(DATA / "article", tmp_path).num_tables == 0, "the kept tables are read, not made again"


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no article"):
        read_articles(tmp_path, tmp_path / "cache")
