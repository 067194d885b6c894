"""Opening a document: bytes are read under a limit, the format is sniffed from the content, never from the name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline.documents.document import Document
from pipeline.documents.pdf import PdfFile
from pipeline.errors import CorruptDocument, InputError, TooLarge, UnsupportedFormat
from pipeline.extras import require
from pipeline.options import Options, declarations
from pipeline.types import OcrEngine

Source = Path | str | bytes | BinaryIO

READING = ("text", "words_from", "ocr")  # options that say how a document is read
NEEDS_OCR = "reading pictures and scanned pages"
PDF_HEADER_WITHIN = 1024  # bytes; readers accept junk before the header up to here
PDF_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")
SUPPORTED = "PDF, PNG, JPEG, TIFF, WebP, BMP and GIF are supported"
PICTURE_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"BM", b"GIF87a", b"GIF89a")
OTHER_HEADS = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"%!PS": "PostScript",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "a gzip archive",
}


def open_document(source: Source, options: Options, ocr: Callable[[], OcrEngine | None] | None = None) -> Document:
    """The opened document (a context manager). ``ocr`` makes the OCR engine on first need; default: as ``options`` say.

    Raises ``InputError`` (no such file, unknown option), ``TooLarge``, ``UnsupportedFormat``, ``EncryptedDocument`` or ``CorruptDocument``.
    """
    _check_options(options)
    data, name = read_source(source, options.max_bytes)
    kind = sniff(data)
    if ocr is None:
        ocr = partial(_make_engine, options)
    if kind == "pdf":
        return PdfFile(data, name, options, ocr)
    require("pictures", NEEDS_OCR)
    from pipeline.documents.picture import PictureFile

    return PictureFile(data, name, options, ocr)


def _make_engine(options: Options) -> OcrEngine | None:
    """As ``pipeline.ocr.make_engine``, imported when a page needs it. Raises ``ModelError`` where no engine is installed."""
    if options.ocr == "none":
        return None
    require("pictures", NEEDS_OCR)
    from pipeline.ocr import make_engine

    return make_engine(options)


def _check_options(options: Options) -> None:
    for one in declarations():
        if one.name in READING and (value := getattr(options, one.name)) not in one.choices:
            raise InputError(f"{one.name} is {value!r}, choose one of {', '.join(one.choices)}")


def read_source(source: Source, max_bytes: int) -> tuple[bytes, str]:
    """The bytes and the file name ("" when there is none). Raises ``TooLarge`` before more than ``max_bytes`` are read."""
    if isinstance(source, bytes):
        data, name = source, ""
    elif isinstance(source, str | Path):
        data, name = _read_file(Path(source), max_bytes), Path(source).name
    else:
        data, name = source.read(max_bytes + 1), Path(str(getattr(source, "name", ""))).name
    if len(data) > max_bytes:
        raise TooLarge(f"the document has more than {max_bytes} bytes, the limit; split it or raise the limit")
    return data, name


def _read_file(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot read {path.name!r}: {error.strerror or 'unknown error'}") from error


def sniff(data: bytes) -> str:
    """``"pdf"`` or ``"picture"``. Raises ``CorruptDocument`` for an empty file, ``UnsupportedFormat`` for anything else."""
    if not data:
        raise CorruptDocument("the document is empty (0 bytes); get a complete copy")
    if data.startswith(PICTURE_HEADS) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "picture"
    if b"%PDF-" in data[:PDF_HEADER_WITHIN] or _is_headless_pdf(data):
        return "pdf"
    what = next((text for head, text in OTHER_HEADS.items() if data.startswith(head)), None)
    raise UnsupportedFormat(f"this looks like {what}; {SUPPORTED}" if what else f"the format is not recognised; {SUPPORTED}")


def _is_headless_pdf(data: bytes) -> bool:
    """Whether a PDF lost its first line: objects near the start and a trailer are enough for a repair."""
    return bool(PDF_OBJECT.search(data[:PDF_HEADER_WITHIN])) and b"endobj" in data and b"trailer" in data
