"""Readers (and, for PubTables-1M's own formats, writers) of the datasets' files: bytes or text in, values out."""
