"""Words from characters: split at white space, at line changes, at gaps and at dot leaders; doubles counted once.

Pure. A word never spans a gap wider than ``GAP_EM`` font sizes, so it never bridges two columns, and it never mixes
directions. Lines are numbered in reading order: a word stays on the line while it overlaps the line's height.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise

from pipeline.documents.accents import has_accent, with_accents
from pipeline.documents.chars import BREAK, Char
from pipeline.documents.glyphs import whole_text
from pipeline.documents.marks import is_raised, parts_number
from pipeline.documents.spaces import split_at_spaces
from pipeline.geometry.rotation import turn
from table import BBox, Word

GAP_EM = 0.35  # between inks; a space is 0.25-0.33 of the font size plus the side bearings
ADVANCE_GAP_EM = 0.2  # between advances: narrow figures such as "1" stand in wide ones, so ink alone would split "12"
LINE_OVERLAP = 0.35  # of the smaller height, below which two characters are on different lines
DOUBLE_SHIFT_EM = 0.12  # fake bold prints a character again within this shift
DOUBLE_IOU = 0.6  # overprinted words
DOUBLE_CELL = 6.0  # points; side of the hash cells in which overprinted words are looked for
MIN_LEADER = 4  # characters
LEADER = re.compile(r"([._·…‥\-–—=*]{5,}|[.·…]{4,})")


def group_words(chars: Iterable[Char], page_box: BBox) -> tuple[Word, ...]:
    """The page's words in reading order; words whose centre lies off the page are dropped, the rest are cut to it.

    Invisible text (render mode 3) is a scanner's OCR layer where it is most of the page, and is dropped where it is not.
    """
    runs = [part for run in _runs(_wanted(list(chars))) if run for part in split_at_spaces(run)]
    marks = [False, *(is_raised(last[-1], run[0]) for last, run in pairwise(runs))]
    found = [word for run, mark in zip(runs, marks, strict=False) if (word := _word(run, page_box, is_raised=mark)) is not None]
    return tuple(number_lines(_without_doubles(found)))


def _wanted(chars: list[Char]) -> list[Char]:
    if all(char.style.is_visible for char in chars):
        return chars
    visible = sum(1 for char in chars if char.text != BREAK and char.style.is_visible)
    hidden = sum(1 for char in chars if char.text != BREAK and not char.style.is_visible)
    if hidden and visible >= hidden:
        return [char for char in chars if char.style.is_visible]
    return chars


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    run: list[Char] = []
    for char in chars:
        if char.text == BREAK:
            if run:
                yield from _without_leaders(run)
                run = []
        elif not run:
            run = [char]
        elif char.text != run[-1].text or not _is_double(run[-1], char):
            if _breaks(run[-1], char):
                yield from _without_leaders(run)
                run = []
            run.append(char)
    yield from _without_leaders(run)


def _is_double(last: Char, char: Char) -> bool:
    """Whether ``char`` is the ``last`` one printed again with a tiny shift (fake bold), and not the second f of a ligature."""
    if char.style is last.style and char.x0 == last.x0:
        return False
    shift = DOUBLE_SHIFT_EM * max(char.style.size, 1.0)
    return abs(char.x0 - last.x0) < min(shift, 0.5 * max(last.x1 - last.x0, 0.1)) and abs(char.y0 - last.y0) < shift


def _breaks(last: Char, char: Char) -> bool:
    style, before = char.style, last.style
    if style is not before and (style.rotation != before.rotation or style.is_slanted != before.is_slanted):
        return True
    if style.is_slanted:
        return style is not before
    if before.seen and last.is_cut_off and not char.is_cut_off:
        return True  # the rest of a word that its cell cuts lies under what stands beside the cell
    if char.y0 != last.y0 or char.y1 != last.y1:  # most characters are of their neighbour's font and on its line
        smaller = min(char.y1 - char.y0, last.y1 - last.y0)
        if min(char.y1, last.y1) - max(char.y0, last.y0) < LINE_OVERLAP * smaller:
            return True
    if style is not before and parts_number(last, char):
        return True  # a mark is smaller than its number, so both have a style of their own
    size = style.size if style is before else max(style.size, before.size)
    em = size if size > 1.0 else 1.0
    if char.x0 - last.x1 <= GAP_EM * em and last.x0 - char.x1 <= GAP_EM * em:  # also for right-to-left text
        return False
    advance = max(char.start - last.stop, last.start - char.stop)
    return advance > ADVANCE_GAP_EM * em


def _without_leaders(run: list[Char]) -> list[list[Char]]:
    """The run cut at dot leaders ("Total.......1,234"), which would bridge columns; the leader stays a word of its own."""
    if len(run) < MIN_LEADER:
        return [run]
    text = "".join([char.text for char in run])
    if len(text) != len(run) or not LEADER.search(text):
        return [run]
    stops = accumulate(map(len, LEADER.split(text)))
    return [run[start:stop] for start, stop in pairwise([0, *stops])]


def _word(run: list[Char], page_box: BBox, *, is_raised: bool) -> Word | None:
    texts, x0s, y0s, x1s, y1s, _, _, styles, _ = zip(*run, strict=True)
    style, is_even = styles[0], styles.count(styles[0]) == len(run)
    if (style.seen if is_even else any(one.seen for one in styles)) and (left := [char for char in run if not char.is_cut_off]):
        _, x0s, y0s, x1s, y1s, *_ = zip(*left, strict=True)
    sides = min(x0s), min(y0s), max(x1s), max(y1s)
    box = BBox(*(turn(sides, 360 - style.rotation) if style.rotation else sides))
    if not page_box.holds(box):
        return None
    text = whole_text("".join([char.text for char in with_accents(run)] if has_accent(texts) else texts))
    is_bold, is_italic = style.is_bold, style.is_italic
    if not is_even:
        is_bold, is_italic = (2 * sum(looks) > len(run) for looks in ([s.is_bold for s in styles], [s.is_italic for s in styles]))
    inside = box.intersection(page_box) or box
    return Word(text, inside, is_bold=is_bold, rotation=style.rotation, is_raised=is_raised, is_italic=is_italic)


def _without_doubles(words: list[Word]) -> Iterator[Word]:
    seen: dict[str, dict[tuple[int, int], list[BBox]]] = {}
    for word in words:
        box, same = word.bbox, seen.setdefault(word.text, {})
        x, y = int((box.x0 + box.x1) / 2 // DOUBLE_CELL), int((box.y0 + box.y1) / 2 // DOUBLE_CELL)
        if not same or not any(box.iou(other) >= DOUBLE_IOU for other in _near(same, x, y)):
            same.setdefault((x, y), []).append(box)
            yield word


def _near(cells: Mapping[tuple[int, int], list[BBox]], x: int, y: int) -> Iterator[BBox]:
    return (box for dx in (-1, 0, 1) for dy in (-1, 0, 1) for box in cells.get((x + dx, y + dy), ()))


def number_lines(words: Iterable[Word]) -> Iterator[Word]:
    """The words with ``line`` counted from 1 in the given reading order."""
    line = 0
    for rotation, group in groupby(words, key=lambda word: word.rotation):
        low, high = float("inf"), float("-inf")
        for word in group:
            box = word.bbox
            _, top, _, bottom = turn((box.x0, box.y0, box.x1, box.y1), rotation) if rotation else (0.0, box.y0, 0.0, box.y1)
            is_as_before = top == low and bottom == high  # as most words of a line
            if not is_as_before and (
                min(bottom, high) - max(top, low) < LINE_OVERLAP * max(min(bottom - top, high - low), 0.0) or high < low
            ):
                line += 1
                low, high = top, bottom
            yield word.on_line(line)
