"""The definition of the published scores, written out slowly and literally, as the yardstick of the fast code.

Nothing here is shared with the package: plain lists, one pair of positions at a time, alignment tables filled cell by
cell with the published order of preference on ties (pair, then skip a true item, then skip a predicted one).
"""

from __future__ import annotations

import struct
from collections import Counter
from difflib import SequenceMatcher


def single(value):
    """The value as a C float holds it: the published code's rectangle type stores coordinates so."""
    return struct.unpack("f", struct.pack("f", value))[0]


def enclosing_overlap(a, b):
    a, b = [single(v) for v in a], [single(v) for v in b]
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    common = wide * high if wide > 0 and high > 0 else 0.0
    around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    return common / around if around > 0 else 0.0


def true_overlap(a, b):
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    common = wide * high if wide > 0 and high > 0 else 0.0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return common / union if union > 0 else 0.0


def difflib_ratio(a, b):
    if not a and not b:
        return 1.0
    return 2 * sum(block.size for block in SequenceMatcher(None, a, b).get_matching_blocks()) / (len(a) + len(b))


def subsequence_ratio(a, b):
    if not a and not b:
        return 1.0
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for k, y in enumerate(b):
            best[i + 1][k + 1] = best[i][k] + 1 if x == y else max(best[i][k + 1], best[i + 1][k])
    return 2 * best[-1][-1] / (len(a) + len(b))


def align(num_true, num_predicted, reward):
    totals = [[0.0] * (num_predicted + 1) for _ in range(num_true + 1)]
    move = [["skip predicted"] * (num_predicted + 1) for _ in range(num_true + 1)]
    for i in range(1, num_true + 1):
        move[i][0] = "skip true"
        for k in range(1, num_predicted + 1):
            choices = [
                (totals[i - 1][k - 1] + reward(i - 1, k - 1), "pair"),
                (totals[i - 1][k], "skip true"),
                (totals[i][k - 1], "skip predicted"),
            ]
            totals[i][k] = max(value for value, _ in choices)
            move[i][k] = next(name for value, name in choices if value == totals[i][k])
    pairs, i, k = [], num_true, num_predicted
    while i or k:
        step = move[i][k]
        i, k = i - (step != "skip predicted"), k - (step != "skip true")
        if step == "pair":
            pairs.append((i, k))
    return pairs[::-1], totals[-1][-1]


def f_of(matched, num_true, num_predicted):
    precision = matched / num_predicted if num_predicted else 1.0
    recall = matched / num_true if num_true else 1.0
    return (2 * precision * recall / (precision + recall) if precision + recall else 0.0), precision, recall


def grid_score(truth, prediction, similarity):
    """(F, precision, recall, upper bound) of two lists of rows; ``[[]]`` is the table without cells."""
    rows_a, cols_a, rows_b, cols_b = len(truth), len(truth[0]), len(prediction), len(prediction[0])

    def row_reward(i, k):
        return align(cols_a, cols_b, lambda j, m: similarity(truth[i][j], prediction[k][m]))[1]

    def column_reward(j, m):
        return align(rows_a, rows_b, lambda i, k: similarity(truth[i][j], prediction[k][m]))[1]

    row_pairs, row_total = align(rows_a, rows_b, row_reward)
    column_pairs, column_total = align(cols_a, cols_b, column_reward)
    matched = sum(similarity(truth[i][j], prediction[k][m]) for i, k in row_pairs for j, m in column_pairs)
    bound = f_of(min(row_total, column_total), rows_a * cols_a, rows_b * cols_b)[0]
    return (*f_of(matched, rows_a * cols_a, rows_b * cols_b), bound)


def text_grid(cells):
    return _fill(cells, lambda cell, row, column: cell.text)


def box_grid(cells):
    return _fill(cells, lambda cell, row, column: tuple(cell.bbox))


def span_grid(cells):
    return _fill(
        cells,
        lambda cell, row, column: (cell.columns.start - column, cell.rows.start - row, cell.columns.stop - column, cell.rows.stop - row),
    )


def _fill(cells, value):
    if not cells:
        return [[]]
    grid = [[None] * max(cell.columns.stop for cell in cells) for _ in range(max(cell.rows.stop for cell in cells))]
    for cell in cells:
        for row in cell.rows:
            for column in cell.columns:
                grid[row][column] = value(cell, row, column)
    return grid


def adjacency_f(truth, prediction, *, skip_blanks):
    """(F, precision, recall) of relations (text, text, direction, blanks between), counted with multiplicity."""
    ours, theirs = Counter(_relations(truth, skip_blanks)), Counter(_relations(prediction, skip_blanks))
    return f_of(sum((ours & theirs).values()), sum(ours.values()), sum(theirs.values()))


def _relations(cells, skip_blanks):
    at = {(row, column): n for n, cell in enumerate(cells) for row in cell.rows for column in cell.columns}
    num_rows, num_columns = (max((p[axis] for p in at), default=-1) + 1 for axis in (0, 1))
    found = []
    for cell in cells:
        if skip_blanks and cell.text == "":
            continue
        partners = {}
        for column in cell.columns:
            for row in range(cell.rows.stop, num_rows):
                other = at[row, column]
                if cells[other].text != "" or not skip_blanks:
                    partners[other] = ("V", row - cell.rows.stop)
                    break
        for row in cell.rows:
            for column in range(cell.columns.stop, num_columns):
                other = at[row, column]
                if cells[other].text != "" or not skip_blanks:
                    partners[other] = ("H", column - cell.columns.stop)
                    break
        found += [(cell.text, cells[other].text, *relation) for other, relation in partners.items()]
    return found


def raw_grid(rows, columns, spanning):
    """Grid of boxes of raw rows, columns and spanning objects, each a list of boxes."""
    rows = sorted(rows, key=lambda b: b[1] + b[3])
    columns = sorted(columns, key=lambda b: b[0] + b[2])
    if not rows or not columns:
        return [[]]
    grid = [[_common(row, column) for column in columns] for row in rows]
    taken = set()
    for box in spanning:
        own_rows = [i for i, row in enumerate(rows) if _share((box[0], row[1], box[2], row[3]), box) >= 0.5]
        own_columns = [j for j, column in enumerate(columns) if _share((column[0], box[1], column[2], box[3]), box) >= 0.5]
        positions = {(i, j) for i in own_rows for j in own_columns}
        if positions and not positions & taken:
            taken |= positions
            merged = _common(_around([rows[i] for i in own_rows]), _around([columns[j] for j in own_columns]))
            for i, j in positions:
                grid[i][j] = merged
    return grid


def _share(part, whole):
    common = _common(part, whole)
    area = max(common[2] - common[0], 0) * max(common[3] - common[1], 0)
    return area / ((part[2] - part[0]) * (part[3] - part[1]))


def _common(a, b):
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _around(found):
    return min(b[0] for b in found), min(b[1] for b in found), max(b[2] for b in found), max(b[3] for b in found)
