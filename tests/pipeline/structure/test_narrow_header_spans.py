"""A header cell over too many columns is narrowed to those that its name stands in the middle of."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.narrow_header_spans import narrow_header_spans
from pipeline.types import Span
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word

YEARS = ("Item | 2017 | 2016 | 2015", "a | 1 | 2 | 3")
ALL = range(4)


def columns_of(*name: Word, seen: range = ALL, lines: tuple[str, ...] = YEARS, head: int = 2, row: int = 0) -> list[range]:
    """The columns of the header cell that was seen over ``seen`` in ``row``, none where it is a single grid cell."""
    picture = [*lines[:row], ".", *lines[row:]]
    words = [*grid_words(*picture), *(replace(one, bbox=one.bbox.shift(0, 10 * row)) for one in name)]
    start = stand(draft(grid_objects(len(picture), 4), view(words)))
    found = narrow_header_spans(replace(start, num_header_rows=head, spans=(Span(range(row, row + 1), seen, 0.9),)))
    assert (Flag.SPANS_REPAIRED in found.notes) is ([span.columns for span in found.spans] != [seen])
    return [span.columns for span in found.spans]


def test_a_name_over_the_last_two_columns_is_theirs() -> None:
    assert columns_of(word("Change", 115, 1, 45)) == [range(2, 4)]


def test_a_name_of_one_column_is_left_to_other_rules() -> None:
    assert columns_of(word("Rate", 107, 1, 10)) == [ALL]


def test_a_cell_that_begins_behind_the_labels_may_be_set_anywhere() -> None:
    """As "Rentals" at the right of its two columns."""
    assert columns_of(word("Rentals", 152, 1, 18), seen=range(1, 4)) == [range(1, 4)]


def test_a_name_in_the_middle_of_all_or_at_their_edge_stays_over_all() -> None:
    assert columns_of(word("Years", 77, 1, 20)) == [ALL]
    assert columns_of(word("Years", 2, 1, 20)) == [ALL]
    assert columns_of(word("Years", 152, 1, 20)) == [ALL]


def test_a_name_as_wide_as_its_columns_ends_with_the_last_one() -> None:
    """ "w Object Lists" over "mAP | NDS", seen over "Model", too."""
    assert columns_of(word("w Object", 102, 1, 55), seen=range(3), lines=("Model | mAP | NDS | mAP", "a | 1 | 2 | 3")) == [range(3)]
    assert columns_of(word("w Object Lists", 52, 1, 65), seen=range(3), lines=("Model | mAP | NDS | mAP", "a | 1 | 2 | 3")) == [range(1, 3)]


def test_a_name_in_the_middle_of_more_columns_is_theirs() -> None:
    """ "Number of DoFs" over "2017 | 2016 | 2015", seen over the last two, or over the labels and the next."""
    assert columns_of(word("Number of", 92, 1, 40), seen=range(2, 4)) == [range(1, 4)]
    assert columns_of(word("Number of", 92, 1, 40), word("Item", 2, 1), seen=range(1, 3)) == [range(1, 4)]
    assert columns_of(word("Number of", 112, 1, 40), seen=range(2, 4)) == [range(2, 4)]  # in the middle of its own, about
    assert columns_of(word("Number", 30, 1, 26), word("of", 58, 1, 36), seen=range(2)) == [range(2)]  # with the labels


def test_names_above_tell_as_well() -> None:
    assert columns_of(word("(Millions)", 115, 1, 45), row=1) == [range(2, 4)]


def test_several_names_and_cells_below_the_header_are_left_alone() -> None:
    assert columns_of(word("One", 60, 1), word("Two", 160, 1)) == [ALL]
    assert columns_of(word("Change", 115, 1, 45), head=0) == [ALL]
    assert columns_of() == [ALL]


def test_the_widest_group_in_whose_middle_the_name_stands_is_its() -> None:
    """ "Payment Due" over "Under 1 | 1-3 | 4-5 | Over 5", the two in its middle alike."""
    picture = (".", "Item | Sum | Under 1 | 1-3 | 4-5 | Over 5", "a | 1 | 2 | 3 | 4 | 5")
    boxes = [word(text, 50 * c + 15, 11, 20) for c, text in enumerate(picture[1].split(" | "))]
    start = stand(draft(grid_objects(3, 6), view([word("Due", 185, 1, 30), *boxes, *grid_words(".", ".", picture[2])])))
    found = narrow_header_spans(replace(start, num_header_rows=2, spans=(Span(range(1), range(1, 6), 0.9),)))
    assert [span.columns for span in found.spans] == [range(2, 6)]


def test_behind_the_labels_the_names_below_tell_too() -> None:
    lines = ("Item | 2017 | 2016 | Change", "a | 1 | 2 | 3")
    name = word("Ended", 69, 1, 36)  # in the middle over the years
    assert columns_of(name, seen=range(1, 4), lines=lines) == [range(1, 3)]
    assert columns_of(name, seen=range(1, 4)) == [range(1, 4)]  # three years below: nothing parts two of them
    assert columns_of(word("Ended", 109, 1, 36), seen=range(1, 4), lines=lines) == [range(1, 4)]  # over other columns


def test_the_first_line_of_a_single_name_is_of_its_column() -> None:
    """ "Consolidated" over "Total", the last of the names, seen over all of them."""

    def found(name: Word, x: float = 160) -> list[tuple[range, range]]:
        words = [*grid_words(".", "Item | CAG | Water", "a | 1 | 2 | 3"), name, word("Total", x, 10, 20)]
        start = stand(draft(grid_objects(3, 4), view(words)))
        spans = narrow_header_spans(replace(start, num_header_rows=2, spans=(Span(range(1), range(1, 4), 0.9),))).spans
        return [(span.rows, span.columns) for span in spans]

    assert found(word("Consolidated", 151, 1, 38)) == [(range(2), range(3, 4))]
    assert found(word("Consolidated", 151, -7, 38)) == [(range(1), range(1, 4))]  # farther than the lines of a name
    assert found(word("Consolidated", 101, 1, 38)) == [(range(1), range(1, 4))]  # in the middle of all
    assert found(word("Sum", 160, 1, 20)) == [(range(1), range(1, 4))]  # ends where the columns do: may be set right over all


def test_the_last_line_of_a_single_name_is_of_its_column() -> None:
    words = [*grid_words("Item | Amount | Total-value | Rate", ".", "a | 1 | 2 | 3"), word("(kg)", 55, 11)]
    start = stand(draft(grid_objects(3, 4), view(words)))
    spans = narrow_header_spans(replace(start, num_header_rows=2, spans=(Span(range(1, 2), range(1, 3), 0.9),))).spans
    assert [(span.rows, span.columns) for span in spans] == [(range(2), range(1, 2))]


def test_a_line_that_comes_again_may_stand_farther_from_its_name() -> None:
    def rows_of(*more: Word) -> list[range]:
        words = [*grid_words(".", "Item | Due | . | .", "a | 1 | 2 | 3"), word("2016", 110, 12, 20), word("2015", 160, 12, 20), *more]
        start = stand(draft(grid_objects(3, 4), view([*words, word("December", 102, -1, 36)])))
        return [
            span.rows for span in narrow_header_spans(replace(start, num_header_rows=2, spans=(Span(range(1), range(1, 3), 0.9),))).spans
        ]

    assert rows_of(word("December", 152, -1, 36)) == [range(2)]
    assert rows_of() == [range(1)]


def test_a_note_in_brackets_below_one_name_is_its_own() -> None:
    lines = ("Item | 2017 | Share | 2015", "a | 1 | 2 | 3")
    assert columns_of(word("(%)", 107, 1, 15), seen=range(1, 3), lines=lines, row=1) == []
    assert columns_of(word("(%)", 82, 1, 15), seen=range(1, 3), lines=lines, row=1) == [range(1, 3)]  # in the middle of both


def test_a_note_in_brackets_within_one_column_is_its_own() -> None:
    """ "(unaudited)" flush with the numbers of one period, below its unit: the header was seen to end above."""
    lines = ("Item | 2017 | 2016 | 2015", ". | (%) | (%) | (%)", "a | 1 | 2 | 3")
    assert columns_of(word("(unaudited)", 152, 1, 40), seen=range(1, 4), lines=lines, head=1, row=2) == []
    assert columns_of(word("(unaudited)", 85, 1, 40), seen=range(1, 4), lines=lines, head=1, row=2) == [range(1, 4)]
    values = ("Item | 2017 | 2016 | 2015", "a | 1 | 2 | 3")
    assert columns_of(word("(restated)", 152, 1, 40), seen=range(1, 4), lines=values, head=1, row=2) == [range(1, 4)]  # below values
