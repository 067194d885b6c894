"""Rows of a label and texts begin at their labels: where the model took two for one, or cut a text that goes on below its label.

In a table of labels beside texts that wrap, the line of a label begins its texts too, and the lines without a label go on with these. So it
is told: where labels begin, the text above has mostly ended (it left room for the next word); where none does, the next word had no
room. Then a line of a row that begins with another label begins a row ("print()" over "summary()"), unless its label or its
texts go on with the line above by their words; and lines at the top of a row that have no label and go on with the texts above are
those of the row above. Labels of several lines are parted only where most rows have one line of them, or where all are single words
and the rows have different numbers of them (blocks between rulings, not names over addresses). Where every line has such a label,
small letters say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.row_lines import Cells, are_values, cells_of_lines, is_closed, middle_of
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.wrapping import UNFINISHED, ColumnTexts, Wrap, column_texts, wrap_of
from pipeline.types import Interval

MIN_LABELS = 3  # below the header, with texts beside them
MIN_SINGLE = 0.5  # of the rows with a label that have one line of it
MIN_WORDS = 0.9  # of the labels that are one word, where the rows are of several
MIN_ENDED = 0.6  # of the lines with a label, where a text above has ended
MIN_GOING_ON = 0.8  # of the lines without one, which go on with the text above
MIN_APART = 0.8  # em between the middles of two lines
NOTE_MARKS = frozenset("*†‡§¶•")  # that begin a note below the table, or an entry of a list
BELONGS = ("(", "[", "±", "+/-")  # how lines begin that belong to the text above


@dataclass(frozen=True, slots=True)
class _Row:
    """A row below the header with its lines, as far as it stands; ``interval``: where the model has it."""

    interval: Interval
    lines: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """How far the texts of each column reach, whether the labels are single words, and whether each line has one."""

    texts: Mapping[int, ColumnTexts]
    are_words: bool
    has_all: bool
    em: float

    def wraps(self, line: Cells, above: Sequence[Cells]) -> dict[int, Wrap]:
        """What the line and the last one above it are, in each column that both fill."""
        last = {column: words for own in above for column, words in own.items()}
        return {c: wrap_of(last[c], words, self.texts[c], self.em) for c, words in line.items() if c in last}

    def begins(self, line: Cells, above: Sequence[Cells]) -> bool:
        """Whether a line with a label begins a row: neither label nor texts go on with the lines above."""
        wraps = self.wraps(line, above)
        label, most = wraps.pop(0, Wrap.NONE), self._most()
        is_label_new = label is Wrap.NONE or (label is Wrap.NO_ROOM and self.are_words and len(line[0]) == 1)
        is_rest = any(words[0].text.startswith(BELONGS) for words in line.values()) or self._is_open(line, above)
        return is_label_new and bool(wraps) and max(wraps.values()) <= most and not is_rest

    def _is_open(self, line: Cells, above: Sequence[Cells]) -> bool:
        """Whether a text above the line ends as no text does."""
        last = {column: words for own in above for column, words in own.items() if column in line}
        return any(UNFINISHED.search(" ".join(word.text for word in words)) for words in last.values())

    def _most(self) -> Wrap:
        """What the texts beside a label may be that begins a row."""
        if not self.are_words:
            return Wrap.NONE
        return Wrap.SAID if self.has_all else Wrap.NO_ROOM

    def goes_on(self, line: Cells, above: Sequence[Cells]) -> bool:
        """Whether each text of a line without a label goes on with one that the line right above it has."""
        wraps = self.wraps(line, above[-1:])
        return len(wraps) == len(line) and min(wraps.values()) > Wrap.NONE


def begin_rows_at_labels(draft: Draft) -> Draft:
    """The draft with such rows."""
    head = num_header_rows_seen(draft)
    if len(draft.columns) < 2 or all(len(lines) < 2 for lines in draft.row_lines[head:]):
        return draft
    lines = [tuple(cells_of_lines(own, cells)) for own, cells in zip(draft.row_lines, draft.filled, strict=True)]
    rows = [_Row(row, own) for row, own in zip(draft.rows[head:], lines[head:], strict=True)]
    table = _table(rows if head else rows[1:], draft.em)
    if table is None:
        return draft
    across = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    first = None if head else rows[0].interval  # perhaps a header
    closed = [row.interval for row in rows if row.interval == first or is_closed(row.interval, draft)]
    parted = [part for row in rows for part in _parts(row, table, closed)]
    whole = [part for row in _with_rests(parted, table, across) for part in _parts(row, table, closed)]
    if whole == rows:
        return draft
    flag = Flag.ROWS_PARTED if len(whole) > len(rows) else Flag.ROWS_JOINED
    return replace(draft, rows=(*draft.rows[:head], *(row.interval for row in whole))).noting(flag)


def _table(rows: Sequence[_Row], em: float) -> _Table | None:
    """What the table's texts are; ``None`` where its lines do not tell that labels begin its rows."""
    lines = [line for row in rows for line in row.lines]
    labels = [line[0] for line in lines if 0 in line and len(line) > 1]
    counts = [count for row in rows if (count := sum(0 in line for line in row.lines))]
    are_words = sum(len(label) == 1 for label in labels) >= MIN_WORDS * len(labels)
    if len(labels) < MIN_LABELS or not (counts.count(1) >= MIN_SINGLE * len(counts) or (are_words and len(set(counts)) > 1)):
        return None
    found: dict[int, ColumnTexts] = {}
    for column in {column for line in lines for column in line}:
        own = [line[column] for line in lines if column in line]
        begins = [line[column] for line in lines if column in line and 0 in line]
        found[column] = column_texts(own, begins or own)
    has_all = all(0 in line and len(line) > 1 for line in lines)
    table = _Table(found, are_words, has_all, em)
    return table if (has_all and are_words) or _begin_at_labels(lines, table) else None


