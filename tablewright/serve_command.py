"""``tablewright serve``: the HTTP service."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pipeline import InputError
from pipeline.errors import ModelError
from tablewright.exits import Exit

app = typer.Typer()


@app.command("serve")
def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[
        int | None, typer.Option("--workers", "-j", min=1, max=256, help="Worker processes; default: by cores and memory.")
    ] = None,
    root_path: Annotated[str, typer.Option(help="Path prefix of a proxy in front, for example /tables.")] = "",
    forwarded_allow_ips: Annotated[
        str | None, typer.Option(help="Proxies whose X-Forwarded-... headers are believed; default: none.")
    ] = None,
) -> None:
    """Serve POST /v1/extract, jobs and a page at /. Limits are set by TABLEWRIGHT_... variables."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from app.server import serve
    from app.settings import Settings

    given: dict[str, Any] = {"workers": workers, "root_path": root_path or None}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise InputError("settings: " + "; ".join(_said(item["loc"], item["msg"]) for item in error.errors())) from error
    except SettingsError as error:  # a list or a map that is no JSON
        raise InputError(f"settings: {error}; write it as JSON") from error
    try:
        raise typer.Exit(serve(settings, host=host, port=port, forwarded_allow_ips=forwarded_allow_ips))
    except ModelError as error:
        from tablewright.lines import error_line

        error_line(str(error))
        raise typer.Exit(Exit.MODEL) from error


def _said(place: tuple[int | str, ...], message: str) -> str:
    """What is wrong, with the variable that it is wrong with."""
    from app.settings import PREFIX

    return f"{PREFIX}{str(place[0]).upper()}: {message}" if place else message
