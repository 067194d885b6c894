r"""A LaTeX ``tabular`` as the table it prints: ``\multicolumn`` and ``\multirow`` are spanning cells, lines are no rows.

Rows and columns in which nothing is printed are left out: nobody can see them. A ``\multirow`` reaches over the blank
cells below it (above it, with a negative number) and no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.readers.latex_text import TABLE_ENVIRONMENTS, after_column_specification, argument, prepared, printed_text, skipped_option
from canonicalize import AnnotationError
from canonicalize.readers.truth import tiled
from table import Cell, Table

BEGIN = re.compile(r"\\begin\{(" + "|".join(re.escape(name) for name in sorted(TABLE_ENVIRONMENTS)) + r")\}")
ENVIRONMENT_END = re.compile(r"\\(begin|end)\{[^}]*\}")
# what stands between rows: rules, colours and space; it belongs to no cell
BETWEEN_ROWS = re.compile(
    r"\s*\\(?:hline|toprule|midrule|bottomrule|hdashline|addlinespace|noalign|cline|cmidrule|cdashline|specialrule|Xhline|rowcolor"
    r"|arrayrulecolor|morecmidrules|smallskip|medskip|bigskip|hhline)(?![A-Za-z])\*?"
)
NUM_ARGUMENTS = {"specialrule": 3} | dict.fromkeys(
    ("noalign", "cline", "cmidrule", "cdashline", "Xhline", "rowcolor", "arrayrulecolor", "hhline"), 1
)
MAX_SPAN = 1_000  # rows or columns one cell may claim


@dataclass(frozen=True, slots=True)
class _Part:
    """One field of one line: ``height`` as claimed by a multirow, negative upwards."""

    text: str
    width: int = 1
    height: int = 1


def table_from_latex(source: str, name: str = "") -> Table:
    r"""The table of the first ``tabular`` in ``source``. Raises ``AnnotationError`` when there is none or nothing is printed.

    >>> table = table_from_latex(r"\begin{tabular}{ll}\multicolumn{2}{c}{Sum}\\\hline a & 1\,\%\\\end{tabular}")
    >>> [(cell.text, len(cell.columns)) for cell in table.cells]
    [('Sum', 2), ('a', 1), ('1%', 1)]
    """
    lines = [[_part(field) for field in fields] for fields in _lines(_body(prepared(source), name))]
    cells = _settled(_placed(lines))
    if not cells:
        raise AnnotationError("nothing is printed in this tabular", source=name)
    return tiled(_without_blank_lines(cells), name)


def _body(source: str, name: str) -> str:
    begin = BEGIN.search(source)
    if begin is None:
        raise AnnotationError("no tabular environment", source=name)
    start = after_column_specification(source, begin.end(), begin[1])
    depth = 1
    for match in ENVIRONMENT_END.finditer(source, start):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return source[start : match.start()]
    return source[start:]


def _lines(body: str) -> Iterator[list[str]]:
    """The fields of each line, rules taken off; lines without any sign between two rules are none."""
    for line in _split(body, is_line=True):
        bare = _without_rules(line)
        fields = _split(bare, is_line=False)
        if len(fields) > 1 or bare.strip():
            yield fields


def _split(source: str, *, is_line: bool) -> list[str]:
    r"""``source`` at each ``\\`` (or at each ``&``) outside braces and inner environments."""
    parts, start, place, depth = [], 0, 0, 0
    while place < len(source):
        inner = ENVIRONMENT_END.match(source, place)
        if inner:
            depth += 1 if inner[1] == "begin" else -1
            place = inner.end()
        elif source[place] == "\\":
            end = _line_end(source, place) if is_line and depth == 0 else None
            if end is not None:
                parts.append(source[start:place])
                start = end
            place = end if end is not None else place + 2
        else:
            if source[place] == "&" and not is_line and depth == 0:
                parts.append(source[start:place])
                start = place + 1
            depth += {"{": 1, "}": -1}.get(source[place], 0)
            place += 1
    return [*parts, source[start:]]


def _line_end(source: str, place: int) -> int | None:
    r"""The place behind ``\\``, ``\\*``, ``\\[2pt]`` or ``\tabularnewline`` at ``place``."""
    if source.startswith("\\tabularnewline", place):
        return skipped_option(source, place + len("\\tabularnewline"))
    if not source.startswith("\\\\", place):
        return None
    end = place + 2 + source.startswith("*", place + 2)
    return skipped_option(source, end) if source.startswith("[", end) else end


def _without_rules(line: str) -> str:
    place = 0
    while match := BETWEEN_ROWS.match(line, place):
        place = skipped_option(line, match.end(), "([")
        for _ in range(NUM_ARGUMENTS.get(match[0].strip().strip("\\*"), 0)):
            _, place = argument(line, skipped_option(line, place, "(["))
        place = skipped_option(line, place)
    return line[place:]


def _part(field: str) -> _Part:
    width = height = 1
    text = field.strip()
    if match := re.search(r"\\multicolumn(?![A-Za-z])", text):
        number, place = argument(text, match.end())
        _, place = argument(text, place)
        inner, end = argument(text, place)
        width, text = _number(number), text[: match.start()] + inner + text[end:]
    if match := re.search(r"\\multirow(?![A-Za-z])", text):
        number, place = argument(text, skipped_option(text, match.end()))
        _, place = argument(text, skipped_option(text, place))
        inner, end = argument(text, skipped_option(text, place))
        height, text = _number(number), text[: match.start()] + inner + text[end:]
    return _Part(printed_text(text), max(1, width), height or 1)


def _number(text: str) -> int:
    try:
        return max(-MAX_SPAN, min(MAX_SPAN, round(float(text))))
    except ValueError:
        return 1


def _placed(lines: list[list[_Part]]) -> list[tuple[int, int, _Part]]:
    """Every field with its row and first column."""
    placed = []
    for row, line in enumerate(lines):
        column = 0
        for part in line:
            placed.append((row, column, part))
            column += part.width
    return placed


def _settled(placed: list[tuple[int, int, _Part]]) -> list[Cell]:
    """The cells with text; each reaches over as many blank places as it claims."""
    taken = {(row, column + k) for row, column, part in placed if part.text for k in range(part.width)}
    cells = []
    for row, column, part in placed:
        if not part.text:
            continue
        step, rows = (1 if part.height > 0 else -1), [row]
        while len(rows) < abs(part.height) and 0 <= rows[-1] + step <= placed[-1][0]:
            places = {(rows[-1] + step, column + k) for k in range(part.width)}
            if places & taken:
                break
            taken |= places
            rows.append(rows[-1] + step)
        cells.append(Cell(range(min(rows), max(rows) + 1), range(column, column + part.width), part.text))
    return cells


def _without_blank_lines(cells: list[Cell]) -> list[Cell]:
    """The cells with rows and columns closed up in which no text stands; a wide or high cell alone makes none."""
    rows = sorted({cell.rows.start for cell in cells})
    columns = sorted({cell.columns.start for cell in cells})
    return [replace(cell, rows=_closed(cell.rows, rows), columns=_closed(cell.columns, columns)) for cell in cells]


def _closed(extent: range, kept: list[int]) -> range:
    inside = [number for number, place in enumerate(kept) if place in extent]
    return range(inside[0], inside[-1] + 1)
