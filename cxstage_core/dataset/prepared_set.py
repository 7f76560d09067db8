"""The prepared patients of a cohort, with their labels: what a training receives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.labels import Excluded, label_patients
from cxstage_core.dataset.prepare import Pixels, PreparedPatient, prepare_patient
from cxstage_core.dataset.prepared_cache import cache_key, read_prepared, write_prepared
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.series_choice import choose_series, series_notes
from cxstage_core.dataset.spill import Keeper
from cxstage_core.errors import CxStageError, DatasetError
from cxstage_core.imaging import Mask
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.text import Text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

T = TypeVar("T")
_NOWHERE = np.zeros((0, 0, 0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSet:
    """Prepared patients; all tuples and `labels` are in the order of `patients`.

    Args:
        labels: int64 (patients,), 1 = chemoradiotherapy or systemic.
        arrays: per patient float32 (slice, channel, row, column).
        slice_indices: per patient the slices of its axial T2 series.
        excluded: patients left out, each with the reason.
        config: the preprocessing.
        scheme: name of the label scheme.
        series: per patient the id of its axial T2 series.
        facts: per patient the measures for the input gate (see `PreparedPatient`).
        notes: per patient what was noted while preparing.
        keys: per patient the hash of everything its array was made from.
    """

    patients: tuple[str, ...]
    labels: npt.NDArray[np.int64]
    arrays: tuple[Pixels, ...]
    slice_indices: tuple[tuple[int, ...], ...]
    excluded: Excluded
    config: Preprocessing
    scheme: str
    series: tuple[str, ...] = ()
    facts: tuple[Mapping[str, float], ...] = ()
    notes: tuple[tuple[Text, ...], ...] = ()
    keys: tuple[str, ...] = ()

    def label_of(self) -> dict[str, int]:
        """Pseudonym to label."""
        return {p: int(v) for p, v in zip(self.patients, self.labels, strict=True)}

    def only(self, patients: Iterable[str]) -> PreparedSet:
        """The same set with these patients only, in the order of the set."""
        wanted = set(patients)
        keep = [i for i, patient in enumerate(self.patients) if patient in wanted]
        return PreparedSet(
            _taken(self.patients, keep),
            self.labels[keep],
            _taken(self.arrays, keep),
            _taken(self.slice_indices, keep),
            self.excluded,
            self.config,
            self.scheme,
            _taken(self.series, keep),
            _taken(self.facts, keep),
            _taken(self.notes, keep),
            _taken(self.keys, keep),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PreparedStudy:
    """One patient of a cohort, prepared.

    Args:
        series: id of the axial T2 series.
        key: hash of everything the array was made from.
        notes: what the import noted of the series that were used.
    """

    prepared: PreparedPatient
    series: str
    key: str
    notes: tuple[Text, ...] = ()


def prepare_cohort(
    cohort: Cohort,
    patients: Iterable[str] | None,
    scheme_name: str,
    config: Preprocessing,
    job: Job | None = None,
) -> PreparedSet:
    """Label and prepare patients; those that cannot be used are left out with the reason.

    Args:
        patients: pseudonyms; all patients of the cohort when None.
        scheme_name: key of `staging.SCHEMES`.

    Raises:
        DatasetError: the scheme is unknown, or no patient at all can be used.
        Cancelled: a stop was asked for; what was prepared so far stays in the cache.
    """
    job = job or no_progress()
    wanted = tuple(cohort.patients() if patients is None else patients)
    labels, unlabelled = label_patients(cohort, scheme_name, wanted)
    excluded = list(unlabelled)
    studies: dict[str, PreparedStudy] = {}
    keeper = Keeper(cohort.prepared_folder)
    for done, patient in enumerate(labels):
        job.step(Progress(done, len(labels), "Preparing slices", patient))
        try:
            study = prepare_stored(cohort, patient, config)
        except CxStageError as error:
            excluded.append((patient, error.what))
            continue
        keeper.keep(study.prepared.array)
        studies[patient] = replace(study, prepared=replace(study.prepared, array=_NOWHERE))
    job.step(Progress(len(labels), len(labels), "Preparing slices"))
    if not studies:
        raise DatasetError(
            "None of the {n} patients can be used.",
            remedy="The first reason: {reason}" if excluded else "",
            n=len(wanted),
            reason=excluded[0][1] if excluded else "",
        )
    return PreparedSet(
        patients=tuple(studies),
        labels=np.array([labels[patient] for patient in studies], dtype=np.int64),
        arrays=keeper.arrays(),
        slice_indices=tuple(s.prepared.slice_indices for s in studies.values()),
        excluded=tuple(excluded),
        config=config,
        scheme=scheme_name,
        series=tuple(s.series for s in studies.values()),
        facts=tuple(s.prepared.facts for s in studies.values()),
        notes=tuple(s.prepared.notes for s in studies.values()),
        keys=tuple(s.key for s in studies.values()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The outline that a patient is prepared with.

    Args:
        masks: by series id.
        key: names these very masks in the cache.
    """

    masks: Mapping[str, Mask]
    key: str


def frozen_outline(cohort: Cohort, patient: str) -> Outline | None:
    """The frozen reference of a patient, or None."""
    reference = cohort.references.latest(patient)
    if reference is None:
        return None
    return Outline(reference.masks, f"reference/{reference.version}/{reference.sha256}")


def prepare_stored(
    cohort: Cohort, patient: str, config: Preprocessing, outline: Outline | None = None
) -> PreparedStudy:
    """Prepare one patient of a cohort, or take it from the cache.

    Args:
        outline: the frozen reference when None.

    Raises:
        DatasetError: no reference, no axial T2 series, or nothing outlined on it.
        CohortError: the cohort cannot give its series.
    """
    outline = outline or frozen_outline(cohort, patient)
    if outline is None:
        raise DatasetError("No reference outline of this patient is frozen.")
    t2, t1 = choose_series(cohort.series(patient), outline.masks)
    if t2.id not in outline.masks:
        raise DatasetError("The tumour outline is not drawn on an axial T2 series.")
    t1 = t1 if "T1" in config.channels else None
    key = cache_key(config, (t2.sha256, "" if t1 is None else t1.sha256), outline.key)
    prepared = read_prepared(cohort.prepared_folder, key)
    if prepared is None:
        prepared = prepare_patient(
            cohort.volume(patient, t2.id),
            None if t1 is None else cohort.volume(patient, t1.id),
            outline.masks[t2.id],
            config,
        )
        write_prepared(cohort.prepared_folder, key, prepared)
    return PreparedStudy(prepared, t2.id, key, series_notes(t2, t1))


def _taken(values: Sequence[T], keep: Sequence[int]) -> tuple[T, ...]:
    return tuple(values[i] for i in keep) if values else ()
