"""Both engines answer alike; the ONNX one knows neither torch nor what belongs to it; each says clearly what it lacks."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline import Extractor, Options
from pipeline.errors import ModelError
from pipeline.models.axis_detr.registered import AxisDetrConfig, AxisDetrForObjectDetection
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.detector import load_detector
from pipeline.models.engines import open_checkpoint
from pipeline.models.export import MAX_DIFFERENCE, export_checkpoint, largest_difference
from pipeline.models.onnx_engine import GRID_FILE, MODEL_FILE, WEIGHTS_KEY
from pipeline.models.profile import Task, default_profile, write_profile
from pipeline.models.recognizer import load_recognizer
from pipeline.models.sources import box_directory
from pipeline.rounding import round_to_eight_bits
from pipeline.types import GridLines, Interval, RegionView
from table import BBox, Word
from tests.pipeline.models.builders import page, save, stir, table_transformer, view

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "examples/sample.pdf"
TASKS: tuple[Task, ...] = ("detection", "structure")
FORBIDDEN = ("torch", "transformers", "timm", "torchvision", "safetensors", "huggingface_hub")
WORD_LIST = tuple(Word("word", BBox(20 + 60 * c, 12 + 14 * r, 38 + 60 * c, 21 + 14 * r)) for r in range(9) for c in range(4))


@pytest.mark.parametrize("task", TASKS)
def test_the_graphs_in_the_box_are_made_of_the_weights_beside_them(task: Task) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    folder = box_directory(task)
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    for path in folder.glob("*.onnx"):
        told = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).get_modelmeta().custom_metadata_map
        assert told[WEIGHTS_KEY] == weights, f"run: tablewright export default --task {task} -o {folder.relative_to(ROOT)}"


def grid_of(rows: int, columns: int) -> GridLines:
    return GridLines(_lanes(10.0, 14.0, rows), _lanes(15.0, 60.0, columns))


def _lanes(first: float, size: float, count: int) -> tuple[Interval, ...]:
    return tuple(Interval(first + size * index, first + size * (index + 1)) for index in range(count))


@pytest.mark.model
@pytest.mark.parametrize("num_rows", [1, 4, 9])
def test_the_box_says_the_same_in_both_engines(num_rows: int) -> None:
    words = WORD_LIST[: 4 * num_rows]
    surface: RegionView = view(BBox(0, 0, 260, 150), 260, 150, words=words)
    both = [load_recognizer(engine=engine, threads=1).with_grid(lambda *_: grid_of(num_rows, 4)) for engine in ("torch", "onnx")]  # type: ignore[attr-defined]
    first, second = (recognizer.recognize([surface])[0] for recognizer in both)
    assert [item.label for item in first] == [item.label for item in second]
    assert len(first) > num_rows
    for a, b in zip(first, second, strict=True):
        assert tuple(a.bbox) == pytest.approx(tuple(b.bbox), abs=1e-3)
        assert a.score == pytest.approx(b.score, abs=1e-3)
    found = [
        load_detector(engine=engine, threads=1, threshold=0.2).detect([page(260, 150, words=words)])[0] for engine in ("torch", "onnx")
    ]
    assert [tuple(r.bbox) for r in found[0]] == [pytest.approx(tuple(r.bbox), abs=1e-3) for r in found[1]]


@pytest.mark.model
@pytest.mark.parametrize("size", [(16, 16), (96, 1024), (1024, 48), (240, 400)])
def test_the_networks_agree_at_any_size(size: tuple[int, int]) -> None:
    pixels = (np.random.default_rng(size[0]).random((1, 6, *size)) > 0.85).astype(np.float32)
    inner = (size[0] - 7, size[1] - 3)
    axes = [open_checkpoint("default", "structure", engine=engine, threads=1).network for engine in ("torch", "onnx")]
    answers = [network.axes(pixels, inner) for network in axes]
    numbers = [(a.row_logits, a.row_intervals, a.column_logits, a.column_intervals) for a in answers]
    assert largest_difference(*numbers) <= MAX_DIFFERENCE
    rows, columns = (np.linspace(1, side - 2, count + 1, dtype=np.float32) for side, count in zip(size, (12, 5), strict=True))
    grids = [network.grid(answer, rows, columns) for network, answer in zip(axes, answers, strict=True)]
    assert largest_difference(*((g.header, g.projected, g.right, g.below) for g in grids)) <= MAX_DIFFERENCE


@pytest.mark.parametrize("command", ["extract", "models"])
def test_the_default_engine_imports_nothing_of_torch(command: str, tmp_path: Path) -> None:
    """In a process of its own, in which torch and its friends cannot be imported at all."""
    arguments = {"extract": ["extract", "examples/sample.pdf", "-q", "-o", str(tmp_path)], "models": ["models"]}[command]
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {FORBIDDEN}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from tablewright.cli import run\n"
        f"code = run({arguments!r})\n"
        f"assert not [name for name in {FORBIDDEN} if name in sys.modules]\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if command == "extract":
        assert json.loads((tmp_path / "sample.json").read_text("utf-8"))["pages"][0]["tables"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Table Transformer with its graph beside its weights."""
    folder = save(table_transformer("structure"), tmp_path_factory.mktemp("exported"))["native"]
    export_checkpoint(load_checkpoint(str(folder), "structure"), "structure", folder)
    return folder


