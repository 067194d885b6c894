"""Shapes drawn in numpy are those of OpenCV, to the last bit: the models in the box were trained on its rasters."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.models import drawing
from pipeline.models.drawing import draw_lines, place_rectangles

SIZES = [(16, 16), (48, 30), (30, 80)]


def drawn(shapes: np.ndarray, values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    image = np.zeros(size, np.uint8)
    for patches in place_rectangles(shapes, size):
        patches.draw(image, values)
    return image


def opencv_drawn(shapes: np.ndarray, values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    image = np.zeros(size, np.uint8)
    for (x0, y0, x1, y1), value in zip(shapes.tolist(), values.tolist(), strict=True):
        if value:
            cv2.rectangle(image, (x0, y0), (x1, y1), value, -1, cv2.LINE_AA, 4)
    return image


def random_shapes(rng: np.random.Generator, size: tuple[int, int], count: int, largest: int) -> np.ndarray:
    """Boxes as words give them: inside the image, the far corner a pixel nearer, so that it may lie before the first."""
    height, width = size
    first = np.stack([rng.integers(0, 16 * width + 1, count), rng.integers(0, 16 * height + 1, count)], axis=1)
    last = np.minimum(first + rng.integers(0, largest, (count, 2)), [16 * width, 16 * height]) - 16
    return np.concatenate([first, last], axis=1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("largest", [20, 60, 400])
def test_rectangles_are_those_of_opencv(size: tuple[int, int], largest: int) -> None:
    rng = np.random.default_rng(largest)
    for count in [0, *[1] * 150, *[25] * 30]:
        shapes, values = random_shapes(rng, size, count, largest), rng.integers(1, 256, count).astype(np.uint8)
        if count:
            shapes[0, 2] = shapes[0, 0]  # no width
            values[rng.random(count) < 0.3] = 255
            values[rng.random(count) < 0.2] = 0
        assert np.array_equal(drawn(shapes, values, size), opencv_drawn(shapes, values, size))


@pytest.mark.parametrize("is_level", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_lines_are_those_of_opencv(size: tuple[int, int], is_level: bool) -> None:
    rng = np.random.default_rng(7)
    for count in [0, *[1] * 100, *[20] * 20]:
        shapes = random_shapes(rng, size, count, 500)
        shapes[:, 3 if is_level else 2] = shapes[:, 1 if is_level else 0]
        found, expected = np.zeros((2, *size), np.uint8), np.zeros((2, *size), np.uint8)
        layers = np.arange(count) % 2
        draw_lines(found, shapes, layers)
        for (x0, y0, x1, y1), layer in zip(shapes.tolist(), layers.tolist(), strict=True):
            cv2.line(expected[layer], (x0, y0), (x1, y1), 255, 1, cv2.LINE_AA, 4)
        assert np.array_equal(found, expected)


def test_many_shapes_are_drawn_in_parts_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    shapes, values = random_shapes(rng, (48, 60), 80, 300), rng.integers(1, 256, 80).astype(np.uint8)
    whole = drawn(shapes, values, (48, 60))
    monkeypatch.setattr(drawing, "CHUNK", 500)
    assert len(place_rectangles(shapes, (48, 60))) > 10
    assert np.array_equal(drawn(shapes, values, (48, 60)), whole)
