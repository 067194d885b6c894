"""Typed values beside printed texts: amounts, dates, ranges and absent values, read with the evidence of their column."""

from table.values.evidence import NO_EVIDENCE, Evidence, read_alike
from table.values.typed import ColumnType, TypedTable, document_evidence, table_evidence, type_table, type_tables
from table.values.value import Value, ValueFlag, ValueType

__all__ = [
    "NO_EVIDENCE",
    "ColumnType",
    "Evidence",
    "TypedTable",
    "Value",
    "ValueFlag",
    "ValueType",
    "document_evidence",
    "read_alike",
    "table_evidence",
    "type_table",
    "type_tables",
]
