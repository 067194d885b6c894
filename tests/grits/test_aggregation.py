from __future__ import annotations

import random

import pytest

import grits
from grits import (
    TextSwitch,
    grits_con,
    grouped_mean,
    header_cell_score,
    is_complex,
    macro_mean,
    micro_mean,
    normalisation_name,
    normalise_cells,
    normalise_text,
    paired_test,
    projected_row_header_score,
    score_from_counts,
    split_by_complexity,
    summarise,
    summarise_by_complexity,
    summarise_micro,
)
from table import Table
from tests.grits.builders import table


def test_public_names_are_sorted_and_complete():
    assert grits.__all__ == sorted(grits.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert all(hasattr(grits, name) for name in grits.__all__)


def test_macro_and_micro_differ_when_sizes_do():
    scores = [score_from_counts(1, 1, 1), score_from_counts(0, 9, 9)]
    assert macro_mean(s.value for s in scores) == 0.5
    assert micro_mean(scores).value == pytest.approx(0.1)


def test_mean_of_documents():
    scores = [score_from_counts(1, 1, 1), score_from_counts(0, 1, 1), score_from_counts(1, 1, 1)]
    assert grouped_mean(scores, ["a", "a", "b"]) == 0.75


def test_no_tables_is_an_error_not_a_number():
    for call in (macro_mean, summarise, summarise_micro, grits.scitsr_average):
        with pytest.raises(ValueError, match="no tables"):
            call([])


def test_simple_and_complex_tables_apart():
    simple, complicated = table("a | b"), table("a | <")
    flags = [is_complex(simple), is_complex(complicated)]
    assert split_by_complexity([1.0, 0.5], flags) == {"simple": [1.0], "complex": [0.5], "all": [1.0, 0.5]}
    assert set(summarise_by_complexity([1.0], [False])) == {"simple", "all"}
    assert summarise_by_complexity([1.0, 0.5], flags, groups=["d", "d"])["complex"].mean == 0.5


def test_interval_holds_the_mean_and_is_reproducible():
    rng = random.Random(1)
    values = [rng.random() for _ in range(200)]
    summary = summarise(values)
    assert summary.low < summary.mean < summary.high
    assert summary == summarise(values)
    assert summary != summarise(values, seed=1)
    assert (summary.high - summary.low) == pytest.approx(2 * 1.96 * 0.289 / 200**0.5, rel=0.15)  # normal theory


def test_constant_values_have_no_width():
    assert summarise([1.0, 1.0]) == grits.Summary(1.0, 1.0, 1.0, 2)


def test_tables_of_one_document_are_drawn_together():
    values = [0.0] * 50 + [1.0] * 50
    alone, grouped = summarise(values), summarise(values, groups=list(values))
    assert grouped.high - grouped.low > 3 * (alone.high - alone.low)


def test_groups_must_name_each_table():
    with pytest.raises(ValueError, match="2 values but 1"):
        summarise([1.0, 0.0], groups=["a"])


def test_micro_summary():
    scores = [score_from_counts(i % 3, 3, 3) for i in range(30)]
    summary = summarise_micro(scores)
    assert summary.mean == pytest.approx(1 / 3)
    assert summary.low < summary.mean < summary.high


def test_paired_test_sees_a_small_consistent_difference():
    rng = random.Random(2)
    first = [rng.random() for _ in range(100)]
    better = paired_test(first, [v + 0.01 + 0.005 * rng.random() for v in first])
    assert better.p_value < 0.001
    assert better.low > 0
    assert (better.num_wins, better.num_losses, better.num_ties) == (100, 0, 0)


def test_paired_test_of_equal_and_of_random_values():
    same = paired_test([0.5] * 10, [0.5] * 10)
    assert (same.p_value, same.mean_difference, same.num_ties) == (1.0, 0.0, 10)
    rng = random.Random(3)
    p_values = [paired_test([rng.random() for _ in range(30)], [rng.random() for _ in range(30)]).p_value for _ in range(20)]
    assert sum(p < 0.05 for p in p_values) <= 4


def test_paired_test_matches_the_exact_permutation_distribution():
    """Five differences of one sign: 2 of the 32 sign assignments are as extreme."""
    assert paired_test([0.0] * 5, [1.0] * 5).p_value == pytest.approx(2 / 32, abs=0.01)


def test_paired_values_must_be_equally_many():
    with pytest.raises(ValueError, match="equally many: 1 and 2"):
        paired_test([1.0], [1.0, 0.0])


def test_header_cells_are_compared_by_position():
    truth = table("a | <", "b | c", "d | e", num_header_rows=2)
    assert header_cell_score(truth, truth).value == 1
    score = header_cell_score(truth, table("a | b", "c | d", "e | f", num_header_rows=1))
    assert (score.precision, score.recall) == (1, 0.5)
    assert header_cell_score(table("a"), table("b")).value == 1
    assert header_cell_score(truth, Table(0, 0, ())).value == 0


def test_projected_row_headers_are_compared_by_row():
    truth = table("a | b", "S | <", "c | d", "T | <", projected=(1, 3))
    score = projected_row_header_score(truth, table("a | b", "S | <", "c | d", "T | <", projected=(1, 2)))
    assert (score.precision, score.recall, score.value) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("switches", "text", "expected"),
    [
        ([], " A  b ", " A  b "),
        ([TextSwitch.COLLAPSE_WHITE_SPACE], " A \n b ", "A b"),
        ([TextSwitch.NO_WHITE_SPACE], " A \u00a0b ", "Ab"),
        ([TextSwitch.CASEFOLD], "ẞA", "ssa"),
        ([TextSwitch.NFKC], "ﬁ２²", "fi22"),
        (list(TextSwitch), " Ａ b", "ab"),
    ],
)
def test_text_switches(switches, text, expected):
    assert normalise_text(text, switches) == expected
    assert normalise_text(expected, switches) == expected


def test_normalised_cells_keep_everything_else():
    truth, prediction = table("A b | <", "c | d", num_header_rows=1), table("Ab | <", "c | d", num_header_rows=1)
    assert grits_con(truth, prediction).value < 1
    switches = [TextSwitch.NO_WHITE_SPACE]
    assert Table(2, 2, normalise_cells(truth, switches)) == Table(2, 2, prediction.cells)


def test_normalisation_has_a_name():
    assert normalisation_name([]) == "none"
    assert normalisation_name({TextSwitch.NO_WHITE_SPACE, TextSwitch.NFKC}) == "nfkc + no white space"