def _begin_at_labels(lines: Sequence[Cells], table: _Table) -> bool:
    """Whether texts have mostly ended above a line with a label and mostly go on in a line without one."""
    ended, going_on = [], []
    for number, line in enumerate(lines):
        if not number or line.keys() == {0}:
            continue
        if 0 in line:
            texts = {column: wrap for column, wrap in table.wraps(line, lines[:number]).items() if column}
            ended += [min(texts.values()) is Wrap.NONE] if texts else []
        else:
            going_on.append(table.goes_on(line, lines[:number]))
    return sum(ended) >= MIN_ENDED * len(ended) and sum(going_on) >= MIN_GOING_ON * len(going_on)


def _with_rests(rows: Sequence[_Row], table: _Table, across: Sequence[float]) -> list[_Row]:
    """The rows with the lines at the top of the next that go on with their texts."""
    found: list[_Row] = []
    for row in rows:
        rest = _num_rest(row.lines, found[-1].lines, table) if found and row.lines else 0
        if not rest or _is_ruled_off(found[-1], row, across):
            found.append(row)
            continue
        above, taken, left = found.pop(), row.lines[:rest], row.lines[rest:]
        edge = (middle_of(taken[-1]) + middle_of(left[0])) / 2 if left else row.interval.stop
        found.append(_Row(replace(above.interval, stop=edge), (*above.lines, *taken)))
        found += [_Row(replace(row.interval, start=edge), left)] * bool(left)
    return found


def _num_rest(lines: Sequence[Cells], above: Sequence[Cells], table: _Table) -> int:
    """How many lines at the top of a row go on with the row above, which has one label line, at its top."""
    if [number for number, line in enumerate(above) if 0 in line] != [0]:
        return 0
    for number, line in enumerate(lines):
        is_note = any(words[0].text[0] in NOTE_MARKS for words in line.values())
        if 0 in line or is_note or not table.goes_on(line, [*above, *lines[:number]]):
            return number
    return len(lines)


def _is_ruled_off(above: _Row, row: _Row, across: Sequence[float]) -> bool:
    return any(middle_of(above.lines[-1]) < y < middle_of(row.lines[0]) for y in across)


def _parts(row: _Row, table: _Table, closed: Collection[Interval]) -> list[_Row]:
    """The row, or one from each line with a label to the next; ``closed``: rows that stay whole."""
    lines, interval = row.lines, row.interval
    starts = [number for number, line in enumerate(lines) if 0 in line]
    if interval in closed or len(starts) < 2 or starts[0] != 0:
        return [row]
    if any(len(lines[number]) < 2 for number in starts) or all(map(are_values, lines)):
        return [row]
    middles = [middle_of(line) for line in lines]
    is_apart = all(middles[number] - middles[number - 1] >= MIN_APART * table.em for number in starts[1:])
    if not is_apart or not all(table.begins(lines[number], lines[:number]) for number in starts[1:]):
        return [row]
    edges = [interval.start, *((middles[number - 1] + middles[number]) / 2 for number in starts[1:]), interval.stop]
    ends = [*starts, len(lines)]
    return [
        _Row(replace(interval, start=start, stop=stop), lines[first:last])
        for (start, stop), (first, last) in zip(pairwise(edges), pairwise(ends), strict=True)
    ]
