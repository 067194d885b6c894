"""From an article's PDF and markup, or a dataset's files, to clean canonical tables: the rules of PubTables-1M."""

from canonicalize.canonical import CanonicalResult, canonicalize, canonicalize_safely
from canonicalize.completion import CompletionError, LocatedTable, complete, count_objects, dilate, objects_of
from canonicalize.draft import Merge
from canonicalize.errors import AnnotationError
from canonicalize.options import FINTABNET_SCRIPT, ICDAR_SCRIPT, PAPER, PUBMED_SCRIPT, SCITSR_SCRIPT, CanonicalOptions

__all__ = [
    "FINTABNET_SCRIPT",
    "ICDAR_SCRIPT",
    "PAPER",
    "PUBMED_SCRIPT",
    "SCITSR_SCRIPT",
    "AnnotationError",
    "CanonicalOptions",
    "CanonicalResult",
    "CompletionError",
    "LocatedTable",
    "Merge",
    "canonicalize",
    "canonicalize_safely",
    "complete",
    "count_objects",
    "dilate",
    "objects_of",
]
