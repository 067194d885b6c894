"""Where the documents of a request come from: uploads, base64 text, or (where the operator allows it) a public URL."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from fastapi import UploadFile

from app.fetching import check_url, fetch
from app.service import Service
from pipeline.errors import InputError, TooLarge
from pipeline.results.result import SUFFIXES

Named = tuple[str, bytes]


async def documents(service: Service, files: Sequence[UploadFile], encoded: str | None, url: str | None, name: str | None) -> list[Named]:
    """Name and bytes of each document. Raises ``InputError`` when there is none, too many, or one that cannot be had."""
    num_given = bool(files) + bool(encoded) + bool(url)
    if num_given == 0:
        raise InputError("no document: send a form (multipart/form-data) with the document as the field file, or as base64 or url")
    if num_given > 1:
        raise InputError("give the document as one of file, base64 and url, not as several of them")
    if len(files) > service.settings.max_files:
        raise TooLarge(f"{len(files)} files in one request, the limit is {service.settings.max_files}")
    if encoded:
        return [(plain_name(name or ""), _decoded(encoded))]
    if url:
        return [await _fetched(service, url, name)]
    return [(plain_name(file.filename or ""), await file.read()) for file in files]


def plain_name(name: str) -> str:
    """A file's name without folders and control characters."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(letter for letter in last if letter.isprintable())[:200]


def disposition(name: str, format_name: str) -> str:
    """``Content-Disposition`` that saves an answer under the document's name (RFC 6266)."""
    suffix = SUFFIXES.get(format_name, format_name)
    stem = PurePosixPath(name).stem.strip(". ") or "tables"
    ascii_stem = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " ._-") else "_" for letter in stem)
    return f"attachment; filename=\"{ascii_stem}.{suffix}\"; filename*=UTF-8''{quote(f'{stem}.{suffix}', safe='', errors='replace')}"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()).removeprefix("data:application/pdf;base64,"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("base64: this is no base64 text") from error


async def _fetched(service: Service, url: str, name: str | None) -> Named:
    if not service.settings.allow_urls:
        raise InputError("url: this service does not fetch documents; send the file itself")
    data = await asyncio.to_thread(fetch, url, service.fetch_limits)
    return plain_name(name or PurePosixPath(check_url(url).path).name), data
