"""Predictions said as an annotation by boxes: texts from the words in the boxes, blank spans taken apart."""

from __future__ import annotations

from dataclasses import replace

from bench.evaluation import evaluate_sample
from bench.predictions import PredictedTable, SamplePrediction
from bench.regime import Regime
from bench.samples import Sample, TrueTable
from bench.scoring import ScoringOptions
from canonicalize.readers.by_boxes import by_boxes
from table import BBox, Cell, StructureLabel, Table, Word
from tests.bench.builders import grid


def at(text: str, row: int, column: int) -> Word:
    return Word(text, BBox(column * 10 + 2, row * 10 + 2, column * 10 + 8, row * 10 + 8))


def with_blank_corner() -> Table:
    """The upper two cells of the first column are one blank cell."""
    cells = grid("x | a", "x | b", "c | d").cells
    corner = Cell(range(2), range(1), "", BBox(0, 0, 10, 20))
    return Table(3, 2, (corner, *(cell for cell in cells if cell.text != "x")), bbox=BBox(0, 0, 20, 30))


def test_texts_come_from_the_words_in_the_boxes_in_their_order() -> None:
    found = by_boxes(grid("1 $ | . . 2"), [at("$", 0, 0), at("1", 0, 0), at(".", 0, 0), at("2", 0, 1)])
    assert isinstance(found, Table)
    assert [cell.text for cell in found.cells] == ["$ 1 .", "2"]


def test_blank_spanning_cells_are_taken_apart_with_the_borders_of_their_neighbours() -> None:
    found = by_boxes(with_blank_corner(), [at("a", 0, 1), at("b", 1, 1), at("c", 2, 0), at("d", 2, 1)])
    assert isinstance(found, Table)
    corner = [(cell.rows, cell.bbox) for cell in found.cells if not cell.text]
    assert corner == [(range(0, 1), BBox(0, 0, 10, 10)), (range(1, 2), BBox(0, 10, 10, 20))]


def test_a_spanning_cell_with_words_stays_whole() -> None:
    table = with_blank_corner()
    found = by_boxes(table, [at("corner", 1, 0), at("a", 0, 1)])
    assert isinstance(found, Table)
    assert len(found.cells) == len(table.cells)


def test_cells_without_boxes_keep_their_texts() -> None:
    bare = tuple(replace(cell, bbox=None) for cell in grid("a | b").cells)
    assert by_boxes(bare, [at("c", 0, 0)]) == bare


def test_only_truth_made_of_boxes_and_words_changes_the_prediction() -> None:
    truth = grid(". | a", ". | b", "c | d")
    truth = replace(truth, cells=tuple(replace(cell, text="" if cell.text == "." else cell.text) for cell in truth.cells))
    words = (at("a", 0, 1), at("b", 1, 1), at("c", 2, 0), at("d", 2, 1))
    box = ((StructureLabel.ROW, BBox(0, 0, 20, 10)),)
    boxed = Sample("boxed", None, "points", (TrueTable("t", truth, box),), words)
    typed = Sample("typed", None, "points", (TrueTable("t", truth),), words)
    found = SamplePrediction((PredictedTable(with_blank_corner()),))

    def exact(sample: Sample, options: ScoringOptions) -> float:
        return evaluate_sample(sample, found, Regime(), options).tables[0].scores.values["exact_topology"]

    assert exact(boxed, ScoringOptions()) == 1
    assert exact(boxed, ScoringOptions(cell_texts="as returned")) == 0
    assert exact(typed, ScoringOptions()) == 0
