"""The reference's behaviour, step for step: each quirk under a test that names it."""

from __future__ import annotations

import pytest

from pipeline.errors import StructureError
from pipeline.flags import Flag
from pipeline.structure.compat import CompatCell, CompatTable, Token, compat_table, evaluation_table, inference_tables
from pipeline.structure.compat.convert import to_table
from pipeline.structure.compat.rect import hull, intersect
from pipeline.structure.compat.slotting import token_text
from pipeline.types import StructureObject
from table import BBox, StructureLabel
from tests.pipeline.structure.builders import column, grid_objects, grid_words, header, picture, projected, row, spanning, view, word

ROWS, COLUMNS = 6, 4  # of height 10 and width 25, as in the recorded behaviours


def whole(score: float = 1.0) -> StructureObject:
    return StructureObject(StructureLabel.TABLE, score, BBox(0, 0, 100, 60))


def grid() -> list[StructureObject]:
    return [whole(), *grid_objects(ROWS, COLUMNS, 10, 25)]


def full_tokens() -> list[Token]:
    """One token in the middle of every grid cell."""
    return [
        Token((c * 25 + 5, r * 10 + 2, c * 25 + 20, r * 10 + 8), f"{r}{c}", r * COLUMNS + c) for r in range(ROWS) for c in range(COLUMNS)
    ]


def header_rows(found: CompatTable) -> list[int]:
    return sorted({r for c in found.cells if c.is_column_header for r in c.row_nums})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([header(20, 40)], [0, 1, 2]),
        ([header(0, 20)], [0, 1]),
        ([header(40, 50, 0.95), header(0, 10, 0.90)], [0, 1, 2, 3, 4]),
        ([header(0, 10, 0.4)], []),
        ([], []),
    ],
)
def test_header_rows_as_recorded(headers: list[StructureObject], expected: list[int]) -> None:
    assert header_rows(evaluation_table([*grid(), *headers], full_tokens())) == expected
    assert header_rows(inference_tables([*grid(), *headers], full_tokens())[0]) == expected


def test_two_overlapping_rows_both_stay_when_each_wins_a_word() -> None:
    objects = [whole(), row(0, 10, 0.9), row(1, 13, 0.8), column(0, 100, y1=60)]
    tokens = [Token((5, 2, 20, 8), "first", 0), Token((5, 6, 20, 13), "second", 1)]
    assert [c.text for c in evaluation_table(objects, tokens).cells] == ["first", "second"]


def test_shrunk_span_keeps_its_box_so_that_a_row_appears_twice() -> None:
    spans = [spanning(0, 0, 25, 20, 0.9), spanning(0, 10, 25, 40, 0.8)]
    cells = evaluation_table([*grid(), *spans], full_tokens()).cells
    assert [c.row_nums for c in cells if len(c.row_nums) > 1] == [(0, 1), (1, 2, 3)]


def test_header_span_under_ordinary_cells_is_deleted() -> None:
    objects = [*grid(), header(0, 20), spanning(0, 10, 50, 20)]
    assert all(len(c.column_nums) == 1 for c in evaluation_table(objects, full_tokens()).cells)


def test_blank_rows_and_columns_are_removed_but_kept_without_words() -> None:
    tokens = [t for t in full_tokens() if t.bbox[1] < 40]
    assert len(evaluation_table(grid(), tokens).rows) == 4
    assert len(evaluation_table(grid(), []).rows) == ROWS


def test_projected_row_header_of_one_column_disappears_but_a_span_stays_raw() -> None:
    objects = [whole(), *grid_objects(3, 1, 10, 100), projected(10, 20), spanning(0, 0, 100, 20)]
    tokens = [Token((5, r * 10 + 2, 20, r * 10 + 8), str(r), r) for r in range(3)]
    cells = evaluation_table(objects, tokens).cells
    assert [c.row_nums for c in cells] == [(2,), (0, 1), (1,)]


def test_inference_takes_words_outside_the_table_evaluation_does_not() -> None:
    outside = Token((5, 55, 20, 66.5), "note", 99)  # less than half inside the table
    assert "50 note" in [c.text for c in inference_tables(grid(), [*full_tokens(), outside])[0].cells]
    assert "50 note" not in [c.text for c in evaluation_table(grid(), [*full_tokens(), outside]).cells]


def test_only_evaluation_has_a_score_threshold_and_a_table_to_fall_back_on() -> None:
    objects = [*grid_objects(2, 2, 10, 25), row(20, 30, 0.3)]
    tokens = [Token((5, y, 20, y + 6), "x", int(y)) for y in (2, 12, 22)] + [Token((30, 2, 40, 8), "y", 30)]
    assert inference_tables(objects, tokens) == ()
    assert len(evaluation_table(objects, tokens).rows) == 2
    table = StructureObject(StructureLabel.TABLE, 1.0, BBox(0, 0, 50, 30))
    assert len(inference_tables([*objects, table], tokens)[0].rows) == 3


