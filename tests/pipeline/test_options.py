"""Options are declared once: the command line and the form offer exactly what is declared for them, and checks know its bounds."""

from __future__ import annotations

import inspect
from dataclasses import fields, replace
from typing import Any

import pytest

from app.request_options import OPTION_FIELDS, options_of
from app.settings import Settings
from pipeline import InputError, Options, check_options
from pipeline.options import FORMER_NAMES, Where, declarations
from pipeline.options.checks import options_to_dict
from tablewright.batch_command import batch_command
from tablewright.extract_command import extract_command
from tablewright.flags import takes_options

OTHER: dict[str, Any] = {
    "pages": "1-2",
    "password": "secret",
    "regions": '{"regions": [{"page": 1, "bbox": [0, 0, 9, 9]}]}',
    "ocr_language": "deu",
    "detection_threshold": "0.25",
    "without": "drop_notes, find_header",
}


def names(where: Where) -> set[str]:
    return {one.name for one in declarations(where)}


def test_every_option_says_what_it_is_and_where_it_is_chosen() -> None:
    assert [one.name for one in declarations()] == [one.name for one in fields(Options)]
    assert all(one.help.endswith(".") for one in declarations())
    assert names(Where.FORM) | names(Where.EXTRACT) == {one.name for one in declarations() if not one.name.startswith("max_")}


@pytest.mark.parametrize(("command", "where"), [(extract_command, Where.EXTRACT), (batch_command, Where.BATCH)])
def test_a_command_has_a_flag_for_each_option_of_its_place(command: Any, where: Where) -> None:
    flags = inspect.signature(command).parameters
    assert names(where) | set(FORMER_NAMES) <= set(flags)
    assert "options" not in flags


def test_a_form_has_a_field_for_each_option_of_its_place_and_every_field_reaches_the_options() -> None:
    assert names(Where.FORM) | set(FORMER_NAMES) == OPTION_FIELDS
    for one in declarations(Where.FORM):
        text = OTHER.get(one.name, one.choices[-1] if one.choices else str(not one.default))
        asked = options_of({one.name: text}, Settings())
        assert getattr(asked, one.name) != one.default, one.name
        assert replace(asked, **{one.name: one.default}) == options_of({}, Settings())


def test_values_outside_the_declaration_are_refused_by_name() -> None:
    for one in declarations():
        for value in [
            *("nothing",) * bool(one.choices),
            *([one.above] if one.above is not None else []),
            *([-1] if one.least == 0 else []),
        ]:
            with pytest.raises(InputError, match=one.name):
                check_options(replace(Options(), **{one.name: value}))


def test_a_former_name_is_understood_everywhere_and_says_the_new_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(DeprecationWarning, match="keep_blank_rows_and_columns"):
        assert Options(keep_blank_lanes=True) == Options(keep_blank_rows_and_columns=True)
    assert options_of({"keep_blank_lanes": "True"}, Settings()).keep_blank_rows_and_columns
    seen: list[Options] = []

    @takes_options(Where.BATCH)
    def command(*, options: Options) -> None:
        seen.append(options)

    given = {name: one.default for name, one in inspect.signature(command).parameters.items()}
    command(**{**given, "keep_blank_lanes": True})
    assert seen[0].keep_blank_rows_and_columns
    assert "--keep-blank-rows-and-columns" in capsys.readouterr().err


def test_the_result_names_every_option_but_the_password() -> None:
    assert set(options_to_dict(Options(password="secret"))) == {one.name for one in declarations()} - {"password"}
