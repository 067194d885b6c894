"""Row edges of a table with a lattice: the lattice's, the model's above and below it, and those inside bands of rows.

A band between two drawn lines is one row however many lines of text its cells have, unless it holds several rows in all
its columns: values stand below each other in column after column, and no line of them is a sentence that goes on in the
next because the cell is too narrow. Where each column has one line in each row, numbers in one of them tell rows, or three
columns do, and so do single words in all: texts that wrap have as many lines as they are long ("|c|c|" of LaTeX, with lines between
groups of rows alone).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.lattice import Lattice
from pipeline.structure.drawn.pieces import edges_beyond, is_list_item, is_number_line
from pipeline.structure.words.entries import are_entries
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines
from pipeline.types import Interval
from table import Word

NEAR = 0.4  # em from a drawn line within which a border is that line
MIN_FULL = 0.75  # of the rows of a band that have words in a column that votes for them
MIN_VOTES = 2  # columns that vote for rows
SPACE = 0.35  # em between two words of a line, and at the sides of a cell
MIN_WRAPPED = 0.5  # of the line ends that come because the next word does not fit: the lines are one text
MIN_LEVEL = 3  # columns of texts with one line in each row that are rows
MIN_ROWS = 3  # rows of texts; two rows must be of numbers


@dataclass(frozen=True, slots=True)
class Stacked:
    """The words between two drawn lines, by column of the table and by the model's rows; ``sides`` are the column edges."""

    columns: tuple[tuple[tuple[Word, ...], ...], ...]
    sides: tuple[float, ...]


def row_edges(
    lattice: Lattice,
    rows: Sequence[Interval],
    sides: Sequence[float],
    words: Sequence[Word],
    em: float,
    *,
    header_stop: float,
    labels: Sequence[float] = (),
    levels: Sequence[tuple[float, float]] = (),
) -> list[float]:
    """The row edges of the table, in order; ``sides`` are its column edges, ``header_stop`` the lower edge of the model's header.

    ``labels`` are the middles of the model's projected row headers: a band with one of them and more is no single row, but where the
    model saw one in the first line of a label that stands around its values.
    ``levels``: the middles of two levels of the header, which stay apart in one band.
    """
    borders = [row.start for row in rows[1:]]
    edges, open_bands = list(lattice.row_edges), _open_bands(lattice)
    insides = [[y for y in borders if low + NEAR * em < y < high - NEAR * em] for low, high in pairwise(lattice.row_edges)]
    bands = [_band(_own_words(lattice, number, words), inside, sides) if inside else None for number, inside in enumerate(insides)]
    is_header = [high <= header_stop + NEAR * em for high in lattice.row_edges[1:]]
    is_grouped = any(band and not is_name and _is_level(band, MIN_ROWS) for band, is_name in zip(bands, is_header, strict=True))
    for number, (band, inside, (low, high)) in enumerate(zip(bands, insides, pairwise(lattice.row_edges), strict=True)):
        if band is None:
            continue
        is_free = number in open_bands or (any(low < label < high for label in labels) and not _is_around_values(band))
        if is_free or (is_grouped and not is_header[number] and _is_level(band, 2)) or is_stack(band, em, is_header=is_header[number]):
            edges += inside
        else:
            edges += [y for y in inside if any(low < upper < y < lower < high for upper, lower in levels)]
    box = lattice.bbox
    return sorted([*edges, *edges_beyond(rows, (box.y0, box.y1), [(word.bbox.y0, word.bbox.y1) for word in words])])


