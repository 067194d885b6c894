"""An extraction as a worker does it: pages told one by one, and revised by what the whole document says."""

from __future__ import annotations

import json

from app.work import Extract, PageRead, Tools
from pipeline import Extractor, Options
from pipeline.correction.steps import Finder
from pipeline.results.json_format import document_to_dict
from tests.fakes import pdf_of_table_over_pages, table_on_each_page


def test_values_are_read_with_the_evidence_of_the_whole_document() -> None:
    data = pdf_of_table_over_pages(3, last=lambda page, row: ("1,234", "2.5", "text")[page] if row else "Share")
    detector, recognizer = table_on_each_page()
    extractor = Extractor(detector=detector, recognizer=recognizer)
    told: list[object] = []
    tools = Tools(extractor, Finder(), Finder())
    read = Extract(data, "a.pdf", Options()).run(tools, told.append)
    whole = document_to_dict(extractor.extract(data))["pages"]
    alone = {page.number: json.loads(page.data) for page in told if isinstance(page, PageRead)}
    revised = {page.number: json.loads(page.data) for page in read.revised}
    assert 1 in revised  # "1,234" is open until page 2 says that a point parts decimals
    assert 2 not in revised
    assert revised[1]["tables"] == whole[0]["tables"] != alone[1]["tables"]
    assert [{**alone, **revised}[page["page"]]["tables"] for page in whole] == [page["tables"] for page in whole]


def test_pictures_are_counted_and_kept_over_several_workers() -> None:
    data = pdf_of_table_over_pages(3, last=lambda page, row: ("1,234", "2.5", "text")[page] if row else "Share")
    detector, recognizer = table_on_each_page()
    tools = Tools(Extractor(detector=detector, recognizer=recognizer), Finder(), Finder())
    first: list[object] = []
    Extract(data, "a.pdf", Options(pages=(1,)), max_pictures=2).run(tools, first.append)
    kept = tuple(page.kept for page in first if isinstance(page, PageRead))
    second: list[object] = []
    read = Extract(data, "a.pdf", Options(pages=(2, 3)), max_pictures=2, earlier=kept).run(tools, second.append)
    pages = [json.loads(page.data) for page in (*first, *second) if isinstance(page, PageRead)]
    assert [(page["page"], "picture" in page) for page in pages] == [(1, True), (2, True), (3, False)]
    revised = {page.number: json.loads(page.data).get("picture") for page in read.revised}
    assert revised[1] == pages[0]["picture"]
