"""Documents in: PDF and pictures as pages with words, rulings, shadings and a way to draw them."""

from pipeline.documents.document import Document
from pipeline.documents.opening import Source, open_document
from pipeline.documents.pdfium import PDFIUM_LOCK

__all__ = ["PDFIUM_LOCK", "Document", "Source", "open_document"]
