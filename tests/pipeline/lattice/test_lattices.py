"""Drawn grids as lattices: full, merged, broken, double, apart, nested, and what is no table."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.lattice import Lattice, find_lattices, find_table_lattices, judge
from table import BBox, Ruling, Shading, Word

EM = 10.0
XS, YS = (0, 50, 100, 150), (0, 20, 40, 60)


def across(y: float, x0: float = 0, x1: float = 150) -> Ruling:
    return Ruling(BBox(x0, y, x1, y))


def along(x: float, y0: float = 0, y1: float = 60) -> Ruling:
    return Ruling(BBox(x, y0, x, y1))


def full(dx: float = 0, dy: float = 0, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> list[Ruling]:
    lines = [across(y, xs[0], xs[-1]) for y in ys] + [along(x, ys[0], ys[-1]) for x in xs]
    return [Ruling(line.bbox.shift(dx, dy)) for line in lines]


def box(x0: float, y0: float, x1: float, y1: float) -> list[Ruling]:
    return [across(y0, x0, x1), across(y1, x0, x1), along(x0, y0, y1), along(x1, y0, y1)]


def word(x: float, y: float, text: str = "text", width: float = 20) -> Word:
    """A word of 10 points with its centre at (x, y)."""
    return Word(text, BBox(x - width / 2, y - 5, x + width / 2, y + 5))


def in_cells(lattice: Lattice) -> list[Word]:
    return [word(*cell.bbox.center) for cell in lattice.cells]


def only(rulings: list[Ruling], shadings: tuple[Shading, ...] = ()) -> Lattice:
    found = find_lattices(rulings, shadings, EM)
    assert len(found) == 1
    return found[0]


def shape(lattice: Lattice) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """Rows, columns, and the cells over more than one place as (row, column, rows, columns)."""
    spans = [(c.rows.start, c.columns.start, len(c.rows), len(c.columns)) for c in lattice.cells]
    return lattice.num_rows, lattice.num_columns, [span for span in spans if span[2:] != (1, 1)]


def without(rulings: list[Ruling], *gone: Ruling) -> list[Ruling]:
    assert all(one in rulings for one in gone)
    return [one for one in rulings if one not in gone]


def test_nothing_drawn_is_no_lattice() -> None:
    assert find_lattices([], (), EM) == []
    assert find_lattices([across(0), across(20)], (), EM) == []


def test_full_grid() -> None:
    lattice = only(full())
    assert shape(lattice) == (3, 3, [])
    assert lattice.row_edges == YS
    assert lattice.column_edges == XS
    assert all(cell.is_closed for cell in lattice.cells)


def test_header_cell_over_all_columns() -> None:
    lines = [*without(full(), along(50), along(100)), along(50, 20, 60), along(100, 20, 60)]
    assert shape(only(lines)) == (3, 3, [(0, 0, 1, 3)])


def test_missing_inner_border_is_a_span() -> None:
    lines = [*without(full(), across(40)), across(40, 50, 150)]
    assert shape(only(lines)) == (3, 3, [(1, 0, 2, 1)])


def test_line_that_ends_inside_a_cell_closes_nothing() -> None:
    assert shape(only([*full(), across(30, 100, 130)])) == (3, 3, [])


def test_double_rules_are_one_edge() -> None:
    lattice = only([*full(), *(Ruling(line.bbox.shift(2, 2)) for line in full())])
    assert shape(lattice) == (3, 3, [])
    assert lattice.row_edges[1] == pytest.approx(21, abs=1.01)


def test_gaps_in_rules_are_bridged() -> None:
    pieces = [Ruling(BBox(a + 1, y, b - 1, y)) for y in YS for a, b in pairwise(XS)]
    pieces += [Ruling(BBox(x, a + 1, x, b - 1)) for x in XS for a, b in pairwise(YS)]
    assert shape(only(pieces)) == (3, 3, [])


def test_dashed_rules() -> None:
    pieces = [Ruling(BBox(x, y, x + 6, y)) for y in YS for x in range(0, 150, 8)]
    assert shape(only([*pieces, *(along(x) for x in XS)])) == (3, 3, [])


def test_boxes_with_gaps_between_them_are_one_grid() -> None:
    boxes = [line for x in (0, 52, 104) for y in (0, 22, 44) for line in box(x, y, x + 50, y + 20)]
    assert shape(only(boxes)) == (3, 3, [])


@pytest.mark.parametrize("rules", [[], [across(22, -3, 161)]])
def test_cells_with_borders_of_their_own_in_a_frame_are_one_grid(rules: list[Ruling]) -> None:
    places = [(x, y) for x in (0, 54, 108) for y in (0, 24, 48) if (x, y) not in ((108, 24), (108, 48))]
    boxes = [line for x, y in places for line in box(x, y, x + 50, y + 20)] + box(108, 24, 158, 68)
    lattice = only([*boxes, *box(-3, -3, 161, 71), *rules])
    assert shape(lattice) == (3, 3, [(1, 2, 2, 1)])
    assert all(cell.is_closed for cell in lattice.cells)


def test_neighbours_side_by_side_stay_apart() -> None:
    found = find_lattices([*full(), *full(dx=154)], (), EM)
    assert [shape(one) for one in found] == [(3, 3, []), (3, 3, [])]
    assert [one.bbox.x0 for one in found] == [0, 154]


def test_neighbours_one_below_the_other_stay_apart() -> None:
    found = find_lattices([*full(), *full(dy=64, xs=(0, 75, 150))], (), EM)
    assert [shape(one)[:2] for one in found] == [(3, 3), (3, 2)]


def test_grids_on_one_long_rule_stay_apart() -> None:
    found = find_lattices([*full(), *full(dx=200), across(0, 0, 350)], (), EM)
    assert [one.bbox.x0 for one in found] == [0, 200]


def test_missing_corner_is_filled_with_an_open_cell() -> None:
    lines = [*without(full(), across(0), along(0)), across(0, 50, 150), along(0, 20, 60)]
    lattice = only(lines)
    assert shape(lattice) == (3, 3, [])
    assert [cell.is_closed for cell in lattice.cells] == [False] + 8 * [True]


def test_sides_left_open_are_closed_and_told() -> None:
    lattice = only(without(full(), along(0), along(150)))
    assert shape(lattice) == (3, 3, [])
    assert lattice.open_sides == {"x0", "x1"}
    assert only(without(full(), across(60))).open_sides == {"y1"}


def test_rows_without_verticals_are_not_closed() -> None:
    assert find_lattices([across(y) for y in YS], (), EM) == []


def test_filled_cells_make_borders() -> None:
    filled = tuple(Shading(BBox(x, y, x + 48, y + 18), 0.8) for x in (0, 50, 100) for y in (0, 20, 40))
    assert shape(only([], filled)) == (3, 3, [])


def test_shading_behind_words_cuts_no_drawn_cell() -> None:
    assert shape(only(full(), (Shading(BBox(60, 20, 90, 40), 0.7),))) == (3, 3, [])


def test_shaded_header_on_top_of_a_drawn_grid() -> None:
    header = tuple(Shading(BBox(x, -20, x + 50, 0), 0.5) for x in (0, 50, 100))
    assert shape(only(full(), header)) == (4, 3, [])


def test_hatching_is_no_lattice() -> None:
    lines = [across(5.0 * i, 0, 5000) for i in range(1000)] + [along(5.0 * i, 0, 5000) for i in range(1000)]
    assert find_lattices(lines, (), 1.0) == []


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_scale_changes_nothing(factor: float) -> None:
    lines = [*without(full(), across(40)), across(40, 50, 150)]
    scaled = find_lattices([Ruling(line.bbox.scale(factor)) for line in lines], (), EM * factor)
    assert [shape(one) for one in scaled] == [(3, 3, [(1, 0, 2, 1)])]


def test_grid_with_words_is_a_table() -> None:
    lattice = only(full())
    assert judge(lattice, in_cells(lattice)).score > 0.9


def test_frame_around_a_page_is_no_table() -> None:
    text = [word(30 + 30 * i, 20 + 15 * j) for i in range(10) for j in range(20)]
    assert judge(only(box(0, 0, 400, 400)), text).reason == "a frame: one cell"


def test_frame_around_a_table_gives_the_table() -> None:
    frame = full(xs=(-50, 400), ys=(-100, -60, 200))
    inner = only(full())
    found = find_table_lattices([*frame, *full()], (), [*in_cells(inner), word(0, -80, "title")], EM)
    assert [shape(lattice)[:2] for lattice, _ in found] == [(3, 3)]


def test_grid_inside_a_cell_belongs_to_the_cell() -> None:
    outer = full(xs=(0, 300, 600), ys=(0, 100, 200, 300))
    words = [*in_cells(only(outer)), word(20, 15), word(45, 15), word(20, 35)]
    found = find_table_lattices([*outer, *full(dx=10, dy=5, xs=(0, 25, 50), ys=(0, 20, 40))], (), words, EM)
    assert [shape(lattice)[:2] for lattice, _ in found] == [(3, 2)]


def test_box_of_a_form_is_no_table() -> None:
    assert judge(only(full(xs=(0, 150))), [word(75, 10), word(75, 30), word(75, 50)]).score == 0


def test_one_row_of_cells_with_words_may_be_a_table() -> None:
    lattice = only(full(ys=(0, 20)))
    assert 0 < judge(lattice, in_cells(lattice)).score < 0.6


def test_columns_of_text_in_frames_are_no_table() -> None:
    lattice = only(full(xs=(0, 300, 600), ys=(0, 800)))
    text = [word(30 + 25 * i, 20 + 12 * j) for i in range(22) for j in range(60)]
    assert judge(lattice, text).score == 0


def test_chart_with_grid_lines_is_no_table() -> None:
    lines = full(xs=tuple(range(0, 500, 50)), ys=tuple(range(0, 300, 20)))
    labels = [word(-20, y) for y in range(0, 300, 20)] + [word(200, 50, "legend")]
    assert find_table_lattices(lines, (), labels, EM) == []


def test_axes_of_a_chart_are_no_lattice() -> None:
    assert find_lattices([along(0, 0, 100), across(100, 0, 200), *(across(y, -3, 0) for y in range(0, 100, 20))], (), EM) == []


def test_lines_through_words_are_no_table() -> None:
    lattice = only(full())
    crossed = [word(x, y, width=30) for x in (50, 100) for y in (10, 30, 50)]
    assert judge(lattice, crossed).reason == "words stand across the lines"


def test_rows_stay_apart_where_their_outer_line_is_broken() -> None:
    """The left side of two rows is not drawn: they are open, and the rule between them still parts them."""
    lattice = only([*without(full(ys=(0, 20, 40, 60, 80)), along(0, 0, 80)), along(0, 0, 20), along(0, 60, 80)])
    open_cells = [(cell.rows, cell.columns) for cell in lattice.cells if not cell.is_closed]
    assert open_cells == [(range(1, 2), range(1)), (range(2, 3), range(1))]


def test_lines_that_end_at_others_do_not_ask_for_a_side() -> None:
    """Three lines reach the open left side, three end at an upright one: the side is open all the same."""
    short = [across(y, 50, 100) for y in (10, 30, 50)]
    lattice = only([*without(full(), along(0)), *short])
    assert lattice.open_sides == {"x0"}
