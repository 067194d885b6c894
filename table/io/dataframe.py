"""A table as a pandas DataFrame; pandas is an extra and imported only here, when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from table.cells import Table
from table.io.text_grid import text_grid

if TYPE_CHECKING:
    from pandas import DataFrame


def to_pandas(table: Table) -> DataFrame:
    """Body rows as strings, spanning texts repeated; several header rows become a ``MultiIndex``, none ``0, 1, 2, …``.

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
    return pandas.DataFrame(body, columns=columns, dtype=str)
