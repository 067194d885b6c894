"""Golden cases: what the structure rules get for one table, and the table that came out, as files.

``NAME.input.json.gz`` holds one region's words, rulings and shadings, the model's objects and the options;
``NAME.expected.json`` the structure and the table made of them, in view points. No model and no document is needed to
replay one.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.models.recordings import object_to_dict, region_to_dict
from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from pipeline.types import Page, Picture, RegionView, Structure, StructureObject, TableRegion, TaggedCell, TextSource
from table import BBox, Cell, DetectionLabel, Ruling, Shading, StructureLabel, Table, Word

FOLDER = Path(__file__).parent.parent / "tests" / "golden" / "cases"
DECIMALS = 2  # of recorded coordinates, in points
AROUND = 40.0  # points around the crop whose words are recorded: titles go on beyond it
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """What the rules get for one table. ``source`` says in words where it comes from."""

    name: str
    source: str
    view: RegionView
    objects: tuple[StructureObject, ...]
    options: Options


def case_names(folder: Path = FOLDER) -> list[str]:
    """All cases of the folder, sorted."""
    return sorted(path.name.removesuffix(".input.json.gz") for path in folder.glob("*.input.json.gz"))


def replay(case: GoldenCase) -> tuple[Structure, Table]:
    """Structure and table of the case with the rules as they are, in view points."""
    structure = refine(case.objects, case.view, case.options)
    return structure, fill(to_grid(structure), case.view)


def outcome(case: GoldenCase) -> str:
    """The JSON text that the case's expectation must equal to the byte: one line per row, column, span and cell."""
    structure, table = replay(case)
    parts = {"structure": _structure_dict(structure), "table": _table_dict(table)}
    return "\n".join(_lines(parts)) + "\n"


def expected(name: str, folder: Path = FOLDER) -> str:
    return (folder / f"{name}.expected.json").read_text("utf-8")


def write_expected(case: GoldenCase, folder: Path = FOLDER) -> bool:
    """Writes the expectation anew; whether it changed."""
    path, text = folder / f"{case.name}.expected.json", outcome(case)
    is_new = not path.exists() or path.read_text("utf-8") != text
    path.write_text(text, "utf-8")
    return is_new


