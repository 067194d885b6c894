"""The printed structure: cells as they stand on the page, drawn beside the canonical ones by a line or two each."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.options import Options
from pipeline.page_tables import build_table
from pipeline.types import StructureObject
from table import BBox, Ruling, Table, Word
from tests.pipeline.structure.builders import column, grid_objects, header, projected, row, spanning, view, word

PRINTED = Options(structure_form="printed")


def extents(table: Table) -> dict[str, tuple[range, range]]:
    """Rows and columns of each cell with text."""
    return {cell.text: (cell.rows, cell.columns) for cell in table.cells if cell.text}


def read(objects: Sequence[StructureObject], words: Sequence[Word], options: Options = PRINTED, rulings: Sequence[Ruling] = ()) -> Table:
    table = build_table(view(words, rulings), objects, options, index=0, seconds={}).table
    assert table is not None
    return table


GROUPED = [*grid_objects(4, 3, height=20), header(0, 40, x1=150), spanning(50, 0, 150, 20)]
BODY = [word(text, 10 + 50 * c, 46 + 20 * r) for r in range(2) for c, text in enumerate(("abc", "1.0", "2.0"))]
GROUP = [word("Group", 88, 6), word("left", 65, 26), word("right", 112, 26)]


def test_a_header_level_with_the_lower_row_is_that_rows_cell_and_the_cell_above_is_blank() -> None:
    words = [*GROUP, word("Name", 10, 26), *BODY]
    assert extents(read(GROUPED, words, Options()))["Name"] == (range(2), range(1))
    assert extents(read(GROUPED, words))["Name"] == (range(1, 2), range(1))
    assert read(GROUPED, words).owners()[0][0].text == ""


def test_a_header_in_the_middle_of_two_rows_is_one_cell() -> None:
    words = [*GROUP, word("Name", 10, 16), *BODY]
    assert extents(read(GROUPED, words))["Name"] == (range(2), range(1))


def test_a_header_box_that_is_drawn_closed_is_one_cell_wherever_its_text_stands() -> None:
    lines = [Ruling(BBox(x, 0, x, 80)) for x in (0, 50, 150)] + [Ruling(BBox(100, 20, 100, 80))]
    lines += [Ruling(BBox(0, y, 150, y)) for y in (0, 40, 60, 80)] + [Ruling(BBox(50, 20, 150, 20))]
    words = [*GROUP, word("Name", 10, 26), *BODY]
    assert extents(read(GROUPED, words, rulings=lines))["Name"] == (range(2), range(1))


def test_blank_spans_fall_apart() -> None:
    table = read(GROUPED, [*GROUP, *BODY])
    assert all(not cell.is_spanning for cell in table.cells if not cell.text)


def test_a_section_label_in_the_first_column_leaves_its_row_blank_and_keeps_its_role() -> None:
    objects = [*grid_objects(4, 2), header(0, 10), projected(10, 20)]
    words = [
        word("Item", 5, 1),
        word("Sum", 60, 1),
        word("Assets", 5, 11),
        *(word(t, x, y) for y in (21, 31) for t, x in (("a", 5), ("1", 60))),
    ]
    label = next(cell for cell in read(objects, words).cells if cell.text == "Assets")
    assert (label.columns, label.is_projected_row_header) == (range(1), True)
    assert extents(read(objects, words, Options()))["Assets"] == (range(1, 2), range(2))


def test_a_section_label_wider_than_the_first_column_keeps_its_row() -> None:
    objects = [*grid_objects(4, 2), header(0, 10), projected(10, 20)]
    words = [
        word("Item", 5, 1),
        word("Sum", 60, 1),
        word("Noncurrent-assets", 5, 11),
        *(word(t, x, y) for y in (21, 31) for t, x in (("a", 5), ("1", 60))),
    ]
    assert extents(read(objects, words))["Noncurrent-assets"] == (range(1, 2), range(2))


def test_texts_in_the_middle_of_groups_of_rows_are_cells_over_them() -> None:
    values = [word(f"v{r}", 60, 22 + 20 * r) for r in range(4)]
    objects = [*[row(20 * r, 20 * r + 20) for r in range(5)], column(0, 50), column(50, 100), header(0, 20)]
    words = [word("Group", 5, 2), word("Value", 60, 2), *values, word("A", 5, 32), word("B", 5, 72)]
    found = extents(read(objects, words))
    assert (found["A"], found["B"]) == ((range(1, 3), range(1)), (range(3, 5), range(1)))


def test_texts_at_the_top_of_groups_stay_single_cells() -> None:
    values = [word(f"v{r}", 60, 22 + 20 * r) for r in range(4)]
    objects = [*[row(20 * r, 20 * r + 20) for r in range(5)], column(0, 50), column(50, 100), header(0, 20), spanning(0, 20, 50, 60)]
    words = [word("Group", 5, 2), word("Value", 60, 2), *values, word("A", 5, 22), word("B", 5, 62)]
    found = extents(read(objects, words))
    assert (found["A"], found["B"]) == ((range(1, 2), range(1)), (range(3, 4), range(1)))


def test_a_leading_row_over_all_columns_stays_only_inside_the_frame() -> None:
    objects = [*grid_objects(4, 2, height=20), spanning(0, 0, 100, 20)]
    words = [word("Environment-B-of-all", 5, 6), *(word(t, x, y) for y in (26, 46, 66) for t, x in (("a", 5), ("1", 60)))]
    bottom = Ruling(BBox(0, 80, 100, 80))
    assert read(objects, words, rulings=[Ruling(BBox(0, 20, 100, 20)), bottom]).num_rows == 3
    assert read(objects, words, rulings=[Ruling(BBox(0, 0, 100, 0)), bottom]).num_rows == 4
