"""Rulings and shadings of a picture by OpenCV morphology, for scans and photographs of documents.

A ruling is a long thin run darker than what lies directly beside it (so light grey rules and rules on shadings count);
a skewed one comes in steps, which are joined as one connected component and laid at their middle. Where two cross, nothing
beside them is lighter: runs of both directions go on through the place where they end. A run is one, too,
when it stands between two rules across it, as the side of a cell; letters do not reach from rule to rule. In the lowest rows,
where a stroke of a letter might, it goes on with others of its line. A shading is an
even area that differs from the paper after text has been closed away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil, floor, inf

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.documents.drawings import by_height, join_lines, swapped
from pipeline.types import Picture
from table import BBox, Ruling, Shading

Grey = NDArray[np.uint8]

MAX_THICKNESS = 5.0  # points; thicker dark bars are shadings
MIN_RUN = 9.0  # points of one unbroken run of pixels; above it letters are rare, below it skewed rules break
MIN_LENGTH = 16.0  # points of a ruling that stands alone
MIN_WALL = 5.0  # points of one between two others; rows of pictures without a resolution may be as low
MIN_LOW_WALL = 2.0  # points of one between two others that goes on with rules or walls of its line
LOW_REACH = 3.0  # points between such a wall and what it goes on with: one rule or a double one
BESIDE_RULE = 2  # pixels beside a rule's box that may be its own, as those of a double one are
ONE_LINE = 1.5  # pixels across, within which walls stand on one line
MIN_IN_LINE = 3  # low walls that go on with each other only
WALL_GAP = 1.0  # pixels between the end of a wall and the rule that it ends at: walls touch, letters of low rows end just before it
WALL_REACH = 1.0  # points by which a rule may end before the wall that stands on it
MIN_CROSSED = 3.0  # points of runs that cross
CROSSING = 2  # pixels from the end of such a run to the middle of the crossing
MIN_CONTRAST = 14  # grey levels between a rule and its surroundings
LETTERS_UP_TO = 60.0  # points; runs up to this may be the serifs of a word
LETTER_SHARE = (0.15, 0.85)  # of the pixels along one side of a run that are dark: letters; a double rule has more
MAX_SLANT = 0.06  # rise over run; more is no horizontal or vertical line
SHADE_CONTRAST, DARK = 10, 110  # grey levels below the paper; grey level of a dark band with white text
TEXT_STROKE = 7.0  # points; text with strokes and gaps up to this is closed away before shadings are looked for
MIN_SHADE = (20.0, 8.0)  # points, width and height
MIN_SHADE_FILL = 0.85  # share of its box
EVEN_LEVELS, MIN_EVEN = 8, 0.5  # half of a shading's pixels, text included, lie within so many grey levels
MAX_ITEMS = 3_000
MAX_PARTS = 20_000  # short runs that are looked at
MIN_CROSSING = 2  # rules that a wall may stand between
MIN_WALL_FILL = 0.6  # of its box: strokes of letters that hang together fill less


def find_picture_drawings(picture: Picture, scale: float) -> tuple[tuple[Ruling, ...], tuple[Shading, ...]]:
    """Rulings and shadings in points of ``picture``, (height, width, 3), with ``scale`` pixels per point."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    turned = np.ascontiguousarray(grey.T)
    dark = _dark(grey, scale), _dark(turned, scale)
    across, along = (_horizontal(one, scale) for one in _with_crossings(*dark, scale))
    across, along = _with_walls(across, grey, dark[0], scale, along), _with_walls(along, turned, dark[1], scale, across)
    rulings = join_lines([box.scale(1 / scale) for box in [*across, *map(swapped, along)]])
    shadings = _shadings(grey, scale)
    return rulings, tuple(shadings)


def _odd(pixels: float, least: int = 3) -> int:
    return max(least, 2 * round(pixels / 2) + 1)


def _box_kernel(width: int, height: int) -> NDArray[np.uint8]:
    return np.ones((height, width), dtype=np.uint8)


def _dark(grey: Grey, scale: float) -> Grey:
    """1 where a pixel is darker than what lies above and below it."""
    beside = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _box_kernel(1, _odd(MAX_THICKNESS * scale)), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(beside >= MIN_CONTRAST, dtype=np.uint8)


