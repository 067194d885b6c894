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

AUTOJUNK_LENGTH = 200  # from here on difflib ignores frequent characters of its second argument
MAX_TEXT_PAIRS = 64_000_000  # distinct texts of both sides multiplied: 8,000 each, about 1.5 GB


def lcs_similarity(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    """``2 * LCS / (len + len)`` of every pair, 0..1: (true texts, predicted texts)."""
    return _ratios(_lcs_lengths(true_texts, predicted_texts), true_texts, predicted_texts)


def difflib_ratio(true_text: str, predicted_text: str) -> float:
    """The published code's similarity of two texts, 0..1.

    >>> difflib_ratio("abcd", "acbd")
    0.75
    """
    if not true_text and not predicted_text:
        return 1.0
    matcher = SequenceMatcher(None, true_text, predicted_text)
    num_common = sum(block.size for block in matcher.get_matching_blocks())
    return 2 * num_common / (len(true_text) + len(predicted_text))


class DifflibRewards:
    """``difflib_ratio`` of every pair of distinct texts, bounded by the LCS until asked for.

    The bound is exact from the start where the LCS is below 2 and where the texts are equal.
    """

    def __init__(self, true_texts: Sequence[str], predicted_texts: Sequence[str]) -> None:
        self._true_texts, self._predicted_texts = true_texts, predicted_texts
        lengths = _lcs_lengths(true_texts, predicted_texts)
        self.upper = _ratios(lengths, true_texts, predicted_texts)
        self.is_exact = (lengths < 2) | (self.upper == 1)
        is_long = [len(text) >= AUTOJUNK_LENGTH for text in predicted_texts]
        self.is_exact[:, is_long] = (lengths[:, is_long] == 0) | (self.upper[:, is_long] == 1)

    def make_exact(self, true_entries: Indices, predicted_entries: Indices) -> None:
        """Compare these pairs of texts, given as two equally long arrays of indices."""
        for row, column in zip(true_entries.tolist(), predicted_entries.tolist(), strict=True):
            if not self.is_exact[row, column]:
                self.upper[row, column] = difflib_ratio(self._true_texts[row], self._predicted_texts[column])
                self.is_exact[row, column] = True


def _lcs_lengths(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> NDArray[np.int32]:
    if len(true_texts) * len(predicted_texts) > MAX_TEXT_PAIRS:
        raise ScoreLimitError(f"{len(true_texts)} and {len(predicted_texts)} distinct cell texts exceed {MAX_TEXT_PAIRS} pairs")
    if not true_texts or not predicted_texts:
        return np.zeros((len(true_texts), len(predicted_texts)), dtype=np.int32)
    lengths: NDArray[np.int32] = cdist(true_texts, predicted_texts, scorer=LCSseq.similarity, dtype=np.int32)
    return lengths


def _ratios(common: NDArray[np.int32], true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    true_lengths = np.array([len(text) for text in true_texts], dtype=np.int32)
    predicted_lengths = np.array([len(text) for text in predicted_texts], dtype=np.int32)
    total = true_lengths[:, None] + predicted_lengths[None, :]
    similarity = np.ones(common.shape)
    np.divide(2 * common, total, out=similarity, where=total > 0)
    return similarity
