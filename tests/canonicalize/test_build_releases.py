"""Other datasets' releases through the builder: SciTSR's structure with a PDF, PubTabNet's lines with pictures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from canonicalize.readers.jats import read_article_tables
from training.datasets.build.releases import build_release, find_fintabnet, find_icdar2013, find_pubtabnet, find_scitsr

DATA = Path(__file__).parent / "data"


def test_scitsr_structure_is_found_on_the_page(tmp_path: Path) -> None:
    for name in ("structure", "pdf"):
        (tmp_path / "train" / name).mkdir(parents=True)
    shutil.copy(DATA / "article" / "article.pdf", tmp_path / "train" / "pdf" / "one.pdf")
    table = read_article_tables((DATA / "article" / "article.nxml").read_bytes())[0].table
    assert table is not None
    ends = ("start_row", "end_row", "start_col", "end_col")
    places = [(c.text.split(), (c.rows[0], c.rows[-1], c.columns[0], c.columns[-1])) for c in table.cells]
    cells = [{"id": k, "content": content, **dict(zip(ends, place, strict=True))} for k, (content, place) in enumerate(places)]
    (tmp_path / "train" / "structure" / "one.json").write_text(json.dumps({"cells": cells}))
    (job,) = find_scitsr(tmp_path)
    result = build_release(job)
    assert (result.document, result.num_tables, result.error) == ("one", 1, "")
    # SciTSR's PDFs have one page; this one has the table on page 3, so it must be refused and not guessed
    assert [item.reason for item in result.refusals] in (["no_page"], ["text_not_found"], ["incomplete"])


def test_pubtabnet_boxes_are_completed(tmp_path: Path) -> None:
    shutil.copy(DATA / "pubtabnet" / "two.jsonl", tmp_path / "PubTabNet_2.0.0.jsonl")
    for name in ("PMC4840965_004_00", "PMC1626454_002_00"):
        Image.fromarray(np.full((400, 600, 3), 255, dtype=np.uint8)).save(tmp_path / f"{name}.png")
    jobs = find_pubtabnet(tmp_path)
    assert [(job.document, job.split) for job in jobs] == [("PMC4840965_004_00", "train"), ("PMC1626454_002_00", "train")]
    results = [build_release(job) for job in jobs]
    assert [len(result.samples) for result in results] == [1, 1]
    assert results[0].samples[0].tight.table.num_rows == 28
    assert results[0].samples[0].tight.rows[0].y0 == 4


def test_files_that_are_no_release_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "x-str.xml").write_text("<document/>")
    assert find_icdar2013(tmp_path) == []
    assert find_fintabnet(tmp_path) == []


def test_icdar2013_with_a_broken_file_is_reported(tmp_path: Path) -> None:
    shutil.copy(DATA / "article" / "article.pdf", tmp_path / "x.pdf")
    (tmp_path / "x-str.xml").write_text(
        '<document><table><region page="99"><cell start-row="0" start-col="0"/></region></table></document>'
    )
    (job,) = find_icdar2013(tmp_path)
    assert "page 99, the document has 7" in build_release(job).error
