"""Options are checked once, at the door, with messages that name the choices; and written down for the result."""

from __future__ import annotations

import importlib.metadata
from dataclasses import asdict
from functools import cache
from typing import Any

from pipeline.errors import InputError
from pipeline.options.options import Declaration, Options, declarations
from pipeline.regions import REGION_RULES
from pipeline.structure import STRUCTURE_RULES


def check_options(options: Options) -> None:
    """Raises ``InputError`` for a value outside its choices or a limit that is not positive."""
    for one in declarations():
        _check_value(one, getattr(options, one.name))
    _check_rules(frozenset(options.without))
    if options.pages is not None and not options.pages:
        raise InputError("no page is asked for; leave the pages out to read all of them")


def _check_value(said: Declaration, value: Any) -> None:
    if said.choices and value not in said.choices:
        raise InputError(f"{said.name}={value!r}: choose one of {', '.join(said.choices)}")
    if value is None:
        return
    if said.above is not None and value <= said.above:
        raise InputError(f"{said.name}={value}: must be greater than {said.above:g}")
    if said.least is not None and said.most is not None and not said.least <= value <= said.most:
        raise InputError(f"{said.name}={value}: must be from {said.least:g} to {said.most:g}")


def _check_rules(without: frozenset[str]) -> None:
    unknown = sorted(without - set(rule_names()))
    if unknown:
        raise InputError(f"no rule is called {', '.join(map(repr, unknown))}; the rules are {', '.join(rule_names())}")


def rule_names() -> tuple[str, ...]:
    """Every rule after the models that can be switched off: those for regions, then those for structure, each in their order."""
    return (*REGION_RULES, *STRUCTURE_RULES)


def options_to_dict(options: Options) -> dict[str, object]:
    """The options as JSON can hold them, without the password."""
    values = asdict(options)
    del values["password"]
    values["without"] = sorted(options.without)
    values["regions"] = [{"id": r.id, "page": r.page, "bbox": list(r.bbox), "rotation": r.rotation} for r in options.regions]
    values["pages"] = None if options.pages is None else list(options.pages)
    return values


@cache
def service_version() -> str:
    """The installed package's version; ``"unknown"`` when it runs from a folder that was never installed."""
    try:
        return importlib.metadata.version("tablewright")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
