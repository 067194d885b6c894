"""Class names of PubTables-1M, spelled as in the dataset and in its checkpoints (paper section 4)."""

from __future__ import annotations

from enum import StrEnum


class DetectionLabel(StrEnum):
    """Classes of the detection model, in checkpoint order (ids 0, 1)."""

    TABLE = "table"
    TABLE_ROTATED = "table rotated"


class StructureLabel(StrEnum):
    """Classes of the structure model, in checkpoint order (ids 0..5): column comes before row."""

    TABLE = "table"
    COLUMN = "table column"
    ROW = "table row"
    COLUMN_HEADER = "table column header"
    PROJECTED_ROW_HEADER = "table projected row header"
    SPANNING_CELL = "table spanning cell"


Label = DetectionLabel | StructureLabel
