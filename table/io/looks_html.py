"""Looks as HTML: ``b``, ``i``, ``sup``, ``s``, ``a``, a background, a disabled check box; the text read back is the cell's own."""

from __future__ import annotations

import html

from table.cells import Cell
from table.looks import LINK_SCHEMES, Run

SOFT_BREAK = '<br class="line">'  # a line break that is a space of the text
_DARK = 0.45  # luminance of a background on which text is shown white


def runs_html(cell: Cell) -> str:
    """The cell's pieces of text as elements; empty where it has none to tell."""
    return "".join(_run(run) for run in cell.looks.runs)


def check_box_html(cell: Cell) -> str:
    """A disabled check box in the cell's state; empty where there is none."""
    if cell.looks.is_ticked is None:
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