@pytest.mark.model
def test_a_table_transformer_says_the_same_in_both_engines(exported: Path) -> None:
    networks = [open_checkpoint(str(exported), "structure", engine=engine, threads=1).network for engine in ("torch", "onnx")]
    for shape in ((1, 3, 200, 320), (2, 3, 333, 160), (3, 3, 64, 64)):
        pixels = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
        assert largest_difference(*(network.queries(pixels) for network in networks)) <= MAX_DIFFERENCE


@pytest.mark.model
def test_auto_takes_the_graph_where_there_is_one(exported: Path, tatr: dict[str, Path]) -> None:
    assert open_checkpoint(str(exported), "structure").engine == "onnx"
    assert open_checkpoint(str(tatr["native"]), "structure").engine == "torch"
    assert open_checkpoint("default", "detection").engine == "onnx"
    assert open_checkpoint("default", "structure").engine == "onnx-int8"
    assert open_checkpoint("default", "structure", engine="onnx").engine == "onnx"
    both = [open_checkpoint(str(exported), "structure", engine=engine) for engine in ("onnx", "torch")]
    assert both[0].sha256 == both[1].sha256
    assert both[0].labels == both[1].labels


@pytest.mark.model
def test_an_original_file_is_exported_to_a_folder_of_its_own(tatr: dict[str, Path], tmp_path: Path) -> None:
    loaded = load_checkpoint(str(tatr["original.pth"]), "structure")
    paths = export_checkpoint(loaded, "structure", tmp_path / "graphs")
    assert [path.name for path in paths] == [MODEL_FILE]
    recognizer = load_recognizer(str(tmp_path / "graphs"), engine="onnx")
    expected = load_recognizer(str(tatr["original.pth"]), engine="torch")
    assert recognizer.crop_padding == expected.crop_padding
    views = [view(BBox(10, 10, 90, 50), 100, 60)]
    assert len(recognizer.recognize(views)[0]) == len(expected.recognize(views)[0])


@pytest.mark.model
def test_a_structure_model_of_other_sizes_and_channels_is_exported(tmp_path: Path) -> None:
    torch.manual_seed(3)
    small = {"map_channels": 16, "deep_channels": 16, "d_model": 32, "num_attention_heads": 2, "num_axis_layers": 1, "num_grid_layers": 1}
    model = AxisDetrForObjectDetection(AxisDetrConfig(**small, word_channels=("bold", "size"), num_deep_blocks=1))
    stir(model)
    model.save_pretrained(tmp_path)
    profile = default_profile("structure", "axis-detr")
    write_profile(tmp_path / "profile.json", replace(profile, extra_channels=("bold", "size")))
    paths = export_checkpoint(load_checkpoint(str(tmp_path), "structure"), "structure", tmp_path)
    assert [path.name for path in paths] == [MODEL_FILE, GRID_FILE]
    answer = open_checkpoint(str(tmp_path), "structure", engine="onnx").network.axes(np.ones((1, 9, 48, 64), np.float32), (40, 60))
    assert answer.row_logits.shape == (12, 2)


