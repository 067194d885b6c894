"""Which predicted table answers which true one: by place and content, one to one over the document.

The likeness of two tables is the overlap of their boxes (IoU), where both have one on the same page, plus the F1 of their
bags of words. The pairing with the greatest total likeness is taken; between equals the order in the document decides. A
truth that nothing is like has no prediction; a prediction that is left over is an extra table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grits import Gridded, TextSwitch, normalise_text
from grits.assignment import best_pairs
from grits.matrices import cell_matrix
from table import BBox

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*%?")
_ORDER = 1e-6  # how much the place in the order counts: it decides between equals only
_SAME_NAME = 0.1  # how much a file named after the true table counts: less than what stands in it


@dataclass(frozen=True, slots=True)
class Candidate:
    """One side of a pairing. ``page`` and ``bbox`` are ``None`` where nobody told them; ``content`` where it failed."""

    content: Gridded | None
    page: int | None = None
    bbox: BBox | None = None
    id: str | None = None


def match(truth: Sequence[Candidate], found: Sequence[Candidate], *, is_alone: bool = False) -> list[int | None]:
    """For each true table the index of its prediction in ``found``, each used once; ``None`` where nothing is like it.

    ``is_alone``: the picture shows this one table, so that any prediction is one of it.
    """
    if not truth or not found:
        return [None] * len(truth)
    alike = likeness(truth, found)
    is_bare = not any(_words(item.content) for item in truth) and not any(item.bbox for item in found)
    if is_alone or is_bare:  # nothing to tell them by: in order
        alike = np.where(alike >= 0, alike + _SAME_NAME / 2, alike)
    places = np.abs(np.linspace(0, 1, len(truth))[:, None] - np.linspace(0, 1, len(found))[None, :])
    rows, columns = best_pairs(np.maximum(alike, 0) - _ORDER * places)
    chosen = {int(row): int(column) for row, column in zip(rows, columns, strict=True) if alike[row, column] > 0}
    return [chosen.get(index) for index in range(len(truth))]


def likeness(truth: Sequence[Candidate], found: Sequence[Candidate]) -> NDArray[np.float64]:
    """(true tables, predicted tables): 0 where they share nothing, -1 where they stand on different pages."""
    ours, theirs = [_words(item.content) for item in truth], [_words(item.content) for item in found]
    values = [[_alike(a, b, x, y) for b, y in zip(found, theirs, strict=True)] for a, x in zip(truth, ours, strict=True)]
    return np.array(values, dtype=np.float64).reshape(len(ours), len(theirs))


def _alike(true: Candidate, found: Candidate, true_words: Counter[str], found_words: Counter[str]) -> float:
    if true.page is not None and found.page is not None and true.page != found.page:
        return -1.0
    is_placed = true.page is not None and found.page is not None and true.bbox and found.bbox
    place = true.bbox.iou(found.bbox) if is_placed and true.bbox and found.bbox else 0.0
    name = _SAME_NAME if true.id is not None and true.id == found.id else 0.0
    return place + name + _f1(true_words, found_words)


def _words(table: Gridded | None) -> Counter[str]:
    if table is None:
        return Counter()
    texts = (normalise_text(cell.text, (TextSwitch.NFKC, TextSwitch.DASHES)) for cell in cell_matrix(table).cells)
    return Counter(word for text in texts for word in _WORD.findall(text))


def _f1(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
