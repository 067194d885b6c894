"""Decoded pixels: every mode Pillow knows as upright 8-bit RGB on white, and the size check before decoding."""

from __future__ import annotations

import logging
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

from pipeline.errors import TooLarge
from pipeline.types import Picture

logger = logging.getLogger(__name__)

MAX_SIDE = 30_000  # pixels; OpenCV's resampling stops at 32,767
DECODE_FAILURES = (OSError, EOFError, SyntaxError, ValueError, TypeError, IndexError, KeyError, struct.error, zlib.error, OverflowError)
DEEP_MODES = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
ALPHA_MODES = ("RGBA", "LA", "PA", "RGBa", "La")


def check_size(size: tuple[int, int], max_pixels: int, number: int) -> None:
    """Raises ``TooLarge`` for a side above ``MAX_SIDE`` or more than ``max_pixels`` pixels, naming both."""
    width, height = size
    if max(size) > MAX_SIDE:
        raise TooLarge(f"page {number} is {width} x {height} pixels; no side may exceed {MAX_SIDE}; scale it down", page=number)
    if width * height > max_pixels:
        raise TooLarge(f"page {number} is {width} x {height} pixels, the limit is {max_pixels} in all; scale it down", page=number)


def to_rgb(image: Image.Image) -> Picture:
    """(height, width, 3) of the picture as displayed: EXIF orientation applied, transparent parts white, 16 bits reduced to 8."""
    image.load()
    flat = _without_alpha(_shallow(_upright(image)))
    pixels = np.array(flat if flat.mode == "RGB" else flat.convert("RGB"), dtype=np.uint8)
    pixels.flags.writeable = False
    return pixels


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except DECODE_FAILURES as error:
        logger.warning("the picture's EXIF data is damaged, its orientation is ignored: %s", type(error).__name__)
        return image


def _shallow(image: Image.Image) -> Image.Image:
    """8-bit grey of 16- and 32-bit grey; values are scaled from the depth in use, so that faint pictures stay visible."""
    if image.mode not in DEEP_MODES:
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    full = 65535.0 if image.mode.startswith("I;16") else next((depth for depth in (1.0, 255.0, 65535.0) if top <= depth), max(top, 1.0))
    return Image.fromarray(np.clip(values * (255.0 / full), 0, 255).astype(np.uint8), "L")


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode not in ALPHA_MODES and "transparency" not in image.info:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, (255, 255, 255, 255)), layer).convert("RGB")
