"""The ``tablewright`` command: extract, batch, models, serve, and the commands of other parts when they are installed.

Errors are one clear line on standard error, never a traceback. Exit codes: 0 everything was read (also when there is
no table), 1 an unforeseen failure, 2 a wrong command line, 3 a document could not be used, 4 a model could not be
loaded, 5 a result is partial, 130 interrupted.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
from typing import Annotated

import typer

from pipeline.errors import InputError
from tablewright.exits import Exit, exit_code
from tablewright.terminal import error_line

# Command -> module with a Typer ``app``. Imported only when the command is called or help is asked for.
COMMANDS = {
    "extract": "tablewright.extract_command",
    "batch": "tablewright.batch_command",
    "diff": "tablewright.diff_command",
    "mcp": "tablewright.mcp_command",
    "models": "tablewright.models_command",
    "serve": "tablewright.serve_command",
    "export": "tablewright.export_command",
    "evaluate": "bench.cli",
    "compare": "bench.compare_command",
    "synth": "training.synthesis.cli",
    "train": "training.cli",
    "build-dataset": "training.datasets.build.cli",
}


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command line and returns its exit code; see the module's opening for the codes."""
    try:
        return int(_app(arguments)(args=arguments, prog_name="tablewright", standalone_mode=True) or 0)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except KeyboardInterrupt:
        error_line("interrupted")
        return Exit.INTERRUPTED
    except Exception as error:
        code = exit_code(error)
        if code == Exit.UNFORESEEN:
            logging.getLogger(__name__).debug("unforeseen failure", exc_info=True)
        error_line(str(error) if code != Exit.UNFORESEEN else f"internal error ({type(error).__name__}: {error}); please report it")
        return code


def _app(arguments: list[str]) -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Tables out of PDFs and pictures.",
        epilog="Exit codes: 0 read, 2 wrong command line, 3 a document could not be used, 4 no model, 5 partial result.",
    )
    app.callback()(_root)
    asked = [name for name in COMMANDS if name in arguments[:2]]
    for name in asked or COMMANDS:
        try:
            _mount(app, name, COMMANDS[name])
        except ImportError as error:
            if asked:
                raise InputError(f"{name} needs more packages ({error}); install it, or all of them with tablewright[dev]") from error
    return app


def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and stop.", callback=lambda on: _version(on))
    ] = False,
) -> None:
    """Tables out of PDFs and pictures."""


def _version(is_asked: bool) -> None:
    if is_asked:
        from pipeline.option_checks import service_version

        typer.echo(service_version())
        raise typer.Exit


def _mount(app: typer.Typer, name: str, module: str) -> None:
    """Adds the command ``name`` of ``module.app``; a part that is not installed is left out."""
    if not _is_installed(module):
        return
    sub: typer.Typer = importlib.import_module(module).app
    commands = {_command_name(info): info for info in sub.registered_commands}
    chosen = commands.get(name) or (next(iter(commands.values())) if len(commands) == 1 and not sub.registered_groups else None)
    if chosen is None or chosen.callback is None:
        app.add_typer(sub, name=name)
    else:
        app.command(name, no_args_is_help=chosen.no_args_is_help)(chosen.callback)


def _command_name(info: typer.models.CommandInfo) -> str:
    return info.name or (info.callback.__name__.replace("_", "-") if info.callback else "")


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
