"""Outlines of page objects as points, and what clip paths leave to be seen of an object, in the coordinates of a matrix."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from pipeline.documents.frame import Matrix
from pipeline.documents.pdfium import Handle, direct
from pipeline.documents.slants import Point
from table import BBox

_get_clip_path, _clip_segment = direct(raw.FPDFPageObj_GetClipPath, Handle), direct(raw.FPDFClipPath_GetPathSegment, Handle)
_count_clip_paths, _count_clip_segments = (
    direct(count, ctypes.c_int) for count in (raw.FPDFClipPath_CountPaths, raw.FPDFClipPath_CountPathSegments)
)
_segment_type, _segment_point = direct(raw.FPDFPathSegment_GetType, ctypes.c_int), direct(raw.FPDFPathSegment_GetPoint, ctypes.c_int)
_is_closing = direct(raw.FPDFPathSegment_GetClose, ctypes.c_int)
MOVE, CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_BEZIERTO


def subpaths(segments: Iterator[Handle], matrix: Matrix) -> list[list[Point | None]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    x_out, y_out = ctypes.byref(x), ctypes.byref(y)
    a, b, c, d, e, f = matrix
    outlines: list[list[Point | None]] = []
    outline: list[Point | None] = []
    for segment in segments:
        kind = _segment_type(segment)
        if kind == MOVE or not outlines:
            outline = []
            outlines.append(outline)
        elif kind == CURVE:
            outline.append(None)
        _segment_point(segment, x_out, y_out)
        across, down = x.value, y.value
        outline.append((a * across + c * down + e, b * across + d * down + f))  # ``apply``, written out for each of thousands
        if _is_closing(segment):
            outline.append(outline[0])
    return outlines


def enclosing(points: list[Point]) -> BBox | None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    try:
        return BBox(min(xs), min(ys), max(xs), max(ys))
    except ValueError:  # not finite: a damaged number in the file
        return None


def clipped(box: BBox, clips: list[BBox]) -> BBox | None:
    """``box`` cut to every one of ``clips``; ``None`` when nothing of it is seen."""
    seen: BBox | None = box
    for clip in clips:
        seen = seen.intersection(clip) if seen else None
    return seen


def clip_boxes(item: Any, matrix: Matrix) -> list[BBox]:
    """The object's clip path where that is one rectangle, or the box of each of its paths."""
    clip = _get_clip_path(item)
    num_paths = _count_clip_paths(clip) if clip else 0
    boxes: list[BBox] = []
    for path in range(num_paths):
        count = _count_clip_segments(clip, path)
        if not 3 <= count <= 100:
            continue
        segments = (_clip_segment(clip, path, index) for index in range(count))
        points = [point for outline in subpaths(segments, matrix) for point in outline if point is not None]
        box = enclosing(points)
        if box is not None:
            boxes.append(box.expand(0.5))
    return boxes
