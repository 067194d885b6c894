"""Tables out of documents: the public API.

>>> from pipeline import extract  # doctest: +SKIP
>>> for table in extract("report.pdf").tables:  # doctest: +SKIP
...     print(table.to_markdown())
"""

from pipeline.errors import ExtractionError, InputError
from pipeline.extractor import Extractor, PageDone, extract
from pipeline.option_checks import check_options, rule_names, service_version
from pipeline.options import Options, RegionRequest
from pipeline.page_ranges import parse_pages
from pipeline.recordings import Recording, ReplayDetector, ReplayRecognizer
from pipeline.regions import parse_region, parse_regions
from pipeline.result import DocumentResult, ErrorNote, PageResult, TableFailure
from table import BBox, Cell, Table, Word

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
