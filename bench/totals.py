"""What the check of totals is worth: ``python -m bench.totals --data DIR -o totals.json``.

Per development set whose truth has texts: how many totals the true tables have (lines with a total word,
and lines proved by their sums), how many of the proved ones are found in what we read, how many of ours are confirmed, and of every
mismatch whether we read a cell wrongly or the document prints it so. Then faults are seeded into what we read
(``bench/seeded_faults.py``): a value dropped, misread, moved sideways, a column slid; the share that the check finds is what it is for.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.evaluation import TableResult
from bench.results import environment, write_result
from bench.samples import DatasetError
from bench.scores.__main__ import CacheOption, DataOption, OnlyOption, chosen_sets, without_paths
from bench.scores.models import load_models
from bench.scores.run import Variant, run_set
from bench.scores.sets import FIELD_CASES, DevelopmentSet
from bench.seeded_faults import KINDS, Outcome, seeded_outcomes
from canonicalize import AnnotationError
from grits import met_cells, right_cells
from pipeline.errors import ExtractionError
from table import Table
from table.values import TypedTable, type_table
from table.values.amounts import Axis, has_total_word, lines_of
from table.values.arithmetic import Total, find_totals
from table.values.sums import Mismatch

TOTALS_SCHEMA = "tablewright.totals/1"
Json = dict[str, Any]
Line = tuple[Axis, int]
app = typer.Typer()


@dataclass(frozen=True, slots=True)
class TableTotals:
    """One true table: its totals, and what became of them. ``missed`` are proved true totals that we did not find, with the reason."""

    num_named: int
    num_proved: int
    num_proved_unnamed: int
    num_found: int
    found: tuple[Total, ...]
    mismatches: tuple[Json, ...]
    missed: tuple[Json, ...]
    faults: tuple[Outcome, ...]


def table_totals(result: TableResult, seed: int = 0) -> TableTotals:
    """The totals of one table, true and read; faults are seeded into what was read."""
    truth, read = result.truth, result.prediction
    assert isinstance(truth, Table)
    typed = type_table(truth)
    named, proved = set(named_lines(typed)), {(total.axis, total.index) for total in find_totals(typed)}
    if not isinstance(read, Table):
        return TableTotals(len(named), len(proved), len(proved - named), 0, (), (), _missed(result, proved, "no table"), ())
    found = find_totals(type_table(read))
    there = {(total.axis, total.index) for total in found}
    places = {line: place for line in proved if (place := _aligned(truth, read, line)) is not None}
    seen = {line for line, place in places.items() if (line[0], place) in there}
    reason = "a cell read wrongly" if result.scores.cell_values.num_wrong else "all cells right"
    return TableTotals(
        len(named),
        len(proved),
        len(proved - named),
        len(seen),
        found,
        tuple(_mismatches(result, read, found)),
        _missed(result, proved - seen, reason),
        tuple(seeded_outcomes(read, found, f"{seed} {result.id}")),
    )


def named_lines(typed: TypedTable) -> Iterator[Line]:
    """The body rows and the columns of amounts that a total word names."""
    for axis in ("row", "column"):
        for index, label, amounts in lines_of(typed, axis):
            if has_total_word(label) and any(amount is not None for amount in amounts):
                yield axis, index


def _aligned(truth: Table, read: Table, line: Line) -> int | None:
    """The row (column) of what was read that has most of the texts of a true one; ``None`` where no cell of it was read."""
    axis, index = line
    counts: Counter[int] = Counter()
    for a, b in met_cells(truth.cells, read.cells):
        ours, theirs = truth.cells[a], read.cells[b]
        extents = (ours.rows, theirs.rows) if axis == "row" else (ours.columns, theirs.columns)
        if list(extents[0]) == [index] and ours.text.strip():
            counts[extents[1].start] += 1
    return counts.most_common(1)[0][0] if counts else None


def _mismatches(result: TableResult, read: Table, found: Iterable[Total]) -> Iterator[Json]:
    """Every sum that is not right, and whether each of its cells was read as it is printed."""
    right = right_cells(result.truth, read.cells)
    numbers = {position: number for number, cell in enumerate(read.cells) for position in cell.positions()}
    for total in found:
        for wrong in total.mismatches:
            is_right = all(numbers[position] in right for position in _cells_of(total, wrong) if read.cells[numbers[position]].text.strip())
            cause = "printed so" if is_right else "extraction"
            yield {"table": result.id, "axis": total.axis, "row": wrong.row, "column": wrong.column, "cause": cause} | {
                "printed": str(wrong.printed),
                "expected": str(wrong.expected),
            }


def _cells_of(total: Total, wrong: Mismatch) -> Iterator[tuple[int, int]]:
    yield wrong.row, wrong.column
    yield from ((term, wrong.column) if total.axis == "row" else (wrong.row, term) for term in total.terms)


def _missed(result: TableResult, lines: Iterable[Line], reason: str) -> tuple[Json, ...]:
    return tuple({"table": result.id, "axis": axis, "index": index, "reason": reason} for axis, index in sorted(lines))


def totals_json(tables: Sequence[TableTotals]) -> Json:
    """The counts of several tables as plain values."""
    found = [total for table in tables for total in table.found]
    mismatches = [line for table in tables for line in table.mismatches]
    num_proved = sum(table.num_proved for table in tables)
    num_found = sum(table.num_found for table in tables)
    return {
        "num_tables": len(tables),
        "true_totals": {
            "with_a_total_word": sum(table.num_named for table in tables),
            "proved": num_proved,
            "proved_without_a_total_word": sum(table.num_proved_unnamed for table in tables),
        },
        "proved_totals_found": num_found,
        "share_found": round(num_found / num_proved, 4) if num_proved else None,
        "totals_read": len(found),
        "confirmed": sum(not total.mismatches for total in found),
        "with_mismatch": sum(bool(total.mismatches) for total in found),
        "mismatches": {cause: sum(line["cause"] == cause for line in mismatches) for cause in ("extraction", "printed so")},
        "seeded_faults": {kind: _fault_counts([o for table in tables for o in table.faults if o.kind == kind]) for kind in KINDS},
    }


def _fault_counts(outcomes: Sequence[Outcome]) -> Json:
    found = sum(one.is_flagged for one in outcomes)
    named = sum(one.is_named for one in outcomes)
    return {"num": len(outcomes), "flagged": found, "named": named, "share_flagged": round(found / len(outcomes), 4) if outcomes else None}


def set_totals(one: DevelopmentSet, tables: Sequence[TableTotals]) -> Json:
    """One set: its counts, every mismatch, every proved total that was not found."""
    return {
        "title": one.title,
        "regime": str(one.regime),
        **totals_json(tables),
        "list_of_mismatches": [line for table in tables for line in table.mismatches],
        "list_of_missed": [line for table in tables for line in table.missed],
    }


def sets_with_texts(only: list[str] | None) -> list[DevelopmentSet]:
    """The chosen sets whose truth has texts, each once and in the canonical form; texts as users get them."""
    default = [one for one in chosen_sets(only) if only or not one.name.endswith(("_form", "_printed", "_box_given"))]
    kept = [one for one in default if one.options.with_content and one.regime.task != "detection" and one.name != FIELD_CASES]
    return [replace(one, options=replace(one.options, cell_texts="as returned")) for one in kept]


@app.command()
def totals_command(
    data: DataOption,
    only: OnlyOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="A few samples of each set.")] = False,
    cache: CacheOption = Path("out/scores-cache"),
    seed: Annotated[int, typer.Option("--seed", help="Of the seeded faults.")] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
) -> None:
    """Count totals and seeded faults, one line per set."""
    try:
        chosen, models = sets_with_texts(only), load_models("default", "default")
    except (ValueError, ExtractionError) as error:
        raise typer.BadParameter(str(error)) from error
    done: dict[str, Json] = {}
    tables: list[TableTotals] = []
    for one in chosen:
        try:
            (result,) = run_set(one, data, cache, models, [Variant("product")], is_quick=quick)
        except (DatasetError, AnnotationError) as error:
            typer.echo(f"{one.name}: left out: {error}")
            continue
        own = [table_totals(table, seed) for table in result.evaluation.tables if isinstance(table.truth, Table)]
        tables += own
        done[one.name] = set_totals(one, own)
        typer.echo(f"{one.name}: {totals_json(own)}")
        if out:
            command = " ".join(["python -m bench.totals", *without_paths(sys.argv[1:])])
            found = {"schema": TOTALS_SCHEMA, "weights": models.facts, "seed": seed, "made_with": environment(command)}
            write_result({**found, "all": totals_json(tables), "sets": done}, out)
    typer.echo(f"all: {totals_json(tables)}")


if __name__ == "__main__":
    app()