def _with_walls(rules: Sequence[BBox], grey: Grey, dark: Grey, scale: float, crossing: Sequence[BBox]) -> list[BBox]:
    """``rules``, horizontal ones, and the walls of their direction: boxes in pixels of runs that begin and end at ``crossing``.

    ``crossing`` are vertical rules, of the turned picture. Low walls go on with a rule or with other walls.
    """
    if len(crossing) < MIN_CROSSING:
        return list(rules)
    known = set(rules)
    walls = [box for box in _runs_between(grey, dark, scale, crossing) if box not in known]
    low = {box for box in walls if box.width < MIN_WALL * scale}
    sure = [*rules, *(box for box in walls if box not in low)]
    return [*sure, *_going_on(low, sure, scale)]


def _going_on(low: Collection[BBox], others: Sequence[BBox], scale: float) -> list[BBox]:
    """The low walls that go on with one of ``others`` or with enough of each other, along one line."""
    found: list[BBox] = []
    for line in _chains([*low, *others], scale):
        own = [box for box in line if box in low]
        if len(own) < len(line) or len(own) >= MIN_IN_LINE:
            found += own
    return found


def _chains(boxes: Sequence[BBox], scale: float) -> list[list[BBox]]:
    """Horizontal runs by their lines, parted where one ends well before the next."""
    found: list[list[BBox]] = []
    for line in by_height(boxes, ONE_LINE):
        reach = -inf
        for box in sorted(line):
            if box.x0 - reach > LOW_REACH * scale:
                found.append([])
            found[-1].append(box)
            reach = max(reach, box.x1)
    return found


def _runs_between(grey: Grey, dark: Grey, scale: float, crossing: Sequence[BBox]) -> list[BBox]:
    """Boxes in pixels of the horizontal runs that begin and end at ``crossing``, vertical rules of the turned picture."""
    across = [_whole(swapped(box), grey) for box in crossing]
    runs = np.asarray(cv2.morphologyEx(_without(dark, across), cv2.MORPH_OPEN, _box_kernel(_odd(MIN_LOW_WALL * scale), 1)), dtype=np.uint8)
    num_parts, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    rules = np.array([(*box,) for box in across])
    found = []
    for left, top, width, height, area in stats[1 : min(num_parts, MAX_PARTS)]:
        is_thin = height <= MAX_THICKNESS * scale and area >= MIN_WALL_FILL * width * height
        if is_thin and all(_ends_at(rules, x, top + height / 2, scale) for x in (left, left + width)):
            found.append(BBox(float(left), float(top), float(left + width), float(top + height)))
    return found


def _without(dark: Grey, rules: Sequence[BBox]) -> Grey:
    """``dark`` without vertical rules, along which specks would join a wall to what stands beyond."""
    found = dark.copy()
    for box in rules:
        found[floor(box.y0) : ceil(box.y1), floor(box.x0) : ceil(box.x1)] = 0
    return found


def _whole(rule: BBox, grey: Grey) -> BBox:
    """A vertical rule with all pixels that are its own across: both lines of a double one."""
    first, last = max(floor(rule.x0) - BESIDE_RULE, 0), ceil(rule.x1) + BESIDE_RULE
    levels = np.median(grey[floor(rule.y0) : ceil(rule.y1), first:last], axis=0)
    own = first + np.flatnonzero(levels <= (levels.min() + levels.max()) / 2)
    return BBox(float(own[0]), rule.y0, float(own[-1]) + 1.0, rule.y1)


def _ends_at(rules: NDArray[np.float64], x: float, y: float, scale: float) -> bool:
    """Whether a vertical rule of ``rules`` (rules, 4 sides) stands at (x, y)."""
    near = np.abs((rules[:, 0] + rules[:, 2]) / 2 - x) <= WALL_GAP + (rules[:, 2] - rules[:, 0]) / 2
    return bool((near & (rules[:, 1] - WALL_REACH * scale <= y) & (y <= rules[:, 3] + WALL_REACH * scale)).any())


def _with_crossings(dark: Grey, turned: Grey, scale: float) -> tuple[Grey, Grey]:
    """Where runs of both directions end at one place they cross: nothing there is darker than what lies beside it."""
    length, reach = _odd(MIN_CROSSED * scale), 2 * CROSSING + 1
    runs = [cv2.morphologyEx(one, cv2.MORPH_OPEN, _box_kernel(length, 1)) for one in (dark, turned)]
    across, along = (np.asarray(cv2.dilate(one, _box_kernel(reach, 1)), dtype=np.uint8) for one in runs)
    crossings: Grey = across & along.T
    return dark | crossings, np.ascontiguousarray(turned | crossings.T)


