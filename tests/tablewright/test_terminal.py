"""What the terminal says of a document."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipeline.result import DocumentResult, PageResult
from table import Cell, Table
from tablewright.terminal import print_result


def shown(pages: tuple[PageResult, ...]) -> str:
    out = io.StringIO()
    print_result(DocumentResult("a.pdf", "", len(pages), pages), "a.pdf", Console(file=out, width=100))
    return out.getvalue()


def test_a_document_without_tables_says_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown((PageResult(1, 100, 100),)) == "a.pdf: no tables found\n"
    assert "--threshold 0.3" in capsys.readouterr().err


def test_a_document_with_a_table_gives_no_advice(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no tables" not in shown((PageResult(1, 100, 100, tables=(Table(1, 1, (Cell(range(1), range(1), "x"),)),)),))
    assert capsys.readouterr().err == ""
