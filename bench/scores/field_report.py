"""``python -m bench.scores.field_report --data DIR``: the field cases file by file: rows right, wrong, lost, and which are flagged.

A row that is not right is *wrong* when some row of the document's tables holds at least half of its texts, otherwise it is
*lost*. It is *flagged* when the table that answers best has a flag, or, without any table, when a weak candidate is told.
With ``--before`` the figures of an earlier result stand beside the new ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.results import environment, write_result
from bench.scores.field_rows import Expected, FieldCase, Row, num_right, read_field_cases, right_rows, rows_of
from pipeline import DocumentResult, Extractor
from table import Table

FIELD_SCHEMA = "tablewright.field-cases/1"
MIN_SHARED = 0.5  # of a row's texts that another row must hold to be the same row, read wrong
Json = dict[str, Any]
app = typer.Typer()


@app.command()
def field_command(
    data: Annotated[Path, typer.Option("--data", envvar="TABLEWRIGHT_BENCH_DATA", help="The folder with the development sets.")],
    before: Annotated[Path | None, typer.Option("--before", help="An earlier result to set beside this one.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="The result as JSON.")] = Path("out/field_cases.json"),
) -> None:
    """Read every field case and write a line per expected table."""
    extractor = Extractor()
    lines = [line for case in read_field_cases(data / "field_cases") for line in case_lines(case, extractor.extract(case.document))]
    earlier = json.loads(before.read_text("utf-8"))["tables"] if before else []
    known = {(line["document"], line["table"]): line["now"] for line in earlier}
    for line in lines:
        line["before"] = known.get((line["document"], line["table"]))
        typer.echo(f"{line['table']:58} {line['before'] or ''} -> {line['now']}")
    found: Json = {"schema": FIELD_SCHEMA, "now": totals([line["now"] for line in lines]), "tables": lines}
    found["before"] = totals([line["before"] for line in lines if line["before"]]) if before else None
    typer.echo(f"{found['before'] or ''} -> {found['now']}")
    write_result({**found, "made_with": environment("python -m bench.scores.field_report")}, out)


def case_lines(case: FieldCase, result: DocumentResult) -> list[Json]:
    """One line for each expected table of a document."""
    candidates = any(getattr(page, "candidates", ()) for page in result.pages)
    return [
        {"document": case.document.name, "table": one.name, "now": counts(one, result.tables, has_candidates=candidates)}
        for one in case.expected
    ]


def counts(expected: Expected, tables: Sequence[Table], *, has_candidates: bool = False) -> dict[str, int]:
    """Rows (or texts) of an expected table by what became of them."""
    right = num_right(expected, tables)
    best = max(tables, key=lambda table: num_right(expected, [table]), default=None)
    is_flagged = has_candidates if best is None else bool(best.flags)
    if expected.texts:
        missing = expected.size - right
        return {"num": expected.size, "right": right, "wrong": 0, "lost": missing, "flagged": missing * is_flagged}
    kept = right_rows(expected.rows, rows_of(best)) if best else frozenset()
    others = [row for index, row in enumerate(expected.rows) if index not in kept]
    there = [Counter(text for text in row if text) for table in tables for row in rows_of(table)]
    wrong = sum(_is_there(row, there) for row in others)
    return {"num": expected.size, "right": right, "wrong": wrong, "lost": len(others) - wrong, "flagged": len(others) * is_flagged}


def _is_there(row: Row, found: Sequence[Counter[str]]) -> bool:
    own = Counter(text for text in row if text)
    return any((own & other).total() >= MIN_SHARED * own.total() for other in found)


def totals(lines: Sequence[dict[str, int]]) -> dict[str, int]:
    """The sums of all lines, and how many tables are whole."""
    names = ("num", "right", "wrong", "lost", "flagged")
    whole = sum(line["right"] == line["num"] for line in lines)
    return {**{name: sum(line[name] for line in lines) for name in names}, "tables": len(lines), "tables_whole": whole}


if __name__ == "__main__":
    app()
