"""Tables of the ONNX engine beside those of torch, on the development sets: ``python -m bench.engines --data DIR``.

Every sample is opened once and read by the same weights in both engines. Whatever is told to a user is compared: cells, texts,
headers, spans, flags and the boxes as rounded for output. Every table that differs is listed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.predictions import PredictedTable, SamplePrediction, bare_cells
from bench.results import environment, write_result
from bench.scores.__main__ import CacheOption, DataOption, OnlyOption, chosen_sets
from bench.scores.models import Models, load_models
from bench.scores.reading import Reader
from bench.scores.run import Variant, make_system
from bench.scores.sets import DevelopmentSet
from bench.terminal import PatientConsole
from table import Cell

app = typer.Typer()
ENGINES = ("torch", "onnx")


@app.command()
def engines_command(
    data: DataOption,
    only: OnlyOption = None,
    cache: CacheOption = Path("out/scores-cache"),
    quick: Annotated[bool, typer.Option("--quick", help="A few samples of each set.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the comparison as JSON here, set by set.")] = None,
) -> None:
    """Compare the tables of both engines on the development sets."""
    console, models = PatientConsole(highlight=False), [load_models("default", "default", engine=name) for name in ENGINES]
    found: list[dict[str, Any]] = []
    for one in chosen_sets(only):
        found.append(compare_set(one, data, cache, models, is_quick=quick))
        console.print(f"{one.name}: {found[-1]['num_tables']} tables, {len(found[-1]['different'])} differ")
        if out:
            command = "python -m bench.engines --data DIR" + "".join(f" --only {name}" for name in only or ())
            value = {"schema": "tablewright.engines/1", "engines": list(ENGINES), "weights": models[0].facts, "sets": found}
            write_result({**value, "made_with": environment(command)}, out)


def compare_set(one: DevelopmentSet, data: Path, cache: Path, models: list[Models], *, is_quick: bool = False) -> dict[str, Any]:
    """How many tables of a set are the same in both engines, and what is not."""
    dataset, reader = one.read(data / one.folder, cache).first(one.quick if is_quick else None), Reader(cache)
    systems = [make_system(one, model, Variant(name), reader) for name, model in zip(ENGINES, models, strict=True)]
    num_tables, different = 0, []
    for sample in dataset.samples:
        first, second = (system.read(sample) for system in systems)
        num_tables += max(len(first.tables), len(second.tables))
        different += [{"sample": sample.name, **note} for note in tables_that_differ(first, second)]
        for model in models:
            model.memory.clear()
    reader.end()
    return {"set": one.name, "num_samples": len(dataset.samples), "num_tables": num_tables, "different": different}


def tables_that_differ(first: SamplePrediction, second: SamplePrediction) -> list[dict[str, Any]]:
    """One note per table that is not the same: which, and what of it."""
    if len(first.tables) != len(second.tables):
        return [{"table": None, "what": f"{len(first.tables)} and {len(second.tables)} tables"}]
    pairs = zip(first.tables, second.tables, strict=True)
    return [{"table": index, "what": what} for index, (a, b) in enumerate(pairs) if (what := _difference(a, b))]


def _difference(first: PredictedTable, second: PredictedTable) -> str:
    if _comparable(first) == _comparable(second):
        return ""
    cells = [_cells(table) for table in (first, second)]
    if len(cells[0]) != len(cells[1]) or any((a.rows, a.columns) != (b.rows, b.columns) for a, b in zip(*cells, strict=True)):
        return "grid"
    if any(a.text != b.text for a, b in zip(*cells, strict=True)):
        return "text"
    bare = [[replace(cell, bbox=None, confidence=None) for cell in one] for one in cells]
    return "headers" if bare[0] != bare[1] else "boxes, confidence or flags"


def _comparable(table: PredictedTable) -> object:
    """Everything that a user is told, confidences to two digits."""
    cells = tuple(replace(cell, confidence=None if cell.confidence is None else round(cell.confidence, 2)) for cell in _cells(table))
    return table.page, table.bbox, table.problem, table.flags, cells


def _cells(table: PredictedTable) -> tuple[Cell, ...]:
    return bare_cells(table.content or ())


if __name__ == "__main__":
    app()
