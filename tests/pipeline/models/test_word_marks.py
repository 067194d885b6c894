"""Bold, size and kind of words as input channels: what is known, what is not, and that old checkpoints see what they saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.models.axis_detr.preprocess import AxisRaster, axis_input, axis_raster
from pipeline.models.raster import CHANNELS, to_layout
from pipeline.models.word_marks import GROUPS, MARKS, kind_of_word, mark_indices, marks_of
from table import BBox, Word

CROP = BBox(0, 0, 100, 40)


def word(text: str, x: float = 5, height: float = 8, **more: bool) -> Word:
    return Word(text, BBox(x, 5, x + 20, 5 + height), **more)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("number", ("1,234", "-5", "(3.5)", "$12", "€1.200,50", "+7", "$", "1’000", "<0.05", "2 345")),
        ("percent", ("12%", "-3.5 %", "(4%)", "%")),
        ("date", ("2019", "31/12/2020", "2020-01-31", "Jan", "September", "Q3", "FY21", "2018/19")),
        ("code", ("A-17b", "B2", "x1/y2")),
        ("dash", ("-", "–", "n/a", "N.A.", "...", "*")),
        ("text", ("Total", "(in", "mayor's", "a.b", "")),
    ],
)
def test_kinds_of_words(kind: str, texts: tuple[str, ...]) -> None:
    assert {text: kind_of_word(text) for text in texts} == dict.fromkeys(texts, kind)


def test_marks_tell_known_from_unknown() -> None:
    words = [word("Total", is_bold=True), word("12%"), word("Head", height=16), word("x", height=80)]
    marks = {name: marks_of(words, knows_bold=True)[:, MARKS.index(name)].tolist() for name in MARKS}
    assert marks["bold known"] == [1, 1, 1, 1]
    assert marks["bold"] == [1, 0, 0, 0]
    assert marks["percent"] == [0, 1, 0, 0]
    assert marks["kind known"] == [1, 1, 1, 1]
    assert marks["size"][0] == pytest.approx(8 / 12 / 2)
    assert marks["size"][3] == 1.0
    unknown = marks_of(words, knows_bold=False)
    assert not unknown[:, [MARKS.index("bold"), MARKS.index("bold known")]].any()
    assert marks_of([], knows_bold=True).shape == (0, len(MARKS))


def test_channels_are_drawn_in_the_order_of_the_groups() -> None:
    words = [word("Total", is_bold=True), word("12%", 40)]
    layout = to_layout(words, (), ())
    plain, *_ = axis_input(layout, CROP, AxisRaster())
    marked = replace(layout, marks=marks_of(words, knows_bold=True))
    raster, *_ = axis_input(marked, CROP, axis_raster({"word_channels": ["kinds", "bold"]}))
    assert raster.shape[0] == len(CHANNELS) + len(GROUPS["kinds"]) + len(GROUPS["bold"])
    assert np.array_equal(raster[: len(CHANNELS)], plain)
    known, number, percent = (raster[len(CHANNELS) + GROUPS["kinds"].index(name)] for name in ("kind known", "number", "percent"))
    assert np.array_equal(known, raster[0])
    assert not number.any()
    assert percent[:, : percent.shape[1] // 3].sum() == 0 < percent.sum()
    bold = raster[-1]
    assert bold.any()
    assert not bold[:, bold.shape[1] // 2 :].any()


def test_a_layout_without_marks_has_blank_channels() -> None:
    raster, *_ = axis_input(to_layout([word("Total")], (), ()), CROP, axis_raster({"word_channels": list(GROUPS)}))
    assert raster.shape[0] == len(CHANNELS) + len(MARKS)
    assert not raster[len(CHANNELS) :].any()


def test_unknown_groups_are_refused() -> None:
    assert mark_indices(()) == ()
    with pytest.raises(ValueError, match="colour"):
        mark_indices(("bold", "colour"))
