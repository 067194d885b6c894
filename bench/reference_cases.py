"""Every stored case where the published code goes its own way: ``python -m bench.reference_cases CASES -o FILE``.

CASES is the folder ``reference_cases``: object sets for the service's steps, tables for the scripts' canonicalization, and camelot's
export. Each case is "equal", or an outcome with a name; "different" says what came out. What the published service gives is stored
for the minimal set and for its divisions by zero; ``--published FOLDER`` runs its code on the others, which are "not compared" without.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import typer

from bench.formats import read_output
from bench.makers import FolderMaker
from bench.prediction_folder import sample_names
from bench.published_code import load_published_service
from bench.published_service import are_equal, our_outcome, stored_case
from bench.readers import open_dataset
from bench.regime import Regime
from bench.results import environment, show_result
from bench.running import Job, run
from bench.scoring import ScoringOptions
from canonicalize import ICDAR_SCRIPT, PUBMED_SCRIPT, CanonicalOptions, canonicalize
from grits import grits_scores
from table import Cell, Table

app = typer.Typer(add_completion=False, help=__doc__)
EQUAL, DIVISION, NOT_COMPARED = "equal", "division by zero", "not compared: the published code is not there (--published)"
PRESETS = {"ICDAR_SCRIPT": ICDAR_SCRIPT, "PUBMED_SCRIPT": PUBMED_SCRIPT}
Groups = dict[str, dict[str, str]]


@app.command()
def reference_cases(
    cases: Annotated[Path, typer.Argument(help="The folder reference_cases.", exists=True, file_okay=False)],
    published: Annotated[Path | None, typer.Option(help="The published repository, to run its service's steps.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
) -> None:
    """Compare with every stored case; the exit code is 1 when one is different."""
    groups = {"canonicalization": canonical_cases(cases), "service": service_cases(cases, published), "camelot": camelot_case(cases)}
    made = environment("python -m bench.reference_cases CASES" + (" --published FOLDER" if published else ""))
    show_result({"schema": "tablewright.reference_cases/1", "groups": groups, "made_with": made}, out)
    sys.exit(any(outcome.startswith("different") for group in groups.values() for outcome in group.values()))


def canonical_cases(cases: Path) -> dict[str, str]:
    """Presets named after the published scripts, on the tables where these leave the paper's algorithm."""
    first, top, cut = (_read(cases / f"canon_{name}.json") for name in ("icdar_first_column", "icdar_top_prh", "pubmed_header_cut"))
    found = {"icdar_first_column": _compared(_extents(_canonical(first)), first["script"])}
    for number, (name, _, _, cells, script, *_) in enumerate(_read(cases / "canon_icdar_other.json"), start=1):
        found[f"icdar_other_{number} {name}"] = _compared(_extents(canonicalize(_table(cells), ICDAR_SCRIPT).table), script)
    rows = [cell.text for cell in _canonical(top).cells]
    found["icdar_top_prh"] = _compared(rows, [text for (row, _), _, text in top["cells"] if row])  # "row 0 ... deleted"
    found["pubmed_header_cut"] = _compared(_canonical(cut).num_header_rows, 1)  # "header = row 0 only"
    return found


def _canonical(case: dict[str, Any]) -> Table:
    options: CanonicalOptions = PRESETS[case["options"]]
    return canonicalize(_table(case["cells"]), options).table


def _table(cells: list[Any]) -> Table:
    """Cells as stored: rows, columns, text and, where known, whether it is a column header."""
    made = tuple(Cell(range(*rows), range(*columns), text, is_column_header=any(header)) for rows, columns, text, *header in cells)
    return Table(max(cell.rows.stop for cell in made), max(cell.columns.stop for cell in made), made)


def _extents(table: Table) -> list[list[int]]:
    return sorted([cell.rows.start, cell.rows.stop, cell.columns.start, cell.columns.stop] for cell in table.cells)


def service_cases(cases: Path, published: Path | None) -> dict[str, str]:
    """The service's steps on each stored set of objects and words."""
    service = _service(published) if published else None
    return {path.stem.removeprefix("compat_"): _service_case(_read(path), service) for path in sorted(cases.glob("compat_*.json"))}


def _service(folder: Path) -> SimpleNamespace:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyMuPDF's own
        return load_published_service(folder)


def _service_case(value: dict[str, Any], service: SimpleNamespace | None) -> str:
    objects, words = stored_case(value)
    found = our_outcome(objects, words)
    if isinstance(found, str) or "ZeroDivisionError" in value.get("kind", ""):
        known = "ZeroDivisionError" in value.get("kind", "") or (service is not None and are_equal(service, objects, words))
        return DIVISION if found == DIVISION and known else f"different: {found if isinstance(found, str) else 'cells'}"
    if service is not None:
        return EQUAL if are_equal(service, objects, words) else "different: cells"
    stored = value.get("published inference.py spans")
    spans = [[sorted(rows), sorted(columns)] for table in found for rows, columns, *_ in table if len(rows) * len(columns) > 1]
    return _compared(spans, stored) if stored is not None else NOT_COMPARED


def camelot_case(cases: Path) -> dict[str, str]:
    """Camelot's files under its own names: the true table has to get the one of them that fits it best."""
    folder = cases / "camelot_csv"
    dataset = open_dataset(folder)
    regime = Regime("end-to-end")
    evaluation = run(
        dataset, "camelot", Job(FolderMaker("camelot", folder, sample_names(dataset.samples)), regime, ScoringOptions()), is_quiet=True
    )
    (true,) = evaluation.tables
    files = [table.cells for path in sorted(folder.glob("*.csv")) for table in read_output(path)]
    best = max(grits_scores(true.truth, cells).con.value for cells in files)
    paired = true.scores.values["grits_con"]
    return {true.id: _compared(round(paired, 6), round(best, 6))}


def _compared(found: object, expected: object) -> str:
    return EQUAL if found == expected else f"different: {found}, not {expected}"


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    app()
