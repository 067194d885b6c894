"""Drives a batch over a Ray cluster: what is left to do as shards, read by an actor pool of Ray Data, rows as they come.

Ray runs a shard again when its worker or its machine dies; writing it twice gives the same files.
"""

from __future__ import annotations

import os
import pickle
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline import InputError
from tablewright.batch_plan import Row
from tablewright.wide.listing import Found, find_documents
from tablewright.wide.reading import Settings, ShardReader
from tablewright.wide.shards import Store, shard_name

LOCAL = "local"
SHARD_SIZE = 64  # documents: what is read again when a worker dies, and what one object holds
OnRow = Callable[[Row, int], None]


def run_wide(
    settings: Settings,
    *,
    address: str,
    num_workers: int | None = None,
    shard_size: int = SHARD_SIZE,
    redo: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
    on_row: OnRow = lambda row, total: None,
) -> list[Row]:
    """One row per document in order of their names; results are in ``settings.out``. ``on_row`` hears each with the number of all.

    Documents with a result for their key are skipped, failed ones are tried again. Raises ``InputError`` when the folder
    cannot be listed, Ray is not installed or the cluster is not there.
    """
    ray = _ray()
    found = list(find_documents(settings.folder, settings.out, settings.options))
    store = Store(settings.out, settings.formats)
    rows = {} if redo else _still_good(store, found)
    if redo:
        for name in store.finished():
            store.remove(name)
    for row in rows.values():
        on_row(row, len(found))
    left = [item for item in found if item.document not in rows]
    if left and not is_stopped():
        shards = list(_shards(left, shard_size, secrets.token_hex(8)))
        with _Cluster(ray, address, num_workers) as workers:
            for row in _read(ray, settings, shards, workers, is_stopped):
                rows[row.document] = row
                on_row(row, len(found))
    return [rows[item.document] for item in found if item.document in rows]


def _still_good(store: Store, found: Iterable[Found]) -> dict[str, Row]:
    """Rows of earlier runs that hold for the documents of today; all others are taken out of their shards."""
    keys = {item.document: item.key for item in found}
    good: dict[str, Row] = {}
    for name, rows in store.finished().items():
        kept = {row.document: row for row in rows if row.status != "failed" and row.key and keys.get(row.document) == row.key}
        kept = {document: row for document, row in kept.items() if document not in good}
        if len(kept) < len(rows):
            store.keep(name, set(kept))
        good.update(kept)
    return good


def _shards(found: list[Found], size: int, salt: str) -> Iterator[tuple[str, list[Found]]]:
    """``salt`` is new in each run: a shard of before with the same documents is no sign that they were read in this one."""
    for start in range(0, len(found), size):
        part = found[start : start + size]
        yield shard_name(part, salt), part


def _read(
    ray: Any, settings: Settings, shards: list[tuple[str, list[Found]]], num_workers: int, is_stopped: Callable[[], bool]
) -> Iterator[Row]:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_no_progress_timeout_s = -1  # a shard of long documents takes hours; each document has its own limit
    items = [{"shard": pickle.dumps(shard)} for shard in shards]
    done = ray.data.from_items(items, override_num_blocks=len(items)).map(
        _Actor,
        fn_constructor_args=(pickle.dumps(settings),),
        compute=ray.data.ActorPoolStrategy(size=num_workers),
        num_cpus=1,
    )
    for value in done.iter_rows():
        yield from pickle.loads(value["rows"])
        if is_stopped():
            return


class _Actor:
    """The reader as Ray Data wants it: rows in, rows out, everything else as bytes."""

    def __init__(self, settings: bytes) -> None:
        self._reader = ShardReader(pickle.loads(settings))

    def __call__(self, item: dict[str, Any]) -> dict[str, Any]:
        name, found = pickle.loads(item["shard"])
        return {"rows": pickle.dumps(self._reader.read(name, found))}


class _Cluster:
    """Connected to a cluster, or one of this machine's own that ends with us; gives the number of workers."""

    def __init__(self, ray: Any, address: str, num_workers: int | None) -> None:
        self._ray, self._address, self._num_workers = ray, address, num_workers

    def __enter__(self) -> int:
        ray = self._ray
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            ours = {"num_cpus": self._num_workers, "include_dashboard": False} if self._address == LOCAL else {}
            try:
                ray.init(address=self._address, log_to_driver=False, logging_level="ERROR", **ours)
            except Exception as error:  # Ray raises what it likes, a bare Exception when a busy machine starts it too slowly
                ray.shutdown()
                reason = (str(error).splitlines() or [type(error).__name__])[0]
                raise InputError(f"no Ray cluster at {self._address!r}: {reason}") from error
        return self._num_workers or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def __exit__(self, *_: object) -> None:
        if self._is_ours:
            self._ray.shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise InputError("--ray needs the extra: pip install 'tablewright[ray]'") from error
    return ray
