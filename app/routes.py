"""The routes. Each is a few lines: read the request, hand the work to the worker, write the answer."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response, UploadFile
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from app.pictures import Pictures
from app.problems import problem
from app.request_options import FORMATS, choose_format, request_options
from app.schemas import DocumentModel, ProblemModel
from app.worker import Worker
from pipeline import DocumentResult, Extractor, Options

router = APIRouter()
STATIC = Path(__file__).parent / "static"
_PROBLEMS: dict[int | str, dict[str, object]] = {status: {"model": ProblemModel} for status in (400, 413, 415, 422, 500, 503, 504)}
_FORMATS: dict[str, dict[str, object]] = {media: {} for name, media in FORMATS.items() if name != "json"}


@router.post(
    "/v1/extract",
    summary="Extract the tables of one document",
    responses={200: {"model": DocumentModel, "content": _FORMATS}, **_PROBLEMS},
    response_class=Response,
)
async def extract_document(
    request: Request,
    file: UploadFile,
    options: Annotated[Options, Depends(request_options)],
    format: Annotated[Literal["json", "html", "csv", "md", "xlsx"] | None, Query(description="Default: by Accept, else json.")] = None,
    pictures: Annotated[bool, Query(description="Add a picture of each page to the JSON (data URLs).")] = False,
) -> Response:
    """Send the document as the form field ``file``; pages or tables that failed are in the result (``status: partial``)."""
    chosen = choose_format(format, request.headers.get("accept", ""))
    extractor: Extractor = request.app.state.extractor
    worker: Worker = request.app.state.worker
    drawn = Pictures(request.app.state.settings.max_pictures if pictures else 0)
    data = await file.read()
    result = await asyncio.wrap_future(worker.submit(lambda: extractor.extract(data, options, on_page=drawn)))
    return _answer(result, file.filename or "", chosen, drawn)


@router.get("/live", summary="Is the process there?")
async def live() -> JSONResponse:
    """200 while the process answers."""
    return JSONResponse({"status": "live"})


@router.get("/ready", summary="Can it extract?", responses={503: {"model": ProblemModel}})
async def ready(request: Request) -> JSONResponse:
    """200 when the models are loaded and the worker is alive, else 503."""
    if request.app.state.is_loaded and request.app.state.worker.is_alive:
        return JSONResponse({"status": "ready"})
    return problem(503, "not_ready", "models are not loaded or the worker is gone")


@router.get("/", include_in_schema=False)
async def index() -> FileResponse:
    return FileResponse(STATIC / "index.html")


@router.get("/docs", include_in_schema=False)
async def docs() -> HTMLResponse:
    """The interactive description of the routes; all of it comes from this server, so it works offline and behind a prefix."""
    assets = "static/swagger/swagger-ui"
    return get_swagger_ui_html(
        openapi_url="openapi.json",
        title="Tablewright: API",
        swagger_js_url=f"{assets}-bundle.js",
        swagger_css_url=f"{assets}.css",
        swagger_favicon_url="data:,",
        oauth2_redirect_url=None,
    )


def _answer(result: DocumentResult, filename: str, chosen: str, pictures: Pictures) -> Response:
    if chosen == "xlsx":
        body = result.to_xlsx()
    elif chosen == "json":
        body = _json(result, filename, pictures)
    else:
        body = {"html": result.to_html, "csv": result.to_csv, "md": result.to_markdown}[chosen]().encode("utf-8", errors="replace")
    headers = {"X-Tablewright-Status": result.status, "Vary": "Accept"}
    return Response(body, media_type=FORMATS[chosen], headers=headers)


def _json(result: DocumentResult, filename: str, pictures: Pictures) -> bytes:
    value = json.loads(result.to_json())
    value["name"] = filename
    for page in value["pages"]:
        if page["page"] in pictures.urls:
            page["picture"] = pictures.urls[page["page"]]
    return json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace")
