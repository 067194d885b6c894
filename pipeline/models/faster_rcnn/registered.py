"""The Faster R-CNN baseline, for torch: importing this registers it with transformers' Auto classes."""

from pipeline.models.faster_rcnn.configuration import FasterRcnnConfig
from pipeline.models.faster_rcnn.modeling import FasterRcnnForObjectDetection
from pipeline.models.transformers_door import AutoConfig, AutoModelForObjectDetection

AutoConfig.register(FasterRcnnConfig.model_type, FasterRcnnConfig, exist_ok=True)
AutoModelForObjectDetection.register(FasterRcnnConfig, FasterRcnnForObjectDetection, exist_ok=True)

__all__ = ["FasterRcnnConfig", "FasterRcnnForObjectDetection"]
