"""Which predicted table answers which true one where boxes cannot tell: by content, one to one over the document.

The likeness of two tables is the F1 of their bags of words. The pairing with the greatest total likeness is taken;
between equally good ones the order in the document decides. A truth whose words occur in no free prediction has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from grits import Gridded, TextSwitch, normalise_text
from grits.matrices import cell_matrix

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*%?")
_ORDER = 1e-6  # how much the place in the order counts: it decides between equals only


def match_by_content(truth: Sequence[Gridded], found: Sequence[Gridded]) -> list[int | None]:
    """For each true table the index of its prediction in ``found``, each used once; ``None`` where nothing is left."""
    if not truth or not found:
        return [None] * len(truth)
    alike = likeness(truth, found)
    places = np.abs(np.linspace(0, 1, len(truth))[:, None] - np.linspace(0, 1, len(found))[None, :])
    rows, columns = linear_sum_assignment(alike - _ORDER * places, maximize=True)
    chosen = {int(row): int(column) for row, column in zip(rows, columns, strict=True) if alike[row, column] > 0}
    return [chosen.get(index) for index in range(len(truth))]


def likeness(truth: Sequence[Gridded], found: Sequence[Gridded]) -> NDArray[np.float64]:
    """(true tables, predicted tables): the F1 of their words, 0..1; two tables without words are not alike."""
    ours, theirs = [_words(table) for table in truth], [_words(table) for table in found]
    return np.array([[_f1(a, b) for b in theirs] for a in ours], dtype=np.float64).reshape(len(ours), len(theirs))


def _words(table: Gridded) -> Counter[str]:
    texts = (normalise_text(cell.text, (TextSwitch.NFKC, TextSwitch.DASHES)) for cell in cell_matrix(table).cells)
    return Counter(word for text in texts for word in _WORD.findall(text))


def _f1(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
