"""Named switches that change cell texts before they are compared.

Published GriTS and AccCont numbers use none. A report must carry ``normalisation_name`` beside any score made with
switches on: OCR output and dataset words differ in ways (full-width digits, double spaces) nobody means to measure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from grits.matrices import Gridded
from table import Cell, Table

_DASHES = re.compile("[\u2010\u2011\u2012\u2013\u2212]")
_LEADERS = re.compile(r"(?:(?<=\s)|^)\.(?=\s|$)|\.(?:\s*\.){2,}")  # a dot that stands alone, or three and more in a row
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9.%]")


class TextSwitch(StrEnum):
    """What may be ignored; applied in this order."""

    NFKC = "nfkc"  # compatibility forms: ligatures, full-width digits, superscripts
    DASHES = "dashes"  # hyphens, minus signs and en dashes are one sign
    LEADERS = "no leaders"  # dots that lead from a label to its value are no text: two readers never cut their rows alike
    PLAIN = "letters, digits, point and percent"  # nothing but A-Z, a-z, 0-9, "." and "%" counts; accents are taken off
    COLLAPSE_WHITE_SPACE = "collapse white space"  # runs become one space, ends are stripped
    NO_WHITE_SPACE = "no white space"  # all of it is removed
    CASEFOLD = "casefold"  # upper and lower case are equal


def normalise_text(text: str, switches: Collection[TextSwitch]) -> str:
    """The text with the switches applied; unchanged without switches.

    >>> normalise_text(" Table  ① ", [TextSwitch.NFKC, TextSwitch.COLLAPSE_WHITE_SPACE])
    'Table 1'
    >>> [normalise_text(text, [TextSwitch.LEADERS]) for text in ("Sum . . . . .", ". . . 1.5", "ca. 1.5")]
    ['Sum', '1.5', 'ca. 1.5']
    """
    if TextSwitch.NFKC in switches:
        text = unicodedata.normalize("NFKC", text)
    if TextSwitch.DASHES in switches:
        text = _DASHES.sub("-", text)
    if TextSwitch.LEADERS in switches:
        text = _LEADERS.sub(" ", text).strip()
    if TextSwitch.PLAIN in switches:
        text = _NOT_PLAIN.sub("", unicodedata.normalize("NFKD", text))
    if TextSwitch.COLLAPSE_WHITE_SPACE in switches:
        text = " ".join(text.split())
    if TextSwitch.NO_WHITE_SPACE in switches:
        text = re.sub(r"\s+", "", text)
    return text.casefold() if TextSwitch.CASEFOLD in switches else text


def normalise_cells(gridded: Gridded, switches: Collection[TextSwitch]) -> tuple[Cell, ...]:
    """The cells with normalised texts, in the same order."""
    cells = gridded.cells if isinstance(gridded, Table) else gridded
    return tuple(replace(cell, text=normalise_text(cell.text, switches)) for cell in cells)


def normalisation_name(switches: Collection[TextSwitch]) -> str:
    """The name for reports: the switches in their order, or ``"none"``."""
    return " + ".join(switch.value for switch in TextSwitch if switch in switches) or "none"
