"""A model's forward and backward pass recorded once per shape and replayed: a step is then two launches, not thousands.

The layout models are small, so on a GPU a step's time is that of launching its 18,000 kernels one by one. CUDA graphs
replay them as one. Every padded size of the batches gets a recording of its own once it has come a few times.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.func import functional_call

logger = logging.getLogger(__name__)
_PLAIN_STEPS = 2  # of a size before it is recorded: rare sizes never are, and libraries have made their choices by then
Key = tuple[tuple[tuple[int, ...], torch.dtype], ...]
Step = Callable[..., tuple[Tensor, ...]]  # (model, *tensors) -> tensors


class Replayed:
    """``step`` with CUDA graphs for every combination of input shapes; where recording fails, the plain step goes on."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._recorded: dict[Key, _Recording] = {}
        self._seen: Counter[Key] = Counter()
        self._shared: tuple[Any, torch.cuda.Stream] | None = None
        self._is_off = False

    def __call__(self, model: nn.Module, *inputs: Tensor) -> tuple[Tensor, ...]:
        key = tuple((tuple(value.shape), value.dtype) for value in inputs)
        self._seen[key] += 1
        if self._is_off or self._seen[key] <= _PLAIN_STEPS:
            return self._step(model, *inputs)
        if key not in self._recorded and not self._record(key, model, inputs):
            return self._step(model, *inputs)
        return self._recorded[key](inputs)

    def _record(self, key: Key, model: nn.Module, inputs: Sequence[Tensor]) -> bool:
        if self._shared is None:  # one stream too: torch gives memory of a pool back to the stream that took it only
            self._shared = torch.cuda.graph_pool_handle(), torch.cuda.Stream()  # type: ignore[no-untyped-call]
        began = time.monotonic()
        try:
            self._recorded[key] = _Recording(model, self._step, inputs, *self._shared)
        except RuntimeError as error:
            logger.warning("steps stay slow, they could not be recorded: %s", str(error).splitlines()[0])
            self._is_off = True
            return False
        logger.info("recorded size %s in %.1f s, %d recorded", key[0][0], time.monotonic() - began, len(self._recorded))
        return True


class _Whole(nn.Module):
    """A step as a module, so that it can be called with other parameters in place of its model's."""

    def __init__(self, model: nn.Module, step: Step) -> None:
        super().__init__()
        self.model, self.step = model, step

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return self.step(self.model, *inputs)


class _Recording:
    """Forward and backward pass of one size. All recordings share one memory pool: they are replayed one after the other."""

    def __init__(self, model: nn.Module, step: Step, inputs: Sequence[Tensor], pool: Any, stream: torch.cuda.Stream) -> None:
        self.parameters = [value for value in model.parameters() if value.requires_grad]
        self.inputs = [value.clone() for value in inputs]
        whole = _Whole(model, step)
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):  # once for the libraries to make their choices outside of the recording
            aliases, outputs = self._run(whole)
            torch.autograd.grad(outputs, aliases, [torch.zeros_like(o) for o in outputs], allow_unused=True)
            del aliases, outputs
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()
        self.forward, self.backward = torch.cuda.CUDAGraph(), torch.cuda.CUDAGraph()
        # "thread_local": the thread that pins batches may allocate meanwhile
        with torch.cuda.graph(self.forward, pool=pool, stream=stream, capture_error_mode="thread_local"):
            aliases, outputs = self._run(whole)
        self.output_gradients = [torch.zeros_like(o) for o in outputs]
        with torch.cuda.graph(self.backward, pool=pool, stream=stream, capture_error_mode="thread_local"):
            self.gradients = torch.autograd.grad(outputs, aliases, self.output_gradients, allow_unused=True)
        self.outputs = [output.detach() for output in outputs]

    def _run(self, whole: _Whole) -> tuple[list[Tensor], tuple[Tensor, ...]]:
        """Fresh leaves that share the parameters' memory, and the step's outputs made with them.

        Torch ties a leaf to the stream where it was first used; the model's own were used outside of the recording.
        """
        aliases = {
            f"model.{name}": value.detach().requires_grad_() for name, value in whole.model.named_parameters() if value.requires_grad
        }
        return list(aliases.values()), functional_call(whole, aliases, tuple(self.inputs))

    def __call__(self, inputs: Sequence[Tensor]) -> tuple[Tensor, ...]:
        for own, value in zip(self.inputs, inputs, strict=True):
            own.copy_(value)
        outputs: tuple[Tensor, ...] = _Replay.apply(self, *self.parameters)  # type: ignore[no-untyped-call]
        return outputs


class _Replay(torch.autograd.Function):
    """A recording as one differentiable operation of the parameters."""

    @staticmethod
    def forward(ctx: Any, recording: _Recording, *parameters: Tensor) -> tuple[Tensor, ...]:
        ctx.recording = recording
        recording.forward.replay()
        return tuple(output.detach() for output in recording.outputs)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        recording: _Recording = ctx.recording
        for own, value in zip(recording.output_gradients, gradients, strict=True):
            own.copy_(value)
        recording.backward.replay()
        return (None, *(None if value is None else value.detach() for value in recording.gradients))
