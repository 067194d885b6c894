"""Options are checked once, at the door, with messages that name the choices; and written down for the result."""

from __future__ import annotations

import importlib.metadata
from dataclasses import asdict

from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.regions import REGION_RULES
from pipeline.structure import STRUCTURE_RULES

CHOICES = {
    "engine": ("auto", "onnx", "torch"),
    "mode": ("improved", "compat"),
    "text": ("auto", "pdf", "ocr"),
    "words_from": ("pdfium", "pdfplumber"),
    "ocr": ("auto", "tesseract", "rapidocr", "none"),
}
LIMITS = ("max_bytes", "max_pages", "max_pixels", "deadline_seconds", "threads")


def check_options(options: Options) -> None:
    """Raises ``InputError`` for a value outside its choices or a limit that is not positive."""
    for name, choices in CHOICES.items():
        value = getattr(options, name)
        if value not in choices:
            raise InputError(f"{name}={value!r}: choose one of {', '.join(choices)}")
    for name in LIMITS:
        value = getattr(options, name)
        if value is not None and value <= 0:
            raise InputError(f"{name}={value}: must be greater than 0")
    _check_rules(frozenset(options.without))
    threshold = options.detection_threshold
    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(f"detection_threshold={threshold}: must be from 0 to 1")
    if options.pages is not None and not options.pages:
        raise InputError("no page is asked for; leave the pages out to read all of them")


def _check_rules(without: frozenset[str]) -> None:
    unknown = sorted(without - set(rule_names()))
    if unknown:
        raise InputError(f"no rule is called {', '.join(map(repr, unknown))}; the rules are {', '.join(rule_names())}")


def rule_names() -> tuple[str, ...]:
    """Every rule after the models that can be switched off: those for regions, then those for structure, each in their order."""
    return (*REGION_RULES, *STRUCTURE_RULES)


def options_to_dict(options: Options) -> dict[str, object]:
    """The options as JSON can hold them, without the password."""
    values = asdict(options)
    del values["password"]
    values["without"] = sorted(options.without)
    values["regions"] = [{"id": r.id, "page": r.page, "bbox": list(r.bbox), "rotation": r.rotation} for r in options.regions]
    values["pages"] = None if options.pages is None else list(options.pages)
    return values


def service_version() -> str:
    """The installed package's version; ``"unknown"`` when it runs from a folder that was never installed."""
    try:
        return importlib.metadata.version("tablewright")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
