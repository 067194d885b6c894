"""Two labels in one span part where rows without text lie between; lines of one label stay together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.end_spans_at_gaps import end_spans_at_gaps
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word


def rows_of(*labels: str, header: int = 0, columns: range = range(1), score: float = 0.95) -> list[range]:
    """What becomes of a span over all rows, whose labels stand in these ("." for none)."""
    lines = [f"{label} | {number}" for number, label in enumerate(labels)]
    start = stand(draft(grid_objects(len(lines), 2), view(grid_words(*lines))))
    whole = Span(range(len(lines)), columns, score)
    found = end_spans_at_gaps(replace(start, num_header_rows=header, spans=(whole,)))
    assert (Flag.SPANS_REPAIRED in found.notes) is (found.spans != (whole,))
    return [span.rows for span in found.spans]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (("Intercept", ".", "Post", "."), [range(2), range(2, 4)]),
        (("Intercept", ".", "Post"), [range(2)]),  # one row alone is no span
        (("A", ".", ".", "B", ".", "C", "."), [range(3), range(3, 5), range(5, 7)]),
        (("Gross", "domestic", "product", "."), [range(4)]),
        ((".", "Label", "."), [range(3)]),
    ],
)
def test_labels_apart(labels: tuple[str, ...], rows: list[range]) -> None:
    assert rows_of(*labels) == rows


def test_names_in_the_header_are_left_alone() -> None:
    assert rows_of("Name", ".", "Unit", header=3) == [range(3)]


def test_cells_over_columns_too_are_left_alone() -> None:
    assert rows_of("One", ".", "Two", columns=range(2)) == [range(3)]


def test_labels_level_with_the_values_of_their_rows_are_two() -> None:
    assert rows_of("HaloScope", "kNN", score=0.6) == []
    assert rows_of("HaloScope", "kNN") == [range(2)]  # the model is sure
    assert rows_of("HaloScope", "kNN", header=2, score=0.6) == [range(2)]


def test_a_label_of_two_lines_beside_others_stays() -> None:
    lines = ("ArcFace/ | a | 1", "ElasticFace | b | 2", "ElasticFace/ | a | 3", "ArcFace | b | 4")
    start = stand(draft(grid_objects(4, 3), view(grid_words(*lines))))
    spans = (Span(range(2), range(1), 0.6), Span(range(2, 4), range(1), 0.6))
    assert end_spans_at_gaps(replace(start, spans=spans)).spans == spans


def test_a_label_between_two_rows_stays() -> None:
    words = [word("Both", 2, 6), *grid_words(". | 1", ". | 2")]
    start = stand(draft(grid_objects(2, 2), view(words)))
    spans = (Span(range(2), range(1), 0.6),)
    assert end_spans_at_gaps(replace(start, spans=spans)).spans == spans
