"""Samples of other datasets' releases: FinTabNet, SciTSR and ICDAR-2013 with their PDFs, PubTabNet with its pictures.

Sets with PDFs go the articles' way: their structure is canonicalized with the options of the published script and then
aligned with the page, restricted to the table's region where the set gives one. PubTabNet has pictures and text boxes
but no words: its boxes are completed, and each cell's text box stands for its words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from canonicalize import (
    FINTABNET_SCRIPT,
    ICDAR_SCRIPT,
    PAPER,
    SCITSR_SCRIPT,
    AnnotationError,
    CanonicalOptions,
    CompletionError,
    canonicalize,
    complete,
    dilate,
)
from canonicalize.alignment.article import place_tables
from canonicalize.alignment.page_text import PageText
from canonicalize.completion import locate_cells
from canonicalize.quality import STRICT_RULES, Evidence, check
from canonicalize.readers.article_files import ArticleFiles
from canonicalize.readers.html_tokens import read_fintabnet_line, read_pubtabnet_line
from canonicalize.readers.icdar2013 import read_icdar2013
from canonicalize.readers.jats import ArticleTable
from canonicalize.readers.scitsr import read_scitsr
from canonicalize.readers.splits import fraction_of, split_of
from canonicalize.readers.truth import Truth
from pipeline.documents.page_glyphs import page_texts
from table import BBox, Word
from training.datasets.build.articles import build_placed
from training.datasets.build.documents import DocumentResult, Refusal
from training.datasets.build.samples import Sample

SCITSR_VAL = 0.125  # share of SciTSR's train part that becomes val
REGION_MARGIN = 3.0  # points around a given region within which its text is looked for
SPLIT_NAMES = {"train": "train", "val": "val", "dev": "val", "test": "test"}


@dataclass(frozen=True)
class ReleaseJob:
    """One document of a release: its PDF or picture, and the annotation (a file, or lines of a JSONL file)."""

    kind: str  # "fintabnet", "scitsr", "icdar2013" or "pubtabnet"
    document: str
    pdf: Path
    annotation: Path
    lines: tuple[str, ...] = ()
    split: str = ""


OPTIONS: dict[str, CanonicalOptions] = {
    "fintabnet": FINTABNET_SCRIPT,
    "scitsr": SCITSR_SCRIPT,
    "icdar2013": ICDAR_SCRIPT,
    "pubtabnet": PAPER,
}
DATABASES = {"fintabnet": "FinTabNet.c-Structure", "scitsr": "SciTSR.c-Structure", "icdar2013": "ICDAR-2013.c-Structure"}


def find_icdar2013(folder: Path) -> list[ReleaseJob]:
    """The ``NAME-str.xml`` files with ``NAME.pdf``; a path with ``competition`` is test, others are val (practice)."""
    jobs = []
    for path in sorted(folder.rglob("*-str.xml")):
        pdf = path.with_name(path.name.removesuffix("-str.xml") + ".pdf")
        if pdf.exists():
            jobs.append(ReleaseJob("icdar2013", pdf.stem, pdf, path, split="test" if "competition" in str(path) else "val"))
    return jobs


def find_scitsr(folder: Path) -> list[ReleaseJob]:
    """The ``structure/NAME.json`` files with ``pdf/NAME.pdf`` of SciTSR's train and test folders; an eighth of train is val."""
    jobs = []
    for path in sorted(folder.rglob("structure/*.json")):
        pdf = path.parent.parent / "pdf" / f"{path.stem}.pdf"
        if pdf.exists():
            is_test = path.parent.parent.name == "test"
            jobs.append(ReleaseJob("scitsr", path.stem, pdf, path, split="test" if is_test else _train_or_val(path.stem)))
    return jobs


def _train_or_val(document: str) -> str:
    """12.5 % val, by name (the published script draws them unseeded)."""
    return "val" if fraction_of(document, "scitsr") < SCITSR_VAL else "train"


def find_fintabnet(folder: Path) -> list[ReleaseJob]:
    """The documents of ``FinTabNet_*_cell_{train,val,test}.jsonl`` with their one-page PDFs under ``pdf/``."""
    return [job for path in sorted(folder.rglob("FinTabNet*cell*.jsonl")) for job in _line_jobs("fintabnet", path, path.parent / "pdf")]


def find_pubtabnet(folder: Path) -> list[ReleaseJob]:
    """The pictures of ``*.jsonl`` files in PubTabNet's form, looked for beside the file and in folders below."""
    return [job for path in sorted(folder.rglob("*.jsonl")) for job in _line_jobs("pubtabnet", path, path.parent)]


