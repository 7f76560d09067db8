"""The cohort: one door to everything that a study population keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from cxstage_core.cohort import acts, durable, founding
from cxstage_core.cohort.clinical_store import ClinicalStore
from cxstage_core.cohort.experiment_store import ExperimentStore
from cxstage_core.cohort.identity import Identity
from cxstage_core.cohort.index import Index
from cxstage_core.cohort.layout import Layout
from cxstage_core.cohort.locks import folder_lock_name, locked
from cxstage_core.cohort.models_store import ModelsStore
from cxstage_core.cohort.names import is_pseudonym, pseudonym_order, reader_name, series_name
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import (
    AuditEntry,
    ClinicalRecord,
    Experiment,
    Problem,
    Reading,
    ReadingState,
    Reference,
    SeriesInfo,
    SeriesRecord,
    Split,
)
from cxstage_core.cohort.references_store import ReferencesStore
from cxstage_core.cohort.series_store import SeriesStore, make_record
from cxstage_core.cohort.settings import Settings
from cxstage_core.cohort.split_store import SplitStore, split_hash
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask, Volume
from cxstage_core.jobs import Job, unwatched


class Cohort:
    """An open cohort; any number of processes may have the same folder open.

    Every method that changes something returns only when the change is on disk, and raises
    `CohortError` with nothing half-written when it cannot be.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.id = settings.id
        self.name = settings.name
        self.settings = settings
        self.layout = Layout(path)
        self.identity = Identity(self.layout, settings.secret_mark)
        self._log = founding.audit_log(self.layout)
        self._index = Index(self.layout, settings, self._log)
        self._series = SeriesStore(self.layout)
        self._readings = ReadingsStore(self.layout)
        self._references = ReferencesStore(self.layout)
        self._clinical = ClinicalStore(self.layout)
        self._split = SplitStore(self.layout)
        self._experiments = ExperimentStore(self.layout)
        self._models = ModelsStore(self.layout)

    @classmethod
    def create(cls, path: Path, *, name: str = "") -> Cohort:
        """Make an empty cohort.

        Args:
            path: the folder to make; `.cxcohort` is added when it is missing.
            name: shown to people; the folder's name when empty.

        Raises:
            CohortError: something is there already, or the folder cannot be made.
        """
        return cls(*founding.create(Path(path), name))

    @classmethod
    def open(cls, path: Path) -> Cohort:
        """Open an existing cohort.

        Raises:
            CohortError: no cohort, one of a newer version, or one that points outside its folder.
        """
        return cls(*founding.find(Path(path)))

    # --- patients

    def patients(self) -> tuple[str, ...]:
        """All pseudonyms, in order."""
        return tuple(sorted({*self.identity.known(), *self._index.patients()}, key=pseudonym_order))

    def pseudonym(self, hospital_id: str) -> str:
        """Find or assign the pseudonym of a hospital's patient id, which is not stored.

        Raises:
            CohortError: the id is empty, or the cohort may not be written.
        """
        if (found := self.identity.find(hospital_id)) is not None:
            return found
        with locked(self.layout.lock("patients")):
            if (found := self.identity.find(hospital_id)) is not None:
                return found
            pseudonym, key = self.identity.assign(hospital_id, self._index.patients())
        self._log.append(acts.ADD_PATIENT, "coordinator", {"patient": pseudonym, "key": key})
        return pseudonym

    def find_patient(self, hospital_id_or_pseudonym: str) -> str | None:
        """The pseudonym of a patient named by either, None when the cohort has no such patient."""
        if (found := self.identity.find(hospital_id_or_pseudonym)) is not None:
            return found
        name = hospital_id_or_pseudonym.strip().upper()
        return name if is_pseudonym(name) and name in self.patients() else None

    # --- series

    def add_series(self, patient: str, volume: Volume, info: SeriesInfo) -> tuple[SeriesRecord, bool]:
        """Store an image; one that is there already is not stored twice.

        Returns:
            Its record, and whether it is new.

        Raises:
            CohortError: the patient is unknown, or another patient has the very same image.
        """
        self._require(patient)
        draft = make_record(patient, "draft", volume, info)
        with locked(self.layout.lock("series")):
            for lost in set(self._series.ids(patient)) - {r.id for r in self.series(patient)}:
                self._note_series(self._series.record(patient, lost))  # written, then killed
            if (place := self._index.where(draft.sha256)) is not None:
                if place[0] != patient:
                    raise CohortError(
                        "The same image belongs to patient {other} already: one patient under two ids.",
                        remedy="Find out whose image it is, then import it under that patient.",
                        other=place[0],
                    )
                return next(r for r in self.series(patient) if r.id == place[1]), False
            taken = set(self._series.ids(patient))
            record = replace(draft, id=series_name(info.sequence, draft.plane, taken))
            self._series.write(record, volume)
            self._note_series(record)
        self._index.changed()
        return record, True

    def series(self, patient: str) -> tuple[SeriesRecord, ...]:
        """The series of a patient, by id."""
        return self._index.series(patient)

    def volume(self, patient: str, series_id: str) -> Volume:
        """The image of a series.

        Raises:
            CohortError: it is unknown or damaged.
        """
        return self._series.volume(patient, series_id)

    def _note_series(self, record: SeriesRecord) -> None:
        details = {"patient": record.patient, "series": record.id, "sha256": record.sha256}
        self._log.append(acts.ADD_SERIES, "coordinator", details)

    # --- clinical table

    def clinical(self) -> dict[str, ClinicalRecord]:
        """The clinical table by patient."""
        return self._clinical.read()[0]

    def save_clinical(self, records: Iterable[ClinicalRecord], *, actor: str = "coordinator") -> None:
        """Merge rows into the clinical table; a patient's row is replaced as a whole."""
        rows = list(records)
        for row in rows:
            self._require(row.patient)
        with locked(self.layout.lock("clinical")):
            version, content = self._clinical.write(rows)
            details = {"version": version, "sha256": content, "patients": len(rows)}
            self._log.append(acts.SAVE_CLINICAL, actor, details)
        self._index.changed()

    # --- readings

    def reading(self, patient: str, reader: str) -> Reading | None:
        """A reader's reading as last saved, None before the first save."""
        return self._readings.read(patient, reader_name(reader))

    def save_reading(self, reading: Reading) -> Reading:
        """Save a reading; on disk when this returns.

        Returns:
            The reading with its new version and time.

        Raises:
            CohortError: patient or series are unknown, a mask lies on another grid than its series,
                or the file cannot be written.
        """
        self._check_masks(reading.patient, reading.masks)
        reading = replace(reading, reader=reader_name(reading.reader))
        file = self.layout.reading(reading.patient, reading.reader).stem
        with locked(self.layout.lock(folder_lock_name(reading.patient))):
            before = self._readings.summary_of(reading.patient, reading.reader)
            saved, content = self._readings.write(reading, before)
            known = self._index.reading_state(saved.patient, file)
            act = _reading_act(known, saved.state)
            if act:
                details = {
                    "patient": saved.patient,
                    "reader": saved.reader,
                    "file": file,
                    "state": saved.state.value,
                    "version": saved.version,
                    "sha256": content,
                }
                self._log.append(act, saved.reader, details)
        if known is not saved.state:
            self._index.changed()
        return saved

    def readers(self, patient: str) -> tuple[str, ...]:
        """Names of those who have a reading of the patient."""
        files = self._readings.files(patient)
        return tuple(sorted(self._readings.summary(path).reader for path in files))

    def reading_states(self) -> dict[str, dict[str, ReadingState]]:
        """Patient to reader to state, for the whole cohort and without opening the readings."""
        return self._index.reading_states()

    # --- references

    def reference(self, patient: str) -> Reference | None:
        """The latest frozen reference, None before there is one."""
        return self._references.latest(patient)

    def reference_versions(self, patient: str) -> tuple[Reference, ...]:
        """All frozen references, oldest first."""
        return self._references.versions(patient)

    def freeze_reference(
        self, patient: str, masks: Mapping[str, Mask], *, origin: str, actor: str = "coordinator"
    ) -> Reference:
        """Freeze outlines as the patient's next reference; earlier versions stay.

        Args:
            origin: how it came about, such as "reader A".

        Raises:
            CohortError: as for `save_reading`, or there is no mask at all.
        """
        if not masks:
            raise CohortError("There is no outline to freeze for patient {patient}.", patient=patient)
        self._check_masks(patient, masks)
        with locked(self.layout.lock(folder_lock_name(patient))):
            frozen = self._references.write(patient, masks, origin)
            details = {
                "patient": patient,
                "version": frozen.version,
                "sha256": frozen.sha256,
                "origin": origin,
            }
            self._log.append(acts.FREEZE_REFERENCE, actor, details)
        self._index.changed()
        return frozen

    # --- split, experiments, models

    def split(self) -> Split | None:
        """The locked split, None before there is one."""
        return self._split.read()

    def lock_split(self, split: Split, *, actor: str = "coordinator") -> None:
        """Store the split for good.

        Raises:
            CohortError: one is locked already, or patients are unknown or stand in it twice.
        """
        with locked(self.layout.lock("split")):
            self._split.write(split, set(self.patients()))
            self._log.append(acts.LOCK_SPLIT, actor, {"sha256": split_hash(split)})
        self._index.changed()

    def next_experiment_id(self) -> str:
        """The next free experiment id, such as "E0001"."""
        return self._experiments.next_id()

    def save_experiment(self, experiment: Experiment) -> None:
        """Store a finished experiment for good.

        Raises:
            CohortError: its id is taken, or it cannot be written.
        """
        with locked(self.layout.lock("experiments")):
            content = self._experiments.write(experiment)
            details = {"experiment": experiment.id, "sha256": content}
            self._log.append(acts.SAVE_EXPERIMENT, "coordinator", details)
        self._index.changed()

    def experiments(self) -> tuple[Experiment, ...]:
        """All experiments, oldest first."""
        return tuple(self._experiments.read(name) for name in self._experiments.ids())

    def experiment(self, experiment_id: str) -> Experiment:
        """One experiment."""
        return self._experiments.read(experiment_id)

    def add_model(self, model_id: str, file: Path) -> Path:
        """Copy a model file in; returns its place in the cohort.

        Raises:
            CohortError: the id is taken by another file, or it cannot be copied.
        """
        with locked(self.layout.lock("models")):
            path, content = self._models.add(model_id, Path(file))
            self._log.append(acts.ADD_MODEL, "coordinator", {"model": model_id, "sha256": content})
        self._index.changed()
        return path

    def model_path(self, model_id: str) -> Path:
        """Where a model's file lies."""
        return self._models.path(model_id)

    def models(self) -> tuple[str, ...]:
        """Ids of all models."""
        return self._models.ids()

    @property
    def prepared_folder(self) -> Path:
        """Folder for prepared slices, a cache that may be deleted."""
        durable.make_folder(self.layout.prepared)
        return self.layout.prepared

    # --- log and health

    def audit(self) -> tuple[AuditEntry, ...]:
        """The audit log, oldest first."""
        return self._log.entries()

    def log(self, act: str, /, *, actor: str = "coordinator", **details: object) -> None:
        """Note in the audit log what was done; never a patient's identifier.

        Raises:
            CohortError: the act is one that the store notes itself, or the log cannot be written.
        """
        if act in acts.OWN_ACTS:
            raise CohortError("The store itself notes when it does: {act}.", act=act)
        self._log.append(act, actor, details)

    def refresh_index(self) -> None:
        """Bring `cohort.h5` up to date, as at the end of a long import."""
        self._index.write()

    def verify(self, job: Job | None = None) -> tuple[Problem, ...]:
        """Compare every file with what was written; changes nothing.

        Raises:
            Cancelled: a stop was asked for.
        """
        from cxstage_core.cohort.verify import verify

        return verify(self.layout, self.settings, self.identity, self._log, job or unwatched())

    def rebuild_index(self, job: Job | None = None) -> None:
        """Read all files, write the index anew, restore what can be, remove dead writers' leftovers."""
        founding.restore(self.layout, self.settings, self.identity, self._log)
        self._index.rebuild(job or unwatched())

    def _require(self, patient: str) -> None:
        if not is_pseudonym(patient) or patient not in self._patient_set():
            raise CohortError(
                "This cohort has no patient {patient}.",
                remedy="Use one of the pseudonyms that `cxstage cohort info` lists.",
                patient=patient,
            )

    def _patient_set(self) -> set[str]:
        return {*self.identity.known(), *self._index.patients()}

    def _check_masks(self, patient: str, masks: Mapping[str, Mask]) -> None:
        self._require(patient)
        grids = {record.id: record.grid for record in self.series(patient)}
        for series, mask in masks.items():
            if series not in grids:
                raise CohortError(
                    "Patient {patient} has no series {series}.", patient=patient, series=series
                )
            if not mask.grid.close_to(grids[series]):
                raise CohortError(
                    "An outline of patient {patient} does not lie on the grid of series {series}.",
                    remedy="Resample it onto the grid of the series.",
                    patient=patient,
                    series=series,
                )


def _reading_act(known: ReadingState | None, now: ReadingState) -> str:
    complete = now is ReadingState.COMPLETE
    if known is None:
        return acts.COMPLETE_READING if complete else acts.START_READING
    if known is ReadingState.COMPLETE:
        return acts.CHANGE_READING if complete else acts.REOPEN_READING
    return acts.COMPLETE_READING if complete else ""
