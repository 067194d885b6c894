"""Builds the service: settings, workers, job store and routes in one place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from app.body_limit import BodyLimit
from app.edge import Edge
from app.openapi import problem_types
from app.problems import install_handlers
from app.routes import about, extract, jobs, steps
from app.service import Service
from app.settings import Settings
from pipeline import service_version
from pipeline.errors import ModelError
from workers import StartFailed
from workers.child import Work


def create_app(settings: Settings | None = None, make_work: Callable[[], Work] | None = None) -> FastAPI:
    """The application; its workers are started, and load the models, when it starts.

    ``make_work`` replaces what workers do (a picklable value, for tests). Starting raises ``ModelError`` when a
    checkpoint cannot be loaded.
    """
    chosen = settings or Settings()
    meta: dict[str, Any] = {"title": "Tablewright", "version": service_version(), "summary": "Tables out of PDFs and pictures."}
    app = FastAPI(**meta, docs_url=None, redoc_url=None, lifespan=_lifespan, root_path=chosen.root_path)  # /docs is a route of ours
    app.state.settings = chosen
    app.state.service = service = Service(chosen, make_work)
    parts = (extract, jobs, steps, about)
    for part in parts:
        app.include_router(part.router)
    app.state.routes = [route for part in parts for route in part.router.routes]
    app.mount("/static", StaticFiles(directory=about.STATIC), name="static")
    app.add_middleware(BodyLimit, max_bytes=chosen.max_upload_bytes, seconds=chosen.upload_seconds)
    if chosen.cors_origins:
        app.add_middleware(CORSMiddleware, allow_origins=list(chosen.cors_origins), allow_methods=["*"], allow_headers=["*"])
    app.add_middleware(Edge, accounts=service.accounts, metrics=service.metrics)
    install_handlers(app, retry_after_seconds=chosen.retry_after_seconds)
    app.openapi = problem_types(app.openapi)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    service.bind(asyncio.get_running_loop())
    try:
        await asyncio.to_thread(service.start)
    except StartFailed as error:
        raise ModelError(str(error)) from error
    try:
        yield
    finally:
        await asyncio.to_thread(service.stop)
