"""A table as a pandas DataFrame; pandas is an extra and imported only here, when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from table.cells import Table
from table.io.column_values import column_values
from table.io.text_grid import text_grid
from table.values import NO_EVIDENCE, Evidence, type_table

if TYPE_CHECKING:
    from pandas import DataFrame

_DTYPES = {"integer": "Int64", "float": "Float64", "date": "datetime64[s]", "boolean": "boolean"}


def to_pandas(table: Table, *, values: Literal["typed", "text"] = "typed", document: Evidence = NO_EVIDENCE) -> DataFrame:
    """Body rows, spanning cells repeated; several header rows become a ``MultiIndex``, none ``0, 1, 2, …``.

    A column whose every filled cell is an amount, a day or an answer gets that dtype (``Int64``, ``Float64``,
    ``datetime64``, ``boolean``), with missing values where the table has a dash, "n/a" or nothing. All other columns, and
    all with ``values="text"``, are texts as printed: nothing that is unsure becomes a number. Percentages are as printed.

    Raises ``ImportError`` saying what to install when pandas is missing.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("to_pandas() needs pandas: pip install 'tablewright[pandas]'") from error
    grid = text_grid(table, spans="repeat")
    head, body = grid[: table.num_header_rows], grid[table.num_header_rows :]
    columns = pandas.RangeIndex(table.num_columns)
    if len(head) == 1:
        columns = pandas.Index(head[0])
    elif head:
        columns = pandas.MultiIndex.from_arrays([list(labels) for labels in head])
    frame = pandas.DataFrame(body, columns=pandas.RangeIndex(table.num_columns), dtype=str)
    if values == "typed" and body:
        for index, column in enumerate(column_values(type_table(table, document=document))):
            if column.dtype != "text":
                frame[index] = pandas.Series(column.values, dtype=_DTYPES[column.dtype])
    frame.columns = columns
    return frame
