"""The page DETR: table detection from a page's layout. ``registered`` is its torch side."""
