"""Documents timed with several tools: each reads all, one that fails is told and does not stop the rest."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from bench.floor import multiply_rate, parse_seconds
from bench.peer_speed import OURS, num_pages, time_tools

SAMPLE = Path(__file__).parents[2] / "examples/sample.pdf"


def test_every_tool_reads_every_document_and_failures_are_told() -> None:
    seen: list[str] = []

    def ours(path: Path) -> int:
        seen.append(path.name)
        return 2

    def failing(path: Path) -> int:
        raise ValueError(path)

    found = time_tools([SAMPLE, SAMPLE], {OURS: ours, "other": failing})
    assert seen == [SAMPLE.name] * 3, "one to warm up"
    assert (found[OURS]["num_tables"], found[OURS]["failed"]) == (4, [])
    assert (found["other"]["num_tables"], found["other"]["failed"]) == (0, [SAMPLE.name] * 2)
    assert found["other"]["processor_seconds"] >= 0


def test_a_documents_pages_are_counted_and_parsed() -> None:
    pages, seconds = parse_seconds([SAMPLE])
    assert pages == num_pages(SAMPLE)
    assert 0 < seconds < 10


@pytest.mark.slow
def test_the_machines_rate_is_that_of_a_processor() -> None:
    assert 1e8 < multiply_rate(runs=2) < 1e13
