"""``tablewright calibrate``: makes the calibration of a structure checkpoint from the development sets, and shows what it is worth.

Worth is measured on documents the fit did not see: every collection in turn is left out, the calibration fitted to the others and
measured on it. What is written into the profile is then fitted to all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bench.calibration.evidence import COLLECTIONS, TableEvidence, evidence_of
from bench.calibration.fitting import cell_confidences, fit
from bench.reliability import Pair, Reliability, as_json, reliability
from bench.results import environment, write_result
from bench.samples import DatasetError
from bench.scores.field_rows import read_field_cases
from bench.scores.models import load_models
from bench.scores.run import Variant, run_set
from bench.scores.sets import BY_BOX_OCR, FIELD_CASES, OCR, SETS
from bench.terminal import PatientConsole
from canonicalize import AnnotationError
from pipeline.calibration import Calibration
from pipeline.errors import InputError
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.profile import write_profile

app = typer.Typer()
SCHEMA = "tablewright.calibration/1"
_WORDS_GIVEN = next(one for one in SETS if one.name == "fintabnet_c")
OCR_SET = replace(  # so that more than one collection tells what OCR does to cells
    _WORDS_GIVEN, name="fintabnet_c_ocr", title="FinTabNet.c, 40 tables through OCR", regime=BY_BOX_OCR, options=OCR, quick=40
)


@app.command("calibrate", no_args_is_help=True)
def calibrate_command(
    data: Annotated[Path, typer.Option("--data", help="The folder with the development sets.", file_okay=False)],
    checkpoint: Annotated[str, typer.Option("--checkpoint", help="Structure checkpoint; default: the weights in the box.")] = "default",
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint.")] = "default",
    only: Annotated[list[str] | None, typer.Option("--only", help=f"Sets to use: {', '.join(COLLECTIONS)}.")] = None,
    cache: Annotated[Path, typer.Option("--cache", help="Where OCR words and unpacked archives are kept.")] = Path("out/scores-cache"),
    write: Annotated[bool, typer.Option("--write", help="Write the calibration into the checkpoint's profile.json.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write calibration and measures as JSON here.")] = None,
) -> None:
    """Calibrate the confidences of a structure checkpoint on documents with known tables."""
    if unknown := set(only or ()) - set(COLLECTIONS):
        raise InputError(f"--only {sorted(unknown)[0]}: choose from {', '.join(COLLECTIONS)}")
    models = load_models(detector, checkpoint)
    tables = read_evidence(data, cache, models, only or list(COLLECTIONS))
    if not tables:
        raise InputError(f"{data}: none of the sets {', '.join(COLLECTIONS)} is there")
    try:
        found, worth = fit(tables), left_out(tables)
    except ValueError as error:
        raise InputError(f"{data}: {error}") from error
    console = PatientConsole(highlight=False)
    for name, measured in worth.items():
        console.print(line(name, measured["cells"]))
    if out:
        facts = {"weights": models.facts, "made_with": environment("tablewright calibrate"), "calibration": asdict(found)}
        shown = {name: {kind: as_json(r) for kind, r in measured.items() if r} for name, measured in worth.items()}
        write_result({"schema": SCHEMA, **facts, "left_out": shown}, out)
    if write:
        write_calibration(checkpoint, found)


def read_evidence(data: Path, cache: Path, models: Any, names: Sequence[str]) -> list[TableEvidence]:
    """What the chosen sets have to say; sets that are not there are left out and named."""
    console, tables = Console(stderr=True, highlight=False), []
    for one in (*SETS, OCR_SET):
        if one.name not in names:
            continue
        try:
            (result,) = run_set(one, data, cache, models, [Variant("product")], is_quick=one is OCR_SET)
        except (DatasetError, AnnotationError) as error:
            console.print(f"{one.name}: left out: {error}", markup=False)
            continue
        cases = read_field_cases(data / one.folder) if one.name == FIELD_CASES else ()
        tables += evidence_of(result, {case.document.name: case.expected for case in cases})
        console.print(f"{one.name}: {len(tables)} tables so far")
    return tables


def left_out(tables: Sequence[TableEvidence]) -> dict[str, dict[str, Reliability | None]]:
    """For every collection the reliability on it of a calibration fitted to the others; ``together``: all of these at once."""
    worth: dict[str, dict[str, Reliability | None]] = {}
    cells: list[Pair] = []
    whole: list[Pair] = []
    for name in sorted({table.collection for table in tables}):
        seen, unseen = [t for t in tables if t.collection != name], [t for t in tables if t.collection == name]
        if not seen:
            continue
        measured = pairs_on(fit(seen), unseen)
        cells, whole = cells + measured[0], whole + measured[1]
        worth[name] = {"cells": reliability(measured[0]), "tables": reliability(measured[1])}
    if len(worth) > 1:
        worth["together"] = {"cells": reliability(cells), "tables": reliability(whole)}
    return worth


def pairs_on(calibration: Calibration, tables: Sequence[TableEvidence]) -> tuple[list[Pair], list[Pair]]:
    """Confidence and truth of every cell with text, and of every table that has any."""
    found = [(cell_confidences(calibration, t)[t.has_text], t.right[t.has_text].astype(float)) for t in tables if t.has_text.any()]
    cells = [pair for confidences, right in found for pair in zip(confidences.tolist(), right.tolist(), strict=True)]
    return cells, [(float(confidences.mean()), float(right.mean())) for confidences, right in found]


def line(name: str, found: Reliability | None) -> str:
    """One collection in a line."""
    if found is None:
        return f"{name}: no cell with text"
    sure = f"{100 * found.share_right_of_sure:.2f} % of {found.num_sure} above .9 right"
    return f"{name:16} {found.num:6} cells, {100 * found.share_right:.1f} % right; calibration error {found.expected_error:.4f}; {sure}"


def write_calibration(name: str, calibration: Calibration) -> None:
    """Writes ``calibration`` into the profile of the structure checkpoint ``name``."""
    checkpoint = load_checkpoint(name, "structure")
    write_profile(checkpoint.source.profile_path, replace(checkpoint.profile, calibration=calibration))
