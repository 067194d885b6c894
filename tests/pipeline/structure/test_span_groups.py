"""Groups of columns that their names tell: by names that come again, and by names that differ in their number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.part_header_rows import part_header_rows
from pipeline.structure.rules.span_groups import span_groups
from pipeline.structure.words.groups import families
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["", "a", "b", "a", "b"], [(range(1, 3), range(3, 5))]),
        (["", "2016", "2015", "2014"], [(range(1, 4),)]),
        (["", "2016", "2015"], []),  # over two, a name in the middle stands across their border
        (["", "a", "a", "a"], []),
        (["", "a", "b", "c"], []),
        (["", "2013", "2012", "2013", "2012 (1)"], [(range(1, 5),), (range(1, 3), range(3, 5))]),
        ([], []),
    ],
)
def test_families_of_groups(names: list[str], expected: list[tuple[range, ...]]) -> None:
    assert families(names) == expected


def spans_of(*lines: str, num_header_rows: int = 2, spans: tuple[Span, ...] = (), width: float = 50.0) -> list[tuple[range, range]]:
    objects = grid_objects(len(lines), len(lines[0].split("|")), width=width)
    start = replace(stand(draft(objects, view(grid_words(*lines, width=width)))), num_header_rows=num_header_rows, spans=spans)
    return [(span.rows, span.columns) for span in span_groups(start).spans]


def test_a_name_over_the_middle_column_spans_the_group() -> None:
    assert spans_of(". | . | Cu | .", "S | 1 mg | 2 mg | 4 mg", "a | 1 | 2 | 3") == [(range(1), range(1, 4))]


def test_a_wrong_cell_of_the_model_gives_way() -> None:
    seen = Span(range(1), range(2, 4), 0.9)
    assert spans_of(". | . | Cu | .", "S | 1 mg | 2 mg | 4 mg", "a | 1 | 2 | 3", spans=(seen,)) == [(range(1), range(1, 4))]


def test_names_beside_a_group_are_as_high_as_both_levels() -> None:
    found = spans_of("Pos. | . | Cu | .", "cell | 1 mg | 2 mg | 4 mg", "a | 1 | 2 | 3")
    assert found == [(range(1), range(1, 4)), (range(2), range(1))]


def test_a_name_over_several_columns_beside_a_group_stays_whole() -> None:
    week = Span(range(1), range(4, 6), 0.9)
    lines = ". | . | Cu | . | Week | to", "S | 1 mg | 2 mg | 4 mg | past | date", "a | 1 | 2 | 3 | 4 | 5"
    assert spans_of(*lines, spans=(week,)) == [(range(1), range(4, 6)), (range(1), range(1, 4))]
    assert (range(2), range(4, 5)) in spans_of(*lines)  # names of their own otherwise


def test_names_beside_repeated_groups_may_be_names_of_other_groups() -> None:
    """ "Rentals" stands over the second of its two columns: the model's cell stays."""
    lines = ("Permit | In | . | Out | . | . | Rentals", "S | A | B | A | B | Hand | Long", "a | 1 | 2 | 3 | 4 | 5 | 6")
    seen = Span(range(1), range(5, 7), 0.9)
    words = [replace(one, bbox=one.bbox.shift(25, 0)) if one.text in ("In", "Out") else one for one in grid_words(*lines)]
    start = replace(stand(draft(grid_objects(3, 7), view(words))), num_header_rows=2, spans=(seen,))
    assert [(span.rows, span.columns) for span in span_groups(start).spans] == [
        (range(1), range(5, 7)),
        (range(1), range(1, 3)),
        (range(1), range(3, 5)),
    ]


def test_a_name_in_the_middle_over_other_columns_beside_a_group_is_theirs() -> None:
    lines = (". | . | Cu | . | . | .", "S | 1 mg | 2 mg | 4 mg | one | two", "a | 1 | 2 | 3 | 4 | 5")
    words = [*grid_words(*lines), word("Lead", 229, 1, 20)]
    seen = Span(range(1), range(4, 6), 0.9)
    start = replace(stand(draft(grid_objects(3, 6), view(words))), num_header_rows=2, spans=(seen,))
    assert [span.columns for span in span_groups(start).spans] == [range(4, 6), range(1, 4)]


def test_a_name_that_goes_on_beyond_the_group_is_not_its_name() -> None:
    lines = ["S | 1 mg | 2 mg | 4 mg | More", "a | 1 | 2 | 3 | 4"]
    words = [*grid_words(". | . | . | . | .", *lines), word("in", 90, 1, 28), word("the", 120, 1, 78), word("year", 200, 1, 30)]
    start = replace(stand(draft(grid_objects(3, 5), view(words))), num_header_rows=2)
    assert span_groups(start).spans == ()


