"""The documents below a folder or an object-store prefix (any file system that fsspec knows), each with the key of its result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pipeline import InputError, Options
from pipeline.options.checks import options_to_dict, service_version
from tablewright.batch_plan import SUFFIXES

_VERSION = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "mtime", "LastModified", "last_modified", "updated", "created")
Info = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One document: ``document`` relative to the folder, ``path`` and ``regions`` as the file system names them.

    ``key`` changes with the file (size and tag or time, no byte is read), its regions file, the options and our version;
    ``problem`` says why it cannot be read: a sub-folder that cannot be listed.
    """

    document: str
    path: str
    key: str
    size: int = 0
    regions: str | None = None
    problem: str = ""


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a path or URL, and the path in it. Raises ``InputError`` when there is none of this kind here."""
    import fsspec

    try:
        found, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"{url!r} cannot be used: {error}") from error
    return found, str(path).rstrip("/")


def find_documents(folder: str, out: str, options: Options) -> Iterator[Found]:
    """All documents below ``folder``; ``out`` and hidden folders are left out. Raises ``InputError`` when it cannot be listed."""
    store, root = file_system(folder)
    _, results = file_system(out)
    settings = json.dumps([options_to_dict(options), options.password, service_version()], sort_keys=True).encode()
    unread: list[OSError] = []
    if not store.isdir(root):
        raise InputError(f"{folder!r} is not a folder that can be listed")
    for place, folders, files in store.walk(root, detail=True, on_error=unread.append):
        for name in [name for name, info in folders.items() if name.startswith(".") or str(info["name"]).rstrip("/") == results]:
            del folders[name]
        yield from _documents(root, str(place), files, settings)
        while unread:
            path = str(unread.pop().filename or place)
            yield Found(_relative(path, root), path, "", problem="the folder cannot be read")


def _documents(root: str, place: str, files: Mapping[str, Info], settings: bytes) -> Iterator[Found]:
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.suffix.lower() not in SUFFIXES:
            continue
        beside = next((other for other in (f"{path.stem}.regions.json", f"{name}.regions.json") if other in files), None)
        whole = f"{place.rstrip('/')}/{name}"
        key = _key(files[name], files[beside] if beside else None, settings)
        regions = f"{place.rstrip('/')}/{beside}" if beside else None
        yield Found(_relative(whole, root), whole, key, int(files[name].get("size") or 0), regions)


def _key(document: Info, regions: Info | None, settings: bytes) -> str:
    digest = hashlib.sha256(settings)
    for info in (document, regions):
        digest.update(b"-" if info is None else repr((info.get("size"), _version(info))).encode())
    return digest.hexdigest()


def _version(info: Info) -> str:
    return next((f"{name}={info[name]}" for name in _VERSION if info.get(name) is not None), "")


def _relative(path: str, root: str) -> str:
    return path.removeprefix(root).lstrip("/")
