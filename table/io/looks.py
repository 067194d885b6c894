"""Looks of cells in HTML and in JSON.

HTML: ``b``, ``i``, ``sup``, ``s``, ``a``, a background, a disabled check box; the text read back is the cell's own. JSON: ``runs``,
``shading`` and ``is_ticked`` of a cell, each only where there is something to say.
"""

from __future__ import annotations

import html
from typing import Any

from table.cells import Cell
from table.io.format_error import FormatError
from table.looks import BOXES, LINK_SCHEMES, PLAIN, Looks, Run, spells

Json = dict[str, Any]
_SWITCHES = ("is_bold", "is_italic", "is_raised", "is_struck")
SOFT_BREAK = '<br class="line">'  # a line break that is a space of the text
_DARK = 0.45  # luminance of a background on which text is shown white


def runs_html(cell: Cell) -> str:
    """The cell's pieces of text as elements; empty where it has none to tell."""
    return "".join(_run(run) for run in cell.looks.runs)


def check_box_html(cell: Cell) -> str:
    """A disabled check box in the cell's state; empty where there is none, and where the text has its sign."""
    if cell.looks.is_ticked is None or not BOXES.keys().isdisjoint(cell.text):
        return ""
    return f'<input type="checkbox" disabled{" checked" if cell.looks.is_ticked else ""}>'


def shading_attributes(cell: Cell) -> list[str]:
    """A ``style`` with the grey behind the cell."""
    if cell.looks.shading is None:
        return []
    grey = round(255 * min(1.0, max(0.0, cell.looks.shading)))
    colour = ";color:#fff" if cell.looks.shading < _DARK else ""
    return [f'style="background:rgb({grey},{grey},{grey}){colour}"']


def _run(run: Run) -> str:
    text = html.escape(run.text, quote=False).replace("\n", SOFT_BREAK)
    for tag, is_on in (("sup", run.is_raised), ("s", run.is_struck), ("i", run.is_italic), ("b", run.is_bold)):
        text = f"<{tag}>{text}</{tag}>" if is_on else text
    return f'<a href="{html.escape(run.link)}">{text}</a>' if run.link and run.link.lower().startswith(LINK_SCHEMES) else text


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
