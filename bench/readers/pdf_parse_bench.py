"""pdf-parse-bench: pages of randomly set tables, ``NNN.pdf`` with ``NNN.json``, the tables in reading order as LaTeX.

The truth has no boxes, so tables are found first and paired with the truths by content, one to one (``bench.matching``).
Structure is as printed.
"""

from __future__ import annotations

import json
from pathlib import Path

from bench.readers.gathering import gather
from bench.readers.latex_tables import table_from_latex
from bench.samples import Dataset, DatasetError, Sample, TrueTable, read_bytes
from canonicalize import AnnotationError


def read_pdf_parse_bench(folder: Path) -> Dataset:
    """The pages in ``folder``; a page with a table that cannot be read is broken as a whole."""
    paths = sorted(path for path in folder.glob("*.json") if path.with_suffix(".pdf").is_file())
    if not paths:
        raise DatasetError(f"{folder}: no NAME.json beside a NAME.pdf")
    samples, broken = gather(paths, lambda path: path.stem, _sample)
    return Dataset("pdf-parse-bench", "pdf-parse-bench, tables only, as printed", folder, "PDF words", samples, broken)


def _sample(path: Path) -> Sample:
    named = [(f"{path.stem}_{index}", source) for index, source in enumerate(_sources(path))]
    tables = [TrueTable(name, table_from_latex(source, name), has_cell_boxes=False) for name, source in named]
    return Sample(path.stem, path.with_suffix(".pdf"), "points", tuple(tables), None, path.stem)


def _sources(path: Path) -> list[str]:
    try:
        items = json.loads(read_bytes(path))
        return [str(item["data"]) for item in items if item["type"] == "table"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise AnnotationError(f"expected a list of objects with type and data: {error}", source=path.name) from error
