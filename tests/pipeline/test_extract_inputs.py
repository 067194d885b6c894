"""Regions and page ranges as people write them."""

from __future__ import annotations

import json

import pytest

from pipeline import BBox, InputError, RegionRequest, parse_pages, parse_region, parse_regions


def test_regions_file_in_both_shapes() -> None:
    entry = {"id": 7, "page": 2, "bbox": [0, 1, 2, 3.5], "rotation": 90}
    expected = (RegionRequest(2, BBox(0, 1, 2, 3.5), "7", 90),)
    assert parse_regions(json.dumps({"regions": [entry]})) == expected
    assert parse_regions(json.dumps([entry])) == expected
    assert parse_regions('{"regions": []}') == ()


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {},
        {"page": 1},
        {"page": 0, "bbox": [0, 0, 1, 1]},
        {"page": 1.5, "bbox": [0, 0, 1, 1]},
        {"page": True, "bbox": [0, 0, 1, 1]},
        {"page": 1, "bbox": [0, 0, 1]},
        {"page": 1, "bbox": [1, 0, 0, 1]},
        {"page": 1, "bbox": [0, 0, 0, 1]},
        {"page": 1, "bbox": [0, 0, float("nan"), 1]},
        {"page": 1, "bbox": "abcd"},
        {"page": 1, "bbox": [0, 0, 1, 1], "rotation": 45},
    ],
)
def test_a_wrong_entry_is_named(entry: object) -> None:
    good = {"page": 1, "bbox": [0, 0, 1, 1]}
    with pytest.raises(InputError, match="entry 1"):
        parse_regions(json.dumps([good, entry]))


@pytest.mark.parametrize("text", ["", "{", "3", "{}", '{"regions": 3}', "[" * 100_000])
def test_no_regions_file_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match="regions"):
        parse_regions(text)


@pytest.mark.parametrize("text", ["", "1", "1:", "x:0,0,1,1", "1:0,0,1", "1:0,0,1,1,1", "0:0,0,1,1", "1:3,0,1,1", "1:0,0,inf,1"])
def test_wrong_region_text_shows_how_to_write_it(text: str) -> None:
    with pytest.raises(InputError, match="PAGE:x0,y0,x1,y1"):
        parse_region(text)


def test_page_ranges() -> None:
    assert parse_pages(None) is None
    assert parse_pages("3") == (3,)
    assert parse_pages("2-4, 1,3") == (1, 2, 3, 4)


@pytest.mark.parametrize("text", ["", "0", "a", "3-1", "1-", "-1", "1,,2", "1-999999999", "9" * 5000])
def test_wrong_page_ranges_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="pages"):
        parse_pages(text)
