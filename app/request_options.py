"""The form fields of a request as ``Options``, under the limits of the settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request

from app.settings import Settings
from pipeline import InputError, Options, parse_pages, parse_regions

FORMATS = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def request_options(
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
) -> Options:
    """The options of one request; raises ``InputError`` for pages or regions that cannot be read."""
    settings: Settings = request.app.state.settings
    return Options(
        pages=parse_pages(pages or None),
        password=password or None,
        regions=parse_regions(regions) if regions else (),
        mode=mode,
        text=text,
        ocr=ocr,
        ocr_language=ocr_language,
        detection_threshold=detection_threshold,
        canonicalize=canonicalize,
        keep_blank_lanes=keep_blank_lanes,
        detector=settings.detector,
        structure=settings.structure,
        threads=settings.threads,
        max_bytes=settings.max_upload_bytes,
        max_pages=settings.max_pages,
        max_pixels=settings.max_pixels,
        deadline_seconds=settings.request_seconds,
    )


def choose_format(name: str | None, accept: str) -> str:
    """The format asked for by name, else the first one that ``Accept`` lists, else JSON.

    Raises ``InputError`` for an unknown name.
    """
    if name is not None:
        if name not in FORMATS:
            raise InputError(f"format {name!r}: choose one of {', '.join(FORMATS)}")
        return name
    wanted = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    return next((known for want in wanted for known, media in FORMATS.items() if want == media), "json")
