"""Borders between neighbouring rows or columns, placed to word-free stretches and rulings.

In: intervals (rows or columns of one axis) as the model saw them, the words projected on that axis, the positions of
rulings. Out: gap-free intervals that share their borders, as in the dilated boxes of PubTables-1M (paper section 4).
Each border is searched between the middles of its two intervals: the stretch that cuts fewest words wins, unless it is
far from where the model put the border.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.types import Interval
from table.frozen import frozen

CUT_COST = 1.0  # em of distance that one cut word is worth (by hand, not measured)
WORD_WEIGHT = 3  # a cut word counts this much more than a cut space between two words of a phrase (by hand, not measured)
RULING_BONUS = 0.7  # em; a drawn line inside the stretch (by hand, not measured)
FIRM_BONUS = 3.0  # em; the same for a line that runs through the whole table (by hand, not measured)
WIDTH_BONUS = 0.5  # em at most; wide stretches are likelier borders than the gaps between words (by hand, not measured)
COST_DIGITS = 9  # equal costs tie, wherever the table lies on its page
IN_GAP = 0.25  # of a distance counts where the model leaves a gap: its middle is hardly better than its sides (4 tables better, none worse)
MARGIN = 0.05  # of a interval: a border never comes closer than this to the middle of a interval (by hand, not measured)


@frozen
class Segment:
    """The extent along the axis of a word, or of the space inside a phrase (``weight`` 1), that no border should cut.

    Words of a spanning cell do not hold borders inside it: ``free`` is the extent of such a cell.
    """

    start: float
    stop: float
    weight: int = WORD_WEIGHT
    free: tuple[float, float] | None = None

    def holds(self, position: float) -> bool:
        """Whether a border near ``position`` must respect this segment."""
        return self.free is None or not self.free[0] < position < self.free[1]


class Stretch(NamedTuple):
    """A stretch of the axis where every position cuts the same words; ``cuts`` is their total weight."""

    start: float
    stop: float
    cuts: int


@dataclass(frozen=True, slots=True)
class Rulings:
    """Positions of rulings across the axis, in order; ``firm`` ones run through the whole table."""

    all: tuple[float, ...] = ()
    firm: frozenset[float] = frozenset()

    def between(self, low: float, high: float) -> Rulings:
        """Those from ``low`` to ``high``; both sides of a border have their own rulings beyond."""
        found = self.all[bisect_left(self.all, low) : bisect_right(self.all, high)]
        return Rulings(found, self.firm.intersection(found))


def place_borders(intervals: Sequence[Interval], segments: Sequence[Segment], rulings: Rulings, em: float) -> tuple[Interval, ...]:
    """``intervals`` (not empty) in the order of their middles, with common borders; the outermost edges stay where they are."""
    intervals = sorted(intervals, key=_middle)  # rules may part one that overlaps its neighbour
    along = _Along.of(segments)
    borders = [_border(a, b, along, rulings, em) for a, b in pairwise(intervals)]
    starts = [intervals[0].start, *borders]
    stops = [*borders, intervals[-1].stop]
    return tuple(Interval(start, stop, interval.score) for start, stop, interval in zip(starts, stops, intervals, strict=True))


@dataclass(frozen=True, slots=True)
class _Along:
    """Segments by their starts; ``reach`` is the last stop of each and those before it, so that those near a place are found at once."""

    segments: list[Segment]
    starts: list[float]
    reach: list[float]

    @staticmethod
    def of(segments: Iterable[Segment]) -> _Along:
        ordered = sorted(segments, key=_start)
        return _Along(ordered, [s.start for s in ordered], list(accumulate([s.stop for s in ordered], max)))

    def between(self, low: float, high: float) -> list[Segment]:
        """Those that reach into ``low..high``."""
        found = self.segments[bisect_right(self.reach, low) : bisect_left(self.starts, high)]
        return [s for s in found if s.stop > low]


_start, _middle = attrgetter("start"), attrgetter("middle")


def _border(a: Interval, b: Interval, segments: _Along, rulings: Rulings, em: float) -> float:
    wanted = (a.stop + b.start) / 2
    low, high = _window(a, b)
    start, stop = min(a.start, low), max(b.stop, high)
    near = [s for s in segments.between(start, stop) if s.free is None or s.holds(wanted)]
    rulings = rulings.between(low, high)
    reachable = [stretch for stretch in stretches(near, start, stop) if stretch.start < high and stretch.stop > low]
    gap = (a.stop, b.start) if a.stop < b.start else (wanted, wanted)
    costs = [(round(_cost(stretch, wanted, gap, rulings, em), COST_DIGITS), stretch.start) for stretch in reachable]
    stretch = reachable[min(range(len(costs)), key=costs.__getitem__)]
    return min(max(_position(stretch, wanted, rulings), low), high)


def _window(a: Interval, b: Interval) -> tuple[float, float]:
    """Where the border may be: between the middles of the two intervals, a little off both."""
    middle_a, middle_b = a.middle, b.middle
    margin = MARGIN * min(a.length, b.length, middle_b - middle_a)
    return middle_a + margin, middle_b - margin


def stretches(segments: Sequence[Segment], low: float, high: float) -> list[Stretch]:
    """The stretches between ``low`` and ``high``, in order, each with the weight of the segments it cuts."""
    changes: dict[float, int] = {low: 0}
    for segment in segments:
        start, stop, weight = segment.start, segment.stop, segment.weight
        start = start if start > low else low  # written out: asked for every word beside every border
        stop = stop if stop < high else high
        if start < stop:
            changes[start] = changes.get(start, 0) + weight
            changes[stop] = changes.get(stop, 0) - weight
    found: list[Stretch] = []
    cuts = last = 0
    for start, stop in pairwise([*sorted(changes), high]):
        cuts += changes[start]
        if found and last == cuts == 0:
            found[-1] = Stretch(found[-1].start, stop, cuts)
        elif stop > start:
            found.append(Stretch(start, stop, cuts))
            last = cuts
    return found


def _cost(stretch: Stretch, wanted: float, gap: tuple[float, float], rulings: Rulings, em: float) -> float:
    start, stop = stretch.start, stretch.stop
    off = max(start - wanted, wanted - stop, 0.0)
    outside = max(start - gap[1], gap[0] - stop, 0.0)
    distance = (outside + IN_GAP * (off - outside)) / em
    width = WIDTH_BONUS * min(1.0, (stop - start) / em)
    inside = [r for r in rulings.all if start <= r <= stop] if rulings.all else ()
    bonus = 0.0 if not inside else RULING_BONUS if rulings.firm.isdisjoint(inside) else FIRM_BONUS
    return CUT_COST * stretch.cuts / WORD_WEIGHT + distance - width - bonus


def _position(stretch: Stretch, wanted: float, rulings: Rulings) -> float:
    inside = [r for r in rulings.all if stretch.start <= r <= stretch.stop]
    if inside:
        return min(inside, key=lambda r: (r not in rulings.firm, abs(r - wanted), r))
    if stretch.cuts:
        return min(max(wanted, stretch.start), stretch.stop)
    return (stretch.start + stretch.stop) / 2
