"""What scanners and cameras do to pictures: blur, noise, uneven light, bleed-through, stamps, compression, skew.

``degrade_picture`` keeps every pixel's place, so the truth stays; ``distort_picture`` moves pixels and returns how.
"""

from __future__ import annotations

import io
import math
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from table.geometry import BBox

Matrix = NDArray[np.float64]
MAX_SKEW_DEGREES = 3.0


def degrade_picture(image: Image.Image, rng: Random, level: float) -> Image.Image:
    """The RGB picture as a scan of badness ``level`` (0 changes nothing, 1 is bad); size and places stay."""
    if level <= 0:
        return image
    noise = np.random.default_rng(rng.getrandbits(32))
    if rng.random() < 0.3 * level:
        image = _bleed_through(image, rng)
    if rng.random() < 0.15 * level:
        image = _stamp(image, rng)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.0, 1.1) * level))
    pixels: NDArray[np.floating[Any]] = np.asarray(image, np.float32)
    if rng.random() < 0.6:
        pixels = pixels * _light(pixels.shape[0], pixels.shape[1], rng, level)[..., None]
    pixels = pixels + noise.normal(0, rng.uniform(0, 14) * level, pixels.shape[:2])[..., None]
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if rng.random() < 0.5 * level:
        image = ImageOps.grayscale(image).convert("RGB")
    return _compressed(image, rng, level) if rng.random() < 0.8 else image


def _bleed_through(image: Image.Image, rng: Random) -> Image.Image:
    back = ImageOps.mirror(image).filter(ImageFilter.GaussianBlur(1.5))
    return Image.blend(image, Image.composite(image, back, ImageOps.invert(ImageOps.grayscale(image))), rng.uniform(0.05, 0.2))


def _stamp(image: Image.Image, rng: Random) -> Image.Image:
    layer = image.copy()
    pen = ImageDraw.Draw(layer)
    radius = rng.uniform(0.05, 0.15) * max(image.size)
    x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
    colour = rng.choice(((170, 30, 40), (40, 50, 160), (60, 60, 60)))
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=max(1, round(radius / 12)))
    pen.ellipse((x - radius * 0.7, y - radius * 0.7, x + radius * 0.7, y + radius * 0.7), outline=colour, width=1)
    return Image.blend(image, layer, rng.uniform(0.3, 0.8))


def _light(height: int, width: int, rng: Random, level: float) -> NDArray[np.float32]:
    """Brightness factors, (height, width): a slope and a shadow at one side."""
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    slope = rng.uniform(-0.15, 0.15) * level * x[None] + rng.uniform(-0.15, 0.15) * level * y[:, None]
    shadow = rng.uniform(0, 0.3) * level * np.clip(np.abs(x[None] - rng.choice((-1, 1))) < 0.1, 0, 1)
    return np.clip(1 - 0.08 * level + slope - shadow, 0.3, 1.1).astype(np.float32)


def _compressed(image: Image.Image, rng: Random, level: float) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=round(92 - rng.uniform(10, 62) * level))
    return Image.open(buffer).convert("RGB")


def distort_picture(image: Image.Image, rng: Random, level: float) -> tuple[Image.Image, Matrix]:
    """The picture skewed (to 3 degrees at level 1) and seen slightly askew, with the (3, 3) matrix from old to new pixels."""
    angle = math.radians(rng.uniform(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES) * level)
    width, height = image.size
    centre: Matrix = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], np.float64)
    turn: Matrix = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]], np.float64)
    lean: Matrix = np.eye(3)
    lean[2, :2] = rng.uniform(-0.05, 0.05) * level / width, rng.uniform(-0.05, 0.05) * level / height
    matrix = np.linalg.inv(centre) @ lean @ turn @ centre
    back = np.linalg.inv(matrix)
    back = back / back[2, 2]
    warped = image.transform(
        image.size, Image.Transform.PERSPECTIVE, tuple(back.ravel()[:8]), Image.Resampling.BILINEAR, fillcolor=(255, 255, 255)
    )
    return warped, matrix


def moved_box(box: BBox, matrix: Matrix) -> BBox:
    """The upright box around ``box`` after the distortion."""
    corners = np.array([[box.x0, box.y0, 1], [box.x1, box.y0, 1], [box.x1, box.y1, 1], [box.x0, box.y1, 1]], np.float64) @ matrix.T
    points = corners[:, :2] / corners[:, 2:]
    return BBox(float(points[:, 0].min()), float(points[:, 1].min()), float(points[:, 0].max()), float(points[:, 1].max()))
