"""The page DETR, for torch: importing this registers it with transformers' Auto classes."""

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import PageDetrForObjectDetection
from pipeline.models.transformers_door import AutoConfig, AutoModelForObjectDetection

AutoConfig.register(PageDetrConfig.model_type, PageDetrConfig, exist_ok=True)
AutoModelForObjectDetection.register(PageDetrConfig, PageDetrForObjectDetection, exist_ok=True)

__all__ = ["PageDetrConfig", "PageDetrForObjectDetection"]
