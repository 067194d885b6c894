"""The development sets: the measure of the field cases, kept OCR words, remembered networks, one run on stored samples."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from bench.evaluation import evaluate_sample
from bench.predictions import PredictedTable, SamplePrediction
from bench.regime import Regime
from bench.results import write_result
from bench.samples import DatasetError, Sample, TrueTable
from bench.scores.__main__ import app, chosen_sets, scores_text
from bench.scores.field_rows import num_right, read_field_cases
from bench.scores.figures import scores_json
from bench.scores.models import Memory, Models
from bench.scores.reading import KeptOcr, Reader
from bench.scores.run import Variant, run_set
from bench.scores.sets import SETS
from bench.scores.unpacking import unpacked
from bench.scoring import ScoringOptions
from pipeline import Options
from pipeline.types import Picture
from table import BBox, Table, Word
from tests.bench.builders import DATA, grid, write_json
from tests.bench.test_evaluate import BOX, five_by_two
from tests.fakes import FakeDetector, FakeRecognizer


def _cases(folder: Path) -> Path:
    (folder / "a.csv").write_text("Name,Size\n\nx,\u22121\ny,2\n", "utf-8")
    spans = [
        {"row": 0, "column": 0, "row_span": 1, "column_span": 2, "text": "Sum"},
        {"row": 1, "column": 0, "row_span": 1, "column_span": 1, "text": "a"},
        {"row": 1, "column": 1, "row_span": 1, "column_span": 1, "text": "1"},
    ]
    write_json(folder / "b.json", {"cells": spans})
    write_json(folder / "c.json", {"turned_header_cells": ["Up", "Down"]})
    write_json(folder / "d.json", {"header": [["H"]], "rows": [["1"]]})
    write_json(folder / "manifest.json", {"files": [{"file": "x.pdf", "expected": ["a.csv", "b.json", "c.json", "d.json"]}]})
    return folder


def test_rows_right_count_in_order_with_spans_repeated(tmp_path: Path) -> None:
    (case,) = read_field_cases(_cases(tmp_path))
    rows, spans, turned, listed = case.expected
    assert [one.size for one in case.expected] == [3, 2, 2, 2]
    assert num_right(rows, [grid("y | 2", "Name | Si ze", "x | -1")]) == 2
    assert num_right(rows, [grid("Name | Size"), grid("Name | Size", "z | 0", "x | -1", "y | 2")]) == 3
    assert num_right(spans, [grid("Sum | Sum", "a | 1")]) == 2
    assert num_right(turned, [grid("Down | x"), grid("Up | y")]) == 2
    assert num_right(listed, []) == 0


def test_field_cases_without_a_manifest_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"manifest\.json"):
        read_field_cases(tmp_path)


class _CountingEngine:
    name = "counting"

    def __init__(self) -> None:
        self.num_calls = 0

    def words(self, image: Picture) -> list[Word]:
        self.num_calls += 1
        return [Word("né", BBox(1, 2, 3.5, 4), line=3, score=0.5, rotation=90)]


def test_a_picture_is_read_once_per_version(tmp_path: Path) -> None:
    engine, white = _CountingEngine(), np.full((4, 5, 3), 255, np.uint8)
    first = KeptOcr(tmp_path, lambda: engine, "1").words(white)
    again = KeptOcr(tmp_path, lambda: engine, "1").words(white)
    assert first == again == [Word("né", BBox(1, 2, 3.5, 4), line=3, score=0.5, rotation=90)]
    assert engine.num_calls == 1
    KeptOcr(tmp_path, lambda: engine, "2").words(white)
    KeptOcr(tmp_path, lambda: engine, "1").words(white[:, :4])
    assert engine.num_calls == 3


@pytest.mark.parametrize("change", [lambda more: more.pop("rotation"), lambda more: more.update(gone=1)])
def test_words_kept_with_other_fields_are_read_anew(tmp_path: Path, change: Callable[[dict[str, object]], object]) -> None:
    engine, white = _CountingEngine(), np.full((4, 5, 3), 255, np.uint8)
    first = KeptOcr(tmp_path, lambda: engine, "1").words(white)
    (path,) = tmp_path.glob("*.json")
    kept = json.loads(path.read_text("utf-8"))
    change(kept[0][2])
    path.write_text(json.dumps(kept), "utf-8")
    for _ in range(2):
        assert KeptOcr(tmp_path, lambda: engine, "1").words(white) == first
    assert engine.num_calls == 2


def test_a_document_stays_open_for_the_next_variant(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    Image.new("RGB", (60, 40), "white").save(path)
    reader = Reader(tmp_path)
    with reader.open(path, Options()) as first, reader.open(path, Options(canonicalize=False)) as second:
        assert first.page(1) is second.page(1)
    assert reader.open(path, Options(text="pdf")) is not first
    reader.end()


def test_a_network_answers_each_input_once() -> None:
    calls: list[object] = []
    memory = Memory()
    ask = memory.remembering("x", lambda *values: calls.append(values) or len(calls))
    assert [ask(np.ones(2)), ask(np.ones(2)), ask(np.zeros(2)), ask(np.ones((2, 1))), ask([np.ones(2)])] == [1, 1, 2, 3, 4]
    memory.clear()
    assert ask(np.ones(2)) == 5


def test_sets_of_one_folder_share_what_the_networks_said() -> None:
    calls: list[object] = []
    memory = Memory()
    ask = memory.remembering("x", lambda *values: calls.append(values) or len(calls))
    answers = []
    for folder in ("icdar2013", "icdar2013", "fintabnet_c", "icdar2013"):
        memory.keep_for(folder)
        answers.append(ask(np.ones(2)))
    assert answers == [1, 1, 2, 3]


def test_archives_are_unpacked_once_and_one_split_only(tmp_path: Path) -> None:
    source = tmp_path / "set"
    source.mkdir()
    with tarfile.open(source / "images.tar", "w") as archive:
        for name in ("val/a.txt", "train/b.txt", "../evil.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = 1
            archive.addfile(entry, io.BytesIO(b"x"))
    target = unpacked(source, "val", tmp_path / "cache")
    assert [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()] == ["val/a.txt"]
    assert unpacked(source, "val", tmp_path / "cache") == target
    with pytest.raises(DatasetError, match="no archive"):
        unpacked(tmp_path / "cache", "val", tmp_path)


def test_one_set_from_document_to_result_file(tmp_path: Path) -> None:
    (one,) = chosen_sets(["icdar2013_end_to_end"])
    models = Models(FakeDetector(BOX), FakeRecognizer(five_by_two), Memory(), {"detector": "fake"})
    variants = [Variant("product"), Variant("plain", Options(canonicalize=False))]
    results = run_set(one, DATA, tmp_path, models, variants)
    assert [result.variant.name for result in results] == ["product", "plain"]
    value = scores_json(results[:1], models.facts, command="x", seed=0, without=())
    write_result(value, tmp_path / "scores.json")
    found = json.loads((tmp_path / "scores.json").read_text("utf-8"))["sets"]["icdar2013_end_to_end"]
    assert found["figures"]["means"]["grits_con"][0] > 0.9
    assert found["figures"]["detection_f1"]["0.5"] == 1.0
    assert found["figures"]["completeness_and_purity"] == {"num_complete": 1, "num_true": 1, "num_pure": 1, "num_predicted": 1}
    assert found["figures"]["values"]["num"] > 5
    assert len(found["tables"][0]["digest"]) == 10
    assert "icdar2013_end_to_end" in scores_text(results)


def test_true_tables_without_cells_are_scored_by_their_boxes_alone() -> None:
    box = BBox(0, 0, 10, 10)
    true = TrueTable("1", Table(0, 0, (), page=1, bbox=box))
    sample = Sample("a", None, "points", (true,))
    found = SamplePrediction((PredictedTable(None, 1, box),), ((1, "table", box, 0.9),), False, 1)
    result = evaluate_sample(sample, found, Regime("end-to-end"), ScoringOptions())
    assert (result.tables, result.extra, result.num_predicted) == ((), (), 1)
    assert [page.tables for page in result.pages] == [(box,)]


def test_sets_have_distinct_names_and_unknown_ones_are_refused() -> None:
    assert len({one.name for one in SETS}) == len(SETS)
    done = CliRunner().invoke(app, ["--data", ".", "--only", "nonsense"])
    assert done.exit_code == 2
    assert "nonsense" in done.output
