"""What is drawn, as grids: closed cells between horizontal and vertical rulings, found without a model.

``lines`` joins rulings and the edges of shadings, ``systems`` says which lines hang together, ``cells`` finds the closed
rectangles between them, ``verdicts`` decides which of the grids are tables, ``find`` puts the steps in order. Pure; works
the same for pages, views and pictures, as all distances are in em, the size of type.
"""

from pipeline.lattice.find import find_lattices, find_table_lattices
from pipeline.lattice.types import Lattice, LatticeCell, Verdict
from pipeline.lattice.verdicts import judge

__all__ = ["Lattice", "LatticeCell", "Verdict", "find_lattices", "find_table_lattices", "judge"]
