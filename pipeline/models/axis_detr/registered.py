"""The axis-wise layout DETR, for torch: importing this registers it with transformers' Auto classes."""

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import AxisDetrForObjectDetection
from pipeline.models.transformers_door import AutoConfig, AutoModelForObjectDetection

AutoConfig.register(AxisDetrConfig.model_type, AxisDetrConfig, exist_ok=True)
AutoModelForObjectDetection.register(AxisDetrConfig, AxisDetrForObjectDetection, exist_ok=True)

__all__ = ["AxisDetrConfig", "AxisDetrForObjectDetection"]
