"""The single rules behind ``refine``: intervals, borders, selection of spans, assignment."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.geometry.intervals import best_range, iou, suppress
from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from pipeline.structure.draft import without_overlaps
from pipeline.structure.placing import Rulings, Segment, Stretch, place_borders, stretches
from pipeline.types import Interval, Span
from table import BBox, Ruling
from tests.pipeline.structure.builders import column, grid_objects, grid_words, header, picture, projected, row, spanning, view, word


def span(r0: int, r1: int, c0: int, c1: int, score: float = 1.0) -> Span:
    return Span(range(r0, r1), range(c0, c1), score)


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [(0, 10, range(0, 1)), (1, 19, range(0, 2)), (4, 12, range(0, 1)), (12, 13, range(1, 2)), (-5, 40, range(0, 3)), (50, 60, range(2, 3))],
)
def test_best_range(start: float, stop: float, expected: range) -> None:
    assert best_range([0, 10, 20, 30], start, stop)[0] == expected


def test_iou_of_points_is_zero() -> None:
    assert iou(1, 1, 1, 1) == 0


def test_suppression_keeps_the_better_of_two_and_drops_empty_ones() -> None:
    kept = suppress([Interval(0, 10, 0.8), Interval(1, 10, 0.9), Interval(5, 5, 1.0)])
    assert kept == (Interval(1, 10, 0.9),)


def test_a_word_of_its_own_saves_an_overlapping_row() -> None:
    rows = [Interval(0, 12, 0.9), Interval(5.5, 15.5, 0.8)]
    assert suppress(rows, [6]) == (rows[0],)
    assert suppress(rows, [6, 14]) == tuple(rows)


def test_bands_count_what_they_cut() -> None:
    found = stretches([Segment(0, 4), Segment(2, 6, weight=1)], -1, 8)
    assert found == [Stretch(-1, 0, 0), Stretch(0, 2, 3), Stretch(2, 4, 4), Stretch(4, 6, 1), Stretch(6, 8, 0)]


def test_a_border_stays_where_the_model_put_it_when_all_else_is_far() -> None:
    words = [Segment(0, 45)] * 3
    assert place_borders([Interval(0, 20), Interval(20, 50)], words, Rulings(), 1.0)[0].stop == 20


def test_intervals_are_placed_in_the_order_of_their_middles() -> None:
    """One inside another, as rules may leave them: there was no place between the two middles, and an error."""
    nested = [Interval(0, 20), Interval(30, 34), Interval(22, 36)]
    edges = [(one.start, one.stop) for one in place_borders(nested, [], Rulings(), 8.0)]
    assert edges[0][0] == 0
    assert [stop for _, stop in edges[:-1]] == [start for start, _ in edges[1:]]
    assert all(start < stop for start, stop in edges)


def test_words_of_a_spanning_cell_do_not_hold_borders_inside_it() -> None:
    rows = [Interval(0, 20), Interval(20, 40)]
    assert place_borders(rows, [Segment(5, 35, free=(1, 39))], Rulings(), 8.0)[0].stop == 20
    assert place_borders(rows, [Segment(18, 35)], Rulings(), 8.0)[0].stop < 18


def test_anywhere_in_a_gap_of_the_model_is_nearly_as_good() -> None:
    """A phrase that reaches far into the gap between two columns is not cut for the sake of the gap's middle."""
    phrase = [Segment(0, 38), Segment(38, 42, weight=1), Segment(42, 68), Segment(72, 88)] * 4
    assert place_borders([Interval(0, 10), Interval(70, 90)], phrase, Rulings(), 8.0)[0].stop == 70
    assert place_borders([Interval(0, 40), Interval(40, 90)], phrase, Rulings(), 8.0)[0].stop == 40


def test_of_overlapping_spans_the_better_one_stays() -> None:
    wide, left, right = span(0, 1, 1, 3, 0.9), span(0, 1, 0, 2, 0.6), span(0, 1, 3, 5, 0.6)
    assert without_overlaps([right, left, wide]) == without_overlaps([wide, left, right]) == (wide, right)


def test_a_span_where_a_section_label_stands_leaves_it_its_mark() -> None:
    objects = [*grid_objects(3, 2), projected(10, 20), spanning(0, 10, 100, 20)]
    (found,) = refine(objects, view(grid_words("A | B", "Label | .", "1 | 2")), Options()).spans
    assert found.is_projected_row_header


