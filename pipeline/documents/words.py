"""Words from characters: one of each run, words printed twice counted once.

Pure. Lines are numbered in reading order: a word stays on the line while it overlaps the line's height.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from pipeline.documents.accents import has_accent, with_accents
from pipeline.documents.chars import BREAK, Char
from pipeline.documents.glyphs import whole_text
from pipeline.documents.marks import is_raised
from pipeline.documents.runs import LINE_OVERLAP, Run, cut_runs
from pipeline.geometry.rotation import turn
from table import BBox, Word

DOUBLE_IOU = 0.6  # overprinted words
DOUBLE_CELL = 6.0  # points; side of the hash cells in which overprinted words are looked for


class Found(NamedTuple):
    """A word before its line is known; the fields are those of ``Word``."""

    text: str
    bbox: BBox
    is_bold: bool
    rotation: int
    is_raised: bool
    is_italic: bool


def group_words(chars: Iterable[Char], page_box: BBox) -> tuple[Word, ...]:
    """The page's words in reading order; words whose centre lies off the page are dropped, the rest are cut to it.

    Invisible text (render mode 3) is a scanner's OCR layer where it is most of the page, and is dropped where it is not.
    """
    runs = cut_runs(_wanted(list(chars)))
    marks = [False, *(is_raised(last.chars[-1], run.chars[0]) for last, run in pairwise(runs))]
    found = [word for run, mark in zip(runs, marks, strict=False) if (word := _word(run, page_box, is_raised=mark)) is not None]
    kept = list(_without_doubles(found))
    lines = line_numbers((word.bbox, word.rotation) for word in kept)
    return tuple(
        Word(word.text, word.bbox, line, 1.0, word.is_bold, word.rotation, word.is_raised, word.is_italic)
        for word, line in zip(kept, lines, strict=True)
    )


def _wanted(chars: list[Char]) -> list[Char]:
    if all([char.style.is_visible for char in chars]):  # noqa: C419  # half as long as a generator over thousands
        return chars
    visible = sum(1 for char in chars if char.text != BREAK and char.style.is_visible)
    hidden = sum(1 for char in chars if char.text != BREAK and not char.style.is_visible)
    if hidden and visible >= hidden:
        return [char for char in chars if char.style.is_visible]
    return chars


def _word(run: Run, page_box: BBox, *, is_raised: bool) -> Found | None:
    if run.sides is None:
        return _mixed_word(run, page_box, is_raised=is_raised)
    box, text, style = BBox(*run.sides), run.text, run.chars[0].style
    if not page_box.holds(box):
        return None
    if not text.isascii() or "`" in text:  # the only accent of ASCII
        text = _text(run)
    return Found(text, box.intersection(page_box) or box, style.is_bold, style.rotation, is_raised, style.is_italic)


def _text(run: Run) -> str:
    has_one = has_accent([char.text for char in run.chars])
    return whole_text("".join([char.text for char in with_accents(run.chars)]) if has_one else run.text)


def _mixed_word(run: Run, page_box: BBox, *, is_raised: bool) -> Found | None:
    """The word of a run of any styles: its looks are those of most of its characters."""
    _, x0s, y0s, x1s, y1s, _, _, styles, _ = zip(*run.chars, strict=True)
    style = styles[0]
    if any(one.seen for one in styles) and (left := [char for char in run.chars if not char.is_cut_off]):
        _, x0s, y0s, x1s, y1s, *_ = zip(*left, strict=True)
    sides = min(x0s), min(y0s), max(x1s), max(y1s)
    box = BBox(*(turn(sides, 360 - style.rotation) if style.rotation else sides))
    if not page_box.holds(box):
        return None
    is_bold, is_italic = (2 * sum(looks) > len(styles) for looks in ([s.is_bold for s in styles], [s.is_italic for s in styles]))
    return Found(_text(run), box.intersection(page_box) or box, is_bold, style.rotation, is_raised, is_italic)


def _without_doubles(words: Iterable[Found]) -> Iterator[Found]:
    """The words without those printed again in the same place."""
    first: dict[str, Found] = {}
    seen: dict[str, dict[tuple[int, int], list[BBox]]] = {}
    for word in words:
        before = first.setdefault(word.text, word)
        if before is not word:
            same = seen.get(word.text) or seen.setdefault(word.text, {_place(before.bbox): [before.bbox]})
            x, y = place = _place(word.bbox)
            if any(word.bbox.iou(other) >= DOUBLE_IOU for other in _near(same, x, y)):
                continue
            same.setdefault(place, []).append(word.bbox)
        yield word


def _place(box: BBox) -> tuple[int, int]:
    return int((box.x0 + box.x1) / 2 // DOUBLE_CELL), int((box.y0 + box.y1) / 2 // DOUBLE_CELL)


def _near(cells: Mapping[tuple[int, int], list[BBox]], x: int, y: int) -> Iterator[BBox]:
    if len(cells) < 9:  # most texts stand in few places
        return (box for (column, row), boxes in cells.items() if abs(column - x) <= 1 and abs(row - y) <= 1 for box in boxes)
    return (box for dx in (-1, 0, 1) for dy in (-1, 0, 1) for box in cells.get((x + dx, y + dy), ()))


def number_lines(words: Iterable[Word]) -> Iterator[Word]:
    """The words with ``line`` counted from 1 in the given reading order."""
    given = list(words)
    lines = line_numbers((word.bbox, word.rotation) for word in given)
    return (word.on_line(line) for word, line in zip(given, lines, strict=True))


def line_numbers(places: Iterable[tuple[BBox, int]]) -> Iterator[int]:
    """The line of each word by its box and rotation, counted from 1 in the given reading order."""
    line = 0
    for rotation, group in groupby(places, key=itemgetter(1)):
        low, high = float("inf"), float("-inf")
        for box, _ in group:
            _, top, _, bottom = turn((box.x0, box.y0, box.x1, box.y1), rotation) if rotation else (0.0, box.y0, 0.0, box.y1)
            is_as_before = top == low and bottom == high  # as most words of a line
            if not is_as_before and (
                min(bottom, high) - max(top, low) < LINE_OVERLAP * max(min(bottom - top, high - low), 0.0) or high < low
            ):
                line += 1
                low, high = top, bottom
            yield line
