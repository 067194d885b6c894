"""Results of many documents in few files: shards of Parquet or JSON Lines, each with a manifest that is written last.

A shard's name follows from its documents and their keys, so whoever does it again after a crash writes the same files.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from tablewright.batch_plan import Row
from tablewright.outputs import write_whole
from tablewright.wide.listing import Found, file_system

FORMATS = {"json": "jsonl", "parquet": "parquet"}  # format -> suffix of its shards
MANIFESTS, SHARDS = "manifest", "shards"


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one document; ``text`` is its result's JSON, ``None`` where there is none."""

    row: Row
    text: str | None


class Store:
    """The folder of results, on any file system."""

    def __init__(self, url: str, formats: Sequence[str]) -> None:
        self._store, self._root = file_system(url)
        self.formats = tuple(formats)

    def write(self, path: str, data: bytes) -> None:
        """Whole or not at all: object stores do so by themselves."""
        whole = f"{self._root}/{path}"
        self._store.makedirs(whole.rsplit("/", 1)[0], exist_ok=True)
        if self._is_local:
            write_whole(Path(whole), data)
        else:
            self._store.pipe_file(whole, data)

    def save(self, name: str, found: Sequence[Read]) -> None:
        """One shard in all formats, then its manifest; none of either for no documents."""
        if not found:
            self.remove(name)
            return
        for form in self.formats:
            self.write(_shard(name, form), _parquet(found) if form == "parquet" else _lines(found))
        self.write(_manifest(name), "".join(item.row.to_line() for item in found).encode())

    def remove(self, name: str) -> None:
        """The manifest first: a shard without one does not count."""
        for path in (_manifest(name), *(_shard(name, form) for form in FORMATS)):
            if self._store.exists(f"{self._root}/{path}"):
                self._store.rm_file(f"{self._root}/{path}")

    def rows(self, name: str) -> list[Row] | None:
        """The rows of a finished shard, ``None`` when it is not finished in all formats."""
        paths = [f"{self._root}/{path}" for path in (_manifest(name), *(_shard(name, form) for form in self.formats))]
        return _rows(self._store.cat_file(paths[0])) if all(map(self._store.exists, paths)) else None

    def finished(self) -> dict[str, list[Row]]:
        """The rows of every finished shard by its name; what a crash left behind is removed. Manifests are read together."""
        listed = self._listed(MANIFESTS) | self._listed(SHARDS)
        names = sorted({path.rsplit("/", 1)[-1].split(".")[0] for path in listed})
        whole = [name for name in names if {_manifest(name), *(_shard(name, form) for form in self.formats)} <= listed]
        for name in set(names) - set(whole):
            self.remove(name)
        paths = [f"{self._root}/{_manifest(name)}" for name in whole]
        read: dict[str, bytes] = self._store.cat(paths, recursive=False) if len(paths) > 1 else {p: self._store.cat_file(p) for p in paths}
        by_name = {path.rsplit("/", 1)[-1].split(".")[0]: data for path, data in read.items()}
        return {name: _rows(by_name[name]) for name in whole}

    def keep(self, name: str, documents: set[str]) -> None:
        """Writes a shard anew with only these of its documents: the others are read again."""
        kept = [Read(row, text) for row, text in self._results(name) if row.document in documents]
        self.save(name, kept)

    @property
    def _is_local(self) -> bool:
        protocol = self._store.protocol
        return "file" in ((protocol,) if isinstance(protocol, str) else protocol)

    def _listed(self, folder: str) -> set[str]:
        """The files of a folder, relative to the results; half-written ones are not among them."""
        path = f"{self._root}/{folder}"
        listed = self._store.ls(path, detail=False) if self._store.exists(path) else []
        names = [str(item).rsplit("/", 1)[-1] for item in listed]
        return {f"{folder}/{name}" for name in names if not name.startswith(".")}

    def _results(self, name: str) -> Iterable[tuple[Row, str | None]]:
        form = self.formats[0]
        data = self._store.cat_file(f"{self._root}/{_shard(name, form)}")
        if form == "parquet":
            import pyarrow.parquet

            values = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
            return [(row_of(value), value["result"]) for value in values]
        values = [json.loads(line) for line in data.decode().splitlines()]
        return [(row_of(value), None if value["result"] is None else _text(value["result"])) for value in values]


def shard_name(found: Sequence[Found], salt: str = "") -> str:
    """The name of the shard that holds these documents."""
    digest = hashlib.sha256(salt.encode())
    for item in found:
        digest.update(f"{item.document}\0{item.key}\0".encode("utf-8", "replace"))
    return digest.hexdigest()[:24]


def row_of(value: Mapping[str, Any]) -> Row:
    """A row from its JSON or Parquet form."""
    known = {field.name: value[field.name] for field in fields(Row)}
    return Row(**{**known, "files": tuple(known["files"])})


def _manifest(name: str) -> str:
    return f"{MANIFESTS}/{name}.jsonl"


def _rows(data: bytes) -> list[Row]:
    return [row_of(json.loads(line)) for line in data.decode().splitlines()]


def _shard(name: str, form: str) -> str:
    return f"{SHARDS}/{name}.{FORMATS[form]}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(found: Sequence[Read]) -> bytes:
    lines = (_text({**asdict(item.row), "result": None if item.text is None else json.loads(item.text)}) for item in found)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _parquet(found: Sequence[Read]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    kinds = {"num_pages": pyarrow.int64(), "num_tables": pyarrow.int64(), "num_errors": pyarrow.int64(), "seconds": pyarrow.float64()}
    columns = [(field.name, kinds.get(field.name, pyarrow.string())) for field in fields(Row) if field.name != "files"]
    schema = pyarrow.schema([*columns, ("files", pyarrow.list_(pyarrow.string())), ("result", pyarrow.string())])
    values = [{**asdict(item.row), "files": list(item.row.files), "result": item.text} for item in found]
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(_encodable(values), schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _encodable(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Texts without lone surrogates, which have no UTF-8 form."""
    return [{name: _clean(value) if isinstance(value, str) else value for name, value in row.items()} for row in values]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
