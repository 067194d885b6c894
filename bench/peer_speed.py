"""Processor seconds a page of whole documents, ours beside other tools in one run: ``python -m bench.peer_speed DATA``.

The tools read the same documents in turn, in one process, with their models loaded, ours on one thread and the others as they are
installed; the ratio of the sums is what counts. A tool that is not installed is left out, and told so: none of them is a dependency
(``pip install camelot-py``, ``pip install pymupdf pymupdf-layout``).
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.results import environment, show_result
from pipeline import Extractor, Options
from pipeline.documents import open_document

OURS = "ours"
Read = Callable[[Path], int]  # a document's path to the number of its tables

app = typer.Typer()


def tools() -> dict[str, Read]:
    """Ours and those of the others that are installed, by name."""
    extractor, options = Extractor(), Options(threads=1, text="pdf", ocr="none")
    extractor.load(options)
    found: dict[str, Read] = {OURS: lambda path: sum(len(page.tables) for page in extractor.extract(path, options).pages)}
    if importlib.util.find_spec("camelot"):
        found["camelot hybrid"] = count_with_camelot
    if importlib.util.find_spec("pymupdf") and importlib.util.find_spec("pymupdf.layout"):
        found["PyMuPDF opt-in"] = read_pymupdf
    return found


def count_with_camelot(path: Path) -> int:
    """Number of tables of ``camelot.read_pdf(flavor="hybrid")``; each table's text is made."""
    camelot: Any = importlib.import_module("camelot")
    return sum(bool(table.data) for table in camelot.read_pdf(str(path), pages="all", flavor="hybrid", suppress_stdout=True))


def read_pymupdf(path: Path) -> int:
    """Number of tables of ``find_tables(use_layout=True, union=True, refine=True)``; each table's text is made."""
    importlib.import_module("pymupdf.layout")
    pymupdf: Any = importlib.import_module("pymupdf")
    with pymupdf.open(path) as document:
        found = [table for page in document for table in page.find_tables(use_layout=True, union=True, refine=True).tables]
        return sum(bool(table.extract()) for table in found)


def num_pages(path: Path) -> int:
    with open_document(path.read_bytes(), Options(text="pdf", ocr="none")) as document:
        return document.num_pages


def time_tools(documents: Sequence[Path], systems: dict[str, Read]) -> dict[str, dict[str, Any]]:
    """Processor seconds of all documents by tool, the tables found, and documents that it failed at."""
    found: dict[str, dict[str, Any]] = {name: {"processor_seconds": 0.0, "num_tables": 0, "failed": []} for name in systems}
    for read in systems.values():
        _tables(read, documents[0])  # loads and warms up
    for document in documents:
        for name, read in systems.items():
            start = time.process_time()
            tables = _tables(read, document)
            found[name]["processor_seconds"] += time.process_time() - start
            found[name]["num_tables"] += tables or 0
            if tables is None:
                found[name]["failed"].append(document.name)
    return found


def _tables(read: Read, document: Path) -> int | None:
    """``None`` where the tool raises: its time counts all the same."""
    try:
        return read(document)
    except Exception:  # whatever other people's tools raise
        return None


@app.command()
def peer_speed_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs; the first is read once more to warm up.")],
    every: Annotated[int, typer.Option(min=1, help="Only every so many'th document.")] = 1,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time whole documents with our default engine and with other tools."""
    documents = sorted(data.rglob("*.pdf"))[::every]
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    found = time_tools(documents, tools())
    pages = sum(map(num_pages, documents))
    ours = found[OURS]["processor_seconds"]
    for each in found.values():
        seconds = each["processor_seconds"]
        each.update(seconds_per_page=round(seconds / pages, 4), times_ours=round(seconds / ours, 2), processor_seconds=round(seconds, 2))
    value = {
        "schema": "tablewright.peer_speed/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "num_pages": pages,
        "tools": found,
        "made_with": environment(f"python -m bench.peer_speed DATA --every {every}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
