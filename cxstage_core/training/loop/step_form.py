"""The form of training steps: the numbers they are computed in, and how images lie in memory.

The form changes how long a step takes and the last digits of its result, nothing else: every form trains all
weights on the same batches at full size.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from cxstage_core.errors import TrainingError

_BFLOAT16, _FLOAT32 = "bfloat16", "float32"
_CHANNELS_LAST, _CONTIGUOUS = "channels-last", "contiguous"


@dataclass(frozen=True, slots=True)
class StepForm:
    """Numbers and memory layout of training steps.

    Args:
        bfloat16: products in bfloat16 by autocast; weights, optimiser and sums stay in float32.
        channels_last: the channels of a pixel lie side by side; else the pixels of a channel.
    """

    bfloat16: bool = False
    channels_last: bool = True

    @property
    def precision(self) -> str:
        """Name of the numbers, for files and tables."""
        return _BFLOAT16 if self.bfloat16 else _FLOAT32

    @property
    def layout(self) -> str:
        """Name of the memory layout, for files and tables."""
        return _CHANNELS_LAST if self.channels_last else _CONTIGUOUS

    @property
    def memory_format(self) -> torch.memory_format:
        """The layout as PyTorch calls it."""
        return torch.channels_last if self.channels_last else torch.contiguous_format

    def __str__(self) -> str:
        return f"{self.precision} {self.layout}"

    @classmethod
    def parse(cls, written: str) -> StepForm:
        """Read what `str` wrote.

        Raises:
            TrainingError: no form has that name.
        """
        for form in ALL_FORMS:
            if str(form) == written:
                return form
        raise TrainingError("Training steps have no form “{written}”.", written=written[:60])


STANDARD = StepForm()
"""Taken on a CPU where nothing was measured: it was never much slower than another one."""
CANDIDATES = (STANDARD, StepForm(bfloat16=True), StepForm(channels_last=False))
"""Measured on a CPU, the standard first; bfloat16 with contiguous images was never the fastest."""
ALL_FORMS = (*CANDIDATES, StepForm(bfloat16=True, channels_last=False))


def form_without_measuring(wanted: str, device: torch.device) -> StepForm | None:
    """Return the form that recipe and device prescribe; None where "auto" is to be measured, on a CPU.

    GPUs of NVIDIA and AMD multiply bfloat16 faster with every family; Apple's GPU keeps PyTorch's own
    order, in which its operations are written.

    Args:
        wanted: the recipe's precision.
    """
    channels_last = device.type != "mps"
    if wanted != "auto":
        return StepForm(wanted == _BFLOAT16, channels_last)
    if device.type == "cpu":
        return None
    return StepForm(device.type == "cuda", channels_last)


def standard_form(wanted: str, device: torch.device) -> StepForm:
    """Return the form of a training for which nothing was measured."""
    return form_without_measuring(wanted, device) or STANDARD
