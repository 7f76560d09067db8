"""The limits of the input gate, learned from the training patients alone.

Each check has a distance from the training patients (`TrainingSpread`). Each training patient's own distance is taken from
the others (leave-one-out), and put on one scale for all checks: how many times the gap between the median and the
90th percentile it lies above the median. A patient raises an alarm if one of all checks does; so the limit, the same
on that scale for every check, is taken from the largest of each patient's values. With n patients the next one
exceeds the largest of them with probability 1 / (n + 1) (exchangeability); the limit lies `_ROOM` beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_measures import CHECKS, MEASURES, measures_of
from cxstage_core.models.reference.distances import (
    FEW_PATIENTS,
    TrainingSpread,
    left_out_distances,
    rounded,
)
from cxstage_core.models.reference.limits import (
    FEATURES,
    GREY_VALUES,
    LEAST_LIMIT,
    LEAST_LIMIT_OF_FEW,
    CheckLimits,
    TrainingReference,
    exchange,
)

Values = npt.NDArray[np.float64]

FEWEST = 5
"""Below this many patients nothing is learned."""
_ROOM = 1.25
_FEW_ROOM = 10.0
"""Further room with few patients, divided by their number."""
_UPPER = 0.9
_LEAST_GAP = 1.0 / 3.0
_MOST_MISSING = 0.2
_APART = 0.9
"""Each training patient lies at least this much nearer as she is than with exchanged measures."""
_GREY_FLOOR = 0.1
_NOT_GREY = ("slices", "mask share")


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
    patients: Sequence[SeenPatient], features: tuple[TrainingSpread, ...] = ()
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


_UNIT = TrainingSpread((0.0,), (1.0,), (), (), 1.0)
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
    limits = CheckLimits(names, TrainingSpread.of(full, least), median, gap, apart)
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
        return rounded(max(LEAST_LIMIT_OF_FEW, worst) * (_ROOM + _FEW_ROOM / patients))
    return rounded(max(LEAST_LIMIT, worst) * _ROOM)


def _ranges(rows: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    names = dict.fromkeys(name for row in rows for name in row)
    found = {name: [row[name] for row in rows if name in row] for name in names}
    return {name: (rounded(min(all_)), rounded(max(all_))) for name, all_ in found.items()}


def _counted(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))
