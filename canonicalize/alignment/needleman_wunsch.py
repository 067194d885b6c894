"""Needleman-Wunsch with affine gaps between a page's characters and a table's, vectorised row by row.

The gains are those of the published script (pubmed processing; PubTables-1M, section 3.1), in twentieths so that all
arithmetic is exact in integers. Text of the page before and after the table is skipped with a small reward, which
holds the table together. Ours: real affine gaps where the script approximates them, and a gap that starts between two
cells costs less than one inside a cell, since other text (a running head, the next column's lines) stands between cells.
Time and memory are len(page) * len(table): 5,000 x 3,000 characters take a quarter of a second and 15 MB.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCALE = 20  # units per point of the published gains
MATCH, MISMATCH = 3 * SCALE, -2 * SCALE
GAP_INSIDE, GAP_BETWEEN = 11 * SCALE, 4 * SCALE  # opening a gap inside a cell's text, between two cells
GAP_NEXT = SCALE // 20  # each further skipped character
OUTSIDE = SCALE // 5  # reward for a page character before or after the table
MAX_PRODUCT = 600_000_000  # page x table characters: one byte each is kept for tracing back
NEVER = np.int32(-(2**30))
BY_PAGE, BY_TABLE, PAGE_AGAIN, TABLE_AGAIN = 1, 2, 4, 8  # bits of one step: best move, and whether its gap goes on

Steps = NDArray[np.uint8]


@dataclass(frozen=True)
class Alignment:
    """``page_index[j]`` is the page character paired with table character ``j``, or -1; ``is_equal[j]``: they are the same."""

    page_index: NDArray[np.int64]
    is_equal: NDArray[np.bool_]
    score: float


class TooLongError(ValueError):
    """Page and table together exceed what is aligned; the message says both lengths."""


def align(page: str, table: str, is_boundary: NDArray[np.bool_], is_free_start: bool = True, is_free_end: bool = True) -> Alignment:
    """The best pairing of ``table``'s characters with ``page``'s, in order.

    ``is_boundary``: (len(table) + 1,), true before the first character of each cell and at the end. Page text before
    (after) the table is free if ``is_free_start`` (``is_free_end``). An empty page or table pairs nothing. Raises
    ``TooLongError`` above ``MAX_PRODUCT``.
    """
    if len(page) * len(table) > MAX_PRODUCT:
        raise TooLongError(f"{len(page)} characters of page and {len(table)} of table are too many to align")
    gap = np.where(is_boundary, GAP_BETWEEN, GAP_INSIDE).astype(np.int32)
    free = [edge for edge, is_free in ((0, is_free_start), (-1, is_free_end)) if is_free]
    steps, score = _fill(page, table, gap, free)
    page_index = _trace(steps, len(page), len(table))
    codes, wanted = _codes(page), _codes(table)
    found = page_index >= 0
    is_equal = np.zeros(len(table), dtype=np.bool_)
    is_equal[found] = codes[page_index[found]] == wanted[found]
    return Alignment(page_index, is_equal, score / SCALE)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _fill(page: str, table: str, gap: NDArray[np.int32], free: list[int]) -> tuple[Steps, float]:
    """All steps, (page + 1, table + 1), and the total; one page character is one row."""
    size = len(table) + 1
    wanted = _codes(table)
    gains = {c: np.where(wanted == ord(c), MATCH, MISMATCH).astype(np.int32) for c in set(page)}
    steps = np.zeros((len(page) + 1, size), dtype=np.uint8)
    ramp = (np.arange(size, dtype=np.int32) * GAP_NEXT).astype(np.int32)
    best = np.zeros(size, dtype=np.int32)
    skip_page = np.full(size, NEVER, dtype=np.int32)
    steps[0, 1:] = BY_TABLE | TABLE_AGAIN
    pair, opened, skip_table = np.empty(size, np.int32), np.empty(size, np.int32), np.full(size, NEVER, dtype=np.int32)
    for row, character in enumerate(page, 1):
        pair[0] = NEVER
        np.add(best[:-1], gains[character], out=pair[1:])
        np.subtract(best, gap, out=opened)
        again = skip_page > opened
        np.maximum(skip_page, opened, out=skip_page)
        skip_page -= GAP_NEXT
        for edge in free:
            skip_page[edge], again[edge] = best[edge] + OUTSIDE, False
        by_page = skip_page > pair
        np.maximum(pair, skip_page, out=pair)
        np.subtract(pair, gap, out=opened)
        opened += ramp
        reach = np.maximum.accumulate(opened)
        np.subtract(reach[:-1], ramp[1:], out=skip_table[1:])
        by_table = skip_table > pair
        best = np.maximum(pair, skip_table)
        code = steps[row]
        code |= by_page
        code |= by_table.view(np.uint8) * np.uint8(BY_TABLE)
        code |= again.view(np.uint8) * np.uint8(PAGE_AGAIN)
        code[1:] |= (reach[:-1] > opened[:-1]).view(np.uint8) * np.uint8(TABLE_AGAIN)
    return steps, float(best[-1])


def _trace(steps: Steps, row: int, column: int) -> NDArray[np.int64]:
    """The page character of each table character, or -1, by walking back from the end."""
    found = np.full(column, -1, dtype=np.int64)
    state = 0  # 0: any move, BY_PAGE: inside a page gap, BY_TABLE: inside a table gap, -1: not a table gap
    while row > 0 and column > 0:
        code = int(steps[row, column])
        if state == BY_TABLE or (state == 0 and code & BY_TABLE):
            state = BY_TABLE if code & TABLE_AGAIN else -1
            column -= 1
        elif state == BY_PAGE or code & BY_PAGE:
            state = BY_PAGE if code & PAGE_AGAIN else 0
            row -= 1
        else:
            state, row, column = 0, row - 1, column - 1
            found[column] = row
    return found
