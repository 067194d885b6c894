"""A user's JSON Schema against the records of a document's tables: what does not fit, by table, row and key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import InputError
from table import Table
from table.io import to_records
from table.values import type_tables
from tablewright.option_parsing import read_text

MAX_SHOWN = 100  # messages of one document


def read_schema(path: Path) -> Any:
    """A validator of the schema in ``path``; raises ``InputError`` for a file that is none, or without jsonschema."""
    try:
        import jsonschema
    except ImportError as error:
        raise InputError("--schema needs jsonschema: pip install 'tablewright[schema]'") from error
    try:
        schema = json.loads(read_text(path))
        kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
        kind.check_schema(schema)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is not JSON: {error}") from error
    except jsonschema.SchemaError as error:
        raise InputError(f"{path.name} is no JSON Schema: {error.message}") from error
    return kind(schema, format_checker=jsonschema.FormatChecker())


def schema_problems(tables: Sequence[Table], validator: Any) -> Iterator[str]:
    """One line per value or row that does not fit, for each record of each table; a schema describes one record."""
    for number, typed in enumerate(type_tables(tables), start=1):
        for record in to_records(typed, number=number, provenance=True):
            source = record.pop("_source")
            for error in sorted(validator.iter_errors(record), key=lambda error: list(map(str, error.path))):
                key = f", {' / '.join(map(str, error.path))!r}" if error.path else ""
                yield f"table {number}, page {source['page']}, row {source['row']}{key}: {error.message}"
