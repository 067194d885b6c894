"""User units: pages whose unit is not 1/72 inch. pdfium ignores ``/UserUnit``, so it is read beside it.

The scan for the key costs about a millisecond per megabyte; only files that have it are parsed a second time.
"""

from __future__ import annotations

import io
import logging
import re
import zlib

logger = logging.getLogger(__name__)

KEY = b"/UserUnit"
OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
MAX_INFLATED = 20_000_000  # bytes of one object stream looked at
MAX_UNIT = 14_400.0


def read_user_units(data: bytes, password: str | None) -> dict[int, float]:
    """Unit of each page (from 1) that states another one than 1; empty for nearly all files."""
    if KEY not in data and not _is_in_object_stream(data):
        return {}
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
        units = {number: _number(page.attrs.get("UserUnit")) for number, page in enumerate(PDFPage.create_pages(document), start=1)}
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        logger.warning("user units could not be read, points are taken as 1/72 inch: %s", type(error).__name__)
        return {}
    return {number: unit for number, unit in units.items() if unit != 1.0}


def _number(value: object) -> float:
    from pdfminer.pdftypes import resolve1

    found = resolve1(value)
    return float(found) if isinstance(found, int | float) and 0 < found <= MAX_UNIT else 1.0


def _is_in_object_stream(data: bytes) -> bool:
    """Whether a compressed object stream names the key; encrypted streams do not inflate and count as without it."""
    for match in OBJECT_STREAM.finditer(data):
        try:
            if KEY in zlib.decompressobj().decompress(memoryview(data)[match.end() :], MAX_INFLATED):
                return True
        except zlib.error:
            continue
    return False
