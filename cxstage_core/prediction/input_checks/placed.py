"""Checks of the outline's place and size."""

from __future__ import annotations

from collections.abc import Sequence

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.prediction.check import Check
from cxstage_core.prediction.input_checks.found import check_of
from cxstage_core.prediction.placement import (
    AIR_SHARE,
    COVERED_NOTED,
    FEWEST_VOXELS,
    LARGEST_CM3,
    LOST_NOTED,
    SMALLEST_CM3,
    T1_COVERED,
    Placement,
)
from cxstage_core.text import Text, text


def placed_checks(placed: Placement, objections: Sequence[Objection]) -> tuple[Check, ...]:
    """Return one check for each question about the outline.

    Args:
        objections: the broken rules of the study.
    """
    lost = 100 * placed.lost_cm3 / placed.volume_cm3 if placed.volume_cm3 > 0 else 0.0
    yes, no = text("yes"), text("no")
    checks = [
        check_of("outline-elsewhere", no if placed.elsewhere else yes, yes, objections),
        check_of(
            "outline-lost", _share(lost), _most(100 * LOST_NOTED), objections, "outline-lost-part"
        ),
        check_of(
            "outline-size",
            text("{volume:.2f} cm³, {width:.0f} mm", volume=placed.volume_cm3, width=placed.width_mm),
            text(
                "{low:g} to {high:g} cm³, up to {fov:g} mm",
                low=SMALLEST_CM3,
                high=LARGEST_CM3,
                fov=placed.fov_mm,
            ),
            objections,
        ),
        check_of(
            "outline-few-voxels",
            text("{n}", n=placed.voxels),
            text("at least {least}", least=FEWEST_VOXELS),
            objections,
        ),
        check_of("outline-in-air", _share(100 * placed.in_air), _most(100 * AIR_SHARE), objections),
        check_of(
            "t2-window",
            _share(100 * placed.covered),
            _least(100 * COVERED_NOTED),
            objections,
            "t2-window-part",
        ),
        check_of("outline-at-edge", no if placed.at_edge else yes, yes, objections),
        check_of("outline-at-end", no if placed.at_end else yes, yes, objections),
    ]
    if placed.t1_inside is not None:
        value = _share(100 * placed.t1_inside)
        checks.append(check_of("t1-outline", value, _least(100 * T1_COVERED), objections))
    return tuple(checks)


def _share(percent: float) -> Text:
    return text("{percent:.1f} %", percent=percent)


def _most(percent: float) -> Text:
    return text("up to {percent:g} %", percent=percent)


def _least(percent: float) -> Text:
    return text("at least {percent:g} %", percent=percent)
