"""Shared value types of tables: boxes, words, labels, cells and tables, with their readers and writers."""

from table.cells import Cell, GridError, Note, RowPiece, Table, TablePart, TextBlock
from table.geometry import BBox, Ruling, Shading, Word
from table.labels import DetectionLabel, Label, StructureLabel

__all__ = [
    "BBox",
    "Cell",
    "DetectionLabel",
    "GridError",
    "Label",
    "Note",
    "RowPiece",
    "Ruling",
    "Shading",
    "StructureLabel",
    "Table",
    "TablePart",
    "TextBlock",
    "Word",
]
