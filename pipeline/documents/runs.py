"""Runs of characters that words are made of: cut at white space, at line changes, at gaps and at dot leaders; doubles left out.

Pure. A run never spans a gap wider than ``GAP_EM`` font sizes, so it never bridges two columns, and it never mixes directions.
Most characters follow the one before in its style, on its line and close to it: these are told all at once, and only the other
pairs are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.chars import BREAK, Char
from pipeline.documents.marks import parts_number
from pipeline.documents.spaces import MIN_CHARS, MIN_SHARE, split_at_spaces
from pipeline.documents.styles import Style
from pipeline.geometry.rotation import Sides

GAP_EM = 0.35  # between inks; a space is 0.25-0.33 of the font size plus the side bearings
ADVANCE_GAP_EM = 0.2  # between advances: narrow figures such as "1" stand in wide ones, so ink alone would split "12"
LINE_OVERLAP = 0.35  # of the smaller height, below which two characters are on different lines
DOUBLE_SHIFT_EM = 0.12  # fake bold prints a character again within this shift
MIN_LEADER = 4  # characters
LEADER = re.compile(r"([._·…‥\-–—=*]{5,}|[.·…]{4,})")

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Run(NamedTuple):
    """The characters of one word in order and their texts in one; ``sides`` is the box of their ink where all are of one upright style
    that no clip path cuts, else ``None``."""

    chars: Sequence[Char]
    text: str
    sides: Sides | None


def cut_runs(chars: Sequence[Char]) -> list[Run]:
    """The runs of ``chars`` in their order."""
    if not chars:
        return []
    page = _Page(chars)
    is_joined = page.are_joined()
    if is_joined is None:
        return [_run(part) for run in _runs_with_doubles(chars) for part in _parts(run)]
    return list(_runs_of(page, is_joined))


class _Page:
    """The characters of a page as columns; ``style`` (N,) is the number of each one's style in ``styles``."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self.chars = chars
        self.texts, *sides, _, _, styles, _ = zip(*chars, strict=True)
        self.x0, self.y0, self.x1, self.y1 = (np.fromiter(side, np.float64, len(chars)) for side in sides)
        known = {id(style): style for style in styles}
        self.styles: Sequence[Style] = tuple(known.values())
        numbers = {key: number for number, key in enumerate(known)}
        self.style = np.fromiter(map(numbers.__getitem__, map(id, styles)), np.intp, len(chars))
        self.is_text = np.fromiter(map(BREAK.__ne__, self.texts), np.bool_, len(chars))
        with np.errstate(all="ignore"):  # separators have no place, and damaged numbers are no text's
            self.behind = self.x0 - np.roll(self.x1, 1)  # the gap to the character before, and that of text from right to left
            self.before = np.roll(self.x0, 1) - self.x1

    def are_joined(self) -> Mask | None:
        """(N,) whether a character is of one run with that before it; ``None`` where the page prints a character twice."""
        is_text = self.is_text & np.roll(self.is_text, 1)
        is_text[0] = False
        reach = np.array([_usual_gap(style) for style in self.styles])[self.style]
        is_like = (self.style == np.roll(self.style, 1)) & (self.y0 == np.roll(self.y0, 1)) & (self.y1 == np.roll(self.y1, 1))
        is_near = (self.behind <= reach) & (self.before <= reach)
        is_joined: Mask = is_text & is_like & is_near
        for index in np.flatnonzero(is_text & ~(is_joined & self._are_other_texts())).tolist():
            last, char = self.chars[index - 1], self.chars[index]
            if char.text == last.text and _is_double(last, char):
                return None
            is_joined[index] = is_joined[index] or not _breaks(last, char)
        return is_joined

    def _are_other_texts(self) -> Mask:
        """(N,) whether a character's text is not that of the one before."""
        return np.fromiter((text != last for last, text in pairwise((BREAK, *self.texts))), np.bool_, len(self.texts))


def _usual_gap(style: Style) -> float:
    """The widest gap inside a run of one style, in points; none fits where the style needs a closer look."""
    return -np.inf if style.is_slanted or style.seen else GAP_EM * max(style.size, 1.0)


def _runs_of(page: _Page, is_joined: Mask) -> Iterator[Run]:
    """The runs where characters are joined so; what one has of a printed space or a leader is looked at one by one."""
    starts = np.flatnonzero(page.is_text & ~is_joined)
    if not len(starts):
        return
    stops = np.flatnonzero(page.is_text & ~np.append(is_joined[1:], False)) + 1
    is_whole = _are_whole(page, is_joined, starts, stops)
    if LEADER.search("".join(page.texts)):
        is_whole &= stops - starts < MIN_LEADER
    sides = _sides(page, starts)
    is_even = _are_even(page, starts)
    for start, stop, whole, even, box in zip(starts.tolist(), stops.tolist(), is_whole.tolist(), is_even.tolist(), sides, strict=True):
        run = Run(page.chars[start:stop], "".join(page.texts[start:stop]), box if even else None)
        if whole:
            yield run
        else:
            parts = list(_parts(run.chars))
            yield from map(_run, parts) if len(parts) > 1 else (run,)


def _sides(page: _Page, starts: NDArray[np.intp]) -> Iterator[Sides]:
    """The box of the ink of each run."""
    low = [np.minimum.reduceat(np.where(page.is_text, side, np.inf), starts).tolist() for side in (page.x0, page.y0)]
    high = [np.maximum.reduceat(np.where(page.is_text, side, -np.inf), starts).tolist() for side in (page.x1, page.y1)]
    return zip(*low, *high, strict=True)


def _are_even(page: _Page, starts: NDArray[np.intp]) -> Mask:
    """Which runs have one style, upright and not cut."""
    is_plain = np.array([not style.rotation and not style.seen for style in page.styles])
    first = page.style[starts]
    last = np.maximum.reduceat(np.where(page.is_text, page.style, -1), starts)
    least = np.minimum.reduceat(np.where(page.is_text, page.style, len(page.styles)), starts)
    even: Mask = (last == least) & is_plain[first]
    return even


def _are_whole(page: _Page, is_joined: Mask, starts: NDArray[np.intp], stops: NDArray[np.intp]) -> Mask:
    """Which runs ``split_at_spaces`` surely gives back as they are: no ink stands far enough from the next, as in most words."""
    spaces = np.array([style.space for style in page.styles])[page.style]
    most = MIN_SHARE * np.minimum.reduceat(np.where(page.is_text, spaces, np.inf), starts)
    behind, before = (np.maximum.reduceat(np.where(is_joined, gap, -np.inf), starts) for gap in (page.behind, page.before))
    whole: Mask = (stops - starts < MIN_CHARS) | ((behind < most) & (before < most))
    return whole


def _run(chars: Sequence[Char]) -> Run:
    return Run(chars, "".join([char.text for char in chars]), None)


def _parts(run: Sequence[Char]) -> Iterator[list[Char]]:
    """A run cut at dot leaders and at printed spaces."""
    return (part for piece in _without_leaders(list(run)) if piece for part in split_at_spaces(piece))


def _runs_with_doubles(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The runs, looked at character by character; one that is printed again counts once."""
    run: list[Char] = []
    for char in chars:
        if char.text == BREAK:
            yield run
            run = []
        elif not run:
            run = [char]
        elif char.text != run[-1].text or not _is_double(run[-1], char):
            if _breaks(run[-1], char):
                yield run
                run = []
            run.append(char)
    yield run


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
