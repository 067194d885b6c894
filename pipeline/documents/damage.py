"""Pages whose drawing operators cannot be inflated to their end: pdfium draws what comes before the damage and does not say so.

Typical: a PDF that was sent as text, whose bytes above 127 were replaced. A look at the raw bytes clears nearly all files (2 ms per
megabyte); the others are parsed a second time, and the pages that run through damaged content are named. Not looked for: damage in
other filters than Flate, in encrypted files, in fonts and in pictures.
"""

from __future__ import annotations

import io
import logging
import zlib
from dataclasses import dataclass
from typing import Any

from pipeline.documents.content_size import MAX_CONTENT
from pipeline.documents.streams import FLATE, content_streams

logger = logging.getLogger(__name__)

CHUNK = 1_000_000  # bytes inflated at once
HEAD_BYTES = 2  # of zlib, before the deflated bytes; checksums behind them are often missing in sound files
MAX_DEPTH = 40  # forms in forms
OTHER_FILTERS = (b"/ASCII", b"/LZW", b"/RunLength", b"/Crypt")


@dataclass(frozen=True, slots=True)
class Damage:
    """The pages (from 1) some of whose content is damaged; ``is_unplaced``: there is damage, and no telling where."""

    pages: frozenset[int] = frozenset()
    is_unplaced: bool = False


NO_DAMAGE = Damage()


def find_damage(data: bytes, num_pages: int) -> Damage:
    """What of the pages' content is damaged: nothing in nearly all files."""
    if b"/Encrypt" in data or not any(_is_suspect(head, raw) for head, raw in content_streams(data)):
        return NO_DAMAGE
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    try:
        pages = list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))))
        known: dict[int, bool] = {}
        found = frozenset(number for number, page in enumerate(pages, start=1) if _page_is_damaged(page, known))
        is_all_seen = len(pages) == num_pages and all(map(_has_its_content, pages))
    except (PDFException, PSException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        logger.info("which pages are damaged could not be told: %s", type(error).__name__)
        return Damage(is_unplaced=True)
    return Damage(found) if is_all_seen else Damage(is_unplaced=True)


def _is_suspect(head: bytes, raw: memoryview) -> bool:
    return head.count(FLATE) == 1 and not any(name in head for name in OTHER_FILTERS) and not is_whole(raw)


def is_whole(raw: bytes | memoryview) -> bool:
    """Whether some Flate data can be inflated to its end; nothing at all counts as whole, and so does what no page may run through."""
    inflater, rest, size = zlib.decompressobj(-zlib.MAX_WBITS), bytes(raw[HEAD_BYTES:]), 0
    if not rest.strip():
        return True
    try:
        while rest and not inflater.eof and size <= MAX_CONTENT:
            size += len(inflater.decompress(rest, CHUNK))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return False
    return inflater.eof or size > MAX_CONTENT


def _has_its_content(page: Any) -> bool:
    from pdfminer.pdftypes import resolve1

    return all(resolve1(content) is not None for content in page.contents)


def _page_is_damaged(page: Any, known: dict[int, bool]) -> bool:
    from pdfminer.pdftypes import resolve1

    is_own = any(_is_damaged(resolve1(content), known, 0) for content in page.contents)
    return is_own or _draws_damaged(page.resources, known, 0)


def _is_damaged(stream: Any, known: dict[int, bool], depth: int) -> bool:
    """Whether a stream is damaged, or a form that it may draw; ``known`` are the answers for other objects."""
    from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream

    if not isinstance(stream, PDFStream) or stream.rawdata is None or depth > MAX_DEPTH:
        return False
    number = stream.objid or 0
    if number not in known:
        known[number] = False  # what draws itself is not looked at again
        names = [name for name, _ in stream.get_filters()]
        is_flate = len(names) == 1 and names[0] in LITERALS_FLATE_DECODE
        known[number] = (is_flate and not is_whole(stream.rawdata)) or _draws_damaged(stream.attrs.get("Resources"), known, depth)
    return known[number]


def _draws_damaged(resources: Any, known: dict[int, bool], depth: int) -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1

    objects = resolve1((resolve1(resources) or {}).get("XObject")) or {}
    items = [resolve1(item) for item in objects.values()]
    forms = [item for item in items if isinstance(item, PDFStream) and getattr(item.attrs.get("Subtype"), "name", "") == "Form"]
    return any(_is_damaged(form, known, depth + 1) for form in forms)
