"""The other published sets as samples: ICDAR-2013 XML, PubTabNet and FinTabNet JSONL, SciTSR, cTDaR, and our own JSON.

The annotation itself is read by ``canonicalize.readers``; here files are found, put together and turned into samples.
None of these sets is canonical: their scores do not compare with those of the ``.c`` versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bench.readers.gathering import Gathered, gather, picture_named
from bench.samples import BrokenSample, Dataset, DatasetError, Sample, TrueTable, Unit, read_bytes
from canonicalize import AnnotationError
from canonicalize.readers.ctdar import read_ctdar
from canonicalize.readers.html_tokens import read_fintabnet_line, read_pubtabnet_line
from canonicalize.readers.icdar2013 import read_icdar2013
from canonicalize.readers.scitsr import read_scitsr
from canonicalize.readers.truth import Truth
from table import GridError
from table.io import FormatError, tables_from_json

DOCUMENT_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")


def read_icdar2013_xml(folder: Path) -> Dataset:
    """``NAME-str.xml`` beside ``NAME.pdf``, in any subfolder; a table in several regions counts once per region."""
    paths = sorted(folder.rglob("*-str.xml"))
    samples, broken = gather(paths, lambda path: path.stem, _icdar_sample)
    return _dataset("icdar2013 original", "ICDAR-2013, competition XML", folder, "PDF words", (samples, broken), "*-str.xml")


def _icdar_sample(path: Path) -> Sample:
    name = path.stem.removesuffix("-str")
    document = path.with_name(f"{name}.pdf")
    truths = read_icdar2013(read_bytes(path), page_heights(document), name)
    return _sample(name, document, "points", truths)


def page_heights(document: Path) -> tuple[float, ...]:
    """The heights of a PDF's pages in points, as displayed; raises ``AnnotationError`` when it cannot be opened."""
    import pypdfium2

    from pipeline.documents import PDFIUM_LOCK

    if not document.is_file():
        raise AnnotationError(f"there is no {document.name} beside the annotation", source=document.stem)
    try:
        with PDFIUM_LOCK, pypdfium2.PdfDocument(document) as opened:
            return tuple(opened.get_page_size(index)[1] for index in range(len(opened)))
    except pypdfium2.PdfiumError as error:
        raise AnnotationError("the PDF cannot be opened", source=document.name) from error


def read_pubtabnet_jsonl(path: Path) -> Dataset:
    """PubTabNet's JSONL (a file, or a folder with one); pictures are looked for below it by name, and may be missing."""
    file = jsonl_file(path)
    pictures = {found.name: found for found in file.parent.rglob("*.png")}

    def read(line: bytes) -> Sample:
        truth = read_pubtabnet_line(line)
        picture = pictures.get(f"{truth.id}.png")
        return Sample(truth.id, picture, "pixels", (TrueTable(truth.id, truth.table, has_cell_boxes=False),), None, truth.document)

    return _dataset("pubtabnet", "PubTabNet", path, "OCR", gather(_lines(file), _line_name, read), "*.jsonl")


def read_fintabnet_jsonl(path: Path) -> Dataset:
    """FinTabNet's cell JSONL; PDFs are looked for under ``pdf/`` beside it. Tables of one page make one sample."""
    file = jsonl_file(path)

    def read(line: bytes) -> Sample:
        document = file.parent / "pdf" / str(json.loads(line).get("filename", ""))
        truth = read_fintabnet_line(line, page_heights(document)[0])
        table = replace(truth.table, bbox=truth.region)
        return Sample(truth.id, document, "points", (TrueTable(truth.id, table, has_cell_boxes=False),), None, truth.document)

    return _dataset("fintabnet original", "FinTabNet 1.0.0", path, "PDF words", gather(_lines(file), _line_name, read), "*.jsonl")


