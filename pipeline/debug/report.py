"""One HTML page with PNGs of every step of a document: words and rulings, regions, raw and refined objects, grid, table.

``add_page`` is called while the document is open and writes the pictures at once, so memory stays small.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from pipeline.debug.overlay import FAILURE, HEADER, PROJECTED, REGION, SPANNING, overlay_png
from pipeline.debug.sketch import Colour, Sketch
from pipeline.models.recordings import object_to_dict
from pipeline.results.result import DocumentResult, PageResult
from pipeline.structure.words.assign import cell_box
from pipeline.types import Grid, Page, RegionView, Structure, StructureObject, Trace
from table import BBox, StructureLabel
from table.io import to_html

WORD: Colour = (120, 120, 120)
RULING: Colour = (220, 40, 120)
OBJECTS: dict[StructureLabel, Colour] = {
    StructureLabel.TABLE: REGION,
    StructureLabel.COLUMN: (200, 60, 60),
    StructureLabel.ROW: (60, 150, 60),
    StructureLabel.COLUMN_HEADER: HEADER,
    StructureLabel.PROJECTED_ROW_HEADER: PROJECTED,
    StructureLabel.SPANNING_CELL: SPANNING,
}
_STYLE = (
    "body{font-family:sans-serif;margin:1em}figure{display:inline-block;margin:.4em;vertical-align:top}"
    "img{max-width:46vw;border:1px solid #bbb}"
    "table{border-collapse:collapse;font-size:.85em}th,td{border:1px solid #aaa;padding:.1em .4em}th{background:#eee}.bad{color:#b00}"
)


class DebugReport:
    """Collects the pictures of one document in ``folder`` (made when missing)."""

    def __init__(self, folder: Path, title: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._title = folder, title
        self._sections: list[str] = []

    def add_page(self, page: Page, result: PageResult) -> None:
        """Draws one page and its tables; ``result`` must hold its traces."""
        pictures = [
            self._picture(
                f"page-{page.number}-words.png", _words_png(page), f"{len(page.words)} words ({page.text_source}), rulings, shadings"
            ),
            self._picture(f"page-{page.number}-tables.png", overlay_png(page, result), "tables"),
        ]
        seconds = ", ".join(f"{name} {value:.2f} s" for name, value in result.seconds.items())
        error = f'<p class="bad">{html.escape(result.error.message)}</p>' if result.error else ""
        head = f"<h2>Page {page.number}</h2><p>{page.width:.0f} x {page.height:.0f} points; {seconds}</p>{error}"
        steps = _region_steps(result)
        tables = [self._table(page.number, number, trace) for number, trace in enumerate(result.traces, start=1)]
        self._sections.append(head + "".join(pictures) + steps + "".join(tables))

    def write(self, result: DocumentResult) -> Path:
        """Writes ``index.html`` and the result as JSON beside it; returns the page's path."""
        (self._folder / "result.json").write_bytes(result.to_json(indent=1).encode("utf-8", errors="replace"))
        notes = "".join(f'<li class="bad">{html.escape(note.message)}</li>' for note in result.notes)
        body = f"<h1>{html.escape(self._title)}</h1><p>{result.status}, {len(result.tables)} tables</p><ul>{notes}</ul>"
        text = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{html.escape(self._title)}</title><style>{_STYLE}</style>'
        path = self._folder / "index.html"
        path.write_bytes((text + body + "\n".join(self._sections) + "</html>\n").encode("utf-8", errors="replace"))
        return path

    def _table(self, page: int, number: int, trace: Trace) -> str:
        name = f"page-{page}-table-{number}"
        pictures = [self._picture(f"{name}-objects.png", _objects_png(trace.view, trace.objects), f"{len(trace.objects)} raw objects")]
        if trace.grid:
            pictures.append(self._picture(f"{name}-grid.png", _grid_png(trace.view, trace.grid), "refined structure and grid"))
        if trace.table:
            pictures.append(f"<figure>{to_html(trace.table, geometry=False)}<figcaption>{_facts(trace)}</figcaption></figure>")
        error = f'<p class="bad">{html.escape(str(trace.error))}</p>' if trace.error else ""
        return f"<h3>Table {number}</h3>{error}{''.join(pictures)}{_effects(trace)}{_object_list(trace)}"

    def _picture(self, name: str, png: bytes, caption: str) -> str:
        (self._folder / name).write_bytes(png)
        return f'<figure><a href="{name}"><img src="{name}" alt=""></a><figcaption>{html.escape(caption)}</figcaption></figure>'


