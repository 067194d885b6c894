"""XML from strangers: parsed without network, external entities or unlimited expansion; errors become ours."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from canonicalize.errors import AnnotationError

Element: TypeAlias = Any  # lxml ships no types; an element of its tree


def parse_xml(data: bytes | str, source: str = "") -> Element:
    """The root element of ``data``; raises ``AnnotationError`` if it is not well-formed."""
    raw = data.encode() if isinstance(data, str) else data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise AnnotationError(f"no well-formed XML: {error}", source=source) from error


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and entities."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def required_text(element: Element, path: str, source: str = "") -> str:
    """The stripped text at ``path``; raises ``AnnotationError`` if there is none."""
    found: str | None = element.findtext(path)
    if found is None or not found.strip():
        raise AnnotationError(f"<{local_name(element)}> at line {element.sourceline} has no <{path}>", source=source)
    return found.strip()


def number(text: str, what: str, source: str = "") -> float:
    """``text`` as a number; raises ``AnnotationError`` that names ``what``."""
    try:
        return float(text)
    except ValueError as error:
        raise AnnotationError(f"{what} is no number: {text!r}", source=source) from error


def integer(text: str, what: str, source: str = "") -> int:
    """``text`` as an integer; raises ``AnnotationError`` that names ``what``."""
    value = number(text, what, source)
    if value != int(value):
        raise AnnotationError(f"{what} is no integer: {text!r}", source=source)
    return int(value)
