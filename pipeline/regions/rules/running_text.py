"""Text that a detector took for a table: lines in which nothing stands in columns, and running text beside other lines.

In: a page, its detected regions and the weak ones. Out: those whose words stand in columns and rows; of the others,
those that were detected are told among the figures. Parts of the lines of a heading, authors, addresses, mastheads,
footnotes and boxes of text have no place where a column could end; abstracts beside an article's dates, and text set in
columns, have one, but what stands left of it begins in the middle of a paragraph at its right, and no gap parts rows.
What is drawn as a grid is a table whatever its words say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from pipeline.geometry.rotation import turn_in_frame
from pipeline.regions.draft import RegionDraft, leave_out
from pipeline.regions.drawn import words_in
from pipeline.structure.words.lines import em_of, group_lines
from pipeline.types import Page, TableRegion
from table import Word

MIN_TOLD = 4  # words of a region; fewer tell nothing of its columns
LEVEL, PHRASE = 0.2, 0.6  # em between the middles of the words of one line, and between those words
MIN_STRIP = 0.5  # em that a gap between columns is wide
MAX_CROSSED = 0.25  # of the lines, by words that span it: titles, notes (all 1,030 tables of 11 sets but two have such a gap)
MAX_CROSSED_NUMBERS = 0.34  # where numbers stand at its right: a title over two lines
ROW_STRIP = 1.5  # em that a gap between columns is wide that two lines alone tell
MIN_DRAWN = 0.5  # of the region's words in a drawn table
MIN_RULED = 0.34  # of the places between lines, by rulings: rows of one column that are drawn
MIN_RULING = 0.8  # of the region's width that such a ruling has
MAX_TEXT_SCORE = 0.9  # of the detector, where columns are there: it is surer of most tables
MIN_LINES, MIN_WORDS = 8, 5  # of a column of running text, and of its lines in the median
MIN_FULL, FULL = 0.7, 0.85  # share of its lines that reach that far to its right edge
MIN_CHARACTERS = 0.7  # of the region's in such columns
ROW_GAP = 0.6  # em of white over the whole width, between two lines, that parts rows
MIN_FITTING = 0.6  # of paragraphs with one entry beside them: rows of a table

Line = list[Word]


@dataclass(frozen=True, slots=True)
class _Strip:
    """The x-extent of a gap between columns."""

    start: float
    stop: float


def leave_out_text(draft: RegionDraft) -> RegionDraft:
    """The draft without regions of text. Regions that the caller drew are tables, whatever is in them."""
    return leave_out(draft, lambda region: _is_text(draft, region))


def _is_text(draft: RegionDraft, region: TableRegion) -> bool:
    words = _upright_words(draft.page, region)
    if _is_drawn(draft, region):
        return False
    if len(words) < MIN_TOLD:
        return _is_part_of_lines(draft.page, region)
    em, lines = em_of(words, 1.0), group_lines(words)
    if _has_ruled_rows(draft.page, region, lines):
        return False
    if strips := _strips(lines, MAX_CROSSED, em):
        return region.score <= MAX_TEXT_SCORE and _is_running(words, strips, em)
    return not any(_is_before_numbers(strip, lines) for strip in _strips(lines, MAX_CROSSED_NUMBERS, em)) and not _has_rows(lines, em)


def _upright_words(page: Page, region: TableRegion) -> list[Word]:
    """The words of the region as they are read, in its own frame."""
    box = region.bbox

    def turned(word: Word) -> Word:
        moved = turn_in_frame(word.bbox.shift(-box.x0, -box.y0), region.rotation, box.width, box.height)
        return word.moved(moved, -region.rotation)

    return [turned(word) for word in page.words if box.holds(word.bbox)]


def _is_drawn(draft: RegionDraft, region: TableRegion) -> bool:
    inside = words_in(draft.page, region.bbox)
    return any(len(one.words & inside) >= MIN_DRAWN * len(inside) for one in draft.drawn.tables)


def _is_part_of_lines(page: Page, region: TableRegion) -> bool:
    """Whether every line of the region goes on, a word's space away, beyond a side of it: parts of a heading in large letters."""
    box = region.bbox
    own = [word for word in page.words if box.holds(word.bbox)]
    if not own or any(word.rotation for word in own):
        return False
    em = em_of(own, 1.0)
    others = [word.bbox for word in page.words if not box.holds(word.bbox)]

    def goes_on(line: Line) -> bool:
        middle, start, stop = _middle(line), line[0].bbox.x0, line[-1].bbox.x1
        level = (one for one in others if abs(one.center[1] - middle) <= LEVEL * em)
        return any(-LEVEL * em <= gap <= PHRASE * em for one in level for gap in (one.x0 - stop, start - one.x1))

    return all(map(goes_on, group_lines(own)))