def _horizontal(dark: Grey, scale: float) -> list[BBox]:
    """Boxes in pixels of the horizontal rules."""
    runs = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, _box_kernel(_odd(MIN_RUN * scale), 1)), dtype=np.uint8)
    bridged = cv2.dilate(runs, _box_kernel(3, 3))
    num_parts, _, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    boxes = [_rule(runs, dark, tuple(int(value) for value in stats[part]), scale) for part in range(1, min(num_parts, MAX_ITEMS))]
    return [box for box in boxes if box is not None]


def _rule(runs: Grey, dark: Grey, part: tuple[int, ...], scale: float) -> BBox | None:
    """The rule of one connected part ``(left, top, width, height, area)``, at its middle height when it is askew."""
    left, top, width, height, _ = part
    if width < MIN_LENGTH * scale or height > MAX_THICKNESS * scale + MAX_SLANT * width:
        return None
    inside = runs[top : top + height, left : left + width]
    rows, columns = np.nonzero(inside)
    if not len(rows):
        return None
    thickness = len(rows) / max(len(np.unique(columns)), 1)
    if thickness > MAX_THICKNESS * scale or (width < LETTERS_UP_TO * scale and _has_letters(inside, dark, part)):
        return None
    middle = top + float(rows.mean()) + 0.5
    return BBox(left + float(columns.min()), middle - thickness / 2, left + float(columns.max()) + 1.0, middle + thickness / 2)


def _has_letters(run: Grey, dark: Grey, part: tuple[int, ...]) -> bool:
    """Whether strokes of letters stand on or hang from a run of pixels, instead of a rule's clean surroundings."""
    left, top, width, height, _ = part
    first, last = max(top - 3, 0), min(top + height + 3, dark.shape[0])
    padded = np.pad(run, ((top - first, last - top - height), (0, 0)))
    around = dark[first:last, left : left + width]
    for step in (-1, 1):
        beyond = (np.roll(padded, 2 * step, axis=0) > 0) & (np.roll(padded, step, axis=0) == 0) & (padded == 0)
        share = float(around[beyond].mean()) if beyond.any() else 0.0
        if LETTER_SHARE[0] < share < LETTER_SHARE[1]:
            return True
    return False


def _shadings(grey: Grey, scale: float) -> list[Shading]:
    stroke = _odd(TEXT_STROKE * scale)
    paper = int(np.bincount(grey.ravel(), minlength=256)[128:].argmax()) + 128
    without_dark = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, _box_kernel(stroke, stroke)), dtype=np.uint8)
    without_light = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_OPEN, _box_kernel(stroke, stroke)), dtype=np.uint8)
    light = (without_dark < paper - SHADE_CONTRAST) & (without_dark > DARK)
    return _areas(light, grey, paper - SHADE_CONTRAST, scale) + _areas(without_light <= DARK, grey, DARK, scale)


def _areas(mask: NDArray[np.bool_], grey: Grey, lightest: int, scale: float) -> list[Shading]:
    """Even rectangular areas of ``mask`` up to grey level ``lightest``; photographs and bold text are not even in ``grey``."""
    core = _odd(MIN_SHADE[1] * scale * 0.6)
    solid = cv2.morphologyEx(np.asarray(mask, dtype=np.uint8), cv2.MORPH_OPEN, _box_kernel(core, core))
    num_parts, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    found: list[Shading] = []
    for part in range(1, min(num_parts, MAX_ITEMS)):
        left, top, width, height, area = (int(value) for value in stats[part])
        is_large = width >= MIN_SHADE[0] * scale and height >= MIN_SHADE[1] * scale and area < 0.9 * mask.size
        if is_large and area >= MIN_SHADE_FILL * width * height:
            inside = grey[top : top + height, left : left + width][labels[top : top + height, left : left + width] == part]
            level = int(np.median(inside))
            if level <= lightest and np.mean(np.abs(inside.astype(np.int16) - level) <= EVEN_LEVELS) >= MIN_EVEN:
                found.append(Shading(BBox(left, top, left + width, top + height).scale(1 / scale), level / 255.0))
    return found
