"""Training of the axis-wise layout DETR: augmentation, batches, losses, loop."""
