"""Where a checkpoint's files are: shipped, in a directory, in the local hub cache, or one original ``.pth`` file.

In: the name a user gives. Out: a ``Source`` whose files exist on this machine. Nothing is ever downloaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from pipeline.errors import ModelError
from pipeline.models.profile import PROFILE_FILE, Task

Kind = Literal["box", "directory", "hub", "original"]
DEFAULT = "default"
CONFIG_FILE = "config.json"
ORIGINAL_SUFFIXES = (".pth", ".pt")
_BOX_FOLDERS: dict[Task, str] = {"detection": "detector", "structure": "structure"}
_OPTIONS: dict[Task, str] = {"detection": "--detector", "structure": "--structure"}
_HUB_ID = re.compile(r"([\w][\w.-]*/[\w][\w.-]*)(?:@([\w][\w./-]*))?")


@dataclass(frozen=True, slots=True)
class Source:
    """A checkpoint on this machine. ``path`` is a directory, or a file when ``kind`` is "original"."""

    name: str
    kind: Kind
    path: Path
    revision: str | None = None

    @property
    def names(self) -> str:
        """Everything that may tell the version, in one string."""
        return f"{self.name} {self.path.name}"

    @property
    def profile_path(self) -> Path:
        """Where this checkpoint's profile would be: ``NAME.profile.json`` beside an original file, if it is there."""
        if self.kind != "original":
            return self.path / PROFILE_FILE
        own = self.path.with_suffix(f".{PROFILE_FILE}")
        return own if own.exists() else self.path.parent / PROFILE_FILE


def box_directory(task: Task) -> Path:
    """Where the weights that travel with the package are; it may not exist in a trimmed installation."""
    return Path(str(resources.files("pipeline"))) / "weights" / _BOX_FOLDERS[task]


def find_source(name: str, task: Task) -> Source:
    """The files behind ``name``: "default", a directory, a ``.pth`` file, or a hub id (``owner/name[@revision]``).

    Raises ``ModelError`` when they are not on this machine; the message says how to get them.
    """
    if name == DEFAULT:
        return _box(task)
    path = Path(name).expanduser()
    if path.is_dir():
        return _directory(name, path)
    if path.is_file():
        return _original(name, path)
    if path.suffix not in ORIGINAL_SUFFIXES and (match := _HUB_ID.fullmatch(name)):
        return _cached(name, match[1], match[2], task)
    raise ModelError(
        f"checkpoint {name!r}: no such directory or file; give a directory with {CONFIG_FILE}, an original .pth file, or a hub id"
    )


def _box(task: Task) -> Source:
    path = box_directory(task)
    if not (path / CONFIG_FILE).exists():
        raise ModelError(
            f"the {task} weights that travel with the package are missing from this installation; "
            f"reinstall it, or point {_OPTIONS[task]} to another checkpoint"
        )
    return Source(DEFAULT, "box", path)


def _directory(name: str, path: Path) -> Source:
    if not (path / CONFIG_FILE).exists():
        originals = sorted(file.name for suffix in ORIGINAL_SUFFIXES for file in path.glob(f"*{suffix}"))
        hint = f"; it holds {', '.join(originals)}: point to that file instead" if originals else ""
        raise ModelError(f"checkpoint {name!r}: the directory has no {CONFIG_FILE}{hint}")
    return Source(name, "directory", path)


def _original(name: str, path: Path) -> Source:
    if path.suffix not in ORIGINAL_SUFFIXES:
        raise ModelError(f"checkpoint {name!r}: a file must be an original {' or '.join(ORIGINAL_SUFFIXES)}; otherwise give its directory")
    return Source(name, "original", path)


def _cached(name: str, repository: str, revision: str | None, task: Task) -> Source:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        path = Path(snapshot_download(repository, revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, FileNotFoundError) as error:
        raise ModelError(_how_to_download(name, repository, revision, task)) from error
    if not (path / CONFIG_FILE).exists():
        raise ModelError(_how_to_download(name, repository, revision, task))
    return Source(name, "hub", path, path.name)


def _how_to_download(name: str, repository: str, revision: str | None, task: Task) -> str:
    flag = f" --revision {revision}" if revision else ""
    folder = f"./{repository.split('/')[1]}"
    return (
        f"checkpoint {name!r} is not on this machine, and nothing is downloaded while extracting. Fetch it once where there is a "
        f"network: `hf download {repository}{flag} --local-dir {folder}`, then use `{_OPTIONS[task]} {folder}`"
    )
