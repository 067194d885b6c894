"""Options with rules switched off by name, for measuring what each is worth."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import Options, check_options
from pipeline import rule_names as rule_names

# Other code asks whether these are on, so they may count where they changed nothing themselves.
ASKED_FOR = frozenset({"drop_leaders", "place_column_borders", "place_row_borders"})


def options_without(rules: Sequence[str]) -> Options:
    """A user's options with ``rules`` switched off. Raises ``InputError``, which names the rules there are, for another."""
    options = Options(without=frozenset(rules))
    check_options(options)
    return options
