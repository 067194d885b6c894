"""Pages that run through more content than anybody waits for are refused before pdfium sees them; the others are read."""

from __future__ import annotations

import zlib

import pytest

from pipeline import Extractor, Options
from pipeline.documents.content_size import MAX_CONTENT, endless_pages
from pipeline.errors import TooLarge
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.documents.conftest import build_pdf

LINE = b"0 0 m 90 90 l S\n"
MANY_LINES = LINE * (MAX_CONTENT // len(LINE) + 1)


def form(content: bytes, *, filters: int = 0, names: str = "") -> str:
    """A form XObject that knows other forms by ``names`` ("/X 11 0 R")."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    head = f"/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << /XObject << {names} >> >> /Length {len(content)}"
    filtered = f"/Filter [{'/FlateDecode ' * filters}]" if filters else ""
    return f"<< {head} {filtered} >>\nstream\n{content.decode('latin-1')}\nendstream"


def document(*forms: str, content: str = "/X Do") -> bytes:
    """Two pages with a word each; the first draws the first of the forms, whose numbers are 10, 11, ..."""
    word = "BT /F1 9 Tf 20 50 Td (word) Tj ET"
    return build_pdf(f"{content} {word}", word, resources="/XObject << /X 10 0 R >>", extra=forms)


def laughs(depth: int, times: int) -> list[str]:
    """Forms of which each draws the next one so many times."""
    nested = [form(b"/X Do " * times, names=f"/X {11 + level} 0 R") for level in range(depth)]
    return [*nested, form(LINE)]


@pytest.mark.parametrize("filters", [1, 2])
def test_a_stream_that_inflates_without_end_is_told(filters: int) -> None:
    assert endless_pages(document(form(MANY_LINES, filters=filters)), None).keys() == {1}


def test_forms_in_forms_are_multiplied() -> None:
    found = endless_pages(document(*laughs(depth=9, times=10)), None)
    once, last = len("/X Do " * 10), len(LINE)
    assert found[1] == pytest.approx(sum(once * 10**level for level in range(9)) + last * 10**9, abs=100)


def test_a_name_may_be_escaped() -> None:
    hidden = [part.replace("/X Do", "/#58 Do") for part in laughs(depth=9, times=10)]
    assert endless_pages(document(*hidden, content="/#58 Do"), None).keys() == {1}


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param([form(LINE * 1000, filters=1)], id="large enough"),
        pytest.param(laughs(depth=3, times=10), id="a few in each other"),
        pytest.param([form(b"/X Do " * 10_000, names="/X 10 0 R")], id="itself"),
        pytest.param([form(b"/X Do " * 1000, names="/X 11 0 R"), form(b"/X Do " * 1000, names="/X 10 0 R")], id="each other"),
    ],
)
def test_other_pages_are_none_of_these(forms: list[str]) -> None:
    assert endless_pages(document(*forms), None) == {}


def test_a_form_that_no_page_draws_costs_nothing() -> None:
    assert endless_pages(document(form(LINE), *laughs(depth=9, times=10)[1:]), None) == {}


def test_damaged_content_is_what_comes_before_the_damage() -> None:
    cut = zlib.compress(MANY_LINES, 9)[:200]
    assert endless_pages(document(form(cut).replace("/Length", "/Filter /FlateDecode /Length")), None) == {}


@pytest.mark.parametrize("forms", [[form(MANY_LINES, filters=1)], laughs(depth=9, times=10)])
def test_such_a_page_is_refused_and_the_others_are_read(forms: list[str]) -> None:
    result = Extractor(detector=FakeDetector(), recognizer=FakeRecognizer(lambda view: [])).extract(document(*forms), Options(ocr="none"))
    refused, read = result.pages
    assert refused.error is not None
    assert refused.error.code == TooLarge.code
    assert "page 1" in refused.error.message
    assert (read.error, read.text_source, result.status) == (None, "pdf", "partial")
