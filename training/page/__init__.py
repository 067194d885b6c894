"""Training of the page DETR (table detection)."""
