"""Every flag has one name, one meaning and a line for users; every error code has one too."""

from __future__ import annotations

from canonicalize import quality
from pipeline import errors
from pipeline.flags import LOOK_AT, REPAIRS, Flag
from pipeline.structure import flags as structure_flags
from tests.fakes import ROOT

OUTPUT = (ROOT / "docs" / "OUTPUT.md").read_text("utf-8")


def test_each_flag_is_explained_once_and_the_documentation_says_the_same() -> None:
    assert LOOK_AT.keys() | REPAIRS.keys() == set(Flag)
    assert not LOOK_AT.keys() & REPAIRS.keys()
    assert all(f"| `{flag}` | {text} |" in OUTPUT for flag, text in (LOOK_AT | REPAIRS).items())


def test_no_part_of_the_product_has_a_flag_of_its_own() -> None:
    structure = {value for name, value in vars(structure_flags).items() if name.isupper() and isinstance(value, str)}
    by_table = {rule.__name__ for rule in quality.EXTRACTED_RULES}
    assert structure | by_table == {str(flag) for flag in Flag}
    assert not structure & by_table  # one meaning each


def test_each_error_code_is_explained() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ExtractionError)]
    assert len(kinds) >= 10
    assert all(f"| `{kind.code}` |" in OUTPUT for kind in kinds)
