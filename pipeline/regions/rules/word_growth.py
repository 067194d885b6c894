"""Edges that a box cut off its table: lines of words that go on in its columns, and phrases that its side cuts.

In: a page and detected regions, page points. Out: regions grown to the words that are clearly the table's: a line above or
below, as near as the table's own lines are to each other, whose phrases stand in its columns; a total that ends where a column
of numbers ends, a little apart where it is called so; a column left or right that has a phrase on most lines; the rest of a
phrase. A caption, a note or running text does none of this. Numbers are of the table's own em and pitch, so they hold at any scale.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, pairwise
from operator import attrgetter, not_
from statistics import median

from pipeline.geometry.rotation import turn_in_frame, turned_size
from pipeline.geometry.views import upright_words
from pipeline.regions.draft import RegionDraft
from pipeline.regions.drawn import words_in
from pipeline.structure.rules.drop_titles import CAPTION
from pipeline.structure.words.kinds import ends_with_number
from pipeline.structure.words.lines import group_lines, runs
from pipeline.types import Page, TableRegion
from table import BBox, Word
from table.values.amounts import has_total_word

MIN_LINES = 3  # of the region: fewer tell neither pitch nor columns
MAX_PITCH = 1.3  # of the region's usual distance between lines, to a line that goes on
FAR_PITCH = 2.5  # the same to a line that fills the columns: totals stand apart
MIN_FAR, FAR_MATES = 3, 0.5  # phrases of such a line, and of the region's lines that each of them has a mate on
HEAD_PITCH = 1.4  # em between the lines of one header cell; captions stand farther off or over the first column
SAME_EDGE = 0.45  # em between edges of phrases of one column
MIN_MATES = 2  # phrases of the region that end or begin where one outside does
MIN_ALIGNED = 0.8  # of a line's phrases that stand in columns
PHRASE = 0.6  # em, the widest space inside a phrase
COLUMN_GAP = 1.2  # em between phrases of two columns
MAX_COLUMN_GAP = 6.0  # em between the region and a column that it lacks
MAX_WIDTH = 0.5  # of the region's, of a phrase of that column; lines of text beside a table are wider
SAME_LINE = 0.25  # em between the middles of a line's words; text beside a table has lines of its own
CUT = 0.5  # em of a word on either side of a box that cuts it
LEVEL = 0.2  # em between the middles of the words of one phrase
MIN_COLUMN_LINES = 0.6  # of the region's lines that have a phrase of the lacking column
MAX_ROUNDS = 3
SAME_TYPE = 0.12  # by which the type of a line may be smaller than the region's; notes are often
OUTER = re.compile(
    CAPTION.pattern + r"|(?:notes?|sources?|quellen?|anmerkung(?:en)?|fuentes?|notas?|remarques?)\b|[*†‡§¶(\[]|\w\)\s", re.IGNORECASE
)  # how captions and notes begin


@dataclass(frozen=True, slots=True)
class PhraseLines:
    """The text lines of a region as phrases, each with the box around its words; ``em`` and ``pitch`` in points."""

    phrases: tuple[tuple[BBox, ...], ...]
    em: float
    pitch: float


def grow_to_words(draft: RegionDraft) -> RegionDraft:
    """The draft with detected regions grown to lines, columns and phrases that are theirs and nobody else's."""
    boxes = [region.bbox for region in draft.regions]
    grown = []
    for index, region in enumerate(draft.regions):
        others = [*boxes[:index], *boxes[index + 1 :], *draft.figures]
        grown.append(region if region.is_given or _is_drawn(draft, region) else _grown(draft.page, region, others))
    return replace(draft, regions=tuple(grown))


def _is_drawn(draft: RegionDraft, region: TableRegion) -> bool:
    """Whether a closed grid says where the table ends: it holds most of the region's words."""
    inside = words_in(draft.page, region.bbox)
    return any(2 * len(one.words & inside) > len(inside) for one in draft.drawn.tables if one.verdict.is_grid)


def _grown(page: Page, region: TableRegion, others: Sequence[BBox]) -> TableRegion:
    """The region grown on the page as it is turned to read it."""
    rotation = region.rotation

    def upright(box: BBox) -> BBox:
        return turn_in_frame(box, rotation, page.width, page.height)

    grown = _grown_upright(upright_words(page, rotation), upright(region.bbox), [upright(other) for other in others])
    size = turned_size(page.width, page.height, rotation)
    return replace(region, bbox=turn_in_frame(grown, (360 - rotation) % 360, *size))


def _grown_upright(words: Sequence[Word], box: BBox, others: Sequence[BBox]) -> BBox:
    free = [word for word in words if not any(other.holds(word.bbox) for other in others)]
    for _ in range(MAX_ROUNDS):
        wider = _step(free, box)
        if wider == box or any(wider.intersection_area(other) > box.intersection_area(other) for other in others):
            break
        box = wider
    return box


