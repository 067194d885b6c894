"""Pages are reproducible, their tables stay apart and on the page, and the distractors are there."""

from __future__ import annotations

from itertools import combinations

import pytest

from table.geometry import BBox
from training.synthesis import SynthPage, synth_page

SEEDS = range(40)


@pytest.fixture(scope="module")
def pages() -> list[SynthPage]:
    return [synth_page(seed) for seed in SEEDS]


def test_the_same_seed_gives_the_same_page() -> None:
    assert synth_page(11) == synth_page(11)


def test_everything_lies_on_the_page(pages: list[SynthPage]) -> None:
    for page in pages:
        frame = BBox(-1e-6, -1e-6, page.width + 1e-6, page.height + 1e-6)
        boxes = [*(w.bbox for w in page.words), *(r.bbox for r in page.rulings), *page.pictures, *(t.bbox for t in page.tables)]
        assert all(frame.intersection(box) == box for box in boxes)


def test_tables_do_not_overlap(pages: list[SynthPage]) -> None:
    for page in pages:
        assert all(a.bbox.intersection_area(b.bbox) == 0 for a, b in combinations(page.tables, 2))


def test_the_words_inside_a_table_box_are_the_words_of_its_cells(pages: list[SynthPage]) -> None:
    for page in pages:
        for table in page.tables:
            inside = [w.text for w in page.words if table.text_bbox.contains_point(*w.bbox.center) and w.text.strip(".")]
            told = [text for cell in table.table.cells for text in cell.text.split() if text.strip(".")]
            assert sorted(inside) == sorted(told)


def test_the_drawn_box_holds_the_text_box(pages: list[SynthPage]) -> None:
    for table in (t for page in pages for t in page.tables):
        assert table.bbox.union(table.text_bbox) == table.bbox


def test_turned_tables_read_upwards() -> None:
    turned = [(p, t) for p in map(synth_page, range(80)) for t in p.tables if t.rotation]
    assert turned
    assert all(t.rotation == 90 == t.table.rotation for _, t in turned)
    page, table = max(turned, key=lambda found: found[1].table.num_rows)
    first, last = table.table.owners()[0][0].bbox, table.table.owners()[-1][0].bbox
    assert first is not None
    assert last is not None
    assert first.x0 < last.x0  # rows run to the right
    inside = [w.bbox for w in page.words if table.text_bbox.contains_point(*w.bbox.center) and len(w.text) > 4]
    assert sum(b.height > b.width for b in inside) > 0.9 * len(inside)


def test_there_are_pages_without_and_with_several_tables(pages: list[SynthPage]) -> None:
    counts = {len(page.tables) for page in pages}
    assert 0 in counts
    assert max(counts) >= 3
    assert any(page.pictures for page in pages)
