"""Build a PubTables-1M-style dataset from articles or from other datasets' releases."""
