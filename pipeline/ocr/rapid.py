"""RapidOCR: models in its wheel, no system package, works offline.

Its character positions are kept and its word boxes are not: those are interpolated and may bridge columns.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from pipeline.errors import InputError, ModelError
from pipeline.ocr.commas import with_commas
from pipeline.ocr.dashes import with_dashes
from pipeline.ocr.lines import OcrLine, evenly_spread, in_reading_order, words_of_lines
from pipeline.ocr.money import with_dollars
from pipeline.ocr.reread import with_reread
from pipeline.ocr.unread import with_unread
from pipeline.types import Picture
from table import BBox, Word

SMALL_SIDE, MAX_UPSCALE = 1_200, 3.0  # pixels; table crops of 300-500 px have text of 8 px, which is read badly
FINDING_SIDE, MAX_ENLARGED = 736, 5.5  # pixels of the shorter side to find lines in, and times of the picture to reach it: eight times a
# crop of three lines, and each is as high as a title page's (three of 150 arXiv crops lost most of their words; a tenth of the time)
LARGE_SIDE, HUGE_SIDE = 1_800, 2_700  # pixels; larger pictures are reduced: equal word F1 at two thirds of the time
LEAST_FACTOR = 0.75  # but up to HUGE_SIDE by no more than 200 to 150 dpi, for the small print of large sheets
READ_WIDTH = 192  # pixels of a line 48 high, up to which shorter ones are filled; the engine's own 320 takes two thirds longer on
# table cells (PubTabNet GriTS_Con .952 with it, .955 with this; exact topology of 250 pictures of tables the same)
OUT_OF_MEMORY = "bad_alloc"  # in the message of the runtime, which the engine wraps in an error of its own
MIN_SCORE = 0.4  # lines below are smudges and ornaments

UNKNOWN_SCRIPTS = frozenset(
    {"ara", "bel", "ben", "bul", "guj", "heb", "hin", "kan", "kaz", "kor", "mal", "mar", "mkd", "nep", "pan", "pus", "rus"}
    | {"san", "srp", "tam", "tel", "tha", "ukr", "urd"}
)


class RapidOcrEngine:
    """Reads lines with PP-OCR's small models; ``threads`` inside one operation. One call at a time."""

    name = "rapidocr"

    def __init__(self, language: str = "eng", threads: int = 1) -> None:
        check_language(language)
        self._lock = threading.Lock()
        self._engine = _load(threads)

    def words(self, image: Picture) -> list[Word]:
        """The words with boxes in pixels of ``image``, (height, width, 3) RGB, top to bottom, left to right."""
        factor = _factor(image)
        with self._lock:
            lines = _lines(self._engine, _resized(image, factor), factor)
            found = with_unread(words_of_lines(in_reading_order(lines), image), image, self._read)
            found = with_reread(with_commas(found, image), image, self._read)
            found = with_dashes(found, image, self._read)
            return with_dollars(found, image, self._read)

    def _read(self, crop: Picture) -> tuple[str, float]:
        """The text of a crop of one sign or number and its score; nothing for a smudge."""
        found = _asked(self._engine, np.ascontiguousarray(crop[:, :, ::-1]), use_det=False, use_cls=False, use_rec=True)
        return (str(found.txts[0]).strip(), float(found.scores[0])) if found.txts else ("", 0.0)


def check_language(language: str) -> None:
    """Raises ``InputError`` for languages whose script the model in the wheel does not know."""
    unknown = [part for part in language.split("+") if part in UNKNOWN_SCRIPTS]
    if unknown:
        raise InputError(f"RapidOCR's built-in model cannot read {', '.join(unknown)}: install Tesseract with that language and choose it")


def _load(threads: int) -> Any:
    try:
        from rapidocr import RapidOCR

        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.text_score": MIN_SCORE,
                "Global.max_side_len": HUGE_SIDE,
                "Rec.rec_img_shape": [3, 48, READ_WIDTH],
                "EngineConfig.onnxruntime.intra_op_num_threads": max(1, threads),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"RapidOCR cannot be loaded ({type(error).__name__}): install rapidocr and onnxruntime, or Tesseract") from error


def _factor(image: Picture) -> float:
    side = int(max(image.shape[:2]))
    if side < SMALL_SIDE:
        return min(MAX_UPSCALE, SMALL_SIDE / side)
    return min(1.0, max(LARGE_SIDE / side, min(LEAST_FACTOR, HUGE_SIDE / side)))


def _resized(image: Picture, factor: float) -> Picture:
    """The picture at ``factor``, channels in the order blue, green, red, as the engine expects them."""
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    interpolation = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    scaled = image if factor == 1 else cv2.resize(image, size, interpolation=interpolation)
    return np.ascontiguousarray(scaled[:, :, ::-1])


def _lines(engine: Any, image: Picture, factor: float) -> list[OcrLine]:
    _find_at(engine, min(FINDING_SIDE, round(MAX_ENLARGED / factor * min(image.shape[:2]))))
    found = _asked(engine, image, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True)
    if found.txts is None or found.boxes is None:
        return []
    chars = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
    rows = zip(found.txts, found.scores, found.boxes, chars, strict=True)
    return [_line(text, float(score), quad, parts or (), factor) for text, score, quad, parts in rows if text.strip()]


def _asked(engine: Any, image: Picture, **how: bool) -> Any:
    """What the engine says. Raises ``MemoryError`` where its runtime got no memory, ``ModelError`` for all else it raises."""
    try:
        return engine(image, **how)
    except Exception as error:
        if OUT_OF_MEMORY in str(error):
            raise MemoryError from error
        raise ModelError(f"RapidOCR failed on a picture of {image.shape[1]} x {image.shape[0]} pixels: {type(error).__name__}") from error


def _find_at(engine: Any, least_side: int) -> None:
    """Lines are found in pictures whose shorter side is at least so many pixels; smaller ones are enlarged for it, not for reading."""
    engine.cfg.Det.limit_side_len = least_side
    if engine.text_det is not None:  # it is made with the first picture
        engine.text_det.limit_side_len = least_side


def _line(text: str, score: float, quad: Any, chars: Sequence[Any], factor: float) -> OcrLine:
    corners = np.asarray(quad, dtype=np.float64) / factor
    box = BBox(*(float(value) for value in (*corners.min(axis=0), *corners.max(axis=0))))
    centers = tuple(float(np.mean([point[0] for point in part[2]])) / factor for part in chars if part[2] is not None)
    is_usable = len(centers) == sum(not char.isspace() for char in text) and list(centers) == sorted(centers)
    return OcrLine(text, min(max(score, 0.0), 1.0), box, centers if is_usable else evenly_spread(text, box))
