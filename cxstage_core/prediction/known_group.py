"""The group that the clinical table gives a patient, to be shown beside a prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.dataset.labels import label_table
from cxstage_core.staging import SCHEMES, Group
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """What the clinical table says of a patient under a model's label scheme.

    Args:
        stage: computed FIGO 2018 stage, "" if only the group is known.
        positive: the stage belongs to the chemoradiotherapy/systemic group.
    """

    stage: str
    positive: bool

    @property
    def group(self) -> str:
        """The guideline-recommended group of the stage."""
        return str((Group.CHEMORADIOTHERAPY if self.positive else Group.SURGERY).value)

    def against(self, *, positive: bool) -> Text | None:
        """Return the sentence for a prediction of the other group, None for the same.

        Args:
            positive: the prediction is the chemoradiotherapy/systemic group.
        """
        if positive == self.positive:
            return None
        if not self.stage:
            return text(
                "The clinical table gives this patient the other group ({group}).", group=self.group
            )
        return text(
            "The known stage {stage} belongs to the other group ({group}).",
            stage=self.stage,
            group=self.group,
        )


def known_group(cohort: Cohort, patient: str, scheme: str) -> KnownGroup | None:
    """Return the group that the clinical table gives a patient, None where it gives none or must not be seen.

    Args:
        scheme: label scheme of the model.
    """
    if scheme not in SCHEMES or not cohort.principal.may(Permission.SEE_CLINICAL):
        return None
    label = label_table(cohort, scheme, [patient]).labels.get(patient)
    if label is None:
        return None
    record = cohort.clinical.records().get(patient)
    return KnownGroup("" if record is None else record.computed_stage, bool(label))
