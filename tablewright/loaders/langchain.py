"""A LangChain document loader: one ``Document`` per chunk of a table, with caption, page, box and rows in its metadata.

>>> from tablewright.loaders.langchain import TableLoader  # doctest: +SKIP
>>> documents = TableLoader("report.pdf").load()  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

try:
    from langchain_core.document_loaders import BaseLoader
    from langchain_core.documents import Document
except ImportError as error:
    raise ImportError("this loader needs LangChain: pip install 'tablewright[langchain]'") from error

from pipeline import Extractor, Options
from table.io.chunks import MAX_TOKENS, chunk_to_dict, to_chunks


class TableLoader(BaseLoader):
    """Loads the tables of one or more documents, one document at a time; raises what ``pipeline.extract`` raises."""

    def __init__(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        options: Options | None = None,
        max_tokens: int = MAX_TOKENS,
        extractor: Extractor | None = None,
    ) -> None:
        self._paths = [paths] if isinstance(paths, str | Path) else list(paths)
        self._options, self._max_tokens, self._extractor = options, max_tokens, extractor or Extractor()

    def lazy_load(self) -> Iterator[Document]:
        for path in self._paths:
            result = self._extractor.extract(Path(path), self._options)
            for chunk in to_chunks(result.tables, max_tokens=self._max_tokens):
                known = chunk_to_dict(chunk)
                yield Document(page_content=known.pop("text"), metadata={"source": str(path), **known})
