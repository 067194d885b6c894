"""The ``tablewright`` command: extract, batch, models, serve, and the commands of other parts when they are installed.

Errors are one clear line on standard error, never a traceback. Exit codes: 0 everything was read (also when there is
no table), 1 an unforeseen failure, 2 a wrong command line, 3 a document could not be used, 4 a model could not be
loaded, 5 a result is partial, 130 interrupted.
"""

from __future__ import annotations

import importlib
import logging
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Annotated

import typer

from pipeline.errors import InputError
from tablewright.exits import Exit, exit_code
from tablewright.lines import error_line


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives (``module.app``), its line in the help, and the packages without which it is left out.

    The module is imported only when the command is called, so that the help is there at once.
    """

    module: str
    help: str
    needs: tuple[str, ...] = ()


COMMANDS = {
    "extract": Command("tablewright.extract_command", "Extract the tables of one or more documents."),
    "batch": Command("tablewright.batch_command", "Extract the tables of every document in a folder."),
    "diff": Command("tablewright.diff_command", "What changed between two documents, or between two extractions of the same documents."),
    "mcp": Command(
        "tablewright.mcp_command",
        "Serve the tables of files to programs with language models (MCP, standard input and output).",
        ("mcp",),
    ),
    "models": Command("tablewright.models_command", "List the shipped checkpoints and how to use others."),
    "serve": Command(
        "tablewright.serve_command",
        "Serve POST /v1/extract, jobs and a page at /. Limits are set by TABLEWRIGHT_... variables.",
        ("fastapi", "uvicorn"),
    ),
    "export": Command(
        "tablewright.export_command", "Export a checkpoint to ONNX, for --engine onnx and installations without torch.", ("torch", "onnx")
    ),
    "evaluate": Command("bench.cli", "Score checkpoints on a dataset: GriTS, AccCont, exact topology, adjacency, headers, TEDS, AP."),
    "compare": Command("bench.compare_command", "Compare two checkpoints, versions or tools on your own files."),
    "calibrate": Command(
        "bench.calibration.command", "Calibrate the confidences of a structure checkpoint on documents with known tables.", ("scipy",)
    ),
    "synth": Command(
        "training.synthesis.cli", "Write synthetic tables with exact labels: images, PASCAL VOC files, words and file lists.", ("cv2",)
    ),
    "train": Command(
        "training.cli",
        "Train a layout model from scratch, or fine-tune any supported checkpoint, on your tables, public sets, synthetic ones.",
        ("torch", "scipy"),
    ),
    "pack": Command(
        "training.pack",
        "Write the training part of labelled folders as one shard that `train --data` and `--paste` read.",
        ("torch", "scipy", "cv2"),
    ),
    "build-dataset": Command("training.datasets.build.cli", "Build, look at and check datasets in PubTables-1M's layout.", ("cv2",)),
}


ADDRESS = re.compile(r"local|auto|ray://.+|[\w.-]+:\d+")  # of a Ray cluster


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command line and returns its exit code; see the module's opening for the codes."""
    try:
        arguments = with_ray_address(arguments)
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


def with_ray_address(arguments: list[str]) -> list[str]:
    """``--ray`` without an address means this machine; typer knows no option whose value may be left out.

    >>> with_ray_address(["batch", "--ray", "folder", "-o", "out"])
    ['batch', '--ray', 'local', 'folder', '-o', 'out']
    >>> with_ray_address([])
    []
    """
    found: list[str] = []
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        found += [argument, "local"] if argument == "--ray" and not ADDRESS.fullmatch(following) else [argument]
    return found


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
    for name in asked:
        missing = [package for package in COMMANDS[name].needs if find_spec(package) is None]
        if missing:
            raise InputError(f"{name} needs {', '.join(missing)}, not installed here: pip install 'tablewright[{_extra(missing)}]'")
        try:
            _mount(app, name, COMMANDS[name].module)
        except ImportError as error:
            raise InputError(f"{name} needs more packages ({error}); install them with tablewright[dev]") from error
    if not asked:
        _list(app)
    return app


def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and stop.", callback=lambda on: _version(on))
    ] = False,
) -> None:
    """Tables out of PDFs and pictures."""


def _version(is_asked: bool) -> None:
    if is_asked:
        from pipeline.options.checks import service_version

        typer.echo(service_version())
        raise typer.Exit


def _list(app: typer.Typer) -> None:
    """Every command with its line, for the help; nothing of them is imported. What cannot run here is left out."""
    for name, command in COMMANDS.items():
        if all(find_spec(package) is not None for package in command.needs):
            app.command(name, help=command.help)(_unreachable)


def _unreachable() -> None:
    """Stands for a command in the help; a command that is asked for is mounted instead."""


def _extra(missing: list[str]) -> str:
    """The extra that has the first of the missing packages."""
    return {"torch": "torch", "scipy": "torch", "onnx": "torch", "mcp": "mcp", "cv2": "ocr"}.get(missing[0], "dev")


def _mount(app: typer.Typer, name: str, module: str) -> None:
    """Adds the command ``name`` of ``module.app``."""
    sub: typer.Typer = importlib.import_module(module).app
    commands = {_command_name(info): info for info in sub.registered_commands}
    chosen = commands.get(name) or (next(iter(commands.values())) if len(commands) == 1 and not sub.registered_groups else None)
    if chosen is None or chosen.callback is None:
        app.add_typer(sub, name=name)
    else:
        app.command(name, no_args_is_help=chosen.no_args_is_help)(chosen.callback)


def _command_name(info: typer.models.CommandInfo) -> str:
    return info.name or (info.callback.__name__.replace("_", "-") if info.callback else "")
