"""Objects and words to a table, in pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import StructureError
from pipeline.flags import Flag
from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from pipeline.structure.draft import stand
from pipeline.structure.rules.find_projected_headers import find_projected_headers
from pipeline.types import RegionView, StructureObject
from table import BBox, Ruling, Table
from tests.pipeline.structure.builders import (
    column,
    draft,
    grid_objects,
    grid_words,
    header,
    picture,
    projected,
    row,
    spanning,
    view,
    word,
)


def extract(objects: list[StructureObject], where: RegionView, options: Options | None = None) -> Table:
    return fill(to_grid(refine(objects, where, options or Options())), where)


def test_nothing_is_an_error_that_carries_the_objects() -> None:
    with pytest.raises(StructureError) as caught:
        refine([header(0, 10)], view([word("a", 0, 0)]), Options())
    assert caught.value.objects == (header(0, 10),)
    assert caught.value.page == 1


def test_columns_and_words_without_rows_give_rows() -> None:
    found = extract([column(0, 50), column(50, 100)], view(grid_words("A | B", "1 | 2"), is_given=True))
    assert picture(found) == ["A | B", "1 | 2"]
    assert Flag.ROWS_INSERTED in found.flags


def test_perfect_objects_give_the_table() -> None:
    found = extract([*grid_objects(3, 2), header(0, 10)], view(grid_words("A | B", "1 | 2", "3 | 4")))
    assert picture(found) == ["A | B", "1 | 2", "3 | 4"]
    assert found.num_header_rows == 1
    assert found.confidence == 1.0
    assert found.flags == ()


def test_one_row_one_column() -> None:
    assert picture(extract([row(0, 10), column(0, 100)], view([word("only", 0, 1)]))) == ["only"]


def test_duplicate_rows_are_one_row() -> None:
    objects = [*grid_objects(2, 2), row(1, 10, 0.6), row(11, 21, 0.7)]
    found = extract(objects, view(grid_words("A | B", "1 | 2")))
    assert picture(found) == ["A | B", "1 | 2"]
    assert Flag.OVERLAPPING_ROWS in found.flags


def test_missing_row_is_inserted() -> None:
    objects = [o for o in grid_objects(3, 2) if o.bbox.y0 != 10 or o.bbox.height > 10]
    found = extract(objects, view(grid_words("A | B", "1 | 2", "3 | 4")))
    assert picture(found) == ["A | B", "1 | 2", "3 | 4"]
    assert Flag.ROWS_INSERTED in found.flags
    assert found.confidence is not None
    assert found.confidence < 1


def test_missing_column_is_inserted_only_with_words_in_three_rows() -> None:
    lines = ("A | B | C", "1 | 2 | 3", "4 | 5 | 6")
    objects = [o for o in grid_objects(3, 3) if o.bbox.x0 != 50]
    assert picture(extract(objects, view(grid_words(*lines)))) == list(lines)
    fewer = extract([o for o in objects if o.bbox.y0 < 20], view(grid_words(*lines[:2])))
    assert fewer.num_columns == 2


@pytest.mark.parametrize(("keep", "rows"), [(False, 2), (True, 3)])
def test_blank_rows_go_unless_kept(keep: bool, rows: int) -> None:
    found = extract(grid_objects(3, 2), view(grid_words("A | B", ". | .", "3 | 4")), Options(keep_blank_rows_and_columns=keep))
    assert found.num_rows == rows
    assert (Flag.BLANK_ROWS_DROPPED in found.flags) is not keep


def test_all_blank_region_keeps_its_grid() -> None:
    found = extract(grid_objects(2, 2), view())
    assert picture(found) == [". | .", ". | ."]
    assert Flag.NO_WORDS in found.flags


def test_border_moves_to_the_word_free_band() -> None:
    words = [word("longlabel", 0, 1), word("12", 60, 1), word("label", 0, 11), word("34", 60, 11)]
    structure = refine([row(0, 10), row(10, 20), column(0, 40), column(40, 80)], view(words), Options())
    assert structure.columns[0].stop == structure.columns[1].start == 52.5


def test_border_moves_to_a_ruling_in_the_band() -> None:
    words = [word("longlabel", 0, 1), word("12", 60, 1), word("label", 0, 11), word("34", 60, 11)]
    ruled = view(words, [Ruling(BBox(58, 0, 58, 20))])
    assert refine([row(0, 10), row(10, 20), column(0, 40), column(40, 80)], ruled, Options()).columns[0].stop == 58


def test_header_is_a_prefix_and_lower_headers_are_ignored() -> None:
    words = grid_words("A | B", "1 | 2", "3 | 4", "5 | 6")
    structure = refine([*grid_objects(4, 2), header(10, 20, 0.8), header(30, 40, 0.9)], view(words), Options())
    assert structure.num_header_rows == 2
    assert structure.header_score == 0.8
    assert structure.warnings == (Flag.LOWER_HEADER_IGNORED,)


@pytest.mark.parametrize(("score", "rows"), [(0.6, 1), (0.95, 2)])
def test_header_takes_all_rows_only_when_sure(score: float, rows: int) -> None:
    words = grid_words("A | B", "1 | 2")
    assert refine([*grid_objects(2, 2), header(0, 20, score)], view(words), Options()).num_header_rows == rows


def test_spans_are_ranges() -> None:
    words = [word("Head", 40, 1), *grid_words(". | .", "1 | 2")]
    found = extract([*grid_objects(2, 2), spanning(3, 1, 95, 11), header(0, 10)], view(words))
    assert picture(found) == ["Head | <", "1 | 2"]


def test_slightly_short_span_still_aligns() -> None:
    words = [word("Head", 60, 1), *grid_words(". | . | .", "1 | 2 | 3")]
    found = extract([*grid_objects(2, 3), spanning(8, 0, 120, 10)], view(words))
    assert picture(found) == ["Head | < | <", "1 | 2 | 3"]


def test_of_overlapping_spans_the_better_one_stays() -> None:
    words = [word("Wide", 30, 1), word("x", 160, 1), *grid_words(". | . | . | .", "1 | 2 | 3 | 4")]
    objects = [*grid_objects(2, 4), spanning(0, 0, 100, 10, 0.6), spanning(100, 0, 200, 10, 0.6), spanning(50, 0, 150, 10, 0.9)]
    assert picture(extract(objects, view(words)))[0] == ". | Wide | < | x"


def test_span_over_clearly_separate_words_is_dropped_unless_very_sure() -> None:
    words = grid_words("A | B", "1 | 2")
    assert picture(extract([*grid_objects(2, 2), spanning(0, 0, 100, 10, 0.7)], view(words)))[0] == "A | B"
    assert picture(extract([*grid_objects(2, 2), spanning(0, 0, 100, 10, 0.99)], view(words)))[0] == "A B | <"


def test_projected_row_header_takes_one_row_and_all_columns() -> None:
    words = grid_words("A | B", "Group | .", "1 | 2")
    found = extract([*grid_objects(3, 2), header(0, 10), projected(9, 22, x1=60)], view(words))
    assert picture(found) == ["A | B", "Group | <", "1 | 2"]
    assert [c.is_projected_row_header for c in found.cells] == [False, False, True, False, False]


def test_projected_row_header_over_filled_cells_or_in_the_header_is_dropped() -> None:
    words = grid_words("A | B", "1 | 2", "3 | 4")
    found = extract([*grid_objects(3, 2), header(0, 10), projected(0, 10), projected(10, 20)], view(words))
    assert picture(found) == ["A | B", "1 | 2", "3 | 4"]
    assert Flag.PROJECTED_HEADERS_DROPPED in found.flags


def test_the_last_row_is_an_entry_where_its_words_are_in_the_first_column() -> None:
    words = grid_words("A | B", "1 | 2", "Zoom | .")
    found = extract([*grid_objects(3, 2), header(0, 10), projected(20, 30)], view(words))
    assert picture(found) == ["A | B", "1 | 2", "Zoom | ."]
    wide = [*grid_objects(3, 2), header(0, 10), projected(20, 30)]
    (span,) = find_projected_headers(stand(draft(wide, view([*words[:4], word("All the others", 2, 21, 70)])))).spans
    assert span.is_projected_row_header  # no entry of the first column


def test_header_span_under_an_ordinary_cell_goes_when_weak() -> None:
    words = [*grid_words("A | B", ". | .", "1 | 2"), word("Ab", 45, 11, 4)]
    objects = [*grid_objects(3, 2), header(0, 20)]
    assert picture(extract([*objects, spanning(0, 10, 100, 20, 0.6)], view(words)))[1] == ". | Ab"
    assert picture(extract([*objects, spanning(0, 10, 100, 20, 0.95)], view(words)))[1] == "Ab | <"


def test_words_outside_the_grid_are_listed_not_lost() -> None:
    caption = word("Caption", 0, 60)
    found = extract(grid_objects(2, 2), view([*grid_words("A | B", "1 | 2"), caption]))
    assert found.unassigned_words == (caption,)
    assert Flag.WORDS_OUTSIDE_GRID in found.flags


def test_word_on_a_border_goes_to_the_cell_with_most_of_it() -> None:
    words = [*grid_words("A | .", "1 | 2", "3 | 4", "5 | 6"), word("wide", 44, 1, 20)]
    assert picture(extract(grid_objects(4, 2), view(words)))[0] == "A | wide"


def test_order_of_objects_does_not_matter() -> None:
    words = grid_words("A | B", "1 | 2", "3 | 4")
    objects = [*grid_objects(3, 2), row(1, 11, 1.0), header(0, 10), spanning(0, 0, 50, 20), spanning(0, 10, 50, 30)]
    assert refine(objects, view(words), Options()) == refine(objects[::-1], view(words), Options())


def test_more_than_a_hundred_objects_are_flagged() -> None:
    objects = [*grid_objects(2, 2), *(replace(row(0, 10), score=0.5 + i / 1000) for i in range(100))]
    assert Flag.TOO_MANY_OBJECTS in refine(objects, view(grid_words("A | B", "1 | 2")), Options()).warnings