def is_stack(band: Stacked, em: float, *, is_header: bool = False) -> bool:
    """Whether a band holds rows, not lines of text: see the module's opening."""
    num_rows = max((len(column) for column in band.columns), default=0)
    if not is_header and (_is_level(band, MIN_ROWS) or are_entries([column for column in band.columns if any(column)])):
        return True
    votes, against, num_numbers = 0, 0, 0
    for column, (low, high) in zip(band.columns, pairwise(band.sides), strict=True):
        full = [line for line in column if line]
        if len(full) < 2:
            continue
        if any(is_list_item(line) for line in full) or _is_wrapped(full, high - low, em):
            against += 1
        elif len(full) >= MIN_FULL * num_rows:
            votes += 1
            num_numbers += all(is_number_line(line) or kind_of(line) is Kind.VALUE for line in full)
    is_long = num_rows >= MIN_ROWS and not is_header
    return votes >= max(MIN_VOTES, 2 * against) and (is_long or num_numbers >= MIN_VOTES)


def _is_around_values(band: Stacked) -> bool:
    """Whether all but the first column have one line, and the lines of the first stand above and below these: its label wraps."""
    first = [word for row in band.columns[0] for word in row]
    lines = [group_lines(word for row in column for word in row) for column in band.columns[1:]]
    values = [word for found in lines for line in found for word in line]
    if not first or not values or any(len(found) > 1 for found in lines):
        return False
    tops, bottoms = [word.bbox.y0 for word in values], [word.bbox.y1 for word in values]
    return min(word.bbox.center[1] for word in first) < min(tops) and max(word.bbox.center[1] for word in first) > max(bottoms)


def _open_bands(lattice: Lattice) -> frozenset[int]:
    """The rows of the lattice that are no bands: its only one, and those that no line ends."""
    last = lattice.num_rows - 1
    is_open = (last == 0 or "y0" in lattice.open_sides, last == 0 or "y1" in lattice.open_sides)
    return frozenset(number for number, found in zip((0, last), is_open, strict=True) if found)


def _is_level(band: Stacked, least: int) -> bool:
    """Whether at least ``least`` rows have one line in each column, but those of a single line, and numbers or columns enough tell so."""
    num_rows = max((len(column) for column in band.columns), default=0)
    if num_rows < least:
        return False
    stacked = [column for column in band.columns if sum(map(bool, column)) > 1]
    if not all(len(column) == num_rows and all(len(group_lines(line)) == 1 for line in column) for column in stacked):
        return False
    if any(is_list_item(line) for column in stacked for line in column):
        return False
    has_numbers = any(all(is_number_line(line) for line in column) for column in stacked)
    return len(stacked) >= (MIN_VOTES if has_numbers else MIN_LEVEL)


def _own_words(lattice: Lattice, number: int, words: Sequence[Word]) -> list[Word]:
    """The words of cells of one row of the lattice only: merged cells say nothing about its lines."""
    members = zip(lattice.cells, lattice.words_by_cell(words), strict=True)
    return [word for cell, found in members if cell.rows == range(number, number + 1) for word in found]


def _band(words: Sequence[Word], borders: Sequence[float], sides: Sequence[float]) -> Stacked:
    found: list[list[list[Word]]] = [[[] for _ in range(len(borders) + 1)] for _ in range(len(sides) - 1)]
    for word in words:
        x, y = word.bbox.center
        column = min(max(bisect_right(sides, x) - 1, 0), len(sides) - 2)
        found[column][bisect_right(borders, y)].append(word)
    return Stacked(tuple(tuple(tuple(row) for row in column) for column in found), tuple(sides))


def _is_wrapped(rows: Sequence[Sequence[Word]], width: float, em: float) -> bool:
    """Whether the lines of a cell end where the next word does not fit any more."""
    lines = [line for row in rows for line in group_lines(row)]
    forced = [_is_forced(upper, lower, width, em) for upper, lower in pairwise(lines)]
    is_text = not all(is_number_line(line) for line in lines)
    return is_text and sum(forced) >= MIN_WRAPPED * len(forced)


def _is_forced(upper: Sequence[Word], lower: Sequence[Word], width: float, em: float) -> bool:
    used = max(word.bbox.x1 for word in upper) - min(word.bbox.x0 for word in upper)
    return used + lower[0].bbox.width + 3 * SPACE * em > width
