"""The text that a piece of LaTeX prints, as far as tables need it: letters, digits and signs of one cell.

Commands that only dress their argument vanish, arguments that print nothing (colours, lengths) vanish with their command,
line breaks inside a cell become spaces. Every other command is a sign: ``SIGN`` stands for it, so that a column of check
marks is a column; comparisons with a PDF's text leave such signs out on both sides (``TextSwitch.PLAIN``).
"""

from __future__ import annotations

import re

# command -> how many of its leading {arguments} print nothing; the rest prints
SILENT_ARGUMENTS = {
    "color": 1, "cellcolor": 1, "rowcolor": 1, "columncolor": 1, "textcolor": 1, "hspace": 1, "vspace": 1, "phantom": 1, "hphantom": 1,
    "vphantom": 1, "rule": 2, "raisebox": 1, "rotatebox": 1, "scalebox": 1, "resizebox": 2, "parbox": 1, "fontsize": 2, "extracolsep": 1,
    "multicolumn": 2, "multirow": 2, "begin": 1, "end": 1, "label": 1, "cite": 1, "ref": 1, "href": 1, "colorbox": 1, "noalign": 1,
    "setlength": 2, "arrayrulecolor": 1, "cline": 1, "cmidrule": 1, "cdashline": 1, "specialrule": 3, "Xhline": 1, "includegraphics": 1,
}  # fmt: skip
TABLE_ENVIRONMENTS = frozenset({"tabular", "tabular*", "tabularx", "array"})
_DRESSING = """
textbf textit textrm textsf texttt textsc textsl textup textnormal textsuperscript textsubscript emph underline uline text mathrm
mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm pmb operatorname mbox hbox fbox ensuremath hat bar tilde
vec dot ddot overline widehat widetilde bf it rm sf tt sc em bfseries itshape rmfamily sffamily ttfamily scshape normalfont
boldmath tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge centering raggedright raggedleft arraybackslash
left right big Big bigg Bigg quad qquad hfill hfil fill enspace thinspace enskip space null protect makecell thead shortstack
makebox frac dfrac tfrac smallskip medskip bigskip par noindent strut baseline columnwidth textwidth linewidth arrayrulewidth
height width depth displaystyle textstyle scriptstyle limits nolimits hline newline linebreak tabularnewline ignorespaces relax
"""
DRESSING = frozenset(_DRESSING.split())  # commands that print nothing themselves; their arguments print
SIGN = "\u25a1"
NAMED_LETTERS = {"ell": "l", "ss": "ss", "ae": "ae", "AE": "AE", "o": "o", "O": "O", "l": "l", "L": "L", "i": "i", "j": "j", "aa": "a"}
_FUNCTIONS = """
sin cos tan log ln exp max min arg argmax argmin lim sup inf det dim ker Pr gcd deg mod
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())  # print their own name
_SPACES = """
quad qquad hfill hfil enspace thinspace enskip space newline linebreak par
"""
SPACES = frozenset(_SPACES.split())
ESCAPED = frozenset("%$&#_{}")
VERB = re.compile(r"\\verb\*?(?P<mark>[^A-Za-z*\s])(?P<text>.*?)(?P=mark)")
COMMENT = re.compile(r"(?<!\\)(?P<pairs>(?:\\\\)*)%[^\n]*\n?")
_SIGNS = "\\{}&%$^_~#"
_HIDDEN = {ord(sign): chr(0xE000 + number) for number, sign in enumerate(_SIGNS)}
_SHOWN = {0xE000 + number: sign for number, sign in enumerate(_SIGNS)}


def prepared(source: str) -> str:
    r"""``source`` without comments, and with the contents of ``\verb`` out of reach of every later step."""
    kept = VERB.sub(lambda match: match["text"].translate(_HIDDEN), source)
    return COMMENT.sub(lambda match: match["pairs"], kept)


def printed_text(source: str) -> str:
    r"""The text of one cell, white space collapsed. ``source`` must have been ``prepared``.

    >>> printed_text(r"\textbf{Sum} \color{red} $1{,}000^{\pm 0.5}$\\ of")
    'Sum 1,000□0.5 of'
    """
    parts: list[str] = []
    place = 0
    while place < len(source):
        sign = source[place]
        if sign == "\\":
            text, place = _command(source, place + 1)
            parts.append(text)
        else:
            parts.append(" " if sign in "~&" else "" if sign in "{}$^_" else sign)
            place += 1
    return " ".join("".join(parts).translate(_SHOWN).split())


def _command(source: str, place: int) -> tuple[str, int]:
    """What the command whose name starts at ``place`` prints by itself, and where its printed arguments start."""
    name = re.compile(r"[A-Za-z]+\*?|.?", re.DOTALL).match(source, place)
    assert name is not None
    word, place = name[0], name.end()
    if not word[:1].isalpha():
        return _sign(word), skipped_option(source, place) if word == "\\" else place
    word = word.rstrip("*")
    if word in SILENT_ARGUMENTS:
        return "", _after_silent(source, place, word)
    place = skipped_option(source, place) if word in ("makecell", "thead", "makebox", "shortstack", "sqrt", "footnotemark") else place
    space = len(source[place:]) - len(source[place:].lstrip(" "))
    text = word if word in FUNCTIONS else "" if word in DRESSING else SIGN
    return NAMED_LETTERS.get(word, " " if word in SPACES else text), place + space


def _sign(sign: str) -> str:
    r"""``\%`` prints its sign; ``\\`` and ``\ `` print a space, thin spaces and accents nothing."""
    if sign in ESCAPED:
        return sign
    return " " if sign in ("\\", " ", "\n") else ""


def _after_silent(source: str, place: int, word: str) -> int:
    """The place behind a command's options and silent arguments; of a table environment its column specification too."""
    is_begin = word == "begin"
    for _ in range(SILENT_ARGUMENTS[word]):
        place = skipped_option(source, place, "([")
        name, place = argument(source, place)
        if is_begin and name in TABLE_ENVIRONMENTS:
            place = after_column_specification(source, place, name)
    return skipped_option(source, place) if word in ("multirow", "raisebox", "specialrule") else place


def after_column_specification(source: str, place: int, environment: str) -> int:
    r"""The place behind the arguments of ``\begin{environment}``."""
    if environment in ("tabular*", "tabularx"):
        _, place = argument(source, place)
    _, place = argument(source, skipped_option(source, place))
    return place


def skipped_option(source: str, place: int, opening: str = "[") -> int:
    """The place behind any ``[...]`` (or ``(...)``) at ``place``; the same place where there is none."""
    while (match := re.compile(r"\s*([\[(])").match(source, place)) and match[1] in opening:
        end = source.find({"[": "]", "(": ")"}[match[1]], match.end())
        if end < 0:
            break
        place = end + 1
    return place


def argument(source: str, place: int) -> tuple[str, int]:
    """The argument at ``place`` without its braces, and the place behind it; a bare argument is one sign or command."""
    while place < len(source) and source[place].isspace():
        place += 1
    if place >= len(source):
        return "", place
    if source[place] != "{":
        match = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL).match(source, place)
        assert match is not None
        return match[0], match.end()
    depth, start = 0, place
    while place < len(source):
        if source[place] == "\\":
            place += 2
            continue
        depth += {"{": 1, "}": -1}.get(source[place], 0)
        place += 1
        if depth == 0:
            return source[start + 1 : place - 1], place
    return source[start + 1 :], len(source)
