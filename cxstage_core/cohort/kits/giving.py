"""Giving a kit away: images, the reader's own begun readings, and nothing of anybody else."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cxstage_core.cohort import acts, durable, saving
from cxstage_core.cohort.accounts_file import Accounts, account_line, read_accounts, write_accounts
from cxstage_core.cohort.assignments_file import Assignment, Assignments, write_assignments
from cxstage_core.cohort.kits.manifest import Manifest, write_manifest
from cxstage_core.cohort.kits.packing import pack_kit
from cxstage_core.cohort.names import pseudonym_order, reader_name
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import ReadingState
from cxstage_core.cohort.store import Cohort
from cxstage_core.cohort.turns import latest, slot_now
from cxstage_core.cohort.who import Act
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job, Progress, unwatched


def export_kit(
    cohort: Cohort,
    reader: str,
    file: Path,
    patients: Sequence[str] = (),
    job: Job | None = None,
) -> Path:
    """Make a reading kit for one reader.

    Args:
        reader: name of a reader's account; in a cohort without accounts any name.
        file: `.cxkit` is added when it is missing.
        patients: pseudonyms; when empty those that are assigned to the reader and not complete, or
            all with images in a cohort without assignments.

    Raises:
        CohortError: not permitted, no such reader, nothing to read, or the file cannot be written.
        Cancelled: a stop was asked for; no file was written.
    """
    job = job or unwatched()
    parts = cohort._parts
    parts.permit(Act.KITS)
    name = _reader(parts, reader)
    wanted = tuple(patients) or _unfinished(parts, name)
    for patient in wanted:
        parts.require(patient)
    if not wanted:
        raise CohortError(
            "There is nothing for {reader} to read.",
            remedy="Assign patients first; complete readings stay here.",
            reader=name,
        )
    slots = {patient: slot_now(parts, patient, name) for patient in wanted}
    with tempfile.TemporaryDirectory(prefix="cxkit-") as folder:
        kit = Cohort.create(Path(folder) / "kit", name=f"{cohort.name} · {name}")
        manifest = _fill(parts, kit._parts, name, slots, job)
        write_manifest(kit.path, manifest, parts.identity)
        store = ReadingsStore(parts.layout)
        left = {p: store.summary_of(p, slot) for p, slot in slots.items()}
        details = {
            "kit": manifest.kit,
            "reader": name,
            "slots": slots,
            "versions": {p: 0 if own is None else own.version for p, own in left.items()},
        }
        # The line first: the kit does not say which of its cases are repeats, the log here does.
        parts.log.append(acts.EXPORT_KIT, parts.actor("coordinator"), details)
        return pack_kit(kit.path, file, job)


def _fill(parts: Parts, kit: Parts, reader: str, slots: dict[str, str], job: Job) -> Manifest:
    images: dict[str, dict[str, str]] = {}
    readings: dict[str, int] = {}
    lines: list[tuple[str, str, dict[str, object]]] = []
    # Keys of the kit's own: a hash under the department's secret stays with the department.
    for patient in sorted(slots, key=pseudonym_order):
        key = secrets.token_hex(32)
        kit.identity.write({**kit.identity.keys(), patient: key})
        lines.append((acts.ADD_PATIENT, "coordinator", {"patient": patient, "key": key}))
    for done, patient in enumerate(sorted(slots, key=pseudonym_order)):
        job.step(Progress(done, len(slots), "Collecting images", patient))
        images[patient] = {}
        for record in parts.index.series(patient):
            target = kit.layout.series(patient, record.id)
            durable.make_folder(target.parent)
            shutil.copyfile(parts.layout.series(patient, record.id), target)
            images[patient][record.id] = record.sha256
            line: dict[str, object] = {
                "patient": patient,
                "series": record.id,
                "sha256": record.sha256,
            }
            lines.append((acts.ADD_SERIES, "coordinator", line))
    kit.log.append_all(lines)
    kit.index.rebuild(job)
    for patient, slot in slots.items():
        own = ReadingsStore(parts.layout).read(patient, slot)
        begun = None if own is None else saving.save_reading(kit, replace(own, reader=reader))
        readings[patient] = 0 if begun is None else begun.version
    _people(parts, kit, reader, slots)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(secrets.token_hex(16), parts.settings.id, reader, at, images, readings)


def _people(parts: Parts, kit: Parts, reader: str, slots: dict[str, str]) -> None:
    """The reader's account and work list, if there are any; nobody else's."""
    known = read_accounts(parts.layout)
    if known is None:
        return
    items = [
        replace(item, slot=reader, wash_out_days=0)
        for item in parts.roster.now.of_reader(reader)
        if slots.get(item.patient) == item.slot
    ]
    if items:
        readings = [[item.patient, item.slot] for item in items]
        kit.log.append(acts.ASSIGN, "coordinator", {"how": "kit", "readings": readings})
        write_assignments(kit.layout, Assignments(tuple(items)))
    account = known.by_name[reader]
    kit.log.append(acts.ADD_ACCOUNT, "coordinator", account_line(account))
    write_accounts(kit.layout, Accounts({reader: account}))


def _reader(parts: Parts, reader: str) -> str:
    known = read_accounts(parts.layout)
    if known is None:
        return reader_name(reader)
    account = known.find(reader)
    if account is None or not account.active or not account.who.blind:
        raise CohortError(
            "{name} is no reader of this cohort.",
            remedy="`cxstage accounts list` shows who is.",
            name=reader,
        )
    return account.name


def _unfinished(parts: Parts, reader: str) -> tuple[str, ...]:
    roster = parts.roster.now
    if not roster.items:
        return tuple(p for p in parts.patients() if parts.index.series(p))
    mine: dict[str, list[Assignment]] = {}
    for item in roster.of_reader(reader):
        mine.setdefault(item.patient, []).append(item)
    store = ReadingsStore(parts.layout)
    found = []
    for patient, items in sorted(mine.items()):
        now = latest(parts, items)
        state = None if now is None else store.summary_of(patient, now.slot)
        if now is not None and (state is None or state.state is ReadingState.IN_PROGRESS):
            found.append(patient)
    return tuple(found)
