"""How well header cells and projected row headers are recognised, as F1 over grid positions and over rows.

Positions are compared as they are, without alignment, so these scores are strict where rows are missing; tables in
which neither side has headers score 1.
"""

from __future__ import annotations

from collections.abc import Set

from grits.matrices import Gridded, cell_matrix
from grits.scores import Score, score_from_counts


def header_cell_score(truth: Gridded, prediction: Gridded) -> Score:
    """F1 over the grid positions covered by column-header cells."""
    return _compare(_header_positions(truth), _header_positions(prediction))


def projected_row_header_score(truth: Gridded, prediction: Gridded) -> Score:
    """F1 over the grid rows that hold a projected row header."""
    return _compare(_projected_rows(truth), _projected_rows(prediction))


def _header_positions(gridded: Gridded) -> Set[object]:
    return {position for cell in cell_matrix(gridded).cells if cell.is_column_header for position in cell.positions()}


def _projected_rows(gridded: Gridded) -> Set[object]:
    return {row for cell in cell_matrix(gridded).cells if cell.is_projected_row_header for row in cell.rows}


def _compare(truth: Set[object], prediction: Set[object]) -> Score:
    return score_from_counts(len(truth & prediction), len(truth), len(prediction))
