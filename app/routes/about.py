"""What the service is and how it fares: health, version, models, metrics, the page and the documentation."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from app.problems import problem
from app.schemas import ProblemModel
from app.service import Service
from pipeline import service_version

router = APIRouter()
STATIC = Path(__file__).parent.parent / "static"
_DOWN: dict[int | str, dict[str, Any]] = {503: {"model": ProblemModel}}


@router.get("/live", summary="Is the process there?", responses=_DOWN)
async def live(request: Request) -> Response:
    """200 while the process answers and its supervisor of the workers goes round; else restart it."""
    service: Service = request.app.state.service
    return JSONResponse({"status": "live"}) if service.is_live else problem(503, "stuck", "the supervisor of the workers is stuck")


@router.get("/ready", summary="Can it extract?", responses=_DOWN)
async def ready(request: Request) -> Response:
    """200 when a worker is alive and answering and the queue has room, else 503 with the reason."""
    service: Service = request.app.state.service
    reason = service.why_not_ready()
    return JSONResponse({"status": "ready"}) if reason is None else problem(503, "not_ready", reason)


@router.get("/version", summary="Version of the service")
async def version() -> dict[str, str]:
    return {"version": service_version()}


@router.get("/v1/models", summary="The models in use")
async def models(request: Request) -> dict[str, Any]:
    """Checkpoints by task; where they lie on the server is not told."""
    settings = request.app.state.settings
    return {"models": await asyncio.to_thread(_models, settings.detector, settings.structure)}


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    service: Service = request.app.state.service
    return Response(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/", include_in_schema=False)
async def index() -> FileResponse:
    return FileResponse(STATIC / "index.html")


@router.get("/docs", include_in_schema=False)
async def docs() -> HTMLResponse:
    """The interactive description of the routes; all of it comes from this server, so it works offline and behind a prefix."""
    policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
    return HTMLResponse((STATIC / "docs.html").read_text("utf-8"), headers={"Content-Security-Policy": policy})


@cache
def _models(detector: str, structure: str) -> list[dict[str, str]]:
    return [{"task": task, "name": PurePath(name).name} for task, name in (("detection", detector), ("structure", structure))]
