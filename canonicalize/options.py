"""What canonicalization may be told: the paper's Algorithm 1 by default, each difference of the published scripts by name.

The paper (PubTables-1M, section 3.3) and the scripts its authors published later disagree; every disagreement is
one option here, and ``PUBMED_SCRIPT``, ``FINTABNET_SCRIPT``, ``SCITSR_SCRIPT`` and ``ICDAR_SCRIPT`` are the sets the
scripts use ("Aligning benchmark datasets for table structure recognition", section 3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class HeaderStart(StrEnum):
    """When the first row is taken for a column header although nobody marked it (step H2)."""

    BLANK_STUB = "blank stub"  # paper: the cell at row 0, column 0 is blank
    SPANNING_FIRST_ROW = "spanning first row"  # process_pubmed: any cell of row 0 spans columns
    ALWAYS = "always"  # process_icdar2013: every table with two columns or more
    CUES = "cues"  # process_fintabnet, process_scitsr: more than two columns, else blank stub, span or cue words
    NEVER = "never"  # only what is marked


class HeaderExtent(StrEnum):
    """How far a column header reaches down (step H3)."""

    WANG_TREE = "wang tree"  # paper: until every column has a complete header cell of its own
    FIRST_COMPLETE_ROW = "first complete row"  # process_pubmed: up to the first row with one cell per column, marked or not
    FILLED_COLUMNS = "filled columns"  # the three alignment scripts: also until body rows are possible
    MARKED = "marked"  # never further than marked


class ProjectedRows(StrEnum):
    """Which body rows are projected row headers (step H4)."""

    ONE_TEXT_CELL = "one text cell"  # paper and alignment scripts: one non-blank cell, in the first column
    NOTHING_ON_THE_RIGHT = "nothing on the right"  # process_pubmed: no text right of column 0, or one wide cell
    MARKED = "marked"  # only cells marked as such


class FirstColumn(StrEnum):
    """When blank cells of the first column join the text above them (steps H5 and M5)."""

    ROW_HEADER = "row header"  # paper: if the first column has a spanning or blank cell
    MOSTLY_LETTERS = "mostly letters"  # process_fintabnet, process_icdar2013: only if column 1 has more letters than digits in the body
    NO_TRAILING = "no trailing"  # process_scitsr: blanks below the last text of the column stay
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalOptions:
    """Choices of one canonicalization; the defaults are Algorithm 1 of the paper."""

    header_start: HeaderStart = HeaderStart.BLANK_STUB
    header_extent: HeaderExtent = HeaderExtent.WANG_TREE
    projected_rows: ProjectedRows = ProjectedRows.ONE_TEXT_CELL
    first_column: FirstColumn = FirstColumn.ROW_HEADER
    header_steps: tuple[str, ...] = ("M1", "M2", "M3")  # the scripts' order is M3, M2, M1
    drop_blank_rows_and_columns: bool = False  # scripts: rows and columns without any text go, before and after the merges
    merge_what_is_spanned_together: bool = False  # scripts: neighbouring rows (columns) that only shared cells cover become one
    drop_edge_projected_rows: bool = False  # scripts: projected rows at the bottom are notes, at the top titles; both go
    join_header_texts: bool = True  # M1 also joins two texts ("Age" over "(years)"); False: only when one is blank


PAPER = CanonicalOptions()
PUBMED_SCRIPT = CanonicalOptions(
    header_start=HeaderStart.SPANNING_FIRST_ROW,
    header_extent=HeaderExtent.FIRST_COMPLETE_ROW,
    projected_rows=ProjectedRows.NOTHING_ON_THE_RIGHT,
    header_steps=(),
)
SCRIPT_STEPS = ("M3", "M2", "M1")
ICDAR_SCRIPT = CanonicalOptions(
    header_start=HeaderStart.ALWAYS,
    header_extent=HeaderExtent.FILLED_COLUMNS,
    first_column=FirstColumn.MOSTLY_LETTERS,
    header_steps=SCRIPT_STEPS,
    drop_blank_rows_and_columns=True,
    merge_what_is_spanned_together=True,
    drop_edge_projected_rows=True,
)
FINTABNET_SCRIPT = replace(ICDAR_SCRIPT, header_start=HeaderStart.CUES)
SCITSR_SCRIPT = replace(FINTABNET_SCRIPT, first_column=FirstColumn.NO_TRAILING)
