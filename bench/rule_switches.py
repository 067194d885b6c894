"""Options with rules switched off by name, for measuring what each is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from pipeline import Options
from pipeline.errors import InputError


def options_without(rules: Sequence[str]) -> Options:
    """A user's options with ``rules`` switched off. Raises ``InputError`` where this version has no such switch."""
    if not rules:
        return Options()
    if "without" not in {field.name for field in fields(Options)}:
        raise InputError("this version has no rules that can be switched off by name")
    named: dict[str, Any] = {"without": tuple(rules)}
    return replace(Options(), **named)


def rule_names() -> tuple[str, ...]:
    """Every rule that can be switched off, in the order they are applied."""
    raise InputError("this version has no rules that can be switched off by name")
