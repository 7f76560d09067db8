"""First weights from a model of this cohort: whom it was trained on is not tested with what grows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import LeakError, ModelError
from cxstage_core.models import Weights, find_families, read_card
from cxstage_core.models.weights import local_file
from cxstage_core.training.run.card import digest_of_patients

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def check_first_weights(
    cohort: Cohort, weights: str, families: Sequence[str], tested: Iterable[str]
) -> None:
    """Check that no tested patient was learned from by the network that gives the first weights.

    Args:
        weights: of the recipe.
        tested: pseudonyms, in any fold.

    Raises:
        LeakError: one was.
    """
    wanted = Weights.parse(weights)
    if wanted.kind != "local":
        return
    patients = set(tested)
    for family in find_families(tuple(families)):
        learned = _learned_from(cohort, local_file(wanted, family))
        if both := sorted(patients & learned):
            raise LeakError(
                "The first weights of {title} are a network that learned from {n} of the tested patients, "
                "such as {patient}.",
                remedy="Start from other weights.",
                title=family.title,
                n=len(both),
                patient=both[0],
            )


def _learned_from(cohort: Cohort, file: Path) -> set[str]:
    """Return the patients of this cohort that a model was trained on; no one for other weights."""
    try:
        digest = read_card(file).training_patients_sha256
    except ModelError:
        return set()
    for experiment in cohort.experiments.all():
        parts = [fold.training for fold in experiment.config.protocol.folds]
        for training in (*parts, experiment.split.train):
            if digest and digest_of_patients(training) == digest:
                return set(training)
    return set()
