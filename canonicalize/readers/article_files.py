"""Which files of a folder are an article: a PDF and its JATS markup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ArticleFiles:
    """One article: its id, PDF and markup file."""

    document: str
    pdf: Path
    markup: Path


def find_articles(folder: Path) -> list[ArticleFiles]:
    """The pairs under ``folder``: a PDF and an NXML or XML file with its stem, or alone together in a folder.

    The document's id is the PDF's stem, or its folder's name if the stem says nothing (``article``).
    """
    found = []
    for pdf in sorted(folder.rglob("*.pdf")):
        partners = [pdf.with_suffix(suffix) for suffix in (".nxml", ".xml") if pdf.with_suffix(suffix).exists()]
        partners = partners or (sorted(pdf.parent.glob("*.nxml")) if len(list(pdf.parent.glob("*.pdf"))) == 1 else [])
        if partners:
            name = pdf.parent.name if pdf.stem.lower() in ("article", "main", "paper") else pdf.stem
            found.append(ArticleFiles(name, pdf, partners[0]))
    return found
