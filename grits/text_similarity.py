"""Similarity of many texts with many texts: twice the length of a common subsequence over both lengths.

``exact`` uses the longest common subsequence. ``reference`` uses what the published Table Transformer code calls by
that name, Python's difflib matching blocks: a greedy recursion on the longest common *substring*, never longer
than the true one, not symmetric (the true text comes first), and blind to characters that are frequent in a
predicted text of 200 and more characters. Each distinct pair of texts is compared once.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist

Floats = NDArray[np.float64]

AUTOJUNK_LENGTH = 200  # from here on difflib ignores frequent characters of its second argument


def lcs_similarity(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    """``2 * LCS / (len + len)`` for every pair, 0..1; 1 when both are empty: (true texts, predicted texts)."""
    return _ratio(_lcs_lengths(true_texts, predicted_texts), true_texts, predicted_texts)


def difflib_similarity(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    """The published code's similarity for every pair, 0..1; 1 when both are empty: (true texts, predicted texts)."""
    common = _lcs_lengths(true_texts, predicted_texts)
    matcher = SequenceMatcher()
    for column, predicted in enumerate(predicted_texts):
        matcher.set_seq2(predicted)
        for row in _undecided(common[:, column], true_texts, predicted):
            matcher.set_seq1(true_texts[row])
            common[row, column] = sum(block.size for block in matcher.get_matching_blocks())
    return _ratio(common, true_texts, predicted_texts)


def _undecided(lcs: NDArray[np.int64], true_texts: Sequence[str], predicted: str) -> list[int]:
    """Rows whose difflib length may differ from the LCS: not so when the LCS is below 2 or the texts are equal."""
    if len(predicted) >= AUTOJUNK_LENGTH:
        return [row for row, text in enumerate(true_texts) if text != predicted]
    return [row for row in np.flatnonzero(lcs > 1).tolist() if true_texts[row] != predicted]


def _lcs_lengths(true_texts: Sequence[str], predicted_texts: Sequence[str]) -> NDArray[np.int64]:
    if not true_texts or not predicted_texts:
        return np.zeros((len(true_texts), len(predicted_texts)), dtype=np.int64)
    lengths: NDArray[np.int32] = cdist(true_texts, predicted_texts, scorer=LCSseq.similarity, dtype=np.int32)
    return lengths.astype(np.int64)


def _ratio(common: NDArray[np.int64], true_texts: Sequence[str], predicted_texts: Sequence[str]) -> Floats:
    true_lengths = np.array([len(text) for text in true_texts], dtype=np.int64)
    predicted_lengths = np.array([len(text) for text in predicted_texts], dtype=np.int64)
    total = true_lengths[:, None] + predicted_lengths[None, :]
    similarity = np.ones(common.shape)
    np.divide(2 * common, total, out=similarity, where=total > 0)
    return similarity
