"""Whether the two lengths among the facts can be believed, before anything is concluded from them."""

from __future__ import annotations

import math

from cxstage_core.errors import StagingError
from cxstage_core.staging.facts import Facts

LONGEST_DIAMETER_MM = 250.0
DEEPEST_STROMA_MM = 100.0


def check_measures(facts: Facts) -> None:
    """Refuse lengths that no tumour has.

    Raises:
        StagingError: a length is not a number, not positive, or beyond any tumour; or a microscopic
            tumour is deeper than its largest diameter.
    """
    depth, diameter = facts.stromal_depth_mm, facts.diameter_mm
    if diameter is not None and not 0 < diameter <= LONGEST_DIAMETER_MM:
        raise _implausible_diameter(diameter)
    if depth is not None and not 0 < depth <= DEEPEST_STROMA_MM:
        raise _implausible_depth(depth)
    if facts.microscopic and depth is not None and diameter is not None and depth > diameter:
        raise StagingError(
            "The tumour is called microscopic, with a depth of {depth:.10g} mm but a largest diameter of only "
            "{diameter:.10g} mm; depth cannot exceed the largest diameter.",
            remedy="Correct the depth, the diameter or “microscopic”.",
            depth=depth,
            diameter=diameter,
        )


def _implausible_diameter(value: float) -> StagingError:
    if math.isnan(value):
        return StagingError(
            "The largest diameter is not a number.",
            remedy="Enter it in mm, or leave it empty when it was not measured.",
        )
    return StagingError(
        "A largest diameter of {value:.10g} mm is implausible: it must be above 0 and at most {limit:.10g} mm.",
        remedy="Check the number and its unit (mm); leave it empty when it was not measured.",
        value=value,
        limit=LONGEST_DIAMETER_MM,
    )


def _implausible_depth(value: float) -> StagingError:
    if math.isnan(value):
        return StagingError(
            "The depth of stromal invasion is not a number.",
            remedy="Enter it in mm, or leave it empty when it was not measured.",
        )
    return StagingError(
        "A depth of stromal invasion of {value:.10g} mm is implausible: it must be above 0 and at most "
        "{limit:.10g} mm.",
        remedy="Check the number and its unit (mm); leave it empty when it was not measured.",
        value=value,
        limit=DEEPEST_STROMA_MM,
    )
