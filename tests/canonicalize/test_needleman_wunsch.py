"""The vectorised aligner against a plain one, and the anchored one against the whole."""

from __future__ import annotations

import random

import numpy as np
import pytest

from canonicalize.alignment import anchors
from canonicalize.alignment.anchors import align_long
from canonicalize.alignment.needleman_wunsch import (
    GAP_BETWEEN,
    GAP_INSIDE,
    GAP_NEXT,
    MATCH,
    MISMATCH,
    OUTSIDE,
    SCALE,
    TooLongError,
    align,
)

NEVER = -(10**9)


def plain_score(page: str, table: str, gap: list[int]) -> float:
    """The best total by the definition: three loops, no tricks."""
    best = [[0] * (len(table) + 1) for _ in range(len(page) + 1)]
    skip = [[NEVER] * (len(table) + 1) for _ in range(len(page) + 1)]
    for i in range(1, len(page) + 1):
        before: list[int] = []
        for j in range(len(table) + 1):
            pair = best[i - 1][j - 1] + (MATCH if page[i - 1] == table[j - 1] else MISMATCH) if j else NEVER
            skip[i][j] = max(skip[i - 1][j], best[i - 1][j] - gap[j]) - GAP_NEXT
            if j in (0, len(table)):
                skip[i][j] = best[i - 1][j] + OUTSIDE
            before.append(max(pair, skip[i][j]))
            missing = max((before[k] - gap[k] - GAP_NEXT * (j - k) for k in range(j)), default=NEVER)
            best[i][j] = max(before[j], missing)
    return best[-1][-1] / SCALE


def boundaries(table: str, *places: int) -> np.ndarray:
    found = np.zeros(len(table) + 1, dtype=bool)
    found[[0, -1, *places]] = True
    return found


@pytest.mark.parametrize(
    ("page", "table", "places"),
    [
        ("", "abc", [-1, -1, -1]),
        ("abc", "", []),
        ("abc", "abc", [0, 1, 2]),
        ("xxxabcdefyyy", "abcdef", [3, 4, 5, 6, 7, 8]),
        ("xxxabcQQQQQdefyyy", "abcdef", [3, 4, 5, 11, 12, 13]),
        ("abcdef", "abcXXXXXdef", [0, 1, 2, -1, -1, -1, -1, -1, 3, 4, 5]),
    ],
)
def test_pairs(page: str, table: str, places: list[int]) -> None:
    assert align(page, table, boundaries(table, min(3, len(table)))).page_index.tolist() == places


def test_score_is_the_best_there_is() -> None:
    rng = random.Random(5)
    for _ in range(150):
        page = "".join(rng.choices("abc", k=rng.randint(1, 11)))
        table = "".join(rng.choices("abc", k=rng.randint(1, 8)))
        is_boundary = np.array([rng.random() < 0.3 for _ in range(len(table) + 1)])
        gap = np.where(is_boundary, GAP_BETWEEN, GAP_INSIDE).tolist()
        found = align(page, table, is_boundary)
        assert found.score == pytest.approx(plain_score(page, table, gap))
        paired = [index for index in found.page_index.tolist() if index >= 0]
        assert paired == sorted(set(paired))


def test_anchors_cut_long_texts_without_changing_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    table = "".join(rng.choices("abcdefghij", k=3000))
    page = "".join(rng.choices("abcdefghij", k=500)) + table[:1200] + "QQQQ" + table[1300:] + "zz"
    whole = align(page, table, boundaries(table))
    monkeypatch.setattr(anchors, "SMALL", 1000)
    assert align_long(page, table, boundaries(table)).page_index.tolist() == whole.page_index.tolist()


def test_too_long_is_refused() -> None:
    with pytest.raises(TooLongError, match="30000 characters of page"):
        align("a" * 30_000, "b" * 30_000, boundaries("b" * 30_000))
