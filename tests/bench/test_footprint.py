"""What the product takes on disk and in memory: what is counted, and the long document."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from bench.footprint import size_of, write_long
from tests.fakes import SAMPLE


def test_a_long_document_has_the_pages_of_the_others_over_and_over(tmp_path: Path) -> None:
    write_long([SAMPLE, SAMPLE], 3, tmp_path / "long.pdf")
    with pypdfium2.PdfDocument(tmp_path / "long.pdf") as found, pypdfium2.PdfDocument(SAMPLE) as one:
        assert len(found) == 3
        texts = [document[index].get_textpage().get_text_range() for document, index in ((found, 2), (one, 2 % len(one)))]
    assert texts[0] == texts[1]


def test_what_installs_is_not_counted(tmp_path: Path) -> None:
    for name, size in (("ours/a.py", 10), ("pip/b.py", 100), ("pip-25.0.dist-info/METADATA", 1_000), ("ours/deep/c.so", 5)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    assert size_of(tmp_path) == 15
