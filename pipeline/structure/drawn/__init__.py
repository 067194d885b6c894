"""The drawn grid is obeyed: where rulings close cells around the words of a table, these are its rows, columns and spans.

``choice`` picks the lattice of a table, ``columns`` and ``rows`` say where the model's borders cut a row or column
of the lattice further, ``spans`` maps cells and header onto the new ones, ``obey`` puts the steps in order.
"""

from pipeline.structure.drawn.obey import as_drawn

__all__ = ["as_drawn"]
