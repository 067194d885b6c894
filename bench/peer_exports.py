"""Other tools' tables of a folder's PDFs, written by their own means: ``python bench/peer_exports.py TOOL FOLDER OUT --limit 10``.

For an environment that has the tool and nothing of ours: camelot's ``export`` of its hybrid mode, pdfplumber's ``extract_tables``,
PyMuPDF's ``find_tables`` in its opt-in mode with ``extract``. ``tablewright evaluate FOLDER --predictions OUT --limit 10`` scores it; both
take the same documents, spread evenly over the folder.

``pymupdf-cells`` writes the same tables with the boxes of their cells and PyMuPDF's own words in them: spanning cells span, and texts are
whole, where ``extract`` parts commas and dashes from their numbers ("2753438\\n, ,").
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Export = Callable[[Path, Path], None]
Box = tuple[float, float, float, float]
Word = tuple[Any, ...]  # x0, y0, x1, y1, text, number of block, line, word
SAME_EDGE = 2.0  # points between edges of cells that are one


def spread(paths: list[Path], limit: int | None) -> list[Path]:
    """At most ``limit`` of the paths, as ``Dataset.first`` chooses samples.

    >>> [path.name for path in spread([Path(name) for name in "abcdef"], 3)]
    ['a', 'c', 'e']
    """
    if limit is None or limit >= len(paths):
        return paths
    return [paths[int(number * len(paths) / limit)] for number in range(limit)]


def export_camelot(document: Path, out: Path) -> None:
    camelot: Any = importlib.import_module("camelot")
    tables = camelot.read_pdf(str(document), pages="all", flavor="hybrid")
    tables.export(str(out / f"{document.stem}.csv"), f="csv")


def export_pdfplumber(document: Path, out: Path) -> None:
    pdfplumber: Any = importlib.import_module("pdfplumber")
    with pdfplumber.open(document) as opened:
        _write([page.extract_tables() for page in opened.pages], document, out)


def export_pymupdf(document: Path, out: Path) -> None:
    importlib.import_module("pymupdf.layout")
    pymupdf: Any = importlib.import_module("pymupdf")
    with pymupdf.open(document) as opened:
        found = [
            {"page": page.number + 1, "bbox": list(table.bbox), "extract": table.extract()}
            for page in opened
            for table in page.find_tables(use_layout=True, union=True, refine=True).tables
        ]
    _write(found, document, out)


def export_pymupdf_cells(document: Path, out: Path) -> None:
    importlib.import_module("pymupdf.layout")
    pymupdf: Any = importlib.import_module("pymupdf")
    found = []
    with pymupdf.open(document) as opened:
        for page in opened:
            words = page.get_text("words")
            for table in page.find_tables(use_layout=True, union=True, refine=True).tables:
                cells = numbered_cells([box for box in table.cells if box], words)
                found.append({"page": page.number + 1, "bbox": list(table.bbox), "cells": cells})
    _write({"tables": found}, document, out)


def numbered_cells(boxes: Sequence[Box], words: Sequence[Word]) -> list[dict[str, Any]]:
    """Cells with the rows and columns that their boxes cover and the words whose middle they hold; rows and columns without words go.

    >>> words = [(1, 1, 4, 9, "a", 0, 0, 0), (12, 1, 14, 9, "2", 0, 0, 1), (16, 1, 19, 9, "3", 0, 0, 2)]
    >>> cells = numbered_cells([(0, 0, 10, 10), (10, 0, 20, 10), (0, 10, 20, 20)], words)
    >>> [(cell["row_nums"], cell["column_nums"], cell["cell text"]) for cell in cells]
    [([0], [0], 'a'), ([0], [1], '2 3')]
    """
    x_edges, y_edges = (_edges([box[k] for box in boxes for k in sides]) for sides in ((0, 2), (1, 3)))
    cells = [(_span(y_edges, box[1], box[3]), _span(x_edges, box[0], box[2]), box, _text(box, words)) for box in boxes]
    rows = {number for numbers, _, _, text in cells if text for number in numbers}
    columns = {number for _, numbers, _, text in cells if text for number in numbers}
    kept = [(_kept(down, rows), _kept(across, columns), box, text) for down, across, box, text in cells]
    return [{"row_nums": d, "column_nums": a, "bbox": list(box), "cell text": text} for d, a, box, text in kept if d and a]


def _text(box: Box, words: Sequence[Word]) -> str:
    x0, y0, x1, y1 = box
    inside = [word for word in words if x0 <= (word[0] + word[2]) / 2 < x1 and y0 <= (word[1] + word[3]) / 2 < y1]
    return " ".join(word[4] for word in sorted(inside, key=lambda word: word[5:8]))


def _edges(values: list[float]) -> list[float]:
    """Lines that cells end at, those closer than ``SAME_EDGE`` taken together."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= SAME_EDGE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _span(edges: list[float], start: float, end: float) -> range:
    nearest = [min(range(len(edges)), key=lambda number: abs(edges[number] - value)) for value in (start, end)]
    return range(*nearest)


def _kept(numbers: range, kept: set[int]) -> list[int]:
    order = {number: place for place, number in enumerate(sorted(kept))}
    return [order[number] for number in numbers if number in kept]


def _write(value: Any, document: Path, out: Path) -> None:
    (out / f"{document.stem}.json").write_text(json.dumps(value), "utf-8")


TOOLS: dict[str, Export] = {
    "camelot": export_camelot,
    "pdfplumber": export_pdfplumber,
    "pymupdf": export_pymupdf,
    "pymupdf-cells": export_pymupdf_cells,
}


def main(arguments: list[str]) -> int:
    """Writes the files; a document that the tool fails at is told and has none. The exit code is 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=sorted(TOOLS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for document in spread(sorted(asked.folder.glob("*.pdf")), asked.limit):
        try:
            TOOLS[asked.tool](document, asked.out)
        except Exception as error:  # whatever other people's tools raise
            failed += 1
            sys.stderr.write(f"{document.name}: {type(error).__name__}: {error}\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
