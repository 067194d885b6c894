"""The page of a comparison without truth: counts, then every table that differs, both answers beside each other."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bench.agreement import Agreement, Difference
from bench.predictions import bare_cells
from bench.report.page import html_page, weights_text
from bench.report.tables import cells_html, side_by_side
from bench.results import environment

MAX_SHOWN = 200


def agreement_page(found: Agreement, facts: Sequence[dict[str, object]], command: str) -> str:
    """One HTML text without links; ``facts`` name each system's weights or files."""
    made = environment(command)
    about = [
        ("documents", str(found.num_documents)),
        ("tables", f"{len(found.tables)}, of them {found.num_equal} equal in both"),
        *((f"weights of {name}", weights_text(fact)) for name, fact in zip((found.first, found.second), facts, strict=True)),
        ("commit", made["commit"]),
        ("command", command),
    ]
    rows = "".join(f"<tr><td>{html.escape(name)}</td><td>{html.escape(value)}</td></tr>" for name, value in about)
    title = f"{found.second} against {found.first}"
    note = "<p>Neither side is the truth: a likeness of 1 says that both agree. Outlined: cells that do not meet an equal one.</p>"
    problems = "".join(f"<p>{html.escape(': '.join(problem))}</p>" for problem in found.problems)
    shown = found.differing[:MAX_SHOWN]
    more = f"<p>… {len(found.differing) - len(shown)} more</p>" if len(shown) < len(found.differing) else ""
    body = f"<h1>{html.escape(title)}</h1><table>{rows}</table>{note}{problems}{''.join(_section(item, found) for item in shown)}{more}"
    return html_page(title, body)


def _section(item: Difference, found: Agreement) -> str:
    place = html.escape(item.document) + (f", page {item.page}" if item.page else "")
    if item.first is None or item.second is None:
        owner, content = (found.first, item.first) if item.second is None else (found.second, item.second)
        cells = bare_cells(content or ())
        table = cells_html(cells, range(len(cells)))
        return f"<h4>{place}: only {html.escape(owner)} has this table</h4><div class=pair><div>{table}</div></div>"
    head = f"{place}: GriTS_Con {item.grits_con:.3f}, GriTS_Top {item.grits_top:.3f}, {item.num_differing} cells differ"
    return f"<h4>{head}</h4>{side_by_side(item.first, item.second, (found.first, found.second))}"
