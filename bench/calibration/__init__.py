"""Making a checkpoint's calibration from documents with known tables: evidence, fit, what it is worth on other documents."""
