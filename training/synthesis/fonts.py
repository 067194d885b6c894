"""Text widths of two proportional type families (Adobe metrics of Helvetica and Times), in fractions of the font size."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

_SANS = {
    " ": 278, "!": 278, '"': 355, "#": 556, "$": 556, "%": 889, "&": 667, "'": 191, "(": 333, ")": 333, "*": 389, "+": 584,
    ",": 278, "-": 333, ".": 278, "/": 278, ":": 278, ";": 278, "<": 584, "=": 584, ">": 584, "?": 556, "@": 1015,
    "A": 667, "B": 667, "C": 722, "D": 722, "E": 667, "F": 611, "G": 778, "H": 722, "I": 278, "J": 500, "K": 667, "L": 556,
    "M": 833, "N": 722, "O": 778, "P": 667, "Q": 778, "R": 722, "S": 667, "T": 611, "U": 722, "V": 667, "W": 944, "X": 667,
    "Y": 667, "Z": 611, "[": 278, "]": 278, "_": 556, "c": 500, "f": 278, "i": 222, "j": 222, "k": 500, "l": 222, "m": 833,
    "r": 333, "s": 500, "t": 278, "v": 500, "w": 722, "x": 500, "y": 500, "z": 500, "—": 1000, "•": 350, "●": 604, "±": 584,
    "…": 1000, "’": 222, "°": 400, "×": 584, "≥": 549, "≤": 549, "~": 584, "|": 260, "†": 556, "‡": 556, "é": 556, "ü": 556,
}  # fmt: skip
_SERIF = {
    " ": 250, "!": 333, '"': 408, "%": 833, "&": 778, "'": 180, "(": 333, ")": 333, "+": 564, ",": 250, "-": 333, ".": 250,
    "/": 278, ":": 278, ";": 278, "<": 564, "=": 564, ">": 564, "?": 444, "@": 921, "A": 722, "B": 667, "C": 667, "D": 722,
    "E": 611, "F": 556, "G": 722, "H": 722, "I": 333, "J": 389, "K": 722, "L": 611, "M": 889, "N": 722, "O": 722, "P": 556,
    "Q": 722, "R": 667, "S": 556, "T": 611, "U": 722, "V": 722, "W": 944, "X": 722, "Y": 722, "Z": 611, "[": 333, "]": 333,
    "a": 444, "c": 444, "e": 444, "f": 333, "i": 278, "j": 278, "l": 278, "m": 778, "r": 333, "s": 389, "t": 278, "w": 722,
    "z": 444, "—": 1000, "•": 350, "●": 604, "±": 564, "…": 1000, "’": 333, "°": 400, "×": 564, "≥": 549, "≤": 549, "~": 541,
    "|": 200,
}  # fmt: skip


class _Widths(dict[str, float]):
    def __init__(self, thousandths: dict[str, int], default: float) -> None:
        super().__init__({char: width / 1000 for char, width in thousandths.items()})
        self.default = default

    def __missing__(self, char: str) -> float:
        return self.default


_FAMILIES = {"sans": _Widths(_SANS, 0.556), "serif": _Widths(_SERIF, 0.5)}
_BOLD_FACTOR = 1.06
_MONO_WIDTH = 0.6


@dataclass(frozen=True)
class Font:
    """A typeface at a size in points. ``family`` is "sans", "serif" or "mono"; ``stretch`` scales widths (condensed < 1)."""

    family: str
    size: float
    stretch: float = 1.0
    is_bold: bool = False
    _cache: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _scale(self) -> float:
        return self.size * self.stretch * (_BOLD_FACTOR if self.is_bold and self.family != "mono" else 1.0)

    def width(self, text: str) -> float:
        """Width of ``text`` in points; 0 for the empty string."""
        found = self._cache.get(text)
        if found is None:
            if self.family == "mono":
                found = len(text) * _MONO_WIDTH * self._scale
            else:
                found = sum(map(_FAMILIES[self.family].__getitem__, text)) * self._scale
            self._cache[text] = found
        return found

    @property
    def space(self) -> float:
        return self.width(" ")

    def bold(self) -> Font:
        return Font(self.family, self.size, self.stretch, is_bold=True)

    def scaled(self, factor: float) -> Font:
        return Font(self.family, self.size * factor, self.stretch, self.is_bold)