def write_case(case: GoldenCase, folder: Path = FOLDER) -> None:
    """Writes the input; coordinates are rounded to hundredths of a point."""
    view = case.view
    around = view.crop.expand(AROUND)
    value = {
        "source": case.source,
        "options": _options_dict(case.options),
        "page": {
            "number": view.page.number,
            "size": [view.page.width, view.page.height],
            "text_source": view.page.text_source,
            "words": [_word_list(word) for word in view.page.words if around.contains_point(*word.bbox.center)],
        },
        "region": region_to_dict(view.region),
        "view": {
            "crop": list(view.crop),
            "bbox": list(view.bbox),
            "size": [view.width, view.height],
            "words": [_word_list(word) for word in view.words],
            "rulings": [list(ruling.bbox) for ruling in view.rulings],
            "shadings": [[*shading.bbox, shading.luminance] for shading in view.shadings],
            "tagged_tables": [[_tagged_list(cell) for cell in table] for table in view.tagged_tables],
            **({"unread": [list(box) for box in view.unread]} if view.unread else {}),
        },
        "objects": [object_to_dict(item) for item in case.objects],
    }
    text = json.dumps(_rounded(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (folder / f"{case.name}.input.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _options_dict(options: Options) -> Json:
    """The options that a case may ask for; the form only where it is not the usual one."""
    form = {} if options.structure_form == "canonical" else {"structure_form": options.structure_form}
    return {"keep_blank_rows_and_columns": options.keep_blank_rows_and_columns, **form}


def read_case(name: str, folder: Path = FOLDER) -> GoldenCase:
    """The case of that name. Raises ``FileNotFoundError`` when there is none."""
    value = json.loads(gzip.decompress((folder / f"{name}.input.json.gz").read_bytes()))
    page = _page(value["page"])
    objects = tuple(StructureObject(StructureLabel(item["label"]), item["score"], BBox(*item["bbox"])) for item in value["objects"])
    return GoldenCase(name, value["source"], _view(value["view"], value["region"], page), objects, Options(**value["options"]))


def _page(value: Json) -> Page:
    source: TextSource = value["text_source"]
    width, height = value["size"]
    return Page(value["number"], width, height, tuple(map(_word, value["words"])), (), (), source, no_picture)


def _view(value: Json, region: Json, page: Page) -> RegionView:
    label = DetectionLabel(region["label"])
    asked = TableRegion(BBox(*region["bbox"]), region["score"], region["rotation"], label, region["id"], region["is_given"])
    width, height = value["size"]
    return RegionView(
        asked,
        page,
        BBox(*value["crop"]),
        BBox(*value["bbox"]),
        width,
        height,
        tuple(map(_word, value["words"])),
        tuple(Ruling(BBox(*box)) for box in value["rulings"]),
        tuple(Shading(BBox(*box), luminance) for *box, luminance in value["shadings"]),
        no_picture,
        tuple(tuple(map(_tagged, table)) for table in value.get("tagged_tables", ())),
        unread=tuple(BBox(*box) for box in value.get("unread", ())),
    )


def no_picture(scale: float) -> Picture:
    """A recorded page has no pixels; one white pixel stands for them."""
    return np.full((1, 1, 3), 255, dtype=np.uint8)


def _tagged_list(cell: TaggedCell) -> list[object]:
    extent = [cell.rows.start, cell.rows.stop, cell.columns.start, cell.columns.stop]
    return [*extent, None if cell.bbox is None else list(cell.bbox), cell.is_header]


def _tagged(value: list[Any]) -> TaggedCell:
    first_row, end_row, first_column, end_column, box, is_header = value
    return TaggedCell(range(first_row, end_row), range(first_column, end_column), None if box is None else BBox(*box), is_header)


def _word_list(word: Word) -> list[object]:
    """What a case keeps of a word; only bold ones say so."""
    return [word.text, *word.bbox, word.rotation, *(True,) * word.is_bold]


def _word(value: list[Any]) -> Word:
    text, x0, y0, x1, y1, rotation, *bold = value
    return Word(text, BBox(x0, y0, x1, y1), rotation=rotation, is_bold=bool(bold))


def _structure_dict(structure: Structure) -> Json:
    return {
        "num_header_rows": structure.num_header_rows,
        "header_score": structure.header_score,
        "warnings": list(structure.warnings),
        "rows": [[one.start, one.stop, one.score] for one in structure.rows],
        "columns": [[one.start, one.stop, one.score] for one in structure.columns],
        "spans": [
            [span.rows.start, span.rows.stop, span.columns.start, span.columns.stop, span.score, span.is_projected_row_header]
            for span in structure.spans
        ],
    }


def _table_dict(table: Table) -> Json:
    """What the rules decide of a table; how ``table.io`` writes one is no business of theirs."""
    return {
        "bbox": list(table.bbox or ()),
        "confidence": table.confidence,
        "flags": list(table.flags),
        "cells": [_cell_list(cell) for cell in table.cells],
        "unassigned_words": [[word.text, *word.bbox] for word in table.unassigned_words],
    }


def _cell_list(cell: Cell) -> list[object]:
    kinds = ["header"] * cell.is_column_header + ["projected"] * cell.is_projected_row_header
    extent = [cell.rows.start, cell.rows.stop, cell.columns.start, cell.columns.stop]
    return [*extent, cell.text, list(cell.bbox or ()), kinds, cell.confidence]


def _lines(parts: dict[str, Json]) -> list[str]:
    """JSON with one line per item of each list and per other field, so that a diff can be read."""
    found = ["{"]
    for part, fields in parts.items():
        found.append(f"{json.dumps(part)}: {{")
        for key, value in fields.items():
            is_long = isinstance(value, list) and value and isinstance(value[0], list | dict)
            found += [f"{json.dumps(key)}: [", *_items(value), "],"] if is_long else [f"{json.dumps(key)}: {_text(value)},"]
        found[-1] = found[-1].removesuffix(",")
        found.append("},")
    found[-1] = "}"
    return [*found, "}"]


def _items(values: list[Any]) -> list[str]:
    return [f"{_text(value)}," for value in values[:-1]] + [_text(values[-1])]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: round(item, 4) if key in ("score", "luminance") else _rounded(item) for key, item in value.items()}
    return value
