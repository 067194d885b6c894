"""The numbers that show the library right on stored samples; each function is behind one command of the CLI."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from canonicalize import FINTABNET_SCRIPT, ICDAR_SCRIPT, PAPER, AnnotationError, CanonicalOptions, canonicalize, objects_of
from canonicalize.readers.html_tokens import read_pubtabnet_line
from canonicalize.readers.structure import read_structure
from canonicalize.readers.truth import tiled
from canonicalize.readers.voc import VocAnnotation, read_voc, write_voc
from canonicalize.readers.words import read_words
from canonicalize.survey import survey
from table import BBox, Cell, Label, Table


@dataclass(frozen=True)
class Outcome:
    """One sample's result: what is the same, and what was different."""

    name: str
    is_same: bool
    detail: str = ""


def icdar2013_agreement(folder: Path, options: CanonicalOptions = ICDAR_SCRIPT) -> list[Outcome]:
    """Each table's raw structure canonicalized, against the canonical structure stored beside it (topology)."""
    outcomes = []
    for path in sorted(folder.glob("*.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))["tables"]:
            raw, wanted = _json_table(item["raw_cells"]), _json_table(item["cells"])
            found = canonicalize(raw, options).table
            outcomes.append(Outcome(item["id"], topology(found) == topology(wanted), _difference(found, wanted)))
    return outcomes


def _json_table(cells: Iterable[dict[str, Any]]) -> Table:
    return tiled(
        (
            Cell(range(c["row_nums"][0], c["row_nums"][-1] + 1), range(c["column_nums"][0], c["column_nums"][-1] + 1), c["text"])
            for c in cells
        ),
        "stored table",
    )


def topology(table: Table) -> tuple[int, int, frozenset[tuple[range, range]]]:
    """Grid size and extents of all cells."""
    return table.num_rows, table.num_columns, frozenset((cell.rows, cell.columns) for cell in table.cells)


def _difference(found: Table, wanted: Table) -> str:
    if (found.num_rows, found.num_columns) != (wanted.num_rows, wanted.num_columns):
        return f"{found.num_rows} x {found.num_columns} for {wanted.num_rows} x {wanted.num_columns}"
    known = topology(wanted)[2]
    extra = [cell for cell in found.cells if (cell.rows, cell.columns) not in known]
    return "; ".join(f"{cell.rows} x {cell.columns}: {cell.text[:40]!r}" for cell in extra[:3])


def round_trip(annotations: Path, words: Path | None, options: CanonicalOptions) -> list[Outcome]:
    """Read, canonicalize and write each sample again; the same if the file is the same byte for byte."""
    outcomes = []
    for path in sorted(annotations.glob("*.xml")):
        data = path.read_bytes()
        annotation = read_voc(data, path.name)
        words_path = words / f"{path.stem}_words.json" if words else None
        known = read_words(words_path.read_bytes()) if words_path and words_path.exists() else ()
        try:
            outcomes.append(_round_trip(path.stem, data, annotation, known, options))
        except AnnotationError as error:
            outcomes.append(Outcome(path.stem, False, str(error)))
    return outcomes


def _round_trip(name: str, data: bytes, annotation: VocAnnotation, words: Any, options: CanonicalOptions) -> Outcome:
    located = read_structure(annotation, words)
    if words:
        result = canonicalize(located.table, options).table
        if (result.num_rows, result.num_columns) != (located.table.num_rows, located.table.num_columns):
            return Outcome(name, False, "canonicalization changes the grid")
        located = replace(located, table=result, text_boxes=(None,) * len(result.cells))
    else:  # without words nobody knows which cells are blank: only reading and writing is shown
        cells = tuple(replace(cell, text="?") for cell in located.table.cells)
        located = replace(located, table=replace(located.table, cells=cells))
    written = replace(annotation, objects=objects_of(located))
    if write_voc(written).encode() == data:
        return Outcome(name, True)
    before, after = _counted(annotation.objects), _counted(written.objects)
    if before == after:
        return Outcome(name, False, "same objects in another order")
    return Outcome(name, False, f"missing {list((before - after).elements())[:2]}, new {list((after - before).elements())[:2]}")


def _counted(objects: Iterable[tuple[Label, BBox]]) -> Counter[tuple[str, tuple[float, ...]]]:
    return Counter((str(label), tuple(round(value, 4) for value in box)) for label, box in objects)


ROUND_TRIP_OPTIONS = {"pubtables": PAPER, "fintabnet": FINTABNET_SCRIPT}


def pubtabnet_oversegmentation(files: Iterable[Path]) -> dict[str, Any]:
    """The paper's survey of PubTabNet tables before and after canonicalization, and how many tables changed.

    ``files`` are JSONL files, or JSON files with ``cells`` (row and column numbers, text, header mark).
    """
    tables = [table for path in files for table in _pubtabnet_tables(path)]
    results = [canonicalize(table) for table in tables]
    return {
        "before": asdict(survey(tables)),
        "after": asdict(survey([result.table for result in results])),
        "changed": sum(result.is_changed for result in results),
        "merges_by_rule": dict(sorted(Counter(merge.rule for result in results for merge in result.merges).items())),
    }


def _pubtabnet_tables(path: Path) -> list[Table]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [read_pubtabnet_line(line).table for line in text.splitlines() if line.strip()]
    item = json.loads(text)
    cells = [
        Cell(
            range(c["row_nums"][0], c["row_nums"][-1] + 1),
            range(c["column_nums"][0], c["column_nums"][-1] + 1),
            c["text"],
            is_column_header=bool(c["is_column_header"]),
        )
        for c in item["cells"]
    ]
    return [tiled(cells, path.name)]
