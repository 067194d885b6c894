"""Two columns with a narrow gap that the model took for one: a clear strip runs through all rows, its header's too.

A strip alone is no evidence: the spaces of a few short phrases may stand one above the other. Three things together are:
the column's first line, its header, has words on both sides; so have most of its other lines, farther apart than words of
a phrase; and what stands on either side is of one kind all the way down, values on one side at least ("0.00 15.00%" below
"Disc.% Taxes", "H 12.3", "21 % 1 PCS"). A name in the middle over the header ("CMC" over "1G nG") stands above both columns.
Lines of phrases that run on into another column say nothing, nor do a few lines of text among values (the name of a total). Where
texts wrap, the lines that fill all columns of the table tell: they are the first lines of its rows. Where the model saw one column in
all, entries that begin (or end) in line behind a wide strip are a second: no table has one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.kinds import Kind, is_number, kind_of
from pipeline.structure.words.leaders import find_leaders
from pipeline.structure.words.lines import CURRENCY, LIST_MARKS, SPACE, runs
from pipeline.structure.words.units import is_unit
from pipeline.types import Interval
from table import Word

MIN_STRIP = 0.2  # em: the least width of a strip without words; less is a space
MIN_BODY_LINES = 2  # lines below the header that must have words on both sides
MAX_TEXTS = 1 / 3  # of the lines below the header that may be text across the strip
MAX_NAMES = 3  # lines of names over both
WIDER = 1.3  # times the names of both columns, that a name over them may be wide
CENTRED = 0.5  # em between the middles of a name and of the two names below it
MIN_COLUMNS, MIN_FIRST = 4, 5  # columns of a table, and its lines that fill them, that tell first lines of rows
FIRST = 0.8  # of the columns that such a line fills
OVER = 0.5  # em that a name of more columns reaches out of the column
MIN_ENTRIES = 3  # lines of labels with entries beside them
MIN_NUMBERS = 5  # lines of a column of numbers that is told by a name over it alone
ALIGNED = 0.3  # heights between the ends of such numbers
MOST, MIN_MOST = 0.9, 10  # of the lines that are of one kind, and so many
MIN_BOTH = 0.5  # of the lines below the header with words on any side that have some on both
APART, MIN_APART = 1.0, 0.5  # em between the labels and entries of a table that the model saw one column in: usual, least
SIGNS = CURRENCY | frozenset("↑↓→←▲▼△▽")  # that go with the number behind them

Lines = list[list[Word]]
Strips = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table, and the middles of its words along it."""

    words: Sequence[Word]
    middles: Sequence[float]


