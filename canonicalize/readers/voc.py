"""PASCAL VOC files of PubTables-1M: read by tag name, written exactly as published (3 spaces, 4 decimals).

Boxes are image pixels, floats, origin top-left. A ``name`` that is an integer is a class id of the set the file
belongs to (structure unless the database names detection).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canonicalize.errors import AnnotationError
from canonicalize.readers.xml import Element, integer, local_name, number, parse_xml, required_text
from table import BBox, DetectionLabel, Label, StructureLabel

CORNERS = ("xmin", "ymin", "xmax", "ymax")


@dataclass(frozen=True, slots=True)
class VocAnnotation:
    """One image's objects; ``objects`` are (label, box in image pixels) in file order."""

    filename: str
    width: int
    height: int
    objects: tuple[tuple[Label, BBox], ...]
    database: str = "PubTables1M-Structure"


def read_voc(data: bytes | str, source: str = "") -> VocAnnotation:
    """The annotation in ``data``; raises ``AnnotationError`` for unknown classes, missing or inverted boxes."""
    root = parse_xml(data, source)
    if local_name(root) != "annotation":
        raise AnnotationError(f"expected <annotation>, found <{local_name(root)}>", source=source)
    database = (root.findtext("source/database") or "").strip()
    is_detection = "detection" in database.lower()
    objects = tuple(_read_object(element, is_detection, source) for element in root.iter("object"))
    return VocAnnotation(
        filename=(root.findtext("filename") or "").strip(),
        width=integer(required_text(root, "size/width", source), "size/width", source),
        height=integer(required_text(root, "size/height", source), "size/height", source),
        objects=objects,
        database=database,
    )


def _read_object(element: Element, is_detection: bool, source: str) -> tuple[Label, BBox]:
    label = _label(required_text(element, "name", source), is_detection, source)
    numbers = [number(required_text(element, f"bndbox/{corner}", source), corner, source) for corner in CORNERS]
    try:
        return label, BBox(*numbers)
    except ValueError as error:
        raise AnnotationError(f"object {label!s} at line {element.sourceline}: {error}", source=source) from error


def _label(name: str, is_detection: bool, source: str) -> Label:
    labels: list[Label] = list(DetectionLabel) if is_detection else list(StructureLabel)
    if name.isdigit() and int(name) < len(labels):
        return labels[int(name)]
    others: list[Label] = list(StructureLabel) if is_detection else list(DetectionLabel)
    known = next((label for label in (*labels, *others) if label.value == name), None)  # "table" is in both sets
    if known is not None:
        return known
    raise AnnotationError(f"unknown class {name!r}", source=source)


def write_voc(annotation: VocAnnotation) -> str:
    """The file's text, byte for byte in the published layout."""
    head = [
        '<?xml version="1.0" ?>',
        "<annotation>",
        "   <folder/>",
        f"   <filename>{_escaped(annotation.filename)}</filename>",
        f"   <path>{_escaped(annotation.filename)}</path>",
        "   <source>",
        f"      <database>{_escaped(annotation.database)}</database>",
        "   </source>",
        "   <size>",
        f"      <width>{annotation.width}</width>",
        f"      <height>{annotation.height}</height>",
        "      <depth>3</depth>",
        "   </size>",
        "   <segmented>0</segmented>",
    ]
    return "\n".join([*head, *_object_lines(annotation.objects), "</annotation>", ""])


def _object_lines(objects: Sequence[tuple[Label, BBox]]) -> list[str]:
    lines: list[str] = []
    for label, box in objects:
        lines += ["   <object>", f"      <name>{label.value}</name>", "      <pose>Frontal</pose>"]
        lines += [f"      <{flag}>0</{flag}>" for flag in ("truncated", "difficult", "occluded")]
        lines += ["      <bndbox>"]
        lines += [f"         <{corner}>{_decimals(value)}</{corner}>" for corner, value in zip(CORNERS, box, strict=True)]
        lines += ["      </bndbox>", "   </object>"]
    return lines


def _decimals(value: float) -> str:
    return f"{value:.4f}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
