"""Tables for Arrow, Parquet and DuckDB; pyarrow is an extra and imported only here, when asked for."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from table.cells import Table
from table.io.column_values import column_values
from table.values import NO_EVIDENCE, Evidence, type_table
from table.values.paths import column_names

if TYPE_CHECKING:
    import pyarrow


def to_arrow(table: Table, *, document: Evidence = NO_EVIDENCE) -> pyarrow.Table:
    """The body with a type for each column whose every filled cell is sure, texts as printed for all others.

    Field names are header paths; unit, scale and currency stand in the fields' metadata, page and caption in the schema's.
    DuckDB queries the result by its variable's name. Raises ``ImportError`` saying what to install without pyarrow.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("Arrow and Parquet need pyarrow: pip install 'tablewright[arrow]'") from error
    typed = type_table(table, document=document)
    kinds: dict[str, Any] = {
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "date": pyarrow.date32(),
        "boolean": pyarrow.bool_(),
        "text": pyarrow.string(),
    }
    columns = column_values(typed)
    fields = [
        pyarrow.field(name, kinds[column.dtype], metadata=_metadata(kind.units))
        for name, column, kind in zip(column_names(typed), columns, typed.columns, strict=True)
    ]
    about = {"page": str(table.page), "caption": table.caption.text if table.caption else "", "flags": json.dumps(list(table.flags))}
    arrays = [pyarrow.array(column.values, type=field.type) for column, field in zip(columns, fields, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=about))


def _metadata(units: Any) -> dict[str, str]:
    return {name: str(getattr(units, name)) for name in ("unit", "scale", "currency", "symbol") if getattr(units, name) not in (None, 1)}


def to_parquet(table: Table, *, document: Evidence = NO_EVIDENCE) -> bytes:
    """The bytes of a Parquet file of ``to_arrow(table)``."""
    arrow = to_arrow(table, document=document)
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(arrow, buffer)
    return buffer.getvalue()
