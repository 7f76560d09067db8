"""The changes of a cohort: lock, write the file, note it in the audit log, tell the index.

The file goes first: a process killed in between leaves a file that is newer than the log says, which
the next change takes up. Nothing counts as saved before its line is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cxstage_core.cohort import acts
from cxstage_core.cohort.clinical_store import ClinicalStore
from cxstage_core.cohort.experiment_store import ExperimentStore
from cxstage_core.cohort.locks import folder_lock_name, locked
from cxstage_core.cohort.models_store import ModelsStore
from cxstage_core.cohort.names import reader_name, series_name
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import (
    ClinicalRecord,
    Experiment,
    Reading,
    ReadingState,
    Reference,
    SeriesInfo,
    SeriesRecord,
    Split,
)
from cxstage_core.cohort.references_store import ReferencesStore, record_hash
from cxstage_core.cohort.series_store import SeriesStore, make_record
from cxstage_core.cohort.split_store import SplitStore, split_hash
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask, Volume

_COORDINATOR = "coordinator"


def add_series(
    parts: Parts, patient: str, volume: Volume, info: SeriesInfo
) -> tuple[SeriesRecord, bool]:
    """See `Cohort.add_series`."""
    parts.require(patient)
    store = SeriesStore(parts.layout)
    draft = make_record(patient, "draft", volume, info)
    with locked(parts.layout.lock("series")):
        taken = set(store.ids(patient))
        for lost in taken - {record.id for record in parts.index.series(patient)}:
            _note_series(parts, store.record(patient, lost))  # its writer was killed before the log
        if (place := parts.index.where(draft.sha256)) is not None:
            if place[0] != patient:
                raise CohortError(
                    "The same image belongs to patient {other} already: one patient under two ids.",
                    remedy="Find out whose image it is, then import it under that patient.",
                    other=place[0],
                )
            return store.record(*place), False
        record = replace(draft, id=series_name(info.sequence, draft.plane, taken))
        store.write(record, volume)
        with _unless_noted(parts.layout.series(patient, record.id)):
            _note_series(parts, record)
    parts.index.changed()
    return record, True


def save_clinical(parts: Parts, records: Iterable[ClinicalRecord], actor: str) -> None:
    """See `Cohort.save_clinical`."""
    rows = list(records)
    for row in rows:
        parts.require(row.patient)
    with locked(parts.layout.lock("clinical")):
        version, content = ClinicalStore(parts.layout).write(rows)
        details = {"version": version, "sha256": content, "patients": len(rows)}
        parts.log.append(acts.SAVE_CLINICAL, actor, details)
    parts.index.changed()


def save_reading(parts: Parts, reading: Reading, *, actor: str = "", reason: str = "") -> Reading:
    """See `Cohort.save_reading`. Only a new state is noted in the log, not every stroke.

    Args:
        actor: who saves it, "" for its reader.
        reason: why it was reopened.
    """
    check_masks(parts, reading.patient, reading.masks)
    reading = replace(reading, reader=reader_name(reading.reader))
    store = ReadingsStore(parts.layout)
    file = parts.layout.reading(reading.patient, reading.reader).stem
    with locked(parts.layout.lock(folder_lock_name(reading.patient))):
        before = store.summary_of(reading.patient, reading.reader)
        saved, content = store.write(reading, before)
        known = parts.index.reading_state(saved.patient, file)
        if act := _reading_act(known, saved.state):
            details = {
                "patient": saved.patient,
                "reader": saved.reader,
                "file": file,
                "state": saved.state.value,
                "version": saved.version,
                "sha256": content,
            }
            if reason:
                details["reason"] = reason
            parts.log.append(act, actor or saved.reader, details)
    if known is not saved.state:
        parts.index.changed()
    return saved


def freeze_reference(
    parts: Parts, patient: str, masks: Mapping[str, Mask], origin: str, actor: str, *, rule: str = ""
) -> Reference:
    """See `Cohort.freeze_reference`."""
    if not masks:
        raise CohortError("There is no outline to freeze for patient {patient}.", patient=patient)
    check_masks(parts, patient, masks)
    with locked(parts.layout.lock(folder_lock_name(patient))):
        frozen = ReferencesStore(parts.layout).write(patient, masks, origin, rule)
        details = {
            "patient": patient,
            "version": frozen.version,
            "sha256": frozen.sha256,
            "origin": origin,
            "rule": rule,
            "record": record_hash(frozen),
        }
        parts.log.append(acts.FREEZE_REFERENCE, actor, details)
    parts.index.changed()
    return frozen


def lock_split(parts: Parts, split: Split, actor: str) -> None:
    """See `Cohort.lock_split`."""
    with locked(parts.layout.lock("split")):
        SplitStore(parts.layout).write(split, set(parts.patients()))
        with _unless_noted(parts.layout.split):
            parts.log.append(acts.LOCK_SPLIT, actor, {"sha256": split_hash(split)})
    parts.index.changed()


def save_experiment(parts: Parts, experiment: Experiment) -> None:
    """See `Cohort.save_experiment`."""
    with locked(parts.layout.lock("experiments")):
        content = ExperimentStore(parts.layout).write(experiment)
        details = {"experiment": experiment.id, "sha256": content}
        with _unless_noted(parts.layout.experiment(experiment.id)):
            parts.log.append(acts.SAVE_EXPERIMENT, _COORDINATOR, details)
    parts.index.changed()


def add_model(parts: Parts, model: str, file: Path) -> Path:
    """See `Cohort.add_model`."""
    with locked(parts.layout.lock("models")):
        path, content = ModelsStore(parts.layout).add(model, file)
        parts.log.append(acts.ADD_MODEL, _COORDINATOR, {"model": model, "sha256": content})
    parts.index.changed()
    return path


@contextmanager
def _unless_noted(new: Path) -> Iterator[None]:
    """Take a new file away again when the log could not be written: then nothing has happened."""
    try:
        yield
    except CohortError:
        new.unlink(missing_ok=True)
        raise


def check_masks(parts: Parts, patient: str, masks: Mapping[str, Mask]) -> None:
    """Refuse outlines of unknown series or on another grid than their series.

    Raises:
        CohortError: which patient and series, and why.
    """
    parts.require(patient)
    grids = {record.id: record.grid for record in parts.index.series(patient)}
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


def _note_series(parts: Parts, record: SeriesRecord) -> None:
    details = {"patient": record.patient, "series": record.id, "sha256": record.sha256}
    parts.log.append(acts.ADD_SERIES, _COORDINATOR, details)


def _reading_act(known: ReadingState | None, now: ReadingState) -> str:
    complete = now is ReadingState.COMPLETE
    if known is None:
        return acts.COMPLETE_READING if complete else acts.START_READING
    if known is ReadingState.COMPLETE:
        return acts.CHANGE_READING if complete else acts.REOPEN_READING
    return acts.COMPLETE_READING if complete else ""
