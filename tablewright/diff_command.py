"""``tablewright diff A B``: two documents, two extractions or two folders compared table by table, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline import Extractor, InputError, Options
from pipeline.results.json_format import read_result
from table import GridError, Table
from table.diff import DocumentDiff, diff_html, diff_tables, diff_text, diff_to_dict
from table.io import FormatError, tables_from_json
from tablewright.exits import Exit
from tablewright.option_parsing import read_text
from tablewright.outputs import write_whole

app = typer.Typer()
FORMATS = ("text", "html", "json")
MAX_JSON_BYTES = 1_000_000_000


@app.command("diff", no_args_is_help=True)
def diff_command(
    old: Annotated[Path, typer.Argument(metavar="A", help="A document, a JSON result of extract or batch, or a folder of such results.")],
    new: Annotated[Path, typer.Argument(metavar="B", help="What to compare it with; folders are paired by file name.")],
    format_name: Annotated[str, typer.Option("--format", help="text, html or json.")] = "text",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for the result; without it, it is printed.")] = None,
    fail: Annotated[bool, typer.Option("--fail", help="Exit code 5 when there are differences.")] = False,
) -> None:
    """What changed between two documents, or between two extractions of the same documents."""
    if format_name not in FORMATS:
        raise typer.BadParameter(f"--format {format_name!r}: choose from {', '.join(FORMATS)}")
    found = _diffs(old, new)
    text = _render(found, format_name, f"{old.name} and {new.name}")
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_whole(out, text.encode("utf-8", errors="replace"))
    raise typer.Exit(Exit.PARTIAL if fail and any(not diff.is_same for _, diff in found) else Exit.READ)


def _diffs(old: Path, new: Path) -> list[tuple[str, DocumentDiff]]:
    """Name and differences of each document; a document that one folder lacks has no tables there."""
    extractor = Extractor()
    if old.is_dir() != new.is_dir():
        raise InputError("compare two files or two folders, not a file with a folder")
    if not old.is_dir():
        return [("", diff_tables(_tables(old, extractor), _tables(new, extractor)))]
    names = sorted({path.relative_to(folder).as_posix() for folder in (old, new) for path in folder.rglob("*.json")})
    if not names:
        raise InputError("the folders hold no JSON results; write them with `tablewright batch FOLDER -o OUT --format json`")
    return [(name, diff_tables(_if_there(old / name, extractor), _if_there(new / name, extractor))) for name in names]


def _if_there(path: Path, extractor: Extractor) -> list[Table]:
    return _tables(path, extractor) if path.is_file() else []


def _tables(path: Path, extractor: Extractor) -> list[Table]:
    if path.suffix.lower() != ".json":
        return list(extractor.extract(path, Options()).tables)
    text = read_text(path, max_bytes=MAX_JSON_BYTES)
    try:
        return list(read_result(text).tables)  # those that run over pages whole, as in a document that is read now
    except InputError:
        return _bare_tables(text, path.name)


def _bare_tables(text: str, name: str) -> list[Table]:
    """One table or a list of tables, as ``to_json`` of a table writes them."""
    try:
        return tables_from_json(text)
    except (FormatError, GridError) as error:
        raise InputError(f"{name} is no result of tablewright: {error}") from error


def _render(found: list[tuple[str, DocumentDiff]], format_name: str, title: str) -> str:
    if format_name == "json":
        values = [{"document": name, **diff_to_dict(diff)} for name, diff in found]
        return json.dumps(values if len(values) > 1 or values[0]["document"] else values[0], ensure_ascii=False, indent=1) + "\n"
    if format_name == "html":
        return "".join(diff_html(diff, title=name or title) for name, diff in found if not name or not diff.is_same)
    return "".join(diff_text(diff, name=name) for name, diff in found)
