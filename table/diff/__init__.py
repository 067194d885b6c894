"""Two extractions compared table by table and cell by cell: what changed, what moved, what is new or gone."""

from table.diff.comparing import CellChange, DocumentDiff, RowChange, TableDiff, diff_tables
from table.diff.rendering import diff_html, diff_text, diff_to_dict

__all__ = ["CellChange", "DocumentDiff", "RowChange", "TableDiff", "diff_html", "diff_tables", "diff_text", "diff_to_dict"]
