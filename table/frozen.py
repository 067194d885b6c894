"""Frozen dataclasses of which a page makes thousands: the same classes as ``dataclass(frozen=True, slots=True)``, made in half the time.

A frozen dataclass sets its own fields through ``object.__setattr__``, which looks each of them up by name; here each field's slot
is set directly.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """``dataclass(frozen=True, slots=True)`` with a faster ``__init__``, for classes without ``InitVar``.

    >>> @frozen
    ... class Point:
    ...     x: float
    ...     y: float = 0.0
    >>> Point(1.0)
    Point(x=1.0, y=0.0)
    """
    made: Any = dataclass(frozen=True, slots=True, init=False)(cls)
    known = fields(made)
    names: dict[str, Any] = {f"set_{one.name}": vars(made)[one.name].__set__ for one in known}
    names |= {f"default_{one.name}": one.default for one in known} | {f"make_{one.name}": one.default_factory for one in known}
    lines = [f"set_{one.name}(self, {_value(one)})" for one in known] + ["self.__post_init__()"] * hasattr(made, "__post_init__")
    source = f"def __init__(self, {', '.join(map(_parameter, known))}):\n    " + "\n    ".join(lines)
    exec(compile(source, f"<{cls.__qualname__}.__init__>", "exec"), names)  # as dataclasses do
    names["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    made.__init__ = names["__init__"]
    return made  # type: ignore[no-any-return]


def _parameter(one: Field[Any]) -> str:
    has_default = one.default is not MISSING or one.default_factory is not MISSING
    return f"{one.name}=default_{one.name}" if has_default else one.name


def _value(one: Field[Any]) -> str:
    return f"make_{one.name}() if {one.name} is default_{one.name} else {one.name}" if one.default_factory is not MISSING else one.name
