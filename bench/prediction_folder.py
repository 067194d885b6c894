"""A folder of somebody's output as the system under test: files named after the samples, in any tool's way.

All tables of a sample's files are paired with its true tables one to one, by place and content (``bench.matching``). A file
that cannot be understood costs its tables their scores and says why; it never ends the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.file_names import NamedFile, named_files
from bench.formats import SUFFIXES, OutputError, OutputTable, read_output
from bench.predictions import PredictedTable, SamplePrediction, failed_prediction
from bench.samples import Sample
from table import BBox, Cell

POINTS_LIKE = 50.0  # a page's width from which its unit must be points, not inches or fractions


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """How a folder fits a set: files of samples, files of nothing, samples without any file."""

    num_used: int
    unused: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_misfit(self) -> bool:
        """Whether most files match nothing: the names do not follow the samples'."""
        return len(self.unused) > self.num_used


class FolderSystem:
    """Reads predictions from files. ``names`` are those of all samples and, where files may carry them, true tables."""

    def __init__(self, name: str, folder: Path, names: Iterable[str] = ()) -> None:
        self.name = name
        self._paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
        self._files, _ = named_files(folder, self._paths, names)

    @property
    def num_files(self) -> int:
        return len(self._paths)

    def check(self, samples: Sequence[Sample]) -> FolderCheck:
        """What of the folder is used for ``samples``."""
        used = [file for sample in samples for file in self._of(sample)]
        paths = {file.path for file in used}
        unused = tuple(path.name for path in self._paths if path not in paths)
        return FolderCheck(len(paths), unused, tuple(sample.name for sample in samples if not self._of(sample)))

    def read(self, sample: Sample) -> SamplePrediction:
        """What the folder says about ``sample``."""
        files = self._of(sample)
        if not files:
            return failed_prediction(sample, f"there is no file of predictions for {sample.name}")
        found: list[PredictedTable] = []
        problems: list[str] = []
        for file in files:
            try:
                found += [_predicted(_named(table, file), sample) for table in read_output(file.path)]
            except OutputError as error:
                problems.append(str(error))
        if not found:
            reason = "; ".join(problems) or f"no table in {', '.join(file.path.name for file in files)}"
            return failed_prediction(sample, reason)
        regions = tuple((item.page, "table", item.bbox, 1.0) for item in found if item.bbox and item.page is not None)
        return SamplePrediction(tuple(found), regions, is_aligned=False, problem="; ".join(problems))

    def _of(self, sample: Sample) -> list[NamedFile]:
        names = {sample.name, *(true.id for true in sample.tables)}
        return [file for file in self._files if file.sample in names and not _is_truth(file.path, sample)]


def _is_truth(path: Path, sample: Sample) -> bool:
    """Whether the file is the set's own annotation: output may stand in the set's folder, and the truth is nobody's prediction."""
    own = sample.source.with_suffix(path.suffix) if sample.source and sample.tables else None
    return own is not None and own.resolve() == path.resolve()


def sample_names(samples: Iterable[Sample]) -> tuple[str, ...]:
    """Everything a file may be named after."""
    return tuple(dict.fromkeys(name for sample in samples for name in (sample.name, *(true.id for true in sample.tables))))


def _named(table: OutputTable, file: NamedFile) -> OutputTable:
    """The table with what its file's name tells where its content does not."""
    return replace(table, id=table.id or file.path.stem, page=table.page if table.page is not None else file.page)


def _predicted(table: OutputTable, sample: Sample) -> PredictedTable:
    x_scale, y_scale = _scales(table, sample)
    cells = tuple(replace(cell, bbox=_stretched(cell.bbox, x_scale, y_scale)) for cell in table.cells)
    page = 1 if table.page is None and sample.unit == "pixels" else table.page
    box = _stretched(table.bbox or _around(table.cells), x_scale, y_scale)
    return PredictedTable(cells, page, box, problem=table.problem, id=table.id)


def _around(cells: Sequence[Cell]) -> BBox | None:
    return BBox.enclosing(cell.bbox for cell in cells if cell.bbox)


def _scales(table: OutputTable, sample: Sample) -> tuple[float, float]:
    """Units of the sample per unit of the file, along x and y; 1 where the file does not tell its page's size."""
    if table.frame is None or (sample.unit == "points" and table.frame[0] >= POINTS_LIKE):
        return 1.0, 1.0
    width, height = _page_size(sample, table.page or 1)
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
