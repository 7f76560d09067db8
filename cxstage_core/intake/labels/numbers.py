"""Label numbers of an outline: whole numbers, or numbers that are nearly whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Label
from cxstage_core.text import Text, text

NEARLY = 1e-3
"""Values this near to a whole number are that number: programs keep labels as floating point numbers."""
_SHOWN = 3


def whole_numbers(array: npt.NDArray[Any], file: Path) -> tuple[npt.NDArray[np.int64], Text | None]:
    """Return the label numbers, with a note if nearly whole numbers were rounded.

    Raises:
        IntakeError: a value is not a number or lies between whole numbers; a probability map is named as such.
    """
    if array.dtype.kind in "iu":
        if array.size and int(array.max()) > np.iinfo(np.int64).max:
            raise _strange([str(int(array.max()))], file)
        return array.astype(np.int64), None
    if not np.all(np.isfinite(array)):
        raise _strange(["NaN" if np.isnan(array).any() else "∞"], file)
    rounded = np.round(array)
    off = np.abs(array - rounded)
    between = off > NEARLY
    if between.any():
        values = np.unique(array[between])
        if array.min() >= -NEARLY and array.max() <= 1 + NEARLY and values.size > _SHOWN:
            raise IntakeError(
                "{file} is a map of probabilities between 0 and 1, not an outline.",
                remedy="Export the outline itself, with whole numbers.",
                file=file,
            )
        raise _strange([exact(v) for v in values[:_SHOWN]], file)
    if np.max(np.abs(rounded), initial=0) > np.iinfo(np.int32).max:
        raise _strange([exact(float(array.max()))], file)
    found = rounded.astype(np.int64)
    if not off.any():
        return found, None
    example = float(array.reshape(-1)[int(np.argmax(off))])
    return found, text(
        "Values that are nearly whole were taken as whole numbers (such as {value} as {whole}).",
        value=exact(example),
        whole=round(example),
    )


def check_known(values: npt.NDArray[np.int64], file: Path) -> None:
    """Refuse label numbers other than 0, 1 and 2.

    Raises:
        IntakeError: there are others.
    """
    strange = [v for v in np.unique(values).tolist() if v not in {int(label) for label in Label}]
    if strange:
        raise _strange([str(v) for v in strange[:_SHOWN]], file)


def exact(value: float) -> str:
    """Write a value with as many digits as distinguish it from the whole number next to it."""
    value = float(value)
    off = abs(value - round(value))
    for digits in range(6, 17):
        written = f"{value:.{digits}g}"
        if abs(float(written) - value) <= 0.1 * off:
            return written
    return repr(value)


def _strange(values: Iterable[str], file: Path) -> IntakeError:
    return IntakeError(
        "The outline {file} holds the values {strange}; only 0, 1 (tumour) and 2 (possible "
        "infiltration) are allowed.",
        remedy="Give the labels these numbers and export the outline again.",
        file=file,
        strange=", ".join(values),
    )
