"""Rulings, shadings and words to lattices: the steps in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.lattice.cells import lattices_of
from pipeline.lattice.lines import Lines, lines_of
from pipeline.lattice.systems import System, systems_of
from pipeline.lattice.types import Lattice, Verdict
from pipeline.lattice.verdicts import judge
from table import BBox, Ruling, Shading, Word

NESTED = 0.9  # of a lattice's area inside another's cell
MIN_SPACED = 4  # boxes inside a grid's lines whose own borders stand apart: each cell has its own, a frame runs around all
FRAMED = 0.7  # of the words of a lattice that one lattice inside one of its cells holds: the outer one is a frame

Judged = tuple[Lattice, Verdict]


def find_lattices(rulings: Sequence[Ruling], shadings: Sequence[Shading], em: float) -> list[Lattice]:
    """The lattices drawn on a page or view, from top to bottom and left to right, nested ones after what holds them.

    ``em`` is the size of type in the units of the boxes, above 0.
    """
    drawn = _of(rulings, (), em)
    return _with_shaded(drawn, _of(rulings, shadings, em)) if shadings else drawn


def find_table_lattices(rulings: Sequence[Ruling], shadings: Sequence[Shading], words: Sequence[Word], em: float) -> list[Judged]:
    """The lattices that are tables, with their verdicts: neither frames around tables nor grids inside a table's cell."""
    judged = [(lattice, judge(lattice, words)) for lattice in find_lattices(rulings, shadings, em)]
    tables = [item for item in judged if item[1].score > 0]
    frames = [outer for outer in tables if any(_frames(outer[0], inner[0], words) for inner in tables if inner is not outer)]
    kept = [item for item in tables if all(item is not frame for frame in frames)]
    return [item for item in kept if not any(_is_in_cell(item[0], other[0]) for other in kept if other is not item)]


def _of(rulings: Sequence[Ruling], shadings: Sequence[Shading], em: float) -> list[Lattice]:
    """Lattices of lines that meet, and of boxes with gaps between them: lines that made no grid are tried again, loosely."""
    grids: list[tuple[System, list[Lattice]]] = []
    boxes: list[tuple[System, Lattice]] = []
    for system in systems_of(lines_of(rulings, shadings, em), em):
        lattices = lattices_of(system, em)
        if any(len(lattice.cells) > 1 for lattice in lattices):
            grids.append((system, lattices))
        elif lattices:
            boxes.append((system, lattices[0]))
    found: list[Lattice] = []
    boxes.sort(key=lambda box: box[1].bbox.y0)
    tops, taken = [box.bbox.y0 for _, box in boxes], set[int]()
    for system, lattices in grids:
        inside = sorted({index for lattice in lattices for index in _held(boxes, tops, lattice.bbox)} - taken)
        spaced = _loosely([system, *(boxes[index][0] for index in inside)], em) if len(inside) >= MIN_SPACED else []
        if len(spaced) == 1 and sum(cell.is_closed for cell in spaced[0].cells) >= len(inside):
            taken.update(inside)
            found += spaced
        else:
            found += lattices
    return _ordered(found + _loosely([system for index, (system, _) in enumerate(boxes) if index not in taken], em))


def _held(boxes: Sequence[tuple[System, Lattice]], tops: Sequence[float], frame: BBox) -> Iterator[int]:
    """The numbers of the boxes in ``frame``; ``tops``: where each begins, in order."""
    near = range(bisect_left(tops, frame.y0), bisect_right(tops, frame.y1))
    return (index for index in near if frame.holds(boxes[index][1].bbox))


def _loosely(systems: Sequence[System], em: float) -> list[Lattice]:
    """The lattices of the lines of ``systems`` where each reaches for all lines near it."""
    across = [line for system in systems for line in system.lines.horizontal]
    along = [line for system in systems for line in system.lines.vertical]
    lines = Lines(tuple(sorted(across)), tuple(sorted(along)))
    return [lattice for system in systems_of(lines, em, is_loose=True) for lattice in lattices_of(system, em)]


def _ordered(lattices: Sequence[Lattice]) -> list[Lattice]:
    return sorted(lattices, key=lambda one: (one.bbox.y0, one.bbox.x0, -one.bbox.area))


def _with_shaded(drawn: Sequence[Lattice], shaded: Sequence[Lattice]) -> list[Lattice]:
    """What rulings draw, with grids that shadings make alone, or make of one drawn grid by adding to it outside.

    A shading inside a drawn cell marks words; it does not cut the cell.
    """
    kept = list(drawn)
    for lattice in shaded:
        inside = [other for other in drawn if other.bbox.intersection_area(lattice.bbox) > 0]
        if not inside:
            kept.append(lattice)
        elif len(inside) == 1 and _adds_outside(lattice, inside[0]):
            kept = [lattice if other is inside[0] else other for other in kept]
    return _ordered(kept)


def _adds_outside(lattice: Lattice, drawn: Lattice) -> bool:
    """Whether ``lattice`` has the cells of ``drawn`` and more beside them."""
    box = drawn.bbox
    inside = [cell for cell in lattice.cells if cell.is_closed and box.holds(cell.bbox)]
    return lattice.bbox.area > box.area and len(inside) == sum(cell.is_closed for cell in drawn.cells) < len(lattice.cells)


def _is_in_cell(inner: Lattice, outer: Lattice) -> bool:
    """Whether ``inner`` stands inside one cell of ``outer``."""
    return inner.bbox.area < outer.bbox.area and any(inner.bbox.overlap_fraction(cell.bbox) >= NESTED for cell in outer.cells)


def _frames(outer: Lattice, inner: Lattice, words: Sequence[Word]) -> bool:
    """Whether most words of ``outer`` are those of ``inner`` in one of its cells."""
    if not _is_in_cell(inner, outer):
        return False
    own = [word for word in words if outer.bbox.holds(word.bbox)]
    return sum(inner.bbox.holds(word.bbox) for word in own) >= FRAMED * len(own)
