"""Tesseract's output, arguments and failures, with a stand-in for the program."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError, ModelError
from pipeline.ocr.tesseract import TesseractEngine, parse_tsv

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
ROWS = (
    "1\t1\t0\t0\t0\t0\t0\t0\t600\t300\t-1\t\n"
    "4\t1\t1\t1\t1\t0\t10\t20\t200\t30\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t50\t30\t96.5\tNet\n"
    '5\t1\t1\t1\t1\t2\t80\t25\t60\t25\t91\t"sales\n'
    "5\t1\t1\t1\t2\t1\t10\t60\t50\t30\t95\t \n"
    "5\t1\t2\t1\t1\t1\t400\t20\t50\t30\t2\t~\n"
)
PICTURE = np.full((300, 1_300, 3), 255, dtype=np.uint8)


def program(folder: Path, body: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_rows_of_words_only_with_scores_and_scaled_boxes():
    lines = parse_tsv(HEADER + ROWS, factor=2.0)
    assert [(line.text, round(line.score, 3), tuple(line.box)) for line in lines] == [
        ("Net", 0.965, (5, 10, 30, 25)),
        ('"sales', 0.91, (40, 12.5, 70, 25)),
    ]


def test_empty_output():
    assert parse_tsv(HEADER) == parse_tsv("") == []


def test_the_program_is_called_with_one_thread_and_the_language(tmp_path):
    body = "data = sys.stdin.buffer.read()\nassert data[:4] == b'\\x89PNG'\nassert os.environ['OMP_THREAD_LIMIT'] == '1'\n"
    body += f"assert sys.argv[sys.argv.index('-l') + 1] == 'deu+fra'\nsys.stdout.write({HEADER + ROWS!r})"
    words = TesseractEngine("deu+fra", program(tmp_path, body)).words(PICTURE)
    assert [(word.text, word.score) for word in words] == [("Net", 0.965), ('"sales', 0.91)]
    assert tuple(words[0].bbox)[1::2] == (20, 50)


@pytest.mark.parametrize(
    ("body", "error", "says"),
    [
        ("sys.stdin.buffer.read(); sys.stderr.write('Failed loading language xyz'); sys.exit(1)", InputError, "no data for 'eng'"),
        ("sys.stdin.buffer.read(); sys.exit(3)", ModelError, "failed on a page"),
        ("time.sleep(30)", ModelError, "did not finish"),
    ],
)
def test_failures_are_typed(tmp_path, body, error, says):
    with pytest.raises(error, match=says):
        TesseractEngine("eng", program(tmp_path, body), timeout_seconds=1.0).words(PICTURE)


def test_a_missing_program_and_a_bad_language_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelError, match="not installed"):
        TesseractEngine("eng")
    with pytest.raises(InputError, match="language"):
        TesseractEngine("eng; rm", binary="/bin/true")
