"""The published Table Transformer code itself, where somebody has put its repository beside ours: its scores of our tables.

In: a folder with ``src/grits.py`` (and ``src/eval.py`` for adjacency). Out: its scores as (F, precision, recall, upper bound).
Nothing of it is part of this package. Its module needs PyMuPDF; rectangles are handed over as lists, since current releases of
PyMuPDF refuse the arrays that the published code passes.
"""

from __future__ import annotations

import ast
import importlib.util
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from table import Cell

Cells = list[dict[str, Any]]
Scores = tuple[float, float, float, float]
ADJACENCY = {"cells_to_adjacency_pair_list", "cells_to_adjacency_pair_list_with_blanks", "dar_con", "dar_con_original", "dar_con_new"}


def load_published_grits(folder: Path) -> ModuleType:
    """The published module under a name that is not our package's. Raises ``FileNotFoundError``, or ``ImportError`` without PyMuPDF."""
    path = folder / "src" / "grits.py"
    if not path.is_file():
        raise FileNotFoundError(f"the published repository is not there: no {path}")
    spec = importlib.util.spec_from_file_location("published_grits", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_published_adjacency(folder: Path, grits: ModuleType) -> SimpleNamespace:
    """The adjacency functions of the published ``eval.py``, which as a whole would import torch, matplotlib and pycocotools."""
    path = folder / "src" / "eval.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in ADJACENCY]
    names: dict[str, Any] = {"Counter": Counter, "grits": grits}
    exec(compile(tree, str(path), "exec"), names)
    return SimpleNamespace(**{name: names[name] for name in ADJACENCY})


def published_cells(cells: Sequence[Cell]) -> Cells:
    """Our cells in the published form; a cell without a box gets an empty one."""
    return [
        {"row_nums": list(c.rows), "column_nums": list(c.columns), "cell_text": c.text, "bbox": list(c.bbox) if c.bbox else [0, 0, 0, 0]}
        for c in cells
    ]


def published_scorers(grits: ModuleType, truth: Cells, prediction: Cells) -> dict[str, Callable[[], Scores]]:
    """``top``, ``con`` and ``loc`` as functions to call; the grids are made beforehand."""
    spans = [_grid(grits.cells_to_relspan_grid(cells)) for cells in (truth, prediction)]
    texts = [_grid(grits.cells_to_grid(cells, key="cell_text")) for cells in (truth, prediction)]
    boxes = [_grid(grits.cells_to_grid(cells, key="bbox")) for cells in (truth, prediction)]
    return {"top": lambda: grits.grits_top(*spans), "con": lambda: grits.grits_con(*texts), "loc": lambda: grits.grits_loc(*boxes)}


def _grid(rows: list[list[Any]]) -> np.ndarray[Any, Any]:
    grid = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            grid[i, k] = value
    return grid