@dataclass(frozen=True, slots=True)
class Sides:
    """The words of one line on both sides of a strip, either may be missing."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]

    @property
    def gap(self) -> float:
        return self.right[0].bbox.x0 - self.left[-1].bbox.x1


def part_columns(draft: Draft) -> Draft:
    """The draft with such columns parted."""
    lines = [_Line(line, [word.bbox.center[0] for word in line]) for line in _lines(draft)]
    full = _full_lines(draft, lines)
    middles = [-inf, *(column.middle for column in draft.columns), inf]
    beside = zip(draft.columns, middles, middles[2:], strict=False)
    columns = tuple(part for column, *between in beside for part in _in_order(column, _parts(draft, column, lines, full), between))
    return replace(draft, columns=columns).noting(*(Flag.COLUMNS_PARTED,) * (len(columns) > len(draft.columns)))


def _in_order(column: Interval, parts: list[Interval], between: Sequence[float]) -> list[Interval]:
    """The parts, or the column itself where one of them would stand in a neighbour that the model saw over the same words."""
    return parts if between[0] < parts[0].middle and parts[-1].middle < between[1] else [column]


def _parts(draft: Draft, column: Interval, table_lines: Sequence[_Line], full: Sequence[_Line]) -> list[Interval]:
    """The column, or its two parts at the widest strip that parts it."""
    every = _without_names(_own_lines(column, table_lines, draft.em), draft.em)
    if len(draft.columns) == 1:
        return _parts_of_all(every, column, draft.em)
    for lines, strips in _strips_through(every, column, full, draft.em):
        for left, right in strips:
            if lines and _is_border([_at(line, left) for line in lines], draft.em):
                return [replace(column, stop=left), replace(column, start=right)]
    return [column]


def _parts_of_all(lines: Lines, column: Interval, em: float) -> list[Interval]:
    """The only column, or its two parts where labels and entries in line with each other stand in most lines."""
    for left, right in _strips(lines, em):
        both = [side for side in (_at(line, left) for line in lines) if side.left and side.right]
        is_list = all(len(side.left) == 1 and side.left[0].text in LIST_MARKS for side in both)
        if len(both) < max(MIN_ENTRIES, MIN_BOTH * len(lines)) or is_list or right - left < MIN_APART * em:
            continue
        if median(side.gap for side in both) >= APART * em and _are_in_line(both):
            return [replace(column, stop=left), replace(column, start=right)]
    return [column]


def _are_in_line(lines: Sequence[Sides]) -> bool:
    """Whether what stands on the right begins in line, or ends so."""
    reach = ALIGNED * median(line.right[0].bbox.height for line in lines)
    starts, ends = [line.right[0].bbox.x0 for line in lines], [line.right[-1].bbox.x1 for line in lines]
    return min(max(places) - min(places) for places in (starts, ends)) <= reach


def _strips_through(every: Lines, column: Interval, full: Sequence[_Line], em: float) -> Iterator[tuple[Lines, Strips]]:
    """The column's lines that may tell, each time with the strips, the widest first: every one, those without texts, first ones."""
    strips = _strips(every, em)
    yield every, strips
    texts = _without_texts(every)
    if len(texts) < len(every):
        yield texts, _strips(texts, em)
    if strips:
        yield _own_lines(column, full, em), strips


def _full_lines(draft: Draft, table_lines: Sequence[_Line]) -> list[_Line]:
    """The lines that fill (nearly) all columns, as the first lines of rows of wrapped texts do; none of a few."""
    count = len(draft.columns)
    full = [line for line in table_lines if len(_filled(line, draft.columns)) >= FIRST * count] if count >= MIN_COLUMNS else []
    return full if len(full) >= MIN_FIRST else []


def _filled(line: _Line, columns: Sequence[Interval]) -> set[int]:
    return {index for x in line.middles for index, one in enumerate(columns) if one.start <= x <= one.stop}


def _without_names(lines: Lines, em: float) -> Lines:
    """The lines without the first few where each is one phrase in the middle over the next with several: a name of both columns.

    Where the header is printed again these names come again; they go, too, as does a unit below them.
    """
    count = next((index for index, line in enumerate(lines) if len(runs(line, em, SPACE)) > 1), 0)
    if not 0 < count <= MAX_NAMES or not all(_is_name_over(line, lines[count], em) for line in lines[:count]):
        return lines
    names = [[word.text for word in line] for line in lines[:count]]
    return [line for line in lines[count:] if [word.text for word in line] not in names and not is_unit(line)]


def _is_name_over(line: Sequence[Word], names: Sequence[Word], em: float) -> bool:
    first, second = ((one[0].bbox.x0 + one[-1].bbox.x1) / 2 for one in (line, names))
    is_narrow = line[-1].bbox.x1 - line[0].bbox.x0 < WIDER * (names[-1].bbox.x1 - names[0].bbox.x0)
    return kind_of(line) is Kind.TEXT and is_narrow and abs(first - second) <= CENTRED * em


def _without_texts(lines: Lines) -> Lines:
    """The lines without the few below the first that are text; all of them where these are more than a few."""
    kept = [line for index, line in enumerate(lines) if not index or kind_of(line) is not Kind.TEXT or any(_has_digit(w) for w in line)]
    return kept if len(lines) - len(kept) <= MAX_TEXTS * (len(lines) - 1) else lines


def _has_digit(word: Word) -> bool:
    return any(char.isdigit() for char in word.text)


def _lines(draft: Draft) -> Sequence[Sequence[Word]]:
    """The lines of all columns from top to bottom, without leaders."""
    low, high = draft.rows[0].start, draft.rows[-1].stop
    leaders = find_leaders(draft.words, draft.em) if "drop_leaders" not in draft.options.without else frozenset()
    return draft.lines.of([word for word in draft.words if low <= word.bbox.center[1] <= high and word not in leaders])


