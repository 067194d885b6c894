"""Facts about the project as a whole: layers, public API, runnable examples, the README's commands."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from tablewright.cli import COMMANDS, run

ROOT = Path(__file__).parent.parent
PURE = ("table", "table.io", "grits", "canonicalize", "pipeline", "pipeline.structure", "tablewright.cli")
PACKAGES = ("table", "grits", "canonicalize", "pipeline", "app", "bench", "tablewright")
HEAVY = ("torch", "transformers", "torchvision", "timm")


def modules_with_examples() -> list[str]:
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(name.removesuffix(".__init__"))
    failed, attempted = doctest.testmod(module)
    assert failed == 0
    assert attempted > 0 or "+SKIP" in Path(str(module.__file__)).read_text("utf-8")


def test_every_folder_of_modules_is_a_package_so_that_an_installation_has_it() -> None:
    folders = {parent for name in (*PACKAGES, "training", "workers") for path in (ROOT / name).rglob("*.py") for parent in path.parents}
    inner = {folder for folder in folders if ROOT in folder.parents}
    assert sorted(str(folder.relative_to(ROOT)) for folder in inner if not (folder / "__init__.py").is_file()) == []


def test_everything_but_the_models_imports_without_torch() -> None:
    code = f"import sys, {', '.join(PURE)}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_api_is_sorted_and_complete() -> None:
    imported = set(
        re.findall(r"\b(\w+)\b", " ".join(re.findall(r"^    from \S+ import (.+)$", (ROOT / "pipeline/__init__.py").read_text(), re.M)))
    )
    assert sorted(pipeline.__all__) == pipeline.__all__
    assert set(pipeline.__all__) == imported
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)


def test_the_products_own_name_gives_the_api_and_loads_nothing_before() -> None:
    code = (
        "import sys, tablewright; assert 'pipeline' not in sys.modules; "
        "print(all(hasattr(tablewright, name) for name in tablewright.__all__), 'torch' in sys.modules, hasattr(tablewright, 'nothing'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]
    assert all((ROOT / package / "py.typed").is_file() for package in ("pipeline", "table", "tablewright"))


def test_the_readmes_make_targets_exist_and_all_are_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    documented = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    named = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert {"sample", "test"} <= named <= targets
    assert targets == documented


def readme_commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.split() for line in lines if line.startswith("tablewright ")]


@pytest.mark.parametrize("words", readme_commands(), ids=" ".join)
def test_the_readmes_commands_and_flags_exist(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    assert words[1] in COMMANDS
    assert run([words[1], "--help"]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in words if word.startswith("-") and word != "-")


def test_the_readmes_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.fakes import sample_extractor

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(pipeline, "extract", lambda source, options=None: sample_extractor().extract(source, options))
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S):
        exec(compile(block, "README.md", "exec"), {})
    assert "Male" in capsys.readouterr().out


def test_the_compose_file_and_image_use_settings_that_exist() -> None:
    from app.settings import PREFIX, Settings

    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    assert "tools/install.sh" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_network_engine_tells_its_maker_nothing() -> None:
    """onnxruntime tells of each session over the network unless it is told not to before it is loaded; a user's own choice stays."""
    code = "import os, pipeline, onnxruntime; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    unwritable = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"}  # where it cannot keep its number of this machine it says so
    for given, expected in (({}, "1"), ({"ORT_DISABLE_TELEMETRY": "true"}, "true")):
        environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"} | unwritable | given
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
        assert done.stdout.split() == [expected]
        assert "telemetry" not in done.stderr
