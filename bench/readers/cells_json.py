"""JSON files with ``cells`` given by ``row_nums`` and ``column_nums``: prepared ICDAR-2013 documents and PubTabNet pictures.

ICDAR-2013: ``NAME.json`` with ``tables`` beside ``NAME.pdf``; true texts are the PDF's own words (``text_pdf``), boxes
page points. Its cells hug the text; they are dilated until rows and columns touch, as in the published sets and in our
output. PubTabNet: one table a file with ``image``; boxes are pixels round the texts, so there is no GriTS_Loc.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.readers.gathering import gather, json_box
from bench.reference_objects import dilated_grid
from bench.samples import Dataset, DatasetError, Sample, TrueTable, read_bytes
from canonicalize import AnnotationError
from canonicalize.readers.truth import tiled
from table import Cell, Table

Json = Mapping[str, Any]


def json_object(path: Path) -> Json:
    """The file's object; raises ``AnnotationError`` for anything else."""
    try:
        value = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise AnnotationError(f"no JSON: {error}", source=path.name) from error
    if not isinstance(value, dict):
        raise AnnotationError("expected a JSON object", source=path.name)
    return value


def read_icdar2013_json(folder: Path) -> Dataset:
    """ICDAR-2013 documents in ``folder``; documents without a canonical table are left out of the tables."""
    paths = sorted(path for path in folder.glob("*.json") if path.with_suffix(".pdf").is_file() or "tables" in json_object(path))
    if not paths:
        raise DatasetError(f"{folder}: no NAME.json beside a NAME.pdf")
    samples, broken = gather(paths, lambda path: path.stem, _icdar_sample)
    return Dataset("icdar2013", "ICDAR-2013, canonical form", folder, "PDF words", samples, broken)


def read_icdar2013_printed(folder: Path) -> Dataset:
    """The same documents with the competition's own structure (``raw_cells``): as printed, texts as typed in its XML."""
    canonical = read_icdar2013_json(folder)
    paths = [path for sample in canonical.samples if sample.source for path in [sample.source.with_suffix(".json")]]
    samples, broken = gather(paths, lambda path: path.stem, lambda path: _icdar_sample(path, is_printed=True))
    return Dataset("icdar2013 printed", "ICDAR-2013, as printed", folder, "PDF words", samples, (*canonical.broken, *broken))


def _icdar_sample(path: Path, is_printed: bool = False) -> Sample:
    item = json_object(path)
    document = path.with_suffix(".pdf")
    if not document.is_file():
        raise AnnotationError(f"there is no {document.name} beside the ground truth", source=path.name)
    if not isinstance(item.get("tables"), list):
        raise AnnotationError("expected an object with a list under 'tables'", source=path.name)
    tables = tuple(
        (_printed_table if is_printed else _icdar_table)(table, path.name) for table in item["tables"] if table.get("canonical", True)
    )
    return Sample(path.stem, document, "points", tables, None, path.stem)


def _icdar_table(item: Json, source: str) -> TrueTable:
    name = str(item.get("id", ""))
    table = cells_table(item, f"{source} {name}", text_key="text_pdf")
    page, box = int(item.get("page_index", 0)) + 1, json_box(item.get("bbox_pdf"), source)
    placed = dilated_grid(Table(table.num_rows, table.num_columns, table.cells, page=page, bbox=box, id=name))
    return TrueTable(name, placed, has_cell_boxes=all(cell.bbox for cell in placed.cells))


def _printed_table(item: Json, source: str) -> TrueTable:
    name = str(item.get("id", ""))
    table = cells_table({"cells": item.get("raw_cells")}, f"{source} {name}")
    page, box = int(item.get("page_index", 0)) + 1, json_box(item.get("bbox_pdf"), source)
    return TrueTable(name, Table(table.num_rows, table.num_columns, table.cells, page=page, bbox=box, id=name), has_cell_boxes=False)


def cells_table(item: Json, source: str, text_key: str = "text") -> Table:
    """The table of an object with ``cells``; holes become blank cells. Raises ``AnnotationError`` when fields are missing."""
    try:
        cells = [
            Cell(
                range(min(cell["row_nums"]), max(cell["row_nums"]) + 1),
                range(min(cell["column_nums"]), max(cell["column_nums"]) + 1),
                str(cell.get(text_key, cell.get("text", "")) or ""),
                json_box(cell.get("bbox"), source),
                bool(cell.get("is_column_header")),
                bool(cell.get("is_projected_row_header")),
            )
            for cell in item["cells"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AnnotationError(f"cells need row_nums and column_nums: {type(error).__name__} {error}", source=source) from error
    return tiled(cells, source)


def read_pubtabnet_json(folder: Path) -> Dataset:
    """Pictures of PubTabNet, each with a JSON file; subfolders are read too."""
    paths = sorted(path for path in folder.rglob("*.json") if path.with_suffix(".png").is_file() or "image" in json_object(path))
    if not paths:
        raise DatasetError(f"{folder}: no NAME.json with a NAME.png")
    samples, broken = gather(paths, lambda path: path.stem, _pubtabnet_sample)
    return Dataset("pubtabnet", "PubTabNet", folder, "OCR", samples, broken)


def _pubtabnet_sample(path: Path) -> Sample:
    item = json_object(path)
    picture = path.with_name(str(item.get("image") or f"{path.stem}.png"))
    if not picture.is_file():
        raise AnnotationError(f"there is no picture {picture.name}", source=path.name)
    table = cells_table(item, path.name)
    return Sample(path.stem, picture, "pixels", (TrueTable(path.stem, table, has_cell_boxes=False),), None, path.stem.split("_")[0])
