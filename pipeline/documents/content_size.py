"""Pages whose content grows without bound: files of a few kilobytes that pdfium would read for minutes, in gigabytes.

A stream may inflate to a thousand times its size, and forms that draw forms multiply. pdfium cannot be stopped once it has begun a
page, so such pages are told before it sees them: a look at the raw bytes clears nearly all files, the others are parsed a second
time and what each of their pages runs through is added up. Not looked for: a page that names small content again and again,
content in other filters than Flate, patterns, and content that calls itself a picture or a font. There only the limits of time and
memory of the worker processes help.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.documents.streams import FLATE, content_streams

logger = logging.getLogger(__name__)

MAX_CONTENT = 50_000_000  # bytes that a page runs through; pdfium takes 0.07 s and 20 MB for a megabyte of short operators
MAX_RATIO = 1_032  # of Flate: what is shorter than the limit by more stays below it
CHUNK = 1_000_000  # bytes inflated at once
MAX_DEPTH = 40  # forms in forms
FORM, MAY_DRAW_FORMS = re.compile(rb"/Subtype\s*/Form\b"), re.compile(rb"/XObject\b|/Resources\s+\d")
DRAWN, ESCAPED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b"), re.compile(rb"#([0-9A-Fa-f]{2})")


def endless_pages(data: bytes, password: str | None) -> dict[int, int]:
    """The pages (from 1) that run through more than ``MAX_CONTENT`` bytes, and through how many; empty for nearly all files."""
    if not _may_be_endless(data):
        return {}
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
        known: dict[int, int] = {}
        sizes = {number: _size_of_page(page, known) for number, page in enumerate(PDFPage.create_pages(document), start=1)}
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        logger.warning("how much content the pages have could not be told: %s", type(error).__name__)
        return {}
    return {number: size for number, size in sizes.items() if size > MAX_CONTENT}


def _may_be_endless(data: bytes) -> bool:
    """Whether a stream is larger than the limit, or forms draw forms so often that they may multiply beyond it.

    Of an encrypted file nothing is seen but the lengths.
    """
    is_encrypted, drawn, largest = b"/Encrypt" in data, 1, 0
    for head, raw in content_streams(data):
        is_form = FORM.search(head) is not None
        may_draw, may_be_large = is_form and MAY_DRAW_FORMS.search(head) is not None, len(raw) * MAX_RATIO > MAX_CONTENT
        if is_encrypted and (may_draw or may_be_large):
            return True
        if is_form or may_be_large:
            size, times = _measured(_inflated(raw, head.count(FLATE)))
            if size > MAX_CONTENT:
                return True
            drawn, largest = drawn * max(1, times.total() if may_draw else 1), max(largest, size if is_form else 0)
    return drawn > 1 and drawn * largest > MAX_CONTENT


def _inflated(raw: bytes | memoryview, num_filters: int) -> Iterable[bytes | memoryview]:
    """``raw`` in parts, freed of so many Flate filters; at most a part more than ``MAX_CONTENT``, and what comes before damage."""
    parts: Iterable[bytes | memoryview] = [raw]
    for _ in range(num_filters):
        parts = _inflated_once(parts)
    return parts


def _inflated_once(parts: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    inflater, size = zlib.decompressobj(), 0
    try:
        for part in parts:
            rest: bytes | memoryview = part
            while len(rest) and size <= MAX_CONTENT and not inflater.eof:
                found = inflater.decompress(rest, CHUNK)
                rest, size = inflater.unconsumed_tail, size + len(found)
                yield found
    except zlib.error:
        return


def _measured(parts: Iterable[bytes | memoryview]) -> tuple[int, Counter[bytes]]:
    """The bytes of some content, and how often it draws what it calls by name."""
    size, times = 0, Counter[bytes]()
    for part in parts:
        size += len(part)
        times.update(DRAWN.findall(part))
    return size, times


def _size_of_page(page: Any, known: dict[int, int]) -> int:
    from pdfminer.pdftypes import resolve1

    return sum(_size_of(resolve1(content), page.resources, known, 0) for content in page.contents)


def _size_of(stream: Any, resources: Any, known: dict[int, int], depth: int) -> int:
    """The bytes of a stream with those of the forms that it draws, each time; ``known`` are those of other objects."""
    from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1

    if not isinstance(stream, PDFStream) or stream.rawdata is None or depth > MAX_DEPTH:
        return 0
    number = stream.objid or 0
    if number not in known:
        known[number] = 0  # what draws itself is not drawn again
        raw = stream.decipher(number, stream.genno or 0, stream.rawdata, stream.attrs) if stream.decipher else stream.rawdata
        size, times = _measured(_inflated(raw, sum(name in LITERALS_FLATE_DECODE for name, _ in stream.get_filters())))
        own = resolve1(stream.attrs.get("Resources")) or resources
        objects = resolve1(own.get("XObject")) or {}
        for name, count in times.items():
            item = resolve1(objects.get(ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), name).decode("latin-1")))
            if isinstance(item, PDFStream) and getattr(item.attrs.get("Subtype"), "name", "") == "Form":
                size += count * _size_of(item, own, known, depth + 1)
        known[number] = size
    return known[number]
