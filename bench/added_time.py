"""What values, surroundings, looks, tags, joins and typed output add to a page's time: ``python -m bench.added_time FOLDER``.

Every PDF of the folder is read as a user does and written as JSON; the processor time inside the added steps is set against
all of it, in the same run, so that the machine's speed and load do not matter. Pages without a table count as well.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.clock import Clock
from bench.results import environment, write_result
from pipeline import ExtractionError, Extractor, Options
from pipeline.results.json_format import to_json

STEPS = {
    "surroundings": (
        "pipeline.extractor:text_lines",
        "pipeline.extractor:margins_of",
        "pipeline.extractor:find_surroundings",
        "pipeline.extractor:with_surroundings",
    ),
    "values and sums": ("pipeline.extractor:type_table", "pipeline.extractor:weigh_sums"),
    "joins": ("pipeline.extractor:join_pages",),
    "looks": (
        "pipeline.documents.pdf:read_links",
        "pipeline.documents.pdf:with_looks",
        "pipeline.documents.pdf:find_check_boxes",
        "pipeline.documents.pdf:read_form_boxes",
        "pipeline.structure.fill:cell_looks",
    ),
    "tags": ("pipeline.documents.pdf:read_tagged_tables", "pipeline.structure.rules.obey_tags:as_tagged"),
    "typed JSON": (
        "pipeline.results.json_format:document_evidence",
        "table.io.json_format:type_table",
        "table.io.json_format:totals_to_list",
        "table.io.json_format:surroundings_to_dict",
        "table.io.json_format:columns_to_list",
        "table.io.json_format:value_to_dict",
        "table.io.json_format:looks_to_dict",
    ),
}
app = typer.Typer()


def measure_shares(paths: list[Path]) -> dict[str, Any]:
    """Pages, tables, and the shares of the added steps; documents that cannot be read are left out."""
    extractor, options = Extractor(), Options(ocr="none", threads=1)
    extractor.load(options)
    clock, num_pages, num_tables = Clock(), 0, 0
    with clock.running(STEPS):
        start = time.process_time()
        for path in paths:
            try:
                result = extractor.extract(path, options)
            except ExtractionError:
                continue
            to_json(result)
            num_pages += len(result.pages)
            num_tables += len(result.page_tables)
        total = time.process_time() - start
    shares = {name: round(spent / total, 4) for name, spent in clock.seconds.items()}
    return {
        "num_documents": len(paths),
        "num_pages": num_pages,
        "num_tables": num_tables,
        "share": round(sum(shares.values()), 4),
        **shares,
    }


@app.command()
def added_time_command(
    folders: Annotated[list[Path], typer.Argument(help="Folders with PDFs.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
) -> None:
    """Print the share of a page's time that each added step takes."""
    found = {folder.name: measure_shares(sorted(folder.glob("*.pdf"))) for folder in folders}
    for name, one in found.items():
        typer.echo(f"{name}: {one}")
    if out:
        write_result({"schema": "tablewright.added_time/1", "made_with": environment("python -m bench.added_time"), "folders": found}, out)


if __name__ == "__main__":
    app()
