"""How a cell looks: pieces of its text that are bold, italic, raised, struck out or linked, its shading, its check box.

Looks never change a text: the pieces of a cell, one after the other, spell it, with a line break in place of a space where
the break means something.
"""

from __future__ import annotations

from collections.abc import Sequence

from table.frozen import frozen

BOXES = {
    "☑": True, "☒": True, "🗹": True, "⊠": True, "✓": True, "✔": True,
    "☐": False, "□": False, "❏": False, "❐": False, "❑": False, "❒": False,
}  # fmt: skip  # signs that are a box or a tick
TICKS = frozenset("Xx×✓✔✕✖✗✘☓√")  # that tick the box they stand in
LINK_SCHEMES = ("http://", "https://", "mailto:")  # of addresses that are told and may be followed


@frozen
class Run:
    """A piece of text that looks alike; ``text`` may hold a line break where the cell's text has a space."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_raised: bool = False
    is_struck: bool = False
    link: str | None = None

    @property
    def style(self) -> tuple[bool, bool, bool, bool, str | None]:
        """Everything but the text, in the order of the fields."""
        return self.is_bold, self.is_italic, self.is_raised, self.is_struck, self.link

    @property
    def is_plain(self) -> bool:
        return not any(self.style)


@frozen
class Looks:
    """``runs`` spell the text, or are none where it is plain; ``shading`` is the luminance behind it, 0 (black) to 1;
    ``is_ticked`` tells the state of a check box, ``None`` where there is none.
    """

    runs: tuple[Run, ...] = ()
    shading: float | None = None
    is_ticked: bool | None = None

    @property
    def is_plain(self) -> bool:
        return not self.runs and self.shading is None and self.is_ticked is None


PLAIN = Looks()


def spells(runs: Sequence[Run], text: str) -> bool:
    """Whether ``runs`` are the pieces of ``text``.

    >>> spells([Run("Net", is_bold=True), Run("\\nsales")], "Net sales")
    True
    """
    return "".join(run.text for run in runs).replace("\n", " ") == text.replace("\n", " ")
