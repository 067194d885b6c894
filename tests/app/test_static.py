"""What the page's files say, as far as that can be told without a browser."""

from __future__ import annotations

import re

from pipeline.flags import Flag
from table.values import ValueFlag
from table.values.arithmetic import SUM_MISMATCH
from tests.fakes import ROOT


def test_every_flag_has_words_on_the_page() -> None:
    text = (ROOT / "app" / "static" / "page" / "flags.js").read_text()
    known, values = (set(re.findall(r"^  (\w+): ", part, flags=re.M)) for part in text.split("const VALUES"))
    assert known == {flag.value for flag in Flag} | {SUM_MISMATCH}
    assert values == {flag.value for flag in ValueFlag}
