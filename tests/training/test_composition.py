"""Real tables pasted on pages: the label is the tight box of the paste, everything below moves, nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.models.raster import Layout
from table import BBox
from training.layouts.sample import LayoutSample
from training.layouts.synthetic import synthetic_sample
from training.page.composition import composed_page, paste_table
from training.page.samples import PageSample, synthetic_page

EM = 10.0
HOLE = (60.0, 200.0, 540.0, 300.0)
BELOW = (60.0, 400.0, 540.0, 450.0)


def lines(y0: float, y1: float, x0: float = 60.0, x1: float = 540.0) -> list[tuple[float, float, float, float]]:
    """Words 40 wide and 10 high, 14 from line to line."""
    return [(float(x), float(y), float(x) + 36, float(y) + 10) for y in np.arange(y0, y1 - 9, 14) for x in np.arange(x0, x1 - 35, 40)]


def make_page(extra: list[tuple[float, float, float, float]] | None = None, height: float = 800.0) -> PageSample:
    """Text, a table of words and two rulings, text, a second table, text, a page number."""
    words = [*lines(60, 190), *lines(205, 300), *lines(320, 390), *lines(402, 450), *lines(470, 600), (300.0, 760.0, 310.0, 770.0)]
    words = np.array(words + (extra or []), np.float32)
    rulings = np.array([(60, 200, 540, 200), (60, 300, 540, 300), (60, 400, 540, 400), (20, 50, 20, 700), (60, 750, 540, 750)], np.float32)
    text = np.zeros(len(words), np.float32)
    shadings = np.array([(60, 460, 540, 610, 0.1)], np.float32)
    layout = Layout(words, text, text.copy(), rulings, shadings, EM)
    return PageSample(layout, 600.0, height, np.array([HOLE, BELOW], np.float32), np.zeros(2, bool), "synthetic", "7")


def make_table(rows: int = 4, columns: int = 3, em: float = 20.0) -> LayoutSample:
    """A real table in another unit with a title above and a note below; rulings a little wider than its text."""
    left, top, pitch, step = 100.0, 200.0, 30.0, 120.0
    words = [(left + c * step, top + r * pitch, left + c * step + 60, top + r * pitch + 20) for r in range(rows) for c in range(columns)]
    right, bottom = left + (columns - 1) * step + 60, top + (rows - 1) * pitch + 20
    around = [(left, top - 60, left + 300, top - 40), (left, bottom + 40, left + 300, bottom + 60)]
    boxes = np.array(words + around, np.float32)
    rulings = np.array(
        [(left - 5, top - 6, right + 5, top - 6), (left - 5, bottom + 6, right + 5, bottom + 6), (0, top - 90, 900, top - 90)]
    )
    return LayoutSample(
        Layout(boxes, np.ones(len(boxes), np.float32), np.zeros(len(boxes), np.float32), rulings.astype(np.float32),
               np.zeros((0, 5), np.float32), em),
        BBox(0, 0, 900, 900),
        np.array([top + r * pitch for r in range(rows)] + [bottom], np.float32),
        np.array([left + c * step for c in range(columns)] + [right], np.float32),
        1, np.zeros(rows, bool), np.zeros((0, 4), np.int64), "real", "t",
    )  # fmt: skip


def paste(page: PageSample, table: LayoutSample, seed: int = 0) -> PageSample:
    found = paste_table(page, table, np.random.default_rng(seed), 0)
    assert found is not None
    return found


def test_the_label_is_the_tight_box_of_what_was_pasted() -> None:
    for seed in range(10):
        page, table = make_page(), make_table()
        made = paste(page, table, seed)
        pasted_words, pasted_rulings = made.layout.boxes[-12:], made.layout.rulings[-2:]
        everything = np.concatenate([pasted_words, pasted_rulings])
        assert made.boxes[0] == pytest.approx([*everything[:, :2].min(axis=0), *everything[:, 2:].max(axis=0)], abs=1e-3)
        assert made.boxes[0][1] == pytest.approx(HOLE[1])
        assert len(made.layout.boxes) == len(page.layout.boxes) - len(lines(205, 300)) + 12  # no title, no note
        assert made.source == "composed"


def test_the_type_matches_the_page() -> None:
    scales = [(p.layout.boxes[-1, 3] - p.layout.boxes[-1, 1]) / 20.0 for p in (paste(make_page(), make_table(), s) for s in range(20))]
    assert min(scales) >= 0.75 * EM / 20.0 - 1e-4
    assert max(scales) <= 1.05 * EM / 20.0 + 1e-4
    assert max(scales) - min(scales) > 0.05


def test_a_wide_table_is_shrunk_to_the_column_or_refused() -> None:
    made = paste(make_page(), make_table(columns=9))
    assert made.boxes[0][0] >= 60.0 - 1e-3
    assert made.boxes[0][2] <= 540.0 + 1e-3
    assert paste_table(make_page(), make_table(columns=40), np.random.default_rng(0), 0) is None


def test_what_is_below_moves_and_the_rest_stays() -> None:
    page = make_page()
    made = paste(page, make_table(rows=10))
    down = made.boxes[0][3] - HOLE[3]
    assert abs(down) > 5
    assert made.boxes[1] == pytest.approx(np.array(BELOW) + np.array([0, down, 0, down]), abs=1e-3)
    words = page.layout.boxes
    above, below, foot = words[words[:, 1] < 195], words[(words[:, 1] > 310) & (words[:, 1] < 700)], words[words[:, 1] > 700]
    found = {tuple(np.round(w, 2)) for w in made.layout.boxes}
    assert {tuple(np.round(w, 2)) for w in above} <= found
    assert {tuple(np.round(w, 2)) for w in foot} <= found
    assert {tuple(np.round(w + np.array([0, down, 0, down], np.float32), 2)) for w in below} <= found
    rulings = made.layout.rulings.tolist()
    assert [20, 50, 20, 700] in rulings  # the line in the margin
    assert [60, 750, 540, 750] in rulings  # the rule over the page number
    assert [60, 200, 540, 200] not in rulings  # the old table's
    assert any(r[1] == pytest.approx(400 + down, abs=1e-3) for r in rulings)
    assert made.layout.shadings[0, 1] == pytest.approx(460 + down, abs=1e-3)


def test_a_page_too_full_is_cut_between_lines_and_loses_whole_tables() -> None:
    page = make_page()
    made = paste(page, make_table(rows=33), 1)
    assert len(made.boxes) == 1
    body = made.layout.boxes[: -33 * 3]
    assert body[body[:, 1] < 700][:, 3].max() <= made.boxes[0][3] + 150  # text between the tables at most
    assert (made.layout.boxes[:, 3] <= 800).all()
    assert [300.0, 760.0, 310.0, 770.0] in made.layout.boxes.tolist()


def test_a_table_taller_than_the_page_is_refused() -> None:
    assert paste_table(make_page(), make_table(rows=80), np.random.default_rng(0), 0) is None


def test_text_beside_the_table_a_turned_table_or_none_refuse() -> None:
    rng, page = np.random.default_rng(0), make_page()
    assert paste_table(make_page([(545.0, 240.0, 580.0, 250.0)]), make_table(), rng, 0) is None
    assert paste_table(replace(page, rotated=np.array([True, False])), make_table(), rng, 0) is None
    empty = replace(page, boxes=np.zeros((0, 4), np.float32), rotated=np.zeros(0, bool))
    assert paste_table(empty, make_table(), rng) is None


def test_unknown_text_of_a_table_makes_the_whole_page_unknown() -> None:
    table = make_table()
    unknown = np.full(len(table.layout.boxes), 0.5, np.float32)
    blind = replace(table, layout=replace(table.layout, numeric=unknown, lower=unknown))
    once = paste(make_page(), blind)
    assert (once.layout.numeric == 0.5).all()
    assert (once.layout.lower == 0.5).all()
    twice = paste_table(once, table, np.random.default_rng(0), 1)
    assert twice is not None
    assert (twice.layout.numeric == 0.5).all()


def test_composed_pages_are_reproducible_and_their_labels_sound() -> None:
    tables = [synthetic_sample(seed) for seed in range(20)]
    composed = 0
    for seed in range(40):
        page = composed_page(seed, tables, np.random.default_rng(seed))
        again = composed_page(seed, tables, np.random.default_rng(seed))
        assert np.array_equal(page.layout.boxes, again.layout.boxes)
        assert len(page.boxes) == len(page.rotated) <= len(synthetic_page(seed).boxes)
        overlap = [(a, b) for i, a in enumerate(page.boxes) for b in page.boxes[:i] if BBox(*a).intersection_area(BBox(*b)) > 1]
        assert not overlap
        assert (page.boxes[:, 3] <= page.height + 1e-3).all()
        composed += page.source == "composed"
        if page.source == "synthetic":
            assert np.array_equal(page.layout.boxes, synthetic_page(seed).layout.boxes)
    assert composed >= 8
