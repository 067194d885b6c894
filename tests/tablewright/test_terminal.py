"""What the terminal says of a document."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipeline.results.result import DocumentResult, PageResult
from pipeline.types import TableRegion
from table import BBox, Cell, Table
from tablewright.terminal import print_result


def shown(pages: tuple[PageResult, ...]) -> str:
    out = io.StringIO()
    print_result(DocumentResult("a.pdf", "", len(pages), pages), "a.pdf", Console(file=out, width=100))
    return out.getvalue()


def test_a_document_without_tables_says_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown((PageResult(1, 100, 100),)) == "a.pdf: no tables found\n"
    assert "--region PAGE:X0,Y0,X1,Y1" in capsys.readouterr().err


def test_weaker_candidates_are_told_beside_tables_too(capsys: pytest.CaptureFixture[str]) -> None:
    weak = tuple(TableRegion(BBox(0, 0, 50, 50), score, is_weak=True) for score in (0.45, 0.31))
    table = Table(1, 1, (Cell(range(1), range(1), "x"),))
    shown((PageResult(1, 100, 100, tables=(table,), candidates=weak), PageResult(2, 100, 100)))
    assert capsys.readouterr().err == "a.pdf: 2 weaker candidates: --threshold 0.3 shows them\n"


def test_a_document_with_a_table_gives_no_advice(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no tables" not in shown((PageResult(1, 100, 100, tables=(Table(1, 1, (Cell(range(1), range(1), "x"),)),)),))
    assert capsys.readouterr().err == ""
