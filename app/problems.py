"""Errors as RFC 9457 problem documents: one shape for everything that goes wrong, without traces, paths or document text."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.work import Refused
from pipeline import ExtractionError
from pipeline.errors import (
    BusyError,
    CorruptDocument,
    DeadlineExceeded,
    EncryptedDocument,
    InputError,
    ModelError,
    StructureError,
    TooLarge,
    UnsupportedFormat,
)

_log = logging.getLogger(__name__)
CLIENT_GONE_STATUS, CLIENT_GONE = 499, "Client Closed Request"  # no status of HTTP: nobody gets it, but logs and metrics tell it
MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[ExtractionError], int] = {
    ExtractionError: 500,
    InputError: 400,
    UnsupportedFormat: 415,
    TooLarge: 413,
    EncryptedDocument: 422,
    CorruptDocument: 422,
    StructureError: 422,
    BusyError: 503,
    DeadlineExceeded: 504,
    ModelError: 500,
}
# Codes of this service beside those of ``pipeline.errors``. 4xx: sending the same again will not help.
CODES = {
    "page_too_slow": 422,
    "worker_died": 422,
    "cancelled": 409,
    "yielded": 503,
    "unstartable": 503,
    "disk_full": 503,
    "no_job_store": 503,
    **{error.code: status for error, status in STATUS.items()},
}


class NotAcceptable(Exception):
    """The client takes no format that we have: 406."""


class Refusal(Exception):
    """An answer that is a problem document, raised where the answer is not at hand."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers


def refusal_of(refused: Refused, retry_after_seconds: int) -> Refusal:
    """The answer for what a worker refused."""
    status = CODES.get(refused.code, 500)
    return Refusal(status, refused.code, refused.message, {"Retry-After": str(retry_after_seconds)} if status == 503 else None)


def busy(retry_after_seconds: int, detail: str = "all workers are taken; try again later") -> Refusal:
    return Refusal(503, BusyError.code, detail, {"Retry-After": str(retry_after_seconds)})


def no_room(retry_after_seconds: int) -> Refusal:
    """The answer where this server's disk takes no more; the caller's document is not at fault."""
    detail = "this server has no room for temporary files; try again later, or tell its operator"
    return Refusal(503, "disk_full", detail, {"Retry-After": str(retry_after_seconds)})


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem response; ``code`` is the stable name to program against."""
    title = CLIENT_GONE if status == CLIENT_GONE_STATUS else HTTPStatus(status).phrase
    body = {"type": f"urn:tablewright:error:{code}", "title": title, "status": status, "detail": detail, "code": code}
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


def extraction_problem(error: ExtractionError, *, retry_after_seconds: int) -> JSONResponse:
    """The problem of one of our errors; those the caller should repeat carry ``Retry-After``."""
    status = STATUS[type(error)]
    headers = {"Retry-After": str(retry_after_seconds)} if status == 503 else None
    return problem(status, error.code, str(error), headers)


def _methods(request: Request) -> set[str]:
    """The methods of every route at this path; the framework names those of the first one only."""
    matching = (route for route in request.app.state.routes if route.matches(request.scope)[0] != Match.NONE)
    return {method for route in matching for method in getattr(route, "methods", None) or ()}


def _said(item: dict[str, Any]) -> str:
    """Where a request is wrong, and what is wrong there; the framework speaks of Python's types where a file came as text."""
    is_text = "UploadFile" in item["msg"]
    what = "this is text: send a document as a part with a file name (curl: -F file=@report.pdf)" if is_text else item["msg"]
    return f"{'.'.join(map(str, item['loc']))}: {what}"


def install_handlers(app: FastAPI, *, retry_after_seconds: int) -> None:
    """Makes every error response of ``app`` a problem document."""

    async def on_extraction(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ExtractionError)
        return extraction_problem(error, retry_after_seconds=retry_after_seconds)

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, ExtractionError):  # raised while the body was read, wrapped by the framework
            return extraction_problem(error.__cause__, retry_after_seconds=retry_after_seconds)
        if isinstance(error.__cause__, Refusal):
            return await on_refusal(request, error.__cause__)
        if isinstance(error.__cause__, OSError):  # the form's files are laid down while they come
            _log.error("a request could not be laid down: %s", error.__cause__.strerror)
            return await on_refusal(request, no_room(retry_after_seconds))
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(sorted(_methods(request)))
        return problem(error.status_code, f"http_{error.status_code}", str(error.detail), headers)

    async def on_validation(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return problem(422, "invalid_request", "; ".join(map(_said, error.errors())))

    async def on_refusal(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refusal)
        return problem(error.status, error.code, error.detail, error.headers)

    async def on_store(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, OperationalError)
        _log.error("the job store failed: %s", getattr(error.orig, "sqlite_errorname", type(error.orig).__name__), exc_info=error)
        detail = "the store of jobs takes nothing now: its database is away, or its disk is full; try again later, or tell the operator"
        return problem(503, "no_job_store", detail, {"Retry-After": str(retry_after_seconds)})

    async def on_not_acceptable(request: Request, error: Exception) -> JSONResponse:
        return problem(406, "not_acceptable", str(error))

    app.add_exception_handler(ExtractionError, on_extraction)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(NotAcceptable, on_not_acceptable)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(OperationalError, on_store)
    app.add_exception_handler(RequestValidationError, on_validation)
