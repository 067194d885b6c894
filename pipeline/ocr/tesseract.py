"""Tesseract through its binary: one process per page, TSV out, one thread, a time limit.

Sparse-text mode (page segmentation 11) found most words on rendered pages with tables; its boxes are tight already and
are only brought to one height along a line.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterable
from itertools import groupby

import cv2
import numpy as np

from pipeline.errors import InputError, ModelError
from pipeline.ocr.lines import OcrLine, evenly_spread, words_of_lines
from pipeline.ocr.money import with_dollars
from pipeline.ocr.unread import with_unread
from pipeline.types import Picture
from table import BBox, Word

TIMEOUT_SECONDS = 60.0
SMALL_SIDE, MAX_UPSCALE = 1_200, 3.0  # pixels; small crops have text of 8 px, Tesseract wants 20
WORD_LEVEL = "5"
MIN_SCORE = 0.05
LANGUAGES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/")


def find_tesseract() -> str | None:
    """The binary's path, or ``None`` when it is not installed."""
    return shutil.which("tesseract")


class TesseractEngine:
    """Reads words with the ``tesseract`` binary; ``language`` as it names them ("eng", "deu+fra")."""

    name = "tesseract"

    def __init__(self, language: str = "eng", binary: str | None = None, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        found = binary or find_tesseract()
        if found is None:
            raise ModelError("the tesseract program is not installed: install it, or choose rapidocr")
        if not language or not set(language) <= LANGUAGES:
            raise InputError(f"{language!r} is no Tesseract language: use names such as eng or deu+fra")
        self._binary, self._language, self._timeout = found, language, timeout_seconds

    def words(self, image: Picture) -> list[Word]:
        """The words with boxes in pixels of ``image``, (height, width, 3) RGB, in Tesseract's reading order."""
        factor = min(MAX_UPSCALE, max(1.0, SMALL_SIDE / max(image.shape[:2])))
        output = self._run(_png(image, factor))
        return with_dollars(with_unread(words_of_lines(parse_tsv(output, factor), image), image, None), image, None)

    def _run(self, png: bytes) -> str:
        command = [self._binary, "stdin", "stdout", "--psm", "11", "-l", self._language, "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(command, input=png, capture_output=True, timeout=self._timeout, env=environment, check=False)
        except subprocess.TimeoutExpired as error:
            raise ModelError(f"tesseract did not finish within {self._timeout:g} seconds on one page") from error
        except OSError as error:
            raise ModelError(f"tesseract cannot be started: {error.strerror or 'unknown error'}") from error
        if done.returncode != 0:
            raise self._refusal(done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "replace")

    def _refusal(self, message: str) -> InputError | ModelError:
        if "language" in message.lower() or "traineddata" in message.lower():
            return InputError(f"tesseract has no data for {self._language!r}: install that language or choose another")
        return ModelError("tesseract failed on a page; its version and language data may not fit together")


def _png(image: Picture, factor: float) -> bytes:
    size = (round(image.shape[1] * factor), round(image.shape[0] * factor))
    scaled = image if factor == 1.0 else cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    is_written, data = cv2.imencode(".png", np.ascontiguousarray(scaled[:, :, ::-1]), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not is_written:
        raise ModelError("the picture for tesseract could not be written")
    return bytes(data)


def parse_tsv(output: str, factor: float = 1.0) -> list[OcrLine]:
    """One ``OcrLine`` per word, all words of a line as high as the line, in pixels of the picture before scaling."""
    rows = csv.DictReader(io.StringIO(output), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row.get("level") == WORD_LEVEL and (row.get("text") or "").strip()]
    lines = groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"]))
    return [line for _, group in lines for line in _line(group, factor)]


def _line(rows: Iterable[dict[str, str]], factor: float) -> list[OcrLine]:
    found = [(row["text"].strip(), float(row["conf"]) / 100, _box(row, factor)) for row in rows]
    return [OcrLine(text, min(score, 1.0), box, evenly_spread(text, box)) for text, score, box in found if score >= MIN_SCORE]


def _box(row: dict[str, str], factor: float) -> BBox:
    left, top, width, height = (float(row[name]) / factor for name in ("left", "top", "width", "height"))
    return BBox(left, top, left + width, top + height)
