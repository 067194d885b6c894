"""Sources by weight, pictures read once, workers that repeat nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.random import Generator

from canonicalize import AnnotationError
from pipeline.errors import InputError
from training.feed import CachedSamples, CachedSamplesView, feed, mix
from training.folders import LabelledPicture, find_labelled
from training.recipe import Recipe, parse_data

pytestmark = pytest.mark.model


def pictures(folder: Path, count: int) -> list[LabelledPicture]:
    for index in range(count):
        (folder / f"{index}.xml").write_text("<annotation/>")
        (folder / f"{index}.png").write_bytes(b"")
    return find_labelled(folder, "train")


def test_sources_are_drawn_by_weight() -> None:
    draw = mix([(3.0, lambda rng: "often"), (1.0, lambda rng: "seldom")])
    rng = np.random.default_rng(0)
    counts = Counter(draw(rng) for _ in range(2000))
    assert counts["often"] / 2000 == pytest.approx(0.75, abs=0.04)
    with pytest.raises(InputError):
        mix([])
    with pytest.raises(InputError):
        mix([(0.0, lambda rng: 1)])


def test_a_picture_is_read_once_and_kept_for_the_next_run(tmp_path: Path) -> None:
    found = pictures(tmp_path, 3)
    read: list[str] = []

    def reader(labelled: LabelledPicture) -> str:
        read.append(labelled.name)
        return labelled.name

    for _ in range(2):
        samples = CachedSamples(found, reader, tmp_path / "cache")
        assert {samples.draw(np.random.default_rng(seed)) for seed in range(30)} == {"0", "1", "2"}
    assert sorted(read) == ["0", "1", "2"]
    found[0].annotation.write_text("<annotation>changed</annotation>")
    CachedSamples(found, reader, tmp_path / "cache").get(found[0])
    assert sorted(read) == ["0", "0", "1", "2"]


def test_unusable_labels_are_left_out_and_all_unusable_is_an_error(tmp_path: Path) -> None:
    found = pictures(tmp_path, 2)

    def reader(labelled: LabelledPicture) -> str:
        if labelled.name == "0" or len(found) == 1:
            raise AnnotationError("no rows")
        return labelled.name

    assert {CachedSamples(found, reader).draw(np.random.default_rng(seed)) for seed in range(10)} == {"1"}
    del found[1]
    with pytest.raises(InputError, match="none of the annotations"):
        CachedSamples(found, reader).draw(np.random.default_rng(0))


def test_samples_by_number_skip_those_that_cannot_be_used(tmp_path: Path) -> None:
    def reader(labelled: LabelledPicture) -> str:
        if labelled.name == "1":
            raise AnnotationError("no rows")
        return labelled.name

    view = CachedSamplesView(CachedSamples(pictures(tmp_path, 3), reader))
    assert (len(view), view[0], view[1], len(view)) == (3, "0", "2", 2)
    assert view[2] == "0"  # drawn by the length of before


def count_up(rng: Generator) -> Iterator[int]:
    while True:
        yield int(rng.integers(2**40))


def test_the_same_seed_feeds_the_same_batches() -> None:
    first, again, other = (feed(count_up, seed, 0) for seed in ([1, 0], [1, 0], [1, 8]))
    numbers = [next(first) for _ in range(5)]
    assert [next(again) for _ in range(5)] == numbers
    assert [next(other) for _ in range(5)] != numbers


@pytest.mark.slow
def test_workers_feed_different_batches() -> None:
    stream = feed(count_up, [1, 0], 2)
    assert len({next(stream) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("text", "folder", "weight"),
    [("tables", "tables", 1.0), ("tables:22", "tables", 22.0), ("a/b:c:0.5", "a/b:c", 0.5), ("C:/tables", "C:/tables", 1.0)],
)
def test_data_is_a_folder_with_an_optional_weight(text: str, folder: str, weight: float) -> None:
    spec = parse_data(text)
    assert (spec.folder, spec.weight) == (Path(folder), weight)


def test_synthetic_data_has_no_folder() -> None:
    assert parse_data("synthetic:2").folder is None


def test_mistakes_in_a_recipe_are_named(tmp_path: Path) -> None:
    for text in ("", "tables:0"):
        with pytest.raises(InputError, match="--data"):
            parse_data(text)
    state, out = tmp_path / "s.pt", tmp_path / "out"
    with pytest.raises(InputError, match="--minutes"):
        Recipe(task="structure", data=(parse_data("synthetic"),), seconds=0, state=state, out=out)
    with pytest.raises(InputError, match="--data"):
        Recipe(task="structure", data=(), seconds=1, state=state, out=out)
    with pytest.raises(InputError, match="--no-header-labels"):
        Recipe(task="structure", data=(parse_data("a"),), seconds=1, state=state, out=out, unlabelled_headers=(Path("b"),))


def test_folders_in_all_accepted_layouts(tmp_path: Path) -> None:
    def put(*names: str) -> Path:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(b"")
        return tmp_path / names[0].split("/")[0]

    published = put("p/train/a.xml", "p/val/b.xml", "p/images/a.jpg", "p/images/b.jpg", "p/words/a_words.json")
    assert [(found.name, found.words is not None) for found in find_labelled(published, "train")] == [("a", True)]
    assert [found.name for found in find_labelled(published, "val")] == ["b"]
    assert [found.name for found in find_labelled(published / "train", "train")] == ["a"]
    beside = put("s/train/a.xml", "s/train/a.webp", "s/train/a_words.json", "s/train/no_picture.xml")
    assert [found.name for found in find_labelled(beside, "train")] == ["a"]
    flat = put("f/a.xml", "f/a.png")
    assert find_labelled(flat, "val") == find_labelled(flat, "train")
    assert find_labelled(put("n/annotations/a.xml", "n/images/a.png"), "train")[0].name == "a"
    for empty in (put("e/readme.txt"), put("x/a.xml"), tmp_path / "missing"):
        with pytest.raises(InputError):
            find_labelled(empty, "train")
