"""``tablewright serve``: the HTTP service."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import Extractor, InputError, Options

app = typer.Typer()


@app.command("serve")
def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve POST /v1/extract and a small page at /. Limits are set by TABLEWRIGHT_... variables."""
    import uvicorn
    from pydantic import ValidationError

    from app.factory import create_app
    from app.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        raise InputError("settings: " + "; ".join(str(item["msg"]) for item in error.errors())) from error
    extractor = Extractor()
    extractor.load(Options(detector=settings.detector, structure=settings.structure, threads=settings.threads))
    uvicorn.run(create_app(settings, extractor), host=host, port=port, log_level="info")
