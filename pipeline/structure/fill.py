"""Grid and words to a finished table with texts, confidences and flags, in view points.

With a calibration confidences are the share of such cells and tables that are right (``signs.py``, ``pipeline.calibration``);
without one they are rough means. Of a cell: the mean of (a) the score of its structure, that is its span's score, else the mean
score of its row and column, and (b) its word fit, the mean share of its words' area inside the cell; a blank cell has (a) only.
Of a table: the mean of (a) the mean score of rows, columns, spans and header, (b) the mean word fit, (c) the share of the
region's words that are in a cell, and (d) the share of rows, columns and spans that the model supplied itself. Both are 0..1.
Without words (b) and (c) count 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.calibration import Calibration
from pipeline.flags import Flag
from pipeline.structure.signs import SIGNS, find_signs
from pipeline.structure.words.assign import Assignment, Block, Fitted, assign, grid_box
from pipeline.structure.words.looks import cell_looks
from pipeline.structure.words.text import reading_lines, text_of_lines
from pipeline.types import Grid, RegionView, Structure
from table import Cell, Table

MIN_WORD_FIT = 0.9  # of a word's area inside its cell, on average; PubTables-1M discards tables whose words fit worse


def fill(grid: Grid, view: RegionView, *, join_hyphens: bool = False, calibration: Calibration | None = None) -> Table:
    """The table of ``grid`` with the words of ``view``: boxes in view points, words outside the grid unassigned."""
    assignment = assign(grid, view)
    confidences = _confidences(grid.structure, assignment, view, calibration)
    parts = zip(assignment.blocks, assignment.words, confidences, strict=True)
    cells = tuple(_cell(block, words, confidence, grid.structure, view, join_hyphens=join_hyphens) for block, words, confidence in parts)
    return Table(
        num_rows=len(grid.structure.rows),
        num_columns=len(grid.structure.columns),
        cells=cells,
        page=view.page.number,
        bbox=grid_box(grid),
        confidence=table_confidence(grid.structure, assignment),
        flags=_flags(grid.structure, assignment),
        unassigned_words=assignment.unassigned + assignment.leaders,
        id=view.region.id,
        rotation=view.region.rotation,
        text_source="" if view.page.text_source == "none" else view.page.text_source,
    )


def _confidences(structure: Structure, assignment: Assignment, view: RegionView, calibration: Calibration | None) -> list[float]:
    if calibration is None:
        return [cell_confidence(block, words, structure) for block, words in zip(assignment.blocks, assignment.words, strict=True)]
    found: list[float] = calibration.of_cells(SIGNS, find_signs(structure, assignment, view).values).tolist()
    return found


def _cell(block: Block, fitted: Sequence[Fitted], confidence: float, structure: Structure, view: RegionView, *, join_hyphens: bool) -> Cell:
    lines = reading_lines([word for word, _ in fitted])
    text = text_of_lines(lines, join_hyphens=join_hyphens)
    span = None if block.span is None else structure.spans[block.span]
    return Cell(
        rows=block.rows,
        columns=block.columns,
        text=text,
        bbox=block.bbox,
        is_column_header=block.rows.stop <= structure.num_header_rows,
        is_projected_row_header=span is not None and span.is_projected_row_header,
        confidence=confidence,
        looks=cell_looks(lines, text, block.bbox, view),
    )


def cell_confidence(block: Block, words: Sequence[Fitted], structure: Structure) -> float:
    """0..1, see the module's opening."""
    if block.span is not None:
        score = structure.spans[block.span].score
    else:
        score = (structure.rows[block.rows.start].score + structure.columns[block.columns.start].score) / 2
    return _unit(_mean([score, _mean([fit for _, fit in words], 1.0)], 1.0) if words else score)


def table_confidence(structure: Structure, assignment: Assignment) -> float:
    """0..1, see the module's opening."""
    scores = [one.score for one in (*structure.rows, *structure.columns)] + [span.score for span in structure.spans]
    header = [structure.header_score] if structure.num_header_rows else []
    own = [one.score > 0 for one in (*structure.rows, *structure.columns)] + [True] * len(structure.spans)
    parts = [_mean(scores + header, 1.0), _mean_fit(assignment), _assigned_share(assignment), _mean(own, 1.0)]
    return _unit(_mean(parts, 1.0))


def _mean_fit(assignment: Assignment) -> float:
    return _mean([fit for words in assignment.words for _, fit in words], 1.0)


def _assigned_share(assignment: Assignment) -> float:
    assigned = sum(map(len, assignment.words))
    total = assigned + len(assignment.unassigned)
    return assigned / total if total else 1.0


def _flags(structure: Structure, assignment: Assignment) -> tuple[str, ...]:
    found: set[str] = set(structure.warnings)
    if _mean_fit(assignment) < MIN_WORD_FIT:
        found.add(Flag.LOW_WORD_FIT)
    if assignment.unassigned:
        found.add(Flag.WORDS_OUTSIDE_GRID)
    if not any(assignment.words):
        found.add(Flag.NO_WORDS)
    return tuple(sorted(map(str, found)))


def _mean(values: Sequence[float], empty: float) -> float:
    return sum(values) / len(values) if values else empty


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
