"""OCR engines behind one method, ``words(image)``; words are tightened onto the ink of the picture."""

from pipeline.ocr.engines import make_engine
from pipeline.ocr.rapid import RapidOcrEngine
from pipeline.ocr.tesseract import TesseractEngine

__all__ = ["RapidOcrEngine", "TesseractEngine", "make_engine"]
