"""Big tables: cut, recognised apart, joined again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline.geometry.views import to_page
from pipeline.options import Options
from pipeline.structure import Band, fill, join_objects, refine, split_view, to_grid
from pipeline.structure.bands import line_borders
from pipeline.types import Picture, RegionView, StructureObject
from table import BBox
from tests.pipeline.structure.builders import grid_objects, grid_words, header, picture, spanning, view

ROWS = 50
LINES = [f"r{i} | a{i} | b{i}" for i in range(ROWS)]


def tall(lines: list[str] | None = None) -> RegionView:
    found = view(grid_words(*(lines or LINES)), bbox=BBox(0, 0, 150, ROWS * 10))
    return replace(found, width=150.0, height=ROWS * 10.0, crop=BBox(20, 30, 170, 30 + ROWS * 10), render=stripes)


def stripes(scale: float) -> Picture:
    rows = np.arange(round(ROWS * 10 * scale)) % 256
    return np.broadcast_to(rows[:, None, None], (len(rows), round(150 * scale), 3)).astype(np.uint8)


def seen(band: Band, objects: list[StructureObject]) -> list[StructureObject]:
    """What a perfect model sees of ``objects`` in a band: cut at its edges, in its points, each band with a header of its own."""
    box = BBox(0, band.top, 150, band.bottom)
    cut = [replace(o, bbox=c.shift(0, -band.top)) for o in objects if (c := o.bbox.intersection(box)) and c.height > 1]
    return [*cut, header(0, 10, x1=150)]


def test_small_tables_and_models_without_limit_are_left_whole() -> None:
    assert split_view(tall(), None) == [Band(tall(), 0.0)]
    assert split_view(tall(), 100) == [Band(tall(), 0.0)]
    assert split_view(view(), 1) == [Band(view(), 0.0)]


def test_bands_overlap_cover_everything_and_hold_few_enough_lines() -> None:
    bands = split_view(tall(), 25)
    assert bands[0].top == 0
    assert bands[-1].bottom == ROWS * 10
    assert all(a.bottom - b.top >= 50 for a, b in pairwise(bands))
    assert all(len(band.view.words) <= 3 * 20 for band in bands)
    assert {w.text for band in bands for w in band.view.words} == {w.text for w in tall().words}


def test_a_band_shows_its_part_of_the_picture() -> None:
    band = split_view(tall(), 25)[1]
    pixels = band.view.render(0.5)
    assert pixels.shape == (round(band.view.height * 0.5), 75, 3)
    assert pixels[0, 0, 0] == round(band.top * 0.5)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_band_knows_its_place_on_the_page(rotation: int) -> None:
    whole = tall()
    crop = whole.crop if rotation in (0, 180) else BBox(20, 30, 520, 180)
    turned = replace(whole, crop=crop, region=replace(whole.region, bbox=crop, rotation=rotation))
    band = split_view(turned, 25)[1]
    corner = BBox(1, 2, 30, 8)
    assert to_page(band.view, corner) == to_page(turned, corner.shift(0, band.top))
    assert band.view.region.bbox.intersection(crop) == band.view.region.bbox == band.view.crop


@pytest.mark.parametrize("max_rows", [12, 20, 40])
def test_joined_bands_give_the_whole_table(max_rows: int) -> None:
    whole = tall()
    objects = grid_objects(ROWS, 3)
    bands = split_view(whole, max_rows)
    assert len(bands) > 1
    joined = join_objects(whole, bands, [seen(band, objects) for band in bands])
    found = fill(to_grid(refine(joined, whole, Options())), whole)
    assert picture(found) == LINES
    assert found.num_header_rows == 1


def test_spans_in_the_overlap_come_once() -> None:
    whole = tall()
    bands = split_view(whole, 40)
    middle = (bands[1].top + bands[0].bottom) // 20 * 10
    objects = [*grid_objects(ROWS, 3), spanning(0, middle, 100, middle + 10)]
    joined = join_objects(whole, bands, [seen(band, objects) for band in bands])
    assert len(refine(joined, whole, Options()).spans) == 1


def test_a_column_seen_in_few_bands_is_dropped() -> None:
    whole = tall()
    bands = split_view(whole, 12)
    found = [seen(band, grid_objects(ROWS, 3)) for band in bands]
    found[0].append(replace(found[0][-2], bbox=BBox(160, 0, 170, 100)))
    joined = join_objects(whole, bands, found)
    assert sum(o.label == "table column" for o in joined) == 3


def test_one_band_keeps_its_objects() -> None:
    objects = grid_objects(2, 2)
    assert join_objects(view(), split_view(view(), None), [objects]) == objects


def test_cuts_keep_their_order_below_a_line_that_reaches_over_the_next_ones() -> None:
    assert line_borders([(0, 100), (20, 30), (40, 50)], 60) == [0, 60, 60, 60]
