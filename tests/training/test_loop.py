"""A run that was stopped and resumed is the run that was not; the rate follows the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from pipeline.errors import InputError, ModelError
from training.loop import MAX_LEFT_OUT, RATE_FACTOR, Plan, Progress, Run, learning_rate, save, start_or_resume, train

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Numbers:
    values: Tensor

    @property
    def num_samples(self) -> int:
        return len(self.values)


def make_model() -> nn.Module:
    return nn.Sequential(nn.Conv2d(1, 3, 1), nn.BatchNorm2d(3), nn.Conv2d(3, 1, 1))


def numbers(first: int, stop: int) -> Iterator[Numbers]:
    for index in range(first, stop):
        generator = torch.Generator().manual_seed(index)
        yield Numbers(torch.randn(4, 1, 5, 5, generator=generator))


def losses(model: nn.Module, batch: Numbers) -> dict[str, Tensor]:
    return {"square": (model(batch.values) - 1).square().mean(), "size": 0.1 * model(batch.values).abs().mean()}


def plan(tmp_path: Path, **changes: object) -> Plan:
    return replace(Plan(state=tmp_path / "run.pt", seconds=1e9, warmup_steps=5), **changes)  # type: ignore[arg-type]


def values(run: Run) -> list[Tensor]:
    return [*run.model.state_dict().values(), *run.average.state_dict().values()]


def test_stopped_and_resumed_equals_never_stopped(tmp_path: Path) -> None:
    whole = train(plan(tmp_path / "a"), start_or_resume(plan(tmp_path / "a"), make_model), numbers(0, 12), losses)
    halves = plan(tmp_path / "b")
    train(halves, start_or_resume(halves, make_model), numbers(0, 7), losses)
    resumed = start_or_resume(halves, make_model)
    assert (resumed.step, resumed.samples) == (7, 28)
    train(halves, resumed, numbers(7, 12), losses)
    assert (resumed.step, resumed.samples) == (whole.step, whole.samples) == (12, 48)
    assert all(torch.equal(a, b) for a, b in zip(values(whole), values(resumed), strict=True))


def test_the_state_holds_everything_and_never_half_a_file(tmp_path: Path) -> None:
    run = train(plan(tmp_path), start_or_resume(plan(tmp_path), make_model), numbers(0, 3), losses)
    run.history.append({"samples": 12.0, "grits_top": 0.5})
    save(run, tmp_path / "run.pt")
    again = start_or_resume(plan(tmp_path), make_model)
    assert again.history == run.history
    assert again.seconds == run.seconds > 0
    assert set(torch.load(tmp_path / "run.pt", weights_only=True)) == {
        "model", "average", "optimizer", "step", "samples", "seconds", "history",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_the_average_lags_behind_the_model(tmp_path: Path) -> None:
    start = start_or_resume(plan(tmp_path), make_model)
    before = start.model[0].weight.detach().clone()  # type: ignore[index]
    run = train(plan(tmp_path), start, numbers(0, 40), losses)
    moved, lagging = (float((m[0].weight.detach() - before).norm()) for m in (run.model, run.average))  # type: ignore[index]
    assert 0 < lagging < moved


def test_a_damaged_state_and_that_of_another_model_are_refused(tmp_path: Path) -> None:
    train(plan(tmp_path), start_or_resume(plan(tmp_path), make_model), numbers(0, 1), losses)
    with pytest.raises(InputError, match="another --state"):
        start_or_resume(plan(tmp_path), lambda: nn.Linear(2, 2))
    (tmp_path / "run.pt").write_bytes(b"not a state")
    with pytest.raises(InputError, match=r"run\.pt"):
        start_or_resume(plan(tmp_path), make_model)


def test_a_run_whose_time_is_up_stays_as_it_is(tmp_path: Path) -> None:
    short = plan(tmp_path, seconds=1e-6)
    run = train(short, start_or_resume(short, make_model), numbers(0, 99), losses)
    assert run.step == 1
    assert train(short, start_or_resume(short, make_model), numbers(0, 99), losses).step == 1


def test_a_run_may_end_by_samples_and_its_rate_falls_with_them(tmp_path: Path) -> None:
    short = plan(tmp_path, samples=12, warmup_steps=1, learning_rate=1.0)
    run = train(short, start_or_resume(short, make_model), numbers(0, 99), losses)
    assert (run.step, run.samples) == (3, 12)
    assert train(short, start_or_resume(short, make_model), numbers(3, 99), losses).step == 3
    assert [learning_rate(short, 999, 0.0, samples) for samples in (0, 7, 12)] == pytest.approx([1.0, 1.0, 0.02])


def test_warm_up_then_flat_then_cosine_to_two_percent(tmp_path: Path) -> None:
    schedule = plan(tmp_path, seconds=100.0, warmup_steps=10, learning_rate=1.0)
    rates = [learning_rate(schedule, 999, seconds) for seconds in (0, 64, 70, 90, 100, 200)]
    assert rates[:2] == [1.0, 1.0]
    assert rates == sorted(rates, reverse=True)
    assert rates[-2:] == pytest.approx([0.02, 0.02])
    assert [learning_rate(schedule, step, 0) for step in (0, 4, 9, 50)] == pytest.approx([0.1, 0.5, 1.0, 1.0])


def test_groups_learn_at_their_own_rate_also_after_a_restart(tmp_path: Path) -> None:
    def groups(model: nn.Module) -> list[dict[str, object]]:
        return [{"params": model[0].parameters(), RATE_FACTOR: 0.1}, {"params": model[2].parameters(), RATE_FACTOR: 1.0}]  # type: ignore[index]

    for _ in range(2):
        run = train(plan(tmp_path), start_or_resume(plan(tmp_path), make_model, groups), numbers(0, 6), losses)
    slow, fast = (group["lr"] for group in run.optimizer.param_groups)
    assert slow == pytest.approx(0.1 * fast)


def test_reports_and_validations_arrive(tmp_path: Path) -> None:
    heard: list[Progress] = []
    scored: list[nn.Module] = []

    def validate(model: nn.Module) -> dict[str, float]:
        scored.append(model)
        return {"score": 0.25}

    run = train(plan(tmp_path), start_or_resume(plan(tmp_path), make_model), numbers(0, 4), losses, validate, heard.append)
    assert [progress.samples for progress in heard] == [4, 8, 12, 16]
    assert set(heard[0].losses) == {"square", "size"}
    assert scored == [run.average]
    assert run.history == [{"samples": 16, "score": 0.25}]


def test_a_loss_beyond_all_numbers_ends_the_run_and_spares_the_weights(tmp_path: Path) -> None:
    run = start_or_resume(plan(tmp_path), make_model)
    before = [value.clone() for value in run.model.parameters()]
    with pytest.raises(ModelError, match="lower learning rate"):
        train(plan(tmp_path), run, numbers(0, MAX_LEFT_OUT + 1), lambda model, batch: {"bad": model(batch.values).mean() * float("nan")})
    assert all(torch.equal(a, b) for a, b in zip(before, run.model.parameters(), strict=True))
    assert not (tmp_path / "run.pt").exists()


def test_one_gradient_beyond_all_numbers_costs_its_batch_only(tmp_path: Path) -> None:
    def once_bad(model: nn.Module, batch: Numbers) -> dict[str, Tensor]:
        is_bad = torch.equal(batch.values, next(numbers(3, 4)).values)
        return {"square": losses(model, batch)["square"] * (float("nan") if is_bad else 1.0)}

    run = train(plan(tmp_path), start_or_resume(plan(tmp_path), make_model), numbers(0, 8), once_bad)
    assert (run.step, run.samples, run.left_out) == (7, 32, 0)
    assert all(bool(torch.isfinite(value).all()) for value in values(run))
