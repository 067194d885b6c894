"""Charts and the like: drawn where they were told, with the lines and numbers that make them look like tables, and no table."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from table.geometry import BBox, Word
from training.synthesis import page_plans, synth_page
from training.synthesis.charts import chart, chart_row, draw_chart
from training.synthesis.fonts import Font
from training.synthesis.furniture import Sheet, furnish
from training.synthesis.page_canvas import PageCanvas, fill, label_upwards
from training.synthesis.page_plans import DISTRACTORS, PROSE, Element
from training.synthesis.rendering import render
from training.synthesis.samples import SynthPage
from training.synthesis.small_multiples import small_multiples

ELEMENTS = sorted({element for element, _ in (*PROSE, *DISTRACTORS)}, key=lambda element: element.__name__)
LEFT, TOP, WIDTH, ROOM = 60.0, 50.0, 400.0, 500.0
SEEDS = range(25)


def drawn(element: Element, seed: int, width: float = WIDTH, room: float = ROOM) -> tuple[PageCanvas, float]:
    page = PageCanvas(body=Font("serif", 9.5))
    return page, element(Random(seed), page, LEFT, TOP, width, room)


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.__name__)
def test_an_element_stays_in_its_place(element: Element) -> None:
    for seed in SEEDS:
        page, end = drawn(element, seed)
        place = BBox(LEFT - 30, TOP - 8, LEFT + WIDTH + 30, TOP + ROOM + 40)  # long single words overhang, ornaments hang out
        boxes = [BBox(*w[:4]) for w in page.words] + [BBox(*r) for r in page.rulings] + [BBox(*r) for r, _ in page.shadings]
        assert all(place.intersection(box) == box for box in boxes), f"seed {seed}"
        assert TOP <= end <= TOP + ROOM + 40
        assert end > TOP or not boxes, f"seed {seed}: it drew and told nobody"


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.__name__)
def test_an_element_without_room_draws_nothing(element: Element) -> None:
    for seed in SEEDS:
        page, end = drawn(element, seed, room=1.0)
        assert (page.words, page.rulings, end) == ([], [], TOP)


def test_a_page_of_distractors_alone_has_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = page_plans.PagePlan(612.0, 792.0, 1, 0.0, DISTRACTORS)
    monkeypatch.setattr("training.synthesis.pages.choose_plan", lambda rng: plan)
    pages = [synth_page(seed) for seed in range(12)]
    assert all(page.tables == () for page in pages)
    assert sum(len(page.words) for page in pages) > 12 * 40
    assert sum(len(page.rulings) for page in pages) > 12 * 10


def test_charts_have_frames_grids_numbers_and_bars() -> None:
    pages = [drawn(chart, seed)[0] for seed in range(60)]
    assert all(page.words for page in pages)
    long_lines = [sum(r[2] - r[0] > 100 or r[3] - r[1] > 50 for r in page.rulings) for page in pages]
    assert sum(count >= 4 for count in long_lines) > 30
    assert sum(bool(page.shadings) for page in pages) > 20
    digits = [sum(w.text[0].isdigit() for w in page.words) for page in pages]
    assert sum(count >= 3 for count in digits) > 40


def test_a_chart_keeps_its_words_within_its_frame() -> None:
    outer = BBox(100.0, 100.0, 400.0, 300.0)
    for seed in range(120):
        page = PageCanvas()
        draw_chart(Random(seed), page, outer, Font("sans", 7.0))
        slack = outer.expand(22.0)  # half a tick label, the last bar's value
        assert all(slack.contains_point(*BBox(*w[:4]).center) for w in page.words), f"seed {seed}"


def test_charts_stand_side_by_side() -> None:
    for seed in range(10):
        page, end = drawn(chart_row, seed)
        assert end > TOP
        assert min(w.x0 for w in page.words) < LEFT + WIDTH * 0.3
        assert max(w.x1 for w in page.words) > LEFT + WIDTH * 0.55


def test_small_multiples_are_grids_of_frames() -> None:
    pages = [page for seed in range(30) if len((page := drawn(small_multiples, seed)[0]).rulings) > 0]
    assert len(pages) > 20
    heads = [len({round(r[0]) for r in page.rulings if r[3] - r[1] > 15}) for page in pages]  # different x of upright lines
    assert max(heads) >= 6


def test_words_that_read_upwards_have_upright_boxes_in_order() -> None:
    page = PageCanvas()
    label_upwards(page, ("number", "of", "deaths"), Font("sans", 8.0), 20.0, 200.0, 500.0)
    assert [w.text for w in page.words] == ["number", "of", "deaths"]
    assert page.words[0].y1 > page.words[0].y0 > page.words[1].y1 > page.words[2].y1
    assert page.words[0].y1 - page.words[0].y0 > page.words[0].x1 - page.words[0].x0
    assert (page.words[0].y1 + page.words[-1].y0) / 2 == pytest.approx(200.0, abs=2.0)


def test_upright_words_are_rendered_turned() -> None:
    flat = SynthPage((Word("proportion", BBox(10, 20, 70, 30)),), (), (), (), 100.0, 100.0, ())
    upright = replace(flat, words=(Word("proportion", BBox(20, 30, 30, 90)),))  # the same, 90 degrees counter-clockwise
    turned = np.rot90(np.asarray(render(flat, 2.0, seed=3)))
    assert np.array_equal(turned, np.asarray(render(upright, 2.0, seed=3)))
    assert turned.min() < 100


def test_fills_go_behind_what_they_should() -> None:
    page = PageCanvas()
    fill(page, BBox(0, 0, 10, 10), 0.5)
    fill(page, BBox(0, 0, 100, 100), 0.9, behind=0)
    fill(page, BBox(0, 0, 2, 50), 0.1)  # too thin to be read as a fill
    assert [shade for _, shade in page.shadings] == [0.9, 0.5]


def test_furniture_leaves_the_body_free() -> None:
    kinds = set()
    for seed in range(150):
        page = PageCanvas(body=Font("serif", 10.0))
        top, bottom = furnish(Random(seed), page, Sheet(600.0, 800.0, 60.0))
        assert 40 < top < 100
        assert 300 < bottom < 760
        body = BBox(62.0, top + 3, 538.0, bottom - 3)
        assert not any(body.contains_point(*BBox(*w[:4]).center) for w in page.words), f"seed {seed}"
        kinds |= {"tall line"} if any(r[3] - r[1] > 300 for r in page.rulings) else set()
        kinds |= {"short rule"} if any(r[1] > 400 and 90 < r[2] - r[0] < 200 for r in page.rulings) else set()
        kinds |= {"fill"} if page.shadings else set()
    assert kinds == {"tall line", "short rule", "fill"}
