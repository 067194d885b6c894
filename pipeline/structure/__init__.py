"""From the structure model's objects to a table: ``walk_rules`` (or ``refine``), ``to_grid``, ``fill`` (pure, milliseconds).

``find_grid`` makes the rows and columns for a recognizer's second stage; ``split_view`` and ``join_objects`` serve tables
with more rows than the model can return; ``compat_table`` repeats the reference's post-processing.
"""

from pipeline.structure.bands import Band, join_objects, split_view
from pipeline.structure.compat import compat_table
from pipeline.structure.draft import to_grid
from pipeline.structure.fill import fill
from pipeline.structure.order import STRUCTURE_RULES, find_grid, refine, walk_rules

__all__ = ["STRUCTURE_RULES", "Band", "compat_table", "fill", "find_grid", "join_objects", "refine", "split_view", "to_grid", "walk_rules"]
