"""A cell over rows with one entry for each of them is parted; a label that wraps beside its rows is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.part_stacked_cells import part_stacked_cells
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, row, view, word

PAIRS = (Span(range(2), range(1), 0.9), Span(range(2, 4), range(1), 0.9))


def left(*lines: str, spans: tuple[Span, ...] = PAIRS, head: int = 0, lower: float = 0.0) -> list[range]:
    """The rows of the spans that stay in the first of two columns; ``lower``: by how much its words stand below their rows' others."""
    words = [replace(one, bbox=one.bbox.shift(0, lower if one.bbox.x0 < 50 else 0)) for one in grid_words(*lines)]
    start = replace(stand(draft(grid_objects(4, 2), view(words))), spans=spans, num_header_rows=head)
    found = part_stacked_cells(start)
    assert (Flag.SPANS_REPAIRED in found.notes) is (found.spans != spans)
    return [span.rows for span in found.spans]


def test_entries_level_with_their_rows_are_one_for_each_row() -> None:
    assert left("global | 1", "local | 2", "global | 3", "local | 4") == []
    assert left("0.5 | a", "0.7 | b", "Size | c", "Time | d") == []


LONG = "A name longer | 4 | 5"
FIRST = (Span(range(2), range(1), 0.9),)


def first(*lines: str) -> bool:
    """Whether the cell over the first two of three rows of a label and two values stays."""
    start = replace(stand(draft(grid_objects(3, 3), view(grid_words(*lines)))), spans=FIRST)
    return part_stacked_cells(start).spans == FIRST


@pytest.mark.parametrize("lower", ["Ann | 3 | 4", "Ann | 3 | .", "Ann | low | 4"])
def test_so_are_labels(lower: str) -> None:
    assert not first("Tom | 1 | 2", lower, LONG)


@pytest.mark.parametrize(
    "lines",
    [
        ("Tom | 1 | 2", "(he) | 3 | 4", LONG),
        ("Tom | 1 | 2", "he | 3 | 4", LONG),
        ("Tom, | 1 | 2", "Ann | 3 | 4", LONG),
    ],
    ids=["bracket", "small", "comma"],
)
def test_labels_that_go_on_stay(lines: tuple[str, ...]) -> None:
    assert first(*lines)


@pytest.mark.parametrize(
    ("lines", "head", "lower"),
    [
        (("Arc/ | 1", "Elastic | 2", "Sale of | 3", "Goods | 4"), 0, 0.0),  # lines that do not end
        (("0.5 | a", "0.7 | b", "0.5 | c", "0.7 | d"), 4, 0.0),  # names of a header wrap
        (("0.5 | a", "0.7 | b", "0.5 | c", "0.7 | d"), 0, 2.5),  # off the rows
        (("0.5 | .", "0.7 | b", "0.5 | c", ". | d"), 0, 0.0),  # beside nothing; a row without a line
    ],
    ids=["unfinished", "header", "off", "alone"],
)
def test_others_stay(lines: tuple[str, ...], head: int, lower: float) -> None:
    assert left(*lines, head=head, lower=lower) == [range(2), range(2, 4)]


def test_cells_over_columns_are_none_of_these() -> None:
    block = (Span(range(2), range(2), 0.9),)
    assert left("1 | 2", "1 | 2", "a | b", "a | b", spans=block) == [range(2)]


def test_entries_stand_beside_the_first_lines_of_texts() -> None:
    def stays(at: float) -> bool:
        """Whether a cell over two rows of three lines each stays; its second line stands at ``at``."""
        texts = [word("text", 52, 1 + 10 * line) for line in range(6)]
        seen = view([*texts, word("soft", 2, 1), word("hard", 2, at)])
        return bool(part_stacked_cells(replace(stand(draft([row(0, 30), row(30, 60), *grid_objects(0, 2)], seen)), spans=FIRST)).spans)

    assert not stays(31)
    assert stays(36)
