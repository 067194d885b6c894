"""The loader on checkpoints of the published architectures with random weights, in every spelling, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from pipeline.errors import ModelError
from pipeline.models import checkpoints
from pipeline.models.checkpoints import LoadedCheckpoint, load_checkpoint, transformers_library
from table import StructureLabel
from tests.pipeline.models.builders import LABELS, native_resnet, save, sizes, stir, table_transformer, write_directory
from tests.pipeline.models.original_detr import OriginalDetr

TOLERANCE = 1e-4
SPELLINGS = ("native", "timm", "pickled", "original.pth", "training.pth")


def pixels(height: int = 64, width: int = 96) -> torch.Tensor:
    return torch.randn(1, 3, height, width, generator=torch.Generator().manual_seed(5))


def answer(model: Any, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        output = model(pixel_values=seen)
    return output.logits, output.pred_boxes


def assert_same(model: Any, loaded: LoadedCheckpoint, seen: torch.Tensor) -> None:
    for wanted, found in zip(answer(model, seen), answer(loaded.model, seen), strict=True):
        torch.testing.assert_close(found, wanted, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("use_timm", [None, False])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_gives_the_same_outputs(tatr: dict[str, Path], spelling: str, use_timm: bool | None) -> None:
    loaded = load_checkpoint(str(tatr[spelling]), "structure", use_timm=use_timm)
    assert_same(table_transformer("structure"), loaded, pixels())
    assert loaded.labels == tuple(StructureLabel)
    assert not loaded.model.training
    assert len(loaded.sha256) == 64
    assert loaded.revision == loaded.sha256[:12]


def test_another_input_or_weight_is_told_apart(tatr: dict[str, Path]) -> None:
    """The tolerance above means something: small changes exceed it."""
    loaded = load_checkpoint(str(tatr["native"]), "structure")
    logits, _ = answer(loaded.model, pixels())
    assert (answer(loaded.model, pixels() + 0.1)[0] - logits).abs().max() > TOLERANCE
    with torch.no_grad():
        loaded.model.model.backbone.conv_encoder.model.embedder.embedder.convolution.weight.mul_(1.05)
    assert (answer(loaded.model, pixels())[0] - logits).abs().max() > TOLERANCE


def test_timm_is_really_used_where_the_checkpoint_asks_for_it(tatr: dict[str, Path]) -> None:
    if checkpoints.timm_problem():
        pytest.skip(f"timm is not usable here: {checkpoints.timm_problem()}")

    def backbone(**options: Any) -> str:
        return str(load_checkpoint(str(tatr["timm"]), "structure", **options).model.config.backbone_config.model_type)

    assert backbone() == "timm_backbone"
    assert backbone(use_timm=False) == "resnet"


def test_native_names_load_into_a_timm_backbone(tatr: dict[str, Path], tmp_path: Path) -> None:
    config = json.loads((tatr["timm"] / "config.json").read_text("utf-8"))
    mixed = write_directory(tmp_path / "mixed", config, load_file(tatr["native"] / "model.safetensors"))
    assert_same(table_transformer("structure"), load_checkpoint(str(mixed), "structure"), pixels())


def test_without_timm_the_same_outputs_come_from_the_native_backbone(tatr: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "timm_problem", lambda: "not today")
    loaded = load_checkpoint(str(tatr["timm"]), "structure")
    assert loaded.model.config.backbone_config.model_type == "resnet"
    assert_same(table_transformer("structure"), loaded, pixels())


def test_the_project_s_own_layout_gives_the_same_outputs(tmp_path: Path) -> None:
    """Against an implementation that shares no code with transformers."""
    torch.manual_seed(3)
    original = stir(OriginalDetr(width=64, heads=2, hidden=48, depth=2, num_queries=9, num_labels=6))
    path = tmp_path / "TATR-v1.1-Pub-msft.pth"
    torch.save(original.state_dict(), path)
    loaded = load_checkpoint(str(path), "structure")
    with torch.inference_mode():
        logits, boxes = original(pixels(128, 96))
    found = answer(loaded.model, pixels(128, 96))
    torch.testing.assert_close(found[0], logits, atol=TOLERANCE, rtol=0)
    torch.testing.assert_close(found[1], boxes, atol=TOLERANCE, rtol=0)
    assert loaded.profile.origin == "defaults of TATR v1.1"
    assert (loaded.profile.num_queries, loaded.profile.max_rows) == (9, 5)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "queries", "parameters"), [("detection", 15, 28_809_031), ("structure", 125, 28_838_219)])
def test_the_published_shapes(tmp_path: Path, task: Any, queries: int, parameters: int) -> None:
    """TATR-R18 at full size: the published number of parameters and equal outputs in all spellings."""
    full = {"d_model": 256, "encoder_layers": 6, "decoder_layers": 6, "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048}
    model = table_transformer(task, **full, encoder_attention_heads=8, decoder_attention_heads=8, num_queries=queries)
    norms = sum(tensor.numel() for name, tensor in model.named_buffers() if name.endswith(("weight", "bias")))
    assert sum(parameter.numel() for parameter in model.parameters()) + norms == parameters
    paths = save(model, tmp_path)
    for spelling in ("native", "timm", "original.pth"):
        assert_same(model, load_checkpoint(str(paths[spelling]), task), pixels(160, 224))


SMALL = {"embedding_size": 8, "hidden_sizes": [8, 16, 24, 32], "depths": [1, 1, 1, 1], "layer_type": "basic"}
STAGES = ["stage2", "stage3", "stage4"]


def other_model(name: str) -> Any:
    """A tiny model of another architecture of the family, structure classes."""
    library = transformers_library()
    torch.manual_seed(2)
    two = sizes("structure", layers=2)
    plain = {"use_timm_backbone": False, "backbone_config": native_resnet()}
    hybrid = {"encoder_in_channels": [16, 24, 32], "encoder_hidden_dim": 32, "decoder_in_channels": [32] * 3, "eval_size": None}
    if name == "Detr" or name == "ConditionalDetr":
        values = {**two, **plain}
    elif name == "DeformableDetr":
        values = {**two, "use_timm_backbone": False, "backbone_config": library.ResNetConfig(**SMALL, out_features=STAGES)}
    elif name in ("RTDetr", "RTDetrV2"):
        values = {**two, **hybrid, "backbone_config": library.RTDetrResNetConfig(**SMALL, out_features=STAGES)}
    elif name == "DFine":
        stages = {"stage_in_channels": [8, 8, 16, 16], "stage_mid_channels": [8] * 4, "stage_out_channels": [8, 16, 16, 32]}
        ones = {"stage_num_blocks": [1] * 4, "stage_numb_of_layers": [1] * 4, "hidden_sizes": [8, 16, 16, 32]}
        backbone = library.HGNetV2Config(stem_channels=[3, 8, 8], embedding_size=8, **stages, **ones, out_features=STAGES)
        values = {**two, **hybrid, "encoder_in_channels": [16, 16, 32], "backbone_config": backbone}
    else:
        raise ValueError(name)
    if name in ("RTDetr", "RTDetrV2", "DFine"):
        del values["encoder_layers"]  # theirs has another meaning
    return stir(getattr(library, f"{name}ForObjectDetection")(getattr(library, f"{name}Config")(**values)))


@pytest.mark.parametrize(
    ("name", "scoring"),
    [
        ("Detr", "softmax"),
        ("ConditionalDetr", "sigmoid"),
        ("DeformableDetr", "sigmoid"),
        ("RTDetr", "sigmoid"),
        ("RTDetrV2", "sigmoid"),
        ("DFine", "sigmoid"),
    ],
)
def test_other_architectures_of_the_family(tmp_path: Path, name: str, scoring: str) -> None:
    model = other_model(name)
    model.save_pretrained(tmp_path)
    loaded = load_checkpoint(str(tmp_path), "structure")
    assert type(loaded.model) is type(model)
    assert loaded.profile.scoring == scoring
    assert_same(model, loaded, pixels(64, 96))
    outputs = answer(loaded.model, pixels())[0].shape[2]
    assert outputs == (7 if scoring == "softmax" else 6)


def test_half_precision_weights_run_in_single(tatr: dict[str, Path], tmp_path: Path) -> None:
    config = json.loads((tatr["native"] / "config.json").read_text("utf-8"))
    halves = {name: tensor.half() for name, tensor in load_file(tatr["native"] / "model.safetensors").items()}
    loaded = load_checkpoint(str(write_directory(tmp_path, {**config, "dtype": "float16"}, halves)), "structure")
    assert {parameter.dtype for parameter in loaded.model.parameters()} == {torch.float32}


def test_nothing_is_printed(tatr: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    load_checkpoint(str(tatr["native"]), "structure")
    assert capfd.readouterr() == ("", "")


def test_profile_beside_the_weights(tatr: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "mine.pth"
    shutil.copy(tatr["original.pth"], path)
    (tmp_path / "profile.json").write_text('{"version": 1, "crop_padding_px": 4}')
    assert load_checkpoint(str(path), "structure").profile.crop_padding_px == 4
    (tmp_path / "mine.profile.json").write_text('{"version": 1, "crop_padding_px": 5, "revision": "r7"}')
    loaded = load_checkpoint(str(path), "structure")
    assert (loaded.profile.crop_padding_px, loaded.revision) == (5, "r7")


# --- refusals ---------------------------------------------------------------------------------------------------------


def edited(source: Path, target: Path, **changes: Any) -> str:
    """A copy of a directory checkpoint with changed configuration values (``None`` removes one)."""
    shutil.copytree(source, target)
    values = json.loads((target / "config.json").read_text("utf-8")) | changes
    (target / "config.json").write_text(json.dumps({k: v for k, v in values.items() if v is not None}), "utf-8")
    return str(target)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (None, "no id2label"),
        ({str(i): f"LABEL_{i}" for i in range(6)}, "'LABEL_0'.*needs exactly 'table', 'table column'"),
        ({str(i): label for i, label in enumerate(LABELS["structure"][:5])}, "other classes"),
        ({str(i): label for i, label in enumerate([*LABELS["structure"][:5], "table"])}, "other classes"),
        ({str(i + 1): label for i, label in enumerate(LABELS["structure"])}, "other classes"),
        ({str(i): label for i, label in enumerate(LABELS["detection"])}, "this is a detection checkpoint"),
    ],
)
def test_other_labels_are_refused(tatr: dict[str, Path], tmp_path: Path, labels: dict[str, str] | None, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        load_checkpoint(edited(tatr["native"], tmp_path / "x", id2label=labels, label2id=None), "structure")


def test_labels_in_another_order_are_read_from_id2label(tatr: dict[str, Path], tmp_path: Path) -> None:
    backwards = list(reversed(LABELS["structure"]))
    path = edited(tatr["native"], tmp_path / "x", id2label={str(i): label for i, label in enumerate(backwards)}, label2id=None)
    assert [str(label) for label in load_checkpoint(path, "structure").labels] == backwards


def test_labels_of_the_backbone_are_not_read(tatr: dict[str, Path], tmp_path: Path) -> None:
    """v1.1 checkpoints carry a thousand ImageNet names there."""
    backbone = json.loads((tatr["native"] / "config.json").read_text("utf-8"))["backbone_config"]
    backbone["id2label"] = {str(i): f"imagenet {i}" for i in range(1000)}
    assert load_checkpoint(edited(tatr["native"], tmp_path / "x", backbone_config=backbone), "structure").labels == tuple(StructureLabel)


def test_a_structure_file_is_no_detector(tatr: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match="this is a structure checkpoint"):
        load_checkpoint(str(tatr["original.pth"]), "detection")


@pytest.mark.parametrize("spelling", ["native", "timm", "original.pth"])
def test_missing_and_unexpected_weights_are_refused(tatr: dict[str, Path], tmp_path: Path, spelling: str) -> None:
    source = tatr[spelling]
    if source.is_dir():
        weights, config = load_file(source / "model.safetensors"), json.loads((source / "config.json").read_text("utf-8"))
    else:
        weights, config = torch.load(source, weights_only=True), None

    def load(changed: dict[str, torch.Tensor], name: str) -> None:
        if config is None:
            torch.save(changed, tmp_path / f"{name}.pth")
            load_checkpoint(str(tmp_path / f"{name}.pth"), "structure")
        else:
            load_checkpoint(str(write_directory(tmp_path / name, config, changed)), "structure")

    gone = next(name for name in weights if name.endswith("final_layer_norm.bias") or name.endswith("norm2.bias"))
    with pytest.raises(ModelError, match=r"1 missing \(model\.\w+\.layers\.0"):
        load({name: tensor for name, tensor in weights.items() if name != gone}, "missing")
    with pytest.raises(ModelError, match=r"1 unexpected \(stranger\.weight\)"):
        load({**weights, "stranger.weight": torch.zeros(2)}, "unexpected")
    bias = next(name for name in weights if name in ("input_proj.bias", "model.input_projection.bias"))
    with pytest.raises(ModelError, match="do not fit"):
        load({**weights, bias: torch.zeros(5)}, "misshapen")


def test_a_head_of_another_width_is_refused(tatr: dict[str, Path], tmp_path: Path) -> None:
    """The reference program skips such a head silently and runs with a random one."""
    weights = load_file(tatr["native"] / "model.safetensors")
    weights["class_labels_classifier.weight"] = torch.zeros(3, 32)
    weights["class_labels_classifier.bias"] = torch.zeros(3)
    config = json.loads((tatr["native"] / "config.json").read_text("utf-8"))
    with pytest.raises(ModelError, match="do not fit"):
        load_checkpoint(str(write_directory(tmp_path, config, weights)), "structure")


def test_a_table_transformer_is_no_plain_detr(tatr: dict[str, Path], tmp_path: Path) -> None:
    """Pre-norm weights under a post-norm model type: the encoder's final norm is left over."""
    with pytest.raises(ModelError, match=r"unexpected.*layernorm"):
        load_checkpoint(edited(tatr["native"], tmp_path / "x", model_type="detr"), "structure")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model_type": None}, "no model_type"),
        ({"model_type": "never-heard-of"}, "does not know the model type 'never-heard-of'"),
        ({"model_type": "bert", "backbone_config": None}, "does no object detection"),
        ({"d_model": "wide"}, "not valid"),
    ],
)
def test_unfit_configurations_are_refused(tatr: dict[str, Path], tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        load_checkpoint(edited(tatr["native"], tmp_path / "x", **changes), "structure")


def test_a_timm_backbone_we_have_no_twin_of_needs_timm(tatr: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="needs timm for its backbone 'resnet50d'"):
        load_checkpoint(edited(tatr["timm"], tmp_path / "x", backbone="resnet50d"), "structure", use_timm=False)


def test_extra_channels_must_agree_with_the_network(tatr: dict[str, Path], tmp_path: Path) -> None:
    path = edited(tatr["native"], tmp_path / "x")
    (Path(path) / "profile.json").write_text('{"version": 1, "extra_channels": ["words"]}')
    with pytest.raises(ModelError, match="takes 3 input channels and its profile gives 4"):
        load_checkpoint(path, "structure")


def test_pickles_with_more_than_weights_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "evil.pth"
    torch.save({"model_state_dict": {"a": torch.zeros(1)}, "hook": Path("x")}, path)
    with pytest.raises(ModelError, match="only tensors are ever unpickled"):
        load_checkpoint(str(path), "structure")


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"PK\x03\x04 torn"])
def test_damaged_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "torn.pth"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"torn\.pth"):
        load_checkpoint(str(path), "structure")


def test_damaged_safetensors(tatr: dict[str, Path], tmp_path: Path) -> None:
    path = Path(edited(tatr["native"], tmp_path / "x"))
    (path / "model.safetensors").write_bytes(b"torn")
    with pytest.raises(ModelError, match=r"model\.safetensors: damaged"):
        load_checkpoint(str(path), "structure")
    (path / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="no weights"):
        load_checkpoint(str(path), "structure")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"a": torch.zeros(1)}, "not an original"),
        ({}, "no tensors"),
        ([torch.zeros(1)], "expected a state dict"),
    ],
)
def test_originals_of_something_else(tmp_path: Path, weights: object, words: str) -> None:
    torch.save(weights, tmp_path / "x.pth")
    with pytest.raises(ModelError, match=words):
        load_checkpoint(str(tmp_path / "x.pth"), "structure")


def test_an_original_with_another_number_of_classes(tatr: dict[str, Path], tmp_path: Path) -> None:
    weights = torch.load(tatr["original.pth"], weights_only=True)
    torch.save({**weights, "class_embed.weight": torch.zeros(92, 32)}, tmp_path / "coco.pth")
    with pytest.raises(ModelError, match="91 classes"):
        load_checkpoint(str(tmp_path / "coco.pth"), "structure")
