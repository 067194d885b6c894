"""Words of a recognised text line: cut where the text has spaces or the picture a wide gap, tightened onto the ink.

No character is invented, dropped or moved: the words of a line, joined, are the line's text without its white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.ink import Extent, LineInk, grey_of, line_ink
from pipeline.types import Picture
from table import BBox, Word

WIDE_GAP = 0.75  # of the line's height: an ink-free gap inside a "word" that separates columns
NUMBER_GAP = 0.25  # of the line's height: the same where a number must have ended
NUMBER_END = re.compile(r"\d%(?=[\d(])|,\d{3}(?=\d{1,3},\d{3})")
LEAST_INK = 0.25  # of the line's height: letters and digits are higher; what is found instead is the edge of a band
ONE_SIGN = 1.3  # of the line's ink height: what is wider and in pieces is more than the one sign that was read there
PREDICTED = 0.3  # of a line's height to both sides of its middle: where its letters are when no ink is found; boxes are generous
SLACK = 0.5  # of a character, by which a gap may lie beside the place predicted for it


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One recognised line in pixels: ``centers`` are the x positions of its characters other than white space, in order."""

    text: str
    score: float
    box: BBox
    centers: tuple[float, ...]


def in_reading_order(lines: Iterable[OcrLine]) -> list[OcrLine]:
    """Lines row by row, left to right: a line is of the row in whose height its middle lies."""
    rows: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.center[1], line.box.x0)):
        if rows and line.box.center[1] <= rows[-1][0].box.center[1] + 0.4 * rows[-1][0].box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: (line.box.x0, line.box.y0))]


def evenly_spread(text: str, box: BBox) -> tuple[float, ...]:
    """Predicted centres of the characters other than white space, for engines that give none."""
    step = box.width / max(len(text), 1)
    return tuple(box.x0 + (index + 0.5) * step for index, char in enumerate(text) if not char.isspace())


def words_of_lines(lines: Iterable[OcrLine], picture: Picture) -> list[Word]:
    """The words of all lines in the given order, ``line`` counted from 1, boxes in pixels of ``picture``."""
    grey = grey_of(picture)
    return [word for number, line in enumerate(lines, start=1) for word in words_of_line(line, grey, number)]


def words_of_line(line: OcrLine, grey: NDArray[np.uint8], number: int) -> list[Word]:
    """One line's words, left to right. ``grey``: (height, width)."""
    chars = [char for char in line.text if not char.isspace()]
    if not chars:
        return []
    centers = line.centers if len(line.centers) == len(chars) else evenly_spread(line.text, line.box)
    ink = line_ink(grey, line.box)
    rows = ink.rows(line.box.x0, line.box.x1)
    if rows and rows.size < LEAST_INK * line.box.height and any(map(str.isalnum, chars)):
        middle, reach = line.box.center[1], PREDICTED * line.box.height
        ink, rows = ink.emptied(), Extent(round(middle - reach), round(middle + reach))
    cuts = _cuts(line, centers, ink)
    bounds = [line.box.x0, *cuts.values(), line.box.x1]
    starts = [0, *cuts.keys(), len(chars)]
    return [
        Word("".join(chars[first:last]), _box(line.box, bounds[index : index + 2], centers[first:last], ink, rows), number, line.score)
        for index, (first, last) in enumerate(pairwise(starts))
    ]


def _cuts(line: OcrLine, centers: Sequence[float], ink: LineInk) -> dict[int, float]:
    """Where the line is cut: number of characters before the cut -> x of the cut, in order and never decreasing."""
    spaces, ends = _spaces(line.text), _ends_of_numbers(line.text)
    gaps = ink.gaps()
    pitch = line.box.width / max(len(line.text), 1)
    cuts: dict[int, float] = {}
    last = line.box.x0
    for index in range(1, len(centers)):
        low, high = sorted((centers[index - 1], centers[index]))
        gap = _widest(gaps, low - SLACK * pitch, high + SLACK * pitch)
        is_wide = gap is not None and gap.size >= WIDE_GAP * line.box.height and low - pitch <= (gap.start + gap.stop) / 2 <= high + pitch
        if index in spaces or is_wide or (index in ends and gap is not None and gap.size >= NUMBER_GAP * line.box.height):
            predicted = (low + high) / 2
            last = max(last, (gap.start + gap.stop) / 2 if gap else predicted)
            cuts[index] = last
            gaps = [other for other in gaps if gap is None or other.start > gap.start]
    return cuts


def _spaces(text: str) -> set[int]:
    """Numbers of non-space characters before each run of white space inside ``text``."""
    found, count = set(), 0
    for char in text.strip():
        if char.isspace():
            found.add(count)
        else:
            count += 1
    return found


def _ends_of_numbers(text: str) -> set[int]:
    """Numbers of non-space characters before each place where a number must end and more follows ("6.41%6.00%", "2,799,2502,815,544")."""
    chars = "".join(text.split())
    return {found.end() for found in NUMBER_END.finditer(chars)}


def _widest(gaps: Sequence[Extent], low: float, high: float) -> Extent | None:
    """The widest gap whose middle lies within ``low``..``high``."""
    inside = [gap for gap in gaps if low <= (gap.start + gap.stop) / 2 <= high]
    return max(inside, key=lambda gap: gap.size, default=None)


def _box(line: BBox, bounds: Sequence[float], centers: Sequence[float], ink: LineInk, rows: Extent | None) -> BBox:
    """The word's ink between its cuts, as high as the line's ink; the predicted place where no ink is found.

    A word of one sign is the first piece of that ink where it is too wide for one ("$—" read as "$").
    """
    columns = ink.columns(bounds[0], bounds[1])
    if columns and rows and len(centers) == 1 and columns.size > ONE_SIGN * rows.size:
        columns = ink.first_piece(columns)
    half = min(PREDICTED * line.height, (bounds[1] - bounds[0]) / len(centers) / 2)  # of a character's width
    x0, x1 = (columns.start, columns.stop) if columns else (min(centers) - half, max(centers) + half)
    y0, y1 = (rows.start, rows.stop) if rows else (line.y0, line.y1)
    return BBox(min(x0, x1), y0, max(x0, x1), y1)
