"""Processor time of a program's parts while it runs as ever: a clock around the functions that make up each part."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch


@dataclass(slots=True)
class Clock:
    """Processor seconds by part; a part's time ends where another inside it begins, so that nothing counts twice."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _inner: list[float] = field(default_factory=list)

    def timed(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """``call`` that adds its own time to ``part``."""

        def run(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return call(*arguments, **named)
            finally:
                whole = time.process_time() - start
                self.seconds[part] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        return run

    @contextmanager
    def running(self, parts: Mapping[str, Sequence[str]]) -> Iterator[None]:
        """Within it the clock is around the functions of all ``parts``, each named ``module:function`` or ``module:Class.method``."""
        with ExitStack() as stack:
            for part, places in parts.items():
                self.seconds[part] = 0.0
                for place in places:
                    module, _, path = place.partition(":")
                    owner, _, name = path.rpartition(".")
                    home: Any = importlib.import_module(module)
                    home = getattr(home, owner) if owner else home
                    stack.enter_context(patch.object(home, name, self.timed(part, getattr(home, name))))
            yield
