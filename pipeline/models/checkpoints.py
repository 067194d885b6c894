"""One loader for every DETR-family checkpoint with PubTables-1M's classes.

In: "default" (the shipped weights), a directory, a hub id, or an original ``.pth``. Out: a ``LoadedCheckpoint``: model in
evaluation mode, profile, classes by index, and what identifies the weights. timm-backbone names, native names and
original names are all accepted; a missing, surplus or misshapen tensor is an error, never a random head.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.models import keymap
from pipeline.models.configs import asks_for_timm, labels_of, original_config, read_config, settle_backbone
from pipeline.models.profile import BASELINE_TYPES, LAYOUT_TYPES, Profile, Task, default_profile, read_profile
from pipeline.models.sources import CONFIG_FILE, Source, find_source
from pipeline.models.torchvision_shim import ensure_torchvision_importable
from pipeline.models.weights import read_weights
from table import Label

if TYPE_CHECKING:
    import torch

    from pipeline.models.transformers_door import PreTrainedModel

_NAMES_SHOWN = 4
_NOT_WEIGHTS = "num_batches_tracked"  # a training counter of batch norm


@dataclass(frozen=True, slots=True)
class LoadedCheckpoint:
    """A model ready to run. ``labels[i]`` is the class of output ``i``; ``sha256`` is over its weight files."""

    model: PreTrainedModel
    profile: Profile
    labels: tuple[Label, ...]
    revision: str
    sha256: str
    source: Source


def transformers_library() -> ModuleType:
    """The transformers package, imported after torchvision was made importable; the only door to it."""
    ensure_torchvision_importable()
    return importlib.import_module("transformers")


@cache
def timm_problem() -> str | None:
    """Why timm backbones cannot be used on this machine, or ``None`` when they can."""
    if ensure_torchvision_importable() == "absent":
        return "torchvision is not installed"
    try:
        importlib.import_module("timm")
    except (ImportError, RuntimeError, OSError) as error:
        return f"timm cannot be imported: {next(iter(str(error).splitlines()), repr(error))}"
    return None


def load_checkpoint(name: str, task: Task, *, use_timm: bool | None = None) -> LoadedCheckpoint:
    """The checkpoint behind ``name``, fully checked.

    ``use_timm``: ``None`` takes timm where the checkpoint asks for it and it works here; ``False`` never does.
    Raises ``ModelError`` when files are missing or damaged, classes differ, or weights do not fit the architecture.
    """
    source = find_source(name, task)
    values, weights, sha256 = _read(source)
    labels = labels_of(values, task, name)
    problem = "it was switched off by the caller" if use_timm is False else timm_problem() if asks_for_timm(values) else None
    settled = settle_backbone(values, problem, name)
    profile = _profile(source, values, task)
    _check_channels(settled, profile, name)
    model = _build(settled, _respell(weights, settled), name)
    revision = profile.revision or source.revision or sha256[:12]
    return LoadedCheckpoint(model, profile, labels, revision, sha256, source)


def _read(source: Source) -> tuple[dict[str, Any], dict[str, torch.Tensor], str]:
    """Configuration values, weights under transformers' names, and their SHA-256."""
    if source.kind != "original":
        return read_config(source.path / CONFIG_FILE), *read_weights(source)
    weights, sha256 = read_weights(source)
    return original_config(weights, source.name), keymap.original_to_timm(weights), sha256


def _profile(source: Source, values: dict[str, Any], task: Task) -> Profile:
    queries = values.get("num_queries")
    names = f"{source.names} {values.get('_name_or_path', '')}"
    defaults = default_profile(task, values["model_type"], num_queries=queries, names=names)
    return read_profile(source.profile_path, defaults)