def jsonl_file(path: Path) -> Path:
    """The file itself, or the first JSONL of a folder; raises ``DatasetError`` when there is none."""
    if path.is_file():
        return path
    found = next(iter(sorted(path.glob("*.jsonl"))), None)
    if found is None:
        raise DatasetError(f"{path}: no *.jsonl in it")
    return found


def _lines(path: Path) -> Iterable[bytes]:
    with path.open("rb") as stream:
        yield from (line for line in stream if line.strip())


def _line_name(line: bytes) -> str:
    try:
        return str(json.loads(line).get("filename", "a line"))
    except (ValueError, AttributeError):
        return "a line that is no JSON object"


def read_scitsr_folder(folder: Path) -> Dataset:
    """``structure/NAME.json`` with ``img/NAME.png`` or ``pdf/NAME.pdf``; the picture is one table, its text read by OCR or from the PDF."""
    paths = sorted((folder / "structure").glob("*.json"))

    def read(path: Path) -> Sample:
        truth = read_scitsr(read_bytes(path), path.stem)
        pdf, picture = folder / "pdf" / f"{path.stem}.pdf", picture_named(path.stem, folder / "img")
        source = pdf if pdf.is_file() else picture
        return Sample(
            path.stem, source, "points" if pdf.is_file() else "pixels", (TrueTable(path.stem, truth.table, has_cell_boxes=False),)
        )

    return _dataset("scitsr original", "SciTSR", folder, "PDF words", gather(paths, lambda path: path.stem, read), "structure/*.json")


def read_ctdar_folder(folder: Path) -> Dataset:
    """``NAME.xml`` beside ``NAME.jpg``: table and cell polygons without text, so only GriTS_Top and boxes mean something."""
    paths = sorted(folder.rglob("*.xml"))

    def read(path: Path) -> Sample:
        picture = picture_named(path.stem, path.parent, folder / "images", folder)
        if picture is None:
            raise AnnotationError(f"there is no picture {path.stem}.jpg beside the annotation", source=path.name)
        return _sample(path.stem, picture, "pixels", read_ctdar(read_bytes(path), path.stem))

    samples, broken = gather(paths, lambda path: path.stem, read)
    is_detection = not any(true.table.num_rows for sample in samples for true in sample.tables)
    found = _dataset("ctdar2019", "ICDAR-2019 cTDaR", folder, "none", (samples, broken), "*.xml")
    return replace(found, is_detection_only=is_detection)


def read_own_json(folder: Path) -> Dataset:
    """Our own JSON (documents or tables) beside the document or picture of the same name."""
    paths = sorted(folder.glob("*.json"))
    return _dataset("own", folder.name, folder, "PDF words", gather(paths, lambda path: path.stem, _own_sample), "*.json")


def _own_sample(path: Path) -> Sample:
    source = next((p for p in (path.with_suffix(ending) for ending in DOCUMENT_ENDINGS) if p.is_file()), None)
    try:
        tables = tables_from_json(read_bytes(path).decode("utf-8", errors="replace"))
    except (FormatError, GridError) as error:
        raise AnnotationError(str(error), source=path.name) from error
    named = [TrueTable(t.id or f"{path.stem}_{k}", t, has_cell_boxes=all(c.bbox for c in t.cells)) for k, t in enumerate(tables)]
    return Sample(path.stem, source, "points", tuple(named))


def _sample(name: str, source: Path, unit: Unit, truths: Iterable[Truth]) -> Sample:
    """A sample of truths whose cells carry text boxes, which are no grid cells."""
    return Sample(name, source, unit, tuple(TrueTable(truth.id, truth.table, has_cell_boxes=False) for truth in truths), None, name)


def _dataset(key: str, title: str, path: Path, text: str, gathered: Gathered, pattern: str) -> Dataset:
    samples, broken = gathered
    if not samples and not broken:
        raise DatasetError(f"{path}: no {pattern} in it")
    return Dataset(key, title, path, text, samples, tuple[BrokenSample, ...](broken))  # type: ignore[arg-type]
