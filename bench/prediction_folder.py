"""A folder of somebody's output as the system under test: files named after the samples or after their tables.

``NAME.json`` (also .html, .csv, .xlsx) answers sample NAME; ``TABLE.json`` or ``NAME_0.json``, ``NAME_1.json`` one table
each. Where files tell boxes, tables are paired by overlap, otherwise in order. A file that cannot be understood costs
its tables their scores and says why; it never ends the run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.formats import SUFFIXES, OutputError, OutputTable, read_output
from bench.predictions import PredictedTable, SamplePrediction, failed_prediction
from bench.samples import Sample
from table import BBox, Cell

POINTS_LIKE = 50.0  # a page's width from which its unit must be points, not inches or fractions


class FolderSystem:
    """Reads predictions from files."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)

    @property
    def num_files(self) -> int:
        return len(self._paths)

    def read(self, sample: Sample) -> SamplePrediction:
        """What the folder says about ``sample``."""
        paths = self._files(sample)
        if not paths:
            return failed_prediction(sample, f"there is no file of predictions for {sample.name}")
        tables: list[OutputTable] = []
        problems: list[str] = []
        for path in paths:
            try:
                tables += [replace(table, id=table.id or path.stem) for table in read_output(path)]
            except OutputError as error:
                problems.append(str(error))
        if not tables:
            return failed_prediction(sample, "; ".join(problems) or f"no table in {', '.join(path.name for path in paths)}")
        return replace(_paired(sample, [_predicted(table, sample) for table in tables], tables), problem="; ".join(problems))

    def _files(self, sample: Sample) -> list[Path]:
        names = {sample.name, *(true.id for true in sample.tables)}
        exact = [path for path in self._paths if _stem(path) in names]
        numbered = re.compile(rf"{re.escape(sample.name)}[-_.](table[-_]?)?\d+(_cells)?")
        return exact or [path for path in self._paths if numbered.fullmatch(_stem(path))]


def _stem(path: Path) -> str:
    """The file's name without its ending and without the tool's mark: ``x.docling.json`` is ``x``."""
    return re.sub(r"\.(docling|azure|textract|tables|cells|expected|pdf|jpg|png)$", "", path.stem)


def _paired(sample: Sample, found: Sequence[PredictedTable], tables: Sequence[OutputTable]) -> SamplePrediction:
    """By id where ids are those of the truth, by overlap where both sides have boxes, otherwise in order."""
    by_id = {table.id: item for table, item in zip(tables, found, strict=True)}
    if any(true.id in by_id for true in sample.tables):
        return SamplePrediction(tuple(by_id.get(true.id, PredictedTable(None, problem=f"no table {true.id}")) for true in sample.tables))
    if all(item.bbox for item in found) and all(true.table.bbox for true in sample.tables) and sample.unit == "points":
        regions = tuple((item.page, "table", item.bbox, 1.0) for item in found if item.bbox)
        return SamplePrediction(tuple(found), regions, is_aligned=False)
    if len(sample.tables) == 1:
        return SamplePrediction((max(found, key=lambda item: len(item.content or ())),) if found else ())  # type: ignore[arg-type]
    return SamplePrediction(tuple(found[: len(sample.tables)]))


def _predicted(table: OutputTable, sample: Sample) -> PredictedTable:
    x_scale, y_scale = _scales(table, sample)
    cells = tuple(replace(cell, bbox=_stretched(cell.bbox, x_scale, y_scale)) for cell in table.cells)
    return PredictedTable(cells, table.page, _stretched(table.bbox or _around(table.cells), x_scale, y_scale), problem=table.problem)


def _around(cells: Sequence[Cell]) -> BBox | None:
    return BBox.enclosing(cell.bbox for cell in cells if cell.bbox)


def _scales(table: OutputTable, sample: Sample) -> tuple[float, float]:
    """Units of the sample per unit of the file, along x and y; 1 where the file does not tell its page's size."""
    if table.frame is None or (sample.unit == "points" and table.frame[0] >= POINTS_LIKE):
        return 1.0, 1.0
    width, height = _page_size(sample, table.page)
    return width / table.frame[0], height / table.frame[1]


def _page_size(sample: Sample, number: int) -> tuple[float, float]:
    from pipeline import Options
    from pipeline.documents import open_document
    from pipeline.errors import ExtractionError

    if sample.source is None:
        return 1.0, 1.0
    try:
        with open_document(sample.source, Options(text="pdf", ocr="none")) as document:
            page = document.page(number)
    except ExtractionError:
        return 1.0, 1.0
    scale = page.pixels_per_point or 1.0
    return page.width * scale, page.height * scale


def _stretched(box: BBox | None, x_scale: float, y_scale: float) -> BBox | None:
    return BBox(box.x0 * x_scale, box.y0 * y_scale, box.x1 * x_scale, box.y1 * y_scale) if box else None
