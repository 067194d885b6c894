"""Faster R-CNN on a ResNet-18, the baseline of the PubTables-1M paper. ``registered`` is its torch side."""
