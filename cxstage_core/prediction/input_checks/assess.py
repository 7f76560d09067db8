"""All checks of a study before the network sees it: rules first, then the comparison with the training patients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.imaging import Mask, Volume
from cxstage_core.models.inputs import input_statistics
from cxstage_core.prediction.check import Check
from cxstage_core.prediction.input_checks.learned import LEARNED, compare
from cxstage_core.prediction.input_checks.pictures import slice_picture
from cxstage_core.prediction.input_checks.placed import placed_checks
from cxstage_core.prediction.input_checks.recorded import (
    recorded_checks,
    recorded_objections,
    scanner_check,
    scanner_objection,
)
from cxstage_core.prediction.placement import Placement, measure_placement

if TYPE_CHECKING:
    from cxstage_core.dataset import PreparedPatient
    from cxstage_core.models import ModelCard
    from cxstage_core.prediction.case import Case

_WITHOUT_PICTURE = {"sex", "body-part", "echo-time", "possible-geometry", "geometry", "scanner"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """Outcome of all checks.

    Args:
        objections: the broken rules, those that stop a prediction first.
        checks: one for each question, in the order to be shown.
    """

    objections: tuple[Objection, ...]
    checks: tuple[Check, ...]

    def with_pictures(self, t2: Volume, outline: Mask) -> Assessment:
        """Return the same with a picture for each check that the study does not pass."""
        return replace(self, checks=with_pictures(self.checks, t2, outline))


def assess(
    card: ModelCard | None,
    info: Mapping[str, SeriesInfo],
    broken: Iterable[Objection],
    placed: Placement | None,
    prepared: PreparedPatient | None,
) -> Assessment:
    """Check a study.

    Args:
        card: of the model; None compares nothing with training patients.
        info: as in `Case`.
        broken: rules about person and outline that the study breaks.
        placed: where the outline lies; None if nothing is outlined.
        prepared: None if the study cannot be prepared.
    """
    measures = {} if prepared is None else prepared.measures
    objections = [*broken, *recorded_objections(info, measures)]
    checks = [*recorded_checks(info, measures, objections)]
    if placed is not None:
        checks += placed_checks(placed, objections)
    if card is not None:
        reference = card.reference
        scanner = scanner_objection(info, reference)
        objections += [] if scanner is None else [scanner]
        checks.append(scanner_check(info, reference, objections))
        if prepared is not None:
            values = {**measures, **_grey_values(prepared, card)}
            for key in LEARNED:
                found = compare(key, values, reference)
                checks.append(found.check)
                objections += [] if found.broken is None else [found.broken]
    return Assessment(tuple(sorted(objections, key=lambda one: not one.stops)), tuple(checks))


def check_case(card: ModelCard, case: Case) -> tuple[Check, ...]:
    """Return the checks of a case before the network sees it; those that it was made with, where it has them.

    Args:
        card: of the model that the case was prepared for.

    Raises:
        CohortError, IntakeError: its images cannot be read.
    """
    if case.checks:
        return case.checks
    images = case.load()
    t1 = images.further.get("T1")
    grids = [images.t2.grid, *(one.volume.grid for one in images.further.values())]
    placed = measure_placement(
        images.t2,
        None if t1 is None else t1.volume.grid,
        images.outline,
        case.config.fov_mm,
        grids,
    )
    known = tuple(one for one in case.objections if not one.rule.learned)
    found = assess(card, case.info, known, placed, case.prepared)
    return found.with_pictures(images.t2, images.outline).checks


def with_pictures(checks: Iterable[Check], t2: Volume, outline: Mask) -> tuple[Check, ...]:
    """Add a picture to the checks that a study does not pass."""
    every = tuple(checks)
    shown = [
        one for one in every if one.verdict in ("warning", "stop") and one.key not in _WITHOUT_PICTURE
    ]
    picture = slice_picture(t2, outline) if shown else None
    return tuple(replace(one, picture=picture) if one in shown else one for one in every)


def _grey_values(prepared: PreparedPatient, card: ModelCard) -> dict[str, float]:
    """Statistics of the prepared slices, without those of channels that the study lacks."""
    from cxstage_core.dataset.roles import OPTIONAL, ROLES

    missing = {
        name
        for name in card.channels
        if name in OPTIONAL and prepared.facts.get(ROLES[name].present) == 0
    }
    found = input_statistics(prepared.array, card.channels)
    return {key: value for key, value in found.items() if key.rsplit(" ", 1)[0] not in missing}
