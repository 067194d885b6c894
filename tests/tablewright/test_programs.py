"""What programs call: diff, schema, new formats on the command line; the MCP server; LangChain and LlamaIndex loaders."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.results.result import DocumentResult, PageResult
from table import BBox, Cell, Table, TablePart
from tablewright.cli import run
from tests.fakes import SAMPLE, SAMPLE_OBJECTS, sample_extractor


def extract(*arguments: str) -> int:
    return run(["extract", str(SAMPLE), "--from-objects", str(SAMPLE_OBJECTS), "--quiet", *arguments])


def test_all_new_formats_are_written(tmp_path: Path) -> None:
    assert extract("-o", str(tmp_path), "--format", "records,tidy,parquet,chunks") == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "sample.records.jsonl", "sample.tidy.csv", "sample.chunks.jsonl", "sample.table-1.parquet",
    }  # fmt: skip
    record = json.loads((tmp_path / "sample.records.jsonl").read_text().splitlines()[0])
    assert all(isinstance(key, str) for key in record)


def test_a_schema_names_what_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"type": "object", "required": ["no such column"]}')
    assert extract("--schema", str(schema)) == 5
    assert "'no such column' is a required property" in capsys.readouterr().err
    schema.write_text('{"type": "object"}')
    assert extract("--schema", str(schema)) == 0
    schema.write_text('{"type": 5}')
    assert extract("--schema", str(schema)) == 3
    assert "no JSON Schema" in capsys.readouterr().err


def test_diff_of_two_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract("-o", str(tmp_path), "--format", "json") == 0
    old = tmp_path / "sample.json"
    new = tmp_path / "new.json"
    new.write_text(old.read_text().replace('"Male"', '"Males"'))
    capsys.readouterr()
    assert run(["diff", str(old), str(old), "--fail"]) == 0
    assert capsys.readouterr().out == "no differences\n"
    assert run(["diff", str(old), str(new), "--fail"]) == 5
    assert "'Male' -> 'Males'" in capsys.readouterr().out
    assert run(["diff", str(old), str(new), "--format", "json", "-o", str(tmp_path / "d.json")]) == 0
    assert json.loads((tmp_path / "d.json").read_text())["tables"][0]["changes"][0]["new"] == "Males"
    assert run(["diff", str(old), str(tmp_path)]) == 3
    new.write_text("[1]")
    assert run(["diff", str(old), str(new)]) == 3


def test_diff_of_results_compares_joined_tables_as_diff_of_documents_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def save(name: str, *, rows: int) -> str:
        """Two pages with ``rows`` of six rows on the first: the same table, broken elsewhere."""
        parts = [_column(1, range(rows)), _column(2, range(rows, 6))]
        boxes = [TablePart(1, range(rows + 1), parts[0].bbox), TablePart(2, range(rows + 1, 7), parts[1].bbox)]
        whole = replace(_column(1, range(6)), parts=tuple(boxes))
        pages = tuple(PageResult(number, tables=(part,)) for number, part in enumerate(parts, start=1))
        path = tmp_path / name
        path.write_text(DocumentResult(name, "", 2, pages, joined=(whole,)).to_json())
        return str(path)

    assert run(["diff", save("old.json", rows=2), save("new.json", rows=4), "--fail"]) == 0
    assert capsys.readouterr().out == "no differences\n"


def _column(page: int, rows: range) -> Table:
    texts = ["Branch", *(f"branch {row}" for row in rows)]
    cells = tuple(Cell(range(r, r + 1), range(1), text, is_column_header=r == 0) for r, text in enumerate(texts))
    return Table(len(texts), 1, cells, page=page, bbox=BBox(0, 0, 100, 20.0 * page))


def test_the_mcp_server_answers_a_client_of_its_sdk() -> None:
    from mcp import Client

    from tablewright.mcp_command import make_server

    server = make_server(lambda path, options: sample_extractor().extract(path, options), SAMPLE.parent)

    async def talk() -> list[Any]:
        async with Client(server) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            calls = (
                ("extract_tables", {"file": "sample.pdf"}),
                ("get_table", {"file": "sample.pdf", "table": 1}),
                ("get_cell", {"file": "sample.pdf", "table": 1, "row": 1, "column": 1}),
                ("get_table", {"file": "../README.md", "table": 1}),
                ("get_table", {"file": "sample.pdf", "table": 9}),
                ("extract_tables", {"file": "nul\0.pdf"}),
                ("extract_tables", {"file": "x" * 5_000}),
            )
            return [names, *[await client.call_tool(name, arguments) for name, arguments in calls]]

    names, listing, table, cell, outside, missing, *odd = asyncio.run(talk())
    assert names == {"extract_tables", "get_table", "get_cell"}
    assert listing.structured_content["tables"][0]["page"] == 1
    assert "| --- |" in table.structured_content["content"]
    assert {"text", "type", "value", "bbox", "page", "column_name"} <= set(cell.structured_content)
    assert outside.is_error
    assert "outside the served folder" in outside.content[0].text
    assert all(answer.is_error and "cannot be read" in answer.content[0].text for answer in odd)
    assert missing.is_error


def test_langchain_loads_chunks() -> None:
    from langchain_core.documents import Document

    from tablewright.loaders.langchain import TableLoader

    documents = TableLoader(SAMPLE, extractor=sample_extractor()).load()
    assert documents
    assert isinstance(documents[0], Document)
    assert documents[0].metadata["page"] == 1
    assert "| --- |" in documents[0].page_content


def test_llamaindex_reads_chunks() -> None:
    from llama_index.core.schema import Document

    from tablewright.loaders.llamaindex import TableReader

    documents = TableReader(extractor=sample_extractor()).load_data(SAMPLE, {"kind": "test"})
    assert documents
    assert isinstance(documents[0], Document)
    assert documents[0].metadata["kind"] == "test"
    assert "| --- |" in documents[0].text
