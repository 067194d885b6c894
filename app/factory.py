"""Builds the service: settings, models, worker and routes in one place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.body_limit import BodyLimit
from app.problems import install_handlers
from app.routes import STATIC, router
from app.settings import Settings
from app.worker import Worker
from pipeline import Extractor, Options, service_version


def create_app(settings: Settings | None = None, extractor: Extractor | None = None) -> FastAPI:
    """The application; the models are loaded, once, when it starts.

    Starting raises ``ModelError`` when a checkpoint cannot be loaded.
    """
    chosen = settings or Settings()
    about = {"title": "Tablewright", "version": service_version(), "summary": "Tables out of PDFs and pictures."}
    app = FastAPI(**about, docs_url=None, redoc_url=None, lifespan=_lifespan)  # /docs is a route of ours
    app.state.settings = chosen
    app.state.extractor = extractor or Extractor()
    app.state.worker = Worker(queue_size=chosen.queue_size)
    app.state.is_loaded = False
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(BodyLimit, max_bytes=chosen.max_upload_bytes)
    install_handlers(app, retry_after_seconds=chosen.retry_after_seconds)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    worker: Worker = app.state.worker
    options = Options(detector=settings.detector, structure=settings.structure, threads=settings.threads)
    worker.start()
    try:
        await asyncio.wrap_future(worker.submit(lambda: app.state.extractor.load(options)))
        app.state.is_loaded = True
        yield
    finally:
        await asyncio.to_thread(worker.stop)
