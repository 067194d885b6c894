"""What is opened, what is refused, and with which error."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from pipeline.documents import open_document
from pipeline.errors import CorruptDocument, EncryptedDocument, InputError, TooLarge, UnsupportedFormat
from pipeline.options import Options

ODD = Path(__file__).parents[2] / "data" / "odd_pdfs"
TEXT = Options(text="pdf")
HELLO = "BT /F1 10 Tf 20 50 Td (Hello) Tj ET"


def words(source, options: Options = TEXT) -> list[str]:
    with open_document(source, options) as document:
        return [word.text for number in range(1, document.num_pages + 1) for word in document.page(number).words]


def test_paths_bytes_and_streams_read_alike(pdf, tmp_path):
    data = pdf(HELLO)
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert words(path) == words(str(path)) == words(data) == words(io.BytesIO(data)) == ["Hello"]
    with open_document(path, TEXT) as document:
        assert (document.name, document.kind, document.num_pages) == ("a.pdf", "pdf", 1)


def test_junk_before_the_header(pdf):
    assert words(b"junk \x00\xff\r\n" * 20 + pdf(HELLO)) == ["Hello"]


def test_missing_header_line():
    assert words(ODD / "bug1606566.pdf")


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", CorruptDocument, "0 bytes"),
        (b"plain text", UnsupportedFormat, "PDF, PNG"),
        (b"PK\x03\x04rest", UnsupportedFormat, "Office"),
        (b"%PDF-1.4\nnothing else", CorruptDocument, "damaged"),
        (b"\x89PNG\r\n\x1a\n", CorruptDocument, "picture"),
    ],
)
def test_refusals_name_the_cause(data, error, says):
    with pytest.raises(error, match=says):
        open_document(data, TEXT)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"none\.pdf"):
        open_document(tmp_path / "none.pdf", TEXT)


def test_limits_on_bytes_and_pages(pdf):
    data = pdf(HELLO, HELLO)
    with pytest.raises(TooLarge, match="100 bytes"):
        open_document(data, Options(max_bytes=100))
    with pytest.raises(TooLarge, match="2 pages"):
        open_document(data, Options(max_pages=1))
    with open_document(data, Options(max_pages=1, pages=(2,))) as document:  # few pages of a long document are fine
        assert document.num_pages == 2


@pytest.mark.parametrize(("name", "password"), [("issue6010_1.pdf", "abc"), ("issue6010_2.pdf", "æøå"), ("aes-256-r6.pdf", "usersecret")])
def test_encrypted_documents(name, password):
    with pytest.raises(EncryptedDocument, match="needed"):
        open_document(ODD / name, TEXT)
    with pytest.raises(EncryptedDocument, match="wrong"):
        open_document(ODD / name, Options(password="nope"))
    with open_document(ODD / name, Options(text="pdf", password=password)) as document:
        assert document.page(1).words


def test_no_pages(pdf):
    with pytest.raises(CorruptDocument):
        open_document(pdf(), TEXT)


def test_pages_outside_the_document_are_refused(pdf):
    with open_document(pdf(HELLO), TEXT) as document:
        for number in (0, 2):
            with pytest.raises(InputError, match="does not exist"):
                document.page(number)


def test_a_long_document_is_opened_anew_now_and_then_and_reads_the_same(pdf, monkeypatch):
    data = pdf(*(f"BT /F1 10 Tf 20 50 Td (page {number}) Tj ET" for number in range(5)))
    with open_document(data, Options(text="pdf")) as document:
        expected = [document.page(number).words for number in range(1, 6)]
    monkeypatch.setattr("pipeline.documents.pdf.REOPEN_PAGES", 2)
    with open_document(data, Options(text="pdf")) as document:
        pages = [document.page(number) for number in range(1, 6)]
        assert [page.words for page in pages] == expected
        assert all((page.render(1.0) < 128).any() for page in pages)  # also of the document that was closed since


def test_a_closed_document_says_so(pdf):
    with open_document(pdf(HELLO), TEXT) as document:
        page = document.page(1)
    with pytest.raises(InputError, match="closed"):
        page.render(1.0)


def test_too_large_a_render_is_refused_before_it_is_drawn(pdf):
    with open_document(pdf(HELLO), Options(text="pdf", max_pixels=10_000)) as document, pytest.raises(TooLarge, match="10000 pixels"):
        document.page(1).render(10.0)


def test_impossible_page_size(pdf):
    with (
        open_document(pdf(HELLO, page="/MediaBox [0 0 1000000000 1000000000]"), TEXT) as document,
        pytest.raises(CorruptDocument, match="impossible"),
    ):
        document.page(1)


def test_many_threads_share_one_pdfium(pdf):
    """Reading and drawing from several threads, also of different documents, must neither crash nor mix pages."""
    data = pdf(*(f"BT /F1 10 Tf 20 50 Td (page{number}) Tj ET" for number in range(1, 5)))
    failures: list[object] = []

    def work(start: int) -> None:
        with open_document(data, TEXT) as document:
            for step in range(20):
                number = (start + step) % 4 + 1
                page = document.page(number)
                if [word.text for word in page.words] != [f"page{number}"] or page.render(0.5).shape != (50, 100, 3):
                    failures.append(page)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("options", [Options(text="both"), Options(words_from="mupdf")])
def test_unknown_options_are_refused(pdf, options):
    with pytest.raises(InputError, match="choose one of"):
        open_document(pdf(HELLO), options)
