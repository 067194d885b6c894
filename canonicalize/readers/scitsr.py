"""SciTSR: structure JSON (cells by first and last row and column) and chunk JSON (text pieces with PDF boxes)."""

from __future__ import annotations

import json
from typing import Any

from canonicalize.errors import AnnotationError
from canonicalize.readers.truth import Truth, flipped, tiled, truth_of
from table import Cell, Word


def read_scitsr(data: bytes | str, name: str) -> Truth:
    """The table of a structure file; SciTSR gives no cell boxes. Raises ``AnnotationError`` for overlaps and bad fields."""
    cells = []
    for item in _items(data, "cells", name):
        try:
            rows = range(int(item["start_row"]), int(item["end_row"]) + 1)
            columns = range(int(item["start_col"]), int(item["end_col"]) + 1)
        except (KeyError, TypeError, ValueError) as error:
            raise AnnotationError(f"cell {item.get('id')} has no start and end rows and columns", source=name) from error
        cells.append(Cell(rows, columns, " ".join(map(str, item.get("content", ())))))
    return truth_of(tiled(cells, name), name, 1, id=name)


def read_scitsr_chunks(data: bytes | str, page_height: float, name: str = "") -> tuple[Word, ...]:
    """The text pieces of a chunk file as words, points with origin top-left; ``pos`` is [x1, x2, y1, y2], bottom-left."""
    words = []
    for number, item in enumerate(_items(data, "chunks", name)):
        try:
            x1, x2, y1, y2 = map(float, item["pos"])
        except (KeyError, TypeError, ValueError) as error:
            raise AnnotationError(f"chunk {number} has no position of four numbers", source=name) from error
        words.append(Word(str(item.get("text", "")), flipped(x1, y1, x2, y2, page_height), number))
    return tuple(words)


def _items(data: bytes | str, key: str, name: str) -> list[dict[str, Any]]:
    try:
        items = json.loads(data)[key]
    except (ValueError, KeyError, TypeError) as error:
        raise AnnotationError(f"expected an object with a list under {key!r}", source=name) from error
    return list(items)
