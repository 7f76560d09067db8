"""Labels of patients under a scheme, and the reasons where there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import ClinicalRecord, FactSources
from cxstage_core.errors import DatasetError, StagingError
from cxstage_core.staging import (
    SCHEMES,
    UNKNOWN,
    Facts,
    Labelled,
    LabelOrigin,
    LabelScheme,
    label_facts,
)
from cxstage_core.staging.labelling import believed_stage, possible_labels, without
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Excluded = tuple[tuple[str, Text], ...]


def find_scheme(name: str) -> LabelScheme:
    """Return the label scheme of this name.

    Raises:
        DatasetError: there is none.
    """
    if name not in SCHEMES:
        raise DatasetError(
            "{name} is not a label scheme.",
            remedy="Choose one of {names}.",
            name=name,
            names=", ".join(SCHEMES),
        )
    return SCHEMES[name]


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of a cohort under a scheme.

    Args:
        labels: pseudonym to label (1 = chemoradiotherapy or systemic), in the order asked for.
        excluded: the patients without a label, each with the reason.
        origins: pseudonym to what the label rests on.
        missing: pseudonym of a patient without a label to the unknown facts that it waits for.
    """

    labels: Mapping[str, int]
    excluded: Excluded
    origins: Mapping[str, LabelOrigin]
    missing: Mapping[str, tuple[str, ...]]

    def origin_counts(self, patients: Iterable[str] | None = None) -> dict[str, int]:
        """Count the labels by what they rest on, every origin of at least one."""
        return count_origins(self.origins, self.origins if patients is None else patients)


def count_origins(origins: Mapping[str, LabelOrigin], patients: Iterable[str]) -> dict[str, int]:
    """Count the labels of these patients by what they rest on, every origin of at least one."""
    found = Counter(origins[patient] for patient in patients if patient in origins)
    return {origin.value: found[origin] for origin in LabelOrigin if found[origin]}


def label_table(cohort: Cohort, scheme_name: str, patients: Iterable[str] | None = None) -> LabelTable:
    """Label patients by the clinical table, and return what each label rests on.

    Args:
        scheme_name: key of `staging.SCHEMES`.
        patients: pseudonyms; all patients of the cohort when None.

    Raises:
        DatasetError: the scheme is unknown.
    """
    scheme = find_scheme(scheme_name)
    clinical, sources = cohort.clinical.records(), cohort.clinical.sources()
    labels: dict[str, int] = {}
    excluded: list[tuple[str, Text]] = []
    origins: dict[str, LabelOrigin] = {}
    missing: dict[str, tuple[str, ...]] = {}
    for patient in cohort.patients() if patients is None else patients:
        record = clinical.get(patient)
        try:
            labelled, origin = _labelled(scheme, record, sources.get(patient, FactSources()))
        except StagingError as error:
            excluded.append((patient, error.what))
            continue
        if labelled.label is None:
            excluded.append((patient, labelled.reason))
            if labelled.missing:
                missing[patient] = labelled.missing
        else:
            labels[patient], origins[patient] = labelled.label, origin
    return LabelTable(labels, tuple(excluded), origins, missing)


def _labelled(
    scheme: LabelScheme, record: ClinicalRecord | None, sources: FactSources
) -> tuple[Labelled, LabelOrigin]:
    """Label one patient; the entered stage counts only where the facts give no label."""
    facts = None if record is None else record.facts
    entered = ""
    if record is not None and sources.by_entered_stage:
        entered = believed_stage(record.entered_stage, record.edition)
    if facts is None and not entered:
        what = text("The clinical table holds no FIGO facts of this patient.")
        return Labelled(None, what), LabelOrigin.COMPUTED
    facts = facts or UNKNOWN
    labelled = label_facts(scheme, facts)
    if labelled.label is not None:
        return labelled, _origin(scheme, facts, sources, labelled.label)
    if entered and labelled.missing:
        by_stage = label_facts(scheme, facts, entered)
        if by_stage.label is not None:
            return by_stage, LabelOrigin.ENTERED
    return labelled, LabelOrigin.COMPUTED


def _origin(scheme: LabelScheme, facts: Facts, sources: FactSources, label: int) -> LabelOrigin:
    """What a computed label rests on: on no assumption that it would be the same without."""
    perhaps = {*sources.assumed, *sources.unstated}
    if not perhaps or possible_labels(scheme, without(facts, perhaps)) == {label}:
        return LabelOrigin.COMPUTED
    if possible_labels(scheme, without(facts, sources.assumed)) != {label}:
        return LabelOrigin.ASSUMED
    if possible_labels(scheme, without(facts, sources.unstated)) != {label}:
        return LabelOrigin.EARLIER
    return LabelOrigin.ASSUMED


def label_patients(
    cohort: Cohort, scheme_name: str, patients: Iterable[str] | None = None
) -> tuple[dict[str, int], Excluded]:
    """Label patients as `label_table`; return the labels and the patients without one.

    Raises:
        DatasetError: the scheme is unknown.
    """
    found = label_table(cohort, scheme_name, patients)
    return dict(found.labels), found.excluded