def _own_lines(column: Interval, table_lines: Sequence[_Line], em: float) -> Lines:
    """The column's part of the table's lines, those left out that run on into another column."""
    found, start, stop = [], column.start, column.stop
    for line in table_lines:
        inside = [index for index, x in enumerate(line.middles) if start <= x <= stop]
        own = [line.words[index] for index in inside]
        if inside and not _runs_on(line.words, inside[0], inside[-1], em) and not _reaches_over(own, column, em):
            found.append(own)
    return found


def _reaches_over(line: Sequence[Word], column: Interval, em: float) -> bool:
    """Whether a text reaches out of the column: it is the name of more."""
    return max(line[-1].bbox.x1 - column.stop, column.start - line[0].bbox.x0) > OVER * em and kind_of(line) is Kind.TEXT


def _runs_on(line: Sequence[Word], first: int, last: int, em: float) -> bool:
    """Whether a word of the line stands a space before its ``first`` word inside or behind its ``last``."""
    before = first > 0 and line[first].bbox.x0 - line[first - 1].bbox.x1 <= SPACE * em
    behind = last + 1 < len(line) and line[last + 1].bbox.x0 - line[last].bbox.x1 <= SPACE * em
    return before or behind


def _strips(lines: Lines, em: float) -> Strips:
    """The x-extents between the words of all lines that no word reaches into, the widest first; narrow ones are left out."""
    extents = sorted((word.bbox.x0, word.bbox.x1) for line in lines for word in line)
    found: list[tuple[float, float]] = []
    reach = extents[0][1] if extents else 0.0
    for start, stop in extents:
        if start > reach:
            found.append((reach, start))
        reach = max(reach, stop)
    return sorted((strip for strip in found if strip[1] - strip[0] >= MIN_STRIP * em), key=lambda strip: strip[0] - strip[1])


def _at(line: Sequence[Word], left: float) -> Sides:
    return Sides(tuple(w for w in line if w.bbox.x1 <= left), tuple(w for w in line if w.bbox.x1 > left))


def _is_border(lines: Sequence[Sides], em: float) -> bool:
    header, body = lines[0], lines[1:]
    both = [line for line in body if line.left and line.right]
    is_named = (header.left and header.right) or (header.right and _is_of_numbers(header.right, both))
    if not is_named or len(both) < MIN_BODY_LINES or len(both) < MIN_BOTH * len(body):
        return False
    if any(line.gap <= SPACE * em for line in both):
        return False
    if all(len(line.left) == 1 and line.left[0].text in SIGNS for line in both):
        return False  # signs and their numbers
    left = _kinds(line.left for line in body)
    right = _kinds(line.right for line in body)
    return len(left) == len(right) == 1 and left | right != {Kind.TEXT}


def _is_of_numbers(header: Sequence[Word], lines: Sequence[Sides]) -> bool:
    """Whether a name is that of numbers set right, behind texts far from them: "Page" of a list without other names."""
    numbers = [line.right[0].bbox for line in lines if len(line.right) == 1 and is_number(line.right[0].text)]
    if len(numbers) < max(MIN_NUMBERS, MOST * len(lines)):
        return False
    ends = [box.x1 for box in numbers]
    reach = ALIGNED * median(box.height for box in numbers)
    texts = sum(kind_of(line.left) is Kind.TEXT for line in lines) >= MOST * len(lines)
    return texts and max(ends) - min(ends) <= reach and abs(header[-1].bbox.x1 - median(ends)) <= 2 * reach


def _kinds(sides: Iterable[Sequence[Word]]) -> set[Kind]:
    """The kinds of what stands on one side, of many lines that of most; marks among values ("NM") stand for missing ones."""
    counts = Counter(kind_of(side) for side in sides if side)
    usual = {kind for kind, count in counts.items() if count >= MOST * counts.total() and count >= MIN_MOST}
    found = usual or set(counts)
    return found - {Kind.MARK} if Kind.VALUE in found else found
