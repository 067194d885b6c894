"""Views turn regions upright, and back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.geometry.rotation import turn_in_frame
from pipeline.geometry.views import make_view, reading_rotation, to_page
from pipeline.page_tables import place
from pipeline.types import Page, Picture, TableRegion
from table import BBox, Ruling, Shading, Table, Word


def page_of(words: tuple[Word, ...] = (), rulings: tuple[Ruling, ...] = (), shadings: tuple[Shading, ...] = ()) -> Page:
    """A page of 200 x 100 points whose picture is red left of x = 50 and white elsewhere, with a blue top strip of 10."""

    def render(scale: float) -> Picture:
        picture = np.full((round(100 * scale), round(200 * scale), 3), 255, dtype=np.uint8)
        picture[:, : round(50 * scale)] = (255, 0, 0)
        picture[: round(10 * scale)] = (0, 0, 255)
        return picture

    return Page(1, 200, 100, words, rulings, shadings, "pdf", render)


sides = st.floats(0, 99, allow_nan=False, width=32)  # so that a box one point wider has area on the page of 200 x 100


@st.composite
def boxes_on_page(draw):
    x = sorted((draw(sides) * 2, draw(sides) * 2))
    y = sorted((draw(sides), draw(sides)))
    return BBox(x[0], y[0], x[1] + 1, y[1] + 1)


@given(boxes_on_page(), boxes_on_page(), st.sampled_from([0, 90, 180, 270]), st.floats(0, 40))
def test_a_box_goes_to_the_view_and_back(region, box, rotation, padding):
    view = make_view(page_of((), (), (Shading(box, 0.5),)), TableRegion(region, 1.0, rotation), padding)
    inside = box.intersection(view.crop)
    assert len(view.shadings) == (inside is not None)
    for shading in view.shadings:
        assert tuple(to_page(view, shading.bbox)) == pytest.approx(tuple(inside), abs=1e-6)
        assert BBox(-1e-6, -1e-6, view.width + 1e-6, view.height + 1e-6).intersection(shading.bbox) == shading.bbox


@given(boxes_on_page(), st.sampled_from([0, 90, 180, 270]))
def test_four_quarter_turns_are_none(box, rotation):
    width, height = 201.0, 101.0
    turned = turn_in_frame(box, rotation, width, height)
    size = (height, width) if rotation in (90, 270) else (width, height)
    assert tuple(turn_in_frame(turned, (360 - rotation) % 360, *size)) == pytest.approx(tuple(box), abs=1e-6)


def test_padding_is_cut_to_the_page():
    view = make_view(page_of(), TableRegion(BBox(5, 5, 50, 50), 1.0), 20)
    assert view.crop == BBox(0, 0, 70, 70)
    assert view.bbox == BBox(5, 5, 50, 50)


@pytest.mark.parametrize(
    ("rotation", "size", "word", "corner"),
    [
        (0, (100, 50), BBox(10, 5, 30, 15), (255, 0, 0)),
        (90, (50, 100), BBox(35, 10, 45, 30), (255, 0, 0)),
        (180, (100, 50), BBox(70, 35, 90, 45), (255, 255, 255)),
        (270, (50, 100), BBox(5, 70, 15, 90), (255, 255, 255)),
    ],
)
def test_everything_turns_together(rotation, size, word, corner):
    """Region 0..100 x 20..70: the red half is at the left of the page; ``corner`` is the view's top-left pixel."""
    words = (Word("in", BBox(10, 25, 30, 35), rotation=90), Word("out", BBox(150, 25, 170, 35)))
    rulings = (Ruling(BBox(0, 70, 200, 70)),)
    view = make_view(page_of(words, rulings), TableRegion(BBox(0, 20, 100, 70), 1.0, rotation), 0)
    assert (view.width, view.height) == size
    assert [(w.text, w.bbox, w.rotation) for w in view.words] == [("in", word, (90 - rotation) % 360)]
    assert view.rulings[0].is_horizontal is (rotation in (0, 180))
    picture = view.render(2.0)
    assert picture.shape == (size[1] * 2, size[0] * 2, 3)
    assert tuple(picture[0, 0]) == corner


def test_regions_off_the_page_and_odd_rotations_are_refused():
    for box in (BBox(300, 0, 400, 50), BBox(10, 10, 10, 50), BBox(200, 0, 250, 50)):
        with pytest.raises(InputError, match="no area"):
            make_view(page_of(), TableRegion(box, 1.0), 5)
    with pytest.raises(InputError, match="45"):
        make_view(page_of(), TableRegion(BBox(0, 0, 50, 50), 1.0, 45), 5)


def test_reading_rotation_follows_nearly_all_characters():
    words = (Word("sideways", BBox(0, 0, 10, 50), rotation=90), Word("up", BBox(20, 0, 30, 10)), Word("elsewhere", BBox(150, 80, 199, 90)))
    assert reading_rotation(page_of(words), BBox(0, 0, 100, 60)) == 90
    assert reading_rotation(words, BBox(140, 70, 200, 100)) == 0
    assert reading_rotation((), BBox(0, 0, 1, 1)) == 0
    turned = Word("up" * 3, BBox(20, 0, 30, 50), rotation=90)
    assert reading_rotation((turned, Word("level", BBox(0, 0, 10, 10))), BBox(0, 0, 100, 60)) == 0  # six of eleven characters


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_that_stay_outside_the_cells_come_back_as_the_page_has_them(rotation: int) -> None:
    word = Word("x", BBox(10, 30, 20, 60), rotation=rotation)
    view = make_view(page_of((word,)), TableRegion(BBox(0, 20, 100, 70), 1.0, rotation), 0)
    assert [found.rotation for found in view.words] == [0]
    assert place(Table(0, 0, (), unassigned_words=view.words), view).unassigned_words == (word,)


def test_rule_words_of_the_region_stay_accounted_for():
    inside, outside = Word("-----", BBox(20, 20, 60, 30)), Word("-----", BBox(120, 20, 160, 30))
    page = replace(page_of(), rule_words=(inside, outside))
    view = make_view(page, TableRegion(BBox(10, 10, 100, 50), 1.0, rotation=90), 5.0)
    assert view.words == ()
    assert place(Table(0, 0, ()), view).unassigned_words == (inside,)
