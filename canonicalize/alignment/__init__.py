"""Alignment: where on the pages of a PDF stand the cells that an article's markup describes."""
