"""Which lines hang together: a system is a set of lines that touch each other, or nearly do.

An end that meets a line reaches for no other beyond it, so two grids 3 points apart are two systems. A grid of single
boxes with small gaps between them hangs together only loosely: every end reaches for all lines near it.

A side that no line closes counts as closed where most of the lines that run up to it end at the same place (a table
without its outer border); such sides are told by name, as nothing drawn says that a single column ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.lattice.components import connected
from pipeline.lattice.lines import Line, Lines, group_by_place

TOUCH = 0.3  # em between the ends of lines that meet, or nearly do
LOOSE = 0.5  # em, the same, between boxes with gaps between them: no text fits there
MET = 0.1  # em: nearer lines meet
MIN_ENDS, MIN_END_SHARE = 3, 0.6  # lines that end together, and their share of all, where a side is left open
MIN_OPEN = 0.9  # em from the last line to the open side: shorter tails are only overlong lines
SAME_END = 0.5  # em within which lines end together

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class System:
    """Lines that hang together; those along ``open_sides`` are not drawn."""

    lines: Lines
    open_sides: frozenset[str] = frozenset()


def systems_of(lines: Lines, em: float, *, is_loose: bool = False) -> list[System]:
    """The systems of at least one horizontal and one vertical line, from top to bottom, open sides closed."""
    labels = _labels(lines, em, is_loose=is_loose)
    num_horizontal = len(lines.horizontal)
    members: dict[int, tuple[list[Line], list[Line]]] = {}
    for index, label in enumerate(labels):
        horizontal, vertical = members.setdefault(label, ([], []))
        if index < num_horizontal:
            horizontal.append(lines.horizontal[index])
        else:
            vertical.append(lines.vertical[index - num_horizontal])
    found = [Lines(tuple(across), tuple(along)) for across, along in members.values() if across and along]
    return [_closed(one, em) for one in sorted(found, key=lambda one: (one.horizontal, one.vertical))]


def _labels(lines: Lines, em: float, *, is_loose: bool) -> list[int]:
    """A number per line, horizontal ones first: equal for lines that hang together."""
    count, num_horizontal = len(lines.horizontal) + len(lines.vertical), len(lines.horizontal)
    if not lines.horizontal or not lines.vertical:
        return list(range(count))
    found = np.nonzero(_touching(lines, em, is_loose=is_loose))
    return [int(label) for label in connected(count, found[0], num_horizontal + found[1])]


def _touching(lines: Lines, em: float, *, is_loose: bool) -> Mask:
    """(horizontal, vertical): which lines touch."""
    across, along = _array(lines.horizontal), _array(lines.vertical)
    beside = _distance(across[:, 1:2], across[:, 2:3], along[None, :, 0])  # from the horizontal line to the vertical one's x
    above = _distance(along[None, :, 1], along[None, :, 2], across[:, 0:1])
    if is_loose:
        return np.asarray(np.maximum(beside, above) <= LOOSE * em, dtype=np.bool_)
    near = np.maximum(beside, above) <= TOUCH * em
    met = np.maximum(beside, above) <= MET * em
    sides = [np.abs(across[:, side, None] - along[None, :, 0]) <= TOUCH * em for side in (1, 2)]
    is_beside_met = np.any([at_end & (at_end & met).any(axis=1, keepdims=True) for at_end in sides], axis=0)
    tops = [np.abs(along[None, :, side] - across[:, 0:1]) <= TOUCH * em for side in (1, 2)]
    is_above_met = np.any([at_end & (at_end & met).any(axis=0, keepdims=True) for at_end in tops], axis=0)
    is_free = (~is_beside_met | (beside <= MET * em)) & (~is_above_met | (above <= MET * em))
    return np.asarray(met | (near & is_free), dtype=np.bool_)


def _array(lines: Sequence[Line]) -> Numbers:
    return np.array(lines, dtype=np.float64).reshape(-1, 3)


def _distance(start: Numbers, stop: Numbers, at: Numbers) -> Numbers:
    """How far ``at`` is outside ``start`` to ``stop``, 0 inside."""
    return np.maximum(np.maximum(start - at, at - stop), 0.0)


def _closed(lines: Lines, em: float) -> System:
    """The system with a line along every side that is left open."""
    horizontal, vertical = list(lines.horizontal), list(lines.vertical)
    left, right = _open_ends(horizontal, vertical, em), _open_ends(_mirrored(horizontal), _turned(vertical), em)
    top, bottom = _open_ends(vertical, horizontal, em), _open_ends(_mirrored(vertical), _turned(horizontal), em)
    if right is not None:
        right = Line(-right.at, right.start, right.stop)
    if bottom is not None:
        bottom = Line(-bottom.at, bottom.start, bottom.stop)
    added = {"x0": left, "x1": right, "y0": top, "y1": bottom}
    vertical += [line for line in (left, right) if line is not None]
    horizontal += [line for line in (top, bottom) if line is not None]
    return System(
        Lines(tuple(sorted(horizontal)), tuple(sorted(vertical))),
        frozenset(side for side, line in added.items() if line),
    )


def _open_ends(running: Sequence[Line], crossing: Sequence[Line], em: float) -> Line | None:
    """The side at the low end of the ``running`` lines, when most of them end there together and none crosses there."""
    groups = [group for group in group_by_place(running, SAME_END * em) if not _is_held(group, crossing, em)]
    if not groups:
        return None
    starts = sorted(min(line.start for line in group) for group in groups)
    first = starts[0]
    ends = [group for group in groups if min(line.start for line in group) - first <= SAME_END * em]
    nearest = min(line.at for line in crossing)
    if len(ends) < max(MIN_ENDS, MIN_END_SHARE * len(groups)) or nearest - first < MIN_OPEN * em:
        return None
    places = [line.at for group in ends for line in group]
    return Line(first, min(places), max(places))


def _is_held(group: Sequence[Line], crossing: Sequence[Line], em: float) -> bool:
    """Whether the low end of a line is at a crossing one: it runs up to that, not to the side."""
    first = min(group, key=lambda line: line.start)
    near = TOUCH * em
    return any(abs(one.at - first.start) <= near and one.start - near <= first.at <= one.stop + near for one in crossing)


def _mirrored(lines: Sequence[Line]) -> list[Line]:
    """Lines seen from the other end of their direction."""
    return [Line(line.at, -line.stop, -line.start) for line in lines]


def _turned(lines: Sequence[Line]) -> list[Line]:
    """Lines across mirrored ones: their place changes its sign."""
    return [Line(-line.at, line.start, line.stop) for line in lines]
