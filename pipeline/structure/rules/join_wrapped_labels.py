"""Labels that run over two lines: a row that holds only the first or last line of a label is joined to its other part.

A label on two lines with its values on one of them looks like a row of its own, or like a projected row header. The
words tell: it goes on with a small letter, or its first line ends with a word or a sign that no label ends with ("République Unie
de", its values beside it, before "Tanzanie"); one that may head a list ("Amortization of") tells it where the next word had no room. In
1,200 tables of FinTabNet.c's training part (1,364 rows with nothing but a label) these signs never met a row that stands
alone, except where the annotation itself had cut a label. Tables whose labels mostly begin with small letters are left
alone, and so is a line that ends with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import edges_of, index_at
from pipeline.structure.draft import Draft
from pipeline.structure.words.leaders import DOTS
from pipeline.structure.words.lines import group_lines
from pipeline.types import Interval
from table import Word

MAX_SMALL = 0.35  # of the labels that begin with a small letter, from which small letters say nothing (by hand, not measured)
NO_ROOM = 0.25  # em between two words, where a word might have fitted
INDENT = 0.3  # heights that an item of a list stands in from what heads it
UNFINISHED = re.compile(r"(?:(?:^|\s)(?:and|or|at|by|from|the|a|an|with|&)|\w-|,)$")  # small letters: "Vitamin A" is whole
CUT = re.compile(r"(?:^|\s)(?:and|or|by|from|the|with|of|de|des|du|et|del|di|y|der|von|und)$")  # with values beside, before a line alone
DASHED = re.compile(r"[^\W\d]\s+[-–—]$")  # "Embassy Suites Austin –" before "Central"; what heads a list may end so, too
SIGN = re.compile(r"[-−–+±]")  # alone in its line, before its number in the next: "-2500" in a narrow column
MAYBE_UNFINISHED = re.compile(r"(?:(?:^|\s)(?:and|or|by|from|the|an|with|of|to)|\w[–—])$", re.IGNORECASE)  # without room for the next word


def join_wrapped_labels(draft: Draft) -> Draft:
    """The draft with the two lines of a wrapped label as one row."""
    rows = _joined(draft.rows, draft.columns, draft.words)
    return replace(draft, rows=rows).noting(*(Flag.ROWS_JOINED,) * (len(rows) < len(draft.rows)))


def _joined(rows: tuple[Interval, ...], columns: Sequence[Interval], words: Sequence[Word]) -> tuple[Interval, ...]:
    """``rows`` (ordered) with the two lines of a wrapped label as one row; unchanged for a table of one column."""
    if len(rows) < 2 or len(columns) < 2:
        return rows
    first, is_alone = _labels(rows, columns, words)
    labels = [" ".join(word.text for line in lines for word in line) for lines in first]
    limit = max((word.bbox.x1 for lines in first for line in lines for word in line), default=0.0)
    known = [label for label in labels if label]
    are_small_usual = sum(label[0].islower() for label in known) > MAX_SMALL * len(known)
    joined = [rows[0]]
    for index in range(1, len(rows)):
        upper, lower = labels[index - 1], labels[index]
        is_small = bool(lower) and lower[0].islower() and not are_small_usual
        goes_on = is_small and (is_alone[index - 1] or is_alone[index])
        is_open = is_alone[index - 1] and bool(lower) and _is_open(upper, first[index - 1 : index + 2], limit)
        is_cut = is_alone[index] and CUT.search(upper) is not None
        is_hung = is_alone[index - 1] and not is_alone[index] and _is_hung(first[index - 1 : index + 2], limit)
        is_signed = is_alone[index] and SIGN.fullmatch(upper) is not None and lower[:1].isdigit()
        if upper and not upper.endswith(":") and (goes_on or is_open or is_cut or is_hung or is_signed):
            last = joined[-1]
            joined[-1] = Interval(last.start, max(last.stop, rows[index].stop), max(last.score, rows[index].score))
        else:
            joined.append(rows[index])
    return tuple(joined)


def _is_open(label: str, lines: Sequence[Sequence[Sequence[Word]]], limit: float) -> bool:
    """Whether a label goes on in the next row's: it ends as no label does, or as few do and had no room.

    ``lines``: of the label, of the next row's and of the one behind it, which begins as that does where both are items of a list;
    ``limit``: where labels end.
    """
    if UNFINISHED.search(label):
        return True
    last, after = lines[0][-1][-1].bbox, lines[1][0][0].bbox
    behind = lines[2][0][0].bbox if len(lines) > 2 and lines[2] else None
    is_item = after.x0 - lines[0][0][0].bbox.x0 > INDENT * last.height
    if behind is not None and is_item and abs(behind.x0 - after.x0) <= INDENT * last.height:
        return False
    if DASHED.search(label):
        return True
    return bool(MAYBE_UNFINISHED.search(label)) and last.x1 + NO_ROOM * last.height + after.width > limit


def _is_hung(lines: Sequence[Sequence[Sequence[Word]]], limit: float) -> bool:
    """Whether a label's next word had no room and stands further in below it, alone: the row behind, if any, begins where the label does.

    ``lines``, ``limit``: as for ``_is_open``.
    """
    if not lines[1] or len(lines) < 3 or not lines[2]:
        return False
    start, last, after, behind = lines[0][0][0].bbox, lines[0][-1][-1].bbox, lines[1][0][0].bbox, lines[2][0][0].bbox
    indent = INDENT * last.height
    is_item = after.x0 - start.x0 > indent and behind.x0 - start.x0 <= indent
    return is_item and last.x1 + NO_ROOM * last.height + after.width > limit


def _labels(rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word]) -> tuple[list[list[list[Word]]], list[bool]]:
    """Per row the lines of its first column (leaders left out), and whether it holds nothing else."""
    row_edges = edges_of(rows)
    column_edges = edges_of(columns)
    first: list[list[Word]] = [[] for _ in rows]
    others = [0] * len(rows)
    for word in words:
        x, y = word.bbox.center
        if not rows[0].start <= y <= rows[-1].stop or DOTS.fullmatch(word.text):
            continue
        row = index_at(row_edges, y)
        if index_at(column_edges, x) == 0:
            first[row].append(word)
        else:
            others[row] += 1
    return [group_lines(group) for group in first], [bool(group) and not count for group, count in zip(first, others, strict=True)]
