"""The form fields of a request: checked, kept as text with a job, and turned into ``Options`` under the limits of the settings."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Form, Request

from app.accept import best_match
from app.problems import NotAcceptable
from app.settings import Settings
from pipeline import InputError, Options, parse_pages, parse_regions
from pipeline.options import FORMER_NAMES, Declaration, Where, declarations
from pipeline.options.checks import check_options

FORMATS = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "records": "application/jsonl",
    "tidy": "text/csv",
    "chunks": "application/jsonl",
}
Format = Literal["json", "html", "csv", "md", "xlsx", "records", "tidy", "chunks"]
Fields = dict[str, str]
_READERS: dict[str, Callable[[str], Any]] = {
    "pages": parse_pages,
    "regions": parse_regions,
    "without": lambda text: frozenset(name.strip() for name in text.split(",") if name.strip()),
}
_SAID = declarations(Where.FORM)


async def request_fields(request: Request, **given: Any) -> Fields:
    """The option fields of one request that differ from their defaults, as text: one field for each option of ``Where.FORM``.

    A list is one field with commas. Raises ``InputError`` for a value that cannot be used.
    """
    settings: Settings = request.app.state.settings
    defaults = {one.name: _default(one) for one in _SAID}
    fields = {name: str(value) for name, value in given.items() if value not in (defaults.get(name, False), "")}
    check_options(options_of(fields, settings))
    return fields


def _form_signature() -> inspect.Signature:
    """What FastAPI reads the form's fields from: the request, then a field for each option and for each former name."""
    kind = inspect.Parameter.KEYWORD_ONLY
    own = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    fields = [inspect.Parameter(one.name, kind, default=_default(one), annotation=Annotated[_kind(one), _field(one)]) for one in _SAID]
    former = [
        inspect.Parameter(old, kind, default=False, annotation=Annotated[bool, Form(deprecated=True, description=f"Now {new}.")])
        for old, new in FORMER_NAMES.items()
    ]
    return inspect.Signature([own, *fields, *former], return_annotation=Fields)


def _kind(said: Declaration) -> Any:
    """The type of the field: what a form can hold."""
    return str | None if said.name in _READERS else said.kind


def _default(said: Declaration) -> Any:
    return None if said.name in _READERS else said.default


def _field(said: Declaration) -> Any:
    text = "Rules after the models to switch off, by name, with commas." if said.name == "without" else said.sentence
    return Form(ge=said.least, le=said.most, pattern=said.pattern, description=text)


request_fields.__signature__ = _form_signature()  # type: ignore[attr-defined]
OPTION_FIELDS = frozenset(inspect.signature(request_fields).parameters) - {"request"}


async def check_form(request: Request, *others: str, several: str | None = None) -> None:
    """Raises ``InputError`` for what nobody would read: a field or a parameter of the URL that is not known, or one field given twice.

    A misspelled option, or one that stands in the URL, must not be ignored, nor all files but the last. ``several`` may be given often.
    """
    known, form = OPTION_FIELDS | frozenset(others), await request.form()
    unknown = sorted(set(form.keys()) - known)
    if unknown:
        raise InputError(f"unknown form fields {_listed(unknown)}; known: {', '.join(sorted(known))}")
    parameters = {field.alias for field in request.scope["route"].dependant.query_params}
    unknown = sorted(set(request.query_params.keys()) - parameters)
    if unknown:
        where = "options are fields of the form" if known.intersection(unknown) else f"known: {', '.join(sorted(parameters)) or 'none'}"
        raise InputError(f"unknown parameters of the URL {_listed(unknown)}; {where}")
    often = sorted(name for name in set(form.keys()) - {several} if len(form.getlist(name)) > 1)
    if "file" in often:
        raise InputError("several files in one request: send one at a time, or all of them to /v1/jobs")
    if often:
        raise InputError(f"form fields given more than once: {_listed(often)}; a list is one field with commas")


def _listed(names: list[str]) -> str:
    return ", ".join(name[:40] for name in names)


def options_of(fields: Fields, settings: Settings) -> Options:
    """The options that the fields of a request or of a job ask for; raises ``InputError`` for pages or regions that cannot be read."""
    values = {one.name: _value(one, fields[one.name]) for one in _SAID if one.name in fields}
    values |= {new: fields[old] == "True" for old, new in FORMER_NAMES.items() if old in fields}
    return Options(
        **values,
        detector=settings.detector,
        structure=settings.structure,
        engine=settings.engine,
        threads=settings.threads,
        max_bytes=settings.max_upload_bytes,
        max_pages=settings.max_pages,
        max_pixels=settings.max_pixels,
    )


def _value(said: Declaration, text: str) -> Any:
    if said.name in _READERS:
        return _READERS[said.name](text)
    if isinstance(said.default, bool):
        return text == "True"
    return float(text) if said.kind == float | None else text


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
