"""Inputs of a network: plain statistics of prepared slices, and the range seen in training.

Training stores the range in the model file; the input gate of prediction compares a new study with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

MASK_CHANNEL = "mask"


def input_statistics(array: npt.NDArray[np.float32], channels: Sequence[str]) -> dict[str, float]:
    """Summarise one patient's prepared slices.

    Args:
        array: (slice, channel, row, column), as the network sees it.
        channels: name of each channel, such as ("T2", "T1", "mask").

    Returns:
        "slices"; per image channel "T2 mean", "T2 sd", "T2 p5", "T2 p95"; for the mask its share of
        the image in the largest slice, "mask share".
    """
    found = {"slices": float(len(array))}
    for index, name in enumerate(channels):
        values = np.asarray(array[:, index], dtype=np.float64)
        if name == MASK_CHANNEL:
            found["mask share"] = float((values > 0.5).mean(axis=(1, 2)).max())
            continue
        low, high = np.percentile(values, (5, 95))
        found[f"{name} mean"] = float(values.mean())
        found[f"{name} sd"] = float(values.std())
        found[f"{name} p5"] = float(low)
        found[f"{name} p95"] = float(high)
    return found


def input_range(patients: Iterable[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest value of each statistic over the training patients."""
    rows = list(patients)
    return {
        key: (min(row[key] for row in rows), max(row[key] for row in rows))
        for key in (rows[0] if rows else ())
    }


def outside(
    statistics: Mapping[str, float], seen: Mapping[str, tuple[float, float]], *, margin: float = 0.25
) -> tuple[str, ...]:
    """Name the statistics that lie outside the training range.

    Args:
        statistics: of one patient.
        seen: the range over the training patients.
        margin: how far outside is still accepted, as a share of the range's width.
    """
    beyond = []
    for key, (low, high) in seen.items():
        room = margin * (high - low) + 1e-6
        if key in statistics and not low - room <= statistics[key] <= high + room:
            beyond.append(key)
    return tuple(beyond)
