"""Lines of a grid from rulings and shadings: double rules and broken ones joined, edges of filled cells added.

A line is horizontal at height ``at`` from x ``start`` to ``stop``, or vertical with the axes swapped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from table import Ruling, Shading

SAME_LINE = 0.25  # em across, within which lines are one line drawn twice
TOUCHING, GAP = 0.05, 0.3  # em along, across which pieces of a line are joined, the latter unless it parts two grids
MIN_LENGTH = 0.6  # em; shorter lines are ticks and parts of signs
MIN_SHADE = 0.8  # em both ways: smaller shadings hold no text


class Line(NamedTuple):
    """A drawn line: where it stands across its direction, and its extent along it."""

    at: float
    start: float
    stop: float

    @property
    def length(self) -> float:
        return self.stop - self.start


_along_itself = attrgetter("start", "stop")


@dataclass(frozen=True, slots=True)
class Lines:
    """Horizontal and vertical lines, each in order."""

    horizontal: tuple[Line, ...]
    vertical: tuple[Line, ...]


def lines_of(rulings: Iterable[Ruling], shadings: Iterable[Shading], em: float) -> Lines:
    """The joined lines of ``rulings`` and of the edges of ``shadings``; ``em`` is the size of type in points."""
    horizontal, vertical = [], []
    for ruling in rulings:
        box = ruling.bbox
        if ruling.is_horizontal:
            horizontal.append(Line(box.center[1], box.x0, box.x1))
        else:
            vertical.append(Line(box.center[0], box.y0, box.y1))
    for shading in shadings:
        box = shading.bbox
        if min(box.width, box.height) >= MIN_SHADE * em:
            horizontal += [Line(box.y0, box.x0, box.x1), Line(box.y1, box.x0, box.x1)]
            vertical += [Line(box.x0, box.y0, box.y1), Line(box.x1, box.y0, box.y1)]
    across, along = _joined_pieces(horizontal, em), _joined_pieces(vertical, em)
    return Lines(tuple(_bridged(across, along, em)), tuple(_bridged(along, across, em)))


def _joined_pieces(lines: Sequence[Line], em: float) -> list[Line]:
    """Lines of one direction, those drawn twice or piece by piece joined, in order."""
    return sorted([line for group in group_by_place(lines, SAME_LINE * em) for line in _along(group, TOUCHING * em)])


def _bridged(lines: Sequence[Line], crossing: Sequence[Line], em: float) -> list[Line]:
    """``lines`` with small gaps closed, and those too short to matter left out.

    A gap with a crossing line at either end is the space between two grids that stand side by side.
    """
    places = [line.at for line in crossing]
    found: list[Line] = []
    for level in group_by_place(lines, SAME_LINE * em):
        if len(level) == 1:
            found.append(Line(position(level), level[0].start, level[0].stop))
            continue
        groups: list[list[Line]] = []
        for line in sorted(level, key=lambda one: one.start):
            stop = max((one.stop for one in groups[-1]), default=0.0) if groups else 0.0
            if groups and line.start - stop <= GAP * em and not _parts_grids(stop, line.start, places, em):
                groups[-1].append(line)
            else:
                groups.append([line])
        found += [Line(position(group), group[0].start, max(one.stop for one in group)) for group in groups]
    return sorted([line for line in found if line.length >= MIN_LENGTH * em])


def _parts_grids(start: float, stop: float, places: Sequence[float], em: float) -> bool:
    """Whether different lines cross at both ends of the gap from ``start`` to ``stop``."""
    near = places[bisect_left(places, start - SAME_LINE * em) : bisect_right(places, stop + SAME_LINE * em)]
    return len(near) > 1 and near[-1] - near[0] > SAME_LINE * em


def group_by_place(lines: Iterable[Line], reach: float) -> list[list[Line]]:
    """Lines grouped by where they stand: those within ``reach`` of the first of a group."""
    groups: list[list[Line]] = []
    for line in sorted(lines):
        if groups and line.at - groups[-1][0].at <= reach:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def extents(lines: Iterable[Line], gap: float) -> list[tuple[float, float]]:
    """The stretches that ``lines`` of one group cover, those up to ``gap`` apart joined, in order."""
    found: list[tuple[float, float]] = []
    for line in sorted(lines, key=_along_itself):
        if found and line.start - found[-1][1] <= gap:
            found[-1] = (found[-1][0], max(found[-1][1], line.stop))
        else:
            found.append((line.start, line.stop))
    return found


def position(lines: Sequence[Line]) -> float:
    """Where a group of lines stands: the mean of its lines, long ones counting more."""
    if len(lines) == 1:  # nearly always; the mean of one, digit for digit
        length = lines[0].stop - lines[0].start
        return lines[0].at * length / length if length > 0 else lines[0].at
    lengths = [line.stop - line.start for line in lines]
    total = sum(lengths)
    return sum([line.at * length for line, length in zip(lines, lengths, strict=True)]) / total if total > 0 else lines[0].at


def _along(group: Sequence[Line], gap: float) -> list[Line]:
    """The lines of a group joined where they overlap or nearly touch, each where its own pieces stand."""
    if len(group) == 1:
        return [Line(position(group), group[0].start, group[0].stop)]
    found = []
    for start, stop in extents(group, gap):
        found.append(Line(position([line for line in group if start <= line.start and line.stop <= stop]), start, stop))
    return found
