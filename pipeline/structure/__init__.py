"""From the structure model's objects to a table: ``refine``, ``to_grid``, ``fill`` (pure, milliseconds).

``split_view`` and ``join_objects`` serve tables with more rows than the model can return; ``compat_table`` repeats
the reference's post-processing.
"""

from pipeline.structure.bands import Band, join_objects, split_view
from pipeline.structure.compat import compat_table
from pipeline.structure.fill import fill
from pipeline.structure.outer_rows import drop_outer_text
from pipeline.structure.refine import find_grid, refine, to_grid

__all__ = ["Band", "compat_table", "drop_outer_text", "fill", "find_grid", "join_objects", "refine", "split_view", "to_grid"]
