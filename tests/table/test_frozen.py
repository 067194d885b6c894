"""``frozen`` makes what ``dataclass(frozen=True, slots=True)`` makes."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from table.frozen import frozen


@dataclass(frozen=True, slots=True)
class Usual:
    x: float
    y: float = 0.0
    names: Mapping[int, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("below zero")


@frozen
class Quick:
    x: float
    y: float = 0.0
    names: Mapping[int, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("below zero")


@pytest.mark.parametrize("values", [(1.0,), (1.0, 2.0), (1.0, 2.0, {3: "c"})])
def test_it_is_the_usual_class(values: tuple[float, ...]) -> None:
    usual, quick = Usual(*values), Quick(*values)
    assert repr(quick) == repr(usual).replace("Usual", "Quick")
    assert [getattr(quick, one.name) for one in fields(Quick)] == [getattr(usual, one.name) for one in fields(Usual)]
    assert quick == Quick(*values) != replace(quick, x=7.0)
    assert hash(quick) == hash(usual)
    assert pickle.loads(pickle.dumps(quick)) == quick
    assert not hasattr(quick, "__dict__")


def test_it_is_frozen_and_checked() -> None:
    with pytest.raises(FrozenInstanceError):
        Quick(1.0).x = 2.0  # type: ignore[misc]
    with pytest.raises(ValueError, match="below zero"):
        Quick(x=-1.0)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Quick()  # type: ignore[call-arg]


def test_each_gets_a_default_of_its_own() -> None:
    assert Quick(1.0).names is not Quick(1.0).names
