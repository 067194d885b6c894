"""The stored cases where the published code goes its own way: told apart as equal, named or different."""

from __future__ import annotations

from pathlib import Path

from bench.prediction_folder import FolderSystem
from bench.reference_cases import DIVISION, EQUAL, NOT_COMPARED, canonical_cases, service_cases
from bench.samples import Sample, TrueTable
from tests.bench.builders import grid, write_json

LETTERS = [[[0, 1], [0, 1], "A", False], [[0, 1], [1, 2], "B", False], [[1, 2], [0, 1], "x", False], [[1, 2], [1, 2], "1", False]]
HEADER = [[[0, 1], [0, 1], "x93", True], [[0, 1], [1, 2], "Total77", True], [[1, 2], [0, 1], "x11", True], [[1, 2], [1, 2], "x10", True]]
PLAIN = [[0, 1, 0, 1], [0, 1, 1, 2], [1, 2, 0, 1], [1, 2, 1, 2]]


def write_canonical(folder: Path, script: list[list[int]]) -> None:
    write_json(folder / "canon_icdar_first_column.json", {"options": "ICDAR_SCRIPT", "cells": LETTERS, "script": script})
    write_json(folder / "canon_icdar_other.json", [["a", 2, 2, LETTERS, PLAIN, [], []]])
    titled = [[[0, 1], [0, 1], "Retailer"], [[0, 1], [1, 2], ""], [[1, 2], [0, 1], "Casino"], [[1, 2], [1, 2], "25%"]]
    write_json(folder / "canon_icdar_top_prh.json", {"options": "ICDAR_SCRIPT", "cells": titled})
    write_json(folder / "canon_pubmed_header_cut.json", {"options": "PUBMED_SCRIPT", "cells": HEADER})


def test_a_script_that_our_preset_follows_is_equal_and_another_different(tmp_path: Path) -> None:
    write_canonical(tmp_path, PLAIN)
    assert set(canonical_cases(tmp_path).values()) == {EQUAL}
    write_canonical(tmp_path, [[0, 2, 0, 1], *PLAIN[1:2], *PLAIN[3:]])
    found = canonical_cases(tmp_path)
    assert found.pop("icdar_first_column").startswith("different: [[0, 1, 0, 1]")
    assert set(found.values()) == {EQUAL}


def test_outcomes_of_the_service_have_names(tmp_path: Path) -> None:
    box = [0, 0, 60, 40]
    rows = [["table row", 1.0, [0, 10 * r, 60, 10 * r + 10]] for r in range(4)]
    columns = [["table column", 1.0, [20 * c, 0, 20 * c + 20, 40]] for c in range(3)]
    header, span = ["table column header", 1.0, [0, 0, 60, 20]], ["table spanning cell", 0.9, [20, 10, 60, 20]]
    words = [
        {"bbox": [20 * c + 4, 10 * r + 2, 20 * c + 14, 10 * r + 8], "text": f"{r}{c}", "span_num": 3 * r + c, "line_num": 0, "block_num": 0}
        for r in range(4)
        for c in range(3)
    ]
    objects = [["table", 1.0, box], *rows, *columns, header, span]
    flat = {"bbox": [4, 10, 14, 10], "text": "flat", "span_num": 99, "line_num": 0, "block_num": 0}
    spans = "published inference.py spans"
    write_json(tmp_path / "compat_minimal.json", {"objects": objects, "tokens": words, spans: [[[1], [1, 2]]]})
    write_json(tmp_path / "compat_other.json", {"objects": objects, "tokens": words, spans: []})
    write_json(tmp_path / "compat_unknown.json", {"objects": objects, "tokens": words})
    write_json(tmp_path / "compat_zero.json", {"kind": "ZeroDivisionError", "objects": objects, "tokens": [*words, flat]})
    found = service_cases(tmp_path, None)
    assert found["other"].startswith("different: ")
    assert found == {"minimal": EQUAL, "other": found["other"], "unknown": NOT_COMPARED, "zero": DIVISION}


def test_truth_in_the_folder_of_predictions_is_nobodys_prediction(tmp_path: Path) -> None:
    document = tmp_path / "doc.pdf"
    table = grid("a | b", "1 | 2")
    (tmp_path / "doc.json").write_text(table.to_json(), "utf-8")
    (tmp_path / "doc-page-1-table-1.csv").write_text(table.to_csv(), "utf-8")
    own = Sample("doc", document, "points", (TrueTable("doc_0", table),))
    check = FolderSystem("camelot", tmp_path, ("doc",)).check([own])
    assert (check.num_used, check.unused) == (1, ("doc.json",))
