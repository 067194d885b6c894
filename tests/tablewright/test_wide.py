"""Batches on Ray: exactly one result per document through deaths, failures and second runs, on folders and object stores."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import InputError, Options
from tablewright.batch_plan import Row
from tablewright.cli import run as run_command
from tablewright.cli import with_ray_address
from tablewright.wide.listing import find_documents
from tablewright.wide.reading import Document, Settings, ShardReader
from tablewright.wide.run import run_wide
from tablewright.wide.shards import Read, Store, shard_name
from tests.fakes import SAMPLE
from tests.tablewright.workers import Wide
from workers import Limits

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")
LIMITS = Limits(silent_seconds=4, memory_bytes=None)


def settings(folder: Path | str, out: Path | str, *formats: str) -> Settings:
    return Settings(str(folder), str(out), formats or ("parquet", "json"), Options(), LIMITS, Wide(), preload=())


def documents(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        shutil.copy(SAMPLE, folder / f"{number:03d}.pdf")
    return folder


def results(out: Path) -> list[dict[str, object]]:
    """Every row of every shard, which must say the same in both formats."""
    import pyarrow.parquet

    lines = [json.loads(line) for path in sorted((out / "shards").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = [row for path in sorted((out / "shards").glob("*.parquet")) for row in pyarrow.parquet.read_table(path).to_pylist()]
    assert [{**row, "result": row["result"] and json.loads(row["result"])} for row in rows] == lines
    assert [row["document"] for row in lines] == [
        json.loads(line)["document"] for path in sorted((out / "manifest").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return lines


def test_ray_may_stand_without_an_address() -> None:
    assert with_ray_address(["batch", "in", "--ray"]) == ["batch", "in", "--ray", "local"]
    for address in ("auto", "ray://head:10001", "10.0.0.1:6379"):
        assert with_ray_address(["batch", "--ray", address, "in"]) == ["batch", "--ray", address, "in"]


def test_documents_of_a_folder_have_keys_of_their_bytes_and_options(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in" / "sub", 2).parent
    (folder / "sub" / "000.regions.json").write_text('{"regions": []}')
    (folder / ".hidden").mkdir()
    shutil.copy(SAMPLE, folder / ".hidden" / "x.pdf")
    shutil.copytree(folder / "sub", folder / "out")
    found = list(find_documents(str(folder), str(folder / "out"), Options()))
    assert [item.document for item in found] == ["sub/000.pdf", "sub/001.pdf"]
    assert [bool(item.regions) for item in found] == [True, False]
    again = list(find_documents(str(folder), str(folder / "out"), Options(ocr="none")))
    assert not {item.key for item in found} & {item.key for item in again}
    os.utime(folder / "sub" / "001.pdf", (1, 1))
    changed = list(find_documents(str(folder), str(folder / "out"), Options()))
    assert [new.key == old.key for new, old in zip(changed, found, strict=True)] == [True, False]
    with pytest.raises(InputError, match="is not a folder that can be listed"):
        list(find_documents(str(folder / "none"), str(tmp_path), Options()))


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_is_one_failed_row(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", 1)
    (folder / "locked").mkdir(mode=0)
    found = list(find_documents(str(folder), str(tmp_path / "out"), Options()))
    assert [(item.document, bool(item.problem)) for item in found] == [("000.pdf", False), ("locked", True)]


def test_a_shard_is_written_whole_kept_in_part_and_removed(tmp_path: Path) -> None:
    store = Store(str(tmp_path), ("parquet", "json"))
    rows = [Row(name, "key", "complete", files=("a",)) for name in ("a.pdf", "b.pdf")]
    store.save("one", [Read(rows[0], '{"name": "\\ud800ä"}'), Read(rows[1], None)])
    assert store.finished() == {"one": rows}
    store.keep("one", {"b.pdf"})
    assert store.finished() == {"one": rows[1:]}
    (tmp_path / "shards" / "one.jsonl").unlink()  # a crash between the files of a shard
    assert store.finished() == {}
    assert list(tmp_path.rglob("*.parquet")) == []
    store.save("two", [Read(rows[0], "{}")])
    store.keep("two", set())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_reader_gives_one_row_for_every_document_whatever_happens(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", 1)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    for name in ("die.pdf", "hang.pdf", "gone.pdf"):
        shutil.copy(SAMPLE, folder / name)
    chosen = settings(folder, tmp_path / "out")
    found = list(find_documents(chosen.folder, chosen.out, chosen.options))
    (folder / "gone.pdf").unlink()
    reader = ShardReader(chosen)
    try:
        rows = reader.read("one", found)
        assert [(row.document, row.status, row.code) for row in rows] == [
            ("000.pdf", "complete", ""),
            ("broken.pdf", "failed", "corrupt_document"),
            ("die.pdf", "failed", "worker_stopped"),
            ("gone.pdf", "failed", "invalid_input"),
            ("hang.pdf", "failed", "worker_stopped"),
        ]
        before = [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").rglob("one.*"))]
        assert reader.read("one", found) == rows  # a second reader after a death does not read again
        assert [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").rglob("one.*"))] == before
    finally:
        reader.close()
    assert {row["document"]: row["result"] is None for row in results(tmp_path / "out")} == {
        "000.pdf": False,
        "broken.pdf": True,
        "die.pdf": True,
        "gone.pdf": True,
        "hang.pdf": True,
    }


def test_an_error_of_the_object_stores_own_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class ThrottledError(Exception):
        pass

    def cat_file(self: object, path: str, **given: object) -> bytes:
        raise ThrottledError("slow down")

    chosen = settings("memory://throttled/in", tmp_path / "out")
    fsspec.filesystem("memory").pipe_file("/throttled/in/a.pdf", SAMPLE.read_bytes())
    found = list(find_documents(chosen.folder, chosen.out, chosen.options))
    monkeypatch.setattr(type(fsspec.filesystem("memory")), "cat_file", cat_file)
    reader = ShardReader(chosen)
    try:
        assert [(row.document, row.message) for row in reader.read("one", found)] == [("a.pdf", "cannot be read: ThrottledError")]
    finally:
        reader.close()


def test_object_stores_are_read_and_written(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.pipe_file("/bucket/in/a.pdf", SAMPLE.read_bytes())
    store.pipe_file("/bucket/in/sub/b.pdf", b"no document")
    chosen = settings("memory://bucket/in", "memory://bucket/out")
    found = list(find_documents(chosen.folder, chosen.out, chosen.options))
    reader = ShardReader(chosen)
    try:
        reader.read(shard_name(found), found)
    finally:
        reader.close()
    (rows,) = Store("memory://bucket/out", ("json",)).finished().values()
    assert [(row.document, row.status) for row in rows] == [("a.pdf", "complete"), ("sub/b.pdf", "failed")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["s3://bucket", "-o", "x"], "with --ray"), ([".", "-o", "x", "--ray", "--format", "html"], "choose from json, parquet")],
)
def test_what_cannot_work_is_said(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["batch", *arguments]) == 3
    assert words in capsys.readouterr().err


# On a cluster.


@pytest.fixture
def cluster() -> Iterator[object]:
    """Two machines of one worker each, and a head that reads nothing."""
    ray = pytest.importorskip("ray", reason="ray is not installed")
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, "object_store_memory": 100_000_000})
    made.nodes = [made.add_node(num_cpus=1, object_store_memory=100_000_000) for _ in range(2)]  # type: ignore[attr-defined]
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("victim", ["worker", "machine"])
def test_one_of_two_workers_dies_in_the_middle_and_every_document_has_one_result(cluster: object, tmp_path: Path, victim: str) -> None:
    folder, out = documents(tmp_path / "in", 24), tmp_path / "out"
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    shutil.copy(SAMPLE, folder / "die.pdf")
    chosen = replace(settings(folder, out), limits=replace(LIMITS, silent_seconds=60))
    readers, noted = set[int](), tmp_path / "readers"

    def kill() -> None:
        end = time.monotonic() + 120
        while (len(readers) < 2 or len(list((out / "manifest").glob("*.jsonl"))) < 3) and time.monotonic() < end:
            time.sleep(0.1)
            readers.update(map(int, noted.read_text().split() if noted.exists() else ()))
        if victim == "machine":
            cluster.remove_node(cluster.nodes[0], allow_graceful=False)  # type: ignore[attr-defined]
        else:
            os.kill(min(readers), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    rows = run_wide(replace(chosen, make_work=Wide(readers=str(noted), seconds=0.5)), address="auto", num_workers=2, shard_size=3)
    killer.join()
    assert len(readers) == 2
    names = [f"{number:03d}.pdf" for number in range(24)]
    assert [row.document for row in rows] == [*names, "broken.pdf", "die.pdf"]
    assert {row.document: row.message for row in rows if row.status == "failed"}.keys() == {"broken.pdf", "die.pdf"}
    assert Counter(str(row["document"]) for row in results(out)) == dict.fromkeys([*names, "broken.pdf", "die.pdf"], 1)

    (folder / "die.pdf").unlink()
    (folder / "000.pdf").write_bytes(SAMPLE.read_bytes() + b"\n")  # it has changed
    heard: list[str] = []
    again = run_wide(chosen, address="auto", num_workers=1, on_row=lambda row, total: heard.append(row.document))
    assert [(row.document, row.status) for row in again] == [*((name, "complete") for name in names), ("broken.pdf", "failed")]
    assert heard[-2:] == ["000.pdf", "broken.pdf"]  # what changed and what had failed was read again, and nothing else
    assert Counter(str(row["document"]) for row in results(out)) == dict.fromkeys([*names, "broken.pdf"], 1)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_the_command_on_this_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ray", reason="ray is not installed")
    folder, out = documents(tmp_path / "in", 3), tmp_path / "out"
    assert run_command(["batch", str(folder), "--ray", "-o", str(out), "--workers", "1"]) == 0
    with (out / "summary.csv").open(newline="") as stream:
        assert [(row["document"], row["status"], row["num_tables"]) for row in csv.DictReader(stream)] == [
            (f"{number:03d}.pdf", "complete", "1") for number in range(3)
        ]
    assert len(results(out)) == 3
    assert "3 documents: 3 complete" in capsys.readouterr().err


def test_a_cluster_that_is_not_there_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed")

    def init(**_: object) -> None:
        raise Exception("The current node timed out during startup.\nmore")

    monkeypatch.setattr(ray, "init", init)
    chosen = settings(documents(tmp_path / "in", 1), tmp_path / "out")
    with pytest.raises(InputError, match=r"no Ray cluster at .local.: The current node timed out during startup\."):
        run_wide(chosen, address="local")


def test_the_fake_reader_is_the_real_one_with_trouble(tmp_path: Path) -> None:
    (item,) = find_documents(str(documents(tmp_path / "in", 1)), str(tmp_path / "out"), Options())
    found = Wide()()(Document(item, SAMPLE.read_bytes(), None), lambda value: None)
    assert (found.row.status, found.row.num_tables, json.loads(found.text or "")["name"]) == ("complete", 1, "000.pdf")
