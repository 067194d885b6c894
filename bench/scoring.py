"""All scores of one predicted table, and what kind of table it is.

A prediction is a valid table or bare cells that may not tile a grid; it is scored either way. A missing prediction, or
one no metric can compare, scores 0 everywhere and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from grits import (
    Gridded,
    Mode,
    Score,
    ScoreLimitError,
    TextSwitch,
    ValueCounts,
    adjacency_score,
    grits_scores,
    header_cell_score,
    is_complex,
    normalise_text,
    projected_row_header_score,
    score_from_counts,
    t_lag,
    table_record_match,
    teds,
    value_counts,
)
from grits.matrices import CellMatrix, cell_matrix
from table import Cell, GridError, Table

CellTexts = Literal["by boxes", "as returned"]
COMPARED_AS = {"pdf-parse-bench": (TextSwitch.PLAIN,)}  # by the key of a set: LaTeX and a PDF's words share letters and digits only
LARGE = 200  # grid cells beyond which a table counts as large
ROLE_METRICS = ("header_f1", "prh_f1")
MICRO_METRICS = ("grits_top", "grits_con", "grits_loc", "adjacency", "header_f1", "prh_f1")


@dataclass(frozen=True, slots=True)
class TableKind:
    """What the breakdowns of a report are made by; sizes are in grid rows and columns of the truth."""

    num_rows: int
    num_columns: int
    is_complex: bool
    has_column_header: bool
    has_projected_row_header: bool
    has_spanning_column_header: bool

    @property
    def num_positions(self) -> int:
        return self.num_rows * self.num_columns

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds of table this one belongs to, besides "all"."""
        return (
            "complex" if self.is_complex else "simple",
            size_class(self.num_positions),
            *(("with projected row header",) if self.has_projected_row_header else ()),
            *(("with spanning column header",) if self.has_spanning_column_header else ()),
        )


def size_class(num_positions: int) -> str:
    """The size's name: up to 50, up to 100, up to 200, or more grid cells."""
    for limit in (50, 100, LARGE):
        if num_positions <= limit:
            return f"up to {limit} cells"
    return f"more than {LARGE} cells"


@dataclass(frozen=True, slots=True)
class TableScores:
    """Scores 0..1 by metric; ``counts`` keep what micro averages need; ``problems`` say what was wrong.

    ``cell_values`` counts the values of the truth and those that came out right; none where the truth has no text.
    """

    values: dict[str, float]
    counts: dict[str, Score] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    cell_values: ValueCounts = field(default_factory=ValueCounts)


