"""Jobs: documents that are read while nobody waits, their progress, results in every format, and people's corrections."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse, StreamingResponse

from app.fetching import check_url
from app.jobs.tables import Job
from app.problems import Refusal, busy
from app.reading import document
from app.request_options import FORMATS, Fields, Format, check_form, choose_format, options_of, request_fields
from app.schemas import JobListModel, JobModel, PageModel, ProblemModel, TablesModel
from app.service import Service
from app.sources import disposition, documents
from app.work import Picture, Render, Sample
from pipeline.errors import InputError
from pipeline.results.json_format import page_to_dict, read_result

router = APIRouter()
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemModel} for status in (400, 401, 404, 406, 408, 409, 413, 415, 422, 429, 500, 503, 504)
}
MAX_WAIT_SECONDS = 60.0
KEEP_ALIVE_SECONDS = 15.0
Number = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{10,40}$", description="The job's id.")]
PageNumber = Annotated[int, Path(ge=1, le=10_000_000)]


@router.post(
    "/v1/jobs", status_code=202, summary="Read documents while nobody waits", responses={202: {"model": JobListModel}, **_PROBLEMS}
)
async def create_jobs(
    request: Request,
    fields: Annotated[Fields, Depends(request_fields)],
    file: Annotated[list[UploadFile] | None, Form(description="One or several documents.")] = None,
    base64: Annotated[str | None, Form(description="A document as base64 text.")] = None,
    url: Annotated[str | None, Form(description="A public URL of a document, where the service allows it.")] = None,
    name: Annotated[str | None, Form(description="File name of a document given as base64 or url.")] = None,
    callback: Annotated[str | None, Form(description="URL that is told when a job is over, where the service allows it.")] = None,
) -> Response:
    """One job per document, all with the same options; ``Location`` names the job, or the list of them."""
    await check_form(request, "file", "base64", "url", "name", "callback", several="file")
    service = _service(request)
    service.refuse_when_draining()
    if callback:
        if service.callbacks is None:
            raise InputError("callback: this service sends no callbacks")
        check_url(callback)
    found = await documents(service, file or [], base64, url, name)
    counts = await asyncio.to_thread(service.store.counts)
    if counts.get("queued", 0) + len(found) > service.settings.max_jobs:
        raise busy(service.settings.retry_after_seconds, "too many jobs wait; try again later")
    jobs = await asyncio.to_thread(service.store.add, found, fields, owner=_owner(request), callback=callback or None)
    service.runner.wake()
    where = str(request.url_for("get_job", number=jobs[0].id).path)
    location = where if len(jobs) == 1 else f"{request.url_for('list_jobs').path}?batch={jobs[0].batch}"
    return JSONResponse({"jobs": [job_value(job) for job in jobs]}, 202, {"Location": location})


@router.get("/v1/jobs", summary="The caller's own jobs", response_model=JobListModel, responses=_PROBLEMS)
async def list_jobs(
    request: Request,
    batch: Annotated[str | None, Query(max_length=40, description="Only those of one request.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Any:
    """Newest first. Without API keys the caller is told by a cookie."""
    jobs = await asyncio.to_thread(_service(request).store.owned, _owner(request), batch=batch, limit=limit)
    return {"jobs": [job_value(job) for job in jobs]}


@router.get("/v1/jobs/{number}", summary="State of a job", response_model=JobModel, responses=_PROBLEMS)
async def get_job(
    request: Request,
    number: Number,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_SECONDS, description="Seconds to wait for the end, or for a page more.")] = 0,
    pages: Annotated[int | None, Query(ge=0, description="With wait: answer as soon as more pages than these are done.")] = None,
) -> Any:
    """``status`` is queued, running, done, failed or cancelled; a result may be ``partial`` nevertheless."""
    end = time.monotonic() + wait
    while True:
        job = await _job(request, number)
        left = end - time.monotonic()
        if job.is_over or left <= 0 or (pages is not None and job.pages_done > pages):
            return job_value(job)
        await _service(request).wait_change(number, left)


@router.get(
    "/v1/jobs/{number}/events",
    summary="Progress as server-sent events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, **_PROBLEMS},
)
async def job_events(request: Request, number: Number) -> Response:
    """``queued``, ``started``, ``page`` (``done`` of ``total``; ``error``: the code of why it was not read), ``table`` (found on a
    page); then ``done``, ``failed`` or ``cancelled``."""
    await _job(request, number)
    return StreamingResponse(_events(_service(request), number), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.get(
    "/v1/jobs/{number}/result",
    summary="A finished job's tables",
    response_class=Response,
    responses={200: {"content": {**{media: {} for media in FORMATS.values()}, "application/zip": {}}}, **_PROBLEMS},
)
async def job_result(
    request: Request,
    number: Number,
    format: Annotated[Format | Literal["zip"] | None, Query(description="Default: by Accept.")] = None,
    corrected: Annotated[bool, Query(description="With the corrections that people made.")] = True,
    page: Annotated[int | None, Query(ge=1, description="Only this page.")] = None,
    table: Annotated[int | None, Query(ge=0, description="Only this table of the page, from 0.")] = None,
) -> Response:
    """Every format comes from one extraction; ``zip`` holds all of them."""
    service, job = _service(request), await _job(request, number)
    chosen = format if format == "zip" else choose_format(format, request.headers.get("accept", ""))
    head = _head_of(job)
    corrections = await asyncio.to_thread(service.store.corrections, job.id) if corrected else {}
    pages = await asyncio.to_thread(_pages, service, job, corrections, page, table)
    head = _with_joined(head, corrections, is_part=page is not None or table is not None)
    body = document(head, pages)
    if chosen != "json":
        body = await service.ask(Render(body, chosen), request)
    headers = {"X-Tablewright-Status": str(head["status"]), "Vary": "Accept", "Content-Disposition": disposition(job.name, chosen)}
    return Response(body, media_type=FORMATS.get(chosen, "application/zip"), headers=headers)


@router.get("/v1/jobs/{number}/pages/{page}", summary="One page, as soon as it is read", response_model=PageModel, responses=_PROBLEMS)
async def job_page(request: Request, number: Number, page: PageNumber) -> Response:
    """The page as it was read; ``corrected_tables`` are those of people, where there are any."""
    service, job = _service(request), await _job(request, number)
    data = await asyncio.to_thread(service.store.page, job.id, page)
    if data is None:
        raise Refusal(404, "not_found", "this page has not been read (yet)")
    corrections = await asyncio.to_thread(service.store.corrections, job.id)
    if page in corrections:
        data = data.rstrip()[:-1] + b', "corrected_tables": ' + corrections[page] + b"}"
    return Response(data, media_type="application/json")


@router.get(
    "/v1/jobs/{number}/pages/{page}/picture",
    summary="Picture of one page",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, **_PROBLEMS},
)
async def job_picture(
    request: Request,
    number: Number,
    page: PageNumber,
    side: Annotated[int, Query(ge=50, le=3000, description="Pixels of the longer side, at most.")] = 1600,
) -> Response:
    """Drawn when it is asked for."""
    service, job = _service(request), await _job(request, number)
    data = await _document(service, job)
    png = await service.ask(Picture(data, page, side, options_of(job.fields, service.settings)), request)
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=86400, immutable"})


@router.put("/v1/jobs/{number}/pages/{page}/tables", summary="Correct a page's tables", status_code=204, responses=_PROBLEMS)
async def correct_page(request: Request, number: Number, page: PageNumber, body: Annotated[TablesModel, Body()]) -> Response:
    """Replaces the page's tables in every later result; they must be whole tables as in a result's JSON."""
    service, job = _service(request), await _job(request, number)
    if await asyncio.to_thread(service.store.page, job.id, page) is None:
        raise Refusal(404, "not_found", "this page has not been read (yet)")
    tables = [{**table, "page": page} for table in body.tables]
    whole = {"pages": [{"page": page, "tables": tables}]}
    result = await asyncio.to_thread(read_result, json.dumps(whole))
    settled = page_to_dict(result.pages[0])["tables"]  # values follow from the texts anew
    await asyncio.to_thread(service.store.correct, job.id, page, json.dumps(settled, ensure_ascii=False).encode("utf-8", "replace"))
    return Response(status_code=204)


@router.delete("/v1/jobs/{number}/pages/{page}/tables", summary="Take corrections back", status_code=204, responses=_PROBLEMS)
async def uncorrect_page(request: Request, number: Number, page: PageNumber) -> Response:
    service, job = _service(request), await _job(request, number)
    await asyncio.to_thread(service.store.correct, job.id, page, None)
    return Response(status_code=204)


@router.get(
    "/v1/jobs/{number}/samples",
    summary="Corrected tables as labelled samples",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, **_PROBLEMS},
)
async def job_samples(request: Request, number: Number) -> Response:
    """A folder in PubTables-1M's layout (zip) of the pages that people corrected, for ``tablewright train``."""
    service, job = _service(request), await _job(request, number)
    corrections = await asyncio.to_thread(service.store.corrections, job.id)
    if not corrections:
        raise Refusal(409, "no_corrections", "nothing of this job has been corrected")
    data = await _document(service, job)
    pages = tuple(sorted(corrections.items()))
    body = await service.ask(Sample(data, job.name, pages, options_of(job.fields, service.settings)), request)
    return Response(body, media_type="application/zip", headers={"Content-Disposition": disposition(job.name, "samples.zip")})


