"""The limits of the input gate, learned from the training patients alone.

Each check has a distance from the training patients (`Spread`). Each training patient's own distance is taken from
the others (leave-one-out), and put on one scale for all checks: how many times the gap between the median and the
90th percentile it lies above the median. A patient raises an alarm if one of all checks does; so the limit, the same
on that scale for every check, is taken from the largest of each patient's values. With n patients the next one
exceeds the largest of them with probability 1 / (n + 1) (exchangeability); the limit lies `_ROOM` beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.measures.table import CHECKS, MEASURES, measures_of
from cxstage_core.models.reference.spread import (
    FEW_PATIENTS,
    Spread,
    left_out_distances,
    list_of,
    number_of,
    numbers_of,
    rounded,
)

Values = npt.NDArray[np.float64]

FEWEST = 5
"""Below this many patients nothing is learned."""
GREY_VALUES = "intensities"
FEATURES = "features"
_ROOM = 1.25
_FEW_ROOM = 10.0
"""Further room with few patients, divided by their number."""
_UPPER = 0.9
_LEAST_LIMIT, _LEAST_LIMIT_OF_FEW = 3.0, 2.0
_LEAST_GAP = 1.0 / 3.0
_MOST_MISSING = 0.2
_APART = 0.9
"""Each training patient lies at least this much nearer as she is than with exchanged measures."""
_GREY_FLOOR = 0.1
_MOST_CHECKS, _MOST_VALUES, _MOST_NAME, _MOST_WORDS = 32, 256, 60, 100
_NOT_GREY = ("slices", "mask share")


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
    spread: Spread
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
            Spread.from_dict(stored["spread"]),
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
    limit: float = _LEAST_LIMIT
    features: tuple[Spread, ...] = ()
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
            tuple(Spread.from_dict(one) for one in list_of(stored["features"])),
            _counts(stored["scanners"]),
            _counts(stored["field_strengths"]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class SeenPatient:
    """What is measured of one training patient.

    Args:
        measures: as `study_measures` returns them.
        grey: statistics of the prepared slices, as `input_statistics` returns them.
        scanner, field_strength: manufacturer and field strength, "" where they are not recorded.
        features: distance of the network's features from those of other patients; None if unknown.
    """

    measures: Mapping[str, float]
    grey: Mapping[str, float]
    scanner: str = ""
    field_strength: str = ""
    features: float | None = None


def make_reference(
    patients: Sequence[SeenPatient], features: tuple[Spread, ...] = ()
) -> TrainingReference | None:
    """Learn the limits.

    Args:
        features: as in `TrainingReference`; then each patient has its distance.

    Returns:
        None with fewer than `FEWEST` patients.
    """
    if len(patients) < FEWEST:
        return None
    checks, scores = {}, []
    for check in CHECKS:
        floors = {row.key: (row.floor, row.relative) for row in measures_of(check)}
        made = _limits([p.measures for p in patients], floors)
        if made is not None:
            checks[check], own = made
            scores.append(own)
    names = dict.fromkeys(name for p in patients for name in p.grey if name not in _NOT_GREY)
    made = _limits([p.grey for p in patients], dict.fromkeys(names, (_GREY_FLOOR, False)))
    if made is not None:
        checks[GREY_VALUES], own = made
        scores.append(own)
    if features:
        distances = np.array([math.nan if p.features is None else p.features for p in patients])
        median, gap = _of_distances(distances)
        checks[FEATURES] = CheckLimits((FEATURES,), _UNIT, median, gap)
        scores.append((distances - median) / gap)
    ranges = _ranges([{**p.measures, **p.grey} for p in patients])
    return TrainingReference(
        len(patients),
        checks,
        ranges,
        _limit(scores, len(patients)),
        features,
        _counted(p.scanner for p in patients),
        _counted(p.field_strength for p in patients),
    )


def exchange(values: Mapping[str, float]) -> dict[str, float]:
    """Return the measures as they were if the images were upside down, and T1 and T2 had changed places."""
    return {
        name: values.get(MEASURES[name].exchanged or name, math.nan) if name in MEASURES else value
        for name, value in values.items()
    }


_UNIT = Spread((0.0,), (1.0,), (), (), 1.0)
"""The features' distance is a distance already."""


def _limits(
    rows: Sequence[Mapping[str, float]],
    floors: Mapping[str, tuple[float, bool]],
) -> tuple[CheckLimits, Values] | None:
    """Fit one check; None if too few patients have its measures. Returns each patient's score with it."""
    names = tuple(
        name for name in floors if sum(name not in row for row in rows) <= _MOST_MISSING * len(rows)
    )
    if not names:
        return None
    values = np.array([[row.get(name, math.nan) for name in names] for row in rows])
    means = np.nanmean(values, axis=0)
    full = np.where(np.isfinite(values), values, means)
    least = np.array(
        [
            max(floors[name][0] * (abs(mean) if floors[name][1] else 1.0), 1e-6)
            for name, mean in zip(names, means, strict=True)
        ]
    )
    distances = left_out_distances(full, least)
    median, gap = _of_distances(distances)
    other = np.array([[row.get(name, math.nan) for name in names] for row in map(exchange, rows)])
    apart = False
    within = all(MEASURES[name].exchanged in ("", *names) for name in names if name in MEASURES)
    if within and not np.array_equal(other, values, equal_nan=True):
        turned = left_out_distances(full, least, np.where(np.isfinite(other), other, means))
        apart = bool((distances < _APART * turned).all())
    limits = CheckLimits(names, Spread.of(full, least), median, gap, apart)
    return limits, (distances - median) / gap


def _of_distances(distances: Values) -> tuple[float, float]:
    known = distances[np.isfinite(distances)]
    median = float(np.median(known))
    upper = (
        _UPPER if len(known) >= FEW_PATIENTS else 1.0
    )  # of few, one odd patient must not widen all checks
    gap = float(np.quantile(known, upper)) - median
    return rounded(median), rounded(max(gap, _LEAST_GAP, 0.25 * median))


def _limit(scores: Sequence[Values], patients: int) -> float:
    worst = float(np.nanmax(np.stack(scores))) if scores else 0.0
    if patients < FEW_PATIENTS:
        return rounded(max(_LEAST_LIMIT_OF_FEW, worst) * (_ROOM + _FEW_ROOM / patients))
    return rounded(max(_LEAST_LIMIT, worst) * _ROOM)


def _ranges(rows: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    names = dict.fromkeys(name for row in rows for name in row)
    found = {name: [row[name] for row in rows if name in row] for name in names}
    return {name: (rounded(min(all_)), rounded(max(all_))) for name, all_ in found.items()}


def _counted(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _counts(stored: Any) -> dict[str, int]:
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