def _strips(lines: Sequence[Line], most: float, em: float) -> list[_Strip]:
    """The gaps that a word crosses in at most that share of the lines, and that have words on both sides, left to right.

    Words are on a side of a gap in lines that no word crosses there. One walk over the edges of words, whatever their number.
    """
    edges = sorted({side for line in lines for word in line for side in (word.bbox.x0, word.bbox.x1)})
    at = {edge: index for index, edge in enumerate(edges)}
    crossed, behind, before = ([0] * (len(edges) + 1) for _ in range(3))
    for line in lines:
        blocks = _blocks(line)
        for start, stop in blocks:
            _add(crossed, at[start], at[stop])
        for (_, start), (stop, _) in pairwise([*blocks, (edges[-1], edges[-1])]):
            _add(behind, at[start], at[stop])
        for (_, start), (stop, _) in pairwise([(edges[0], edges[0]), *blocks]):
            _add(before, at[start], at[stop])
    strips: list[_Strip] = []
    counts = zip(accumulate(crossed), accumulate(behind), accumulate(before), strict=True)
    for (start, stop), (num_crossed, num_behind, num_before) in zip(pairwise(edges), counts, strict=False):
        if num_behind and num_before and num_crossed <= most * len(lines):
            if strips and strips[-1].stop == start:
                strips[-1] = _Strip(strips[-1].start, stop)
            else:
                strips.append(_Strip(start, stop))
    return [strip for strip in strips if strip.stop - strip.start >= MIN_STRIP * em]


def _blocks(line: Line) -> list[tuple[float, float]]:
    """The x-extents that words of the line cover, those that overlap joined, left to right."""
    found: list[tuple[float, float]] = []
    for word in sorted(line, key=lambda word: word.bbox.x0):
        start, stop = word.bbox.x0, word.bbox.x1
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def _add(steps: list[int], start: int, stop: int) -> None:
    """One more from the ``start``-th edge to the ``stop``-th, as steps up and down."""
    if start < stop:
        steps[start] += 1
        steps[stop] -= 1


def _is_before_numbers(strip: _Strip, lines: Sequence[Line]) -> bool:
    """Whether numbers only stand next at the right of the gap, where no word is in it."""
    free = [line for line in lines if not any(word.bbox.x0 < strip.stop and word.bbox.x1 > strip.start for word in line)]
    beside = [next((word.text for word in line if word.bbox.x0 >= strip.stop), "") for line in free]
    return all(any(map(str.isdigit, text)) for text in beside if text)


def _has_rows(lines: Sequence[Line], em: float) -> bool:
    """Whether two lines that follow each other have wide gaps in common, whatever titles and notes cross: several, or before numbers."""
    for pair in pairwise(lines):
        strips = [strip for strip in _strips(pair, 0.0, em) if strip.stop - strip.start >= ROW_STRIP * em]
        if len(strips) >= 2 or any(_is_before_numbers(strip, pair) for strip in strips):
            return True
    return False


