"""The rule on first weights: whom they have learned from, or only seen, is not tested with what grows from them.

It is one for every protocol, because it compares patients: those whom the weights know, as a model that was
trained on them or as weights that were pre-trained on their images, with those whom the plan tests. A patient is
recognised by pseudonym and by each image, and persons with several pseudonyms count as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cxstage_core.errors import LeakError
from cxstage_core.models import Weights, find_families
from cxstage_core.models.reference.patients import digest_of_patients
from cxstage_core.models.weights import known_history
from cxstage_core.models.weights_card import patient_mark
from cxstage_core.models.weights_history import History
from cxstage_core.training.settings.origin import image_marks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def check_first_weights(
    cohort: Cohort, weights: str, families: Sequence[str], tested: Iterable[str]
) -> None:
    """Check that no tested patient is known to the first weights of a network.

    Args:
        weights: of the recipe.
        tested: pseudonyms, in any fold.

    Raises:
        LeakError: one is.
        ModelError: the weights of a family are not there.
    """
    wanted = Weights.parse(weights)
    patients = tuple(tested)
    for family in find_families(tuple(families)):
        check_history(cohort, known_history(wanted, family), patients, family.title)


def check_history(cohort: Cohort, history: History, tested: Iterable[str], title: str) -> None:
    """Check that no tested patient is known to weights of this history.

    Args:
        cohort: of the tested patients.
        title: of the network, for the sentence.

    Raises:
        LeakError: one is.
    """
    if not history.trained_on and not history.seen:
        return
    persons = _persons(cohort, tested)
    learned = _learned_from(cohort, history.trained_on)
    if both := sorted(patient for patient, names in persons.items() if names & learned):
        raise LeakError(
            "The first weights of {title} are a network that learned from {n} of the tested patients, "
            "such as {patient}.",
            remedy="Start from other weights.",
            title=title,
            n=len(both),
            patient=both[0],
        )
    if both := sorted(patient for patient, names in persons.items() if _seen(cohort, history, names)):
        raise LeakError(
            "The first weights of {title} ({origin}) were pre-trained on images of {n} of the {all} tested "
            "patients, such as {patient}.",
            remedy="Test on the locked split that they were pre-trained in, or pre-train on phantoms alone "
            "(cxstage pretrain --source phantoms).",
            title=title,
            origin=history.origin,
            n=len(both),
            all=len(persons),
            patient=both[0],
        )


def _persons(cohort: Cohort, patients: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return each patient with all pseudonyms of that person."""
    groups = cohort.people.same_person()
    return {
        patient: frozenset({patient}).union(*(group for group in groups if patient in group))
        for patient in patients
    }


def _seen(cohort: Cohort, history: History, names: Iterable[str]) -> bool:
    """Return True if a person, under any of these pseudonyms, is among the patients seen."""
    marks = {patient_mark(cohort.id, name) for name in names}
    images = set(image_marks(record.sha256 for name in names for record in cohort.series(name)))
    return any(
        not marks.isdisjoint(one.patients) or not images.isdisjoint(one.images) for one in history.seen
    )


def _learned_from(cohort: Cohort, digests: Iterable[str]) -> set[str]:
    """Return the patients of this cohort that models were trained on, by the digests of their patients."""
    wanted = {digest for digest in digests if digest}
    found: set[str] = set()
    if not wanted:
        return found
    for experiment in cohort.experiments.all():
        parts = [fold.training for fold in experiment.config.protocol.folds]
        for training in (*parts, experiment.split.train):
            if digest_of_patients(training) in wanted:
                found |= set(training)
    return found
