"""Tables, samples and files for tests of the evaluation."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.evaluation import Evaluation, evaluate_sample
from bench.predictions import PredictedTable, SamplePrediction
from bench.regime import Regime
from bench.samples import Dataset, Sample, TrueTable
from bench.scoring import ScoringOptions
from table import BBox, Cell, Table

DATA = Path(__file__).parent.parent / "data" / "bench"
UNIT = 10.0  # points of a grid cell made here


def grid(*rows: str, page: int = 1, at: tuple[float, float] = (0.0, 0.0), headers: int = 0) -> Table:
    """A table from lines of texts parted by ``|``, cells of 10 x 10 points, top left at ``at``."""
    texts = [[text.strip() for text in row.split("|")] for row in rows]
    x, y = at
    cells = tuple(
        Cell(range(r, r + 1), range(c, c + 1), text, _box(x, y, r, c), is_column_header=r < headers)
        for r, line in enumerate(texts)
        for c, text in enumerate(line)
    )
    box = BBox(x, y, x + UNIT * len(texts[0]), y + UNIT * len(texts))
    return Table(len(texts), len(texts[0]), cells, page=page, bbox=box)


def _box(x: float, y: float, row: int, column: int) -> BBox:
    return BBox(x + UNIT * column, y + UNIT * row, x + UNIT * (column + 1), y + UNIT * (row + 1))


def sample(*tables: Table, name: str = "doc") -> Sample:
    return Sample(name, None, "points", tuple(TrueTable(f"{name}_{k}", table) for k, table in enumerate(tables)))


def predicted(*tables: Table, is_aligned: bool = True, num_pages: int = 1) -> SamplePrediction:
    found = tuple(PredictedTable(table, table.page, table.bbox) for table in tables)
    return SamplePrediction(found, is_aligned=is_aligned, num_pages=num_pages)


def evaluation(
    pairs: Sequence[tuple[Sample, SamplePrediction]],
    name: str = "ours",
    regime: Regime | None = None,
    options: ScoringOptions | None = None,
) -> Evaluation:
    regime, options = regime or Regime(), options or ScoringOptions()
    return Evaluation(name, regime, options, tuple(evaluate_sample(s, p, regime, options) for s, p in pairs))


def dataset(*samples: Sample) -> Dataset:
    return Dataset("icdar2013", "a small set", Path("set"), "PDF words", samples)


def copy_of(name: str, target: Path) -> Path:
    """A writable copy of one of the stored datasets."""
    return Path(shutil.copytree(DATA / name, target / name))


def write_json(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
    return path
