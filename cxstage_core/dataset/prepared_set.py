"""The prepared patients of a cohort, with their labels: what a training receives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_rules import unfit
from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.dataset.labels import Excluded, count_origins, label_table
from cxstage_core.dataset.missing import missing_series
from cxstage_core.dataset.prepare import (
    Further,
    Pixels,
    PreparedPatient,
    check_missing,
    prepare_patient,
)
from cxstage_core.dataset.prepared_cache import cache_key, read_prepared, write_prepared
from cxstage_core.dataset.preprocessing import CHANNELS, Preprocessing
from cxstage_core.dataset.registering import registration_note, registration_of, to_register
from cxstage_core.dataset.roles import ROLES
from cxstage_core.dataset.series_choice import ChosenSeries, choose_by_role, fits, series_notes
from cxstage_core.dataset.spill import ArrayStore
from cxstage_core.errors import CxStageError, DatasetError
from cxstage_core.imaging import Mask, unmeasured
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.intake.series_notes import joined
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.staging import LabelOrigin
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True, eq=False)
class PreparedCase:
    """One labelled patient, prepared.

    Args:
        patient: pseudonym.
        label: 1 = chemoradiotherapy or systemic, 0 = surgery.
        array: float32 (slice, input, row, column).
        slice_indices: 0-based slices of the axial T2 series, in the order of `array`.
        series: id of the axial T2 series.
        facts: measures for the input gate (see `PreparedPatient`).
        further: ids of the series of the further channels, by the name of the channel.
        notes: what was noted while preparing.
        key: hash of everything the array was made from.
        measures: what the study looks like, for the input gate (see `PreparedPatient`).
        scanner, field_strength: manufacturer and field strength of the axial T2 series, such as "3 T"; "" if not recorded.
    """

    patient: str
    label: int
    array: Pixels
    slice_indices: tuple[int, ...]
    series: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    key: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    scanner: str = ""
    field_strength: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSet:
    """Labelled and prepared patients of one scheme and one preprocessing.

    Args:
        excluded: patients left out, each with the reason.
        config: the preprocessing.
        scheme: name of the label scheme.
        origins: pseudonym to what the label rests on.
    """

    cases: tuple[PreparedCase, ...]
    excluded: Excluded
    config: Preprocessing
    scheme: str
    origins: Mapping[str, LabelOrigin] = field(default_factory=dict)

    @property
    def patients(self) -> tuple[str, ...]:
        """Pseudonyms, in the order of `cases`."""
        return tuple(case.patient for case in self.cases)

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Labels, int64 (patients,)."""
        return np.array([case.label for case in self.cases], dtype=np.int64)

    @property
    def arrays(self) -> tuple[Pixels, ...]:
        """Per patient float32 (slice, channel, row, column)."""
        return tuple(case.array for case in self.cases)

    @property
    def key(self) -> str:
        """Distinguishes the prepared sets of one cohort: the digest of the preprocessing."""
        return self.config.digest()

    def origin_counts(self, patients: Iterable[str]) -> dict[str, int]:
        """Count the labels of these patients by what they rest on."""
        return count_origins(self.origins, patients)

    def label_of(self) -> dict[str, int]:
        """Return pseudonym to label."""
        return {case.patient: case.label for case in self.cases}

    def only(self, patients: Iterable[str]) -> PreparedSet:
        """Return the same set with these patients only, in the order of the set."""
        wanted = set(patients)
        return replace(self, cases=tuple(case for case in self.cases if case.patient in wanted))

    def digest(self) -> str:
        """Return the sha256 of patients, labels and every prepared pixel."""
        described = [self.patients, self.labels.tolist(), self.scheme]
        digest = hashlib.sha256(json.dumps(described).encode())
        for case in self.cases:
            digest.update(repr(case.array.shape).encode())
            digest.update(case.array.tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class PreparedStudy:
    """One patient of a cohort, prepared.

    Args:
        series: id of the axial T2 series.
        key: hash of everything the array was made from.
        notes: what the import noted of the series that were used, what was chosen among several, and how they
            were moved.
        further: ids of the series of the further channels, by the name of the channel.
        scanner, field_strength: as in `PreparedCase`.
    """

    prepared: PreparedPatient
    series: str
    key: str
    notes: tuple[Text, ...] = ()
    further: Mapping[str, str] = field(default_factory=dict)
    scanner: str = ""
    field_strength: str = ""


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
    table = label_table(cohort, scheme_name, wanted)
    labels, excluded = table.labels, list(table.excluded)
    for one in missing_series(cohort, labels, config):
        if one.patients:
            names = ", ".join(one.patients)
            said = text("{sentence} ({patients})", sentence=one.sentence, patients=names)
            job.emit(Message(said, "warning"))
    rows: list[Callable[[Pixels], PreparedCase]] = []
    arrays = ArrayStore(cohort.prepared_folder)
    for done, (patient, label) in enumerate(labels.items()):
        job.step(Progress(done, len(labels), "Preparing slices", patient))
        try:
            check_person(cohort, patient, config)
            study = prepare_stored(cohort, patient, config)
        except CxStageError as error:
            excluded.append((patient, error.what))
            continue
        arrays.add(study.prepared.array)
        rows.append(_without_array(patient, label, study))
    job.step(Progress(len(labels), len(labels), "Preparing slices"))
    if not rows:
        raise DatasetError(
            "None of the {n} patients can be used.",
            remedy="The first reason: {reason}" if excluded else "",
            n=len(wanted),
            reason=excluded[0][1] if excluded else "",
        )
    cases = tuple(case_of(array) for case_of, array in zip(rows, arrays.arrays(), strict=True))
    return PreparedSet(cases, tuple(excluded), config, scheme_name, table.origins)


def check_person(cohort: Cohort, patient: str, config: Preprocessing) -> None:
    """Refuse a patient whose sex or body part speaks against cervical cancer, unless a user gave a reason.

    Axial T2 and T1 are looked at in any case, further series where the settings use them.

    Raises:
        DatasetError: the images are of a man, or of another body part.
    """
    series = cohort.series(patient)
    roles = [ROLES[name] for name in {"T2", "T1", *config.channels}]
    found = unfit(series, (s for s in series if any(fits(s, role) for role in roles)))
    if found and not cohort.people.used_despite(patient):
        raise DatasetError(
            "{reason}",
            remedy="Give a reason to use it all the same: cxstage cohort use-despite.",
            reason=joined(one.sentence for one in found),
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
    cohort: Cohort,
    patient: str,
    config: Preprocessing,
    outline: Outline | None = None,
    *,
    keep: bool = True,
) -> PreparedStudy:
    """Prepare one patient of a cohort, or take it from the cache.

    Args:
        outline: the frozen reference when None.
        keep: store it in the cache; False for an outline that will hardly come back.

    Raises:
        DatasetError: no reference, no axial T2 series, or nothing outlined on it.
        CohortError: the cohort cannot give its series.
    """
    outline = outline or frozen_outline(cohort, patient)
    if outline is None:
        raise DatasetError("No reference outline of this patient is frozen.")
    chosen = choose_by_role(cohort.series(patient), config, outline.masks)
    t2 = chosen.t2
    if t2.id not in outline.masks:
        raise DatasetError("The tumour outline is not drawn on an axial T2 series.")
    check_missing(chosen.missing, config)
    registrations = {
        name: registration_of(cohort, t2, chosen.further[name]) for name in to_register(chosen, config)
    }
    moved = {name: one.used for name, one in registrations.items()}
    key = cache_key(config, _images(chosen, config, moved), outline.key)
    prepared = read_prepared(cohort.prepared_folder, key)
    if prepared is None or unmeasured(prepared.array):  # an older version cached such arrays
        prepared = prepare_patient(
            cohort.volume(patient, t2.id),
            {
                name: Further(
                    cohort.volume(patient, series.id), moved.get(name), chosen.facts.get(name, {})
                )
                for name, series in chosen.further.items()
            },
            outline.masks[t2.id],
            config,
        )
        if keep:
            write_prepared(cohort.prepared_folder, key, prepared)
    notes = (
        *chosen.notes,
        *(registration_note(name, one.found) for name, one in registrations.items()),
        *series_notes(*chosen.used),
    )
    return PreparedStudy(
        prepared,
        t2.id,
        key,
        notes,
        {name: one.id for name, one in chosen.further.items()},
        *scanner_of(t2.info),
    )


def scanner_of(info: SeriesInfo) -> tuple[str, str]:
    """Return manufacturer and field strength of a series, such as ("Siemens", "3 T"); "" if not recorded."""
    field_t = info.tags.get("MagneticFieldStrength")
    strength = (
        f"{field_t:.1f}".rstrip("0").rstrip(".") + " T" if isinstance(field_t, float | int) else ""
    )
    return str(info.tags.get("Manufacturer", "")), strength


def _images(
    chosen: ChosenSeries[SeriesRecord], config: Preprocessing, moved: Mapping[str, Rigid | None]
) -> tuple[str, ...]:
    """Names of all images and movements that an array is made from; of T2 and T1 as older versions wrote them."""
    further = {name: series.sha256 for name, series in chosen.further.items()}
    more = (f"{name} {further.get(name, '')}" for name in config.channels if name not in CHANNELS)
    movements = (f"{name} {json.dumps(to.to_dict())}" for name, to in moved.items() if to is not None)
    return (chosen.t2.sha256, further.get("T1", ""), *more, *movements)


def _without_array(patient: str, label: int, study: PreparedStudy) -> Callable[[Pixels], PreparedCase]:
    """Return what makes a patient's row once its array has its place; the array itself is not held."""
    return partial(
        PreparedCase,
        patient,
        label,
        slice_indices=study.prepared.slice_indices,
        series=study.series,
        facts=study.prepared.facts,
        notes=study.prepared.notes,
        key=study.key,
        further=study.further,
        measures=study.prepared.measures,
        scanner=study.scanner,
        field_strength=study.field_strength,
    )
