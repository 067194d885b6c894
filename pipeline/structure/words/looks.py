"""How one cell looks, from its words and what is drawn around them.

Line breaks are kept where they mean something: before a list mark, and after a line that ends although the next word
would still have had room in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.structure.words.text import UNSPACED
from pipeline.types import CheckBox, RegionView
from table import BBox, Shading, Word
from table.looks import BOXES, PLAIN, Looks, Run, spells

LIST_MARK = re.compile(r"[•‣▪◦*·●○■□►–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
SPACE = 0.3  # of the line height: a space
MIN_SHADED = 0.5  # of a cell's box that a shading behind it covers
MAX_LUMINANCE = 0.985  # a lighter shading is paper
MAX_SHADINGS = 500  # around one table; more are a picture
INK = 3  # digits of a luminance


def cell_looks(lines: Sequence[Sequence[Word]], text: str, box: BBox, view: RegionView) -> Looks:
    """The looks of a cell with these reading lines and this text in this box (view points); runs only where they spell the text."""
    runs = _runs(lines) if _may_tell(lines, text) else []
    is_told = any(not run.is_plain or "\n" in run.text for run in runs)
    return _shared(
        tuple(runs) if is_told and spells(runs, text) else (),
        _shading(box, view.shadings),
        _tick(box, view.check_boxes, text),
    )


def _may_tell(lines: Sequence[Sequence[Word]], text: str) -> bool:
    """Whether the words can look like something: not those of one plain line, as most cells are."""
    if len(lines) > 1 or "\n" in text:
        return True
    return any(word.is_bold or word.is_italic or word.is_raised or word.is_struck or word.link for line in lines for word in line)


def _shared(runs: tuple[Run, ...], shading: float | None, ticked: bool | None) -> Looks:
    looks = Looks(runs, shading, ticked)
    return PLAIN if looks.is_plain else looks


def _runs(lines: Sequence[Sequence[Word]]) -> list[Run]:
    """The words one after the other, neighbours that look alike together; a space goes to the plainer side."""
    runs: list[Run] = []
    width = max((line[-1].bbox.x1 - line[0].bbox.x0 for line in lines), default=0.0)
    for index, line in enumerate(lines):
        separator = _break(lines[index - 1], line, width) if index else ""
        for word in line:
            _append(runs, separator, _run(word))
            separator = " "
    return runs


def _run(word: Word) -> Run:
    return Run(word.text.strip(), word.is_bold, word.is_italic, word.is_raised, word.is_struck, word.link)


def _append(runs: list[Run], separator: str, run: Run) -> None:
    last = runs[-1] if runs else None
    if last is not None and last.style == run.style:
        runs[-1] = _with(last, last.text + separator + run.text)
    elif last is None or not separator:
        runs.append(run)
    elif last.is_plain:
        runs[-1:] = [_with(last, last.text + separator), run]
    elif run.is_plain:
        runs.append(_with(run, separator + run.text))
    else:
        runs += [Run(separator), run]


def _with(run: Run, text: str) -> Run:
    return Run(text, *run.style)


def _break(above: Sequence[Word], below: Sequence[Word], width: float) -> str:
    """What parts two lines: nothing in scripts without spaces, a line break where it means something, else a space."""
    if UNSPACED.match(above[-1].text.strip()[-1]) and UNSPACED.match(below[0].text.strip()[0]):
        return ""
    if LIST_MARK.fullmatch(below[0].text.strip()) and len(below) > 1:
        return "\n"
    first = below[0].bbox
    room = width - (above[-1].bbox.x1 - above[0].bbox.x0)
    return "\n" if room >= first.width + SPACE * first.height and above[-1].text.strip()[-1] not in "-‐\u00ad" else " "


def _shading(box: BBox, shadings: Sequence[Shading]) -> float | None:
    """The luminance of the last shading drawn behind most of the cell."""
    if len(shadings) > MAX_SHADINGS:
        return None
    last = next((s.luminance for s in reversed(shadings) if box.overlap_fraction(s.bbox) >= MIN_SHADED), None)
    return round(last, INK) if last is not None and last < MAX_LUMINANCE else None


def _tick(box: BBox, check_boxes: Sequence[CheckBox], text: str) -> bool | None:
    """The state of the cell's only check box: drawn, a form's, or a sign of its text."""
    own = [one.is_ticked for one in check_boxes if box.holds(one.bbox)] or [BOXES[sign] for sign in text if sign in BOXES]
    return own[0] if len(own) == 1 else None
