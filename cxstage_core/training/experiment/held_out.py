"""First weights of the members of an ensemble: they must not know a patient whom a member holds out.

Else the scores of the calibration set would be those of patients that were seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.errors import LeakError
from cxstage_core.training.experiment.first_weights import check_first_weights

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def check_held_out(
    cohort: Cohort, weights: str, families: Sequence[str], member_folds: Sequence[Fold]
) -> None:
    """Check that no held-out patient was learned from by the network that gives the first weights.

    Args:
        weights: of the recipe; all members start from them.
        member_folds: one per member; nothing is checked without members.

    Raises:
        LeakError: one was.
    """
    held_out = {patient for fold in member_folds for patient in fold.test}
    if not held_out:
        return
    try:
        check_first_weights(cohort, weights, families, held_out)
    except LeakError as error:
        raise LeakError(
            "The first weights know patients whom members hold out, so that there would be no calibration set.",
            remedy="Start from other weights, or train without members.",
        ) from error
