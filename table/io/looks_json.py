"""Looks as JSON: ``runs``, ``shading`` and ``is_ticked`` of a cell, each only where there is something to say."""

from __future__ import annotations

from typing import Any

from table.io.format_error import FormatError
from table.looks import PLAIN, Looks, Run, spells

Json = dict[str, Any]
_SWITCHES = ("is_bold", "is_italic", "is_raised", "is_struck")


def looks_to_dict(looks: Looks) -> Json:
    """The fields of a cell; none for a plain one."""
    found: Json = {}
    if looks.runs:
        found["runs"] = [_run_to_dict(run) for run in looks.runs]
    if looks.shading is not None:
        found["shading"] = looks.shading
    if looks.is_ticked is not None:
        found["is_ticked"] = looks.is_ticked
    return found


def _run_to_dict(run: Run) -> Json:
    switches = {name: True for name in _SWITCHES if getattr(run, name)}
    return {"text": run.text, **switches, **({"link": run.link} if run.link else {})}


def looks_from_dict(fields: Json, text: str) -> Looks:
    """The looks that a cell's object tells; runs that do not spell ``text`` (it was edited) are left out.

    Raises ``FormatError`` for other shapes.
    """
    if not fields.keys() & {"runs", "shading", "is_ticked"}:
        return PLAIN
    try:
        runs = tuple(_run_from_dict(item) for item in fields.get("runs") or ())
        shading, ticked = fields.get("shading"), fields.get("is_ticked")
        return Looks(
            runs if spells(runs, text) else (), None if shading is None else float(shading), None if ticked is None else bool(ticked)
        )
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise FormatError(f"looks of a cell are not as written: {error}") from error


def _run_from_dict(item: Json) -> Run:
    switches = {name: bool(item.get(name)) for name in _SWITCHES}
    return Run(str(item["text"]), **switches, link=None if item.get("link") is None else str(item["link"]))
