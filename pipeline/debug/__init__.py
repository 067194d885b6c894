"""Pictures of every step: the page with its tables, and one HTML page with words, objects, structure and grid."""

from pipeline.debug.overlay import overlay_png, page_png
from pipeline.debug.report import DebugReport

__all__ = ["DebugReport", "overlay_png", "page_png"]
