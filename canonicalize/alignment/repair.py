"""Cells that the alignment missed, looked for again where the found cells say they must be.

Drawing order is not always the markup's order: centred stub texts, header lines drawn across columns, notes drawn before
the table. The found cells of a row and of a column give bands; in the crossing of its bands a missing cell's text is
compared with the characters that no other cell has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from canonicalize.alignment.normal import normalized, plain
from canonicalize.alignment.page_text import PageText
from table import Cell, Table

Glyphs = tuple[NDArray[np.int64], ...]

GOOD = 0.9  # share of a cell's characters from which it counts as found
CLOSE = 0.25  # edit distance of a region's text that is taken for the cell's
ROUNDS = 3
SLACK = 1.0  # points
LINE_GAP, WORD_GAP = 2.5, 10.0  # in character heights: gaps that no single cell's text has


def repair(page: PageText, table: Table, glyphs: Glyphs) -> Glyphs:
    """The characters of each cell, with missing cells filled in where their text was found; others are unchanged."""
    texts = [plain(cell.text) for cell in table.cells]
    current = list(_without_strays(page, table, glyphs))
    for _ in range(ROUNDS):
        missing = [k for k, text in enumerate(texts) if text and _share(page, current[k], text) < GOOD]
        improved = [k for k in sorted(missing, key=lambda k: -len(texts[k])) if _improve(page, table, texts, current, k)]
        if not improved:
            break
    return tuple(current)


def whole_words(page: PageText, glyphs: Glyphs) -> Glyphs:
    """The glyphs with every word completed that one cell alone has half of: marks that the markup lacks belong to it too."""
    owner = np.full(len(page.text), -1, dtype=np.int64)
    for number, found in enumerate(glyphs):
        owner[found] = number
    word = np.cumsum(page.starts_word) - 1
    grown: list[list[NDArray[np.int64]]] = [[found] for found in glyphs]
    for members in np.split(np.arange(len(word)), np.flatnonzero(np.diff(word)) + 1):
        owners = owner[members]
        known = np.unique(owners[owners >= 0])
        if len(known) == 1 and np.count_nonzero(owners >= 0) * 2 >= len(members):
            grown[known[0]].append(members)
    return tuple(np.unique(np.concatenate(parts)) for parts in grown)


def _share(page: PageText, found: NDArray[np.int64], text: str) -> float:
    return Levenshtein.normalized_similarity(plain("".join(page.text[i] for i in found)), text)


def _improve(page: PageText, table: Table, texts: Sequence[str], current: list[NDArray[np.int64]], k: int) -> bool:
    """Whether cell ``k`` was found better; ``current`` is updated."""
    cell = table.cells[k]
    good = [j for j in range(len(texts)) if j != k and texts[j] and len(current[j])]
    across = _region(page, table, current, good, cell, axis=0)
    down = _region(page, table, current, good, cell, axis=1)
    taken = np.concatenate([np.empty(0, dtype=np.int64), *(current[j] for j in good)])
    candidate = _search(page, texts[k], across, down, taken)
    if candidate is None or _share(page, candidate, texts[k]) <= _share(page, current[k], texts[k]):
        return False
    current[k] = candidate
    return True


def _region(
    page: PageText, table: Table, current: Sequence[NDArray[np.int64]], good: Sequence[int], cell: Cell, axis: int
) -> tuple[float, float]:
    """Where the cell may lie along ``axis`` (0: x, 1: y): between the rows or columns before and after, as far as they are known."""
    extent = cell.columns if axis == 0 else cell.rows
    before, after = -np.inf, np.inf
    for j in good:
        other = table.cells[j].columns if axis == 0 else table.cells[j].rows
        low, high = page.boxes[current[j], axis].min(), page.boxes[current[j], axis + 2].max()
        if other.stop <= extent.start:
            before = max(before, min(high, (low + high) / 2 if len(other) > 1 else high))
        if other.start >= extent.stop:
            after = min(after, low)
    return before - SLACK, after + SLACK


def _search(
    page: PageText, text: str, across: tuple[float, float], down: tuple[float, float], taken: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """The free characters in the region whose text is the cell's: a stretch in drawing or line order, else nearly all of them."""
    x, y = (page.boxes[:, 0] + page.boxes[:, 2]) / 2, (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    inside = (x >= across[0]) & (x <= across[1]) & (y >= down[0]) & (y <= down[1]) & (page.rotations == 0)
    inside[taken] = False
    drawn = np.flatnonzero(inside)
    if not len(drawn):
        return None
    by_line = drawn[np.lexsort((x[drawn], np.round(y[drawn])))]
    contents = [(order, *normalized("".join(page.text[i] for i in order))) for order in (drawn, by_line)]
    for order, content, origins in contents:
        if (at := content.find(text)) >= 0 and (len(text) > 1 or content.count(text) == 1):
            return order[np.unique(origins[at : at + len(text)])]
    for order, content, origins in contents:
        if Levenshtein.normalized_distance(content, text) <= CLOSE:
            return order[np.unique(origins[_paired(content, text)])]
    return None


def _paired(content: str, text: str) -> list[int]:
    """The positions of ``content`` that have a partner in ``text``: equal or replaced, not inserted."""
    paired = [op for op in Levenshtein.opcodes(content, text) if op.tag in ("equal", "replace")]
    return [position for op in paired for position in range(op.src_start, op.src_end)]


def _without_strays(page: PageText, table: Table, glyphs: Glyphs) -> Glyphs:
    """The glyphs without characters that stand beyond the middle of a neighbouring row or column: hits in a caption or by chance."""
    middles = [_middle(page, found) for found in glyphs]
    columns, rows = _typical(table, middles, axis=0), _typical(table, middles, axis=1)
    kept = []
    for cell, all_found in zip(table.cells, glyphs, strict=True):
        found = _main_block(page, all_found)
        x, y = ((page.boxes[found, axis] + page.boxes[found, axis + 2]) / 2 for axis in (0, 1))
        kept.append(found[_between(columns, cell.columns, x) & _between(rows, cell.rows, y)])
    return tuple(kept)


def _main_block(page: PageText, found: NDArray[np.int64]) -> NDArray[np.int64]:
    """The largest group of the cell's characters after cutting at wide gaps, first down the page, then across."""
    for axis, gap in ((1, LINE_GAP), (0, WORD_GAP)):
        if len(found) < 2:
            break
        low, high = page.boxes[found, axis], page.boxes[found, axis + 2]
        height = float(np.median(page.boxes[found, 3] - page.boxes[found, 1]))
        order = np.argsort(low, kind="stable")
        cuts = np.flatnonzero(low[order][1:] - np.maximum.accumulate(high[order])[:-1] > gap * height) + 1
        found = np.sort(max(np.split(found[order], cuts), key=len))
    return found


def _middle(page: PageText, found: NDArray[np.int64]) -> tuple[float, float] | None:
    if not len(found):
        return None
    boxes = page.boxes[found]
    return float((boxes[:, 0].min() + boxes[:, 2].max()) / 2), float((boxes[:, 1].min() + boxes[:, 3].max()) / 2)


def _typical(table: Table, middles: Sequence[tuple[float, float] | None], axis: int) -> dict[int, float]:
    """The median middle of the cells that each row or column has for itself."""
    values: dict[int, list[float]] = {}
    for cell, middle in zip(table.cells, middles, strict=True):
        extent = cell.columns if axis == 0 else cell.rows
        if middle is not None and len(extent) == 1:
            values.setdefault(extent.start, []).append(middle[axis])
    return {index: float(np.median(found)) for index, found in values.items() if len(found) >= 2}


def _between(typical: dict[int, float], extent: range, positions: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which ``positions`` lie between the typical middles before and after ``extent``."""
    before, after = typical.get(extent.start - 1, -np.inf), typical.get(extent.stop, np.inf)
    if before >= after:
        return np.ones(len(positions), dtype=np.bool_)
    return np.asarray((positions > before) & (positions < after))
