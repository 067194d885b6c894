"""Work functions for the service's tests; worker processes import them by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.work import Extract, Report, Task, Tools, answer
from pipeline import BBox, Extractor
from pipeline.correction.steps import Finder
from pipeline.errors import ModelError
from tests.fakes import FakeDetector, FakeRecognizer, sample_extractor, table_on_each_page


@dataclass(frozen=True, slots=True)
class Replaying:
    """The real work with the sample's recording; the document's name may ask for trouble (``hang``, ``die``, ``slow``, ``burst``)."""

    def __call__(self) -> Callable[[Task, Report], Any]:
        extractor = sample_extractor()
        finder = Finder(extractor._models._given_detector)
        tools = Tools(extractor, finder, finder)
        return lambda task, report: trouble(task, report, tools)


@dataclass(frozen=True, slots=True)
class Halving:
    """The real work with a table on every page that is halved each way; trouble as above."""

    def __call__(self) -> Callable[[Task, Report], Any]:
        detector = FakeDetector(BBox(60, 100, 540, 300))
        tools = Tools(Extractor(detector=detector, recognizer=FakeRecognizer()), Finder(detector), Finder(detector))
        return lambda task, report: trouble(task, report, tools)


@dataclass(frozen=True, slots=True)
class OverPages:
    """The real work with models that know a table over pages; trouble as above."""

    def __call__(self) -> Callable[[Task, Report], Any]:
        detector, recognizer = table_on_each_page()
        tools = Tools(Extractor(detector=detector, recognizer=recognizer), Finder(detector), Finder(detector))
        return lambda task, report: trouble(task, report, tools)


@dataclass(frozen=True, slots=True)
class Broken:
    def __call__(self) -> Callable[[Task, Report], Any]:
        raise ModelError("weights missing")


def trouble(task: Task, report: Report, tools: Tools) -> Any:
    name = task.name if isinstance(task, Extract) else ""
    if name.startswith("hang"):
        time.sleep(600)
    if name.startswith("die"):
        os._exit(7)
    if name.startswith("burst"):
        raise RuntimeError("secret /etc/path")

    pages = task.options.pages if isinstance(task, Extract) else None
    is_fatal = pages is None or 3 in pages

    def slowly(value: Any) -> None:
        report(value)
        if name.startswith("slow"):
            time.sleep(0.5)
        if getattr(value, "number", 0) == 2 and is_fatal:
            end_at_page_three()

    def end_at_page_three() -> None:
        if name.startswith("page-three-hangs"):
            time.sleep(600)
        if name.startswith("page-three-dies"):
            os._exit(7)

    if pages and pages[0] == 3:
        end_at_page_three()
    return answer(task, tools, slowly)
