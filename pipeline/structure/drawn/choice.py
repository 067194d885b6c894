"""The lattice of a table: the one drawn grid that holds most of its words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lattice import Lattice, find_lattices, judge
from pipeline.types import RegionView
from table import BBox, Word

MIN_SHARE = 0.7  # of the table's words that the lattice must hold
MAX_BESIDE = 0.1  # of the words level with the lattice that may stand left or right of it


def lattice_of(view: RegionView, words: Sequence[Word], em: float) -> Lattice | None:
    """The lattice that holds most of ``words`` (those of the table), if it is a grid and holds enough of them."""
    found = [one for one in find_lattices(view.rulings, view.shadings, em) if judge(one, words).is_grid]
    best = max(found, key=lambda one: (_num_inside(words, one.bbox), -one.bbox.area), default=None)
    if best is None or not words or _num_inside(words, best.bbox) < MIN_SHARE * len(words):
        return None
    level = [word for word in words if best.bbox.y0 <= word.bbox.center[1] <= best.bbox.y1]
    return best if len(level) - _num_inside(words, best.bbox) <= MAX_BESIDE * len(level) else None


def _num_inside(words: Sequence[Word], box: BBox) -> int:
    return sum(box.contains_point(*word.bbox.center) for word in words)