@pytest.mark.model
def test_graphs_of_other_weights_damaged_or_missing_are_refused(exported: Path, tmp_path: Path, tatr: dict[str, Path]) -> None:
    other = Path(shutil.copytree(exported, tmp_path / "other"))
    from safetensors.torch import load_file, save_file

    weights = load_file(other / "model.safetensors")
    save_file({name: tensor * 1.5 for name, tensor in weights.items()}, other / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match="export it again"):
        open_checkpoint(str(other), "structure")
    (other / MODEL_FILE).write_bytes(b"no graph")
    with pytest.raises(ModelError, match="not an ONNX graph"):
        open_checkpoint(str(other), "structure")
    with pytest.raises(ModelError, match="tablewright export"):
        open_checkpoint(str(tatr["native"]), "structure", engine="onnx")


@pytest.mark.model
def test_without_the_torch_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch, tatr: dict[str, Path]) -> None:
    monkeypatch.setattr("pipeline.extras.find_spec", lambda name: None if name in FORBIDDEN else find_spec(name))
    for engine in ("auto", "torch"):
        with pytest.raises(ModelError, match=r"tablewright\[torch\]"):
            open_checkpoint(str(tatr["native"]), "structure", engine=engine)
    assert open_checkpoint("default", "structure").engine == "onnx-int8"


@pytest.mark.model
def test_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="device 'cuda:77' cannot be used here"):
        Extractor().extract(SAMPLE, Options(device="cuda:77"))
    with pytest.raises(ModelError, match="needs the torch engine"):
        Extractor().extract(SAMPLE, Options(device="cuda", engine="onnx"))


@pytest.mark.model
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_gpu_finds_the_same_tables() -> None:
    on_cpu, on_gpu = (Extractor().extract(SAMPLE, Options(engine="torch", device=device)) for device in ("cpu", "cuda"))
    assert [table.to_markdown() for table in on_gpu.tables] == [table.to_markdown() for table in on_cpu.tables]


@pytest.mark.model
@pytest.mark.parametrize("task", TASKS)
def test_a_checkpoint_rounded_to_8_bits_reads_the_sample_and_says_that_it_is(tmp_path: Path, task: Task) -> None:
    export_checkpoint(load_checkpoint("default", task), task, tmp_path)
    before = open_checkpoint(str(tmp_path), task, engine="onnx")
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7 nothing")
    assert round_to_eight_bits(tmp_path, task, [damaged, SAMPLE]) >= 1
    after = open_checkpoint(str(tmp_path), task)
    assert (after.engine, after.sha256, after.revision) == ("onnx-int8", before.sha256, f"{before.revision}-int8")
    assert open_checkpoint(str(tmp_path), task, engine="onnx").revision == before.revision
    rounded = Options(ocr="none", **{"detector" if task == "detection" else "structure": str(tmp_path)})  # type: ignore[arg-type]
    plain = Options(ocr="none", engine="onnx")
    first, second = (Extractor().extract(SAMPLE, options).tables for options in (plain, rounded))
    assert [table.num_rows for table in first] == [table.num_rows for table in second]
    assert [[cell.text for cell in table.cells] for table in first] == [[cell.text for cell in table.cells] for table in second]
    assert [table.confidence for table in first] != [table.confidence for table in second] or task == "detection"


@pytest.mark.model
def test_ranges_need_something_to_see(tmp_path: Path) -> None:
    export_checkpoint(load_checkpoint("default", "structure"), "structure", tmp_path)
    with pytest.raises(ModelError, match="none of 0 documents has a table"):
        round_to_eight_bits(tmp_path, "structure", [])
