"""Footnote marks: raised, bracketed and bare ones made alike, so that cells and notes can be linked."""

from __future__ import annotations

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ", "0123456789abcdefgh")


def plain_mark(mark: str) -> str:
    """A mark without brackets and raised letters.

    >>> plain_mark("(a)"), plain_mark("²")
    ('a', '2')
    """
    return mark.strip("()[]. ").translate(_SUPERSCRIPTS)
