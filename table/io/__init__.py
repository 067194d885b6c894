"""Readers and writers of our own formats: HTML, JSON, CSV, Markdown, XLSX, records, Parquet, chunks and pandas.

HTML and JSON are lossless: what was written reads back to exactly the same cells. Readers bound every claimed size
before they believe it and raise ``FormatError``; cells that do not tile a grid raise ``GridError``.
"""

from table.io.arrow import to_arrow, to_parquet
from table.io.chunks import Chunk, chunks_text, to_chunks
from table.io.csv_format import to_csv
from table.io.dataframe import to_pandas
from table.io.format_error import FormatError
from table.io.guard import guard_formula
from table.io.html_reader import tables_from_html
from table.io.html_writer import html_page, to_html
from table.io.json_format import TABLE_SCHEMA, table_from_dict, table_to_dict, tables_from_json, to_json
from table.io.markdown import to_markdown
from table.io.records import records_text, to_records, to_tidy_csv
from table.io.xlsx import write_xlsx, xlsx_bytes

__all__ = [
    "TABLE_SCHEMA",
    "Chunk",
    "FormatError",
    "chunks_text",
    "guard_formula",
    "html_page",
    "records_text",
    "table_from_dict",
    "table_to_dict",
    "tables_from_html",
    "tables_from_json",
    "to_arrow",
    "to_chunks",
    "to_csv",
    "to_html",
    "to_json",
    "to_markdown",
    "to_pandas",
    "to_parquet",
    "to_records",
    "to_tidy_csv",
    "write_xlsx",
    "xlsx_bytes",
]
