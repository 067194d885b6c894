"""The only door to transformers: torchvision is made importable first, then the names that the models use are imported.

transformers' modelling code imports torchvision, which dies beside a torch it was not built for unless
``torchvision_shim`` ran before. Whoever imports a name from here cannot get that order wrong; the linter refuses every
other import of transformers, torchvision and timm.
"""

from __future__ import annotations

from pipeline.models.torchvision_shim import ensure_torchvision_importable

ensure_torchvision_importable()

from transformers import AutoConfig, AutoModelForObjectDetection, PretrainedConfig, PreTrainedModel  # noqa: E402
from transformers.utils.generic import ModelOutput  # noqa: E402
from transformers.utils.logging import disable_progress_bar  # noqa: E402

__all__ = [
    "AutoConfig",
    "AutoModelForObjectDetection",
    "ModelOutput",
    "PreTrainedModel",
    "PretrainedConfig",
    "disable_progress_bar",
]
