"""Parts that the base installation leaves out, and the message that says how to add them.

The base reads PDFs with text in them. Pictures and scanned pages need the extra ``ocr``, other checkpoints and training ``torch``.
"""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.errors import ModelError

PARTS = {
    "ocr": ("cv2", "rapidocr"),
    "pictures": ("cv2",),  # Tesseract does without RapidOCR
    "torch": ("torch", "transformers", "safetensors"),
}
_EXTRAS = {"pictures": "ocr"}


def missing_parts(name: str) -> tuple[str, ...]:
    """The packages of the part ``name`` that are not installed."""
    return tuple(part for part in PARTS[name] if find_spec(part) is None)


def require(name: str, what: str) -> None:
    """Raises ``ModelError``, which names the extra to install, when a package of the part ``name`` is missing for ``what``."""
    if missing := missing_parts(name):
        extra = _EXTRAS.get(name, name)
        raise ModelError(f"{what} needs {', '.join(missing)}, not installed here: pip install 'tablewright[{extra}]'")
