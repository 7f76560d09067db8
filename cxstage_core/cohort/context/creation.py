"""Creation and opening of a cohort, and restoring of its small files."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.audit.log import AuditLog
from cxstage_core.cohort.files.cohort_info import (
    Settings,
    logged_settings,
    read_settings,
    write_settings,
)
from cxstage_core.cohort.files.identities import IdentityStore, PersonRecord
from cxstage_core.cohort.files.index import Content, read_index, write_index
from cxstage_core.cohort.files.pseudonyms import Identity, draw_secret
from cxstage_core.cohort.values.file_names import is_pseudonym
from cxstage_core.cohort.values.folder_layout import SUFFIX, Layout
from cxstage_core.errors import CohortError, IntegrityError, NewerVersionError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import write_json
from cxstage_core.storage.file_locks import locked


def audit_log(layout: Layout) -> AuditLog:
    """Return the audit log of a cohort."""
    return AuditLog(layout.audit, layout.audit_head, layout.lock("audit"))


def create(path: Path, name: str) -> tuple[Path, Settings]:
    """Create an empty cohort under a temporary name next to its path and move it there in one step.

    Raises:
        CohortError: the folder is not empty, or cannot be created.
    """
    path = path.absolute()
    if path.suffix != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CohortError(
            "{file} already exists and is not empty.",
            remedy="Choose another name, or open it if it is a cohort.",
            file=path,
        )
    partial = path.with_name(f".{secrets.token_hex(6)}{SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
        settings = _fill(Layout(partial), name.strip() or path.stem)
        if path.is_dir():
            path.rmdir()
        os.replace(partial, path)
        atomic_write.sync_folder(path.parent)
    except OSError as error:
        raise atomic_write.refusal(error, path) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return path, settings


def find(path: Path) -> tuple[Path, Settings, Content | None]:
    """Return folder and settings of an existing cohort, and its index if it is intact.

    Raises:
        CohortError: the folder is not a cohort, has a newer version, or contains files that link outside it.
    """
    path = path.absolute()
    if path.name == "cohort.h5" and path.is_file():
        path = path.parent
    if not path.is_dir():
        raise CohortError(
            "No cohort was found at {file}.",
            remedy="Choose a folder NAME.cxcohort, or create one with `cxstage cohort create`.",
            file=path,
        )
    layout = Layout(path)
    from_index: Settings | None = None
    content: Content | None = None
    if layout.index.exists():
        with contextlib.suppress(IntegrityError):  # a damaged cache is rebuilt; a hostile one raises
            from_index, content = read_index(layout)
    settings = _settings(layout, from_index)
    atomic_write.remove_leftovers(path, deep=False)
    if from_index is None or from_index.id != settings.id:
        content = None
    return path, settings, content


def restore(layout: Layout, settings: Settings, identity: Identity) -> None:
    """Restore missing or damaged small files, and remove leftovers of killed processes."""
    for folder in layout.folders():
        atomic_write.make_folder(folder)
    atomic_write.remove_leftovers(layout.root)
    try:
        read_settings(layout)
    except NewerVersionError:
        raise
    except CohortError:
        write_settings(layout, settings)
    with locked(layout.lock("patients")):
        try:
            keys = identity.keys()
        except NewerVersionError:
            raise
        except CohortError:
            keys = {}
        found = dict(keys)
        for patient, key in events.logged(audit_log(layout).readable()).patients.items():
            if is_pseudonym(patient) and not found.get(patient):
                found[patient] = key
        if found != keys or not layout.patients.exists():
            identity.write(found)
    _restore_persons(layout)


def _restore_persons(layout: Layout) -> None:
    """Replace damaged records of persons by what the audit log knows: who was declared the same person."""
    store = IdentityStore(layout)
    pairs = events.logged(audit_log(layout).readable()).same_person
    with locked(layout.lock("identities")):
        for patient in {*store.patients(), *(name for pair in pairs for name in pair)}:
            wanted: dict[bool, set[str]] = {True: set(), False: set()}
            for pair, same in pairs.items():
                if patient in pair:
                    wanted[same] |= pair - {patient}
            try:
                record = store.read(patient)
            except NewerVersionError:
                raise
            except CohortError:
                record = PersonRecord()
                store.write(patient, record)
            if not wanted[True] <= set(record.same_as):
                same_as = tuple(sorted(wanted[True] | set(record.same_as)))
                distinct = tuple(sorted(wanted[False] | set(record.distinct_from) - wanted[True]))
                store.write(patient, replace(record, same_as=same_as, distinct_from=distinct))


def _fill(layout: Layout, name: str) -> Settings:
    for folder in layout.folders():
        folder.mkdir()
    settings = Settings(
        id=uuid.uuid4().hex,
        name=name,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        secret_mark=draw_secret(layout.secret),
    )
    write_settings(layout, settings)
    write_json(layout.patients, {}, "patients")
    log = audit_log(layout)
    log.append(events.CREATE, "coordinator", settings.to_dict())
    write_index(layout, settings, Content(log.tip()))
    return settings


def _settings(layout: Layout, from_index: Settings | None) -> Settings:
    """Read the settings from their file, else from the index, else from the first line of the audit log."""
    try:
        return read_settings(layout)
    except NewerVersionError:
        raise
    except CohortError:  # restored by the next rebuild; reported by `verify`
        found = from_index or _from_log(layout)
        if found is None:
            raise not_a_cohort(layout) from None
        return found


def _from_log(layout: Layout) -> Settings | None:
    for entry in audit_log(layout).readable():
        if entry.act == events.CREATE:
            with contextlib.suppress(KeyError, TypeError, ValueError):  # not a line of settings
                return logged_settings(layout, entry.details)
    return None


def not_a_cohort(layout: Layout) -> CohortError:
    """Return the error for a folder that is not a cohort."""
    return CohortError(
        "{file} is not a cohort.",
        remedy="Choose a folder NAME.cxcohort, or create one with `cxstage cohort create`.",
        file=layout.root,
    )