@dataclass(frozen=True, slots=True)
class ScoringOptions:
    """Which metrics are computed and how; part of a result's JSON.

    ``switches`` change texts on both sides before comparing and are named in the report; published figures use none.
    ``with_content`` is false where the truth has no texts: only structure and place are scored.
    ``cell_texts``: where the truth is an annotation by boxes with words, predictions get their texts "by boxes" too, or
    are taken "as returned" to users. ``extra_tables_cost``: predicted tables that answer no true one are tables with score 0.
    """

    mode: Mode = "reference"
    switches: tuple[TextSwitch, ...] = ()
    with_loc: bool = True
    with_content: bool = True
    with_teds: bool = False
    with_records: bool = False
    cell_texts: CellTexts = "by boxes"
    extra_tables_cost: bool = False

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the scores, in the order reports print them."""
        loc = ("grits_loc",) if self.with_loc else ()
        if not self.with_content:
            return ("grits_top", *loc, "exact_topology", *(("teds_struct",) if self.with_teds else ()))
        return (
            "grits_top",
            "grits_con",
            *loc,
            "acc_con",
            "acc_con_no_space",
            "exact_topology",
            "adjacency",
            *ROLE_METRICS,
            *(("teds", "teds_struct") if self.with_teds else ()),
            *(("trm", "gtrm", "t_lag") if self.with_records else ()),
        )


def kind_of(truth: Gridded) -> TableKind:
    """The kind of a true table; of bare cells their grid after mending."""
    matrix = cell_matrix(truth)
    rows, columns = matrix.owner.shape
    header = [cell for cell in matrix.cells if cell.is_column_header]
    return TableKind(
        num_rows=rows,
        num_columns=columns,
        is_complex=is_complex(truth),
        has_column_header=bool(header),
        has_projected_row_header=any(cell.is_projected_row_header for cell in matrix.cells),
        has_spanning_column_header=any(cell.is_spanning for cell in header),
    )


def score_table(truth: Gridded, prediction: Gridded | None, options: ScoringOptions, problem: str = "") -> TableScores:
    """All scores of ``prediction``; without one, or where it is too malformed to compare, 0 with the reason."""
    if prediction is None:
        return failed(truth, options, problem or "no table was predicted here")
    try:
        scores = _scores(_switched(truth, options), _switched(prediction, options), options)
    except (GridError, ScoreLimitError, MemoryError) as error:
        return failed(truth, options, f"cannot be compared: {error}")
    return scores if not problem else replace(scores, problems=(problem, *scores.problems))


def failed(truth: Gridded, options: ScoringOptions, reason: str) -> TableScores:
    """Scores of a table that was missed: 0, with the true counts so that micro averages see the miss."""
    size = cell_matrix(truth).owner.size
    counts = {name: score_from_counts(0, size, 0) for name in ("grits_top", "grits_con", *(("grits_loc",) if options.with_loc else ()))}
    return TableScores(dict.fromkeys(options.metrics, 0.0), counts, (reason,), _cell_values(truth, None, options))


def _scores(truth: Gridded, prediction: Gridded, options: ScoringOptions) -> TableScores:
    grid = grits_scores(truth, prediction, options.mode, with_loc=options.with_loc)
    counts = {
        "grits_top": grid.top,
        "grits_con": grid.con,
        **({"grits_loc": grid.loc} if grid.loc else {}),
        "adjacency": adjacency_score(truth, prediction),
        "header_f1": header_cell_score(truth, prediction),
        "prh_f1": projected_row_header_score(truth, prediction),
    }
    values = {name: score.value for name, score in counts.items()}
    values |= {
        "acc_con": float(grid.has_exact_content),
        "acc_con_no_space": float(has_equal_text(truth, prediction, (TextSwitch.NO_WHITE_SPACE,))),
        "exact_topology": float(grid.has_exact_topology),
    }
    if options.with_teds:
        values |= {"teds": _teds(truth, prediction, False), "teds_struct": _teds(truth, prediction, True)}
    if options.with_records:
        records = table_record_match(truth, prediction)
        values |= {"trm": records, "gtrm": (grid.con.value + records) / 2, "t_lag": t_lag(truth, prediction).value}
    cell_values = _cell_values(truth, prediction, options)
    return TableScores({name: values[name] for name in options.metrics}, counts, grid.problems, cell_values)


def _cell_values(truth: Gridded, prediction: Gridded | None, options: ScoringOptions) -> ValueCounts:
    return value_counts(truth, prediction) if options.with_content else ValueCounts()


def has_equal_text(truth: Gridded, prediction: Gridded, switches: Sequence[TextSwitch]) -> bool:
    """AccCont of one table under text switches: equal size and equal text at every grid position."""
    ours, theirs = cell_matrix(truth), cell_matrix(prediction)
    return ours.owner.shape == theirs.owner.shape and _texts(ours, switches) == _texts(theirs, switches)


def _texts(matrix: CellMatrix, switches: Sequence[TextSwitch]) -> list[str]:
    texts = [normalise_text(text, switches) for text in matrix.texts()]
    return [texts[index] for index in matrix.owner.ravel().tolist()]


def _switched(gridded: Gridded, options: ScoringOptions) -> Gridded:
    if not options.switches:
        return gridded
    cells = gridded.cells if isinstance(gridded, Table) else gridded
    changed = tuple(_with_text(cell, normalise_text(cell.text, options.switches)) for cell in cells)
    return _table_of(gridded, changed) if isinstance(gridded, Table) else changed


def _with_text(cell: Cell, text: str) -> Cell:
    return Cell(cell.rows, cell.columns, text, cell.bbox, cell.is_column_header, cell.is_projected_row_header, cell.confidence)


def _table_of(table: Table, cells: tuple[Cell, ...]) -> Table:
    return Table(table.num_rows, table.num_columns, cells, table.page, table.bbox)


def _teds(truth: Gridded, prediction: Gridded, structure_only: bool) -> float:
    """TEDS of two valid tables with ``thead`` and ``tbody``; bare cells are mended first."""
    return teds(as_table(truth), as_table(prediction), structure_only=structure_only, with_sections=True)


def as_table(gridded: Gridded) -> Table:
    """A valid table of bare cells, one blank or repeated cell per position where they do not tile."""
    if isinstance(gridded, Table):
        return gridded
    cells = tuple(gridded)
    matrix = cell_matrix(cells)
    rows, columns = matrix.owner.shape if matrix.owner.size else (0, 0)
    try:
        return Table(rows, columns, matrix.cells)
    except GridError:
        singles = [
            _with_place(matrix.cells[owner], row, column)
            for row, line in enumerate(matrix.owner.tolist())
            for column, owner in enumerate(line)
        ]
        return Table(rows, columns, tuple(singles))


def _with_place(cell: Cell, row: int, column: int) -> Cell:
    return Cell(range(row, row + 1), range(column, column + 1), cell.text, None, cell.is_column_header, cell.is_projected_row_header)
