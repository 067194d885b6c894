from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.models import sources
from pipeline.models.sources import find_source
from pipeline.models.weights import read_weights

HUB_ID = "microsoft/table-transformer-structure-recognition-v1.1-all"


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import huggingface_hub.constants as constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def fill(cache: Path, commit: str = "0123abc") -> Path:
    repository = cache / f"models--{HUB_ID.replace('/', '--')}"
    snapshot = repository / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    return snapshot


def test_a_hub_id_that_is_not_here_says_how_to_get_it(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr("socket.socket.connect", no_network)
    with pytest.raises(ModelError) as caught:
        find_source(HUB_ID, "structure")
    folder = HUB_ID.split("/")[1]
    assert f"hf download {HUB_ID} --local-dir ./{folder}" in str(caught.value)
    assert f"--structure ./{folder}" in str(caught.value)
    with pytest.raises(ModelError, match="--revision no_timm"):
        find_source("microsoft/table-transformer-detection@no_timm", "detection")


def test_a_hub_id_in_the_cache_is_found_with_its_revision(empty_cache: Path) -> None:
    snapshot = fill(empty_cache)
    with pytest.raises(ModelError, match="not on this machine"):  # a download that was broken off
        find_source(HUB_ID, "structure")
    (snapshot / "config.json").write_text("{}")
    source = find_source(HUB_ID, "structure")
    assert (source.kind, source.path, source.revision) == ("hub", snapshot, "0123abc")


def test_a_directory_goes_before_a_hub_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "owner" / "name"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert find_source("owner/name", "structure").kind == "directory"


@pytest.mark.parametrize("name", ["", "nothing-here", "./no/such/dir", "missing.pth", "a/b/c"])
def test_names_of_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match=r"no such directory or file|no config"):
        find_source(name, "detection")


def test_a_directory_of_originals_points_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "model_20.pth").write_bytes(b"")
    with pytest.raises(ModelError, match=r"model_20\.pth: point to that file"):
        find_source(str(tmp_path), "structure")


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"")
    with pytest.raises(ModelError, match="original"):
        find_source(str(path), "structure")


def test_a_box_without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "box_directory", lambda task: tmp_path / task)
    with pytest.raises(ModelError, match="--detector"):
        find_source("default", "detection")


def test_shards_are_read_together_and_must_all_be_there(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    (tmp_path / "config.json").write_text("{}")
    index = tmp_path / "model.safetensors.index.json"
    index.write_text('{"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}')
    save_file({"a": torch.zeros(1)}, tmp_path / "one.safetensors")
    source = find_source(str(tmp_path), "structure")
    with pytest.raises(ModelError, match=r"two\.safetensors"):
        read_weights(source)
    save_file({"b": torch.ones(1)}, tmp_path / "two.safetensors")
    assert sorted(read_weights(source)[0]) == ["a", "b"]
    index.write_text('{"weight_map": {"a": "../one.safetensors"}}')
    with pytest.raises(ModelError, match="missing"):
        read_weights(source)
