"""Samples are reproducible, valid and varied; their truth fits their words."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from table.geometry import BBox
from training.synthesis import SynthTable, synth_table
from training.synthesis.content import build_content
from training.synthesis.style_choice import choose_style

SEEDS = range(100)


@pytest.fixture(scope="module")
def samples() -> list[SynthTable]:
    return [synth_table(seed) for seed in SEEDS]


def _inside(box: BBox, sample: SynthTable) -> bool:
    return box.x0 >= 0 and box.y0 >= 0 and box.x1 <= sample.width + 1e-6 and box.y1 <= sample.height + 1e-6


def test_the_same_seed_gives_the_same_sample() -> None:
    assert synth_table(7) == synth_table(7)


def test_other_seeds_give_other_samples(samples: list[SynthTable]) -> None:
    assert len({sample.bbox for sample in samples}) == len(samples)


def test_borders_are_strictly_increasing_and_tight_outside(samples: list[SynthTable]) -> None:
    for sample in samples:
        for edges in (sample.row_edges, sample.column_edges):
            assert all(b - a >= 0.5 for a, b in itertools.pairwise(edges))
        assert len(sample.row_edges) == sample.table.num_rows + 1
        assert len(sample.column_edges) == sample.table.num_columns + 1
        assert (sample.row_edges[0], sample.row_edges[-1]) == pytest.approx((sample.bbox.y0, sample.bbox.y1))
        assert (sample.column_edges[0], sample.column_edges[-1]) == pytest.approx((sample.bbox.x0, sample.bbox.x1))


def test_everything_lies_in_the_crop(samples: list[SynthTable]) -> None:
    for sample in samples:
        boxes = [*(w.bbox for w in sample.words), *(r.bbox for r in sample.rulings), *(s.bbox for s in sample.shadings)]
        assert all(_inside(box, sample) for box in boxes)


def test_words_of_the_table_box_are_the_texts_of_the_cells(samples: list[SynthTable]) -> None:
    for sample in samples:
        inside = [w.text for w in sample.words if sample.bbox.contains_point(*w.bbox.center) and w.text.strip(".") != ""]
        told = [text for cell in sample.table.cells for text in cell.text.split()]
        assert sorted(inside) == sorted(t for t in told if t.strip(".") != "")


def test_each_word_lies_in_the_box_of_its_cell(samples: list[SynthTable]) -> None:
    for sample in samples:
        for cell in sample.table.cells:
            assert cell.bbox is not None
            own = " ".join(w.text for w in sample.words if cell.bbox.contains_point(*w.bbox.center) and w.text.strip(".") != "")
            assert sorted(own.split()) == sorted(t for t in cell.text.split() if t.strip(".") != "")


def test_projected_row_headers_are_full_width_single_rows_below_the_header(samples: list[SynthTable]) -> None:
    found = [(s, c) for s in samples for c in s.table.cells if c.is_projected_row_header]
    assert found, "the phenomenon must occur"
    for sample, cell in found:
        assert cell.column_span == sample.table.num_columns
        assert cell.row_span == 1
        assert cell.rows.start >= sample.table.num_header_rows
        assert cell.text


def test_a_body_row_with_text_in_its_first_cell_only_is_a_projected_row_header(samples: list[SynthTable]) -> None:
    for sample in samples:
        if sample.table.num_columns < 2:
            continue
        for row in sample.table.owners()[sample.table.num_header_rows :]:
            filled = [cell for cell in row if cell.text]
            if len({id(c) for c in filled}) == 1 and filled[0].columns.start == 0:
                assert filled[0].is_projected_row_header


def test_each_column_of_a_header_has_a_leaf_and_each_spanner_two_children(samples: list[SynthTable]) -> None:
    for sample in samples:
        header = [cell for cell in sample.table.cells if cell.is_column_header]
        depth = sample.table.num_header_rows
        for cell in header:
            if cell.column_span > 1 and cell.rows.stop < depth:
                assert len([c for c in header if c.rows.start == cell.rows.stop and c.columns.start in cell.columns]) >= 2
        leaves = {cell.columns.start for cell in header if cell.column_span == 1}
        assert not depth or leaves == set(range(sample.table.num_columns))


def test_a_blank_stub_below_a_stub_only_stands_in_an_unlabelled_sum() -> None:
    found = 0
    for seed in range(300):
        rng = Random(seed)
        content = build_content(rng, choose_style(rng))
        stubs = {row: d for d in content.drafts if d.left == 0 and d.role == "stub" for row in range(d.top, d.bottom)}
        for row, draft in stubs.items():
            above = stubs.get(row - 1)
            if not draft.tokens and above is not None and above.tokens:
                assert row in content.totals
                found += 1
    assert found


def test_the_phenomena_occur() -> None:
    tables = [synth_table(seed) for seed in range(250)]
    assert any(s.table.num_rows >= 40 for s in tables)
    assert any(s.table.num_columns >= 14 for s in tables)
    assert any(s.table.num_header_rows >= 3 for s in tables)
    assert any(s.table.num_header_rows == 0 for s in tables)
    assert any(not s.rulings and not s.shadings for s in tables)
    assert any(s.shadings for s in tables)
    assert any(c.row_span > 1 and not c.is_column_header for s in tables for c in s.table.cells)
    assert any(c.column_span > 1 and not c.is_column_header and not c.is_projected_row_header for s in tables for c in s.table.cells)
    assert any(w.text.startswith("....") for s in tables for w in s.words)
