"""Every flag has one name, one meaning and a line for users; every error code has one too."""

from __future__ import annotations

from canonicalize import quality
from pipeline import errors
from pipeline.flags import LOOK_AT, REPAIRS, Flag
from tests.fakes import ROOT

OUTPUT = (ROOT / "docs" / "OUTPUT.md").read_text("utf-8")


def test_each_flag_is_explained_once_and_the_documentation_says_the_same() -> None:
    assert LOOK_AT.keys() | REPAIRS.keys() == set(Flag)
    assert not LOOK_AT.keys() & REPAIRS.keys()
    assert all(f"| `{flag}` | {text} |" in OUTPUT for flag, text in (LOOK_AT | REPAIRS).items())


def test_every_flag_is_made_somewhere_and_the_quality_rules_have_no_other_names() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py") if path.name != "flags.py")
    by_table = {rule.__name__ for rule in quality.EXTRACTED_RULES}
    assert by_table <= set(Flag)
    assert [flag.name for flag in Flag if flag not in by_table and f"Flag.{flag.name}" not in sources] == []


def test_each_error_code_is_explained() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ExtractionError)]
    assert len(kinds) >= 10
    assert all(f"| `{kind.code}` |" in OUTPUT for kind in kinds)