@router.delete("/v1/jobs/{number}", summary="Cancel a job, or delete a finished one", status_code=204, responses=_PROBLEMS)
async def delete_job(request: Request, number: Number) -> Response:
    service, job = _service(request), await _job(request, number)
    if not await asyncio.to_thread(service.store.cancel, job.id):
        await asyncio.to_thread(service.store.remove, job.id)
    service.runner.wake()
    return Response(status_code=204)


def job_value(job: Job) -> dict[str, Any]:
    """A job as JSON."""
    return {
        "id": job.id,
        "batch": job.batch,
        "name": job.name,
        "status": job.state,
        "result_status": job.head["status"] if job.head else None,
        "created": _stamp(job.created),
        "started": _stamp(job.started),
        "finished": _stamp(job.finished),
        "num_pages": job.num_pages,
        "pages_asked": job.pages_asked,
        "pages_done": job.pages_done,
        "num_tables": job.num_tables,
        "num_joined": len(job.head.get("joined_tables", ())) if job.head else 0,
        "sha256": job.sha256,
        "problem": job.problem,
        "errors": job.head["errors"] if job.head else [],
        "revision": job.revision,
    }


async def _events(service: Service, number: str) -> AsyncIterator[bytes]:
    seen, state, spoken = 0, "", time.monotonic()
    while True:
        job = await asyncio.to_thread(service.store.get, number)
        if job is None:
            return
        if job.state != state and not job.is_over:
            state, name = job.state, "started" if job.state == "running" else "queued"
            yield _event(name, job_value(job))
        for place, page, tables, code in await asyncio.to_thread(service.store.finished_pages, number, seen):
            seen, spoken = place, time.monotonic()
            yield _event("page", {"page": page, "done": place, "total": job.pages_asked, "tables": tables, "error": code})
            if tables:
                yield _event("table", {"page": page, "tables": tables})
        if job.is_over:
            yield _event(job.state, job_value(job))
            return
        if time.monotonic() - spoken > KEEP_ALIVE_SECONDS:
            spoken = time.monotonic()
            yield b": still there\n\n"
        await service.wait_change(number, KEEP_ALIVE_SECONDS)


