"""The sizes at which FIGO 2018 divides stages, in one place."""

from __future__ import annotations

IA1_DEPTH_MM = 3.0
"""IA1 up to and including this depth of stromal invasion."""
IA2_DEPTH_MM = 5.0
"""IA2 up to and including this depth; a deeper tumour is IB, whether seen by microscopy only or not."""
SMALL_MM = 20.0
"""IB1 up to and including this largest diameter."""
LARGE_MM = 40.0
"""IB2 and IIA1 up to and including this largest diameter; above, IB3 and IIA2."""
NEAR_MM = 2.0
"""A measurement this close to a limit may belong to either side of it."""


def near_limit(diameter_mm: float) -> float | None:
    """The limit that a largest diameter (mm) is within 2 mm of, None when it is clear of both."""
    return next((t for t in (SMALL_MM, LARGE_MM) if abs(diameter_mm - t) <= NEAR_MM), None)
