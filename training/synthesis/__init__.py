"""Synthetic documents with exact truth: tables and pages for training, as words, rulings and shadings (and pictures)."""

from training.synthesis.degrade import degrade_table, degrade_words
from training.synthesis.pages import synth_page
from training.synthesis.samples import PageTable, SynthPage, SynthTable
from training.synthesis.tables import synth_table

__all__ = ["PageTable", "SynthPage", "SynthTable", "degrade_table", "degrade_words", "synth_page", "synth_table"]
