"""Every element of a page draws itself, or nothing, in whatever room is left: a training never stops for one page."""

from __future__ import annotations

from random import Random

from table import BBox
from training.synthesis.charts import draw_chart
from training.synthesis.fonts import Font
from training.synthesis.page_canvas import PageCanvas
from training.synthesis.page_plans import DISTRACTORS, PROSE
from training.synthesis.small_multiples import small_multiples

ELEMENTS = {element.__name__: element for element, _ in (*PROSE, *DISTRACTORS)}
SEEDS = range(60)


def test_elements_fit_any_room() -> None:
    for seed in SEEDS:
        for name, element in ELEMENTS.items():
            rng = Random(f"{seed} {name}")
            room, width = rng.uniform(5, 300), rng.uniform(40, 560)
            page = PageCanvas(body=Font("serif", rng.uniform(8, 12), 1.0), leading=1.2, align="left")
            assert element(rng, page, 40.0, 100.0, width, room) >= 100.0, name


def test_a_legend_below_a_low_chart_leaves_room_for_it() -> None:
    for seed in range(400):
        rng = Random(seed)
        page = PageCanvas(body=Font("sans", 14.0, 1.0), leading=1.2, align="left")
        draw_chart(rng, page, BBox(0, 0, 150, 60), page.body)
        assert page.words or page.rulings or page.shadings


def test_panels_under_a_long_caption_in_a_narrow_column_are_left_out() -> None:
    for seed in range(300):
        page = PageCanvas(body=Font("serif", 16.0, 1.0), leading=1.4, align="left")
        assert small_multiples(Random(seed), page, 40.0, 100.0, 152.0, 190.0) >= 100.0
