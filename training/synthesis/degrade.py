"""What a scanner and an OCR engine do to words and lines: jitter, merged, split and lost words, skew, faded rulings.

Pure functions: values in, new values out. ``level`` runs from 0 (nothing happens) to 1 (a bad scan).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from table.geometry import BBox, Ruling, Word
from training.synthesis.samples import SynthTable

_MAX_SKEW = math.radians(0.8)
_MIN_SIDE = 0.3  # points; a word never shrinks to nothing
_CONFUSIONS = str.maketrans({"0": "O", "1": "l", "5": "S", "8": "B", "l": "1", "O": "0", ",": ".", "e": "c", "m": "rn"})


def degrade_words(words: Sequence[Word], rng: Random, level: float) -> tuple[Word, ...]:
    """The words as an OCR engine might report them; order is kept, texts change rarely, boxes stay inside none of the rules."""
    if level <= 0:
        return tuple(words)
    jitter, loss, merge, split = 0.06 * level, 0.015 * level, 0.10 * level, 0.03 * level
    found: list[Word] = []
    for word in words:
        if rng.random() < loss:
            continue
        moved = _jittered(word, rng, jitter)
        if found and rng.random() < merge and _are_close(found[-1], moved):
            found[-1] = _joined(found[-1], moved)
        elif len(word.text) > 3 and rng.random() < split:
            found += _halves(moved, rng)
        else:
            found.append(moved)
    return tuple(_misread(word, rng, 0.04 * level) for word in found)


def degrade_table(sample: SynthTable, rng: Random, level: float) -> SynthTable:
    """The sample with degraded words, faded or broken rulings and a slight skew or bow; the truth stays as it is."""
    if level <= 0:
        return sample
    warp = _Warp.draw(rng, sample.width, sample.height, level)
    words = tuple(replace(w, bbox=warp.box(w.bbox, sample)) for w in degrade_words(sample.words, rng, level))
    rulings = _faded(sample.rulings, rng, level)
    shadings = () if rng.random() < 0.5 * level else sample.shadings
    return replace(sample, words=words, rulings=tuple(Ruling(warp.box(r.bbox, sample)) for r in rulings), shadings=shadings)


@dataclass(frozen=True, slots=True)
class _Warp:
    """A small skew about the centre plus a bow, in points."""

    slope: float
    bow: float

    @staticmethod
    def draw(rng: Random, width: float, height: float, level: float) -> _Warp:
        limit = 2.5 / max(width, 1.0) * 2  # the ends move by 2.5 points at most, or the truth would no longer fit
        slope = rng.uniform(-1, 1) * min(math.tan(_MAX_SKEW), limit) * level
        return _Warp(slope, rng.uniform(-1.5, 1.5) * level)

    def box(self, box: BBox, sample: SynthTable) -> BBox:
        across = (box.x0 + box.x1) / 2 / max(sample.width, 1.0) - 0.5
        dy = across * self.slope * sample.width + self.bow * (across * across * 4 - 0.33)
        dx = -((box.y0 + box.y1) / 2 - sample.height / 2) * self.slope * 0.5
        return box.shift(dx, dy)


def _jittered(word: Word, rng: Random, amount: float) -> Word:
    box = word.bbox
    unit = box.height * amount
    x0, y0 = box.x0 + rng.gauss(0, unit), box.y0 + rng.gauss(0, 1.5 * unit)
    x1, y1 = box.x1 + rng.gauss(0, unit), box.y1 + rng.gauss(0, 1.5 * unit)
    if x1 - x0 < _MIN_SIDE or y1 - y0 < _MIN_SIDE:
        return word
    return replace(word, bbox=BBox(x0, y0, x1, y1))


def _are_close(left: Word, right: Word) -> bool:
    a, b = left.bbox, right.bbox
    height = max(a.height, b.height)
    return abs(a.y0 - b.y0) < 0.4 * height and -0.1 * height < b.x0 - a.x1 < 0.45 * height


def _joined(left: Word, right: Word) -> Word:
    return replace(
        left, text=left.text + " " + right.text if len(left.text) > 8 else left.text + right.text, bbox=left.bbox.union(right.bbox)
    )


def _halves(word: Word, rng: Random) -> list[Word]:
    at = rng.randint(1, len(word.text) - 1)
    x = word.bbox.x0 + word.bbox.width * at / len(word.text)
    left, right = BBox(word.bbox.x0, word.bbox.y0, x, word.bbox.y1), BBox(x, word.bbox.y0, word.bbox.x1, word.bbox.y1)
    return [replace(word, text=word.text[:at], bbox=left), replace(word, text=word.text[at:], bbox=right)]


def _misread(word: Word, rng: Random, rate: float) -> Word:
    if rng.random() >= rate:
        return word
    at = rng.randrange(len(word.text)) if word.text else 0
    return replace(
        word, text=word.text[:at] + word.text[at : at + 1].translate(_CONFUSIONS) + word.text[at + 1 :], score=rng.uniform(0.5, 0.95)
    )


def _faded(rulings: Sequence[Ruling], rng: Random, level: float) -> list[Ruling]:
    if rng.random() < 0.3 * level:
        return []
    found: list[Ruling] = []
    for ruling in rulings:
        draw = rng.random()
        if draw < 0.1 * level:
            continue
        box = ruling.bbox
        if draw < 0.3 * level:
            a, b = sorted((rng.random(), rng.random()))
            box = (
                BBox(box.x0 + a * box.width, box.y0, box.x0 + b * box.width, box.y1)
                if ruling.is_horizontal
                else BBox(box.x0, box.y0 + a * box.height, box.x1, box.y0 + b * box.height)
            )
        found.append(Ruling(box))
    return found