def _has_ruled_rows(page: Page, region: TableRegion, lines: Sequence[Line]) -> bool:
    """Whether rulings over the whole width stand between the lines."""
    if region.rotation in (90, 270):
        return False
    box = region.bbox
    across = [
        ruling.bbox
        for ruling in page.rulings
        if ruling.is_horizontal and min(ruling.bbox.x1, box.x1) - max(ruling.bbox.x0, box.x0) >= MIN_RULING * box.width
    ]
    places = list(pairwise(lines))
    ruled = [any(_middle(above) < ruling.center[1] - box.y0 < _middle(below) for ruling in across) for above, below in places]
    return bool(places) and sum(ruled) >= MIN_RULED * len(places)


def _middle(line: Line) -> float:
    return median(word.bbox.center[1] for word in line)


def _is_running(words: Sequence[Word], strips: Sequence[_Strip], em: float) -> bool:
    """Whether most of the words are running text, in a column that shares no rows with what stands beside it."""
    columns = _columns(words, strips)
    running = [column for column in columns if _is_text_column(column)]
    beside = [column for column in columns if column not in running]
    if any(map(_is_number_column, beside)):
        return False
    characters = sum(len(word.text) for column in running for line in column for word in line)
    if characters < MIN_CHARACTERS * sum(len(word.text) for word in words) or len(columns) < 2:
        return False
    if len(_row_parts(words, em)) > 2:  # a heading and its text
        return False
    others = beside or running[1:]
    return not any(_fits_rows(_paragraphs(column, em), others) for column in running)


def _columns(words: Sequence[Word], strips: Sequence[_Strip]) -> list[list[Line]]:
    """The lines of each column; words over several belong to that of their middle."""
    borders = [(strip.start + strip.stop) / 2 for strip in strips]
    columns: dict[int, Line] = {}
    for word in words:
        columns.setdefault(sum(border <= word.bbox.center[0] for border in borders), []).append(word)
    return [group_lines(column) for _, column in sorted(columns.items())]


def _is_text_column(lines: Sequence[Line]) -> bool:
    left, right = min(line[0].bbox.x0 for line in lines), max(line[-1].bbox.x1 for line in lines)
    full = [line for line in lines if line[-1].bbox.x1 >= left + FULL * (right - left)]
    is_wordy = median(sum(any(map(str.isalpha, word.text)) for word in line) for line in lines) >= MIN_WORDS  # no leaders
    return len(lines) >= MIN_LINES and is_wordy and len(full) >= MIN_FULL * len(lines)


def _is_number_column(lines: Sequence[Line]) -> bool:
    numbers = [any(map(str.isdigit, word.text)) for line in lines for word in line]
    return 2 * sum(numbers) > len(numbers)


def _row_parts(words: Sequence[Word], em: float) -> list[Line]:
    """The words parted where white runs over the whole width."""
    parts: list[Line] = []
    bottom = 0.0
    for word in sorted(words, key=lambda word: word.bbox.y0):
        if parts and word.bbox.y0 - bottom < ROW_GAP * em:
            parts[-1].append(word)
        else:
            parts.append([word])
        bottom = max(bottom, word.bbox.y1)
    return parts


def _paragraphs(lines: Sequence[Line], em: float) -> list[tuple[float, float]]:
    """Top and bottom of each paragraph of a column: one ends with a short line or before a gap."""
    right = max(line[-1].bbox.x1 for line in lines)
    width = right - min(line[0].bbox.x0 for line in lines)
    found: list[tuple[float, float]] = []
    is_ended = True
    for line in lines:
        top, bottom = min(word.bbox.y0 for word in line), max(word.bbox.y1 for word in line)
        if is_ended or top - found[-1][1] > ROW_GAP * em:
            found.append((top, bottom))
        else:
            found[-1] = (found[-1][0], bottom)
        is_ended = line[-1].bbox.x1 < right - (1 - FULL) * width
    return found


def _fits_rows(paragraphs: Sequence[tuple[float, float]], others: Sequence[Sequence[Line]]) -> bool:
    """Whether most paragraphs have one entry beside them in some other column: the rows of a table."""
    tops = [[_middle(line) for line in column] for column in others]
    counts = [[sum(top <= middle <= bottom for middle in column) for top, bottom in paragraphs] for column in tops]
    return any(sum(count == 1 for count in column) >= MIN_FITTING * len(paragraphs) for column in counts)
