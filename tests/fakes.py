"""Models for tests: they answer at once, the same thing always, or fail on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline import BBox, Extractor, Recording, ReplayDetector, ReplayRecognizer
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import StructureLabel

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "sample.pdf"
SAMPLE_OBJECTS = ROOT / "tests" / "data" / "sample" / "objects.json"


class FakeDetector:
    """Gives ``regions`` on every page, or only on page ``only``; notes the pages it saw."""

    def __init__(self, *regions: BBox, only: int | None = None) -> None:
        self._regions, self._only = regions, only
        self.pages: list[int] = []

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]:
        self.pages += [page.number for page in pages]
        return [[TableRegion(bbox, 0.9) for bbox in self._regions] if self._only in (None, page.number) else [] for page in pages]


class FakeRecognizer:
    """Answers with ``answer(view)``; by default two rows and two columns that halve the region."""

    def __init__(self, answer: Callable[[RegionView], list[StructureObject]] | None = None) -> None:
        self._answer = answer or quarters
        self.crop_padding = 2.0
        self.max_rows: int | None = None

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        return [self._answer(view) for view in views]


def quarters(view: RegionView) -> list[StructureObject]:
    """Two rows and two columns of equal size."""
    box = view.bbox
    x, y = box.center
    rows = [BBox(box.x0, box.y0, box.x1, y), BBox(box.x0, y, box.x1, box.y1)]
    columns = [BBox(box.x0, box.y0, x, box.y1), BBox(x, box.y0, box.x1, box.y1)]
    return [StructureObject(StructureLabel.ROW, 0.9, row) for row in rows] + [
        StructureObject(StructureLabel.COLUMN, 0.9, column) for column in columns
    ]


def sample_recording() -> Recording:
    """What a model says about the sample document."""
    return Recording.from_json(SAMPLE_OBJECTS.read_text("utf-8"))


def sample_extractor(*, keep_traces: bool = False) -> Extractor:
    """An extractor that replays the sample's recording."""
    recording = sample_recording()
    return Extractor(detector=ReplayDetector(recording), recognizer=ReplayRecognizer(recording), keep_traces=keep_traces)


def pdf_of_samples(num_pages: int) -> bytes:
    """A PDF with the sample's page repeated."""
    import io

    import pypdfium2

    from pipeline.documents import PDFIUM_LOCK

    with PDFIUM_LOCK:
        source, target = pypdfium2.PdfDocument(SAMPLE), pypdfium2.PdfDocument.new()
        for _ in range(num_pages):
            target.import_pages(source)
        buffer = io.BytesIO()
        target.save(buffer)
        target.close()
        source.close()
    return buffer.getvalue()


def pdf_of_table_over_pages(num_pages: int, *, last: Callable[[int, int], str] | None = None) -> bytes:
    """A PDF with a table of three columns that runs over its pages, each with the header anew; ``table_on_each_page`` reads it.

    ``last`` gives the texts of the last column by page and row, both from 0.
    """
    from tests.pipeline.documents.conftest import build_pdf

    def cell(x: int, y: int, text: str) -> str:
        return f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET"

    def page(number: int) -> str:
        lines = [("Name", "Count", "Share"), *((f"item {chr(97 + number)}{row}", f"{10 * number + row}", f"{row}.5") for row in range(4))]
        lines = [(a, b, last(number, row) if last else c) for row, (a, b, c) in enumerate(lines)]
        return "\n".join(
            cell(60 + 100 * column, 700 - 20 * row, text) for row, line in enumerate(lines) for column, text in enumerate(line)
        )

    return build_pdf(*map(page, range(num_pages)), page="/MediaBox [0 600 400 800]")  # little room below: a table that could go on


def table_on_each_page() -> tuple[FakeDetector, FakeRecognizer]:
    """Models that know where the tables of ``pdf_of_table_over_pages`` are."""

    def answer(view: RegionView) -> list[StructureObject]:
        box, height, width = view.bbox, view.bbox.height / 5, view.bbox.width / 3
        rows = [BBox(box.x0, box.y0 + height * n, box.x1, box.y0 + height * (n + 1)) for n in range(5)]
        columns = [BBox(box.x0 + width * n, box.y0, box.x0 + width * (n + 1), box.y1) for n in range(3)]
        labels = [(StructureLabel.ROW, row) for row in rows] + [(StructureLabel.COLUMN, column) for column in columns]
        return [StructureObject(label, 0.9, box) for label, box in [*labels, (StructureLabel.COLUMN_HEADER, rows[0])]]

    return FakeDetector(BBox(55, 88, 355, 188)), FakeRecognizer(answer)
