"""What is drawn decides about regions: several grids in one box, grids cut by their box, grids that nobody detected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions.rules.drawn_tables import take_drawn_tables
from pipeline.regions.rules.fit_lattice import reach_to_lattice
from pipeline.regions.rules.split_lattices import split_over_lattices
from pipeline.types import TableRegion
from table import BBox, Ruling
from tests.pipeline.regions.drawn_pages import HIGH, TYPE, WIDE, boxes_of, draft, grid, grid_words, page, word

LEFT = (100.0, 100.0, 280.0, 160.0)  # a grid of 3 x 3 at (100, 100)


def _two(dx: float, dy: float, rows: int = 4, columns: int = 2) -> tuple[list[Ruling], list]:
    """A grid of 3 x 3 and another one away from its top left corner."""
    return grid(100, 100, 3, 3) + grid(100 + dx, 100 + dy, rows, columns), grid_words(100, 100, 3, 3) + grid_words(
        100 + dx, 100 + dy, rows, columns
    )


@pytest.mark.parametrize(("dx", "dy"), [(3 * WIDE + 4, 0), (0, 3 * HIGH + 12)])
def test_two_grids_in_one_box_are_two_tables(dx: float, dy: float) -> None:
    found = split_over_lattices(draft(page(*_two(dx, dy)), BBox(90, 90, 500, 300)))
    assert boxes_of(found) == [LEFT, (100 + dx, 100 + dy, 100 + dx + 2 * WIDE, 100 + dy + 4 * HIGH)]
    assert all(region.score == 0.9 for region in found.regions)


def test_groups_of_rows_and_columns_of_one_table_stay_together() -> None:
    below = _two(0, 3 * HIGH + 6, rows=2, columns=3)
    beside = _two(3 * WIDE + 6, 0, rows=3, columns=2)
    for rulings, words in (below, beside):
        start = draft(page(rulings, words), BBox(90, 90, 500, 300))
        assert split_over_lattices(start) == start


def test_grids_with_rows_between_that_are_not_drawn_stay_together() -> None:
    rulings, words = _two(0, 200, rows=3, columns=2)
    words += [word(106, y) for y in range(180, 290, 12)]
    start = draft(page(rulings, words), BBox(90, 90, 500, 400))
    assert split_over_lattices(start) == start


@pytest.mark.parametrize(("num_labels", "num_tables"), [(2, 2), (3, 1)])
def test_grids_whose_rows_have_labels_outside_stay_together(num_labels: int, num_tables: int) -> None:
    rulings, words = _two(0, 3 * HIGH + 12)
    labels = [word(70, 106 + HIGH * row, "label", 20) for row in range(num_labels)]
    assert len(split_over_lattices(draft(page(rulings, words + labels), BBox(60, 90, 500, 300))).regions) == num_tables


def test_a_box_of_the_caller_is_never_split() -> None:
    start = draft(page(*_two(0, 100)), BBox(90, 90, 500, 400))
    given = start.regions[0].__class__(start.regions[0].bbox, 1.0, is_given=True)
    start = draft(start.page).__class__(start.page, (given,))
    assert split_over_lattices(start) == start


def test_a_box_that_cuts_its_grid_reaches_to_the_end_of_it() -> None:
    where = page(grid(100, 100, 6, 4), grid_words(100, 100, 6, 4))
    found = reach_to_lattice(draft(where, BBox(150, 95, 350, 200)))
    assert boxes_of(found) == [(100, 95, 350, 220)]


def test_a_title_and_notes_boxed_with_a_table_are_no_reason_to_grow() -> None:
    frame = [Ruling(BBox(100, y, 340, y)) for y in (60, 240)] + [Ruling(BBox(x, 60, x, 240)) for x in (100, 340)]
    words = [*grid_words(100, 100, 6, 4), word(105, 70, "Table", 40), word(105, 228, "Source", 40)]
    start = draft(page(grid(100, 100, 6, 4) + frame, words), BBox(98, 98, 342, 221))
    assert reach_to_lattice(start) == start
    assert boxes_of(reach_to_lattice(draft(start.page, BBox(98, 98, 270, 221)))) == [(98, 98, 340, 221)]


def test_a_box_does_not_grow_into_a_neighbour() -> None:
    where = page(grid(100, 100, 6, 4), grid_words(100, 100, 6, 4))
    start = draft(where, BBox(98, 98, 270, 221), BBox(290, 98, 350, 221))
    assert reach_to_lattice(start).regions[0] == start.regions[0]


def test_a_grid_that_nobody_detected_is_a_table() -> None:
    where = page(grid(100, 100, 3, 3), grid_words(100, 100, 3, 3))
    found = take_drawn_tables(draft(where, BBox(100, 400, 300, 500)))
    assert boxes_of(found) == [LEFT, (100, 400, 300, 500)]
    assert found.regions[0].score == 0.95


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_drawn_table_is_turned_as_its_words_are_read(rotation: int) -> None:
    words = [replace(word, rotation=rotation) for word in grid_words(100, 100, 3, 3)]
    (found,) = take_drawn_tables(draft(page(grid(100, 100, 3, 3), words))).regions
    assert found.rotation == rotation


def test_a_weak_candidate_tells_how_far_a_half_drawn_table_reaches() -> None:
    outer = [word(60, 106), word(60, 126), word(60, 146)]
    where = page(grid(100, 100, 3, 3), [*grid_words(100, 100, 3, 3), *outer])
    weak = TableRegion(BBox(55, 98, 285, 165), 0.4, is_weak=True)
    assert boxes_of(take_drawn_tables(draft(where, weak=(weak,)))) == [(55, 98, 285, 165)]


def test_grids_that_are_taken_or_blank_or_crossed_by_text_are_no_new_tables() -> None:
    rulings, words = grid(100, 100, 3, 3), grid_words(100, 100, 3, 3)
    crossing = [word(x, y, width=46) for y in (106, 126, 146) for x in (56, 104)]
    for start in (
        draft(page(rulings, words), BBox(90, 90, 300, 200)),
        draft(page(rulings, words[:2])),
        draft(page(rulings, [*crossing, *words[4:6]])),
        draft(page(grid(100, 100, 1, 3), grid_words(100, 100, 1, 3))),
    ):
        assert take_drawn_tables(start) == start


def test_the_size_of_type_of_a_page_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("pipeline.regions.drawn.em_of_page", lambda words: asked.append(len(words)) or TYPE)
    beside = [word(420, 106 + HIGH * row) for row in range(3)]
    found = take_drawn_tables(draft(page(grid(100, 100, 3, 3), [*grid_words(100, 100, 3, 3), *beside])))
    assert boxes_of(found) == [LEFT]
    assert asked == [12]
