"""Tables out of documents: the public API.

>>> from pipeline import extract  # doctest: +SKIP
>>> for table in extract("report.pdf").tables:  # doctest: +SKIP
...     print(table.to_markdown())

The names below are imported when they are first used.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.errors import ExtractionError, InputError
    from pipeline.extractor import Extractor, PageDone, extract
    from pipeline.models.recordings import Recording, ReplayDetector, ReplayRecognizer
    from pipeline.options import Options, RegionRequest
    from pipeline.options.checks import check_options, rule_names, service_version
    from pipeline.options.pages import parse_pages
    from pipeline.regions import parse_region, parse_regions
    from pipeline.results.result import DocumentResult, ErrorNote, PageResult, TableFailure
    from table import BBox, Cell, Table, Word

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before onnxruntime is loaded, by us or an OCR engine: it would tell its maker

__all__ = [
    "BBox",
    "Cell",
    "DocumentResult",
    "ErrorNote",
    "ExtractionError",
    "Extractor",
    "InputError",
    "Options",
    "PageDone",
    "PageResult",
    "Recording",
    "RegionRequest",
    "ReplayDetector",
    "ReplayRecognizer",
    "Table",
    "TableFailure",
    "Word",
    "check_options",
    "extract",
    "parse_pages",
    "parse_region",
    "parse_regions",
    "rule_names",
    "service_version",
]

_HOMES = {
    "BBox": "table",
    "Cell": "table",
    "DocumentResult": "pipeline.results.result",
    "ErrorNote": "pipeline.results.result",
    "ExtractionError": "pipeline.errors",
    "Extractor": "pipeline.extractor",
    "InputError": "pipeline.errors",
    "Options": "pipeline.options",
    "PageDone": "pipeline.extractor",
    "PageResult": "pipeline.results.result",
    "Recording": "pipeline.models.recordings",
    "RegionRequest": "pipeline.options",
    "ReplayDetector": "pipeline.models.recordings",
    "ReplayRecognizer": "pipeline.models.recordings",
    "Table": "table",
    "TableFailure": "pipeline.results.result",
    "Word": "table",
    "check_options": "pipeline.options.checks",
    "extract": "pipeline.extractor",
    "parse_pages": "pipeline.options.pages",
    "parse_region": "pipeline.regions",
    "parse_regions": "pipeline.regions",
    "rule_names": "pipeline.options.checks",
    "service_version": "pipeline.options.checks",
}


def __getattr__(name: str) -> object:
    """A name of the API, imported when it is first used: ``import pipeline`` alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
