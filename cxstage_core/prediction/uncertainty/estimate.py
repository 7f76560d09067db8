"""Everything that is known of the uncertainty of one prediction, computed after its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.evaluation.statistics.confusion import confusion
from cxstage_core.evaluation.statistics.new_patient.group_jackknife import jackknife_interval
from cxstage_core.imaging import Mask
from cxstage_core.jobs import Job, no_progress
from cxstage_core.models import ModelCard, probability
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.models.runtime.choice import choose_runtime, torch_runtime
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.group_set import LEVEL, GroupSet, group_set
from cxstage_core.prediction.result import Prediction
from cxstage_core.prediction.uncertainty.repeats import Repeater
from cxstage_core.prediction.uncertainty.result import (
    NOT_TESTED,
    OperatingPoint,
    Uncertainty,
)
from cxstage_core.prediction.uncertainty.small_changes import SmallChanges
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import PatientPrediction

NO_MEMBERS = text(
    "No interval: the model is one network. How far another network, learned in the same way, would differ is known of "
    "an ensemble only."
)
ALIKE = text("No interval: all members of the ensemble give the same number.")
TEST = "test"


def uncertainty_of(
    loaded: LoadedModel,
    case: Case,
    prediction: Prediction,
    others: Mapping[str, Mask] | None = None,
    tested: Sequence[PatientPrediction] = (),
    job: Job | None = None,
    *,
    level: float = LEVEL,
) -> Uncertainty:
    """Compute how far a prediction can be trusted; the same input gives the same numbers.

    Args:
        prediction: of this case by this model.
        others: outlines to predict with, by the reader's name (`outlines_of`).
        tested: predictions of the model for its test patients (`tested_patients`).
        level: of the interval and the set.

    Raises:
        CxStageError: the images cannot be read, or the network gives no number.
        ValueError: the level is not between 0 and 1.
        Cancelled: the work was stopped.
    """
    job = job or no_progress()
    network, card = loaded.network, loaded.card
    runtime = (
        torch_runtime(network)
        if prediction.runtime.startswith("torch")
        else choose_runtime(network, card)
    )
    repeater = Repeater(loaded, case, prediction, runtime, SmallChanges.of(card))
    moved = repeater.moved(job)
    repeats = (*repeater.with_outlines(others or {}, job), repeater.of_moved(moved))
    interval, interval_note = _interval(card, prediction, moved, repeater.changes, level)
    found = group_set(card.calibration, [member.logit for member in prediction.members], level)
    point, point_note = _operating_point(card, tested)
    given = found if isinstance(found, GroupSet) else None
    return Uncertainty(
        interval=interval,
        interval_note=interval_note,
        groups=None if given is None else given.groups,
        set_note=found.note if isinstance(found, GroupSet) else found,
        level=level,
        coverage=None if given is None else given.coverage,
        repeats=repeats,
        operating_point=point,
        operating_note=point_note,
        set_notes=() if given is None else _set_notes(given, prediction),
    )


def _interval(
    card: ModelCard,
    prediction: Prediction,
    moved: Sequence[SlicePredictions],
    changes: SmallChanges,
    level: float,
) -> tuple[tuple[float, float] | None, Text]:
    own = [member.logit for member in prediction.members]
    if not own:
        return None, NO_MEMBERS
    if min(own) == max(own):
        return None, ALIKE
    found = jackknife_interval(own, np.array([one.members for one in moved]), level)
    if found is None:
        return None, ALIKE
    low, high = (probability(logit, card.temperature) for logit in found)
    p = prediction.probability
    return (min(low, p), max(high, p)), _interval_note(len(own), changes, level)


def _interval_note(members: int, changes: SmallChanges, level: float) -> Text:
    if not changes.draws:
        return text(
            "{level:.0%} interval by the jackknife: each of the {members} members learned without one group of the "
            "training patients, so that the spread of their logits measures how the answer depends on these patients "
            "and on chance in training. Not covered: another outline, another hospital or scanner, wrong labels, and "
            "what such networks never learn.",
            level=level,
            members=members,
        )
    return text(
        "{level:.0%} interval by the jackknife: each of the {members} members learned without one group of the "
        "training patients, so that the spread of their logits measures how the answer depends on these patients and "
        "on chance in training; {draws} movements of the images by up to {mm:g} mm and {degrees:g}° are added. Not "
        "covered: another outline, another hospital or scanner, wrong labels, and what such networks never learn.",
        level=level,
        members=members,
        draws=changes.draws,
        mm=changes.shift_mm,
        degrees=changes.rotation_deg,
    )


def _set_notes(found: GroupSet, prediction: Prediction) -> tuple[Text, ...]:
    if len(found.groups) == 1 and found.groups[0].value != prediction.group:
        return (
            text("The set excludes the group that the threshold gives; take the study as undecided."),
            *found.notes,
        )
    return found.notes


def _operating_point(
    card: ModelCard, tested: Sequence[PatientPrediction]
) -> tuple[OperatingPoint | None, Text]:
    known = [one for one in tested if one.part == TEST]
    if not known:
        return None, NOT_TESTED
    table = confusion(
        [one.truth for one in known], [one.probability >= card.threshold for one in known]
    )
    share, note = _prevalence(card, table.positives / table.n, table.n)
    return (
        OperatingPoint(card.threshold, table, TEST, share, note),
        text(
            "From the model's {n} test patients at its threshold of {threshold:.3f}; intervals: 95 %, Wilson. Predictive "
            "values hold for the prevalence next to them (Bayes' theorem; intervals: 95 %, draws from Jeffreys' "
            "posterior of sensitivity and specificity, the prevalence taken as known).",
            n=table.n,
            threshold=card.threshold,
        ),
    )


def _prevalence(card: ModelCard, of_tested: float, n: int) -> tuple[float, Text]:
    """Return the share of the chemoradiotherapy/systemic group to begin with, and where it comes from."""
    if card.calibration is not None:
        zeros, ones = card.calibration.groups
        return ones / (zeros + ones), text(
            "Prevalence: the share of the chemoradiotherapy group among the {n} training patients of the calibration "
            "set; enter that of your own patients.",
            n=zeros + ones,
        )
    return of_tested, text(
        "Prevalence: the share of the chemoradiotherapy group among the {n} test patients, as the model file does not "
        "state that of its training patients; enter that of your own patients.",
        n=n,
    )
