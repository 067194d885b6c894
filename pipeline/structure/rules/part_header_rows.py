"""A header of two levels that the model took for one row: a name above, the names of its columns below.

Lines of one row stand for themselves when a phrase of the upper line is written over the border of two columns that have
separate names below it, when a ruling is drawn below it over some columns only, as under the names of groups, or when it stands
in the middle over columns that their names tell to be a group; and when the lower line is their unit, alone in the middle below
names. Read as one row, the phrase would be cut word by word over the
columns ("Sintel Clean | (train) Final").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at, overlap
from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import CROSSING
from pipeline.structure.words.groups import are_named, are_set_alike, families
from pipeline.structure.words.lines import SPACE, group_lines, runs
from pipeline.structure.words.text import cell_text
from pipeline.structure.words.units import unit_phrases
from pipeline.types import Interval
from table import BBox, Word

NUM_ROWS = 2  # rows from the top that may be a header's
USUAL = 1.5  # times the usual space between words: a wider one at a border may part two names
DEFAULT_SPACE = 0.3  # em, where no two words stand together
CLEAR = 0.8  # em between the names of two columns
MAX_LINES, MAX_TOLD_LINES = 4, 7  # of a header row; more are prose, but for those that a ruling or the names tell
OWN = 0.5  # em between the middles (edges) of a phrase and of the names of one column that is its own
DATE = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2},?")
MIN_COVERED = 0.5  # of a column's names that a group's ruling covers

Line = Sequence[Word]


def part_header_rows(draft: Draft) -> Draft:
    """The draft with such rows parted between their levels."""
    cells = draft.filled[:NUM_ROWS]
    rows: list[Interval] = []
    for row, words in zip(draft.rows, cells, strict=False):
        height = _level(group_lines(chain.from_iterable(words.values())), draft)
        rows += [row] if height is None else [replace(row, stop=height), replace(row, start=height)]
    rows += draft.rows[NUM_ROWS:]
    return replace(draft, rows=tuple(rows)).noting(*(Flag.ROWS_PARTED,) * (len(rows) > len(draft.rows)))


def _level(lines: Sequence[Line], draft: Draft) -> float | None:
    """Where the row of these lines is to be parted; ``None`` when it is one."""
    is_short = len(lines) <= MAX_LINES
    for index in range(1, len(lines) if len(lines) <= MAX_TOLD_LINES else 0):
        upper, below = lines[index - 1], [word for line in lines[index:] for word in line]
        above = [word for line in lines[:index] for word in line]
        is_over = _is_over_ruling(upper, below, draft) or _is_over_groups(above, below, draft)
        is_over = is_over or (is_short and _is_over_border(upper, below, draft))
        if is_over or (index == len(lines) - 1 and _is_over_unit(upper, lines[index], draft)):
            top = max(word.bbox.y1 for word in above)
            return (top + min(word.bbox.y0 for word in below)) / 2
    return None


def _is_over_border(upper: Line, below: Line, draft: Draft) -> bool:
    """Whether a phrase of the upper line goes across a border that the names below keep clear, and is of no column alone."""
    em = draft.em
    widest = USUAL * _usual_space(upper, em)
    for phrase in runs(upper, em, widest / em):
        if _is_label(phrase, below, draft) or _is_of_each(phrase, upper, below, draft):
            continue
        start, stop = phrase[0].bbox.x0 + CROSSING * em, phrase[-1].bbox.x1 - CROSSING * em
        crossed = [border for border in draft.column_edges[1:-1] if start <= border <= stop and _is_clear(phrase, below, border, draft)]
        if len(crossed) > 1 or (crossed and not _is_of_one(phrase, below, draft)):
            return True
    return False


def _is_label(phrase: Line, below: Line, draft: Draft) -> bool:
    """Whether the phrase begins in the first column, where its names do or before: the first line of a label as wide as the table.

    It may reach over the columns beside it, whose values stand beside the label's last line.
    """
    first = BBox.enclosing([word.bbox for word in below if index_at(draft.column_edges, word.bbox.center[0]) == 0])
    return first is not None and phrase[0].bbox.x0 - first.x0 <= OWN * draft.em


def _is_of_each(phrase: Line, upper: Line, below: Line, draft: Draft) -> bool:
    """Whether each column's part of the phrase is set as the names below it are: names that stand close, as "June 30, May 31," do.

    Two parts may stand so by chance; they are names where both come again on the line, dates as other dates.
    """
    above, names = _by_column(phrase, draft), _by_column(below, draft)
    boxes = [(BBox.enclosing(w.bbox for w in a), BBox.enclosing(w.bbox for w in b)) for a, b in zip(above, names, strict=True) if a]
    if len(boxes) < 2 or not all(a is not None and b is not None and are_set_alike(a, b, draft.em) for a, b in boxes):
        return False
    every = Counter(_form(words) for words in _by_column(upper, draft))
    return len(boxes) > 2 or all(every[_form(words)] > 1 for words in above if words)


def _form(words: Line) -> str:
    """What tells names that come again: the text, of a date what it is made of."""
    text = cell_text(words)
    return DATE.sub("date", text)


def _is_of_one(phrase: Line, below: Line, draft: Draft) -> bool:
    """Whether the phrase is set around the middle of one column's names, or at their edge and over no other's.

    It is the first line of a name then, wider than the others.
    """
    start, stop, reach = phrase[0].bbox.x0, phrase[-1].bbox.x1, OWN * draft.em
    boxes = _names_boxes(below, draft)
    if any(abs(box.center[0] - (start + stop) / 2) <= reach for box in boxes):
        return True
    at_edge = any(min(abs(box.x0 - start), abs(box.x1 - stop)) <= reach for box in boxes)
    return at_edge and sum(min(box.x1, stop) - max(box.x0, start) > CROSSING * draft.em for box in boxes) < 2


def _usual_space(line: Line, em: float) -> float:
    gaps = [b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line) if 0 < b.bbox.x0 - a.bbox.x1 <= SPACE * em]
    return min(median(gaps), SPACE * em) if gaps else DEFAULT_SPACE * em


def _is_clear(phrase: Line, below: Line, border: float, draft: Draft) -> bool:
    """Whether names stand below the phrase on both sides of the border, well apart."""
    edges = draft.column_edges
    left, right = index_at(edges, border - 1e-6), index_at(edges, border + 1e-6)
    before = [word for word in below if index_at(edges, word.bbox.center[0]) == left]
    behind = [word for word in below if index_at(edges, word.bbox.center[0]) == right]
    if not before or not behind or min(w.bbox.x0 for w in behind) - max(w.bbox.x1 for w in before) < CLEAR * draft.em:
        return False
    return any(_is_below(words, phrase) for words in (before, behind))


def _is_below(words: Line, phrase: Line) -> bool:
    return min(w.bbox.x0 for w in words) < phrase[-1].bbox.x1 and max(w.bbox.x1 for w in words) > phrase[0].bbox.x0


def _is_over_ruling(upper: Line, below: Line, draft: Draft) -> bool:
    """Whether a ruling between both levels covers the names of two columns or more, and not those of all."""
    top, bottom = max(w.bbox.center[1] for w in upper), min(w.bbox.center[1] for w in below)
    names = _names_boxes(below, draft)
    for ruling in draft.view.rulings:
        if ruling.is_horizontal and top < ruling.bbox.center[1] < bottom:
            covered = [box for box in names if overlap(ruling.bbox.x0, ruling.bbox.x1, box.x0, box.x1) >= MIN_COVERED * box.width]
            above = [word for word in upper if ruling.bbox.x0 <= word.bbox.center[0] <= ruling.bbox.x1]
            if above and 1 < len(covered) < len(names):
                return True
    return False


def _is_over_groups(above: Line, below: Line, draft: Draft) -> bool:
    """Whether the names of columns below tell groups, and each group of a family has its name above."""
    names, over = _by_column(below, draft), _by_column(above, draft)
    return any(are_named(over, names, groups, draft.em) for groups in families([cell_text(words) for words in names]))


def _is_over_unit(upper: Line, line: Line, draft: Draft) -> bool:
    """Whether a line is a unit alone, in the middle below names of several columns that stand side by side."""
    if len(unit_phrases(line, draft.em)) != 1:
        return False
    boxes = [BBox.enclosing(word.bbox for word in words) for words in _by_column(upper, draft)[1:]]
    middle = (line[0].bbox.x0 + line[-1].bbox.x1) / 2
    ranges = (boxes[start:stop] for start in range(len(boxes)) for stop in range(start + 2, len(boxes) + 1))
    return any(
        None not in found and abs((found[0].x0 + found[-1].x1) / 2 - middle) <= OWN * draft.em  # type: ignore[union-attr]
        for found in ranges
    )


def _by_column(words: Line, draft: Draft) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in draft.columns]
    for word in words:
        found[index_at(draft.column_edges, word.bbox.center[0])].append(word)
    return found


def _names_boxes(below: Line, draft: Draft) -> list[BBox]:
    """The box of each column's names, columns without any left out."""
    boxes = (BBox.enclosing(word.bbox for word in words) for words in _by_column(below, draft))
    return [box for box in boxes if box is not None]
