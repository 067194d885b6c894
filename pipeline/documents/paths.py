"""Strokes and fills of a PDF page from pdfium's page objects, in displayed points.

Straight, axis-parallel parts of stroked paths, filled rectangles and thin pictures (some programs draw lines so) are
read through the matrices of nested form XObjects and cut to rectangular clip paths; of slanted lines and curves only the
extents are kept. Work on one page is bounded: a page of very many paths is a drawing, of which only the long paths can be
rulings.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.drawings import MAX_THICKNESS, WHITE, Drawn, Fill, Stroke
from pipeline.documents.frame import IDENTITY, Matrix, PageFrame, apply, multiply
from pipeline.documents.outlines import clip_boxes, clipped, enclosing, subpaths
from pipeline.documents.pdfium import Handle, direct, handle_of
from pipeline.documents.slants import Mark, Point, is_straight, slanted_marks
from table import BBox

MAX_OBJECTS = 40_000  # page objects looked at; a page with more is a drawing, and its first part is enough to see that
MAX_SEGMENTS = 60_000  # path segments read of a page
MAX_PATH_SEGMENTS = 10_000  # and of one path; a whole grid drawn as one path has a few thousand
CROWDED = 4_000  # paths, after which a page is a drawing (a map, a chip, a plot) and its small paths are left out:
SMALL = 12.0  # points, the longest side of such a path (reading 38,000 hatches of a few points took 10 s)
MAX_DEPTH = 8  # nested form XObjects
CORNER = 0.01  # of a rectangle's sides that its corners may be off
VISIBLE_ALPHA = 10  # of 255

_get_object, _get_form_object, _path_segment = (
    direct(get, Handle) for get in (raw.FPDFPage_GetObject, raw.FPDFFormObj_GetObject, raw.FPDFPath_GetPathSegment)
)
_get_type, _get_matrix, _get_bounds, _get_draw_mode, _get_width, _count_segments, _count_objects, _get_fill, _get_stroke = (
    direct(get, ctypes.c_int)
    for get in (
        raw.FPDFPageObj_GetType,
        raw.FPDFPageObj_GetMatrix,
        raw.FPDFPageObj_GetBounds,
        raw.FPDFPath_GetDrawMode,
        raw.FPDFPageObj_GetStrokeWidth,
        raw.FPDFPath_CountSegments,
        raw.FPDFFormObj_CountObjects,
        raw.FPDFPageObj_GetFillColor,
        raw.FPDFPageObj_GetStrokeColor,
    )
)


@dataclass(slots=True)
class PageDrawing:
    """What one pass over the page found; ``pictures`` are the boxes of its pictures, cut to the page."""

    drawn: list[Drawn] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    num_objects: int = 0
    num_paths: int = 0
    num_segments: int = 0
    is_cut: bool = False  # the page has more than is read


def read_drawing(page: pypdfium2.PdfPage, frame: PageFrame) -> PageDrawing:
    """The page's strokes and fills in drawing order. Call under the lock."""
    found = PageDrawing()
    handle = handle_of(page.raw)
    items = (_get_object(handle, index) for index in range(raw.FPDFPage_CountObjects(page.raw)))
    _walk(items, frame.matrix, frame, found, 0)
    return found


