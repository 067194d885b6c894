"""Two columns with a narrow gap are parted where header, gap and kind of content agree, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_columns import part_columns
from tests.pipeline.structure.builders import column, draft, row, view, word

HEADER = ("Disc.%", "Taxes")
HEADER_OF_YEARS = (("Device", "Year"),)
BODY = (("0.00", "15.00%"), ("10.00", "5.00%"), ("0.00", ""))


def lines(*pairs: tuple[str, str], gap: float = 6.0) -> list:
    """Pairs right-aligned and left-aligned at a strip of ``gap`` points from x = 100; a label stands far to the left."""
    found = []
    for index, (left, right) in enumerate(pairs):
        y = 10.0 * index + 1
        found += [word("item", 2, y)]
        found += [word(left, 100 - 5.0 * len(left), y)] if left else []
        found += [word(right, 100 + gap, y)] if right else []
    return found


def parted(words: list) -> list[tuple[float, float]]:
    rows = [row(10.0 * index, 10.0 * index + 10, x1=150) for index in range(8)]
    start = draft([*rows, column(0, 50), column(60, 150)], view(words))
    found = part_columns(start)
    assert (Flag.COLUMNS_PARTED in found.notes) is (len(found.columns) > 2)
    return [(c.start, c.stop) for c in found.columns]


def test_values_of_two_kinds_under_two_headers_are_two_columns() -> None:
    assert parted(lines(HEADER, *BODY)) == [(0, 50), (60, 100), (106, 150)]


def test_a_name_in_the_middle_over_both_headers_is_no_objection() -> None:
    below = [replace(one, bbox=one.bbox.shift(0, 10)) for one in lines(HEADER, *BODY)]
    assert len(parted([word("Rates", 89, 1, 28), *below])) == 3
    assert len(parted([word("Rates", 70, 1, 28), *below])) == 2


def test_several_names_over_both_headers_and_the_same_again_are_no_objection() -> None:
    names = [word("Rates", 91, 1, 24), word("known", 93, 11, 20)]
    below = [replace(one, bbox=one.bbox.shift(0, 20)) for one in lines(HEADER, *BODY)]
    again = [word("Rates", 91, 61, 24)]
    assert len(parted([*names, *below])) == 3
    assert len(parted([*names, *below, *again])) == 3
    assert len(parted([*names, *below, word("Other", 91, 61, 24), word("2012", 91, 71, 24)])) == 2


def test_leaders_and_marks_among_values_are_no_objection() -> None:
    marks = [*lines(HEADER, ("0.00", "15.00%"), ("NM", "NM"), ("1.00", "2.00%"))]
    dots = [word(".", x, 10.0 * line + 1, 2) for line in (1, 3) for x in range(25, 78, 5)]
    assert len(parted(marks)) == 3
    assert len(parted([*marks, *dots])) == 3


def test_first_lines_of_rows_tell_where_texts_wrap() -> None:
    """In a table of four columns the lines that fill them all count; what goes on below a text does not, but it keeps the strip clear."""
    more = [word(text, x, 10.0 * line + 1) for line in range(0, 12, 2) for text, x in (("a", 2), ("b", 20), ("c", 32))]
    texts = [word(text, 60, 10.0 * line + 1, 35) for line in range(12) for text in ("Outcome",)]
    numbers = [word(f"({line})", 115, 10.0 * line + 1) for line in range(0, 12, 2)]
    columns = [column(0, 12), column(15, 28), column(30, 50), column(55, 150)]
    rows = [row(10.0 * index, 10.0 * index + 10, x1=150) for index in range(12)]
    assert len(part_columns(draft([*rows, *columns], view([*more, *texts, *numbers]))).columns) == 5
    below = [word("over all", 60, 11, 60)]
    assert len(part_columns(draft([*rows, *columns], view([*more, *texts, *numbers, *below]))).columns) == 4
    assert len(part_columns(draft([*rows, *columns[1:]], view([*more, *texts, *numbers]))).columns) == 3


def test_the_name_of_a_total_across_the_strip_is_no_objection() -> None:
    assert len(parted([*lines(HEADER, *BODY), word("Total", 85, 41), word("EUR", 113, 41)])) == 3


@pytest.mark.parametrize(
    "pairs",
    [
        [("Quantity", ""), ("1.00", "kg"), ("2.00", "kg"), ("3.00", "kg")],  # the header stands on one side only
        [HEADER, ("0.00", "15.00%"), ("10.00", ""), ("0.00", ""), ("0.00", "")],  # hardly a line has both
        [HEADER, ("north", "east"), ("south", "west"), ("up", "left")],  # text on both sides: phrases
        [HEADER, ("0.00", "15.00%"), ("10.00", "none"), ("0.00", "5.00%")],  # two kinds in one column
        [HEADER, ("0.00", "15.00%")],  # one line is chance
        [],
    ],
)
def test_other_columns_stay_whole(pairs: list[tuple[str, str]]) -> None:
    assert len(parted(lines(*pairs))) == 2


def test_words_a_space_apart_are_a_phrase() -> None:
    assert len(parted(lines(("Fiscal", "year"), ("March", "2012"), ("June", "2013"), ("July", "2014"), gap=3.0))) == 2
    assert len(parted(lines(("Fiscal", "year"), ("1", "2012"), ("2", "2013"), ("3", "2014"), gap=3.0))) == 2


def test_currency_signs_are_no_column() -> None:
    assert len(parted(lines(("High", "Low"), ("$", "90.46"), ("$", "85.49"), ("$", "81.03")))) == 2


def test_a_name_over_numbers_set_right_is_enough_behind_texts() -> None:
    """ "Page" of a list whose texts have no name."""
    pages = [("Business", "3"), ("Properties", "15"), ("Proceedings", "16"), ("Submission", "105"), ("Exhibits", "106")]
    words = [word(text, 60, 10.0 * line + 11) for line, (text, _) in enumerate(pages)]
    numbers = [word(number, 149 - 5.0 * len(number), 10.0 * line + 11) for line, (_, number) in enumerate(pages)]
    assert len(parted([word("Page", 129, 1), *words, *numbers])) == 3
    assert len(parted([word("Page", 120, 1), *words, *numbers])) == 2  # not set as the numbers are
    assert len(parted([word("Page", 129, 1), *words[:4], *numbers[:4]])) == 2  # few
    assert len(parted([word("Page", 129, 1), *words, *numbers[:4], word("n.a.", 129, 51)])) == 2


def test_marks_in_half_of_the_lines_are_enough() -> None:
    body = [("x", ""), ("x", "x"), ("x", ""), ("x", "x")]
    assert len(parted(lines(("2D", "3D"), *body))) == 3
    assert len(parted(lines(("2D", "3D"), *body, ("x", "")))) == 2


def test_a_name_that_reaches_out_of_the_column_and_a_unit_are_no_objection() -> None:
    below = [replace(one, bbox=one.bbox.shift(0, 20)) for one in lines(HEADER, *BODY)]
    assert len(parted([word("Wide", 96, 1, 60), *below])) == 3
    assert len(parted([word("Wide", 96, 1, 50), *below])) == 2
    assert len(parted([*lines(HEADER), word("(in", 89, 11, 10), word("millions)", 101, 11, 29), *below[3:]])) == 3


def test_one_value_of_another_kind_among_many_is_no_objection() -> None:
    years = [("Kernel", "2011"), *(("Timer", str(2012 + index)) for index in range(10))]

    def num_columns(*more: tuple[str, str]) -> int:
        pairs = [*HEADER_OF_YEARS, *years, *more]
        rows = [row(10.0 * index, 10.0 * index + 10, x1=150) for index in range(len(pairs))]
        return len(part_columns(draft([*rows, column(0, 50), column(60, 150)], view(lines(*pairs)))).columns)

    assert num_columns() == 3
    assert num_columns(("Vector", "2013/x")) == 3
    assert num_columns(("Vector", "2013/x"), ("Queue", "2014/x"), ("Cache", "2015/x")) == 2


def test_a_part_does_not_change_places_with_a_neighbour_over_the_same_words() -> None:
    words, rows = lines(HEADER, *BODY), [row(10.0 * index, 10.0 * index + 10, x1=150) for index in range(8)]

    def num_columns(*last: float) -> int:
        return len(part_columns(draft([*rows, column(0, 50), column(60, 128), column(*last)], view(words))).columns)

    assert num_columns(130, 150) == 4
    assert num_columns(96, 130) == 3  # its middle is at 113, that of the second part would be at 117


def test_entries_in_line_behind_labels_are_a_second_column_where_the_model_saw_one_in_all() -> None:
    def num_columns(*pairs: tuple[str, str], gap: float = 10.0) -> int:
        found = []
        for index, (left, right) in enumerate(pairs):
            y = 10.0 * index + 1
            found += [word(left, 5, y, 5.0 * len(left))] + ([word(right, 55 + gap, y)] if right else [])
        rows = [row(10.0 * index, 10.0 * index + 10, x1=150) for index in range(len(pairs))]
        return len(part_columns(draft([*rows, column(0, 150)], view(found))).columns)

    entries = [("Name:", "Ann"), ("Profession:", "smith"), ("Height:", "tall")]
    assert num_columns(("Person", ""), *entries, ("Home", "")) == 2
    assert num_columns(("Person", ""), *entries, ("Home", ""), ("Town", ""), ("Street", "")) == 1  # most lines have none
    assert num_columns(*entries[:2]) == 1
    assert num_columns(*entries, ("a text as long as both", "")) == 1
    assert num_columns(*entries, gap=3) == 1
    assert num_columns(*((mark, text) for mark, (text, _) in zip("•••", entries, strict=True))) == 1
