"""Two levels of a header in one row are parted; names that wrap over several lines are not."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_header_rows import part_header_rows
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import column, draft, row, view, word

NAMES = (word("Model", 2, 12), word("Clean", 62, 12), word("Final", 112, 12))
BODY = (word("a", 2, 25), word("1.5", 65, 25), word("2.5", 115, 25))


def rows_of(*header: Word, rulings: tuple[Ruling, ...] = (), body: tuple[Word, ...] = BODY) -> list[tuple[float, float]]:
    """Columns with borders at x = 50 and 100; one row of the model for the header, one for the body."""
    objects = [row(0, 22, x1=150), row(22, 36, x1=150), column(0, 50), column(50, 100), column(100, 150)]
    found = part_header_rows(draft(objects, view([*header, *body], rulings)))
    assert (Flag.ROWS_PARTED in found.notes) is (len(found.rows) > 2)
    return [(interval.start, interval.stop) for interval in found.rows]


def test_a_phrase_over_the_border_of_two_named_columns_is_a_level_of_its_own() -> None:
    assert rows_of(word("Sintel", 70, 1, 28), word("(train)", 101, 1, 30), *NAMES) == [(0, 10.5), (10.5, 22), (22, 36)]


def test_names_that_stand_close_over_their_own_second_lines_are_one_row() -> None:
    """As "June 30, May 31," over two years; what does not come again stands so by chance."""
    below = (word("2017", 62, 12, 20), word("2016", 112, 12, 20))
    dates = (word("June", 48, 1, 26), word("30,", 77, 1, 19), word("May", 99, 1, 22), word("31,", 124, 1, 21))
    assert len(rows_of(*dates, *below)) == 2
    assert len(rows_of(word("at", 49, 1, 46), word("once", 98, 1, 48), *below)) == 3


def test_a_ruling_under_the_name_of_a_group_tells_it_too() -> None:
    names = [word("Error", 54, 12), word("IDR", 104, 12), word("Model", 2, 12)]
    group = word("Phantom", 54, 1, 35)
    assert rows_of(group, *names) == [(0, 22), (22, 36)]
    assert len(rows_of(group, *names, rulings=(Ruling(BBox(52, 10, 148, 10)),))) == 3
    assert len(rows_of(group, *names, rulings=(Ruling(BBox(0, 10, 148, 10)),))) == 2  # under all names: of no group
    assert len(rows_of(group, *names, rulings=(Ruling(BBox(52, 10, 98, 10)),))) == 2  # under one


def test_the_names_below_a_groups_ruling_may_have_many_lines() -> None:
    """As "U.S. | Retiree | Healthcare | Plan" has below "2017"."""
    names = [word("x", x, 5 + 3.0 * line, 20, 2.5) for line in range(5) for x in (60, 110)]
    group = word("2017", 62, 1, 16, 2.5)
    assert len(rows_of(group, word("Model", 2, 17, 20, 2.5), *names)) == 2
    assert len(rows_of(group, word("Model", 2, 17, 20, 2.5), *names, rulings=(Ruling(BBox(52, 4.2, 148, 4.2)),))) == 3


@pytest.mark.parametrize(
    "upper",
    [
        [word("Average", 60, 1), word("Total", 110, 1)],  # two names that wrap
        [word("Eligible", 45, 1, 42)],  # set at the right edge of one name, which is shorter
        [word("gain", 78, 1), word("per", 106, 1)],  # wider apart than words of a phrase
    ],
    ids=["wrapped", "flush right", "apart"],
)
def test_names_that_wrap_are_one_row(upper: list[Word]) -> None:
    assert len(rows_of(*upper, *NAMES)) == 2


def test_a_name_set_around_the_middle_of_its_column_is_one_row() -> None:
    names = [word("rate", 66, 12, 20), word("total", 112, 12)]
    assert len(rows_of(word("Exchange", 46, 1, 60), *names)) == 2


def test_a_label_that_reaches_over_the_columns_beside_it_is_one_row() -> None:
    """Its values stand beside its last line."""
    label = [word("Total", 2, 1, 22), word("of", 26, 1, 9), word("what", 37, 1, 20), word("is", 59, 1, 8), word("known", 69, 1, 26)]
    assert len(rows_of(*label, word("by", 2, 12, 9), word("898", 62, 12), word("72", 112, 12))) == 2


def test_rows_of_prose_and_rows_below_are_left_alone() -> None:
    prose = [word("words", 55 + 30 * (i % 3), 1 + 4 * (i // 3), 25, 3) for i in range(15)]
    assert len(rows_of(*prose, body=())) == 2
    objects = [row(10 * i, 10 * i + 10, x1=150) for i in range(2)] + [row(20, 42, x1=150), column(0, 50), column(50, 100), column(100, 150)]
    words = [word("Sintel", 70, 21, 28), word("(train)", 101, 21, 30), *(word(w.text, w.bbox.x0, w.bbox.y0 + 20) for w in NAMES)]
    assert len(part_header_rows(draft(objects, view(words))).rows) == 3


def test_no_words() -> None:
    assert len(rows_of(body=())) == 2


def test_a_unit_below_names_side_by_side_is_a_level_of_its_own() -> None:
    names = [word("2016", 60, 1, 20), word("2015", 115, 1, 20)]
    unit = [word("(in", 78, 12, 10), word("millions)", 90, 12, 29)]
    assert len(rows_of(*names, *unit)) == 3
    assert len(rows_of(*names, word("(in", 106, 12, 10), word("millions)", 118, 12, 29))) == 2  # of one column
    assert len(rows_of(names[1], *unit)) == 2  # names of one column only
