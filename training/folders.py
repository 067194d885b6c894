"""Labelled pictures of a dataset folder in PubTables-1M's layout: which annotation, picture and words belong together.

Accepted: ``{train,val,test}/NAME.xml`` with ``images/NAME.jpg`` and ``words/NAME_words.json`` as published, the same with
pictures and words beside the annotations, ``annotations/``, and everything in one folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import InputError

Part = Literal["train", "val"]
PICTURE_SUFFIXES = (".jpg", ".png", ".webp", ".jpeg", ".tif", ".tiff")
_FOLDERS: dict[Part, tuple[str, ...]] = {"train": ("train", "annotations", "."), "val": ("val", "test", "annotations", ".")}


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """One PASCAL VOC file, its picture and, where there is one, its words file (boxes in pixels of the picture)."""

    annotation: Path
    picture: Path
    words: Path | None

    @property
    def name(self) -> str:
        return self.annotation.stem


def find_labelled(folder: Path, part: Part) -> list[LabelledPicture]:
    """The labelled pictures of ``folder``, by name; its train (or val, else test) part where it is divided.

    Raises ``InputError`` when there are no annotations or none of them has a picture.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    annotations = _annotations(folder, part)
    places = tuple(
        dict.fromkeys((annotations, folder / "images", folder / "words", annotations.parent / "images", annotations.parent / "words"))
    )
    found = [labelled for path in sorted(annotations.glob("*.xml")) if (labelled := _labelled(path, places)) is not None]
    if not found:
        raise InputError(f"{annotations}: none of its annotations has a picture beside it or in images/ ({', '.join(PICTURE_SUFFIXES)})")
    return found


def _annotations(folder: Path, part: Part) -> Path:
    for name in _FOLDERS[part]:
        candidate = folder / name
        if next(candidate.glob("*.xml"), None) is not None:
            return candidate if name != "." else folder
    raise InputError(f"{folder}: no PASCAL VOC annotation (*.xml) in it or in {', '.join(_FOLDERS[part][:-1])}")


def _labelled(annotation: Path, places: tuple[Path, ...]) -> LabelledPicture | None:
    pictures = (place / f"{annotation.stem}{suffix}" for place in places for suffix in PICTURE_SUFFIXES)
    picture = next((path for path in pictures if path.is_file()), None)
    words = next((path for path in (place / f"{annotation.stem}_words.json" for place in places) if path.is_file()), None)
    return None if picture is None else LabelledPicture(annotation, picture, words)
