"""Similarity of texts: twice the length of a common subsequence over both lengths; 1 when both are empty.

``exact`` uses the longest common subsequence (LCS). ``reference`` uses what the published Table Transformer code calls
by that name, Python's difflib matching blocks: a greedy recursion on the longest common *substring*, never longer
than the true one, not symmetric (the true text comes first), and blind to characters that are frequent in a
predicted text of 200 and more characters. difflib takes some 20 microseconds a pair, so pairs are compared on
demand, once each; the LCS, a thousand times faster, is the upper bound until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist

from grits.scores import ScoreLimitError

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

SHORT_LENGTH = 24  # characters
AUTOJUNK_LENGTH = 200  # from here on difflib ignores frequent characters of its second argument
BLOCK_SIZE = 16_000  # ratios computed at a time: temporaries stay in the cache
MAX_TEXT_PAIRS = 64_000_000  # distinct texts of both sides multiplied: 8,000 each, about 1.5 GB


def lcs_similarity(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    """``2 * LCS / (len + len)`` of every pair, 0..1: (true texts, predicted texts)."""
    return _to_ratios(_lcs_lengths(true_texts, predicted_texts), true_texts, predicted_texts)


def difflib_ratio(true_text: str, predicted_text: str, at_most: int | None = None) -> float:
    """The published code's similarity of two texts, 0..1; ``at_most`` characters are common if the caller knows such a bound.

    >>> difflib_ratio("abcd", "acbd")
    0.75
    """
    if not true_text and not predicted_text:
        return 1.0
    if len(true_text) <= SHORT_LENGTH and len(predicted_text) <= SHORT_LENGTH:
        num_common = _num_matching(true_text, predicted_text, len(true_text) if at_most is None else at_most)
    else:
        blocks = SequenceMatcher(None, true_text, predicted_text).get_matching_blocks()
        num_common = sum(block.size for block in blocks)
    return 2 * num_common / (len(true_text) + len(predicted_text))


def _num_matching(a: str, b: str, at_most: int) -> int:
    """Characters in difflib's matching blocks: the longest common substring, first in ``a``, then in ``b``; so on either side of it.

    For short texts several times faster than difflib, whose index of ``b`` costs more than it saves.
    """
    for size in range(min(len(a), len(b), at_most), 0, -1):
        for i in range(len(a) - size + 1):
            k = b.find(a[i : i + size])
            if k >= 0:
                rest = at_most - size
                return size + _num_matching(a[:i], b[:k], rest) + _num_matching(a[i + size :], b[k + size :], rest)
    return 0


class DifflibRewards:
    """``difflib_ratio`` of every pair of distinct texts, bounded by the LCS until asked for.

    The bound is exact from the start where the LCS is below 2 and where the texts are equal.
    """

    def __init__(self, true_texts: Sequence[str], predicted_texts: Sequence[str]) -> None:
        self._true_texts, self._predicted_texts = true_texts, predicted_texts
        lengths = _lcs_lengths(true_texts, predicted_texts)
        self.is_exact = lengths < 2
        is_long = [len(text) >= AUTOJUNK_LENGTH for text in predicted_texts]
        if any(is_long):
            self.is_exact[:, is_long] = lengths[:, is_long] == 0
        places = {text: column for column, text in enumerate(predicted_texts)}
        equal = [(row, places[text]) for row, text in enumerate(true_texts) if text in places]
        if equal:
            rows, columns = zip(*equal, strict=True)
            self.is_exact[list(rows), list(columns)] = True
        self.upper = _to_ratios(lengths, true_texts, predicted_texts)

    def make_exact(self, true_entries: Indices, predicted_entries: Indices) -> None:
        """Compare these pairs of texts, given as two equally long arrays of indices."""
        for row, column in zip(true_entries.tolist(), predicted_entries.tolist(), strict=True):
            if not self.is_exact[row, column]:
                ours, theirs = self._true_texts[row], self._predicted_texts[column]
                at_most = round(self.upper[row, column] * (len(ours) + len(theirs)) / 2)
                self.upper[row, column] = difflib_ratio(ours, theirs, at_most)
                self.is_exact[row, column] = True


def _lcs_lengths(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    if len(true_texts) * len(predicted_texts) > MAX_TEXT_PAIRS:
        raise ScoreLimitError(f"{len(true_texts)} and {len(predicted_texts)} distinct cell texts exceed {MAX_TEXT_PAIRS} pairs")
    if not true_texts or not predicted_texts:
        return np.zeros((len(true_texts), len(predicted_texts)))
    lengths: Floats = cdist(true_texts, predicted_texts, scorer=LCSseq.similarity, dtype=np.float64)
    return lengths


def _to_ratios(common: Floats, true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    """``2 * common / total length`` in place, computed as common over the mean length, the same number; 1 for two empty texts."""
    true_halves, predicted_halves = (np.maximum(np.array(list(map(len, texts))), 1) / 2 for texts in (true_texts, predicted_texts))
    step = max(1, BLOCK_SIZE // max(1, len(predicted_texts)))
    for start in range(0, len(true_texts), step):
        common[start : start + step] /= true_halves[start : start + step, None] + predicted_halves
    if "" in true_texts and "" in predicted_texts:
        common[true_texts.index(""), predicted_texts.index("")] = 1
    return common
