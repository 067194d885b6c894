"""How fast the metrics are, as ratios to a yardstick in the same run: ``python -m bench.metrics_speed``.

The yardstick is ``bench.slow_grits``, GriTS written out with plain loops, or with ``--published FOLDER`` the published code
itself. Seconds differ from machine to machine, ratios hardly do. Times are processor seconds of this process, best of several.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

from bench.published_code import load_published_grits, published_cells, published_scorers
from bench.results import environment, write_result
from bench.slow_grits import slow_grits_con, slow_grits_loc, slow_grits_top
from grits import Score, grits_con, grits_loc, grits_top, teds
from table import BBox, Cell, Table

SIZES = ((10, 5), (20, 8), (40, 10), (100, 20), (200, 20))
LARGEST_SLOW = 400  # grid cells up to which the yardstick is run as well
LARGEST_TEDS = 400  # grid cells; the tree edit distance grows with the square of the number of cells
Pair = tuple[Table, Table]
Scorer = Callable[[Table, Table], float]
SCORES: dict[str, Callable[[Table, Table], Score]] = {"Top": grits_top, "Con": grits_con, "Loc": grits_loc}
PLAIN: dict[str, Scorer] = {"Top": slow_grits_top, "Con": slow_grits_con, "Loc": slow_grits_loc}
MIN_SECONDS, MAX_RUNS = 0.3, 20
EQUAL = 1e-9

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Timing:
    """``slow_seconds`` and ``ratio`` are ``None`` where the slow implementation would take minutes."""

    metric: str
    num_rows: int
    num_columns: int
    seconds: float
    slow_seconds: float | None = None
    ratio: float | None = None


class DifferentScoreError(AssertionError):
    """The two implementations disagree: their times mean nothing."""


def table_pair(num_rows: int, num_columns: int, seed: int = 0) -> tuple[Table, Table]:
    """A table of numbers and a prediction with shifted boxes, some misread texts and one row lost."""
    rng = random.Random(seed)
    texts = [[f"{rng.uniform(0, 9999):.2f}" for _ in range(num_columns)] for _ in range(num_rows)]
    read = [[text if rng.random() < 0.9 else text[:-1] for text in row] for number, row in enumerate(texts) if number != num_rows // 2]
    return _table(texts, 0.0), _table(read, 1.5)


def _table(texts: list[list[str]], shift: float) -> Table:
    cells = tuple(
        Cell(range(r, r + 1), range(c, c + 1), text, BBox(40 * c + shift, 12 * r + shift, 40 * c + 40, 12 * r + 12))
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
    )
    return Table(len(texts), len(texts[0]), cells)


def best_seconds(work: Callable[[], object]) -> float:
    """Least processor seconds of several runs."""
    found: list[float] = []
    while sum(found) < MIN_SECONDS and len(found) < MAX_RUNS:
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def timings(sizes: tuple[tuple[int, int], ...] = SIZES, yardsticks: dict[str, Scorer] = PLAIN) -> list[Timing]:
    """Raises ``DifferentScoreError`` when the implementations do not agree."""
    found: list[Timing] = []
    for rows, columns in sizes:
        pair = table_pair(rows, columns)
        found += [_timing(name, pair, yardsticks[name] if rows * columns <= LARGEST_SLOW else None) for name in SCORES]
        if rows * columns <= LARGEST_TEDS:
            found.append(Timing("TEDS", rows, columns, best_seconds(partial(teds, *pair))))
    return found


def published_yardsticks(folder: Path) -> dict[str, Scorer]:
    """The published code's scores of two tables; the published form of the tables is made within the time."""
    published = load_published_grits(folder)

    def scorer(name: str) -> Scorer:
        return lambda truth, prediction: published_scorers(published, published_cells(truth.cells), published_cells(prediction.cells))[
            name.lower()
        ]()[0]

    return {name: scorer(name) for name in SCORES}


def _timing(name: str, pair: Pair, slow: Scorer | None) -> Timing:
    label, size, fast = f"GriTS_{name}", (pair[0].num_rows, pair[0].num_columns), SCORES[name]
    seconds = best_seconds(partial(fast, *pair))
    if slow is None:
        return Timing(label, *size, seconds)
    difference = abs(fast(*pair).value - slow(*pair))
    if difference > EQUAL:
        raise DifferentScoreError(f"{label} of {size[0]} x {size[1]} differs by {difference}")
    slow_seconds = best_seconds(partial(slow, *pair))
    return Timing(label, *size, seconds, slow_seconds, slow_seconds / max(seconds, 1e-9))


@app.command()
def metrics_speed_command(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the timings as JSON here.")] = None,
    published: Annotated[Path | None, typer.Option(help="Folder of the published repository: its code is the yardstick.")] = None,
) -> None:
    """Time GriTS and TEDS against a straightforward implementation, or the published one."""
    found = timings(yardsticks=published_yardsticks(published)) if published else timings()
    yardstick = "published code" if published else "plain loops"
    table = RichTable("metric", "table", "seconds", yardstick, "ratio")
    for item in found:
        slow = ("-", "-") if item.slow_seconds is None else (f"{item.slow_seconds:.3f}", f"{item.ratio:.0f}")
        table.add_row(item.metric, f"{item.num_rows} x {item.num_columns}", f"{item.seconds:.4f}", *slow)
    Console().print(table)
    if out:
        made = environment("python -m bench.metrics_speed" + (" --published FOLDER" if published else ""))
        record = {"schema": "tablewright.metrics_speed/1", "yardstick": yardstick, "timings": [asdict(item) for item in found]}
        write_result({**record, "made_with": made}, out)


if __name__ == "__main__":
    app()
