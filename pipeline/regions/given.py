"""Table boxes that the caller already knows, from the command line, a JSON file or a request.

``{"regions": [{"id": "t1", "page": 1, "bbox": [x0, y0, x1, y1]}]}`` with pages from 1 and page points (pixels for
pictures), origin top-left; ``id`` and ``rotation`` may be left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from pipeline.errors import InputError
from pipeline.geometry.views import reading_rotation
from pipeline.options import RegionRequest
from pipeline.types import Page, TableRegion
from table import BBox

MAX_REGIONS = 10_000
_ROTATIONS = (0, 90, 180, 270)


def parse_region(text: str) -> RegionRequest:
    """The region of ``PAGE:x0,y0,x1,y1``; raises ``InputError`` for anything else.

    >>> parse_region("2:10,20,300,400.5")
    RegionRequest(page=2, bbox=BBox(x0=10.0, y0=20.0, x1=300.0, y1=400.5), id=None, rotation=None)
    """
    page, _, numbers = text.partition(":")
    try:
        return _request(int(page), [float(part) for part in numbers.split(",")])
    except ValueError as error:
        raise InputError(f"region {text!r}: write PAGE:x0,y0,x1,y1, for example 1:72,100,540,300") from error


def parse_regions(text: str) -> tuple[RegionRequest, ...]:
    """The regions of a JSON text as in the module's opening; raises ``InputError`` naming the entry that is wrong."""
    try:
        value = json.loads(text)
        entries = value["regions"] if isinstance(value, dict) else value
    except (ValueError, KeyError, RecursionError) as error:
        raise InputError('regions: expected JSON of the form {"regions": [{"id", "page", "bbox"}]}') from error
    if not isinstance(entries, list) or len(entries) > MAX_REGIONS:
        raise InputError(f"regions: expected a list of at most {MAX_REGIONS} entries")
    return tuple(_from_entry(index, entry) for index, entry in enumerate(entries))


def _from_entry(index: int, entry: Any) -> RegionRequest:
    try:
        name, rotation = entry.get("id"), entry.get("rotation")
        return _request(entry["page"], entry["bbox"], None if name is None else str(name), rotation)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f'regions: entry {index} needs "page" (from 1) and "bbox" [x0, y0, x1, y1]: {error}') from error


def _request(page: int, bbox: Iterable[float], name: str | None = None, rotation: int | None = None) -> RegionRequest:
    """Raises ``ValueError`` for a page below 1, a box without area, or a rotation that is no right angle."""
    values = [float(value) for value in bbox]
    if len(values) != 4 or not all(map(math.isfinite, values)):
        raise ValueError("a box has four finite numbers")
    if not isinstance(page, int) or isinstance(page, bool) or page < 1:
        raise ValueError("pages are whole numbers from 1")
    if rotation is not None and rotation not in _ROTATIONS:
        raise ValueError(f"rotation must be one of {_ROTATIONS}")
    box = BBox(*values)
    if box.area <= 0:
        raise ValueError("the box has no area")
    return RegionRequest(page, box, name, rotation)


def given_region(request: RegionRequest, page: Page) -> TableRegion:
    """The region of a request on ``page``, turned as its words are read where the request leaves it open."""
    chosen = reading_rotation(page, request.bbox) if request.rotation is None else request.rotation
    return TableRegion(request.bbox, 1.0, chosen, id=request.id, is_given=True)


def region_clipped(region: TableRegion, width: float, height: float) -> BBox:
    """The part of the region on a page of this size (points); raises ``InputError`` when there is none."""
    common = region.bbox.intersection(BBox(0, 0, width, height))
    if common is None or common.area <= 0:
        raise InputError(f"region {tuple(region.bbox)} lies outside the page of {width:g} x {height:g}")
    return common
