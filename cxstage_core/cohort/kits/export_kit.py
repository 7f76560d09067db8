"""Export of a reading kit: images and the reader's own readings, without data of other users."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.due_reading import due_reading, latest
from cxstage_core.cohort.files.accounts import Accounts, account_line, read_accounts, write_accounts
from cxstage_core.cohort.files.assignments import write_assignments
from cxstage_core.cohort.kits.archive import pack_kit
from cxstage_core.cohort.kits.manifest import Manifest, write_manifest
from cxstage_core.cohort.values.assignments import Assignment, Assignments
from cxstage_core.cohort.values.file_names import pseudonym_order, reader_name
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage import atomic_write


def export_kit(
    cohort: Cohort,
    reader: str,
    file: Path,
    patients: Sequence[str] = (),
    job: Job | None = None,
) -> Path:
    """Export a reading kit for one reader.

    Args:
        reader: name of a reader's account; in a cohort without accounts any name.
        file: `.cxkit` is appended if it is missing.
        patients: pseudonyms; if empty the reader's assigned patients that are not complete, or in a
            cohort without assignments all patients with images.

    Raises:
        CohortError: not permitted, unknown reader, nothing to read, or the file cannot be written.
        Cancelled: a stop was requested; no file was written.
    """
    job = job or no_progress()
    context = cohort._context
    context.permit(Permission.KITS)
    name = _reader(context, reader)
    wanted = tuple(patients) or _unfinished(context, name)
    for patient in wanted:
        context.require(patient)
    if not wanted:
        raise CohortError(
            "{reader} has no patient to read.",
            remedy="Assign patients first; complete readings are not exported.",
            reader=name,
        )
    reading_keys = {patient: due_reading(context, patient, name) for patient in wanted}
    with tempfile.TemporaryDirectory(prefix="cxkit-") as folder:
        kit = Cohort.create(Path(folder) / "kit", name=f"{cohort.name} · {name}")
        manifest = _fill(context, kit._context, name, reading_keys, job)
        write_manifest(kit.path, manifest, context.identity)
        store = context.stores.readings
        left = {p: store.summary_of(p, reading_key) for p, reading_key in reading_keys.items()}
        details = {
            "kit": manifest.kit,
            "reader": name,
            "slots": reading_keys,
            "versions": {p: 0 if own is None else own.version for p, own in left.items()},
        }
        # Log first: only this log records which cases of the kit are repeats.
        context.log.append(events.EXPORT_KIT, context.actor("coordinator"), details)
        return pack_kit(kit.path, file, job)


def _fill(
    context: CohortContext, kit: CohortContext, reader: str, reading_keys: dict[str, str], job: Job
) -> Manifest:
    images: dict[str, dict[str, str]] = {}
    readings: dict[str, int] = {}
    lines: list[tuple[str, str, dict[str, object]]] = []
    # Random keys: hashes under the department's secret must not leave the department.
    for patient in sorted(reading_keys, key=pseudonym_order):
        key = secrets.token_hex(32)
        kit.identity.write({**kit.identity.keys(), patient: key})
        lines.append((events.ADD_PATIENT, "coordinator", {"patient": patient, "key": key}))
    for done, patient in enumerate(sorted(reading_keys, key=pseudonym_order)):
        job.step(Progress(done, len(reading_keys), "Collecting images", patient))
        images[patient] = {}
        for record in context.index.series(patient):
            target = kit.layout.series(patient, record.id)
            atomic_write.make_folder(target.parent)
            shutil.copyfile(context.layout.series(patient, record.id), target)
            images[patient][record.id] = record.sha256
            line: dict[str, object] = {
                "patient": patient,
                "series": record.id,
                "sha256": record.sha256,
            }
            lines.append((events.ADD_SERIES, "coordinator", line))
    kit.log.append_all(lines)
    kit.index.rebuild(job)
    for patient, reading_key in reading_keys.items():
        own = context.stores.readings.read(patient, reading_key)
        begun = None if own is None else transactions.save_reading(kit, replace(own, reader=reader))
        readings[patient] = 0 if begun is None else begun.version
    _people(context, kit, reader, reading_keys)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(secrets.token_hex(16), context.settings.id, reader, at, images, readings)


def _people(
    context: CohortContext, kit: CohortContext, reader: str, reading_keys: dict[str, str]
) -> None:
    """Copy the reader's account and worklist, if they exist, and no other account."""
    known = read_accounts(context.layout)
    if known is None:
        return
    items = [
        replace(item, reading_key=reader, wash_out_days=0)
        for item in context.assignments.now.of_reader(reader)
        if reading_keys.get(item.patient) == item.reading_key
    ]
    if items:
        readings = [[item.patient, item.reading_key] for item in items]
        kit.log.append(events.ASSIGN, "coordinator", {"how": "kit", "readings": readings})
        write_assignments(kit.layout, Assignments(tuple(items)))
    account = replace(known.by_name[reader], sessions={})
    kit.log.append(events.ADD_ACCOUNT, "coordinator", account_line(account))
    write_accounts(kit.layout, Accounts({reader: account}))


def _reader(context: CohortContext, reader: str) -> str:
    known = read_accounts(context.layout)
    if known is None:
        return reader_name(reader)
    account = known.find(reader)
    if account is None or not account.active or not account.principal.blind:
        raise CohortError(
            "{name} is not a reader in this cohort.",
            remedy="`cxstage accounts list` shows the readers.",
            name=reader,
        )
    return account.name


def _unfinished(context: CohortContext, reader: str) -> tuple[str, ...]:
    assignments = context.assignments.now
    if not assignments.items:
        return tuple(p for p in context.patients() if context.index.series(p))
    mine: dict[str, list[Assignment]] = {}
    for item in assignments.of_reader(reader):
        mine.setdefault(item.patient, []).append(item)
    store = context.stores.readings
    found = []
    for patient, items in sorted(mine.items()):
        now = latest(context, items)
        state = None if now is None else store.summary_of(patient, now.reading_key)
        if now is not None and (state is None or state.state is ReadingState.IN_PROGRESS):
            found.append(patient)
    return tuple(found)
