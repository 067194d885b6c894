"""Names in the three spellings: written-down pairs of the published checkpoints, and bijections over whole models."""

from __future__ import annotations

import pytest
import torch

from pipeline.models import keymap
from tests.pipeline.models.builders import table_transformer

B = "model.backbone.conv_encoder.model."
PAIRS = [  # original, timm, native
    ("backbone.0.body.conv1.weight", f"{B}conv1.weight", f"{B}embedder.embedder.convolution.weight"),
    ("backbone.0.body.bn1.running_var", f"{B}bn1.running_var", f"{B}embedder.embedder.normalization.running_var"),
    (
        "backbone.0.body.layer1.0.conv1.weight",
        f"{B}layer1.0.conv1.weight",
        f"{B}encoder.stages.0.layers.0.layer.0.convolution.weight",
    ),
    ("backbone.0.body.layer3.1.bn2.bias", f"{B}layer3.1.bn2.bias", f"{B}encoder.stages.2.layers.1.layer.1.normalization.bias"),
    (
        "backbone.0.body.layer4.0.downsample.0.weight",
        f"{B}layer4.0.downsample.0.weight",
        f"{B}encoder.stages.3.layers.0.shortcut.convolution.weight",
    ),
    (
        "backbone.0.body.layer2.0.downsample.1.running_mean",
        f"{B}layer2.0.downsample.1.running_mean",
        f"{B}encoder.stages.1.layers.0.shortcut.normalization.running_mean",
    ),
    ("input_proj.bias", "model.input_projection.bias", None),
    ("query_embed.weight", "model.query_position_embeddings.weight", None),
    ("transformer.encoder.layers.5.linear1.weight", "model.encoder.layers.5.fc1.weight", None),
    ("transformer.encoder.layers.0.norm1.bias", "model.encoder.layers.0.self_attn_layer_norm.bias", None),
    ("transformer.encoder.layers.0.norm2.bias", "model.encoder.layers.0.final_layer_norm.bias", None),
    ("transformer.encoder.norm.weight", "model.encoder.layernorm.weight", None),
    ("transformer.decoder.layers.3.self_attn.out_proj.weight", "model.decoder.layers.3.self_attn.out_proj.weight", None),
    ("transformer.decoder.layers.3.multihead_attn.out_proj.bias", "model.decoder.layers.3.encoder_attn.out_proj.bias", None),
    ("transformer.decoder.layers.3.linear2.bias", "model.decoder.layers.3.fc2.bias", None),
    ("transformer.decoder.layers.3.norm1.weight", "model.decoder.layers.3.self_attn_layer_norm.weight", None),
    ("transformer.decoder.layers.3.norm2.weight", "model.decoder.layers.3.encoder_attn_layer_norm.weight", None),
    ("transformer.decoder.layers.3.norm3.weight", "model.decoder.layers.3.final_layer_norm.weight", None),
    ("transformer.decoder.norm.bias", "model.decoder.layernorm.bias", None),
    ("class_embed.weight", "class_labels_classifier.weight", None),
    ("bbox_embed.layers.2.bias", "bbox_predictor.layers.2.bias", None),
]


@pytest.mark.parametrize(("original", "timm", "native"), PAIRS)
def test_published_names(original: str, timm: str, native: str | None) -> None:
    tensor = torch.zeros(3)
    assert list(keymap.original_to_timm({original: tensor})) == [timm]
    assert list(keymap.timm_to_original({timm: tensor})) == [original]
    assert list(keymap.timm_to_native({timm: tensor})) == [native or timm]
    assert list(keymap.native_to_timm({native or timm: tensor})) == [timm]


def test_bottleneck_blocks_have_a_third_convolution() -> None:
    native = keymap.timm_to_native({f"{B}layer2.3.conv3.weight": torch.zeros(1)})
    assert list(native) == [f"{B}encoder.stages.1.layers.3.layer.2.convolution.weight"]


@pytest.mark.parametrize("task", ["detection", "structure"])
def test_whole_models_go_there_and_back(task: str) -> None:
    native = table_transformer(task).state_dict()  # type: ignore[arg-type]
    timm = keymap.native_to_timm(native)
    original = keymap.timm_to_original(timm)
    assert [keymap.spelling(weights) for weights in (native, timm, original)] == ["native", "timm", "original"]
    assert len(timm) == len(native)
    assert original["transformer.decoder.layers.0.multihead_attn.in_proj_weight"].shape == (96, 32)
    back = keymap.timm_to_native(keymap.original_to_timm(original))
    assert back.keys() == native.keys()
    assert all(torch.equal(back[name], native[name]) for name in native)


def test_counts_of_the_published_checkpoint() -> None:
    """295 tensors in the original spelling become 367."""
    native = table_transformer("structure", encoder_layers=6, decoder_layers=6).state_dict()
    assert len(native) == 367
    assert len(keymap.timm_to_original(keymap.native_to_timm(native))) == 295


def test_projections_are_cut_in_the_order_query_key_value() -> None:
    name = "transformer.encoder.layers.0.self_attn.in_proj_bias"
    cut = keymap.original_to_timm({name: torch.arange(6)})
    prefix = "model.encoder.layers.0.self_attn"
    assert {key: value.tolist() for key, value in cut.items()} == {
        f"{prefix}.q_proj.bias": [0, 1],
        f"{prefix}.k_proj.bias": [2, 3],
        f"{prefix}.v_proj.bias": [4, 5],
    }


def test_counters_and_classification_heads_are_dropped_and_strangers_are_kept() -> None:
    weights = {name: torch.zeros(1) for name in ("backbone.0.body.bn1.num_batches_tracked", "backbone.0.body.fc.weight", "stranger.weight")}
    assert list(keymap.original_to_timm(weights)) == ["stranger.weight"]
    assert keymap.spelling({"stranger.weight": torch.zeros(1)}) == "other"
