"""One self-contained HTML page over samples of a dataset folder: picture with boxes by class, words, cells, HTML, verdicts.

It reads the files as a trainer would (images, XML, words), so what is looked at is what is trained on. Verdicts come from
the build's records where they exist.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from canonicalize import AnnotationError, LocatedTable
from canonicalize.quality import Evidence, check
from canonicalize.readers.structure import read_structure
from canonicalize.readers.voc import VocAnnotation, read_voc
from canonicalize.readers.words import read_words
from table import BBox, StructureLabel, Table, Word
from training.datasets.build.builder import read_records

COLORS: dict[str, tuple[int, int, int]] = {
    StructureLabel.TABLE: (0, 0, 0),
    StructureLabel.COLUMN: (30, 110, 220),
    StructureLabel.ROW: (220, 60, 40),
    StructureLabel.COLUMN_HEADER: (150, 40, 200),
    StructureLabel.PROJECTED_ROW_HEADER: (0, 150, 90),
    StructureLabel.SPANNING_CELL: (230, 150, 0),
}
STYLE = """
body{font:14px/1.4 system-ui,sans-serif;margin:1.5em;max-width:1500px;color:#222}
article{border-top:2px solid #999;padding:1em 0}
.pair{display:flex;flex-wrap:wrap;gap:1.5em;align-items:flex-start}
.picture{position:relative;display:inline-block}
.picture img{display:block;max-width:720px}
svg{position:absolute;inset:0;width:100%;height:100%}
table.grid{border-collapse:collapse;font-size:12px;max-width:700px}
table.grid td{border:1px solid #bbb;padding:2px 5px;vertical-align:top}
td.header{background:#eadcf5;font-weight:600} td.projected{background:#d8f1e6;font-weight:600}
td.spanning{outline:2px solid #e69600}
.bad{color:#b00} .good{color:#070} label{margin-right:1em} code{white-space:pre-wrap;word-break:break-all}
.swatch{display:inline-block;width:.9em;height:.9em;margin-right:.3em;vertical-align:-.1em}
"""
SCRIPT = """
for(const box of document.querySelectorAll('input[data-class]'))
  box.addEventListener('change',()=>{for(const item of document.querySelectorAll('.'+box.dataset.class))
    item.style.display=box.checked?'':'none'})
"""


def find_samples(root: Path, split: str | None = None) -> list[Path]:
    """The structure XML files of a dataset folder, by name; both our layout and a bare ``annotations`` folder are known."""
    folder = root / "structure" if (root / "structure").exists() else root
    names = [split] if split else ["train", "val", "test", "annotations"]
    return sorted((path for name in names for path in (folder / name).glob("*.xml")), key=lambda path: path.name)


def write_viewer(path: Path, root: Path, samples: Sequence[Path]) -> None:
    """Writes the page over ``samples`` (XML files of ``root``) to ``path``."""
    verdicts = {item["name"]: item["verdicts"] for record in read_records(root) for item in record.kept}
    body = "".join(_article(sample, verdicts.get(sample.stem)) for sample in samples)
    legend = "".join(_toggle(str(label), COLORS[label]) for label in StructureLabel) + _toggle("words", (120, 120, 120))
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(root.name)}</title><style>{STYLE}</style>"
        f"<h1>{html.escape(root.name)}: {len(samples)} samples</h1><p>{legend}</p>{body}<script>{SCRIPT}</script></html>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _toggle(name: str, color: tuple[int, int, int]) -> str:
    return (
        f"<label><input type=checkbox checked data-class={_class(name)}>"
        f'<span class=swatch style="background:rgb{color}"></span>{html.escape(name)}</label>'
    )


def _class(name: str) -> str:
    return name.replace(" ", "-")


def _article(sample: Path, verdicts: list[dict[str, Any]] | None) -> str:
    folder = sample.parent.parent
    try:
        annotation = read_voc(sample.read_bytes(), sample.name)
        words_path = folder / "words" / f"{sample.stem}_words.json"
        words = read_words(words_path.read_bytes() if words_path.exists() else None, words_path.name)
        located = read_structure(annotation, words)
    except AnnotationError as error:
        return f"<article><h2>{html.escape(sample.stem)}</h2><p class=bad>{html.escape(str(error))}</p></article>"
    notes = verdicts if verdicts is not None else _own_verdicts(located, words)
    picture = _picture(folder / "images" / f"{sample.stem}.jpg", annotation, words)
    return (
        f"<article id={html.escape(sample.stem)}><h2>{html.escape(sample.stem)} <small>{sample.parent.name}, "
        f"{located.table.num_rows} rows, {located.table.num_columns} columns</small></h2>"
        f"<div class=pair>{picture}<div>{_grid(located.table)}</div></div>{_verdicts(notes)}"
        f"<details><summary>HTML</summary><code>{html.escape(_grid(located.table))}</code></details>"
        f"<details><summary>{len(located.table.cells)} cells</summary>{_cells(located)}</details></article>"
    )


def _own_verdicts(located: LocatedTable, words: Sequence[Word]) -> list[dict[str, Any]]:
    found = check(Evidence(located.table, tuple(words)))
    return [{"rule": v.rule, "passed": v.passed, "value": v.value, "threshold": v.threshold, "detail": v.detail} for v in found]


def _picture(path: Path, annotation: VocAnnotation, words: Sequence[Word]) -> str:
    data = base64.b64encode(path.read_bytes()).decode() if path.exists() else ""
    shapes = [_rectangle(box, str(label), COLORS.get(label, (90, 90, 90))) for label, box in annotation.objects]
    shapes += [_rectangle(word.bbox, "words", (120, 120, 120), word.text) for word in words]
    view = f"0 0 {annotation.width} {annotation.height}"
    return f'<div class=picture><img alt="" src="data:image/jpeg;base64,{data}"><svg viewBox="{view}">{"".join(shapes)}</svg></div>'


def _rectangle(box: BBox, name: str, color: tuple[int, int, int], title: str = "") -> str:
    opacity = 0.15 if name in (StructureLabel.COLUMN_HEADER, StructureLabel.PROJECTED_ROW_HEADER, StructureLabel.SPANNING_CELL) else 0
    return (
        f'<rect class="{_class(name)}" x="{box.x0:.1f}" y="{box.y0:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="rgb{color}" fill-opacity="{opacity}" stroke="rgb{color}"><title>{html.escape(title or name)}</title></rect>'
    )


def _grid(table: Table) -> str:
    rows: list[list[str]] = [[] for _ in range(table.num_rows)]
    for cell in table.cells:
        kind = (
            "header" if cell.is_column_header else "projected" if cell.is_projected_row_header else "spanning" if cell.is_spanning else ""
        )
        spans = "".join(f' {name}="{size}"' for name, size in (("rowspan", cell.row_span), ("colspan", cell.column_span)) if size > 1)
        rows[cell.rows.start].append(f"<td{spans}{f' class={kind}' if kind else ''}>{html.escape(cell.text)}</td>")
    return f"<table class=grid>{''.join('<tr>' + ''.join(row) + '</tr>' for row in rows)}</table>"


def _verdicts(notes: Sequence[dict[str, Any]]) -> str:
    items = "".join(
        f"<li class={'good' if note['passed'] else 'bad'}>{html.escape(note['rule'])}: {html.escape(note['detail'])} "
        f"({note['value']:.3g}, limit {note['threshold']:.3g})</li>"
        for note in notes
    )
    return f"<ul>{items}</ul>"


def _cells(located: LocatedTable) -> str:
    return "<ol>" + "".join(_cell_lines(located)) + "</ol>"


def _cell_lines(located: LocatedTable) -> Iterator[str]:
    for cell in located.table.cells:
        extent = f"rows {cell.rows.start}..{cell.rows.stop - 1}, columns {cell.columns.start}..{cell.columns.stop - 1}"
        box = json.dumps([round(value, 1) for value in cell.bbox]) if cell.bbox else "no box"
        yield f"<li>{extent} {box}: {html.escape(cell.text)}</li>"
