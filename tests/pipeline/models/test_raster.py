"""What layout models are shown: independent of the unit, of the reader's box heights, and blank beyond the crop."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.models.raster import (
    HORIZONTAL,
    LOWER,
    NUMERIC,
    SHADING,
    VERTICAL,
    WORDS,
    Layout,
    drawn_boxes,
    rasterize,
    starts_lower,
    to_layout,
    type_size,
)
from table import BBox, Ruling, Shading, Word

CROP = BBox(0, 0, 120, 60)
WORD_LIST = (Word("Total", BBox(10, 10, 32.5, 20)), Word("1,234", BBox(70, 10, 92.5, 20)), Word("of", BBox(10, 30, 19, 40)))


def layout(words: tuple[Word, ...] = WORD_LIST, rulings: tuple[Ruling, ...] = (), shadings: tuple[Shading, ...] = ()) -> Layout:
    return to_layout(words, rulings, shadings)


def draw(shown: Layout, scale: float = 1.0, crop: BBox = CROP, size: tuple[int, int] = (60, 120)) -> np.ndarray:
    return rasterize(shown, crop, scale, scale, size)


def test_words_stand_in_the_channels_of_what_they_are() -> None:
    image = draw(layout())
    assert image.shape == (6, 60, 120)
    assert image[WORDS, 15, 20] == image[WORDS, 15, 80] == image[WORDS, 35, 14] == 255
    assert (image[NUMERIC, 15, 80], image[NUMERIC, 15, 20]) == (255, 0)
    assert (image[LOWER, 35, 14], image[LOWER, 15, 20]) == (255, 0)
    assert image[WORDS, 50:].sum() == 0


def test_rulings_and_shadings_are_drawn_by_direction_and_darkness() -> None:
    shown = layout((), (Ruling(BBox(5, 25, 100, 25)), Ruling(BBox(50, 5, 50, 55))), (Shading(BBox(60, 30, 100, 50), 0.8),))
    image = draw(shown)
    assert image[HORIZONTAL, 25, 30] > 200
    assert image[VERTICAL, 20, 50] > 200
    assert image[HORIZONTAL, 20].max() == 0
    assert image[SHADING, 40, 80] == round(60 + 195 * 0.2)
    assert draw(layout((), (), (Shading(BBox(0, 0, 9, 9), 1.0),)))[SHADING].max() == 0  # white on white is nothing


def test_the_type_size_is_twice_the_character_width() -> None:
    assert type_size(WORD_LIST) == pytest.approx(9.0)
    assert type_size([Word("漢字", BBox(0, 0, 18, 9))]) == pytest.approx(9.0)  # wide characters are an em each
    assert type_size([Word("x", BBox(0, 0, 3, 8))]) == 8.0  # a lone character tells less than its height
    assert type_size([]) == 9.0


@pytest.mark.parametrize("height", [9.0, 12.0, 15.0])
def test_readers_with_tall_boxes_draw_the_same_words(height: float) -> None:
    words = tuple(Word(w.text, BBox(w.bbox.x0, w.bbox.center[1] - height / 2, w.bbox.x1, w.bbox.center[1] + height / 2)) for w in WORD_LIST)
    assert np.array_equal(draw(layout(words)), draw(layout()))


def test_a_word_is_at_most_seven_tenths_of_an_em_tall_and_a_flat_one_stays_flat() -> None:
    flat = Word("....", BBox(40, 10, 58, 12))
    boxes = drawn_boxes(layout((*WORD_LIST, flat)))
    assert (boxes[:3, 3] - boxes[:3, 1]).tolist() == pytest.approx([6.3] * 3, abs=1e-4)
    assert boxes[3].tolist() == [40, 10, 58, 12]


def test_a_word_that_stands_upright_keeps_its_height_and_loses_width() -> None:
    standing = Word("Region", BBox(100, 5, 110, 40))
    box = drawn_boxes(layout((*WORD_LIST, standing)))[3]
    assert box[[1, 3]].tolist() == [5, 40]
    assert box[2] - box[0] == pytest.approx(6.3, abs=1e-3)
    assert (box[0] + box[2]) / 2 == pytest.approx(105)


@pytest.mark.parametrize("factor", [0.5, 1 / 1.2626, 4.0])
def test_the_unit_does_not_matter(factor: float) -> None:
    rulings, shadings = (Ruling(BBox(5, 25, 100, 25)),), (Shading(BBox(60, 30, 100, 50), 0.7),)
    words = tuple(Word(w.text, w.bbox.scale(factor)) for w in WORD_LIST)
    other = layout(words, tuple(Ruling(r.bbox.scale(factor)) for r in rulings), tuple(Shading(s.bbox.scale(factor), 0.7) for s in shadings))
    first, second = draw(layout(WORD_LIST, rulings, shadings)), draw(other, 1 / factor, CROP.scale(factor))
    assert other.em == pytest.approx(9.0 * factor)
    difference = np.abs(first.astype(int) - second.astype(int))
    assert difference[:SHADING].max() <= 24  # an anti-aliased border may round differently
    assert (difference[SHADING] > 0).sum() <= 2 * (41 + 21)  # and that of a shading by a pixel


def test_a_shifted_crop_shows_the_same() -> None:
    words = tuple(Word(w.text, w.bbox.shift(200, 300)) for w in WORD_LIST)
    assert np.array_equal(draw(layout(words), crop=CROP.shift(200, 300)), draw(layout()))


def test_beyond_the_crop_is_blank_paper_whatever_stands_there() -> None:
    words = (*WORD_LIST, Word("outside", BBox(130, 10, 160, 20)), Word("across", BBox(110, 40, 140, 50)))
    image = draw(layout(words, (Ruling(BBox(0, 25, 300, 25)),), (Shading(BBox(0, 50, 300, 90), 0.5),)), size=(80, 200))
    assert image[:, :, 121:].max() <= 8  # the anti-aliased end of a ruling
    assert image[:, :, 124:].max() == 0
    assert image[:, 61:].max() == 0
    assert image[WORDS, 45, 115] == 255


def test_nothing_gives_blank_paper() -> None:
    assert draw(layout(())).max() == 0


def test_the_first_letter_decides_whether_a_line_goes_on() -> None:
    assert [starts_lower(text) for text in ("(of", "Of", "3rd", "—", "")] == [1.0, 0.0, 0.0, 0.0, 0.0]
