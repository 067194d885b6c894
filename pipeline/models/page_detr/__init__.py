"""The page DETR, registered with transformers' Auto classes when imported."""

from transformers import AutoConfig, AutoModelForObjectDetection

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import PageDetrForObjectDetection

AutoConfig.register(PageDetrConfig.model_type, PageDetrConfig, exist_ok=True)
AutoModelForObjectDetection.register(PageDetrConfig, PageDetrForObjectDetection, exist_ok=True)

__all__ = ["PageDetrConfig", "PageDetrForObjectDetection"]
