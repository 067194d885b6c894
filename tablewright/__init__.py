"""Tables out of PDFs and pictures: the command line, and the public API under the product's own name.

>>> import tablewright  # doctest: +SKIP
>>> tablewright.extract("report.pdf").tables  # doctest: +SKIP

``tablewright --help`` lists the commands. The names below are those of ``pipeline``, imported when first used, so the
command line starts at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline import BBox, Cell, DocumentResult, ExtractionError, Extractor, InputError, Options, RegionRequest, Table, Word, extract

__all__ = [
    "BBox",
    "Cell",
    "DocumentResult",
    "ExtractionError",
    "Extractor",
    "InputError",
    "Options",
    "RegionRequest",
    "Table",
    "Word",
    "extract",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(importlib.import_module("pipeline"), name)
    raise AttributeError(f"module 'tablewright' has no attribute {name!r}")
