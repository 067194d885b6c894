"""What pictures of business documents asked for: units and titles in headers, labels that hang, names over dots, lines that part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, stand
from pipeline.structure.rules.end_spans_at_walls import end_spans_at_walls
from pipeline.structure.rules.insert_columns import insert_columns
from pipeline.structure.rules.join_spanned_rows import join_spanned_rows
from pipeline.structure.rules.join_wrapped_labels import join_wrapped_labels
from pipeline.structure.rules.part_ruled_columns import part_ruled_columns
from pipeline.structure.rules.part_unit_rows import part_unit_rows
from pipeline.types import Span, TextSource
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import column, draft, grid_objects, grid_words, row, view, word


def joined(*lines: str, head: int, spans: tuple[Span, ...] = ()) -> Draft:
    start = stand(draft(grid_objects(len(lines), len(lines[0].split("|"))), view(grid_words(*lines))))
    return join_spanned_rows(replace(start, num_header_rows=head, spans=spans))


def test_header_rows_that_share_no_column_are_one() -> None:
    found = joined("Title | . | .", ". | A | B", "x | 1 | 2", head=2, spans=(Span(range(2), range(1)),))
    assert (len(found.rows), found.num_header_rows, found.spans, found.notes) == (2, 1, (), frozenset({Flag.ROWS_JOINED}))


def test_rows_of_the_body_are_one_only_under_common_cells() -> None:
    lines = ("A | B", "x | .", ". | 2")
    assert len(joined(*lines, head=1).rows) == 3
    both = (Span(range(1, 3), range(1)), Span(range(1, 3), range(1, 2)))
    assert len(joined(*lines, head=1, spans=both).rows) == 2
    assert len(joined(*lines, head=1, spans=both[:1]).rows) == 3
    assert len(joined(*lines, head=1, spans=(Span(range(1, 3), range(2)),)).rows) == 3


def test_a_name_of_two_columns_stays_above_theirs() -> None:
    over = (Span(range(1), range(1, 3)),)
    assert len(joined(". | Year | .", "x | A | B", "y | 1 | 2", head=2, spans=over).rows) == 3


def unit_rows(*lines: str, num_columns: int = 3) -> list[float]:
    """The lower edges of a first row that holds all lines but the last."""
    height = 10.0 * (len(lines) - 1)
    objects = [row(0, height), row(height, height + 10), *grid_objects(0, num_columns)]
    return [found.stop for found in part_unit_rows(draft(objects, view(grid_words(*lines)))).rows]


def test_each_line_of_units_is_a_row() -> None:
    assert unit_rows(". | 2016 | 2015", ". | RMB'000 | RMB'000", "a | 1 | 2") == [10, 20, 30]
    assert unit_rows(". | 2016 | 2015", ". | 千港元 | 千港元", "Notes | HK$'000 | HK$'000", "a | 1 | 2") == [10, 20, 30, 40]
    assert unit_rows(". | 2016 | 2015", "Note | 千港元 | 千港元", ". | HK$'000 | HK$'000", "a | 1 | 2") == [10, 20, 30, 40]
    assert unit_rows("a | 2016 | 2015", "b | 千港元 | 千港元", ". | HK$'000 | HK$'000", "a | 1 | 2") == [20, 30, 40]


@pytest.mark.parametrize(
    "lines",
    [
        (". | Sales | Costs", ". | $m | .", "a | 1 | 2"),  # a name without a unit
        (". | Sales | Costs", ". | in | %", "a | 1 | 2"),  # a word that is none
        (". | Sales | Costs", ". | $ | $", "a | 1 | 2"),  # signs of values
        (". | Sales | .", ". | % | %", "a | 1 | 2"),  # a unit below nothing
    ],
)
def test_other_lines_are_parts_of_names(lines: tuple[str, ...]) -> None:
    assert unit_rows(*lines) == [20, 30]


def labels(*lines: tuple[str, float, str]) -> int:
    """How many rows are left of labels that begin at ``x``, beside a value or none."""
    words = [found for r, (text, x, value) in enumerate(lines) for found in _line(text, x, value, 10.0 * r + 1)]
    objects = [*(row(10.0 * r, 10.0 * r + 10) for r in range(len(lines))), column(0, 100), column(100, 150)]
    return len(join_wrapped_labels(draft(objects, view(words))).rows)


def _line(text: str, x: float, value: str, y: float) -> list[Word]:
    return [word(text, x, y), *([word(value, 120, y)] if value else [])]


LONG = ("Graceful-Limited", 2.0, "882")


def test_a_label_that_hangs_is_one() -> None:
    assert labels(LONG, ("Taikang-Special", 2, ""), ("Opportunity", 10, "264"), ("King", 2, "176")) == 3


@pytest.mark.parametrize(
    "lines",
    [
        (LONG, ("Fund", 2, ""), ("Opportunity", 10, "264"), ("King", 2, "176")),  # there was room
        (LONG, ("Taikang-Special", 2, ""), ("Opportunity", 2, "264"), ("King", 2, "176")),  # not further in
        (LONG, ("Taikang-Special", 2, ""), ("Opportunity", 10, "264"), ("King", 10, "176")),  # one of several
        (LONG, ("Taikang-Special:", 2, ""), ("Opportunity", 10, "264"), ("King", 2, "176")),  # heads what follows
    ],
    ids=["room", "level", "list", "colon"],
)
def test_the_name_of_a_group_is_none(lines: tuple[tuple[str, float, str], ...]) -> None:
    assert labels(*lines) == 4


def starts(name: float, *, filled: bool = False) -> list[float]:
    """Where columns begin: labels stand before the first one seen, whose name begins at ``name``."""
    words = [word("City", name, 1), word("No", 122, 1)]
    words += [found for r in (1, 2, 3) for found in (word("Ningbo", 2, 10.0 * r + 1), word(str(r), 122, 10.0 * r + 1))]
    words += [word("x", 60, 10.0 * r + 1) for r in (1, 2, 3)] if filled else []
    objects = [*grid_objects(4, 0), column(46, 110), column(112, 150)]
    return [found.start for found in insert_columns(draft(objects, view(words))).columns]


def test_labels_before_their_name_alone_widen_its_column() -> None:
    assert starts(70) == [2, 112]
    assert starts(70, filled=True) == [2, 46, 112]


def parts(rulings: tuple[Ruling, ...], *more: Word) -> list[float]:
    numbers = [found for r in range(4) for found in (word(str(r), 2, 10.0 * r + 1), word("text", 30, 10.0 * r + 1))]
    found = part_ruled_columns(draft([*grid_objects(4, 0), column(0, 100)], view([*numbers, *more], rulings)))
    return [one.stop for one in found.columns]


def test_a_line_through_the_table_parts_a_column() -> None:
    assert parts((Ruling(BBox(20, 0, 20, 40)),)) == [20, 100]
    assert parts((Ruling(BBox(20, 0, 20, 25)),)) == [100]  # ends within
    assert parts((Ruling(BBox(80, 0, 80, 40)),)) == [100]  # nothing behind it
    assert parts((Ruling(BBox(20, 0, 20, 40)),), word("across", 10, 31, 18)) == [100]


def test_a_cell_ends_at_a_line_through_its_rows() -> None:
    def left(wall: Ruling, *, is_section: bool = False) -> list[range]:
        start = stand(draft(grid_objects(3, 3), view(grid_words("A | B | C", "1 | 2 | 3", "4 | 5 | 6"), (wall,))))
        found = end_spans_at_walls(replace(start, spans=(Span(range(1, 2), range(3), 0.9, is_section),)))
        return [span.columns for span in found.spans]

    assert left(Ruling(BBox(50, 0, 50, 30))) == [range(1, 3)]
    assert left(Ruling(BBox(50, 0, 50, 12))) == [range(3)]
    assert left(Ruling(BBox(60, 0, 60, 30))) == [range(3)]  # no border
    assert left(Ruling(BBox(50, 0, 50, 30)), is_section=True) == [range(3)]


def test_a_phrase_goes_on_over_a_line_but_not_over_one_in_a_picture() -> None:
    def left(source: TextSource) -> list[range]:
        seen = view([word("Years", 20, 1, 28), word("ended", 51, 1, 30), *grid_words(".", "1 | 2 | 3")], (Ruling(BBox(50, 0, 50, 30)),))
        seen = replace(seen, page=replace(seen.page, text_source=source))
        found = end_spans_at_walls(replace(stand(draft(grid_objects(2, 3), seen)), spans=(Span(range(1), range(2)),)))
        return [span.columns for span in found.spans]

    assert (left("pdf"), left("ocr")) == ([range(2)], [])
