"""Words of OCR beside those that a picture has: each is counted once, by what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bench import ocr_words
from bench.ocr_words import app, compare_words
from bench.samples import Dataset, Sample
from pipeline.types import Picture
from table import BBox, Word


def word(text: str, x: float, width: float = 30, y: float = 10) -> Word:
    return Word(text, BBox(x, y, x + width, y + 10), 1)


@pytest.mark.parametrize(
    ("true", "read", "kind"),
    [
        ("54,352", "54,352", "right"),
        ("54,352", "54.352", "marks"),
        ("1–3", "1-3", "right"),
        ("12", "17", "numbers"),
        ("Sales", "Sa1es", "letters"),
    ],
)
def test_a_word_over_a_word(true: str, read: str, kind: str) -> None:
    found = compare_words([word(true, 10)], [word(read, 11)])
    assert found[kind] == 1
    assert sum(count for name, count in found.items() if not name.startswith("commas")) == 1


def test_words_that_lie_on_each_other_are_compared_together() -> None:
    found = compare_words([word("net", 10, 20), word("sales", 32, 30), word("7", 200)], [word("netsales", 10, 52), word("x", 300)])
    assert found == Counter({"spaces": 2, "missed": 1, "invented": 1})


def test_commas_read_as_points_are_told() -> None:
    found = compare_words(
        [word("54,352", 10), word("1,200", 60), word("7,5", 110)], [word("54.352", 10), word("1,200", 60), word("7,5", 110)]
    )
    assert (found["commas"], found["commas_as_points"]) == (2, 1)


def test_leaders_are_no_words() -> None:
    assert compare_words([word(". . .", 10)], [word("....", 10)]) == Counter()


class Engine:
    name = "fake"

    def words(self, image: Picture) -> list[Word]:
        factor = image.shape[1] / 400
        return [Word("54.352", BBox(10 * factor, 10 * factor, 40 * factor, 20 * factor), 1)]


def test_pictures_are_read_at_both_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (400, 100), "white").save(tmp_path / "a.png")
    samples = (Sample("a", tmp_path / "a.png", "pixels", (), (word("54,352", 10),)),)
    monkeypatch.setattr(ocr_words, "open_dataset", lambda folder, name: Dataset("set", "A set", folder, "dataset words", samples))
    monkeypatch.setattr(ocr_words, "make_engine", lambda options: Engine())
    out = tmp_path / "words.json"
    done = CliRunner().invoke(app, [str(tmp_path), "-o", str(out)])
    assert done.exit_code == 0, done.output
    value = json.loads(out.read_text())
    assert value["words_by_size"] == {size: {"commas": 1, "commas_as_points": 1, "marks": 1} for size in ("1.0", "0.75")}
    assert value["num_pictures"] == 1