def test_groups_of_one_name_are_none() -> None:
    """ "Weighted" is the first line of a column's name in both."""
    weighted = word("Weighted", 44, 1), word("Weighted", 194, 1)
    for first in (weighted, (replace(weighted[0], text="Granted"), weighted[1])):
        words = [*first, *grid_words(". | . | . | . | . | .", "Shares | Price | Value | Shares | Price | Value", "1 | 2 | 3 | 4 | 5 | 6")]
        start = replace(stand(draft(grid_objects(3, 6), view(words))), num_header_rows=2)
        assert len(span_groups(start).spans) == (2 if first[0].text == "Granted" else 0)


def test_a_row_of_both_levels_is_parted_over_a_group() -> None:
    words = [word("Cu", 110, 1, 10), *grid_words(".", "S | 1 mg | 2 mg | 4 mg", "a | 1 | 2 | 3", height=11)]
    objects = grid_objects(2, 4, height=22)
    assert [one.stop for one in part_header_rows(draft(objects, view(words))).rows][:1] == [10.5]
    other = [word("Cu", 160, 1, 10), *words[1:]]  # over the last one of them
    assert len(part_header_rows(draft(objects, view(other))).rows) == 2


def test_a_header_printed_again_in_the_body_names_its_groups() -> None:
    lines = (". | . | Cu | . | . | Ag | .", "S | 1 g | 2 g | 4 g | 1 g | 2 g | 4 g", "a | 1 | 2 | 3 | 4 | 5 | 6")
    again = (". | . | Zn | . | . | Au | .", "T | 1 g | 2 g | 4 g | 1 g | 2 g | 4 g", "b | 1 | 2 | 3 | 4 | 5 | 6")
    groups = [range(1, 4), range(4, 7)]
    assert spans_of(*lines, *again) == [(range(row, row + 1), group) for row in (0, 3) for group in groups]
    numbers = (". | . | 7 | . | . | 8 | .", *again[1:])
    assert spans_of(*lines, *numbers) == [(range(1), group) for group in groups]


def test_a_unit_below_the_names_is_no_part_of_them() -> None:
    lines = (". | . | Cu | .", "S | 1 g | 2 g | 4 g", ". | . | (in_percent) | .", "a | 1 | 2 | 3")
    wide = Span(range(2, 3), range(1, 4), 0.9)
    assert (range(1), range(1, 4)) in spans_of(*lines, num_header_rows=3, spans=(wide,))


def test_columns_with_names_of_their_own_above_are_no_group() -> None:
    words = [word("Dec.", 54, 1, 24), word("Sept.", 84, 1, 44), word("Dec.", 134, 1, 44)]
    names = grid_words("S | 2015 | 2015 | 2014", "a | 1 | 2 | 3")
    below = [replace(one, bbox=one.bbox.shift(0, 10)) for one in names]
    start = replace(stand(draft(grid_objects(3, 4), view([*words, *below]))), num_header_rows=2)
    assert span_groups(start).spans == ()


def test_a_name_in_the_middle_of_more_columns_that_the_model_saw_stays() -> None:
    seen = Span(range(1), range(1, 6), 0.9)
    lines = ("S | . | . | Due | . | .", ". | Total | 2016 | 2017 | 2018 | After", "a | 1 | 2 | 3 | 4 | 5")
    assert spans_of(*lines, spans=(seen,)) == [(range(1), range(1, 6))]


def test_a_name_of_two_lines_beside_a_name_over_columns_at_another_height_is_one_cell() -> None:
    def found(y: float) -> list[tuple[range, range]]:
        words = [
            word("Liquid", 52, y),
            word("value", 52, 11),
            word("Shares", 115, 1),
            *grid_words(".", ". | . | 2015 | 2014", "a | 1 | 2 | 3"),
        ]
        start = replace(stand(draft(grid_objects(3, 4), view(words))), num_header_rows=2, spans=(Span(range(1), range(2, 4)),))
        return [(span.rows, span.columns) for span in span_groups(start).spans[1:]]

    assert found(5) == [(range(2), range(1, 2))]
    assert found(1) == []  # level with it: a name of its own


def test_dates_that_stand_close_are_no_name_of_a_group() -> None:
    """ "June 2, | May 1, | July 3," above the years of three columns."""
    years = [word(year, 52 + 50 * c, 11, 20) for c, year in enumerate(("2017", "2016", "2015"))]
    dates = [word(text, 37 + 50 * c, 1, 48) for c, text in enumerate(("June-2,", "May-1,", "July-3,"))]
    start = stand(draft(grid_objects(3, 4), view([*dates, *years, *grid_words(".", "Item", "a | 1 | 2 | 3")])))
    assert span_groups(replace(start, num_header_rows=2)).spans == ()
