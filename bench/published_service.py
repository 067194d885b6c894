"""Our service path and the published one on the same objects and words, in one form to compare."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from bench.published_code import published_service_tables
from pipeline.structure.compat import Token, inference_tables
from pipeline.types import StructureObject
from table import BBox, StructureLabel

Cells = list[dict[str, Any]]
BOX_TOLERANCE = 1e-3  # the published rectangles hold single precision
LABELS = ("table spanning cell", "table projected row header", "table column header")


def our_outcome(objects: Cells, words: Cells) -> list[list[tuple[Any, ...]]] | str:
    tokens = [Token(tuple(w["bbox"]), w["text"], w["span_num"], w["line_num"], w["block_num"], w.get("flags", 0)) for w in words]
    found = [StructureObject(StructureLabel(item["label"]), item["score"], BBox(*item["bbox"])) for item in objects]
    tables = inference_tables(found, tokens)
    if any(table.divides_by_zero for table in tables):
        return "division by zero"
    return [
        [(set(c.row_nums), set(c.column_nums), c.text, c.is_column_header, c.is_projected_row_header, c.bbox) for c in table.cells]
        for table in tables
    ]


def their_outcome(service: SimpleNamespace, objects: Cells, words: Cells) -> list[list[tuple[Any, ...]]] | str:
    tables = published_service_tables(service, objects, words)
    if isinstance(tables, str):
        return tables
    names = ("cell text", "column header", "projected row header")
    return [[(set(c["row_nums"]), set(c["column_nums"]), *(c[name] for name in names), c["bbox"]) for c in table] for table in tables]


def are_equal(service: SimpleNamespace, objects: Cells, words: Cells) -> bool:
    a, b = our_outcome(objects, words), their_outcome(service, objects, words)
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    pairs = [(x, y) for one, other in zip(a, b, strict=True) for x, y in zip(one, other, strict=True)]
    return all(x[:5] == y[:5] and max(abs(u - v) for u, v in zip(x[5], y[5], strict=True)) < BOX_TOLERANCE for x, y in pairs)


def stored_case(value: dict[str, Any]) -> tuple[Cells, Cells]:
    """Objects and words of one file of reference cases."""
    words = [{"flags": 0, **word} for word in value["tokens"]]
    return [{"label": label, "score": score, "bbox": list(box)} for label, score, box in value["objects"]], words


def random_case(rng: random.Random) -> tuple[Cells, Cells]:
    """A grid with a header, spans and words, to be jittered."""
    num_rows, num_columns = rng.randint(2, 7), rng.randint(2, 5)
    width, height = 40.0 * num_columns, 12.0 * num_rows
    objects = [_object("table", 0, 0, width, height, rng)]
    objects += [_object("table row", 0, 12 * r, width, 12 * r + 12, rng) for r in range(num_rows)]
    objects += [_object("table column", 40 * c, 0, 40 * c + 40, height, rng) for c in range(num_columns)]
    for _ in range(rng.randint(1, 9)):
        x, y = 40 * rng.randrange(num_columns), 12 * rng.randrange(num_rows)
        objects.append(_object(rng.choice(LABELS), x, y, x + 40 * rng.randint(1, 3), y + 12 * rng.randint(1, 3), rng))
    places = [(r, c) for r in range(num_rows) for c in range(num_columns) if rng.random() < 0.8]
    words = [
        {"bbox": [40 * c + 4, 12 * r + 2, 40 * c + 30, 12 * r + 10], "text": f"{r}.{c}", "span_num": n, "line_num": 0, "block_num": 0}
        for n, (r, c) in enumerate(places)
    ]
    return objects, words


def _object(label: str, x0: float, y0: float, x1: float, y1: float, rng: random.Random) -> dict[str, Any]:
    return {"label": label, "score": rng.uniform(0.3, 1), "bbox": [x0, y0, x1, y1]}


def jittered(objects: Cells, rng: random.Random, count: int) -> Iterator[Cells]:
    """Copies with some objects left out, all moved and scored anew."""
    for _ in range(count):
        moved = []
        for item in objects:
            if rng.random() < 0.05:
                continue
            x0, y0, x1, y1 = (value + rng.gauss(0, rng.choice((0.5, 3, 10))) for value in item["bbox"])
            score = min(1.0, max(0.0, item["score"] + rng.gauss(0, 0.15)))
            moved.append({"label": item["label"], "score": score, "bbox": [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]})
        yield moved
