"""Single steps: tables from borders or boxes that a person drew, and everything that may be a table."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from app.problems import Refusal
from app.request_options import Fields, check_form, options_of, request_fields
from app.schemas import CandidatesModel, ProblemModel, RecognizedModel, WantedListModel, WantedModel
from app.service import Service
from app.sources import documents
from app.work import Detect, Recognize
from pipeline import Options, RegionRequest, parse_regions
from pipeline.correction.steps import GridRequest
from pipeline.errors import InputError
from pipeline.types import Span

router = APIRouter()
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemModel} for status in (400, 401, 404, 408, 413, 415, 422, 429, 500, 503, 504)
}
Source = tuple[bytes, Options]


async def document_and_options(
    request: Request,
    fields: Annotated[Fields, Depends(request_fields)],
    file: UploadFile | None = None,
    base64: Annotated[str | None, Form(description="The document as base64 text, in place of a file.")] = None,
    url: Annotated[str | None, Form(description="A public URL of the document, where the service allows it.")] = None,
    job: Annotated[str | None, Form(max_length=40, description="A job whose document is meant.")] = None,
) -> Source:
    """The document of a request, or of a job of the caller's with the job's options under the request's."""
    await check_form(request, "file", "base64", "url", "job", "tables")
    service: Service = request.app.state.service
    if job is None:
        ((_, data),) = await documents(service, [file] if file else [], base64, url, None)
        return data, options_of(fields, service.settings)
    if file or base64 or url:
        raise InputError("give a job or a document, not both")
    owner = None if service.accounts.is_open else request.state.owner
    known = await asyncio.to_thread(service.store.get, job, owner)
    found = None if known is None else await asyncio.to_thread(service.store.document, job)
    if known is None or found is None:
        raise Refusal(404, "not_found", "there is no such job, or it is not yours, or its time is over")
    kept = {name: value for name, value in known.fields.items() if name not in ("pages", "regions")}
    return found, options_of({**kept, **fields}, service.settings)


@router.post("/v1/recognize", summary="Tables in given boxes or of given borders", response_model=RecognizedModel, responses=_PROBLEMS)
async def recognize(
    request: Request,
    source: Annotated[Source, Depends(document_and_options)],
    tables: Annotated[str, Form(description='JSON list: {"page", "bbox"} or {"page", "row_edges", "column_edges", "spans", ...}.')],
) -> Response:
    """With ``bbox`` the structure is recognised; with ``row_edges`` and ``column_edges`` (page points) it is as given, and only
    filled with the document's words."""
    service: Service = request.app.state.service
    data, options = source
    answer = await service.ask(Recognize(data, _wanted(tables), options), request)
    return JSONResponse(answer)


@router.post("/v1/detect", summary="Everything that may be a table", response_model=CandidatesModel, responses=_PROBLEMS)
async def detect(request: Request, source: Annotated[Source, Depends(document_and_options)]) -> Response:
    """Boxes with scores, also weak ones; ``is_sure`` marks those that an extraction reads. Ask for few ``pages``."""
    service: Service = request.app.state.service
    data, options = source
    return JSONResponse({"pages": await service.ask(Detect(data, options), request)})


def _wanted(text: str) -> tuple[GridRequest | RegionRequest, ...]:
    try:
        found = WantedListModel.model_validate({"tables": json.loads(text)}).tables
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:5])
        raise InputError(f"tables: {places}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("tables: this is no JSON") from error
    return tuple(map(_one, found))


def _one(wanted: WantedModel) -> GridRequest | RegionRequest:
    if wanted.bbox is not None and wanted.row_edges is None and wanted.column_edges is None:
        entry = {"page": wanted.page, "bbox": list(wanted.bbox), "id": wanted.id, "rotation": wanted.rotation}
        return parse_regions(json.dumps([entry]))[0]
    if wanted.row_edges is None or wanted.column_edges is None:
        raise InputError("tables: give bbox, or row_edges and column_edges")
    return GridRequest(
        page=wanted.page,
        row_edges=tuple(wanted.row_edges),
        column_edges=tuple(wanted.column_edges),
        spans=tuple(
            Span(range(*span.rows), range(*span.columns), is_projected_row_header=span.is_projected_row_header) for span in wanted.spans
        ),
        num_header_rows=wanted.num_header_rows,
        rotation=wanted.rotation or 0,
        id=wanted.id,
    )
