"""The reports in ``examples`` are what the tool draws, and what the README's figures of them say."""

from __future__ import annotations

import json

from tests.fakes import ROOT
from tools.draw_reports import report, rows_of


def test_the_reports_are_drawn_by_the_tool() -> None:
    for year in (2023, 2024):
        assert (ROOT / "examples" / f"orders-{year}.pdf").read_bytes() == report(year)


def test_the_records_are_the_rows_that_were_drawn_over_both_pages() -> None:
    lines = (ROOT / "examples" / "output" / "orders-2023.records.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [one["Branch"] for one in found] == [row[0] for row in rows_of(2023)]
    assert [one["Orders"] for one in found] == [int(row[2].replace(",", "")) for row in rows_of(2023)]
    assert found[1]["Opened"] == "1991-02-02"
