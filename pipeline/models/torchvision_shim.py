"""Makes ``import torchvision`` work where its compiled part does not match the installed torch.

The ordinary torchvision wheel is built against CUDA torch; beside a CPU torch its ``_C`` library cannot load, the two
operators that torchvision registers without asking (``nms`` and ``qnms``) are unknown, and the import dies, and with it
timm and the modelling code of transformers. Declaring the schemas of those two operators beforehand is enough: the
DETR family calls neither, and whoever does gets torchvision's own clear error.
Call ``ensure_torchvision_importable`` before the first import of timm, transformers or torchvision.
"""

from __future__ import annotations

import importlib.util
import pathlib
from typing import Any, Literal

State = Literal["absent", "native", "defined", "shimmed"]
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_keep: list[Any] = []  # a torch Library takes its definitions with it when it is collected


def ensure_torchvision_importable() -> State:
    """How torchvision's operators came to be: not installed, compiled, known already, or declared by us just now.

    Safe to call any number of times.
    """
    spec = importlib.util.find_spec("torchvision")
    if spec is None or not spec.submodule_search_locations:
        return "absent"
    import torch

    if _load_native(pathlib.Path(next(iter(spec.submodule_search_locations)))):
        return "native"
    if hasattr(torch.ops.torchvision, "nms"):
        return "defined"
    library_class: Any = torch.library.Library  # torch leaves it untyped
    library = library_class("torchvision", "FRAGMENT")
    for operator in ("nms", "qnms"):
        library.define(operator + _SCHEMA)
    _keep.append(library)
    return "shimmed"


def _load_native(root: pathlib.Path) -> bool:
    import torch

    operators: Any = torch.ops
    for path in sorted(root.glob("_C*.so")) + sorted(root.glob("_C*.pyd")):
        try:
            operators.load_library(str(path))
        except OSError:  # built for another torch: the reason for this module
            continue
        return True
    return False
