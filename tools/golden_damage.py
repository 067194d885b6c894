"""Model objects made worse on purpose, as a weaker model would answer, so that golden cases reach every rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from pipeline.structure.words.lines import PREFIXES, SUFFIXES, group_lines
from pipeline.types import RegionView, StructureObject
from table import BBox, StructureLabel

Objects = list[StructureObject]
LOOSE = 2.0  # points by which borders are moved at most
SHRINK = 0.4  # of the outer row or column that is left out


def damage(objects: Sequence[StructureObject], view: RegionView, names: Sequence[str], seed: int) -> Objects:
    """``objects`` after every kind of damage named in ``names``, in that order; the same seed gives the same damage."""
    found = list(objects)
    for name in names:
        found = DAMAGES[name](found, view, Random(seed))
    return found


def _of_label(objects: Objects, label: StructureLabel) -> Objects:
    return sorted((o for o in objects if o.label is label), key=lambda o: o.bbox.center[label is StructureLabel.ROW])


def _without(objects: Objects, *items: StructureObject) -> Objects:
    return [o for o in objects if o not in items]


def _drop(label: StructureLabel, index: int | None) -> Callable[[Objects, RegionView, Random], Objects]:
    def drop(objects: Objects, _: RegionView, rng: Random) -> Objects:
        found = _of_label(objects, label)
        if len(found) < 4:
            return objects
        return _without(objects, found[rng.randrange(1, len(found) - 1) if index is None else index])

    return drop


def _repeat(label: StructureLabel) -> Callable[[Objects, RegionView, Random], Objects]:
    def repeat(objects: Objects, _: RegionView, rng: Random) -> Objects:
        one = rng.choice(_of_label(objects, label))
        share = rng.choice((0.15, 0.4))
        x, y = (0.0, share * one.bbox.height) if label is StructureLabel.ROW else (share * one.bbox.width, 0.0)
        return [*objects, replace(one, score=round(one.score * rng.uniform(0.6, 0.95), 4), bbox=one.bbox.shift(x, y))]

    return repeat


def _split_lines(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """Every row of several text lines becomes one row per line."""
    found: Objects = []
    for item in objects:
        inside = [w for w in view.words if item.bbox.contains_point(*w.bbox.center)]
        lines = group_lines(inside) if item.label is StructureLabel.ROW else []
        if len(lines) < 2:
            found.append(item)
            continue
        borders = [min(w.bbox.y0 for w in line) for line in lines[1:]]
        edges = [item.bbox.y0, *borders, item.bbox.y1]
        found += [replace(item, bbox=BBox(item.bbox.x0, low, item.bbox.x1, high)) for low, high in pairwise(edges) if low < high]
    return found


def _split_column(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """The widest column becomes two."""
    one = max(_of_label(objects, StructureLabel.COLUMN), key=lambda o: o.bbox.width)
    cut = one.bbox.x0 + one.bbox.width * rng.uniform(0.2, 0.8)
    parts = [replace(one, bbox=replace(one.bbox, x1=cut)), replace(one, bbox=replace(one.bbox, x0=cut))]
    return [*_without(objects, one), *parts]


def _split_signs(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """Columns with lone currency or percent signs are cut beside these signs."""
    for one in _of_label(objects, StructureLabel.COLUMN):
        inside = [w for w in view.words if one.bbox.contains_point(*w.bbox.center)]
        signs = [w.bbox for w in inside if w.text in PREFIXES or w.text in SUFFIXES]
        others = [w.bbox for w in inside if w.text not in PREFIXES and w.text not in SUFFIXES]
        if len(signs) > 1 and others:
            right, left = max(b.x1 for b in signs) + 0.5, min(b.x0 for b in signs) - 0.5
            cut = right if all(b.x0 > right for b in others) else left
            if all(b.x0 > right for b in others) or all(b.x1 < left for b in others):
                parts = [replace(one, bbox=replace(one.bbox, x1=cut)), replace(one, bbox=replace(one.bbox, x0=cut))]
                objects = [*_without(objects, one), *parts]
    return objects


def _title_row(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """The line of words above the table becomes its first row."""
    first = _of_label(objects, StructureLabel.ROW)[0]
    above = group_lines(w for w in view.words if w.bbox.center[1] < first.bbox.y0)
    if not above:
        return objects
    top = min(w.bbox.y0 for w in above[-1])
    title = replace(first, score=0.8, bbox=replace(first.bbox, y0=top, y1=first.bbox.y0))
    taller = [o for o in objects if o.label in (StructureLabel.COLUMN, StructureLabel.TABLE)]
    grown = [replace(o, bbox=replace(o.bbox, y0=min(o.bbox.y0, top))) for o in taller]
    return [*_without(objects, *taller), *grown, title]


def _blank_row_or_column(label: StructureLabel) -> Callable[[Objects, RegionView, Random], Objects]:
    def add(objects: Objects, view: RegionView, rng: Random) -> Objects:
        """A row or column around a border, where no word's middle is."""
        found = _of_label(objects, label)
        index = rng.randrange(len(found) - 1)
        a, b = found[index].bbox, found[index + 1].bbox
        if label is StructureLabel.ROW:
            return [*objects, StructureObject(label, 0.6, BBox(a.x0, a.y1 - 2, a.x1, max(b.y0, a.y1) + 2))]
        return [*objects, StructureObject(label, 0.6, BBox(a.x1 - 2, a.y0, max(b.x0, a.x1) + 2, a.y1))]

    return add


