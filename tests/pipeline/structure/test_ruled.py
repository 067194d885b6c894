"""Rows and columns that rulings and lone signs hold together, and those they must leave apart."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.rules.join_ruled_columns import join_ruled_columns
from pipeline.structure.rules.join_ruled_rows import join_ruled_rows
from pipeline.structure.rules.join_signs import join_signs
from table import BBox, Ruling
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view


def join_parts(start: Draft) -> Draft:
    return join_ruled_rows(join_ruled_columns(join_signs(start)))


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


def test_lines_of_one_ruled_row_become_one_row() -> None:
    rows, _ = joined("h | a | b", "x | 1 | one", ". | . | two", ". | . | three", "y | 2 | u", ys=(0, 10, 40, 50), xs=(0, 50, 100, 150))
    assert rows == [10, 40]


def test_without_vertical_rulings_rows_stay_apart() -> None:
    rows, _ = joined("h | a | b", "x | 1 | one", ". | . | two", "y | 2 | u", ys=(0, 10, 30, 40))
    assert rows == [10, 20, 30]


def test_a_framed_body_with_a_label_in_each_row_stays_as_it_is() -> None:
    rows, _ = joined("h | a | b", "x | 1 | 2", "y | 3 | 4", "sum | 4 | 6", ys=(0, 10, 30, 40), xs=(0, 50, 100, 150))
    assert rows == [10, 20, 30]


def test_groups_of_unlabelled_full_rows_stay_apart() -> None:
    picture = ("yr | q1 | 2", ". | q2 | 4", "y | q1 | 6", ". | q2 | 8", "z | q1 | 6", ". | q2 | 8")
    rows, _ = joined(*picture, ys=(0, 20, 40, 60), xs=(0, 50, 100, 150))
    assert rows == [10, 20, 30, 40, 50]


def test_a_label_across_columns_is_no_line_of_the_row_below() -> None:
    picture = (". | both | .", ". | 1 | 2", "a | 3 | 4", "b | 5 | 6", "c | 7 | 8")
    words = [w for w in grid_words(*picture) if w.text != "both"]
    wide = grid_words("spanning-both-columns", width=0)[0]
    wide = type(wide)(wide.text, BBox(60, 1, 140, 9))
    drawn = lines((0, 20, 30, 40, 50), (0, 50, 100, 150), 150, 50)
    found = join_parts(draft(grid_objects(5, 3), view([wide, *words], drawn)))
    assert [r.stop for r in found.rows[:-1]] == [10, 20, 30, 40]


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
