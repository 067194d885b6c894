"""A LlamaIndex reader: one ``Document`` per chunk of a table, with caption, page, box and rows in its metadata.

>>> from tablewright.loaders.llamaindex import TableReader  # doctest: +SKIP
>>> documents = TableReader().load_data("report.pdf")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

try:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document
except ImportError as error:
    raise ImportError("this reader needs LlamaIndex: pip install 'tablewright[llamaindex]'") from error

from pipeline import Extractor, Options
from table.io.chunks import MAX_TOKENS, chunk_to_dict, to_chunks


class TableReader(BaseReader):
    """Reads the tables of a document; fits ``SimpleDirectoryReader(file_extractor={".pdf": TableReader()})``."""

    def __init__(self, *, options: Options | None = None, max_tokens: int = MAX_TOKENS, extractor: Extractor | None = None) -> None:
        self._options, self._max_tokens, self._extractor = options, max_tokens, extractor or Extractor()

    def load_data(self, file: str | Path, extra_info: dict[str, Any] | None = None, **_: Any) -> list[Document]:
        """One document per chunk; ``extra_info`` is added to each one's metadata. Raises what ``pipeline.extract`` raises."""
        result = self._extractor.extract(Path(file), self._options)
        documents = []
        for chunk in to_chunks(result.tables, max_tokens=self._max_tokens):
            known = chunk_to_dict(chunk)
            documents.append(Document(text=known.pop("text"), metadata={"source": str(file), **known, **(extra_info or {})}))
        return documents
