"""Other people's output as tables: HTML, JSON of several tools, CSV, XLSX. One module per family, ``read_output`` dispatches."""

from bench.formats.reading import SUFFIXES, read_output
from bench.formats.values import OutputError, OutputTable

__all__ = ["SUFFIXES", "OutputError", "OutputTable", "read_output"]