def _check_channels(values: dict[str, Any], profile: Profile, name: str) -> None:
    wanted = (values.get("backbone_config") or {}).get("num_channels") or values.get("num_channels", 3)
    given = 3 + len(profile.extra_channels)
    if profile.input == "layout" and list(profile.extra_channels) != list(values.get("word_channels") or ()):
        shown, told = (", ".join(found) or "none" for found in (values.get("word_channels") or (), profile.extra_channels))
        raise ModelError(f"checkpoint {name!r} has the word channels {shown} and its profile says {told}: set extra_channels there")
    if profile.input == "pixels" and wanted != given:
        raise ModelError(f"checkpoint {name!r} takes {wanted} input channels and its profile gives {given}: set extra_channels there")


def _respell(weights: dict[str, torch.Tensor], values: dict[str, Any]) -> dict[str, torch.Tensor]:
    """``weights`` in the spelling of the backbone that ``values`` builds; others are left alone."""
    backbone = (values.get("backbone_config") or {}).get("model_type")
    found = keymap.spelling(weights)
    if found == "timm" and backbone == "resnet":
        return keymap.timm_to_native(weights)
    if found == "native" and backbone == "timm_backbone":
        return keymap.native_to_timm(weights)
    return weights


def _build(values: dict[str, Any], weights: dict[str, torch.Tensor], name: str) -> PreTrainedModel:
    import torch

    model_class, config = _model_class(values, name)
    try:
        with _quiet():
            model, info = model_class.from_pretrained(
                None, config=config, state_dict=weights, output_loading_info=True, dtype=torch.float32, local_files_only=True
            )
    except (RuntimeError, ValueError, ImportError, OSError) as error:
        raise ModelError(f"checkpoint {name!r}: the weights do not fit a {values['model_type']} of this configuration: {error}") from error
    _check_complete(info, name, values["model_type"])
    return model.eval()  # type: ignore[no-any-return]


def _model_class(values: dict[str, Any], name: str) -> tuple[Any, Any]:
    """The transformers class for object detection of this model type, and its configuration."""
    from huggingface_hub.errors import StrictDataclassError

    transformers = transformers_library()
    kind = values["model_type"]
    _register_own(kind)
    if kind not in transformers.CONFIG_MAPPING:
        raise ModelError(f"checkpoint {name!r}: transformers {transformers.__version__} does not know the model type {kind!r}")
    config_class = transformers.CONFIG_MAPPING[kind]
    mapping = transformers.AutoModelForObjectDetection._model_mapping
    if config_class not in mapping:
        raise ModelError(f"checkpoint {name!r}: the model type {kind!r} does no object detection")
    try:
        with _quiet():
            return mapping[config_class], config_class.from_dict(values)
    except (ValueError, TypeError, KeyError, AttributeError, StrictDataclassError) as error:
        raise ModelError(f"checkpoint {name!r}: its configuration is not valid for {kind!r}: {error}") from error


def _register_own(kind: str) -> None:
    """Imports the module of one of our own model types, which makes it known to transformers' Auto classes."""
    if kind not in (*LAYOUT_TYPES, *BASELINE_TYPES):
        return
    module = f"pipeline.models.{kind.replace('-', '_')}.registered"
    if importlib.util.find_spec(module) is not None:
        importlib.import_module(module)


def _check_complete(info: dict[str, Any], name: str, kind: str) -> None:
    problems = []
    for what in ("missing", "unexpected", "mismatched"):
        keys = sorted(str(key) for key in info.get(f"{what}_keys", ()) if not str(key).endswith(_NOT_WEIGHTS))
        if keys:
            more = f" and {len(keys) - _NAMES_SHOWN} more" if len(keys) > _NAMES_SHOWN else ""
            problems.append(f"{len(keys)} {what} ({', '.join(keys[:_NAMES_SHOWN])}{more})")
    if problems:
        raise ModelError(f"checkpoint {name!r}: the weights do not fit a {kind} of this configuration: {'; '.join(problems)}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps transformers' loading report and progress bar off the terminal: we check and report ourselves."""
    report = transformers_library().utils.logging
    level, had_bar = report.get_verbosity(), report.is_progress_bar_enabled()
    report.set_verbosity(report.CRITICAL)
    report.disable_progress_bar()
    try:
        yield
    finally:
        report.set_verbosity(level)
        if had_bar:
            report.enable_progress_bar()