def _step(words: Sequence[Word], box: BBox) -> BBox:
    """The box grown by one line or column on each side."""
    upright = [word for word in words if word.rotation == 0]
    is_inside = [box.holds(word.bbox) for word in upright]
    inside = list(compress(upright, is_inside))
    lines = _lines(inside)
    if lines is None:
        return box
    outside = list(compress(upright, map(not_, is_inside)))
    beside = _beside_lines(outside, lines)
    added = [*_cut_phrases(outside, inside, lines), *_cut_column(outside, box, lines)]
    added += [*_column(beside, box, lines, -1), *_column(beside, box, lines, 1)]
    added += [*_line(outside, box, lines, -1), *_line(outside, box, lines, 1)]
    return BBox.enclosing([box, *added]) or box


def _lines(words: Sequence[Word]) -> PhraseLines | None:
    """``None`` when the words are too few to tell."""
    found = group_lines(words)
    if len(found) < MIN_LINES:
        return None
    em = median(word.bbox.height for word in words)
    middles = [median(word.bbox.center[1] for word in line) for line in found]
    pitch = median([b - a for a, b in pairwise(middles) if b - a > em / 2] or [0.0])
    phrases = tuple(tuple(_around(run) for run in runs(line, em, PHRASE)) for line in found)
    return PhraseLines(phrases, em, pitch) if em > 0 and pitch > 0 else None


def _around(words: Sequence[Word]) -> BBox:
    box = BBox.enclosing(word.bbox for word in words)
    assert box is not None  # a run has words
    return box


def _line(words: Sequence[Word], box: BBox, lines: PhraseLines, direction: int) -> list[BBox]:
    """The phrases of the next line above (-1) or below (1) when they go on in the columns; else nothing."""
    reach = FAR_PITCH * lines.pitch
    edge = lines.phrases[-1 if direction > 0 else 0]
    start = median(phrase.center[1] for phrase in edge)
    near = [word for word in words if 0 < direction * (word.bbox.center[1] - start) <= reach and box.x0 <= word.bbox.center[0] <= box.x1]
    if not near:
        return []
    found = group_lines(near)
    line = found[0] if direction > 0 else found[-1]
    phrases = runs(line, lines.em, COLUMN_GAP)
    boxes = [_around(run) for run in phrases]
    is_smaller = median(word.bbox.height for word in line) < (1 - SAME_TYPE) * lines.em
    if is_smaller or OUTER.match(" ".join(word.text for word in line)) or _beside(words, boxes, box, lines.em):
        return []
    if direction < 0 and start - median(one.center[1] for one in boxes) <= HEAD_PITCH * lines.em and _stand_on(boxes, edge[1:], lines.em):
        return boxes
    mates = [_mates(one, lines) for one in boxes]
    text = " ".join(word.text for word in phrases[-1])
    is_sum = direction > 0 and ends_with_number(text) and _ends_column(boxes[-1], box, lines)
    if abs(median(one.center[1] for one in boxes) - start) > MAX_PITCH * lines.pitch:
        are_mates = len(boxes) >= MIN_FAR and min(mates) >= FAR_MATES * len(lines.phrases)
        return boxes if are_mates or (is_sum and _is_named_total(phrases)) else []
    aligned = sum(count >= MIN_MATES for count in mates)
    is_row = len(boxes) >= 2 and aligned >= MIN_ALIGNED * len(boxes)
    return boxes if is_row or (is_sum and (len(boxes) == 1 or _is_named_total(phrases))) else []


def _stand_on(line: Sequence[BBox], below: Sequence[BBox], em: float) -> bool:
    """Whether each phrase stands on one of ``below``, with its left edge, its right edge or its middle: a cell's upper line."""
    reach = SAME_EDGE * em
    pairs = [(one, other) for one in line for other in below if one.x0 < other.x1 and other.x0 < one.x1]
    edges = ((one, min(abs(one.x0 - other.x0), abs(one.x1 - other.x1), abs(one.center[0] - other.center[0]))) for one, other in pairs)
    return {one for one, apart in edges if apart <= reach} == set(line)


def _is_named_total(phrases: Sequence[Sequence[Word]]) -> bool:
    """Whether a line is the name of a total and its number, together or apart."""
    names = " ".join(word.text for phrase in phrases[:-1] or phrases for word in phrase)
    return len(phrases) <= 2 and has_total_word(names)


def _beside(words: Sequence[Word], line: Sequence[BBox], box: BBox, em: float) -> bool:
    """Whether the line goes on outside the box: then it is of wider text."""
    middle = median(one.center[1] for one in line)
    level = [word.bbox for word in words if abs(word.bbox.center[1] - middle) <= 0.3 * em]
    return any(
        (other.x1 < box.x0 and min(one.x0 for one in line) - other.x1 <= COLUMN_GAP * em)
        or (other.x0 > box.x1 and other.x0 - max(one.x1 for one in line) <= COLUMN_GAP * em)
        for other in level
    )


