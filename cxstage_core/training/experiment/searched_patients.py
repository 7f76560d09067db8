"""The rule on searched settings: who helped to choose them is never tested on them.

It is the same for every protocol, because it compares patients: those whom the searches trained and validated
on with those whom the plan tests. On the locked split they differ; folds test every patient, so that settings
searched before are refused there and for the nested protocol, which searches again inside each fold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxstage_core.errors import LeakError
from cxstage_core.training.settings.origin import Origins, image_marks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def check_searched_patients(origins: Origins, tested: Iterable[str], cohort: Cohort) -> None:
    """Check that no tested patient helped to choose the settings.

    Args:
        origins: the searches that chose settings.
        tested: pseudonyms, in any fold.
        cohort: of the tested patients.

    Raises:
        LeakError: one did.
    """
    if not origins:
        return
    patients = sorted(set(tested))
    marks = {patient: image_marks(r.sha256 for r in cohort.series(patient)) for patient in patients}
    for origin in origins:
        used = set(origin.images)
        both = [patient for patient in patients if not used.isdisjoint(marks[patient])]
        if both:
            raise LeakError(
                "Search {search} chose the settings on {n} of the {all} patients that are tested, such as "
                "{patient}.",
                remedy="Test on the locked split, or let the nested protocol search inside each fold "
                "without settings of an earlier search.",
                search=origin.search,
                n=len(both),
                all=len(patients),
                patient=both[0],
            )
