from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PIL import Image

from pipeline.models.pixels import MAX_RENDER_SCALE, Margins, draw_boxes, normalize, pad_white, prepare, resize, target_size
from pipeline.models.profile import IMAGENET_MEAN, IMAGENET_SD, Profile, SizeRule, default_profile
from table import BBox, Word
from tests.pipeline.models.builders import page

PROFILE = default_profile("structure", "table-transformer", num_queries=125, names="v1.1")
WHITE = (1 - np.array(IMAGENET_MEAN)) / np.array(IMAGENET_SD)


def sized(kind: str, value: int) -> Profile:
    return dataclasses.replace(PROFILE, size=SizeRule(kind, value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "rule", "expected"),
    [
        ((1000, 1000), SizeRule("long_side", 1000), (1000, 1000)),
        ((300, 100), SizeRule("long_side", 1000), (1000, 333)),  # small pictures are enlarged
        ((772, 1000), SizeRule("long_side", 800), (618, 800)),  # rounded, not cut off: 617.6
        ((5000, 1), SizeRule("long_side", 1000), (1000, 1)),
        ((300, 100), SizeRule("stretch", 640), (640, 640)),
        ((100, 300), SizeRule("letterbox", 600), (200, 600)),
    ],
)
def test_target_size(size: tuple[int, int], rule: SizeRule, expected: tuple[int, int]) -> None:
    assert target_size(*size, rule) == expected


def test_resize_is_bicubic() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (40, 30, 3), np.uint8)
    wanted = np.asarray(Image.fromarray(picture).resize((75, 100), Image.Resampling.BICUBIC))
    np.testing.assert_array_equal(resize(picture, SizeRule("long_side", 100)), wanted)
    bilinear = np.asarray(Image.fromarray(picture).resize((75, 100), Image.Resampling.BILINEAR))
    assert not np.array_equal(wanted, bilinear)
    assert resize(picture, SizeRule("long_side", 40)) is picture


def test_normalize_is_per_channel_and_channels_first() -> None:
    picture = np.zeros((2, 3, 3), np.uint8)
    picture[..., 1] = 255
    channels = normalize(picture, IMAGENET_MEAN, IMAGENET_SD)
    assert (channels.shape, channels.dtype) == ((3, 2, 3), np.float32)
    np.testing.assert_allclose(channels[:, 0, 0], [-0.485 / 0.229, (1 - 0.456) / 0.224, -0.406 / 0.225], rtol=1e-6)


def test_padding_is_white_on_the_right_sides() -> None:
    padded = pad_white(np.zeros((2, 2, 3), np.uint8), 1, 2, 3, 4)
    assert padded.shape == (8, 6, 3)
    assert (padded[2:4, 1:3] == 0).all()
    assert padded.sum() == 255 * 3 * (8 * 6 - 4)


def test_page_fills_its_canvas() -> None:
    canvas = prepare(page(300, 400), sized("long_side", 800))
    assert canvas.channels.shape == (3, 800, 600)
    assert canvas.bbox == BBox(0, 0, 300, 400)
    np.testing.assert_allclose(canvas.channels[:, 5, 5], WHITE, rtol=1e-5)


def test_small_surfaces_are_rendered_at_a_limited_scale_and_enlarged() -> None:
    scales: list[float] = []
    surface = page(10, 20)
    render = surface.render
    watched = dataclasses.replace(surface, render=lambda scale: (scales.append(scale), render(scale))[1])
    assert prepare(watched, sized("long_side", 800)).channels.shape == (3, 800, 400)
    assert scales == [MAX_RENDER_SCALE]


@pytest.mark.parametrize("kind", ["long_side", "letterbox", "stretch"])
@pytest.mark.parametrize("margins", [Margins(), Margins(40, 0, 0, 0), Margins(5, 10, 15, 20), Margins(0, 0, 100, 300)])
def test_what_is_seen_maps_back_to_where_it_is(kind: str, margins: Margins) -> None:
    """The black box on the canvas, found again in points, is the box that was drawn."""
    drawn = BBox(60, 100, 180, 140)
    canvas = prepare(page(300, 400, [drawn]), sized(kind, 640), margins)
    height, width = canvas.channels.shape[1:]
    ys, xs = np.nonzero(canvas.channels[0] < 0)
    seen = canvas.to_points([xs.min() / width, ys.min() / height, (xs.max() + 1) / width, (ys.max() + 1) / height])
    assert tuple(seen) == pytest.approx(tuple(drawn), abs=1.0)
    np.testing.assert_allclose(canvas.channels[:, 0, 0], WHITE, rtol=1e-5)  # margins are paper
    np.testing.assert_allclose(canvas.channels[:, -1, -1], WHITE, rtol=1e-5)


def test_letterbox_is_a_square() -> None:
    assert prepare(page(300, 100), sized("letterbox", 320)).channels.shape == (3, 320, 320)


def test_extra_channels_are_drawn_below_the_colours() -> None:
    profile = dataclasses.replace(sized("long_side", 400), extra_channels=("words", "rulings"))
    word = Word("x", BBox(100, 200, 150, 210))
    canvas = prepare(page(300, 400, words=[word]), profile, Margins(0, 0, 0, 0))
    assert canvas.channels.shape == (5, 400, 300)
    expected = np.zeros((400, 300), np.float32)
    expected[200:210, 100:150] = 1
    np.testing.assert_array_equal(canvas.channels[3], expected)
    assert canvas.channels[4].sum() == 0


@pytest.mark.parametrize(
    ("box", "count"),
    [
        (BBox(2, 2, 2, 8), 6),  # a hairline leaves a trace
        (BBox(-5, -5, 3, 3), 9),
        (BBox(20, 20, 30, 30), 0),
        (BBox(9.9, 0, 10, 10), 0),
    ],
)
def test_drawn_boxes_stay_inside(box: BBox, count: int) -> None:
    assert draw_boxes([box], BBox(0, 0, 10, 10), (10, 10)).sum() == count