def _event(name: str, value: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()


def _with_joined(head: dict[str, Any], corrections: Mapping[int, bytes], *, is_part: bool) -> dict[str, Any]:
    """The head with those tables over pages that still hold: none for a part of the result, none with a part that was corrected."""
    joined = head.get("joined_tables", [])
    kept = [table for table in joined if not is_part and not any(part["page"] in corrections for part in table["parts"])]
    return head if len(kept) == len(joined) else {**head, "joined_tables": kept}


def _pages(service: Service, job: Job, corrections: Mapping[int, bytes], page: int | None, table: int | None) -> list[bytes]:
    """The job's pages as JSON, with corrections, cut down to one page or table where that is asked for."""
    found = []
    for number, data in service.store.pages(job.id):
        if page is not None and number != page:
            continue
        if number in corrections or table is not None:
            value = json.loads(data)
            value["tables"] = json.loads(corrections[number]) if number in corrections else value["tables"]
            value["tables"] = value["tables"] if table is None else value["tables"][table : table + 1]
            data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        found.append(data)
    if page is not None and not found:
        raise Refusal(404, "not_found", "this page was not read")
    return found


def _head_of(job: Job) -> dict[str, Any]:
    """The result's head; raises ``Refusal`` when there is no result."""
    if job.head is not None:
        return job.head
    if job.problem is not None:
        raise Refusal(int(job.problem["status"]), str(job.problem["code"]), str(job.problem["detail"]))
    if job.state == "cancelled":
        raise Refusal(409, "cancelled", "this job was cancelled")
    raise Refusal(409, "not_finished", f"this job is {job.state}", {"Retry-After": "2"})


async def _document(service: Service, job: Job) -> bytes:
    data = await asyncio.to_thread(service.store.document, job.id)
    if data is None:
        raise Refusal(404, "not_found", "there is no such job")
    return data


async def _job(request: Request, number: str) -> Job:
    """The caller's job; where keys are used those of others are not there, else whoever knows the id may look."""
    service = _service(request)
    owner = None if service.accounts.is_open else _owner(request)
    job = await asyncio.to_thread(service.store.get, number, owner)
    if job is None:
        raise Refusal(404, "not_found", "there is no such job, or it is not yours, or its time is over")
    return job


def _owner(request: Request) -> str:
    request.state.facts["needs_owner"] = True
    return str(request.state.owner)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _stamp(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
