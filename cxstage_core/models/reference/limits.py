"""The limits of the input gate that a model file keeps: no patient's own values; see `learning` for their meaning."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_measures import MEASURES
from cxstage_core.models.reference.distances import (
    FEW_PATIENTS,
    TrainingSpread,
    list_of,
    number_of,
    numbers_of,
)

Values = npt.NDArray[np.float64]

GREY_VALUES = "intensities"
FEATURES = "features"
LEAST_LIMIT, LEAST_LIMIT_OF_FEW = 3.0, 2.0
_MOST_CHECKS, _MOST_VALUES, _MOST_NAME, _MOST_WORDS = 32, 256, 60, 100


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """What a check compares a study with.

    Args:
        names: of its measures, in the order of `spread`.
        spread: of the training patients.
        median, gap: of their leave-one-out distances: the median, and how far the 90th percentile lies above it.
        told_apart: the training patients lie nearer to the others as they are than with exchanged measures (upside
            down, T1 and T2 exchanged); False where some do not, or nothing is exchanged.
    """

    names: tuple[str, ...]
    spread: TrainingSpread
    median: float
    gap: float
    told_apart: bool = False

    def __post_init__(self) -> None:
        if len(self.names) != len(self.spread.mean) or len(set(self.names)) != len(self.names):
            raise ValueError("names of a check")
        if not (math.isfinite(self.median) and 0 < self.gap < math.inf):
            raise ValueError("limits of a check")

    def score(self, values: Mapping[str, float]) -> float | None:
        """Return how far a study lies from the training patients, on the scale of all checks.

        Returns:
            None if fewer than half of the measures could be taken.
        """
        row = self._row(values)
        if 2 * np.count_nonzero(np.isfinite(row)) < len(row):
            return None
        return (self.spread.distance(row) - self.median) / self.gap

    def exchanged(self, values: Mapping[str, float]) -> bool:
        """Return True if the study would lie nearer with exchanged measures, and the training patients never did."""
        if not self.told_apart or self.score(values) is None:
            return False
        other = self._row(exchange({**dict.fromkeys(self.names, math.nan), **values}))
        if np.count_nonzero(np.isfinite(other)) < np.count_nonzero(np.isfinite(self._row(values))):
            return False
        return self.spread.distance(other) < self.spread.distance(self._row(values))

    def farthest(self, values: Mapping[str, float]) -> str:
        """Return the measure that lies farthest from the mean, in spreads."""
        far = np.abs(self._row(values) - np.array(self.spread.mean)) / np.array(self.spread.scale)
        return self.names[int(np.argmax(np.where(np.isfinite(far), far, -1.0)))]

    def _row(self, values: Mapping[str, float]) -> Values:
        return np.array([values.get(name, math.nan) for name in self.names])

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "names": list(self.names),
            "spread": self.spread.to_dict(),
            "median": self.median,
            "gap": self.gap,
            "told_apart": self.told_apart,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> CheckLimits:
        """Invert `to_dict`.

        Raises:
            TypeError, KeyError, ValueError: it is not that.
        """
        if stored.keys() != {one.name for one in fields(cls)}:
            raise ValueError("no limits")
        if not isinstance(stored["told_apart"], bool):
            raise TypeError("told_apart")
        return cls(
            tuple(_name(one) for one in list_of(stored["names"])),
            TrainingSpread.from_dict(stored["spread"]),
            number_of(stored["median"]),
            number_of(stored["gap"]),
            stored["told_apart"],
        )


@dataclass(frozen=True, slots=True)
class TrainingReference:
    """What is known of the studies of the training patients.

    Args:
        patients: how many.
        checks: by key of the rule.
        ranges: measure to [lowest, highest].
        limit: on the scale of the checks, from which on a study does not fit.
        features: how the network's own features spread, one of each member of an ensemble; empty if unknown.
        scanners, field_strengths: manufacturer, and field strength such as "3 T", to number of patients; "" where it is not
            recorded.
    """

    patients: int
    checks: Mapping[str, CheckLimits] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    limit: float = LEAST_LIMIT
    features: tuple[TrainingSpread, ...] = ()
    scanners: Mapping[str, int] = field(default_factory=dict)
    field_strengths: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.patients < 1 or not 0 < self.limit < math.inf:
            raise ValueError("patients or limit of a reference")
        if len(self.checks) > _MOST_CHECKS or len(self.ranges) > _MOST_VALUES:
            raise ValueError("size of a reference")
        if not all(math.isfinite(v) for pair in self.ranges.values() for v in pair):
            raise ValueError("ranges of a reference")

    @property
    def few(self) -> bool:
        """Return True if limits are wide because there were few patients."""
        return self.patients < FEW_PATIENTS

    @property
    def most_alarms(self) -> float:
        """Share of fitting studies that raise an alarm, the upper end of a one-sided 95 % interval.

        The share beyond the largest of n values is distributed as Beta(1, n), whatever their distribution.
        """
        return float(1.0 - 0.05 ** (1.0 / self.patients))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "patients": self.patients,
            "checks": {key: one.to_dict() for key, one in self.checks.items()},
            "ranges": {key: list(pair) for key, pair in self.ranges.items()},
            "limit": self.limit,
            "features": [one.to_dict() for one in self.features],
            "scanners": dict(self.scanners),
            "field_strengths": dict(self.field_strengths),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> TrainingReference:
        """Invert `to_dict`.

        Raises:
            TypeError, KeyError, ValueError, AttributeError: it is not that.
        """
        if stored.keys() != {one.name for one in fields(cls)}:
            raise ValueError("no reference")
        if isinstance(stored["patients"], bool) or not isinstance(stored["patients"], int):
            raise TypeError("patients")
        return cls(
            stored["patients"],
            {_name(key): CheckLimits.from_dict(one) for key, one in stored["checks"].items()},
            {_name(key): _pair(pair) for key, pair in stored["ranges"].items()},
            number_of(stored["limit"]),
            tuple(TrainingSpread.from_dict(one) for one in list_of(stored["features"])),
            _read_counts(stored["scanners"]),
            _read_counts(stored["field_strengths"]),
        )


def exchange(values: Mapping[str, float]) -> dict[str, float]:
    """Return the measures as they were if the images were upside down, and T1 and T2 had changed places."""
    return {
        name: values.get(MEASURES[name].exchanged or name, math.nan) if name in MEASURES else value
        for name, value in values.items()
    }


def _read_counts(stored: Any) -> dict[str, int]:
    found = {_name(key, least=0): value for key, value in stored.items()}
    if len(found) > _MOST_WORDS or any(
        isinstance(n, bool) or not isinstance(n, int) or n < 1 for n in found.values()
    ):
        raise ValueError("counts")
    return found


def _name(value: Any, least: int = 1) -> str:
    if not isinstance(value, str):
        raise TypeError("no name")
    if not least <= len(value) <= _MOST_NAME:
        raise ValueError("a name")
    return value


def _pair(value: Any) -> tuple[float, float]:
    low, high = numbers_of(value)
    return low, high
