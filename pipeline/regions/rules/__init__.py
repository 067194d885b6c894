"""One rule a file: what it changes, why, its constants with their reasons."""