def _mates(phrase: BBox, lines: PhraseLines) -> int:
    """Phrases of the region that begin, end or have their middle where ``phrase`` has."""
    reach = SAME_EDGE * lines.em
    all_phrases = [other for line in lines.phrases if len(line) > 1 for other in line]
    places = [(one.x0, one.x1, one.center[0]) for one in all_phrases]
    return max(sum(abs(place[at] - own) <= reach for place in places) for at, own in enumerate((phrase.x0, phrase.x1, phrase.center[0])))


def _ends_column(phrase: BBox, box: BBox, lines: PhraseLines) -> bool:
    """Whether a lone phrase ends where a column does and begins in the right part of the table, as totals do."""
    ends = sum(abs(line[-1].x1 - phrase.x1) <= SAME_EDGE * lines.em for line in lines.phrases if len(line) > 1)
    return ends >= max(MIN_MATES, len(lines.phrases) / 3) and phrase.x0 > box.center[0]


def _cut_phrases(words: Sequence[Word], inside: Sequence[Word], lines: PhraseLines) -> list[BBox]:
    """Words outside that go on a phrase inside, one space away; none when most lines go on so (text beside)."""
    ordered = sorted((word.bbox for word in inside), key=_middle)
    middles, reach = [_middle(box) for box in ordered], LEVEL * lines.em
    found = []
    for box in (word.bbox for word in words):
        level = ordered[bisect_left(middles, _middle(box) - reach) : bisect_right(middles, _middle(box) + reach)]
        gaps = (max(box.x0 - other.x1, other.x0 - box.x1) for other in level)
        if any(-0.5 * lines.em <= gap <= PHRASE * lines.em for gap in gaps):
            found.append(box)
    return found if len(found) <= len(lines.phrases) / 2 else []


def _cut_column(words: Sequence[Word], box: BBox, lines: PhraseLines) -> list[BBox]:
    """Words outside that a side of the box runs through, and those that stand under or above them; none when most lines have one."""
    em, middles = lines.em, sorted(_middle(line[0]) for line in lines.phrases)

    level = [word.bbox for word in words if _is_near(_middle(word.bbox), middles, LEVEL * em)]
    found = []
    for edge, side in ((box.x0, attrgetter("x0")), (box.x1, attrgetter("x1"))):
        cut = [one for one in level if one.x0 + CUT * em < edge < one.x1 - CUT * em]
        ends = sorted(map(side, cut))
        mates = [one for one in level if _is_near(side(one), ends, SAME_EDGE * em)]
        found += mates if 2 * len(mates) <= len(lines.phrases) else []
    return found


def _is_near(at: float, places: Sequence[float], reach: float) -> bool:
    """Whether one of ``places``, in order, is within ``reach``."""
    index = bisect_left(places, at - reach)
    return index < len(places) and places[index] <= at + reach


def _middle(box: BBox) -> float:
    return box.center[1]


def _beside_lines(words: Sequence[Word], lines: PhraseLines) -> list[list[Word]]:
    """Of each line of the region those of ``words`` that stand level with it, in their order."""
    places = [_middle(word.bbox) for word in words]
    order = sorted(range(len(words)), key=places.__getitem__)
    ordered, reach = [places[index] for index in order], SAME_LINE * lines.em
    found = []
    for line in lines.phrases:
        middle = median(one.center[1] for one in line)
        near = order[bisect_left(ordered, middle - 2 * reach) : bisect_right(ordered, middle + 2 * reach)]
        found.append([words[index] for index in sorted(near) if abs(places[index] - middle) <= reach])
    return found


def _column(beside: Sequence[Sequence[Word]], box: BBox, lines: PhraseLines, direction: int) -> list[BBox]:
    """The phrases left (-1) or right (1) of the region on most of its lines, aligned with each other; else nothing.

    ``beside``: the words outside the region that are level with each line.
    """
    found = []
    for level in beside:
        beyond = [word for word in level if direction * (word.bbox.center[0] - box.center[0]) > 0]
        row = runs(sorted(beyond, key=lambda word: word.bbox.x0), lines.em, PHRASE)
        if row:
            found.append(_around(row[0] if direction > 0 else row[-1]))
    if len(found) < MIN_COLUMN_LINES * len(lines.phrases):
        return []
    edge = box.x1 if direction > 0 else box.x0
    near = [
        one
        for one in found
        if (one.x0 - edge if direction > 0 else edge - one.x1) <= MAX_COLUMN_GAP * lines.em and one.width <= MAX_WIDTH * box.width
    ]
    reach = SAME_EDGE * lines.em
    edges = ([one.x0 for one in near], [one.x1 for one in near])
    best = max((sum(abs(a - b) <= reach for b in side) for side in edges for a in side), default=0)
    return near if best >= MIN_COLUMN_LINES * len(lines.phrases) else []
