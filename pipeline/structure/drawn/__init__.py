"""The drawn grid is obeyed: where rulings close cells around the words of a table, these are its rows, columns and spans.

``choice`` picks the lattice of a table, ``column_lanes`` and ``row_lanes`` say where the model's borders cut a lane of
the lattice further, ``spans`` maps cells and header onto the new lanes, ``obey`` puts the steps in order.
"""

from pipeline.structure.drawn.obey import as_drawn

__all__ = ["as_drawn"]
