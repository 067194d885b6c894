"""The clock around a program's parts: each has its own time, and the program is as before afterwards."""

from __future__ import annotations

import math
import time

from bench.clock import Clock
from bench.results import environment


def spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_part_has_its_own_time_only() -> None:
    clock = Clock()
    inner = clock.timed("inner", lambda: spin(0.02))
    outer = clock.timed("outer", lambda: (spin(0.01), inner()))
    outer()
    assert 0.018 < clock.seconds["inner"] < 0.03
    assert 0.008 < clock.seconds["outer"] < 0.018


def test_functions_and_methods_are_timed_while_it_runs_and_never_after() -> None:
    clock, before = Clock(), (math.floor, environment, Clock.timed)
    with clock.running({"numbers": ("math:floor",), "results": ("bench.results:environment", "bench.clock:Clock.timed"), "none": ()}):
        assert math.floor(1.5) == 1
        from bench.results import environment as patched

        assert patched("a command")["command"] == "a command"
    assert (math.floor, environment, Clock.timed) == before
    assert set(clock.seconds) == {"numbers", "results", "none"}
    assert clock.seconds["numbers"] > 0
    assert clock.seconds["results"] > 0
    assert clock.seconds["none"] == 0
