"""What batches of both trainings have in common: they are records of tensors that move together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Self, cast

import torch
from torch import Tensor


class TensorRecord:
    """A base for dataclasses whose fields are all tensors."""

    __slots__ = ()

    def to(self, device: torch.device | str) -> Self:
        """The same batch on another device, without waiting for the copy."""
        return self._changed(lambda tensor: tensor.to(device, non_blocking=True))

    def pin_memory(self) -> Self:
        """The same batch in memory that a GPU copies from by itself (called by torch's loader)."""
        return self._changed(Tensor.pin_memory)

    def _changed(self, change: Callable[[Tensor], Tensor]) -> Self:
        return type(self)(**{field.name: change(getattr(self, field.name)) for field in fields(cast(Any, self))})
