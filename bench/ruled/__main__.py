"""``python -m bench.ruled --data DIR``: drawn sheets and the ruled tables of ICDAR-2013, by us and by two other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bench.results import environment, write_result
from bench.ruled.development import RuledTable, ruled_tables
from bench.ruled.drawing import Sheet, draw_sheets
from bench.ruled.peers import Read, peers
from bench.ruled.scores import RuledScore, score_ruled, summary
from pipeline import Extractor, Options
from table import Table

RULED_SCHEMA = "tablewright.ruled/1"
app = typer.Typer()


@app.command()
def ruled_command(
    data: Annotated[Path, typer.Option("--data", envvar="TABLEWRIGHT_BENCH_DATA", help="The folder with the development sets.")],
    num: Annotated[int, typer.Option("--num", help="Drawn sheets.")] = 40,
    seed: Annotated[int, typer.Option("--seed", help="Of the drawn sheets.")] = 2026,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
) -> None:
    """Read ruled tables with every tool and print one line per set and tool."""
    sheets, ruled = list(draw_sheets(num, seed)), list(ruled_tables(data / "icdar2013"))
    found = {}
    for name, read in {"tablewright": ours(), **peers()}.items():
        found[name] = {"drawn": summary(drawn_scores(sheets, read)), "icdar2013": summary(development_scores(ruled, read))}
        for which, figures in found[name].items():
            typer.echo(f"{which:10} {name:17} {figures}")
    if out:
        command = f"python -m bench.ruled --num {num} --seed {seed}"
        write_result({"schema": RULED_SCHEMA, "tools": found, "made_with": environment(command)}, out)


def ours() -> Read:
    """The product with its defaults."""
    extractor = Extractor()

    def read(pdf: bytes, number: int) -> list[Table]:
        return list(extractor.extract(pdf, Options(pages=(number,), merge_pages=False)).tables)

    return read


def drawn_scores(sheets: list[Sheet], read: Read) -> list[RuledScore]:
    """One score for each table of the sheets."""
    scores = []
    for sheet in sheets:
        tables = read(sheet.pdf, 1)
        scores += [score_ruled(true, tables) for true in sheet.tables]
    return scores


def development_scores(ruled: list[RuledTable], read: Read) -> list[RuledScore]:
    """One score for each ruled table of the set; a page is read once for all its tables."""
    pages = {(one.document, one.page): read(one.document.read_bytes(), one.page) for one in ruled}
    return [score_ruled(one.table, pages[one.document, one.page]) for one in ruled]


if __name__ == "__main__":
    app()
