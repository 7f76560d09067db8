"""Transactions that change a cohort: lock, write the file, append to the audit log, update the index.

The file is written first: a process killed in between leaves a file newer than its last log entry, which the
next change accepts. A change counts as saved once its log entry is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.context.registrations import logged_registrations
from cxstage_core.cohort.context.split_lock import refuse_second_split
from cxstage_core.cohort.files.references import record_hash
from cxstage_core.cohort.files.series import make_record
from cxstage_core.cohort.files.split import split_hash
from cxstage_core.cohort.values.file_names import reader_name, series_name
from cxstage_core.cohort.values.records import (
    ClinicalRecord,
    Experiment,
    FactSources,
    Reading,
    ReadingState,
    Reference,
    SeriesInfo,
    SeriesRecord,
    Split,
)
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask, Volume
from cxstage_core.storage.file_locks import folder_lock_name, locked

_COORDINATOR = "coordinator"


def add_series(
    context: CohortContext, patient: str, volume: Volume, info: SeriesInfo
) -> tuple[SeriesRecord, bool]:
    """Store and log an image, unless it is stored already; return its record, and True if it is new."""
    context.require(patient)
    store = context.stores.series
    draft = make_record(patient, "draft", volume, info)
    with locked(context.layout.lock("series")):
        log_unlogged_series(context, patient)
        taken = set(store.ids(patient))
        if (place := context.index.where(draft.sha256)) is not None:
            if place[0] != patient:
                raise CohortError(
                    "The same image belongs to patient {other} already: one patient under two ids.",
                    remedy="Find out which patient it belongs to, then import it under that patient.",
                    other=place[0],
                )
            return store.record(*place), False
        record = replace(draft, id=series_name(info.sequence, draft.plane, taken))
        store.write(record, volume)
        with _unless_logged(context.layout.series(patient, record.id)):
            _log_series(context, record)
    context.index.changed()
    return record, True


def log_unlogged_series(context: CohortContext, patient: str) -> None:
    """Log series whose writer was killed between writing the file and logging it.

    The caller holds the lock of the series.
    """
    store = context.stores.series
    logged = {record.id for record in context.index.series(patient)}
    for series in sorted(set(store.ids(patient)) - logged):
        _log_series(context, store.record(patient, series))


def save_clinical(
    context: CohortContext,
    records: Iterable[ClinicalRecord],
    actor: str,
    sources: Mapping[str, FactSources] | None = None,
) -> None:
    """Merge rows into the clinical table and log its new version."""
    rows = list(records)
    for row in rows:
        context.require(row.patient)
    with locked(context.layout.lock("clinical")):
        version, content = context.stores.clinical.write(rows, sources)
        details = {"version": version, "sha256": content, "patients": len(rows)}
        context.log.append(events.SAVE_CLINICAL, actor, details)
    context.index.changed()


def save_registration(context: CohortContext, registration: StoredRegistration, actor: str) -> None:
    """Store and log a registration; it replaces that of the same two series."""
    patient = registration.patient
    context.require(patient)
    known = {record.id: record.sha256 for record in context.index.series(patient)}
    for series, content in (
        (registration.fixed, registration.fixed_sha256),
        (registration.moving, registration.moving_sha256),
    ):
        if known.get(series) != content:
            raise CohortError(
                "Patient {patient} has no series {series}.", patient=patient, series=series
            )
    store = context.stores.registrations
    with locked(context.layout.lock(f"registrations-{patient}")):
        version, before = logged_registrations(context, patient)
        place = (registration.fixed, registration.moving)
        kept = tuple(one for one in before if (one.fixed, one.moving) != place)
        content = store.write(patient, version + 1, (*kept, registration))
        details = {
            "patient": patient,
            "fixed": registration.fixed,
            "moving": registration.moving,
            "used": registration.used is not None,
            "version": version + 1,
            "sha256": content,
        }
        context.log.append(events.REGISTER, actor, details)


def save_reading(
    context: CohortContext, reading: Reading, *, actor: str = "", reason: str = ""
) -> Reading:
    """Save a reading; log it only if its state changes.

    Args:
        actor: user who saves it, "" for its reader.
        reason: reason for reopening it.
    """
    check_masks(context, reading.patient, reading.masks)
    reading = replace(reading, reader=reader_name(reading.reader))
    store = context.stores.readings
    file = context.layout.reading(reading.patient, reading.reader).stem
    with locked(context.layout.lock(folder_lock_name(reading.patient))):
        before = store.summary_of(reading.patient, reading.reader)
        saved, content = store.write(reading, before)
        known = context.index.reading_state(saved.patient, file)
        if event := _reading_event(known, saved.state):
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
            context.log.append(event, actor or saved.reader, details)
    if known is not saved.state:
        context.index.changed()
    return saved


def freeze_reference(
    context: CohortContext,
    patient: str,
    masks: Mapping[str, Mask],
    origin: str,
    actor: str,
    *,
    rule: str = "",
) -> Reference:
    """Freeze and log the next reference of a patient."""
    if not masks:
        raise CohortError("Patient {patient} has no outline to freeze.", patient=patient)
    check_masks(context, patient, masks)
    with locked(context.layout.lock(folder_lock_name(patient))):
        frozen = context.stores.references.write(patient, masks, origin, rule)
        details = {
            "patient": patient,
            "version": frozen.version,
            "sha256": frozen.sha256,
            "origin": origin,
            "rule": rule,
            "record": record_hash(frozen),
        }
        context.log.append(events.FREEZE_REFERENCE, actor, details)
    context.index.changed()
    return frozen


def lock_split(context: CohortContext, split: Split, actor: str) -> None:
    """Store, lock and log the split."""
    with locked(context.layout.lock("split")):
        refuse_second_split(context)
        context.stores.split.write(split, set(context.patients()))
        with _unless_logged(context.layout.split):
            context.log.append(events.LOCK_SPLIT, actor, {"sha256": split_hash(split)})
    context.index.changed()


def save_experiment(context: CohortContext, experiment: Experiment) -> None:
    """Store and log a finished experiment."""
    with locked(context.layout.lock("experiments")):
        content = context.stores.experiments.write(experiment)
        protocol = experiment.config.protocol
        details = {"experiment": experiment.id, "sha256": content, "protocol": protocol.kind}
        if protocol.split_sha256:
            details["split"] = protocol.split_sha256
        with _unless_logged(context.layout.experiment(experiment.id)):
            context.log.append(events.SAVE_EXPERIMENT, _COORDINATOR, details)
    context.index.changed()


def add_model(context: CohortContext, model: str, file: Path) -> Path:
    """Copy a model file into the cohort and log it; return its path there."""
    with locked(context.layout.lock("models")):
        path, content = context.stores.models.add(model, file)
        context.log.append(events.ADD_MODEL, _COORDINATOR, {"model": model, "sha256": content})
    context.index.changed()
    return path


def add_prediction(context: CohortContext, content: Mapping[str, Any], actor: str) -> str:
    """Store and log the record of a prediction under the next free id; return the id.

    Args:
        content: plain JSON values, with "patient" and "model" ("id", "file_sha256").
    """
    patient, model = str(content["patient"]), content["model"]
    context.require(patient)
    with locked(context.layout.lock("predictions")):
        used = events.logged(context.log.of_acts(events.PREDICT)).predictions
        name = context.stores.predictions.next_id(used)
        sha256 = context.stores.predictions.write(name, content)
        details = {
            "prediction": name,
            "patient": patient,
            "model": str(model["id"]),
            "model_sha256": str(model["file_sha256"]),
            "sha256": sha256,
        }
        with _unless_logged(context.stores.predictions.path(name)):
            context.log.append(events.PREDICT, actor, details)
    return name


@contextmanager
def _unless_logged(new: Path) -> Iterator[None]:
    """Delete a new file again if the log cannot be written."""
    try:
        yield
    except CohortError:
        new.unlink(missing_ok=True)
        raise


def check_masks(context: CohortContext, patient: str, masks: Mapping[str, Mask]) -> None:
    """Refuse outlines of unknown series, or with a grid that differs from that of the series.

    Raises:
        CohortError: patient or series is unknown, or the grids differ.
    """
    context.require(patient)
    grids = {record.id: record.grid for record in context.index.series(patient)}
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


def _log_series(context: CohortContext, record: SeriesRecord) -> None:
    details = {"patient": record.patient, "series": record.id, "sha256": record.sha256}
    context.log.append(events.ADD_SERIES, _COORDINATOR, details)


def _reading_event(known: ReadingState | None, now: ReadingState) -> str:
    complete = now is ReadingState.COMPLETE
    if known is None:
        return events.COMPLETE_READING if complete else events.START_READING
    if known is ReadingState.COMPLETE:
        return events.CHANGE_READING if complete else events.REOPEN_READING
    return events.COMPLETE_READING if complete else ""
