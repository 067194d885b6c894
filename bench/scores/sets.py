"""The development sets: what they are called, where they lie below the data folder, how they are read and scored.

All are looked at while the product is made: their figures show changes, they are no claim about unseen documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.readers import open_dataset
from bench.regime import Regime
from bench.samples import Dataset, Sample
from bench.scores.articles import read_articles
from bench.scores.field_rows import read_field_cases
from bench.scores.unpacking import unpacked
from bench.scoring import ScoringOptions
from grits import TextSwitch

Read = Callable[[Path, Path], Dataset]  # the set's folder, the cache
FIELD_CASES = "field_cases"


@dataclass(frozen=True, slots=True)
class DevelopmentSet:
    """One set under one regime and one form of structure. ``quick`` is how many samples ``--quick`` reads, spread over the set.

    ``structure_form`` is what is asked for: canonical, or as printed; ``has_marked_spans``: its labels have spanning cells only where
    texts overlap several rows or columns, and tables are compared in that form.
    """

    name: str
    title: str
    folder: str
    read: Read
    regime: Regime
    options: ScoringOptions
    quick: int
    structure_form: str = "canonical"
    has_marked_spans: bool = False


def _folder(folder: Path, cache: Path, format_name: str | None = None) -> Dataset:
    return open_dataset(folder, format_name)


def _archives(folder: Path, cache: Path, split: str = "val") -> Dataset:
    return open_dataset(unpacked(folder, split, cache), "pubtables1m", split)


def _field_cases(folder: Path, cache: Path) -> Dataset:
    """The documents only: what they should give is no table with a place (``field_rows``)."""
    samples = tuple(Sample(case.document.name, case.document, "points", ()) for case in read_field_cases(folder))
    return Dataset(FIELD_CASES, "field cases", folder, "PDF words", samples)


BY_BOX, END_TO_END, DETECTION = Regime("structure"), Regime("end-to-end"), Regime("detection")
BY_BOX_OCR, DETECTION_OCR, END_TO_END_OCR = (Regime(task, text="ocr") for task in ("structure", "detection", "end-to-end"))
WITH_CELLS, WITHOUT_BOXES = ScoringOptions(), ScoringOptions(with_loc=False)
TOPOLOGY = ScoringOptions(with_content=False)
OCR = ScoringOptions(with_loc=False, with_teds=True)
TYPED = ScoringOptions(with_loc=False, switches=(TextSwitch.NFKC, TextSwitch.DASHES))
PLAIN = ScoringOptions(with_loc=False, switches=(TextSwitch.PLAIN,))
printed = partial(_folder, format_name="icdar2013-printed")
latex = partial(_folder, format_name="pdf-parse-bench")

SETS = (
    DevelopmentSet("icdar2013_end_to_end", "ICDAR-2013 half, end to end", "icdar2013", _folder, END_TO_END, WITH_CELLS, 8),
    DevelopmentSet("icdar2013_box_given", "ICDAR-2013 half, box given", "icdar2013", _folder, BY_BOX, WITH_CELLS, 8),
    DevelopmentSet("icdar2013_printed", "ICDAR-2013 half, box given, as printed", "icdar2013", printed, BY_BOX, TYPED, 8),
    DevelopmentSet("icdar2013_form", "ICDAR-2013 half, printed form", "icdar2013", printed, BY_BOX, TYPED, 8, "printed"),
    DevelopmentSet("fintabnet_c", "FinTabNet.c, 100 tables", "fintabnet_c", _folder, BY_BOX, WITH_CELLS, 20),
    DevelopmentSet("fintabnet_c_val", "FinTabNet.c, 200 of val", "fintabnet_c_train", _archives, BY_BOX, WITH_CELLS, 20),
    DevelopmentSet("structure_arxiv", "arXiv tables, pictures", "train_structure_arxiv", _archives, BY_BOX_OCR, TOPOLOGY, 10),
    DevelopmentSet("structure_business", "business tables, pictures", "train_structure_business", _archives, BY_BOX_OCR, TOPOLOGY, 8),
    DevelopmentSet(
        "structure_business_marked",
        "business tables, spanning cells as marked",
        "train_structure_business",
        _archives,
        BY_BOX_OCR,
        TOPOLOGY,
        8,
        "printed",
        has_marked_spans=True,
    ),
    DevelopmentSet("pubtables1m", "PubTables-1M, 10 tables", "pubtables1m/structure", _folder, BY_BOX, WITH_CELLS, 10),
    DevelopmentSet("pubtabnet_ocr", "PubTabNet, 20 pictures, OCR", "pubtabnet", _folder, BY_BOX_OCR, OCR, 4),
    DevelopmentSet("pubtabnet_ocr_form", "PubTabNet, printed form", "pubtabnet", _folder, BY_BOX_OCR, OCR, 4, "printed"),
    DevelopmentSet("pdf_parse_bench", "pdf-parse-bench half, end to end", "pdf_parse_bench", latex, END_TO_END, PLAIN, 12),
    DevelopmentSet("pdf_parse_bench_form", "pdf-parse-bench, printed form", "pdf_parse_bench", latex, END_TO_END, PLAIN, 12, "printed"),
    DevelopmentSet("articles", "articles with markup, end to end", "pmc_pairs", read_articles, END_TO_END, WITHOUT_BOXES, 3),
    DevelopmentSet("detection_scans", "scans with table boxes", "train_detection_scans", _archives, DETECTION_OCR, WITHOUT_BOXES, 6),
    DevelopmentSet("scans_end_to_end", "scans, returned tables", "train_detection_scans", _archives, END_TO_END_OCR, WITHOUT_BOXES, 6),
    DevelopmentSet(FIELD_CASES, "field cases: rows right", "field_cases", _field_cases, END_TO_END, WITHOUT_BOXES, 5),
)  # fmt: skip
