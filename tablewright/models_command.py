"""``tablewright models``: what is shipped, how to use other checkpoints, what works on this machine."""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer

from tablewright.exits import Exit
from tablewright.lines import safe_text

app = typer.Typer()


@app.command("models")
def models_command(
    check: Annotated[bool, typer.Option("--check", help="Try timm, torchvision, OCR engines and checkpoints on this machine.")] = False,
) -> None:
    """List the shipped checkpoints and how to use others."""
    if check:
        raise typer.Exit(_check())
    for model in inventory().boxed_models():
        typer.echo(f"{model.task:10} {_boxed(model)}")
    typer.echo("\nPublished checkpoints that fit (not shipped):")
    for known in inventory().known_checkpoints():
        typer.echo(f"{known.task:10} {known.name} (trained on {known.trained_on}; crop padding {known.crop_padding_px:g} px)")
    typer.echo(f"\n{inventory().USAGE}")


def inventory() -> Any:
    """The inventory; imported when asked for, because it imports torch."""
    return importlib.import_module("pipeline.models.inventory")


def _boxed(model: Any) -> str:
    if model.problem:
        return f"default: not usable: {model.problem}"
    return f"default: {model.model_type}, {model.size / 1e6:.1f} MB, {model.profile.input} input"


def _check() -> int:
    """Prints one line per probe; 4 when a default checkpoint does not load, else 0: the other parts are optional."""
    probes = inventory().check_machine()
    for probe in probes:
        typer.echo(
            f"{'ok     ' if probe.is_ok else 'missing'} {probe.name}: {safe_text(' '.join(probe.detail.split()))} ({probe.seconds:.1f} s)"
        )
    is_usable = all(probe.is_ok for probe in probes if probe.name.startswith(("detector ", "structure ")))
    return Exit.READ if is_usable else Exit.MODEL
