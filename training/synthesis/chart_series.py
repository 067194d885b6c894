"""What is shown inside a chart's plot: bars, piles, curves, points."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from table.geometry import BBox
from training.synthesis import vocabulary as v
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas, across, fill, frame, label
from training.synthesis.values import Tokens


@dataclass(frozen=True, slots=True)
class Plot:
    """The inner rectangle of a chart and what is shown in it."""

    box: BBox
    font: Font
    kind: str  # bars, stacked, across, lines, points
    categories: tuple[Tokens, ...]
    shades: tuple[float, ...]  # one per series
    ticks: tuple[str, ...]
    has_values: bool
    has_grid: bool
    has_outlines: bool
    has_title_below: bool


def draw_series(rng: Random, page: PageCanvas, plot: Plot) -> None:
    """The data themselves."""
    if plot.kind == "across":
        _bars_across(rng, page, plot)
    elif plot.kind in ("bars", "stacked"):
        _bars(rng, page, plot)
    elif plot.kind == "lines":
        for _ in plot.shades:
            _curve(rng, page, plot)
    else:
        _points(rng, page, plot)


def _bars(rng: Random, page: PageCanvas, plot: Plot) -> None:
    box, font = plot.box, plot.font
    slot = box.width / len(plot.categories)
    side = slot * rng.choice((0.05, 0.15, 0.25))
    trend = rng.uniform(0.2, 0.9)
    for number in range(len(plot.categories)):
        left, right = box.x0 + number * slot + side, box.x0 + (number + 1) * slot - side
        if plot.kind == "stacked":
            _pile(rng, page, plot, left, right)
            continue
        each = (right - left) / len(plot.shades)
        for at, shade in enumerate(plot.shades):
            top = box.y1 - box.height * min(0.97, max(0.02, trend + rng.uniform(-0.3, 0.3)))
            bar = BBox(left + at * each, top, left + (at + 1) * each, box.y1)
            _bar(page, plot, bar, shade)
            if plot.has_values and each > font.size * 1.5:
                label(page, (_value(rng),), font, (bar.x0 + bar.x1) / 2, top - font.size * 1.1, align="center")


def _pile(rng: Random, page: PageCanvas, plot: Plot, left: float, right: float) -> None:
    base = plot.box.y1
    total = plot.box.height * rng.uniform(0.4, 0.98)
    parts = [rng.uniform(0.2, 1) for _ in plot.shades]
    for part, shade in zip(parts, plot.shades, strict=True):
        top = base - total * part / sum(parts)
        _bar(page, plot, BBox(left, top, right, base), shade)
        if plot.has_values and base - top > plot.font.size * 1.2 and right - left > plot.font.size * 1.5:
            label(page, (_value(rng),), plot.font, (left + right) / 2, (top + base - plot.font.size) / 2, align="center")
        base = top


def _bars_across(rng: Random, page: PageCanvas, plot: Plot) -> None:
    box, font = plot.box, plot.font
    slot = box.height / len(plot.categories)
    is_sorted, is_piled = rng.random() < 0.5, rng.random() < 0.3
    lengths = [rng.uniform(0.05, 0.9) for _ in plot.categories]
    for number, length in enumerate(sorted(lengths, reverse=True) if is_sorted else lengths):
        top, bottom = box.y0 + (number + 0.15) * slot, box.y0 + (number + 0.85) * slot
        right = box.x0 + box.width * length
        if is_piled:
            for at, shade in enumerate(plot.shades):
                step = (right - box.x0) / len(plot.shades)
                _bar(page, plot, BBox(box.x0 + at * step, top, box.x0 + (at + 1) * step, bottom), shade)
        else:
            each = (bottom - top) / len(plot.shades)
            for at, shade in enumerate(plot.shades):
                end = right - (right - box.x0) * rng.uniform(0, 0.3) * (at > 0)
                _bar(page, plot, BBox(box.x0, top + at * each, end, top + (at + 1) * each), shade)
        if plot.has_values:
            label(page, (_value(rng),), font, right + 3, (top + bottom - font.size) / 2)


def _bar(page: PageCanvas, plot: Plot, box: BBox, shade: float) -> None:
    if box.width <= 0 or box.height <= 0:
        return
    fill(page, box, shade)
    if plot.has_outlines:
        frame(page, box)


def _curve(rng: Random, page: PageCanvas, plot: Plot) -> None:
    """A line through the categories, of which only level pieces are seen; now and then marks and values at its points."""
    box, font = plot.box, plot.font
    step = box.width / max(len(plot.categories) - 1, 1)
    at, mark, has_values = rng.random(), rng.random() < 0.25, rng.random() < 0.12
    for number in range(len(plot.categories)):
        x, y = box.x0 + number * step, box.y1 - box.height * (0.05 + 0.9 * at)
        if mark:
            fill(page, BBox(x - 1.8, y - 1.8, x + 1.8, y + 1.8), 0.3)
        if has_values and step > font.size * 2:
            label(page, (_value(rng),), font, x, y - font.size * 1.4, align="center")
        move = rng.gauss(0, 0.12)
        if abs(move) < 0.02 and number + 1 < len(plot.categories):
            across(page, x, x + step * rng.uniform(0.3, 1), y, 1.0)
        at = min(1.0, max(0.0, at + move))


def _points(rng: Random, page: PageCanvas, plot: Plot) -> None:
    box, font = plot.box, plot.font
    are_seen, are_named = rng.random() < 0.6, rng.random() < 0.4
    for _ in range(rng.randint(6, 40)):
        x, y = box.x0 + rng.random() * (box.width - 4) + 2, box.y0 + rng.random() * (box.height - font.size - 4) + 2
        if are_seen:
            fill(page, BBox(x - 1.7, y - 1.7, x + 1.7, y + 1.7), 0.2)
        if are_named and rng.random() < 0.6:
            label(page, (rng.choice(v.STATE_CODES),), font, x + 3, y - font.size / 2)


def _value(rng: Random) -> str:
    return rng.choice((f"{rng.random() * 100:.1f}", f"{rng.randint(1, 99)}%", str(rng.randint(1, 999)), f"{rng.randint(1000, 99999):,}"))
