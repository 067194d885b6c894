"""What models there are and what works on this machine: the data behind ``tablewright models`` and ``models --check``.

In: nothing but the installation. Out: plain values for a command line to print. ``boxed_models`` and
``known_checkpoints`` read small files only; ``check_machine`` imports every engine there is and loads the checkpoints.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.models.configs import read_config
from pipeline.models.engines import open_checkpoint
from pipeline.models.profile import PROFILE_FILE, Profile, Task, default_profile, read_profile
from pipeline.models.sources import CONFIG_FILE, DEFAULT, box_directory

TASKS: tuple[Task, ...] = ("detection", "structure")
_VERSION_SECONDS = 10
USAGE = """\
--detector and --structure accept
  default                     the shipped weights
  DIRECTORY                   config.json with model.safetensors or pytorch_model.bin, of any object-detection model of the
                              DETR family that transformers knows and whose classes are those of PubTables-1M
  FILE.pth                    an original file of the Table Transformer project (a state dict, bare or inside a training checkpoint)
  OWNER/NAME[@REVISION]       a hub id whose files are in this machine's hub cache; nothing is downloaded while extracting:
                              fetch it once with `hf download OWNER/NAME --local-dir DIRECTORY` and give the directory
A profile.json beside the weights (NAME.profile.json beside a .pth) overrides input size, crop padding and thresholds."""


@dataclass(frozen=True, slots=True)
class BoxedModel:
    """One shipped model. ``problem`` says why it cannot be used (then the rest may be empty); sizes in bytes."""

    task: Task
    directory: Path
    model_type: str = ""
    size: int = 0
    profile: Profile | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class KnownCheckpoint:
    """A published checkpoint that is known to fit. ``crop_padding_px``: the padding its profile will have."""

    name: str
    task: Task
    trained_on: str
    crop_padding_px: float


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one probe. ``detail``: a version and how it works, or the reason why it does not."""

    name: str
    is_ok: bool
    detail: str
    seconds: float


def boxed_models() -> list[BoxedModel]:
    """The detector and the structure model that travel with the package, whether or not they are there."""
    return [_boxed(task) for task in TASKS]


def _boxed(task: Task) -> BoxedModel:
    directory = box_directory(task)
    if not directory.is_dir():
        return BoxedModel(task, directory, problem="missing from this installation")
    try:
        values = read_config(directory / CONFIG_FILE)
        defaults = default_profile(task, values["model_type"], num_queries=values.get("num_queries"), names=DEFAULT)
        profile = read_profile(directory / PROFILE_FILE, defaults)
    except ModelError as error:
        return BoxedModel(task, directory, problem=str(error))
    size = sum(path.stat().st_size for path in directory.iterdir() if path.is_file())
    return BoxedModel(task, directory, values["model_type"], size, profile)


def known_checkpoints() -> list[KnownCheckpoint]:
    """Published checkpoints by hub id; all MIT licensed, none shipped."""
    rows: tuple[tuple[str, Task, str], ...] = (
        ("microsoft/table-transformer-detection", "detection", "PubTables-1M pages"),
        ("microsoft/table-transformer-structure-recognition", "structure", "PubTables-1M"),
        ("microsoft/table-transformer-structure-recognition-v1.1-pub", "structure", "PubTables-1M"),
        ("microsoft/table-transformer-structure-recognition-v1.1-fin", "structure", "FinTabNet.c"),
        ("microsoft/table-transformer-structure-recognition-v1.1-all", "structure", "PubTables-1M and FinTabNet.c"),
    )
    return [
        KnownCheckpoint(name, task, data, default_profile(task, "table-transformer", names=name).crop_padding_px)
        for name, task, data in rows
    ]


def check_machine(*, detector: str = DEFAULT, structure: str = DEFAULT) -> list[Check]:
    """Probes every optional part once; a part that fails is reported with its reason and never raises."""
    return [
        _attempt("onnxruntime", lambda: str(importlib.import_module("onnxruntime").__version__)),
        *(_attempt(name, probe) for name, probe in (("torch", _torch), ("torchvision", _torchvision), ("timm", _timm))),
        _attempt("transformers", _transformers),
        _attempt("tesseract", _tesseract),
        _attempt("rapidocr", _rapidocr),
        _attempt(f"detector {detector}", lambda: _checkpoint(detector, "detection")),
        _attempt(f"structure {structure}", lambda: _checkpoint(structure, "structure")),
    ]


def _attempt(name: str, probe: Callable[[], str]) -> Check:
    start = time.perf_counter()
    try:
        is_ok, detail = True, probe()
    except (ImportError, OSError, RuntimeError, AttributeError, subprocess.SubprocessError, ModelError) as error:
        is_ok, detail = False, next(iter(str(error).splitlines()), repr(error))
    return Check(name, is_ok, detail, time.perf_counter() - start)


def _torch() -> str:
    _require("torch")
    import torch

    device = f"CUDA: {torch.cuda.get_device_name(0)}" if torch.cuda.is_available() else "no CUDA device"
    return f"{torch.__version__}, {torch.get_num_threads()} threads, {device}"


def _require(name: str) -> None:
    """Raises ``ModelError`` for a part of the torch extra that is not installed: other checkpoints need it, ours do not."""
    if importlib.util.find_spec(name) is None:
        raise ModelError("not installed; checkpoints that were not exported need it: pip install 'tablewright[torch]'")


def _transformers() -> str:
    _require("transformers")
    from pipeline.models.checkpoints import transformers_library

    return str(transformers_library().__version__)


def _torchvision() -> str:
    _require("torch")
    from pipeline.models.torchvision_shim import ensure_torchvision_importable

    state = ensure_torchvision_importable()
    if state == "absent":
        raise ModelError("not installed; timm backbones fall back to transformers' own ResNet")
    importlib.import_module("torchvision")
    how = "compiled operators load" if state == "native" else "its compiled operators do not fit this torch; importable all the same"
    return f"{metadata.version('torchvision')}, {how}"


def _timm() -> str:
    _require("torch")
    from pipeline.models.checkpoints import timm_problem

    if problem := timm_problem():
        raise ModelError(problem)
    import torch

    timm = importlib.import_module("timm")
    network = timm.create_model("resnet18", pretrained=False, features_only=True)
    with torch.inference_mode():
        network.eval()(torch.zeros(1, 3, 32, 32))
    return f"{metadata.version('timm')}, a ResNet-18 backbone runs"


def _tesseract() -> str:
    binary = shutil.which("tesseract")
    if binary is None:
        raise ModelError("its binary is not on the PATH; RapidOCR is used instead")
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=True)
    return next(iter((answer.stdout or answer.stderr).splitlines()), "present")


def _rapidocr() -> str:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("not installed")
    importlib.import_module("onnxruntime")
    models = [path for place in spec.submodule_search_locations for path in Path(place).glob("models/*.onnx")]
    if not models:
        raise ModelError("its package holds no models")
    return f"{metadata.version('rapidocr')}, {len(models)} models in its package"


def _checkpoint(name: str, task: Task) -> str:
    served = open_checkpoint(name, task)
    return f"{served.model_type}, {served.engine} engine, revision {served.revision}, {served.profile.origin}"
