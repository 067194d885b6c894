"""Command-line flags made of the options' own declarations: no command spells or explains one itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from pipeline import InputError, Options, parse_pages
from pipeline.options import FORMER_NAMES, Declaration, Where, declarations
from tablewright.exits import as_wrong_use
from tablewright.lines import note_line

Parameter = inspect.Parameter


def takes_options(where: Where) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command's parameter ``options`` becomes one flag for each option that can be set there."""
    said = declarations(where)

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)

        def run_command(**given: Any) -> None:
            options = _options_of(said, given)
            command(**given, options=options)

        own = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in signature.parameters.values() if p.name != "options"]
        run_command.__signature__ = signature.replace(parameters=[*own, *_parameters(said)])  # type: ignore[attr-defined]
        run_command.__annotations__, run_command.__doc__ = {}, command.__doc__
        return run_command

    return decorate


def _options_of(said: Iterable[Declaration], given: dict[str, Any]) -> Options:
    """The options among the values ``given``, which are taken out of it."""
    values = {one.name: given.pop(one.name) for one in said}
    for former, name in FORMER_NAMES.items():
        if given.pop(former):
            note_line(f"--{_dashed(former)} is now called --{_dashed(name)}")
            values[name] = True
    from pipeline.options.checks import check_options

    with as_wrong_use(), _in_flags(said):
        if "pages" in values:
            values["pages"] = parse_pages(values["pages"])
        values["without"] = frozenset(values["without"] or ())
        options = Options(**values)
        check_options(options)
    return options


@contextmanager
def _in_flags(said: Iterable[Declaration]) -> Iterator[None]:
    """Errors name an option as the command line spells it."""
    try:
        yield
    except InputError as error:
        name, sign, rest = str(error).partition("=")
        flag = next((_dashed(one.command or one.name) for one in said if one.name == name), None)
        raise (InputError(f"--{flag} {rest}") if sign and flag else error) from error


def _parameters(said: Iterable[Declaration]) -> list[Parameter]:
    found = [_parameter(one.name, _kind(one), _flag(one), one.default if one.name != "without" else None) for one in said]
    former = [_parameter(name, bool, typer.Option(f"--{_dashed(name)}", hidden=True), False) for name in FORMER_NAMES]
    return [*found, *former]


def _parameter(name: str, kind: Any, flag: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, flag])


def _kind(said: Declaration) -> Any:
    """The type of the flag: what a shell can spell."""
    return {"pages": str | None, "without": list[str] | None}.get(said.name, said.kind)


def _flag(said: Declaration) -> Any:
    name = _dashed(said.command or said.name)
    spelling = f"--{name}/--no-{name}" if said.default is True else f"--{name}"
    return typer.Option(spelling, help=said.sentence, metavar=said.metavar)


def _dashed(name: str) -> str:
    return name.replace("_", "-")
