"""Before any test of this folder imports transformers: the same door the package uses."""

from pipeline.models.torchvision_shim import ensure_torchvision_importable

ensure_torchvision_importable()
