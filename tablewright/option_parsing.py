"""Command-line words to ``Options``; every mistake is an ``InputError`` that says what to write instead."""

from __future__ import annotations

from pathlib import Path

from pipeline import InputError, RegionRequest, parse_region, parse_regions
from tablewright.exits import WrongUse, as_wrong_use

FORMATS = ("html", "json", "csv", "md", "xlsx", "records", "tidy", "parquet", "chunks")
MAX_REGIONS_BYTES = 50_000_000


def parse_formats(text: str) -> tuple[str, ...]:
    """Format names of ``html,json``, without repeats; ``markdown`` and ``excel`` are understood.

    >>> parse_formats("json,markdown")
    ('json', 'md')
    """
    other_names = {"markdown": "md", "excel": "xlsx", "htm": "html", "jsonl": "records"}
    names = [other_names.get(part.strip().lower(), part.strip().lower()) for part in text.split(",") if part.strip()]
    for name in names:
        if name not in FORMATS:
            raise WrongUse(f"format {name!r}: choose from {', '.join(FORMATS)}")
    if not names:
        raise WrongUse(f"no format given: choose from {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(names))


def read_regions(regions: list[str], path: Path | None) -> tuple[RegionRequest, ...]:
    """The regions of ``--region`` and ``--regions`` together."""
    from_file = parse_regions(read_text(path)) if path else ()
    with as_wrong_use():
        return (*from_file, *map(parse_region, regions))


def read_text(path: Path, *, max_bytes: int = MAX_REGIONS_BYTES) -> str:
    """A small text file; raises ``InputError`` when it is missing, too large or not UTF-8."""
    try:
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise InputError(f"{path.name} has more than {max_bytes} bytes")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text") from error
