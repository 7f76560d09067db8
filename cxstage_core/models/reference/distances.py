"""How values of the training patients spread around their mean, and how far a new patient lies from them.

Probabilistic principal component analysis (Tipping & Bishop, J R Stat Soc B 1999;61:611–622) of standardised
values: a few directions with their own variance, one variance for all the rest. The distance is that of
Mahalanobis by this model, divided by the root of the number of values, so that about 1 is usual.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

MOST_DIRECTIONS = 16
FEW_PATIENTS = 20
"""Below this many patients each value is taken for itself: correlations cannot be estimated."""
_SHRINKAGE = 0.2
_LEAST_VARIANCE = 0.05
_DIGITS = 7
_ONE_BY_ONE = 200
"""Up to this many patients each is left out alone, beyond it in this many parts."""


@dataclass(frozen=True, slots=True)
class TrainingSpread:
    """Mean and spread of the training patients; no patient's own values.

    Args:
        mean, scale: of each value.
        directions: (direction, value), of length 1 and at right angles, of the standardised values.
        variances: along each direction, above 0.
        rest: variance along all others, above 0.

    Raises:
        ValueError: lengths that do not fit, or an impossible number.
    """

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    directions: tuple[tuple[float, ...], ...]
    variances: tuple[float, ...]
    rest: float

    def __post_init__(self) -> None:
        numbers = [*self.mean, *self.scale, *self.variances, self.rest]
        numbers += [value for row in self.directions for value in row]
        if not self.mean or not all(math.isfinite(value) for value in numbers):
            raise ValueError("numbers of a spread")
        if len(self.scale) != len(self.mean) or len(self.directions) != len(self.variances):
            raise ValueError("lengths of a spread")
        if len(self.directions) > MOST_DIRECTIONS or any(
            len(row) != len(self.mean) for row in self.directions
        ):
            raise ValueError("directions of a spread")
        if not min(*self.scale, *self.variances, self.rest) > 0:
            raise ValueError("a spread of nothing")

    @classmethod
    def of(cls, rows: Values, floors: Values) -> TrainingSpread:
        """Fit it.

        Args:
            rows: (patient, value), at least 2 patients.
            floors: the least scale of each value.
        """
        patients, values = rows.shape
        mean = rows.mean(axis=0)
        scale = np.maximum(rows.std(axis=0, ddof=1), floors)
        kept = min(MOST_DIRECTIONS, values, patients // 3) if patients >= FEW_PATIENTS else 0
        standard = (rows - mean) / scale
        _, found, turned = np.linalg.svd(standard / math.sqrt(patients - 1), full_matrices=False)
        own = found**2
        total = float((standard**2).sum() / (patients - 1))
        rest = (total - float(own[:kept].sum())) / max(1, values - kept) if values > kept else 1.0
        shrunk = np.maximum((1 - _SHRINKAGE) * own[:kept] + _SHRINKAGE, _LEAST_VARIANCE)
        turned = turned[:kept] * np.where(turned[:kept].sum(axis=1) < 0, -1.0, 1.0)[:, None]
        if kept == 0:
            rest = 1.0
        return cls(
            _plain(mean),
            _plain(scale),
            tuple(_plain(row) for row in turned),
            _plain(shrunk),
            rounded(max((1 - _SHRINKAGE) * rest + _SHRINKAGE, _LEAST_VARIANCE)),
        )

    def distance(self, values: Values) -> float:
        """Return the distance of one patient; what is not a number counts as the mean."""
        standard = (values - np.array(self.mean)) / np.array(self.scale)
        standard = np.where(np.isfinite(standard), standard, 0.0)
        along = np.array(self.directions).reshape(-1, len(self.mean)) @ standard
        rest = max(0.0, float(standard @ standard - along @ along))
        squared = float((along**2 / np.array(self.variances)).sum()) + rest / self.rest
        return math.sqrt(squared / len(self.mean))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        found = asdict(self)
        return {
            key: [list(row) for row in value]
            if key == "directions"
            else list(value)
            if isinstance(value, tuple)
            else value
            for key, value in found.items()
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> TrainingSpread:
        """Invert `to_dict`.

        Raises:
            TypeError, KeyError, ValueError: it is not that.
        """
        if stored.keys() != {one.name for one in fields(cls)}:
            raise ValueError("no spread")
        return cls(
            numbers_of(stored["mean"]),
            numbers_of(stored["scale"]),
            tuple(numbers_of(row) for row in list_of(stored["directions"])),
            numbers_of(stored["variances"]),
            number_of(stored["rest"]),
        )


def left_out_distances(rows: Values, floors: Values, shown: Values | None = None) -> Values:
    """Return the distance of each patient from all the others.

    Args:
        rows, floors: as in `TrainingSpread.of`, at least 3 patients.
        shown: other values of the same patients, whose distances are wanted instead.

    Returns:
        (patient,).
    """
    patients = len(rows)
    parts = np.arange(patients) % min(patients, _ONE_BY_ONE)
    found = np.zeros(patients)
    shown = rows if shown is None else shown
    for part in range(int(parts.max()) + 1):
        spread = TrainingSpread.of(rows[parts != part], floors)
        for index in np.flatnonzero(parts == part):
            found[index] = spread.distance(shown[index])
    return found


def _plain(values: Values) -> tuple[float, ...]:
    return tuple(rounded(float(value)) for value in values)


def rounded(value: float) -> float:
    """Return a number with the digits that a model file keeps."""
    return float(f"{value:.{_DIGITS}g}")


def number_of(value: Any) -> float:
    """Return a JSON number.

    Raises:
        TypeError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)


def list_of(value: Any) -> list[Any]:
    """Return a JSON list.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def numbers_of(value: Any) -> tuple[float, ...]:
    """Return a list of JSON numbers.

    Raises:
        TypeError: it is none.
    """
    return tuple(number_of(one) for one in list_of(value))