def _line_jobs(kind: str, path: Path, files: Path) -> Iterator[ReleaseJob]:
    groups: dict[tuple[str, str], list[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            item = json.loads(line)
            groups.setdefault((str(item.get("filename", "")), str(item.get("split", ""))), []).append(line)
    for (name, split), group in groups.items():
        found = files / name if (files / name).exists() else next(iter(sorted(files.rglob(Path(name).name))), None) if name else None
        if found is not None:
            document = Path(name).with_suffix("").as_posix().replace("/", "_")
            yield ReleaseJob(kind, document, found, path, tuple(group), SPLIT_NAMES.get(split, ""))


def build_release(job: ReleaseJob, *, seed: str = "") -> DocumentResult:
    """All samples and refusals of one document of a release; an unreadable file is the result's ``error``."""
    split = job.split or split_of(job.document, seed)
    try:
        return _build_pubtabnet(job, split) if job.kind == "pubtabnet" else _build_with_pdf(job, split)
    except (AnnotationError, pypdfium2.PdfiumError, OSError) as error:
        return DocumentResult(job.document, split, 0, error=f"{type(error).__name__}: {error}")


def _build_with_pdf(job: ReleaseJob, split: str) -> DocumentResult:
    pages = list(page_texts(job.pdf))
    truths, refused = _truths(job, pages)
    options = OPTIONS[job.kind]
    calm = replace(options, drop_blank_rows_and_columns=False, merge_what_is_spanned_together=False, drop_edge_projected_rows=False)
    tables = tuple(_article_table(index, truth, options) for index, truth in enumerate(truths))
    results = [
        result
        for table, truth in zip(tables, truths, strict=True)
        for result in place_tables([table], [_inside(pages[truth.page - 1], truth.region)], calm, STRICT_RULES)
    ]
    placed = build_placed(ArticleFiles(job.document, job.pdf, job.annotation), split, tables, results, DATABASES[job.kind])
    return replace(placed, refusals=(*placed.refusals, *refused), num_tables=placed.num_tables + len(refused))


def _truths(job: ReleaseJob, pages: Sequence[PageText]) -> tuple[list[Truth], list[Refusal]]:
    """The document's tables; a single line that cannot be read refuses only its table."""
    if job.kind == "icdar2013":
        return list(read_icdar2013(job.annotation.read_bytes(), [page.height for page in pages], job.document)), []
    if job.kind == "scitsr":
        return [read_scitsr(job.annotation.read_bytes(), job.document)], []
    truths, refused = [], []
    for number, line in enumerate(job.lines):
        try:
            truths.append(read_fintabnet_line(line, pages[0].height, strict=True))
        except AnnotationError as error:
            refused.append(Refusal(f"{job.document}_line_{number}", "bad_annotation", str(error)))
    return truths, refused


def _article_table(index: int, truth: Truth, options: CanonicalOptions) -> ArticleTable:
    table = canonicalize(truth.table, options).table
    problem = "" if table.cells else "no_text: every cell of the table is blank"
    return ArticleTable(index, truth.id, "", "", table if table.cells else None, problem=problem)


def _inside(page: PageText, region: BBox | None) -> PageText:
    """The page with only the characters in ``region``."""
    if region is None:
        return page
    box = region.expand(REGION_MARGIN)
    x, y = (page.boxes[:, 0] + page.boxes[:, 2]) / 2, (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    kept = np.flatnonzero((x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1))
    text = "".join(page.text[index] for index in kept)
    return replace(page, text=text, boxes=page.boxes[kept], rotations=page.rotations[kept], starts_word=page.starts_word[kept])


def _build_pubtabnet(job: ReleaseJob, split: str) -> DocumentResult:
    picture = np.asarray(Image.open(job.pdf).convert("RGB"))
    samples: list[Sample] = []
    refusals: list[Refusal] = []
    for line in job.lines:
        outcome = _pubtabnet_sample(line, job, split, picture)
        if isinstance(outcome, Sample):
            samples.append(outcome)
        else:
            refusals.append(outcome)
    return DocumentResult(job.document, split, len(job.lines), tuple(samples), (), tuple(refusals))


def _pubtabnet_sample(line: str, job: ReleaseJob, split: str, picture: NDArray[np.uint8]) -> Sample | Refusal:
    try:
        truth = read_pubtabnet_line(line, strict=True)
        located = complete(truth.table, truth.text_boxes)
    except AnnotationError as error:
        return Refusal(job.document, "bad_annotation", str(error))
    except CompletionError as error:
        return Refusal(job.document, "incomplete", str(error))
    canonical = canonicalize(truth.table, PAPER).table
    boxes = [_members_box(cell.rows, cell.columns, truth) for cell in canonical.cells]
    tight = locate_cells(canonical, located.rows, located.columns, boxes)
    words = tuple(
        Word(cell.text, box, k) for k, (cell, box) in enumerate(zip(truth.table.cells, truth.text_boxes, strict=True)) if box is not None
    )
    verdicts = check(Evidence(dilate(tight).table, words, tight.rows, tight.columns))
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if failed:
        return Refusal(truth.id, failed[0].rule, "; ".join(verdict.detail for verdict in failed), verdicts)
    return Sample(truth.id, job.document, split, tight, truth.table, picture, 1.0, words, verdicts, None, "PubTabNet-Structure")


def _members_box(rows: range, columns: range, truth: Truth) -> BBox | None:
    pairs = zip(truth.table.cells, truth.text_boxes, strict=True)
    return BBox.enclosing([box for cell, box in pairs if box is not None and cell.rows.start in rows and cell.columns.start in columns])
