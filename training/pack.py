"""``tablewright pack``: labelled folders and articles as one small shard, for a machine that has neither them nor the libraries to
read them (``shards.py``)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from training.labelled import article_pages, cached_pages, cached_tables
from training.page.samples import PageSample
from training.recipe import SHARD_SUFFIX, TaskName
from training.shards import save_pages, save_tables

app = typer.Typer()


@app.command("pack", no_args_is_help=True)
def pack_command(
    task: Annotated[TaskName, typer.Option(help="Tables for structure, or pages for detection.")],
    data: Annotated[list[Path], typer.Option(metavar="DIR", help="Folder as `train --data` takes it. Repeatable.", file_okay=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help=f"The shard, NAME{SHARD_SUFFIX}.", dir_okay=False)],
    no_header_labels: Annotated[list[Path] | None, typer.Option(metavar="DIR", help="A --data folder without header classes.")] = None,
) -> None:
    """Write the training part of labelled folders as one shard that `train --data` and `--paste` read."""
    if out.suffix != SHARD_SUFFIX:
        raise typer.BadParameter(f"a shard is called NAME{SHARD_SUFFIX}", param_hint="--out")
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    unlabelled = {folder.resolve() for folder in no_header_labels or ()}
    if task is TaskName.STRUCTURE:
        tables = [sample for folder in data for sample in cached_tables(folder, None, has_headers=folder.resolve() not in unlabelled).all()]
        save_tables(tables, out)
        num = len(tables)
    else:
        pages = [page for folder in data for page in _pages(folder)]
        save_pages(pages, out)
        num = len(pages)
    typer.echo(f"{num} {'tables' if task is TaskName.STRUCTURE else 'pages'} in {out}, {out.stat().st_size / 1e6:.1f} MB")


def _pages(folder: Path) -> list[PageSample]:
    samples = cached_pages(folder, None)
    return samples.all() if samples else article_pages(folder, None, None)
