"""The switch that rewrites golden files (the difference is then read by a person), and how property tests draw their examples.

``make test`` draws the same examples every time, so that a change is judged by what it changed; ``make fuzz`` draws new
and many more ones (``--fuzz``). Neither has a deadline: the machine may be busy.
"""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same examples", ANY_MACHINE, derandomize=True, database=None, max_examples=50)
settings.register_profile("fuzz", ANY_MACHINE, max_examples=1000)
settings.load_profile("fuzz" if "--fuzz" in sys.argv else "same examples")  # read when test modules make their settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write golden files anew from the current behaviour.")
    parser.addoption("--fuzz", action="store_true", help="Property tests draw new examples, many more of them.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused in CI: golden files are changed by people")
