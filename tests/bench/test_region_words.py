"""What rules for regions change on documents without truth: the words that are in a region only with or only without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.region_words import words_by_rule
from table import BBox
from tests.fakes import SAMPLE, FakeDetector


def test_words_that_a_rule_takes_in_are_counted_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    found = words_by_rule(FakeDetector(BBox(100, 150, 400, 300)), [Path(SAMPLE), tmp_path / "broken.pdf"])
    assert (found["num_documents"], found["num_regions"]) == (2, found["num_pages"])
    grown = found["rules"]["grow_to_words"]
    (page,) = grown["pages"]
    assert grown["num_pages"] == 1
    assert grown["words_with"] > 0 == grown["words_without"]
    assert (page["words_with"], page["words_without"]) == (grown["words_with"], 0)
    assert "grow_to_words: sample 1: + " in capsys.readouterr().out
    assert found["rules"]["turn_as_read"] == {"num_pages": 0, "words_with": 0, "words_without": 0, "pages": []}
