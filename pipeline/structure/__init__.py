"""From the structure model's objects to a table: ``refine``, ``to_grid``, ``fill`` (pure, milliseconds)."""

from pipeline.structure.fill import fill
from pipeline.structure.refine import refine, to_grid

__all__ = ["fill", "refine", "to_grid"]
