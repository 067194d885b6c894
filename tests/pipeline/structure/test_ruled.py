"""Columns that rulings and lone signs hold together, and those they must leave apart."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.rules.join_ruled_columns import join_ruled_columns
from pipeline.structure.rules.join_signs import join_signs
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word


def join_parts(start: Draft) -> Draft:
    return join_ruled_columns(join_signs(start))


def lines(ys: Sequence[float], xs: Sequence[float], width: float = 150.0, height: float = 60.0) -> list[Ruling]:
    """Full rulings at ``ys`` and ``xs``, each drawn in two pieces as per-cell borders are."""
    across = [Ruling(BBox(x0, y, x0 + width / 2, y)) for y in ys for x0 in (0.0, width / 2)]
    return across + [Ruling(BBox(x, y0, x, y0 + height / 2)) for x in xs for y0 in (0.0, height / 2)]


def joined(*picture: str, ys: Sequence[float] = (), xs: Sequence[float] = ()) -> tuple[list[float], list[float]]:
    """Inner borders of rows and columns left after joining; rows are 10 and columns 50 points."""
    num_columns = len(picture[0].split("|"))
    drawn = lines(ys, xs, 50.0 * num_columns, 10.0 * len(picture))
    found = join_parts(draft(grid_objects(len(picture), num_columns), view(grid_words(*picture), drawn)))
    return [r.stop for r in found.rows[:-1]], [c.stop for c in found.columns[:-1]]


def test_columns_of_one_ruled_column_are_joined_when_only_a_header_parts_them() -> None:
    _, columns = joined("h | number | of", "x | 1 | .", "y | 2 | .", ys=(0, 10, 20, 30), xs=(0, 50, 150))
    assert columns == [50]


def test_columns_of_one_ruled_column_with_words_side_by_side_stay_apart() -> None:
    _, columns = joined("h | n | pct", "x | 1 | 5", "y | 2 | 7", ys=(0, 10, 20, 30), xs=(0, 50, 150))
    assert columns == [50, 100]


def test_signs_join_the_numbers_they_belong_to() -> None:
    _, columns = joined("a | $ | 12 | 3 | %", "b | $ | 13 | 4 | %", "c | . | 14 | 5 | .")
    assert columns == [50, 150]


def test_a_header_keeps_a_column_of_signs_apart() -> None:
    _, columns = joined("a | unit | 12", "b | $ | 13", "c | $ | 14")
    assert columns == [50, 100]


def test_first_halves_of_ranges_join_the_second_ones() -> None:
    names, ranges = [word("range", 40, 1)], ((11, "0.2", "0.3"), (21, "31", "35"), (31, "96", "422"))
    words = [w for y, low, high in ranges for w in (word(low, 2, y), word("→", 30, y, 8), word(high, 55, y))]
    assert num_columns(names + words) == 1
    assert num_columns(names + words[:7] + words[8:]) == 2  # not all
    blanks = [w for y in (11, 21, 31) for w in (word("-", 2, y), word("7", 55, y))]
    assert num_columns(names + blanks) == 2


def test_a_note_mark_close_behind_a_name_is_no_column() -> None:
    values = [word("17.89%", 2, 11), word("18.01%", 2, 21)]
    assert num_columns([word("(%)", 34, 1), word("***", 52, 1), *values]) == 1
    assert num_columns([word("(%)", 2, 1), word("***", 52, 1), *values]) == 2  # apart from it
    assert num_columns([word("(%)", 34, 1), word("abc", 52, 1), *values]) == 2


def num_columns(words: Sequence[Word]) -> int:
    return len(join_signs(draft(grid_objects(4, 2), view(words))).columns)


def bracketed(*rows: str) -> int:
    """The columns of a table of two after the rule."""
    return len(join_signs(draft(grid_objects(len(rows), 2), view(grid_words(*rows)))).columns)


def test_a_column_of_nothing_but_closed_brackets_is_the_rest_of_the_one_before() -> None:
    assert bracketed("Old | .", r"{\bf | ...}", "- | .", r"{\it | ...}") == 1
    assert bracketed("Range | .", "(1.2, | 3.4)", "(2.2, | 4.4)") == 1
    assert bracketed("Low | High", "(1.2, | 3.4)", "(2.2, | 4.4)") == 2  # two names
    assert bracketed("Range | .", "(1.2, | 3.4)") == 2  # one row tells nothing
    assert bracketed("Value | .", "(1) | (2)", "(3) | (4)") == 2
