"""What names a body cell: the path of its column headers, the section rows above it, and the row headers beside it."""

from __future__ import annotations

from dataclasses import dataclass

from table.values.typed import TypedTable, column_headers

SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class RowName:
    """``sections``: the section row above, "" before the first; ``keys``: the texts of the stub columns."""

    section: str
    keys: tuple[str, ...]


def header_paths(typed: TypedTable) -> list[tuple[str, ...]]:
    """The column-header texts above each column from top to bottom, repeats left out; ``()`` without a header."""
    return [tuple(texts) for texts in column_headers(typed.table)]


def column_names(typed: TypedTable) -> list[str]:
    """One name per column, no two alike: its path joined, "column 3" without one, " (2)" behind a name that was taken.

    Line breaks become spaces.
    """
    names: list[str] = []
    for index, path in enumerate(header_paths(typed), start=1):
        wanted = " ".join(SEPARATOR.join(path).split()) or f"column {index}"
        name, number = wanted, 1
        while name in names:
            number += 1
            name = f"{wanted} ({number})"
        names.append(name)
    return names


def row_names(typed: TypedTable) -> list[RowName | None]:
    """The name of each grid row; ``None`` for column headers and section rows."""
    names: list[RowName | None] = []
    section = ""
    for index, row in enumerate(typed.table.owners()):
        if index < typed.table.num_header_rows:
            names.append(None)
        elif all(cell.is_projected_row_header for cell in row):
            section = " ".join(row[0].text.split())
            names.append(None)
        else:
            names.append(RowName(section, tuple(" ".join(cell.text.split()) for cell in row[: typed.num_stub_columns])))
    return names
