"""A network as its training steps call it: compiled where that is wanted and possible.

Only the training step is compiled. The network is evaluated, stored and used for predictions uncompiled, by
the one code that does so everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import nn

from cxstage_core.text import Text, text
from cxstage_core.training.loop.rollback import Rollback
from cxstage_core.training.loop.step_form import STANDARD, StepForm

_COMPILER = ("torch._dynamo", "torch._inductor", "torch._functorch")


@dataclass(slots=True)
class Forward:
    """Calls a network, in its compiled form for batches of the size that came first.

    A compiled form is made for one size, and making another takes as long again; so the last, smaller
    batch of an epoch goes through the network as it is.

    Args:
        model: whose weights are trained.
        name: of the network, for messages.
        compiled: the same network compiled, None where it is not.
        form: numbers and memory layout of the steps; the model already lies in it.
        warn: called when compiling fails.
    """

    model: nn.Module
    name: str = ""
    compiled: Callable[[torch.Tensor], torch.Tensor] | None = None
    warn: Callable[[Text], None] = lambda _: None
    form: StepForm = STANDARD
    _size: int = field(default=0, init=False)
    _rollback: Rollback | None = field(default=None, init=False)

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        """Logits of (n, channel, row, column)."""
        self._size = self._size or len(images)
        if not self.form.channels_last:
            images = images.contiguous()
        if self.compiled is not None and len(images) == self._size:
            return self.compiled(images)
        logits: torch.Tensor = self.model(images)
        return logits

    def rollback(self, device: torch.device) -> Rollback:
        """Return the saved state of what a step changes apart from the weights, as it is now."""
        if self._rollback is None:
            self._rollback = Rollback(self.model, device)
        else:
            self._rollback.keep()
        return self._rollback

    def another_size(self) -> None:
        """Batches come in other parts from now on."""
        self._size = 0

    def without_compiler(self, error: BaseException) -> bool:
        """Continue uncompiled if this error is the compiler's; return True if it was."""
        if self.compiled is None or not _of_compiler(error):
            return False
        self.compiled = None
        self.warn(
            text(
                "{name} cannot be compiled here ({why}); it trains uncompiled.",
                name=self.name,
                why=type(error).__name__,
            )
        )
        return True


@contextmanager
def training_forward(
    model: nn.Module,
    *,
    compiled: bool,
    name: str,
    warn: Callable[[Text], None],
    form: StepForm = STANDARD,
) -> Iterator[Forward]:
    """The network for its training steps; what was compiled is forgotten afterwards.

    Args:
        compiled: whether to try.
        form: as in `Forward`.
    """
    forward = Forward(model, name, warn=warn, form=form)
    if not compiled:
        yield forward
        return
    try:
        try:
            # As many numbers drawn by dropout as without a compiler, in the same order.
            forward.compiled = torch.compile(model, dynamic=False, options={"fallback_random": True})
        except RuntimeError as error:  # a Python or a system for which there is no compiler at all
            warn(
                text(
                    "{name} cannot be compiled here ({why}); it trains uncompiled.",
                    name=name,
                    why=type(error).__name__,
                )
            )
        yield forward
    finally:
        torch.compiler.reset()  # the folds of one family share their code, and only few forms of it are kept


def _of_compiler(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if type(seen).__module__.startswith(_COMPILER):
            return True
        seen = seen.__cause__
    return False
