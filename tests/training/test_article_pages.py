"""Pages of articles: placed tables are labels, pages with a table nobody could place are not trained on; pasting."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.models.page_detr.registered import PageDetrForObjectDetection
from tablewright.cli import run
from tests.pipeline.documents.conftest import build_pdf
from tests.training.builders import tiny_page
from training.assembly import Start, make_job, make_plan
from training.export import layout_profile, write_checkpoint
from training.page.articles import read_article_pages
from training.recipe import Recipe, parse_data

pytestmark = pytest.mark.model
CELLS = [["Sample", "Weight", "Length"], ["apple", "182.5", "71.25"], ["banana", "118.4", "190.75"], ["cherry", "8.62", "22.15"]]
ROW, COLUMN, LEFT, TOP = 16, 90, 60, 300  # of the table on the page, points from its foot
PROSE = ["Nothing of this page is in rows", "and nobody would call it a table", "however long one looks at the words"]
PICTURED, LOST = "Photographs of every scale used here", "A supplement that no reader prints"


def lines(texts: list[str], top: float = 360) -> str:
    return "\n".join(f"BT /F1 10 Tf {LEFT} {top - 14 * k} Td ({text}) Tj ET" for k, text in enumerate(texts))


def grid() -> str:
    placed = [(text, LEFT + COLUMN * c, TOP - ROW * r) for r, row in enumerate(CELLS) for c, text in enumerate(row)]
    return "\n".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET" for text, x, y in placed)


def wrap(caption: str, content: str) -> str:
    return f"<table-wrap><label>Table</label><caption><p>{caption}</p></caption>{content}</table-wrap>"


GOOD = wrap(
    "Weights and lengths of some fruit",
    f"<table><tbody>{''.join('<tr>' + ''.join(f'<td>{text}</td>' for text in row) + '</tr>' for row in CELLS)}</tbody></table>",
)


def write_article(folder: Path, *wraps: str) -> Path:
    """Four pages: prose, a caption with its table, the caption of a picture, two words."""
    folder.mkdir(parents=True)
    pages = [
        lines(PROSE),
        lines(["Table 1 Weights and lengths of some fruit"]) + "\n" + grid(),
        lines([PICTURED, *PROSE]),
        lines(["last page"]),
    ]
    (folder / "article.pdf").write_bytes(build_pdf(*pages, page="/MediaBox [0 0 400 400]"))
    (folder / "article.nxml").write_text(f"<article><body>{''.join(wraps)}</body></article>")
    return folder


def found(folder: Path) -> dict[str, int]:
    return {page.name: len(page.boxes) for page in read_article_pages(folder)}


def test_every_page_with_words_is_a_sample_and_the_placed_table_its_label(tmp_path: Path) -> None:
    write_article(tmp_path / "A", GOOD)
    pages = {page.name: page for page in read_article_pages(tmp_path)}
    assert {name: len(page.boxes) for name, page in pages.items()} == {"A_1": 0, "A_2": 1, "A_3": 0}
    page = pages["A_2"]
    assert (page.width, page.height, page.rotated.tolist()) == (400, 400, [False])
    x0, y0, x1, y1 = page.boxes[0]
    middles = (page.layout.boxes[:, :2] + page.layout.boxes[:, 2:]) / 2
    inside = [bool(x0 <= x <= x1 and y0 <= y <= y1) for x, y in middles]
    assert sum(inside) == 12
    assert not any(inside[:8])  # the caption


def test_a_page_with_the_caption_of_a_table_nobody_placed_is_left_out(tmp_path: Path) -> None:
    assert found(write_article(tmp_path / "A", GOOD, wrap(PICTURED, "<graphic/>"))) == {"A_1": 0, "A_2": 1}


def test_where_a_table_is_lost_only_pages_with_placed_tables_are_kept(tmp_path: Path) -> None:
    assert found(write_article(tmp_path / "A", GOOD, wrap(LOST, "<graphic/>"))) == {"A_2": 1}
    assert found(write_article(tmp_path / "B", wrap(LOST, "<graphic/>"))) == {}


def test_the_page_that_shows_a_table_without_complete_boxes_is_left_out(tmp_path: Path) -> None:
    """Its caption is elsewhere, its last row is not on any page: found, but rejected."""
    unseen = GOOD.replace("Weights and lengths of some fruit", PICTURED).replace("</tbody>", "<tr><td>zzzz</td></tr></tbody>")
    assert found(write_article(tmp_path / "A", unseen)) == {"A_1": 0}


def test_broken_articles_are_named_and_the_rest_is_read_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_article(tmp_path / "in" / "A", GOOD)
    (write_article(tmp_path / "in" / "B", GOOD) / "article.pdf").write_bytes(b"%PDF-1.4 nothing")
    (write_article(tmp_path / "in" / "C", GOOD) / "article.nxml").write_text("<article>")
    heard: list[tuple[int, int]] = []
    with caplog.at_level(logging.WARNING):
        pages = list(read_article_pages(tmp_path / "in", cache=tmp_path / "kept", on_read=lambda *count: heard.append(count)))
    assert [page.name for page in pages] == ["A_1", "A_2", "A_3"]
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert [message.split(":")[1].strip() for message in caplog.messages] == ["B", "article.nxml"]
    (kept,) = (tmp_path / "kept").iterdir()
    stamp = kept.stat().st_mtime_ns
    again = list(read_article_pages(tmp_path / "in", cache=tmp_path / "kept"))
    assert all(np.array_equal(a.boxes, b.boxes) and a.name == b.name for a, b in zip(again, pages, strict=True))
    assert kept.stat().st_mtime_ns == stamp


def recipe(tmp_path: Path, *data: str, **options: object) -> Recipe:
    sources = tuple(map(parse_data, data))
    fields = {"task": "detection", "seconds": 1, "state": tmp_path / "s.pt", "out": tmp_path / "o", **options}
    return Recipe(data=sources, **fields)  # type: ignore[arg-type]


def test_a_detector_learns_articles_and_pasted_tables(tmp_path: Path, tables: Path) -> None:
    write_article(tmp_path / "in" / "A", GOOD)
    write_checkpoint(PageDetrForObjectDetection(tiny_page()), tmp_path / "page", layout_profile("detection", "page-detr"), is_half=True)
    words = ["--data", f"{tmp_path / 'in'}:1", "--data", "synthetic:1", "--paste", tables, "--from", tmp_path / "page"]
    files = ["--state", tmp_path / "s.pt", "-o", tmp_path / "out", "--minutes", 0.001, "--device", "cpu"]
    assert run(["train", "--task", "detection", *map(str, words + files)]) == 0
    assert len(list((tmp_path / "s.samples" / "articles").iterdir())) == 1


def test_what_cannot_be_pasted_or_read_is_said(tmp_path: Path, tables: Path) -> None:
    write_article(tmp_path / "in" / "A", wrap(LOST, "<graphic/>"))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.xml").write_text("<annotation><object><name>table</name></object></annotation>")
    (tmp_path / "pages" / "a.png").write_bytes(b"")
    with pytest.raises(InputError, match="--task detection"):
        recipe(tmp_path, "synthetic", task="structure", paste=(tables,))
    with pytest.raises(InputError, match="--data synthetic"):
        recipe(tmp_path, str(tables), paste=(tables,))
    start = Start(PageDetrForObjectDetection(tiny_page()), layout_profile("detection", "page-detr"), (), False)
    for wanted, message in (
        (recipe(tmp_path, "synthetic", paste=(tmp_path / "pages",)), "--paste .*no tables"),
        (recipe(tmp_path, "synthetic", paste=(tmp_path / "missing",)), "--paste.*no such folder"),
        (recipe(tmp_path, str(tmp_path / "in")), "none of its articles has a page"),
        (recipe(tmp_path, str(tmp_path / "page")), "no such folder"),
        (recipe(tmp_path, str(tmp_path / "in"), task="structure"), "build-dataset articles"),
    ):
        with pytest.raises(InputError, match=message):
            make_job(wanted, start, make_plan(wanted, start))
