"""The drawn grid is obeyed: rows, columns and spans between rulings, the model where nothing is drawn."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.options import Options
from pipeline.structure import fill, to_grid
from pipeline.structure.drawn import as_drawn
from pipeline.types import Interval, RegionView, Span, Structure
from table import BBox, Ruling, Table, Word
from tests.pipeline.structure.builders import view, word

XS, YS = (0, 60, 120, 180), (0, 20, 40, 60, 80)
HEADER = [word("Team", 5, 6), word("Car", 65, 6), word("No.", 125, 6)]


def across(y: float, x0: float = 0, x1: float = 180) -> Ruling:
    return Ruling(BBox(x0, y, x1, y))


def along(x: float, y0: float = 0, y1: float = 80) -> Ruling:
    return Ruling(BBox(x, y0, x, y1))


FULL = [*map(across, YS), *map(along, XS)]


def model(ys: Sequence[float], xs: Sequence[float] = XS, spans: tuple[Span, ...] = (), num_header_rows: int = 1) -> Structure:
    rows = tuple(Interval(a, b, 0.99) for a, b in itertools.pairwise(ys))
    columns = tuple(Interval(a, b, 0.99) for a, b in itertools.pairwise(xs))
    return Structure(rows, columns, num_header_rows, 0.9, spans)


def obeyed(structure: Structure, words: Sequence[Word], rulings: Sequence[Ruling], *, keep_blank_rows_and_columns: bool = False) -> Table:
    seen = view(words, rulings, BBox(0, 0, 180, 80))
    return fill(to_grid(as_drawn(structure, [], seen, Options(keep_blank_rows_and_columns=keep_blank_rows_and_columns))), seen)


def texts(table: Table) -> list[list[str]]:
    found = [[""] * table.num_columns for _ in range(table.num_rows)]
    for cell in table.cells:
        for row, column in cell.positions():
            found[row][column] = cell.text
    return found


BODY = [
    word(text, 60 * (i % 3) + 5, 20 * (i // 3) + 26) for i, text in enumerate(("Ace", "Saab", "1", "Bee", "Audi", "2", "Cat", "Fiat", "3"))
]
RIGHT = [["Team", "Car", "No."], ["Ace", "Saab", "1"], ["Bee", "Audi", "2"], ["Cat", "Fiat", "3"]]


def test_nothing_drawn_leaves_the_structure_alone() -> None:
    structure = model((0, 20, 80))
    assert as_drawn(structure, [], view(HEADER + BODY, (), BBox(0, 0, 180, 80)), Options()) is structure


def test_grid_that_agrees_leaves_the_structure_alone() -> None:
    structure = model(YS)
    assert as_drawn(structure, [], view(HEADER + BODY, FULL, BBox(0, 0, 180, 80)), Options()) is structure


def test_rows_that_the_model_joined_are_parted() -> None:
    table = obeyed(model((0, 20, 80)), HEADER + BODY, FULL)
    assert texts(table) == RIGHT
    assert Flag.DRAWN_GRID_OBEYED in table.flags
    assert [cell.text for cell in table.cells if cell.is_column_header] == RIGHT[0]


def test_columns_that_the_model_joined_are_parted() -> None:
    assert texts(obeyed(model(YS, (0, 120, 180)), HEADER + BODY, FULL)) == RIGHT


def test_lines_of_one_box_are_one_row() -> None:
    words = [*HEADER, word("long", 5, 22), word("name", 5, 31), word("Saab", 65, 26), word("1", 125, 26), *BODY[3:]]
    table = obeyed(model((0, 20, 30, 40, 60, 80)), words, FULL)
    assert texts(table)[1] == ["long name", "Saab", "1"]
    assert table.num_rows == 4


def test_merged_cells_are_spans() -> None:
    lines = [*(line for line in FULL if line != across(40)), across(40, 60, 180)]
    words = [*HEADER, word("Ace", 5, 36), *BODY[1:3], *BODY[4:]]
    table = obeyed(model(YS), words, lines)
    assert [row[0] for row in texts(table)] == ["Team", "Ace", "Ace", "Cat"]


def test_merged_cell_with_texts_apart_is_two() -> None:
    lines = [*(line for line in FULL if line != along(120)), along(120, 0, 60)]
    assert texts(obeyed(model((0, 20, 80)), HEADER + BODY, lines)) == RIGHT


def test_a_number_in_the_middle_behind_a_label_of_two_lines_is_no_part_of_it() -> None:
    """The line between both is not drawn; only one line of the cell has words on both sides of the column edge."""
    lines = [*(line for line in FULL if line != along(120)), along(120, 0, 60)]
    label = [word("Fiat", 65, 62), word("Uno", 65, 72)]
    assert texts(obeyed(model(YS), [*HEADER, *BODY[:7], *label, word("3", 125, 67)], lines))[3] == ["Cat", "Fiat Uno", "3"]
    assert texts(obeyed(model(YS), [*HEADER, *BODY[:7], *label, word("old", 125, 72)], lines))[3] == ["Cat", *["Fiat Uno old"] * 2]


def test_columns_with_many_blank_cells_between_two_drawn_lines_stay_the_models() -> None:
    """Eight rows; the line between the last two columns is not drawn, and three of the rows have entries in both."""
    tops = tuple(range(0, 90, 10))
    lines = [*map(across, tops), *map(along, (0, 60, 180))]
    rows = (("Team", "Car", "No."), ("a", "b", "1"), ("c", "d", ""), ("e", "f", ""), ("g", "", "2"), ("h", "", "3"), ("i", "j", ""))

    def num_columns(last: tuple[str, ...], *more: Word) -> int:
        texts = [(text, x, y) for y, row in enumerate((*rows, last)) for x, text in enumerate(row) if text]
        words = [word(text, 60 * x + 5, 10 * y + 1, 15) for text, x, y in texts]
        return obeyed(model(tops), [*words, *more], lines).num_columns

    assert num_columns(("k", "l", "4")) == 3
    assert num_columns(("k", "l", "")) == 2  # two rows alone
    assert num_columns(("k", "l", "4"), word("Volkswagen", 90, 41, 32)) == 2  # a word across


def test_single_words_in_all_columns_of_one_box_are_rows_however_wide() -> None:
    lines = [*map(across, (0, 20, 80)), *map(along, (0, 60, 180))]

    def num_rows(*texts: str) -> int:
        words = [word(text, x, 20 * y + 26, width) for y in range(3) for x, width, text in ((5, 50, texts[y]), (65, 110, "Rover"))]
        return obeyed(model(YS, (0, 60, 180)), [*HEADER[:2], *words], lines).num_rows

    assert num_rows("Alpha", "Beta", "Gamma") == 4
    assert num_rows("Alpha", "beta", "gamma") == 2


def test_rows_of_numbers_in_one_box_stay_the_models() -> None:
    lines = [*map(across, (0, 20, 80)), *map(along, XS)]
    words = [*HEADER, *(word(str(10 * x + y), 60 * x + 5, 20 * y + 6) for x in range(3) for y in range(1, 4))]
    assert obeyed(model(YS), words, lines).num_rows == 4


def stacked(*rows: str) -> list[list[str]]:
    """The table under its header, two lines of each cell in the first 30 points below it and the others under a line, ten points each."""
    lines = [[word(text, 60 * i + 5, 21 + 10 * number, 50) for i, text in enumerate(row.split())] for number, row in enumerate(rows)]
    ys = [0, *range(20, 21 + 10 * len(rows), 10)]
    rulings = [*map(across, (0, 20, 50, 80)), *map(along, XS)]
    return texts(obeyed(model(ys), HEADER + [one for line in lines for one in line if one.text != "."], rulings))[1:]


def test_rows_of_texts_between_two_lines_are_rows_where_each_column_has_one_line_in_each() -> None:
    names = ["Ace Saab one", "Bee Audi two", "Cat Fiat six"]
    assert stacked(*names) == [name.split() for name in names]


def test_a_group_of_two_rows_follows_one_of_three() -> None:
    names = ["Ace Saab 1", "Bee Audi 2", "Cat Fiat 3", "Dog Ford 4", "Eel Opel 5"]
    assert stacked(*names) == [name.split() for name in names]


def test_texts_of_several_lines_are_no_rows_where_one_column_has_fewer() -> None:
    assert stacked("Ace Saab one", "Bee . two", "Cat Fiat six") == [["Ace Bee Cat", "Saab Fiat", "one two six"]]


def test_lists_in_boxes_are_no_rows() -> None:
    lines = [*map(across, (0, 20, 80)), *map(along, (0, 90, 180))]
    words = [word("A", 5, 6), word("B", 95, 6)]
    words += [w for x in (0, 90) for y in (26, 46) for w in (word("•", x + 5, y), word("item", x + 15, y))]
    table = obeyed(model((0, 20, 40, 80), (0, 90, 180)), words, lines)
    assert texts(table)[1:] == [["• item • item", "• item • item"]]


def test_list_marks_that_the_model_set_apart_do_not_outvote_the_grid() -> None:
    items = [word(text, x, y) for y in range(22, 82, 10) for text, x in (("•", 75), (f"item{y}", 85))]
    labels = [word("Ace", 5, 22), word("Bee", 5, 52)]
    lines = [*map(across, (0, 20, 50, 80)), *map(along, (0, 60, 180))]
    table = obeyed(model((0, 20, *range(30, 90, 10)), (0, 60, 82, 180)), [word("Team", 5, 6), word("Car", 85, 6), *labels, *items], lines)
    assert (table.num_rows, table.num_columns) == (3, 2)
    assert texts(table)[1] == ["Ace", "• item22 • item32 • item42"]


def test_currency_signs_are_no_list_marks() -> None:
    lines = [*map(across, (0, 20, 60)), *map(along, XS)]
    words = [*HEADER, word("Home", 5, 26), word("Abroad", 5, 46)]
    words += [w for x in (60, 120) for w in (word("$", x + 5, 26), word("353", x + 15, 26), word("1,141", x + 5, 46))]
    table = obeyed(model((0, 20, 40, 60)), words, lines)
    assert texts(table)[1:] == [["Home", "$ 353", "$ 353"], ["Abroad", "1,141", "1,141"]]


def test_blank_drawn_rows_go_unless_they_are_asked_for() -> None:
    words = HEADER + BODY[:6]
    structure = model((0, 20, 60))
    assert obeyed(structure, words, FULL).num_rows == 3
    assert obeyed(structure, words, FULL, keep_blank_rows_and_columns=True).num_rows == 4


def test_section_rule_with_a_projected_row_header_joins_nothing() -> None:
    lines = [*map(across, (0, 20, 80)), *map(along, XS)]
    words = [*HEADER, word("Section", 5, 26), *BODY[3:]]
    spans = (Span(range(1, 2), range(3), 0.9, True),)
    table = obeyed(model(YS, spans=spans), words, lines)
    assert table.num_rows == 4
    assert [cell.text for cell in table.cells if cell.is_projected_row_header] == ["Section"]


def test_two_levels_of_a_header_in_one_drawn_band_stay_two() -> None:
    lines = [*map(across, (0, 40, 60, 80)), *map(along, (0, 60, 180)), along(120, 40)]
    words = [word("Kind", 5, 16), word("Normal", 70, 6, 90), word("best", 65, 26), word("range", 125, 26), *BODY[3:]]
    spans = (Span(range(1), range(1, 3), 0.9), Span(range(2), range(1), 0.9))
    table = obeyed(model(YS, spans=spans, num_header_rows=2), words, lines)
    assert texts(table)[:2] == [["Kind", "Normal", "Normal"], ["Kind", "best", "range"]]


def test_values_with_their_errors_in_one_box_are_rows() -> None:
    def rows_of(*values: str) -> int:
        words = [word(text, 60 * (i % 3) + 3, 30 * (i // 3) + 30, 24) for i, text in enumerate(values)]
        lines = [across(0), across(20), across(80), *map(along, XS)]
        return obeyed(model((0, 20, 50, 80)), HEADER + words, lines).num_rows

    assert rows_of("A", "0.63***", "0.4(0.3)", "B", "[0.048]", "8.16/10") == 3
    assert rows_of("A", "5.1 kg", "3 mm", "B", "0.9 kg", "12 mm") == 3
    assert rows_of("A", "0.63,", "2 of 3", "B", "0.048", "4 of 5") == 2


def test_a_stroke_of_a_word_in_a_picture_is_no_border() -> None:
    words = [word(text, 60 * (i % 3) + 5, 20 * (i // 3) + 6, 15) for i, text in enumerate("abcdefghijkl")] + [word("(1)", 85, 26, 15)]
    stroke = along(86, 20, 40)
    seen = view(words, [*FULL, stroke], BBox(0, 0, 180, 80))
    picture = replace(seen, page=replace(seen.page, text_source="ocr"))

    def num_columns(where: RegionView) -> int:
        return len(as_drawn(model((0, 20, 80)), [], where, Options()).columns)

    assert (num_columns(picture), num_columns(seen)) == (3, 4)  # what a PDF draws is drawn
    pieces = replace(picture, rulings=(*FULL, stroke, along(86, 60, 80)))
    assert num_columns(pieces) == 4  # pieces of one border stand over each other


def test_no_border_of_a_picture_goes_through_a_word_that_was_not_read_from_it() -> None:
    words = [word(text, 60 * (i % 3) + 5, 20 * (i // 3) + 6, 15) for i, text in enumerate("abcdefghijkl")] + [word("(1)", 85, 26, 15)]
    seen = view(words, [*FULL, along(88, 20, 40)], BBox(0, 0, 180, 80))
    picture = replace(seen, page=replace(seen.page, text_source="pdf", pixels_per_point=2.0))
    assert [len(as_drawn(model((0, 20, 80)), [], one, Options()).columns) for one in (seen, picture)] == [4, 3]
    between = replace(picture, rulings=(*FULL, along(82, 20, 40)))
    assert len(as_drawn(model((0, 20, 80)), [], between, Options()).columns) == 4


def test_a_label_around_its_values_is_one_though_its_first_line_was_seen_as_a_section() -> None:
    tall = [word(text, 5, y, 50) for text, y in (("单项金额不重", 42), ("大但单独计提", 52), ("坏账准备", 62))]
    values = [word("Saab", 65, 52), word("1", 125, 52)]
    rulings = [*map(across, (0, 20, 40, 80)), *map(along, XS)]
    section = Span(range(2, 3), range(3), 0.9, is_projected_row_header=True)
    given = model((0, 20, 40, 51, 80), spans=(section,))
    assert texts(obeyed(given, [*HEADER, *BODY[:3], *tall, *values], rulings))[2:] == [["单项金额不重大但单独计提坏账准备", "Saab", "1"]]
    below = [word("Section", 5, 42), word("Bee", 5, 62), word("Audi", 65, 62), word("2", 125, 62)]
    assert texts(obeyed(given, [*HEADER, *BODY[:3], *below], rulings))[2:] == [["Section"] * 3, ["Bee", "Audi", "2"]]


def test_a_grid_whose_border_runs_through_words_is_edges_of_shades() -> None:
    """The names of the middle column are as wide as to stand on both sides of a border: one does by accident, two do not."""
    wide = [word(text, 40, y, 1, 60) for text, y in (("Motor-car", 26), ("Automobile", 46))]
    others = [one for one in HEADER + BODY if one.text not in ("Saab", "Audi")]
    joined = model((0, 20, 80), (0, 30, 120, 180))
    assert as_drawn(joined, [], view([*others, *wide], FULL, BBox(0, 0, 180, 80)), Options()) is joined
    assert as_drawn(joined, [], view([*others, wide[0]], FULL, BBox(0, 0, 180, 80)), Options()) is not joined