def _walk(items: Iterator[Handle], matrix: Matrix, frame: PageFrame, found: PageDrawing, depth: int) -> None:
    for item in items:
        if found.num_objects >= MAX_OBJECTS or found.num_segments >= MAX_SEGMENTS:
            found.is_cut = True
            return
        found.num_objects += 1
        kind = _get_type(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.num_paths += 1
            if found.num_paths <= CROWDED or not _is_small(item, matrix):
                _path(item, matrix, found)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _picture(item, matrix, frame, found)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = multiply(_matrix(item), matrix)
            held = (_get_form_object(item, ctypes.c_ulong(index)) for index in range(_count_objects(item)))
            _walk(held, inner, frame, found, depth + 1)


def _matrix(item: Handle) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if _get_matrix(item, ctypes.byref(m)) else IDENTITY


def _picture(item: Handle, matrix: Matrix, frame: PageFrame, found: PageDrawing) -> None:
    place = multiply(_matrix(item), matrix)
    box = enclosing([apply(place, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
    seen = box.intersection(frame.bbox) if box else None
    if seen is None:
        return
    found.pictures.append(seen)
    if 0 < min(seen.width, seen.height) <= MAX_THICKNESS < max(seen.width, seen.height):
        found.drawn.append(Stroke(seen, 0.5))


def _is_small(item: Handle, matrix: Matrix) -> bool:
    """Whether the path is shorter than ``SMALL`` both ways."""
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not _get_bounds(item, ctypes.byref(x0), ctypes.byref(y0), ctypes.byref(x1), ctypes.byref(y1)):
        return False
    return max(x1.value - x0.value, y1.value - y0.value) * _scale(matrix) < SMALL


def _scale(matrix: Matrix) -> float:
    """How many times longer lengths become, in the mean of both directions."""
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def _path(item: Handle, matrix: Matrix, found: PageDrawing) -> None:
    fill_mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    _get_draw_mode(item, ctypes.byref(fill_mode), ctypes.byref(is_stroked))
    if not fill_mode.value and not is_stroked.value:
        return
    own = multiply(_matrix(item), matrix)
    outlines = _outlines(item, own, found)
    fill = _luminance(item, _get_fill) if fill_mode.value else None
    stroke = _luminance(item, _get_stroke) if is_stroked.value else None
    drawn: list[Drawn] = []
    if fill is not None:
        drawn += [Fill(box, fill) for outline in outlines if (box := _rectangle(outline)) is not None]
    if stroke is not None:
        half = _stroke_width(item, own) / 2
        drawn += [Stroke(box, stroke) for outline in outlines for box in _lines(outline, half)]
    is_seen = any(luminance is not None and luminance < WHITE for luminance in (fill, stroke))
    marks = [mark for outline in outlines for mark in slanted_marks(outline)] if is_seen else []
    clips = clip_boxes(item, matrix) if drawn or marks else []
    if clips:
        drawn = [type(thing)(box, thing.luminance) for thing in drawn if (box := clipped(thing.box, clips))]
        marks = [replace(mark, bbox=box) for mark in marks if (box := clipped(mark.bbox, clips))]
    found.drawn += drawn
    found.marks += marks


def _luminance(item: Handle, getter: Any) -> float | None:
    """0 (black) .. 1 (white) of the colour, mixed with white by its opacity; ``None`` when nothing is seen of it."""
    colour = (ctypes.c_uint * 4)()
    if not getter(item, *(ctypes.byref(colour, place) for place in (0, 4, 8, 12))):
        return 0.5  # a pattern or a colour space without RGB
    r, g, b, a = colour
    if a < VISIBLE_ALPHA:
        return None
    luminance = (0.299 * r + 0.587 * g + 0.114 * b) / 255.0
    return 1.0 - (1.0 - luminance) * a / 255.0


def _stroke_width(item: Handle, matrix: Matrix) -> float:
    """Line width in displayed points."""
    width = ctypes.c_float()
    _get_width(item, ctypes.byref(width))
    return min(max(width.value, 0.0) * _scale(matrix), MAX_THICKNESS)


def _outlines(item: Handle, matrix: Matrix, found: PageDrawing) -> list[list[Point | None]]:
    """The subpaths as displayed points; ``None`` stands before the end point of a curve. A closed one repeats its first point."""
    count = _count_segments(item)
    kept = max(0, min(count, MAX_PATH_SEGMENTS))
    found.num_segments += kept
    found.is_cut |= count > kept
    segments = (_path_segment(item, index) for index in range(kept))
    return subpaths(segments, matrix)


def _lines(outline: list[Point | None], half: float) -> Iterator[BBox]:
    """Boxes of the horizontal and vertical parts of a stroked outline."""
    for start, stop in pairwise(outline):
        if start is None or stop is None:
            continue
        across, down = abs(start[0] - stop[0]), abs(start[1] - stop[1])
        if not is_straight(across, down) or max(across, down) <= 0:
            continue
        box = enclosing([start, stop])
        if box is not None:
            yield (
                BBox(box.x0, box.y0 - half, box.x1, box.y1 + half) if across >= down else BBox(box.x0 - half, box.y0, box.x1 + half, box.y1)
            )


def _rectangle(outline: list[Point | None]) -> BBox | None:
    """The box of an outline that is an axis-parallel rectangle (4 or 5 points), else ``None``."""
    if not 4 <= len(outline) <= 6:
        return None
    points = [point for point in outline if point is not None]
    box = enclosing(points) if len(points) == len(outline) else None
    if box is None:
        return None
    across, down = 0.05 + CORNER * box.width, 0.05 + CORNER * box.height
    at_corner = [(x - box.x0 <= across or box.x1 - x <= across) and (y - box.y0 <= down or box.y1 - y <= down) for x, y in points]
    return box if all(at_corner) else None
