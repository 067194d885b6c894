"""``POST /v1/extract``: one document while the client waits; a document that takes longer becomes a job."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from app.logs import log_document
from app.problems import refusal_of
from app.reading import Ended, Reading, document
from app.request_options import FORMATS, Fields, Format, check_form, choose_format, options_of, request_fields
from app.routes.jobs import job_value
from app.schemas import DocumentModel, JobModel, ProblemModel
from app.service import Service
from app.sources import disposition, documents
from app.work import Extract, Render

router = APIRouter()
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemModel} for status in (400, 401, 404, 406, 408, 409, 413, 415, 422, 429, 500, 503, 504)
}
_OTHERS: dict[str, dict[str, object]] = {media: {} for name, media in FORMATS.items() if name != "json"}


@router.post(
    "/v1/extract",
    summary="Extract the tables of one document",
    responses={
        200: {"model": DocumentModel, "content": _OTHERS},
        303: {"model": JobModel, "description": "It takes longer: Location names the job that goes on"},
        **PROBLEMS,
    },
    response_class=Response,
)
async def extract_document(
    request: Request,
    fields: Annotated[Fields, Depends(request_fields)],
    file: UploadFile | None = None,
    base64: Annotated[str | None, Form(description="The document as base64 text, in place of a file.")] = None,
    url: Annotated[str | None, Form(description="A public URL of the document, where the service allows it.")] = None,
    name: Annotated[str | None, Form(description="File name of a document given as base64 or url.")] = None,
    format: Annotated[Format | None, Query(description="Default: by Accept, else json.")] = None,
    pictures: Annotated[bool, Query(description="Add a picture of each page to the JSON (data URLs).")] = False,
) -> Response:
    """Send the document as the form field ``file``; pages or tables that failed are in the result (``status: partial``)."""
    await check_form(request, "file", "base64", "url", "name")
    service: Service = request.app.state.service
    chosen = choose_format(format, request.headers.get("accept", ""))
    ((title, data),) = await documents(service, [file] if file else [], base64, url, name)
    task = Extract(data, title, options_of(fields, service.settings), service.settings.max_pictures if pictures else 0)
    reading, ended = await service.read(task, request)
    if ended is None:
        return await _as_job(service, request, reading, fields)
    if ended.head is None:
        assert ended.problem is not None
        service.metrics.documents.labels("failed").inc()
        raise refusal_of(ended.problem, service.settings.retry_after_seconds)
    return await _answer(service, request, reading, ended, chosen)


async def _answer(service: Service, request: Request, reading: Reading, ended: Ended, chosen: str) -> Response:
    head, pages = ended.head or {}, reading.pages()
    status = str(head["status"])
    facts = {"sha256": head["sha256"], "pages": len(pages), "tables": reading.num_tables, "status": status}
    request.state.facts.update(document=facts["sha256"], pages=len(pages), tables=reading.num_tables)
    service.metrics.documents.labels(status).inc()
    log_document(**facts, seconds=head["seconds"].get("total"))
    body = document(head, pages)
    if chosen != "json":
        body = await service.ask(Render(body, chosen), request)
    headers = {"X-Tablewright-Status": status, "Vary": "Accept"}
    if chosen != "json":
        headers["Content-Disposition"] = disposition(reading.task.name, chosen)
    return Response(body, media_type=FORMATS[chosen], headers=headers)


async def _as_job(service: Service, request: Request, reading: Reading, fields: Fields) -> Response:
    """The document goes on being read as a job of the caller's."""
    owner = request.state.owner
    task = reading.task
    try:
        (job,) = await asyncio.to_thread(service.store.add, [(task.name, task.data)], fields, owner=owner, holder=service.runner.holder)
    except BaseException:
        reading.cancel()
        raise
    service.runner.adopt(job, reading)
    request.state.facts["needs_owner"] = True
    location = str(request.url_for("get_job", number=job.id).path)
    return JSONResponse(job_value(job), 303, {"Location": location, "Retry-After": "5"})
