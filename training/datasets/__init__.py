"""Datasets on disk: what builds them from articles and releases (``build``)."""
