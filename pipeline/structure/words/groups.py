"""Groups of columns told by their names: names that come again in the same order, or that differ in their number only.

"Amount | Percent | Amount | Percent (1)" are two groups of two columns, "78.1 mg | 156 mg | 312 mg" is one group of three. What stands
above such a group, alone and in its middle, is its name: of the group, not of the column that it happens to stand over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.structure.words.lines import SPACE, group_lines, runs
from table import BBox, Word

MAX_COLUMNS = 100  # of a table whose groups are looked for: the search grows with the square of them
MIN_ALIKE = 3  # columns of a group that is told by numbers; over two, a name in the middle stands across their border
CENTRED, CENTRED_SHARE = 0.6, 0.1  # em, or of the group's width, between the middles of a group and of its name
EACH = 0.2  # em between edges or middles of the two lines of a column's own name
APART = 0.4  # em between the names of two columns at least: words of one name stand closer
NUMBERS = re.compile(r"\d[\d.,]*")
NOTE_MARK = re.compile(r"\s*(?:\((?:\d{1,2}|[a-z])\)|\[(?:\d{1,2}|[a-z])\]|[*†‡§]+)$")  # behind a name, which is the same with and without

Family = tuple[range, ...]  # groups that are told by one another
Columns = Sequence[Sequence[Word]]  # words by column


def families(names: Sequence[str]) -> list[Family]:
    """Groups that the names of columns (left to right, "" without one) tell, those of the most columns first.

    >>> families(["", "Amount", "%", "Amount", "%"])
    [(range(1, 3), range(3, 5))]
    >>> families(["Strain", "10 mg", "20 mg", "40 mg"])
    [(range(1, 4),)]
    """
    if len(names) > MAX_COLUMNS:
        return []
    plain = [_plain(name) for name in names]
    found = {*_repeated(plain), *_alike([NUMBERS.sub("#", name) for name in plain])}
    return sorted(found, key=lambda groups: (-sum(map(len, groups)), groups[0].start, len(groups)))


def alike_names(names: Sequence[str]) -> list[range]:
    """The columns by names that differ in their numbers only; a number that comes again begins another group.

    >>> alike_names(["2016", "2015", "2016", "2015", "Change"])
    [range(0, 2), range(2, 4), range(4, 5)]
    """
    plain = [_plain(name) for name in names]
    found: list[range] = []
    start = 0
    for stop in range(1, len(plain) + 1):
        goes_on = stop < len(plain) and NUMBERS.sub("#", plain[stop]) == NUMBERS.sub("#", plain[start])
        if not goes_on or plain[stop] in plain[start:stop]:
            found.append(range(start, stop))
            start = stop
    return found


def _plain(name: str) -> str:
    return NOTE_MARK.sub("", name.casefold()) or name


def _repeated(names: Sequence[str]) -> list[Family]:
    found: list[Family] = []
    for period in range(2, len(names) // 2 + 1):
        for start in range(len(names) - 2 * period + 1):
            if not names[start] or names[start] != names[start + period]:
                continue
            first = names[start : start + period]
            stop = start + period
            while names[stop : stop + period] == first:
                stop += period
            if stop > start + period and all(first) and len(set(first)) > 1:
                found.append(tuple(range(at, at + period) for at in range(start, stop, period)))
    return found


def _alike(patterns: Sequence[str]) -> list[Family]:
    found: list[Family] = []
    start = 0
    while start < len(patterns):
        stop = start + 1
        while stop < len(patterns) and patterns[stop] == patterns[start]:
            stop += 1
        if stop - start >= MIN_ALIKE and "#" in patterns[start]:
            found.append((range(start, stop),))
        start = stop
    return found


def are_named(above: Columns, below: Columns, groups: Family, em: float) -> bool:
    """Whether each group of a family has a name of its own above it, alone and in its middle.

    ``above``, ``below``: the words of each column above and of its name. Groups of one name are none ("Weighted" over
    "Average Price" in each), and names that stand close are parts of one text.
    """
    lines = group_lines(word for column in above for word in column)
    names: set[str] = set()
    for group in groups:
        words = [word for column in group for word in above[column]]
        box = BBox.enclosing(word.bbox for column in group for word in below[column])
        if box is None or not are_apart(below, group, em) or not is_in_middle(words, box, em) or not _is_whole(words, lines, em):
            return False
        if are_apart(above, group, em) or _is_of_each(above, below, group, em):
            return False
        names.add(" ".join(word.text for line in group_lines(words) for word in line).casefold())
    return len(names) == len(groups)


def _is_of_each(above: Columns, below: Columns, group: range, em: float) -> bool:
    """Whether each column has a name of its own: its words above are set as those below, as "June 30, May 31," over two years."""
    boxes = [(BBox.enclosing(w.bbox for w in above[column]), BBox.enclosing(w.bbox for w in below[column])) for column in group]
    return all(a is not None and b is not None and are_set_alike(a, b, em) for a, b in boxes)


def are_set_alike(a: BBox, b: BBox, em: float) -> bool:
    """Whether two texts, one above the other, stand at one edge or around one middle, as the lines of one name do."""
    return min(abs(a.center[0] - b.center[0]), abs(a.x0 - b.x0), abs(a.x1 - b.x1)) <= EACH * em


def are_apart(names: Columns, group: range, em: float) -> bool:
    """Whether the names of neighbouring columns of a group stand clear of each other."""
    boxes = [BBox.enclosing(word.bbox for word in names[column]) for column in group]
    return all(a is not None and b is not None and b.x0 - a.x1 >= APART * em for a, b in pairwise(boxes))


def is_in_middle(words: Sequence[Word], group: BBox, em: float) -> bool:
    """Whether ``words`` are one text, in the middle over the names of a group."""
    box = BBox.enclosing(word.bbox for word in words)
    if box is None or any(len(runs(line, em, 2 * SPACE)) > 1 for line in group_lines(words)):
        return False
    return abs(box.center[0] - group.center[0]) <= max(CENTRED * em, CENTRED_SHARE * group.width)


def _is_whole(words: Sequence[Word], lines: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether no phrase of the lines goes on outside ``words``."""
    own = set(map(id, words))
    return all(len({id(word) in own for word in run}) == 1 for line in lines for run in runs(line, em, 2 * SPACE))
