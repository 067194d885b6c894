"""Long texts aligned piece by piece between anchors: stretches that occur exactly once in the page and in the table.

Needleman-Wunsch costs page x table characters; a table over three pages has 250 million pairs. Anchors in order cut both
texts into short pieces with fixed ends, each aligned by itself (the idea of patience sorting in text comparison).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from canonicalize.alignment.needleman_wunsch import Alignment, align

STRETCH = 14  # characters: long enough not to repeat by chance
SMALL = 12_000_000  # page x table characters that are simply aligned
MIN_DISTANCE = 400  # table characters between two cuts


def align_long(page: str, table: str, is_boundary: NDArray[np.bool_]) -> Alignment:
    """As ``align``, with cuts at anchors when the texts are long; raises ``TooLongError`` if they are too few."""
    if len(page) * len(table) <= SMALL:
        return align(page, table, is_boundary)
    cuts = [(0, 0), *_cuts(page, table), (len(page), len(table))]
    page_index, is_equal, score = [], [], 0.0
    for number, ((a, b), (c, d)) in enumerate(itertools.pairwise(cuts)):
        part = align(page[a:c], table[b:d], is_boundary[b : d + 1], number == 0, number == len(cuts) - 2)
        page_index.append(np.where(part.page_index >= 0, part.page_index + a, -1))
        is_equal.append(part.is_equal)
        score += part.score
    return Alignment(np.concatenate(page_index), np.concatenate(is_equal), score)


def _cuts(page: str, table: str) -> list[tuple[int, int]]:
    """Positions (page, table) in the middle of anchors, rising in both and not too close."""
    once_page, once_table = _unique(page), _unique(table)
    shared = sorted((position, once_page[stretch]) for stretch, position in once_table.items() if stretch in once_page)
    chain = _longest_rising([page_position for _, page_position in shared])
    cuts: list[tuple[int, int]] = []
    for number in chain:
        table_position, page_position = shared[number][0] + STRETCH // 2, shared[number][1] + STRETCH // 2
        if not cuts or table_position - cuts[-1][1] >= MIN_DISTANCE:
            cuts.append((page_position, table_position))
    return cuts


def _unique(text: str) -> dict[str, int]:
    """The stretches that occur exactly once, with their position."""
    first: dict[str, int] = {}
    repeated: set[str] = set()
    for position in range(len(text) - STRETCH + 1):
        stretch = text[position : position + STRETCH]
        if stretch in first:
            repeated.add(stretch)
        else:
            first[stretch] = position
    return {stretch: position for stretch, position in first.items() if stretch not in repeated}


def _longest_rising(values: list[int]) -> list[int]:
    """Indices of a longest strictly rising subsequence of ``values``."""
    tails: list[int] = []
    last: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before[index] = last[place - 1] if place else -1
        tails[place : place + 1] = [value]
        last[place : place + 1] = [index]
    chain: list[int] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]
