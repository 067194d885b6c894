"""The published Table Transformer code itself, where somebody has put its repository beside ours: its scores of our tables.

In: a folder with ``src/grits.py`` (and ``src/eval.py`` for adjacency, ``src/inference.py`` and ``src/postprocess.py`` for the
service's steps). Out: its scores as (F, precision, recall, upper bound), and the cells its service makes of objects and words.
Nothing of it is part of this package. Its module needs PyMuPDF; rectangles are handed over as lists, since current releases of
PyMuPDF refuse the arrays that the published code passes.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from table import Cell

Cells = list[dict[str, Any]]
Scores = tuple[float, float, float, float]
SERVICE = {"align_headers", "refine_table_structure", "objects_to_structures", "structure_to_cells"}
ADJACENCY = {"cells_to_adjacency_pair_list", "cells_to_adjacency_pair_list_with_blanks", "dar_con", "dar_con_original", "dar_con_new"}


def load_published_grits(folder: Path) -> ModuleType:
    """The published module under a name that is not our package's. Raises ``FileNotFoundError``, or ``ImportError`` without PyMuPDF."""
    return _load(folder / "src" / "grits.py", "published_grits")


def _load(path: Path, name: str) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(f"the published repository is not there: no {path}")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_published_adjacency(folder: Path, grits: ModuleType) -> SimpleNamespace:
    """The adjacency functions of the published ``eval.py``, which as a whole would import torch, matplotlib and pycocotools."""
    return _functions(folder / "src" / "eval.py", ADJACENCY, {"Counter": Counter, "grits": grits})


def load_published_service(folder: Path) -> SimpleNamespace:
    """The published service's steps after the model: functions of ``inference.py``, which as a whole would import torch."""
    steps = _load(folder / "src" / "postprocess.py", "published_postprocess")
    known = {"postprocess": steps, "iob": steps.iob, "Rect": steps.Rect, "defaultdict": defaultdict}
    return _functions(folder / "src" / "inference.py", SERVICE, known)


def _functions(path: Path, wanted: set[str], names: dict[str, Any]) -> SimpleNamespace:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in wanted]
    exec(compile(tree, str(path), "exec"), names)
    return SimpleNamespace(**{name: names[name] for name in wanted})


def published_service_tables(service: SimpleNamespace, objects: Cells, tokens: Cells) -> list[Cells] | str:
    """The cells of each table the published service makes of objects and words, or the name of the error it stops with."""
    objects, tokens = copy.deepcopy(objects), copy.deepcopy(tokens)
    try:
        structures = service.objects_to_structures(objects, tokens, defaultdict(lambda: 0.5))
        return [service.structure_to_cells(structure, tokens)[0] for structure in structures]
    except ZeroDivisionError:
        return "division by zero"


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