def test_no_rows_or_no_words_give_no_confidence() -> None:
    assert evaluation_table([whole(), column(0, 50)], full_tokens()) == CompatTable((), 0.0)
    assert inference_tables([whole(), column(0, 50)], full_tokens())[0].cells == ()
    assert evaluation_table(grid(), []).confidence == 0.0


def test_confidence_is_the_mean_of_mean_and_lowest_fit() -> None:
    tokens = [t for t in full_tokens() if t.text != "00"] + [Token((20, 2, 40, 8), "00", 0)]  # 15 of 20 points in column 1
    assert evaluation_table(grid(), tokens).confidence == pytest.approx(((23 + 0.75) / 24 + 0.75) / 2)


def test_cells_are_tightened_to_their_words() -> None:
    assert evaluation_table(grid(), full_tokens()).cells[0].bbox == (5, 2, 20, 8)


def test_text_is_ordered_by_block_line_and_span_and_keeps_hyphens() -> None:
    tokens = [Token((0, 0, 1, 1), "ple", 0, 1), Token((0, 0, 1, 1), "exam-", 1, 0), Token((0, 0, 1, 1), "an", 0, 0)]
    assert token_text(tokens) == "an exam- ple"
    assert token_text([]) == ""


def test_words_and_grid_cells_without_area_do_not_divide_by_zero() -> None:
    tokens = [*full_tokens(), Token((5, 5, 5, 5), "point", 99)]
    assert len(evaluation_table([*grid(), spanning(0, 0, 50, 10)], tokens).cells) == ROWS * COLUMNS - 1


def test_rectangles_are_rounded_to_single_precision() -> None:
    assert intersect((0, 0, 0.1, 1), (0, 0, 5, 5))[2] == 0.10000000149011612
    assert hull([(0, 0, 0.1, 1)])[2] == 0.1
    assert hull([(0, 0, 0.1, 1), (0, 0, 0, 9)])[3] == 1


def test_inputs_are_left_alone_and_repeats_agree() -> None:
    objects, tokens = [*grid(), header(0, 10), spanning(0, 0, 50, 20)], full_tokens()
    first = inference_tables(objects, tokens)
    assert inference_tables(objects, tokens) == first
    assert objects == [*grid(), header(0, 10), spanning(0, 0, 50, 20)]


def test_cells_become_a_table() -> None:
    objects = [whole(), *grid_objects(3, 2), header(0, 10)]
    found = compat_table(objects, view(grid_words("A | B", "1 | 2", "3 | 4")))
    assert picture(found) == ["A | B", "1 | 2", "3 | 4"]
    assert found.flags == ()
    assert found.num_header_rows == 1


def test_no_cells_are_an_error_that_carries_the_objects() -> None:
    with pytest.raises(StructureError) as caught:
        compat_table([whole()], view([word("x", 1, 1)]))
    assert caught.value.objects == (whole(),)


def made(rows: tuple[int, ...], columns: tuple[int, ...], text: str, token: int) -> CompatCell:
    return CompatCell((0, 0, 1, 1), rows, columns, False, False, text, (token,))


def test_the_last_of_overlapping_cells_wins_and_the_earlier_keeps_the_rest() -> None:
    box = ((0.0, 0.0, 1.0, 1.0),)
    cells = (made((0, 1), (0,), "a", 0), made((1, 2), (0,), "b", 1), made((0, 1, 2), (1,), "c", 2))
    found = to_table(CompatTable(cells, 1.0, box * 3, box * 2), [word("w", i, 0) for i in range(3)], view())
    assert picture(found) == ["a | c", "b | ^", "^ | ^"]
    assert found.flags == (Flag.COMPAT_CELLS_OVERLAP,)


def test_holes_become_blank_cells_and_lost_words_are_listed() -> None:
    box = ((0.0, 0.0, 1.0, 1.0),)
    words = [word("gone", 0, 0), word("kept", 0, 0)]
    cells = (made((0,), (0,), "gone", 0), made((0,), (0, 1), "kept", 1))
    found = to_table(CompatTable(cells, 1.0, box * 2, box * 2), words, view())
    assert picture(found) == ["kept | <", ". | ."]
    assert found.unassigned_words == (words[0],)
    assert found.flags == (Flag.COMPAT_CELLS_OVERLAP, Flag.COMPAT_HOLES_FILLED, Flag.WORDS_OUTSIDE_GRID)
