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
    from app.factory import create_app

    uvicorn.run(create_app(), host=host, port=port, log_level="info")
