"""Datasets on disk as samples: one module per family of formats, ``open_dataset`` finds the right one."""

from bench.readers.opening import FORMATS, open_dataset

__all__ = ["FORMATS", "open_dataset"]
