"""Characters and runs that are told all at once are those that are told one by one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import chars, runs
from pipeline.documents.chars import BREAK, SEPARATOR, Char, read_chars
from pipeline.documents.pdfium import PDFIUM_LOCK, loaded_page, open_pdf, page_frame
from pipeline.documents.styles import Style
from tests.fakes import SAMPLE

STYLES = (
    Style(10.0, 0, False, False, True, space=2.5),
    Style(10.0, 0, False, False, True, space=2.5),  # of another text object
    Style(6.0, 0, False, True, True, space=1.5),
    Style(10.0, 90, False, False, True),
    Style(10.0, 0, True, False, True),
    Style(10.0, 0, False, False, True, space=2.5, seen=(0.0, 20.0)),
)
STEPS = (0.0, 0.1, 0.5, 2.0, 4.0, -12.0)  # from one character's end to the next one's start


@st.composite
def lines_of_characters(draw: st.DrawFn) -> list[Char]:
    found, x = [], 0.0
    for text in draw(st.lists(st.sampled_from([*"aab1.-`é", BREAK, "...."]), max_size=40)):
        if text == BREAK:
            found.append(SEPARATOR)
            continue
        for sign in text:
            x += draw(st.sampled_from(STEPS))
            y, style = draw(st.sampled_from([0.0, 0.0, 0.0, 1.0, 12.0])), draw(st.sampled_from([*STYLES[:1] * 4, *STYLES]))
            found.append(Char(sign, x, y, x + 5.0, y + style.size, x - 0.2, x + 5.2, style))
            x += 5.0
    return found


@given(lines_of_characters())
def test_runs_are_those_of_looking_at_every_character(found: list[Char]) -> None:
    cut = runs.cut_runs(found)
    assert [list(run.chars) for run in cut] == [part for run in runs._runs_with_doubles(found) for part in runs._parts(run)]
    assert all(run.text == "".join(char.text for char in run.chars) for run in cut)


@given(lines_of_characters())
def test_a_run_of_one_upright_style_knows_its_box(found: list[Char]) -> None:
    for run in runs.cut_runs(found):
        if run.sides is not None:
            assert run.sides == (*(min(c[i] for c in run.chars) for i in (1, 2)), *(max(c[i] for c in run.chars) for i in (3, 4)))
            assert {id(char.style) for char in run.chars} == {id(run.chars[0].style)}
            assert not run.chars[0].style.rotation


def test_usual_characters_are_those_that_a_closer_look_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[Char]:
        pdf = open_pdf(SAMPLE.read_bytes(), None)
        with PDFIUM_LOCK, loaded_page(pdf, 1) as page:
            return read_chars(page, page_frame(page, 1))

    at_once = read()
    monkeypatch.setattr(chars, "_limits", lambda style: (math.inf, -math.inf))
    assert read() == at_once
    assert sum(char.text != BREAK for char in at_once) > 100
