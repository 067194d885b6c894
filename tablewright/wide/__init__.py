"""Batches wider than one machine: documents of a folder or an object store, read by the workers of a Ray cluster.

Every document has exactly one row in the results, also when workers die and when the command runs again.
"""