def _loosen(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """Borders of rows and columns moved by up to two points."""
    found = []
    for item in objects:
        low, high = (rng.uniform(-LOOSE, LOOSE) for _ in range(2))
        box = item.bbox
        if item.label is StructureLabel.ROW and box.height > 2 * LOOSE:
            box = replace(box, y0=box.y0 + low, y1=box.y1 + high)
        if item.label is StructureLabel.COLUMN and box.width > 2 * LOOSE:
            box = replace(box, x0=box.x0 + low, x1=box.x1 + high)
        found.append(replace(item, bbox=box))
    return found


def _shrink(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """Outer rows and columns end within their words."""
    rows, columns = _of_label(objects, StructureLabel.ROW), _of_label(objects, StructureLabel.COLUMN)
    boxes = {
        rows[0]: replace(rows[0].bbox, y0=rows[0].bbox.y0 + SHRINK * rows[0].bbox.height),
        rows[-1]: replace(rows[-1].bbox, y1=rows[-1].bbox.y1 - SHRINK * rows[-1].bbox.height),
        columns[0]: replace(columns[0].bbox, x0=columns[0].bbox.x0 + SHRINK * columns[0].bbox.width),
        columns[-1]: replace(columns[-1].bbox, x1=columns[-1].bbox.x1 - SHRINK * columns[-1].bbox.width),
    }
    return [replace(o, bbox=boxes[o]) if o in boxes and len(rows) > 1 < len(columns) else o for o in objects]


def _false_spans(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """Five spanning cells of any place, size and score."""
    rows, columns = _of_label(objects, StructureLabel.ROW), _of_label(objects, StructureLabel.COLUMN)
    found = list(objects)
    for _ in range(5):
        top, left = rng.randrange(len(rows)), rng.randrange(len(columns))
        bottom, right = min(top + rng.randrange(3), len(rows) - 1), min(left + rng.randrange(3), len(columns) - 1)
        box = BBox(columns[left].bbox.x0, rows[top].bbox.y0, columns[right].bbox.x1, max(rows[top].bbox.y1, rows[bottom].bbox.y1))
        found.append(StructureObject(StructureLabel.SPANNING_CELL, rng.choice((0.4, 0.6, 0.8, 0.97)), box))
    return found


def _note_row(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """The last row is one cell."""
    last = _of_label(objects, StructureLabel.ROW)[-1]
    return [*objects, StructureObject(StructureLabel.SPANNING_CELL, 0.97, last.bbox)]


def _false_projected(objects: Objects, view: RegionView, rng: Random) -> Objects:
    rows = rng.sample(_of_label(objects, StructureLabel.ROW), 2)
    return [*objects, *(StructureObject(StructureLabel.PROJECTED_ROW_HEADER, 0.7, row.bbox.shift(0, 2)) for row in rows)]


def _header(first: int, score: float) -> Callable[[Objects, RegionView, Random], Objects]:
    def add(objects: Objects, view: RegionView, rng: Random) -> Objects:
        """A header from row ``first`` to the last in place of the model's when that is the first row, else beside it."""
        rows = _of_label(objects, StructureLabel.ROW)
        box = BBox.enclosing(row.bbox for row in rows[min(first, len(rows) - 1) :])
        kept = [o for o in objects if first or o.label is not StructureLabel.COLUMN_HEADER]
        return [*kept, StructureObject(StructureLabel.COLUMN_HEADER, score, box)] if box else objects

    return add


def _plain(objects: Objects, view: RegionView, rng: Random) -> Objects:
    """No spanning cell and no projected row header."""
    dropped = (StructureLabel.SPANNING_CELL, StructureLabel.PROJECTED_ROW_HEADER)
    return [o for o in objects if o.label not in dropped]


DAMAGES: dict[str, Callable[[Objects, RegionView, Random], Objects]] = {
    "drop-row": _drop(StructureLabel.ROW, None),
    "drop-first-row": _drop(StructureLabel.ROW, 0),
    "drop-last-row": _drop(StructureLabel.ROW, -1),
    "drop-column": _drop(StructureLabel.COLUMN, None),
    "repeat-row": _repeat(StructureLabel.ROW),
    "repeat-column": _repeat(StructureLabel.COLUMN),
    "split-lines": _split_lines,
    "split-column": _split_column,
    "split-signs": _split_signs,
    "title-row": _title_row,
    "note-row": _note_row,
    "blank-row": _blank_row_or_column(StructureLabel.ROW),
    "blank-column": _blank_row_or_column(StructureLabel.COLUMN),
    "loosen": _loosen,
    "shrink": _shrink,
    "false-spans": _false_spans,
    "false-projected": _false_projected,
    "lower-header": _header(3, 0.9),
    "full-header": _header(0, 0.6),
    "plain": _plain,
}
