"""Changes of a layout sample that keep its truth true: rows and columns stretched, rows cut out, boxes as an OCR would give them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.models.raster import UNKNOWN_TEXT, Layout
from pipeline.models.word_marks import GROUPS, MARKS
from table import BBox
from training.layouts.sample import LayoutSample

Floats = NDArray[np.float32]
_FORGOTTEN = 0.25  # how often a group of marks is unknown in training


def augment(sample: LayoutSample, rng: Generator) -> LayoutSample:
    """A random variant of ``sample``; falls back to the sample itself when a change made it unsound."""
    changed = sample
    if rng.random() < 0.35:
        changed = cut_rows(changed, rng)
    if rng.random() < 0.1:
        changed = cut_columns(changed, rng)
    if rng.random() < 0.5:
        changed = stretch_rows_and_columns(changed, rng)
    changed = recrop(changed, rng)
    changed = replace(changed, layout=disturb(changed.layout, rng))
    return changed if changed.is_sound() else sample


def cut_rows(sample: LayoutSample, rng: Generator) -> LayoutSample:
    """The sample without a run of its body rows, the rest moved up; unchanged where a span would be cut."""
    count = len(sample.rows) - 1
    first = max(sample.num_header_rows, 0) + 1
    if count - first < 3:
        return sample
    start = int(rng.integers(first, count - 1))
    stop = min(count, start + 1 + int(rng.integers(0, max(1, (count - start) * 3 // 4))))
    if any(a < stop and b > start for a, b, _, _ in sample.spans):
        return sample
    top, bottom = float(sample.rows[start]), float(sample.rows[stop])
    gap, layout = bottom - top, sample.layout
    middle = (layout.boxes[:, 1] + layout.boxes[:, 3]) / 2
    keep = (middle < top) | (middle > bottom)
    outside = sample.spans[:, :2] >= stop
    spans = sample.spans.copy()
    spans[:, :2] -= outside * (stop - start)
    return replace(
        sample,
        layout=_without(layout, keep, top, bottom, 1),
        crop=BBox(sample.crop.x0, sample.crop.y0, sample.crop.x1, sample.crop.y1 - gap),
        rows=np.concatenate([sample.rows[: start + 1], sample.rows[stop + 1 :] - gap]).astype(np.float32),
        projected=np.delete(sample.projected, slice(start, stop)),
        spans=spans,
    )


def cut_columns(sample: LayoutSample, rng: Generator) -> LayoutSample:
    """The sample without a run of its inner columns, the rest moved left; unchanged where a span would be cut in two."""
    count = len(sample.columns) - 1
    if count < 4:
        return sample
    start = int(rng.integers(1, count - 1))
    stop = min(count - 1, start + 1 + int(rng.integers(0, max(1, (count - start) // 2))))
    crossing = (sample.spans[:, 2] < stop) & (sample.spans[:, 3] > start)
    inside = (sample.spans[:, 2] >= start) & (sample.spans[:, 3] <= stop)
    left, right = float(sample.columns[start]), float(sample.columns[stop])
    layout, gap = sample.layout, right - left
    middle = (layout.boxes[:, 0] + layout.boxes[:, 2]) / 2
    keep = (middle < left) | (middle > right)
    if (crossing & ~inside).any() or keep.sum() < 4:
        return sample
    spans = sample.spans[~inside].copy()
    spans[:, 2:] -= (spans[:, 2:3] >= stop) * (stop - start)
    return replace(
        sample,
        layout=_without(layout, keep, left, right, 0),
        crop=BBox(sample.crop.x0, sample.crop.y0, sample.crop.x1 - gap, sample.crop.y1),
        columns=np.concatenate([sample.columns[: start + 1], sample.columns[stop + 1 :] - gap]).astype(np.float32),
        spans=spans,
    )


def _without(layout: Layout, keep: NDArray[np.bool_], start: float, stop: float, axis: int) -> Layout:
    """``layout`` with the words to ``keep`` and without what is drawn between ``start`` and ``stop``, the rest moved together."""
    return Layout(
        _close_gap(layout.boxes[keep], start, stop, axis),
        layout.numeric[keep],
        layout.lower[keep],
        _close_gap(layout.rulings[_not_within(layout.rulings, start, stop, axis)], start, stop, axis),
        _close_gap(layout.shadings[_not_within(layout.shadings, start, stop, axis)], start, stop, axis),
        layout.em,
        None if layout.marks is None else layout.marks[keep],
    )


def _not_within(boxes: Floats, start: float, stop: float, axis: int) -> NDArray[np.bool_]:
    kept: NDArray[np.bool_] = ~((boxes[:, axis] > start) & (boxes[:, axis + 2] < stop))
    return kept


def _close_gap(boxes: Floats, start: float, stop: float, axis: int) -> Floats:
    moved = boxes.copy()
    for place in (axis, axis + 2):
        value = moved[:, place]
        moved[:, place] = np.where(value >= stop, value - (stop - start), np.minimum(value, max(start, 0)))
    return moved


def stretch_rows_and_columns(sample: LayoutSample, rng: Generator) -> LayoutSample:
    """Every column border widened by up to two ems and every row border by up to half an em (or one of the two)."""
    changed, em = sample, sample.layout.em
    if rng.random() < 0.7:
        extra = rng.uniform(0, rng.uniform(0, 2.0) * em, len(sample.columns) - 2)
        changed = _stretch(changed, 0, sample.columns[1:-1], extra)
    if rng.random() < 0.6:
        extra = np.full(len(sample.rows) - 2, rng.uniform(0, 0.5) * em) * (rng.random(len(sample.rows) - 2) < rng.choice([0.3, 1.0]))
        changed = _stretch(changed, 1, sample.rows[1:-1], extra)
    return changed


def _stretch(sample: LayoutSample, axis: int, borders: Floats, extra: NDArray[np.float64]) -> LayoutSample:
    def move(values: Floats) -> Floats:
        after = values[..., None] > borders
        at = values[..., None] == borders
        moved: Floats = (values + (after * extra).sum(-1) + (at * extra).sum(-1) / 2).astype(np.float32)
        return moved

    def move_boxes(boxes: Floats) -> Floats:
        moved = boxes.copy()
        for column in (axis, axis + 2):
            moved[:, column] = move(boxes[:, column])
        return moved

    layout, total, crop = sample.layout, float(extra.sum()), sample.crop
    return replace(
        sample,
        layout=replace(layout, boxes=move_boxes(layout.boxes), rulings=move_boxes(layout.rulings), shadings=move_boxes(layout.shadings)),
        crop=BBox(crop.x0, crop.y0, crop.x1 + (total if axis == 0 else 0), crop.y1 + (total if axis == 1 else 0)),
        columns=move(sample.columns) if axis == 0 else sample.columns,
        rows=move(sample.rows) if axis == 1 else sample.rows,
    )


def recrop(sample: LayoutSample, rng: Generator) -> LayoutSample:
    """Another margin around the table on every side: from tight to all there is, sometimes blank paper added."""
    em, crop = sample.layout.em, sample.crop
    tight = rng.random() < 0.3

    def margin(available: float) -> float:
        if tight:
            return min(available, float(rng.uniform(0, 0.6)) * em) if available > 0 else 0.2 * em
        wanted = float(rng.uniform(0, 4.5)) * em
        return wanted if wanted < available or rng.random() < 0.5 else max(available, 0.0)

    x0, y0, x1, y1 = float(sample.columns[0]), float(sample.rows[0]), float(sample.columns[-1]), float(sample.rows[-1])
    box = BBox(x0 - margin(x0 - crop.x0), y0 - margin(y0 - crop.y0), x1 + margin(crop.x1 - x1), y1 + margin(crop.y1 - y1))
    return replace(sample, crop=box)


def disturb(layout: Layout, rng: Generator) -> Layout:
    """Boxes as another reader would give them: jitter, other heights, merged or lost words, lost rules, text unknown."""
    layout = _drop_drawings(layout, rng)
    if rng.random() < 0.35:
        layout = _merge_words(layout, rng.uniform(0.02, 0.5), rng)
    boxes, em, count = layout.boxes.copy(), layout.em, len(layout.boxes)
    if rng.random() < 0.6:
        boxes += rng.normal(0, rng.uniform(0.0, 0.07) * em, boxes.shape).astype(np.float32)
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    half = np.abs(boxes[:, 3] - boxes[:, 1]) / 2 * rng.uniform(0.6, 1.15)
    boxes[:, 1], boxes[:, 3] = middle - half, middle + half
    boxes[:, 2] = np.maximum(boxes[:, 2], boxes[:, 0] + 0.1 * em)
    numeric, lower = layout.numeric, layout.lower
    if rng.random() < 0.12:
        numeric, lower = np.full(count, UNKNOWN_TEXT, np.float32), np.full(count, UNKNOWN_TEXT, np.float32)
    elif rng.random() < 0.1:
        lower = np.zeros(count, np.float32)
    keep = np.ones(count, bool) if rng.random() < 0.75 else rng.random(count) > rng.uniform(0, 0.04)
    scale = float(np.exp(rng.normal(0, 0.12)))
    marks = None if layout.marks is None else forget_marks(layout.marks, rng)[keep]
    return Layout(boxes[keep], numeric[keep], lower[keep], layout.rulings, layout.shadings, em * scale, marks)


def forget_marks(marks: Floats, rng: Generator) -> Floats:
    """Marks of which whole groups are unknown now and then, as they are through OCR and in old files."""
    kept = marks.copy()
    for names in GROUPS.values():
        if rng.random() < _FORGOTTEN:
            kept[:, [MARKS.index(name) for name in names]] = 0
    return kept


def _drop_drawings(layout: Layout, rng: Generator) -> Layout:
    rulings, shadings = layout.rulings, layout.shadings
    fate = rng.random()
    if fate < 0.06:
        rulings = rulings[:0]
    elif fate < 0.12:
        rulings = rulings[rng.random(len(rulings)) > 0.3]
    if rng.random() < 0.25:
        shadings = shadings[:0]
    return replace(layout, rulings=rulings, shadings=shadings)


def _merge_words(layout: Layout, share: float, rng: Generator) -> Layout:
    """Some neighbours a word space apart become one box, as line-wise readers give them."""
    boxes, em = layout.boxes, layout.em
    order = np.lexsort((boxes[:, 0], np.round((boxes[:, 1] + boxes[:, 3]) / em)))
    merged: list[Floats] = []
    flags: list[tuple[float, float]] = []
    first: list[int] = []  # the word that a merged one began with: its marks are those of the whole
    for index in order:
        box = boxes[index]
        last = merged[-1] if merged else None
        near = last is not None and abs(last[1] + last[3] - box[1] - box[3]) < 0.5 * em and -0.1 * em < box[0] - last[2] < 0.32 * em
        if near and last is not None and rng.random() < share:
            merged[-1] = np.array([last[0], min(last[1], box[1]), box[2], max(last[3], box[3])], np.float32)
            flags[-1] = ((flags[-1][0] + float(layout.numeric[index])) / 2, flags[-1][1])
        else:
            merged.append(box)
            first.append(int(index))
            flags.append((float(layout.numeric[index]), float(layout.lower[index])))
    values = np.array(flags, np.float32).reshape(-1, 2)
    marks = None if layout.marks is None else layout.marks[first]
    return replace(layout, boxes=np.array(merged, np.float32).reshape(-1, 4), numeric=values[:, 0], lower=values[:, 1], marks=marks)
