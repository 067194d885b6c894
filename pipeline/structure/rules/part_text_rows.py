"""Rows of texts that the model took for one: lines as far apart as the table's rows are, of which none goes on with the line above.

A text is wrapped where its next word had no room. Where the lines of a row stand as far apart as rows of one line do elsewhere in the
table, fill two columns or more each, and each begins in one column at least where the line above had ended (it left room, or the column
holds values or single words), every line is a row ("Pareto IV | pareto4" over "Burr | burr"). A first line of the label alone heads the
rows below it. Four lines and more of one word in each column are rows anyhow. Where most rows are of several lines, evenly spaced lines
that fill all columns from the first to the last tell the same. Rows of values are told by what they are (``part_rows``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.row_lines import Cells, are_values, cells_of_lines, is_closed, middle_of
from pipeline.structure.words.entries import are_entries
from pipeline.structure.words.wrapping import ColumnTexts, Wrap, column_texts, wrap_of
from pipeline.types import Interval

MIN_SINGLE = 0.5  # of the rows below the header that have one line
MIN_STEPS = 2  # between such rows, which tell how far apart rows are
MIN_SINGLES = 3  # such rows, where they are to tell that a column holds single words
MIN_WORDS = 0.9  # of such a column's lines that are one word
NEAR, FAR = 0.9, 1.5  # of that distance, from one line to the next
MIN_CELLS = 2  # of such a line
MIN_EVEN = 4  # lines below the header that tell rows by filling all columns
EVEN = 0.15  # of their usual distance, by which such lines may stand nearer or farther
MAX_LINES = 12
BELONGS = ("(", "[", "±", "+/-")  # how lines begin that belong to the value above


def part_text_rows(draft: Draft) -> Draft:
    """The draft with such rows parted between their lines."""
    head = max(1, num_header_rows_seen(draft))
    if len(draft.columns) < MIN_CELLS or all(len(lines) < 2 for lines in draft.row_lines[head:]):
        return draft
    lines = [cells_of_lines(own, cells) for own, cells in zip(draft.row_lines, draft.filled, strict=True)]
    even = _even_pitch(lines[head:], draft)
    pitch = even or _pitch(draft, head)
    texts = _texts(lines[head:], are_even=bool(even))
    rows: list[Interval] = []
    for index, row in enumerate(draft.rows):
        own = lines[index]
        is_several = index >= head and 1 < len(own) <= MAX_LINES and (index > head or 0 in own[0])
        if not is_several or is_closed(row, draft):
            rows.append(row)
        elif len(own) >= MIN_EVEN and are_entries([[line.get(column, ()) for line in own] for column in draft.all_columns()]):
            rows += _parted(row, own)
        else:
            rows += _parts(row, own, texts, pitch, draft.em) if pitch is not None else [row]
    return replace(draft, rows=tuple(rows)).noting(*(Flag.ROWS_PARTED,) * (len(rows) > len(draft.rows)))


def _pitch(draft: Draft, head: int) -> float | None:
    """The usual distance between neighbouring rows of one line; ``None`` where these are few."""
    body = draft.row_lines[head:]
    middles = [median(word.bbox.center[1] for line in lines for word in line) if lines else 0.0 for lines in body]
    steps = [b - a for (a, b), (upper, lower) in zip(pairwise(middles), pairwise(body), strict=True) if len(upper) == len(lower) == 1]
    is_usual = sum(len(lines) == 1 for lines in body) >= MIN_SINGLE * len(body)
    return median(steps) if is_usual and len(steps) >= MIN_STEPS else None


def _even_pitch(rows: Sequence[Sequence[Cells]], draft: Draft) -> float | None:
    """The distance of the lines below the header, where these fill all columns from the first that each of them fills, and are even."""
    lines = [line for row in rows for line in row]
    if len(lines) < MIN_EVEN:
        return None
    first = min(set.intersection(*(set(line) for line in lines)), default=len(draft.columns))
    if len(draft.columns) - first < MIN_CELLS or any(set(line) < set(range(first, len(draft.columns))) for line in lines):
        return None
    steps = [middle_of(below) - middle_of(above) for above, below in pairwise(lines)]
    usual = median(steps)
    return usual if all(abs(step - usual) <= EVEN * usual for step in steps) else None


def _texts(rows: Sequence[Sequence[Cells]], *, are_even: bool) -> dict[int, ColumnTexts]:
    """How far each column's texts reach; infinitely far where its rows of one line hold single words, which do not wrap.

    ``are_even``: every line is a row.
    """
    found: dict[int, ColumnTexts] = {}
    for column in {column for row in rows for line in row for column in line}:
        every = [line[column] for row in rows for line in row if column in line]
        single = every if are_even else [row[0][column] for row in rows if len(row) == 1 and column in row[0]]
        text = column_texts(every, every)
        is_word = len(single) >= MIN_SINGLES and sum(len(line) == 1 for line in every) >= MIN_WORDS * len(every)
        found[column] = replace(text, limit=float("inf")) if is_word else text
    return found


def _parts(row: Interval, lines: Sequence[Cells], texts: Mapping[int, ColumnTexts], pitch: float, em: float) -> list[Interval]:
    """The row, or one for each of its lines."""
    middles = [middle_of(line) for line in lines]
    if not all(NEAR * pitch <= b - a <= FAR * pitch for a, b in pairwise(middles)) or not _are_alike(lines):
        return [row]
    is_headed = lines[0].keys() == {0} and len(lines) == 2
    several = [column for column in {column for line in lines for column in line} if sum(column in line for line in lines) > 1]
    if len(several) < MIN_CELLS - is_headed or any(len(line) < MIN_CELLS and 0 not in line for line in lines):
        return [row]
    if all(are_values(line) for line in lines):
        return [row]
    if not all(_is_new(below, lines[:number], texts, em) for number, below in enumerate(lines) if number):
        return [row]
    return _parted(row, lines)


def _parted(row: Interval, lines: Sequence[Cells]) -> list[Interval]:
    """A row for each of the lines."""
    edges = [row.start, *((middle_of(a) + middle_of(b)) / 2 for a, b in pairwise(lines)), row.stop]
    return [replace(row, start=start, stop=stop) for start, stop in pairwise(edges) if start < stop]


def _are_alike(lines: Sequence[Cells]) -> bool:
    """Whether of any two lines one fills all columns that the other fills: texts of rows do, those around a label's second line do not."""
    return all(a.keys() <= b.keys() or b.keys() <= a.keys() for a, b in pairwise(sorted(lines, key=len)))


def _is_new(line: Cells, above: Sequence[Cells], texts: Mapping[int, ColumnTexts], em: float) -> bool:
    """Whether the line goes on with nothing above it: one of its cells at least surely not, the words of none say so."""
    last = {column: words for own in above for column, words in own.items()}
    wraps = [wrap_of(last[column], words, texts[column], em) for column, words in line.items() if column in last]
    is_note = any(words[0].text.startswith(BELONGS) for column, words in line.items() if column)
    return bool(wraps) and max(wraps) < Wrap.SAID and min(wraps) is Wrap.NONE and not is_note
