"""Degradation changes what a scan would change and nothing else."""

from __future__ import annotations

from random import Random

from training.synthesis import degrade_table, degrade_words, synth_table


def test_level_zero_is_identity() -> None:
    sample = synth_table(3)
    assert degrade_words(sample.words, Random(0), 0.0) == sample.words
    assert degrade_table(sample, Random(0), 0.0) is sample


def test_no_words_stay_no_words() -> None:
    assert degrade_words((), Random(0), 1.0) == ()


def test_a_bad_scan_moves_and_loses_words_but_most_text_stays() -> None:
    sample = synth_table(3)
    found = degrade_words(sample.words, Random(0), 1.0)
    assert found != sample.words
    before, after = sum(len(w.text) for w in sample.words), sum(len(w.text) for w in found)
    assert 0.85 * before < after < 1.15 * before


def test_truth_and_size_of_the_crop_stay() -> None:
    for seed in range(40):
        sample = synth_table(seed)
        worse = degrade_table(sample, Random(seed), 1.0)
        assert (worse.table, worse.row_edges, worse.column_edges) == (sample.table, sample.row_edges, sample.column_edges)
        assert all(w.bbox.width > 0 and w.bbox.height > 0 for w in worse.words)


def test_the_same_seed_degrades_alike() -> None:
    sample = synth_table(5)
    assert degrade_table(sample, Random(9), 0.7) == degrade_table(sample, Random(9), 0.7)