def test_a_header_over_its_sub_headers_takes_one_row() -> None:
    words = [word("Year", 40, 1), *grid_words(". | .", "2011 | 2010", "1 | 2")]
    structure = refine([*grid_objects(3, 2), header(0, 20), spanning(0, 0, 100, 17)], view(words, is_given=True), Options())
    assert [(s.rows, s.columns) for s in structure.spans] == [(range(0, 1), range(0, 2))]


def test_a_projected_row_header_chooses_the_row_that_is_a_label() -> None:
    words = grid_words("A | B", "Group | .", "1 | 2")
    structure = refine([*grid_objects(3, 2), header(0, 10), projected(15.5, 24)], view(words), Options())
    assert [s.rows for s in structure.spans] == [range(1, 2)]


def test_currency_signs_stay_with_their_number() -> None:
    words = [w for y in (1, 11, 21) for w in (word("12", 20, y), word("$", 32, y), word("34", 58, y))]
    found = fill(to_grid(refine([*grid_objects(3, 0), column(15, 36, y1=30), column(36, 70, y1=30)], view(words), Options())), view(words))
    assert picture(found) == ["12 | $ 34"] * 3


def test_words_that_fill_in_for_a_blank_column_are_that_columns_own() -> None:
    words = [w for y in (1, 11, 21) for w in (word("7", 2, y), word("34", 50, y))]
    objects = [*grid_objects(3, 0), column(12, 40, y1=30), column(40, 70, y1=30)]
    assert picture(fill(to_grid(refine(objects, view(words), Options())), view(words))) == ["7 | 34"] * 3


def test_the_upper_line_of_a_tall_header_is_not_lost() -> None:
    words = [word("Long", 2, 1), word("label", 2, 10), word("B", 52, 10), *grid_words(". | .", ". | .", "1 | 2")]
    objects = [row(9, 20), row(20, 30), column(0, 50), column(50, 100)]
    assert picture(fill(to_grid(refine(objects, view(words, is_given=True), Options())), view(words)))[0] == "Long label | B"


def test_a_given_region_ends_the_table() -> None:
    words = grid_words("A | B", "1 | 2", "3 | 4")
    where = view(words, bbox=BBox(0, 0, 100, 20), is_given=True)
    found = fill(to_grid(refine(grid_objects(3, 2), where, Options())), where)
    assert picture(found) == ["A | B", "1 | 2"]


def test_short_rulings_do_not_move_borders() -> None:
    words = grid_words("A | B", "1 | 2", "3 | 4")
    plain = refine(grid_objects(3, 2), view(words), Options())
    ruled = refine(grid_objects(3, 2), view(words, [Ruling(BBox(40, 2, 40, 5)), Ruling(BBox(0, 200, 9, 200))]), Options())
    assert plain.columns == ruled.columns


def test_confidence_falls_with_scores_and_fit() -> None:
    words = grid_words("A | B", "1 | 2")
    sure = fill(to_grid(refine(grid_objects(2, 2), view(words), Options())), view(words))
    weak = [row(0, 10, 0.5), row(10, 20, 0.5), column(0, 50, 0.5), column(50, 100, 0.5)]
    unsure = fill(to_grid(refine(weak, view(words), Options())), view(words))
    assert sure.cells[0].confidence == 1.0
    assert unsure.cells[0].confidence == 0.75
    assert unsure.confidence == pytest.approx((0.5 + 1 + 1 + 1) / 4)


def test_badly_fitting_words_are_flagged() -> None:
    words = [w for y in (1, 11) for w in (word("x" * 12, 20, y), word("y", 91, y))]
    found = fill(to_grid(refine(grid_objects(2, 2), view(words), Options())), view(words))
    assert Flag.LOW_WORD_FIT in found.flags


@pytest.mark.parametrize(("shift", "scale"), [(0, 1.0), (11, 0.25), (7, 16.0)])
def test_the_best_fit_is_the_same_number_wherever_the_table_stands(shift: float, scale: float) -> None:
    edges, start, stop = ([(value + shift) * scale for value in values] for values in ([-1, 21.7, 31], [20], [51]))
    assert best_range(edges, *start, *stop) == (range(1, 2), 0.3)
