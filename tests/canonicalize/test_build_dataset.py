"""One real article through the whole builder: files, layout, resuming, report, viewer, commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from canonicalize.readers.article_files import find_articles
from canonicalize.readers.pdf_annotations import read_pdf_annotations
from canonicalize.readers.structure import read_structure
from canonicalize.readers.voc import read_voc
from canonicalize.readers.words import read_words
from table import StructureLabel
from training.datasets.build.articles import build_article
from training.datasets.build.builder import BuildSettings, build, read_records
from training.datasets.build.cli import app

DATA = Path(__file__).parent / "data"
SPLIT = "test"  # where the name of this article falls


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, output = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dataset")
    folder = source / "PMC4945999"
    folder.mkdir()
    for name in ("article.pdf", "article.nxml"):
        shutil.copy(DATA / "article" / name, folder / name)
    (source / "broken").mkdir()
    (source / "broken" / "article.pdf").write_bytes(b"%PDF-1.4 nothing")
    (source / "broken" / "article.nxml").write_text("<article><table-wrap><table><tr><td>a</td></tr></table></table-wrap></article>")
    result = CliRunner().invoke(app, ["articles", str(source), str(output), "--workers", "1"])
    assert result.exit_code == 0, result.output
    return output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_layout(dataset: Path) -> None:
    tables = [f"PMC4945999_table_{index}" for index in range(5)]
    assert names(dataset / "structure" / SPLIT) == [f"{name}.xml" for name in tables]
    assert names(dataset / "structure" / "images") == [f"{name}.jpg" for name in tables]
    assert names(dataset / "structure" / "words") == [f"{name}_words.json" for name in tables]
    assert names(dataset / "detection" / SPLIT) == ["PMC4945999_2.xml", "PMC4945999_3.xml"]
    assert names(dataset / "pdf_annotations") == ["PMC4945999_tables.json"]
    assert (dataset / "structure" / f"{SPLIT}_filelist.txt").read_text().splitlines()[0] == f"{SPLIT}/{tables[0]}.xml"


def test_samples_read_back(dataset: Path) -> None:
    path = dataset / "structure" / SPLIT / "PMC4945999_table_2.xml"
    annotation = read_voc(path.read_bytes())
    with Image.open(dataset / "structure" / "images" / "PMC4945999_table_2.jpg") as image:
        assert image.size == (annotation.width, annotation.height)
    words = read_words((dataset / "structure" / "words" / "PMC4945999_table_2_words.json").read_bytes())
    located = read_structure(annotation, words)
    annotations = read_pdf_annotations((dataset / "pdf_annotations" / "PMC4945999_tables.json").read_bytes())
    (source,) = [item for item in annotations if item.structure_id == path.stem]
    assert [cell.text for cell in located.table.cells] == [cell.text for cell in source.located.table.cells]
    assert next(box for label, box in annotation.objects if label is StructureLabel.TABLE).x0 > 0


def test_detection_pages_hold_all_tables(dataset: Path) -> None:
    annotation = read_voc((dataset / "detection" / SPLIT / "PMC4945999_3.xml").read_bytes())
    assert [str(label) for label, _ in annotation.objects] == ["table"] * 4
    assert max(annotation.width, annotation.height) == 1000


def test_report_and_records(dataset: Path) -> None:
    report = json.loads((dataset / "report.json").read_text())
    assert (report["documents"], report["tables"], report["samples"], report["refused"], report["whole_tables"]) == (2, 5, 5, 0, 5)
    assert list(report["unreadable_documents"]) == ["broken"]
    assert "PdfiumError" in report["unreadable_documents"]["broken"]
    assert report["after_canonicalization"]["with_oversegmented"] == 0
    assert [record.document for record in read_records(dataset)] == ["PMC4945999", "broken"]
    assert "gave 5 samples" in (dataset / "report.md").read_text()


def test_a_build_goes_on_where_it_was(dataset: Path) -> None:
    def never(job: object) -> None:
        raise AssertionError("the record should have been used")

    (job,) = find_articles(DATA / "article")
    renamed = type(job)("PMC4945999", job.pdf, job.markup)
    (record,) = build([renamed], never, dataset, BuildSettings("articles"))  # type: ignore[arg-type]
    assert len(record.kept) == 5
    assert record.error == ""


def test_other_settings_build_again(tmp_path: Path) -> None:
    (job,) = find_articles(DATA / "article")
    tried = []

    def note(job: object) -> None:
        tried.append(job)
        raise ValueError("stopped here")

    for seed in ("", "", "other"):
        (record,) = build([job], note, tmp_path, BuildSettings("articles", seed))  # type: ignore[arg-type]
    assert len(tried) == 2
    assert record.error == "ValueError: stopped here"


def test_viewer_is_one_file(dataset: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["view", str(dataset), str(tmp_path / "view.html"), "--count", "2"])
    assert result.exit_code == 0, result.output
    page = (tmp_path / "view.html").read_text()
    assert page.count("<article") == 2
    assert "data:image/jpeg;base64," in page
    assert "http" not in page
    assert "word_fit" in page


def test_commands_refuse_empty_folders(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["pubtabnet", str(tmp_path), str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "no pubtabnet document" in result.output


def test_round_trip_command(dataset: Path) -> None:
    result = CliRunner().invoke(
        app, ["check-round-trip", str(dataset / "structure" / SPLIT), "--words", str(dataset / "structure" / "words")]
    )
    assert "5 of 5 the same" in result.output, result.output


def test_article_without_tables(tmp_path: Path) -> None:
    shutil.copy(DATA / "article" / "article.pdf", tmp_path / "X.pdf")
    (tmp_path / "X.xml").write_text("<article/>")
    (job,) = find_articles(tmp_path)
    result = build_article(job)
    assert (result.document, result.num_tables, result.error) == ("X", 0, "")
