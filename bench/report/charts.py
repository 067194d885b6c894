"""Small charts as inline SVG: histogram, bars with intervals, scores over table size. No script, no external file."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from bench.reliability import Reliability
from grits import Summary

WIDTH, HEIGHT, MARGIN = 320, 140, 24
NUM_BINS = 20
BAR_HEIGHT, LABEL_WIDTH = 22, 190
INK, FAINT, MARK = "#2b5c8a", "#c9d6e2", "#b3541e"


def histogram(values: Sequence[float], title: str) -> str:
    """How many tables fall into each twentieth of 0..1."""
    counts = [0] * NUM_BINS
    for value in values:
        counts[min(NUM_BINS - 1, max(0, int(value * NUM_BINS)))] += 1
    top = max(counts, default=0) or 1
    step = (WIDTH - 2 * MARGIN) / NUM_BINS
    space = HEIGHT - 2 * MARGIN
    bars = [
        f'<rect x="{MARGIN + k * step:.1f}" y="{MARGIN + space * (1 - n / top):.1f}" width="{step - 1:.1f}" '
        f'height="{space * n / top:.1f}" fill="{INK}"><title>{k / NUM_BINS:.2f} to {(k + 1) / NUM_BINS:.2f}: {n}</title></rect>'
        for k, n in enumerate(counts)
    ]
    axis = f'<text x="{MARGIN}" y="{HEIGHT - 8}">0</text><text x="{WIDTH - MARGIN}" y="{HEIGHT - 8}" text-anchor="end">1</text>'
    return _svg(WIDTH, HEIGHT, [_title(f"{title} (n={len(values)}, highest bar {top if values else 0})"), *bars, axis])


def bars(rows: dict[str, Summary], title: str) -> str:
    """One bar per kind with its 95 % interval as a line."""
    height = MARGIN + BAR_HEIGHT * len(rows) + 6
    scale = 260.0
    parts = [_title(title)]
    for number, (kind, summary) in enumerate(rows.items()):
        y = MARGIN + number * BAR_HEIGHT
        middle = y + BAR_HEIGHT / 2 - 2
        parts += [
            f'<text x="4" y="{middle + 4:.1f}">{html.escape(kind)} ({summary.num})</text>',
            f'<rect x="{LABEL_WIDTH}" y="{y + 2}" width="{scale * summary.mean:.1f}" height="{BAR_HEIGHT - 8}" fill="{FAINT}"/>',
            f'<line x1="{LABEL_WIDTH + scale * summary.low:.1f}" x2="{LABEL_WIDTH + scale * summary.high:.1f}" '
            f'y1="{middle:.1f}" y2="{middle:.1f}" stroke="{MARK}" stroke-width="2"/>',
            f'<text x="{LABEL_WIDTH + scale + 8}" y="{middle + 4:.1f}">{summary.mean:.3f}</text>',
        ]
    return _svg(LABEL_WIDTH + scale + 60, height, parts)


def scatter(points: Sequence[tuple[int, float, str]], title: str) -> str:
    """Score over number of grid cells (logarithmic), one dot per table: (cells, score, id)."""
    width, height = 520, 220
    most = max((cells for cells, _, _ in points), default=10)
    span = max(math.log(max(most, 2)), 1e-9)
    dots = [
        f'<circle cx="{MARGIN + (width - 2 * MARGIN) * math.log(max(cells, 1)) / span:.1f}" '
        f'cy="{MARGIN + (height - 2 * MARGIN) * (1 - score):.1f}" r="3" fill="{INK}" fill-opacity=".5">'
        f"<title>{html.escape(name)}: {cells} cells, {score:.3f}</title></circle>"
        for cells, score, name in points
    ]
    below = height - 8
    axis = (
        f'<text x="{MARGIN}" y="{below}">1 cell</text><text x="{width - MARGIN}" y="{below}" text-anchor="end">{most} cells</text>'
        f'<text x="2" y="{MARGIN + 4}">1</text><text x="2" y="{height - MARGIN}">0</text>'
    )
    return _svg(width, height, [_title(title), axis, *dots])


def diagram(found: Reliability, title: str) -> str:
    """A reliability diagram: share of right ones over confidence, one dot per bin as large as it holds many; the line is honesty."""
    side = 220
    inner = side - 2 * MARGIN

    def at(x: float, y: float) -> tuple[float, float]:
        return MARGIN + inner * x, side - MARGIN - inner * y

    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    parts = [
        _title(f"{title} (n={found.num})"),
        f'<rect x="{x0}" y="{y1}" width="{inner}" height="{inner}" fill="none" stroke="{FAINT}"/>',
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="{FAINT}" stroke-width="2"/>',
    ]
    for one in found.bins:
        x, y = at(one.confidence, one.share_right)
        radius = 2 + 9 * math.sqrt(one.num / found.num)
        tip = f"confidence {one.confidence:.3f}, right {one.share_right:.3f}, {one.num}"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{INK}" fill-opacity=".6"><title>{tip}</title></circle>')
    parts.append(f'<text x="{x0}" y="{side - 8}">confidence 0</text><text x="{x1}" y="{side - 8}" text-anchor="end">1</text>')
    return _svg(side, side, parts)


def _title(text: str) -> str:
    return f'<text x="4" y="14" font-weight="bold">{html.escape(text)}</text>'


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-size="11" font-family="sans-serif">{"".join(parts)}</svg>'
    )
