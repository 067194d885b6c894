"""Orders, tables of one row, wide lists, print-outs, forms, headers of unequal height: what makes each kind is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from training.synthesis import synth_page
from training.synthesis.form_styles import label_pairs, one_row, order, print_out, tall_headers, wide_list
from training.synthesis.page_plans import choose_plan
from training.synthesis.style_choice import ARCHETYPES
from training.synthesis.styles import Style
from training.synthesis.sums import sum_labels
from training.synthesis.tables import TypesetTable, typeset
from training.synthesis.truth import Unusable, build_table

KINDS = (order, one_row, wide_list, print_out, label_pairs, tall_headers)
Kind = Callable[[Random], dict[str, Any]]


def made(kind: Kind, num: int = 12) -> Iterator[tuple[Style, TypesetTable]]:
    """So many tables of one kind; draws that come to nothing are a minority and drawn again."""
    failed = seed = found = 0
    while found < num:
        rng = Random(seed)
        seed += 1
        style = Style(**kind(rng))
        try:
            yield style, typeset(rng, style)
            found += 1
        except Unusable:
            failed += 1
            assert failed <= num, kind.__name__


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_valid_tables_and_is_drawn(kind: Kind) -> None:
    assert kind in {draw for draw, _ in ARCHETYPES}
    for style, found in made(kind):
        table = build_table(found.layout, found.truth, 0, 0)
        assert table.num_columns == style.num_columns
        assert table.num_rows >= style.num_rows + style.sums


def test_an_order_ends_with_its_sums_beside_the_last_column() -> None:
    seen = set()
    for style, found in made(order, 40):
        if not style.sums:
            continue
        table = build_table(found.layout, found.truth, 0, 0)
        owners = table.owners()
        for row in owners[-style.sums :]:
            label, amount = row[-2], row[-1]
            assert label.text
            assert amount.text.lstrip("$").replace(",", "").replace(".", "").isdigit()
            assert (label.column_span == style.num_columns - 1) == style.sums_span or style.num_columns == 2
            assert style.sums_span or all(not cell.text and not cell.is_spanning for cell in row[:-2])
            seen.add(style.sums_span)
        assert owners[-1][-2].text.split()[0].lower() in ("total", "grand", "amount", "balance", "invoice")
    assert seen == {True, False}


def test_labels_of_sums_come_in_the_order_of_an_invoice() -> None:
    assert sum_labels(Random(0), 0) == []
    assert [len(sum_labels(Random(seed), 4)) for seed in range(5)] == [4] * 5


def test_one_row_stays_one_row() -> None:
    assert {style.num_rows for style, _ in made(one_row)} == {1}
    assert any(page_has_one_row(seed) for seed in range(150))


def page_has_one_row(seed: int) -> bool:
    return any(item.table.num_rows - item.table.num_header_rows == 1 for item in synth_page(seed).tables)


def test_a_wide_list_has_a_gap_of_many_letters() -> None:
    for style, found in made(wide_list):
        left, right = found.layout.column_right[0], found.layout.column_left[1]
        assert right - left >= 6 * style.font.size


def test_a_print_out_has_letters_of_one_width_and_rules_that_break() -> None:
    broken = 0
    for style, found in made(print_out, 30):
        assert style.font.family == "mono"
        level = [r for r in found.drawing.rulings if r[2] - r[0] > r[3] - r[1]]
        broken += len({round(r[1], 1) for r in level}) < len(level)
    assert broken >= 3


def test_a_tall_header_has_cells_of_one_line_and_of_several() -> None:
    uneven = 0
    for _, found in made(tall_headers, 20):
        lines = {
            len({word.line for word in words})
            for draft, words in zip(found.layout.content.drafts, found.layout.words, strict=True)
            if draft.role == "header" and words
        }
        uneven += max(lines) - min(lines) >= 2
    assert uneven >= 10


def test_pages_of_statistics_hold_several_small_tables() -> None:
    seeds = [seed for seed in range(400) if choose_plan(Random(seed)).stack_rate]
    assert seeds
    assert max(len(synth_page(seed).tables) for seed in seeds[:6]) >= 4
