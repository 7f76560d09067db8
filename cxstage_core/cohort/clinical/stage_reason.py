"""Reason of a patient's computed stage, as a translatable sentence, and the facts that it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.errors import StagingError
from cxstage_core.staging import UNKNOWN, missing_facts, possible_stages_of, stage
from cxstage_core.staging.labelling import without
from cxstage_core.staging.measures import check_measures
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def missing_of(record: ClinicalRecord) -> tuple[str, ...]:
    """Return the unknown facts that a patient's stage waits for; nothing where a stage is computed."""
    if record.computed_stage:
        return ()
    facts = record.facts or UNKNOWN
    try:
        check_measures(facts)
    except StagingError:
        return ()
    return missing_facts(facts) if len(possible_stages_of(facts)) > 1 else ()


def computed_perhaps(cohort: Cohort) -> tuple[str, ...]:
    """Return the patients whose stage an earlier version computed from facts that may not have been stated."""
    records = cohort.clinical.records()
    found = []
    for patient, sources in cohort.clinical.sources().items():
        facts = records[patient].facts
        if records[patient].computed_stage and sources.unstated and facts is not None:
            try:
                check_measures(facts)
                certain = len(possible_stages_of(without(facts, sources.unstated))) == 1
            except StagingError:
                certain = True
            if not certain:
                found.append(patient)
    return tuple(found)


def perhaps_sentence(count: int) -> Text:
    """Describe how many stages rest on facts that may not have been stated."""
    return text(
        "{n} stages were computed by an earlier version, which took facts that were not stated as none. They are "
        "kept; import a complete table to be sure.",
        n=count,
    )


def stage_reason(record: ClinicalRecord) -> Text | str:
    """Return the reason as a `Text`; the stored English text if the stored stage differs from that of the current rules."""
    if record.facts is None:
        return record.computed_reason
    try:
        staged = stage(record.facts)
    except StagingError as error:
        return record.computed_reason if record.computed_stage else error.what
    return staged.reason if staged.stage == record.computed_stage else record.computed_reason
