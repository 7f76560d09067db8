"""Reason of a patient's computed stage, as a translatable sentence."""

from __future__ import annotations

from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.errors import StagingError
from cxstage_core.staging import stage
from cxstage_core.text import Text


def stage_reason(record: ClinicalRecord) -> Text | str:
    """Return the reason as a `Text`; the stored English text if the stored stage differs from that of the current rules."""
    if record.facts is None:
        return record.computed_reason
    try:
        staged = stage(record.facts)
    except StagingError as error:
        return record.computed_reason if record.computed_stage else error.what
    return staged.reason if staged.stage == record.computed_stage else record.computed_reason
