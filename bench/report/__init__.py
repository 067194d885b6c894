"""The evaluation as one self-contained HTML page."""

from bench.report.page import report_page

__all__ = ["report_page"]
