"""Footnote marks: raised, bracketed and bare ones made alike, so that cells and notes can be linked.

A raised mark stands in a cell's text after a space ("12.5 3"), or "12.53" would be read; the looks of the cell say that it is
raised, so that it can be told from the digits of a number.
"""

from __future__ import annotations

from table.cells import Cell

_RAISED = str.maketrans("0123456789abcdefgh+-\u2212,", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ⁺⁻⁻ ")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ", "0123456789abcdefgh")


def plain_mark(mark: str) -> str:
    """A mark without brackets and raised letters.

    >>> plain_mark("(a)"), plain_mark("²")
    ('a', '2')
    """
    return mark.strip("()[]. ").translate(_SUPERSCRIPTS)


def with_raised(cell: Cell) -> str:
    """The cell's text with raised digits, signs and letters as superscripts, each directly after what it stands at.

    Other raised text ("st" after 1) and texts whose looks are not known stay as they are.
    """
    text = ""
    for run in cell.looks.runs:
        raised = run.text.strip().translate(_RAISED)
        if run.is_raised and raised != run.text.strip():
            text = text.rstrip() + raised
        else:
            text += run.text.replace("\n", " ")
    return text or cell.text
