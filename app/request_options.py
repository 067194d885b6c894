"""The form fields of a request: checked, kept as text with a job, and turned into ``Options`` under the limits of the settings."""

from __future__ import annotations

import inspect
from typing import Annotated

from fastapi import Form, Request

from app.accept import best_match
from app.problems import NotAcceptable
from app.settings import Settings
from pipeline import InputError, Options, parse_pages, parse_regions
from pipeline.options.checks import check_options

FORMATS = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Fields = dict[str, str]


async def request_fields(
    request: Request,
    pages: Annotated[str | None, Form(description="Pages to read, for example 1-3,7; default all.")] = None,
    password: Annotated[str | None, Form(description="Password of an encrypted PDF.")] = None,
    regions: Annotated[str | None, Form(description='{"regions": [{"id", "page", "bbox"}]} instead of detection.')] = None,
    mode: Annotated[str, Form(description="improved, or compat: the reference's post-processing.")] = "improved",
    text: Annotated[str, Form(description="auto, pdf (text layer only) or ocr (always).")] = "auto",
    ocr: Annotated[str, Form(description="auto, tesseract, rapidocr or none.")] = "auto",
    ocr_language: Annotated[str, Form(pattern=r"^[A-Za-z][A-Za-z_+]{1,40}$", description="For example eng or deu+eng.")] = "eng",
    detection_threshold: Annotated[float | None, Form(ge=0, le=1, description="Least score of a detected table.")] = None,
    canonicalize: Annotated[bool, Form(description="Merge oversplit cells where that is safe.")] = True,
    keep_blank_lanes: Annotated[bool, Form(description="Keep rows and columns without any word (forms).")] = False,
) -> Fields:
    """The option fields of one request that differ from their defaults, as text.

    Raises ``InputError`` for a value that cannot be used.
    """
    given = {
        "pages": pages,
        "password": password,
        "regions": regions,
        "mode": mode,
        "text": text,
        "ocr": ocr,
        "ocr_language": ocr_language,
        "detection_threshold": detection_threshold,
        "canonicalize": canonicalize,
        "keep_blank_lanes": keep_blank_lanes,
    }
    settings: Settings = request.app.state.settings
    fields = {name: str(value) for name, value in given.items() if value not in (None, "")}
    check_options(options_of(fields, settings))
    return fields


OPTION_FIELDS = frozenset(inspect.signature(request_fields).parameters) - {"request"}


async def refuse_unknown(request: Request, *others: str) -> None:
    """Raises ``InputError`` when the form has a field that nobody reads: a misspelled option must not be ignored."""
    known = OPTION_FIELDS | frozenset(others)
    unknown = sorted(set((await request.form()).keys()) - known)
    if unknown:
        raise InputError(f"unknown form fields {', '.join(name[:40] for name in unknown)}; known: {', '.join(sorted(known))}")


def options_of(fields: Fields, settings: Settings) -> Options:
    """The options that the fields of a request or of a job ask for; raises ``InputError`` for pages or regions that cannot be read."""
    threshold = fields.get("detection_threshold")
    return Options(
        pages=parse_pages(fields.get("pages")),
        password=fields.get("password"),
        regions=parse_regions(fields["regions"]) if "regions" in fields else (),
        mode=fields.get("mode", "improved"),
        text=fields.get("text", "auto"),
        ocr=fields.get("ocr", "auto"),
        ocr_language=fields.get("ocr_language", "eng"),
        detection_threshold=None if threshold is None else float(threshold),
        canonicalize=fields.get("canonicalize", "True") == "True",
        keep_blank_lanes=fields.get("keep_blank_lanes", "False") == "True",
        detector=settings.detector,
        structure=settings.structure,
        engine=settings.engine,
        threads=settings.threads,
        max_bytes=settings.max_upload_bytes,
        max_pages=settings.max_pages,
        max_pixels=settings.max_pixels,
    )


def choose_format(name: str | None, accept: str) -> str:
    """The format asked for by name, else the one that ``Accept`` likes best.

    Raises ``InputError`` for an unknown name, ``NotAcceptable`` when ``Accept`` takes none of ours.
    """
    if name is not None:
        if name not in FORMATS:
            raise InputError(f"format {name!r}: choose one of {', '.join(FORMATS)}")
        return name
    media = best_match(accept, list(FORMATS.values()))
    if media is None:
        raise NotAcceptable(f"Accept takes none of {', '.join(FORMATS.values())}")
    return next(name for name, known in FORMATS.items() if known == media)
