"""The axis-wise layout DETR: structure recognition from a page's layout. ``registered`` is its torch side."""