def _region_steps(result: PageResult) -> str:
    """The regions after each rule between detector and recognizer; rules that changed nothing say so."""
    rows, before = [], None
    for step in result.region_steps:
        state = (step.boxes, step.figures)
        boxes = " ".join(str([round(side, 1) for side in box]) for box in step.boxes)
        rows.append(f"<tr><td>{step.rule}</td><td>{'no change' if state == before else f'{boxes}; {len(step.figures)} figures'}</td></tr>")
        before = state
    return f"<details><summary>regions after each rule</summary><table>{''.join(rows)}</table></details>" if rows else ""


def _facts(trace: Trace) -> str:
    seconds = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in trace.seconds.items())
    warnings = ", ".join(trace.structure.warnings) if trace.structure else ""
    flags = ", ".join(trace.table.flags) if trace.table else ""
    unassigned = " ".join(word.text for word in trace.table.unassigned_words) if trace.table else ""
    return "<br>".join(
        html.escape(line) for line in (seconds, f"warnings: {warnings}", f"flags: {flags}", f"unassigned words: {unassigned}")
    )


def _effects(trace: Trace) -> str:
    """What each rule changed, one line for each that changed something."""
    lines, before = [], None
    for step in trace.steps:
        now = step.structure
        if before is not None and now != before:
            lines.append(f"{step.rule}: {_difference(before, now)}")
        before = now
    return f"<details><summary>what each rule changed</summary><pre>{html.escape(chr(10).join(lines))}</pre></details>"


def _difference(before: Structure, now: Structure) -> str:
    """In words: how many rows, columns, header rows and spans there are now, or that borders moved."""
    counts = {
        "rows": (len(before.rows), len(now.rows)),
        "columns": (len(before.columns), len(now.columns)),
        "header rows": (before.num_header_rows, now.num_header_rows),
        "spans": (len(before.spans), len(now.spans)),
    }
    changed = [f"{name} {old} to {new}" for name, (old, new) in counts.items() if old != new]
    moved = ["borders moved"] * (not changed and (before.rows, before.columns) != (now.rows, now.columns))
    noted = [f"flag {name}" for name in sorted(set(now.warnings) - set(before.warnings))]
    return ", ".join(changed + moved + noted) or "scores or spans changed"


def _object_list(trace: Trace) -> str:
    lines = (f"{item['label']} {item['score']:.3f} {[round(v, 1) for v in item['bbox']]}" for item in map(object_to_dict, trace.objects))
    return f"<details><summary>objects</summary><pre>{html.escape(chr(10).join(lines))}</pre></details>"


def _words_png(page: Page) -> bytes:
    sketch = Sketch(page)
    sketch.shade((shading.bbox for shading in page.shadings), SPANNING, alpha=50)
    sketch.outline((word.bbox for word in page.words), WORD)
    sketch.outline((ruling.bbox for ruling in page.rulings), RULING, width=2)
    return sketch.png()


def _objects_png(view: RegionView, objects: tuple[StructureObject, ...]) -> bytes:
    sketch = Sketch(view)
    for label, colour in OBJECTS.items():
        boxes = [item.bbox for item in objects if item.label == label]
        if label not in (StructureLabel.TABLE, StructureLabel.COLUMN, StructureLabel.ROW):
            sketch.shade(boxes, colour, alpha=50)
        sketch.outline(boxes, colour, width=2, alpha=160)
    return sketch.png()


def _grid_png(view: RegionView, grid: Grid) -> bytes:
    sketch = Sketch(view)
    lattice = BBox(grid.column_edges[0], grid.row_edges[0], grid.column_edges[-1], grid.row_edges[-1])
    if grid.structure.num_header_rows:
        bottom = grid.row_edges[grid.structure.num_header_rows]
        sketch.shade([BBox(lattice.x0, lattice.y0, lattice.x1, bottom)], HEADER)
    for span in grid.structure.spans:
        sketch.shade([cell_box(grid, span.rows, span.columns)], PROJECTED if span.is_projected_row_header else SPANNING, alpha=80)
    sketch.outline(_grid_lines(grid, lattice), FAILURE, width=1)
    return sketch.png()


def _grid_lines(grid: Grid, lattice: BBox) -> Iterator[BBox]:
    for y in grid.row_edges:
        yield BBox(lattice.x0, y, lattice.x1, y)
    for x in grid.column_edges:
        yield BBox(x, lattice.y0, x, lattice.y1)
