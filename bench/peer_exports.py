"""Other tools' tables of a folder's PDFs, written by their own means: ``python bench/peer_exports.py TOOL FOLDER OUT --limit 10``.

For an environment that has the tool and nothing of ours: camelot's ``export`` of its hybrid mode, pdfplumber's ``extract_tables``,
PyMuPDF's ``find_tables`` in its opt-in mode with ``extract``. ``tablewright evaluate FOLDER --predictions OUT --limit 10`` scores it; both
take the same documents, spread evenly over the folder.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Export = Callable[[Path, Path], None]


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


def _write(value: Any, document: Path, out: Path) -> None:
    (out / f"{document.stem}.json").write_text(json.dumps(value), "utf-8")


TOOLS: dict[str, Export] = {"camelot": export_camelot, "pdfplumber": export_pdfplumber, "pymupdf": export_pymupdf}


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
