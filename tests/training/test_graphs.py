"""Replayed steps give the gradients of plain ones; where nothing can be recorded, plain steps go on."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from training import graphs
from training.graphs import Replayed

pytestmark = pytest.mark.model
needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="CUDA graphs need a GPU")


def step(model: nn.Module, values: Tensor) -> tuple[Tensor, ...]:
    found = model(values)
    return found, found.square()


def model_on(device: str) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)).to(device)


def gradients(model: nn.Module, run: graphs.Step, values: Tensor) -> list[Tensor]:
    model.zero_grad(set_to_none=True)
    first, second = run(model, values)
    (first.sum() + second.mean()).backward()  # type: ignore[no-untyped-call]
    return [value.grad.clone() for value in model.parameters() if value.grad is not None]


@needs_gpu
def test_replayed_gradients_are_those_of_the_plain_step() -> None:
    model, replayed = model_on("cuda"), Replayed(step)
    for count in (3, 5, 3, 5, 3, 5, 3, 5):
        values = torch.randn(count, 4, device="cuda")
        expected, found = gradients(model, step, values), gradients(model, replayed, values)
        assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(expected, found, strict=True))
    assert len(replayed._recorded) == 2


def test_a_failed_recording_leaves_the_plain_step(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def fail(*arguments: object) -> None:
        tried.append(arguments)
        raise RuntimeError("no recording here")

    monkeypatch.setattr(graphs, "_Recording", fail)
    monkeypatch.setattr(torch.cuda, "graph_pool_handle", lambda: (0, 0))
    monkeypatch.setattr(torch.cuda, "Stream", lambda: None)
    model, replayed, values = model_on("cpu"), Replayed(step), torch.ones(2, 4)
    expected = gradients(model, step, values)
    for _ in range(5):
        assert all(torch.equal(a, b) for a, b in zip(expected, gradients(model, replayed, values), strict=True))
    assert len(tried) == 1  # and is not tried again
