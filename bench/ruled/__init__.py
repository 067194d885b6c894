"""Fully ruled tables, where what is drawn is the truth: ``python -m bench.ruled --data DIR``.

``drawing`` draws sheets with a seed, ``development`` finds the ruled tables of the ICDAR-2013 half, ``peers`` reads both
with pdfplumber's lines and camelot's lattice, ``scores`` compares; ``__main__`` writes the result.
"""
