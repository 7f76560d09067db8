"""Import of a reading kit: verify signature, images and log of the kit, then import patient by patient."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.context import creation, transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.case_state import case_state
from cxstage_core.cohort.integrity.verify import verify
from cxstage_core.cohort.kits.archive import extract
from cxstage_core.cohort.kits.manifest import Manifest, check_seal, read_manifest
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.errors import CohortError, CxStageError, IntegrityError, ReadingError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.workflow import Move, require
from cxstage_core.storage.content_hash import hash_of_mask
from cxstage_core.text import Text, text

NOT_BEGUN = text("Not begun in the kit.")
THE_SAME = text("The cohort already has this reading.")


@dataclass(frozen=True, slots=True)
class Brought:
    """Result for one patient of a kit.

    Args:
        reading: the stored reading, None if nothing was imported.
        why: reason why nothing was imported, also if the reading is unchanged.
        refused: True if a reading of the kit was refused.
    """

    patient: str
    reading: Reading | None = None
    why: Text | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class KitReport:
    """Result of importing a kit."""

    reader: str
    patients: tuple[Brought, ...]

    @property
    def taken(self) -> tuple[str, ...]:
        """Patients with an imported reading."""
        return tuple(one.patient for one in self.patients if one.reading is not None)

    @property
    def refused(self) -> tuple[Brought, ...]:
        """Patients with a refused reading, with the reason."""
        return tuple(one for one in self.patients if one.refused)


def import_kit(cohort: Cohort, file: Path, job: Job | None = None) -> KitReport:
    """Import the readings of a kit patient by patient; importing it again changes nothing.

    Args:
        file: NAME.cxkit, or its unpacked folder.

    Raises:
        CohortError: not permitted, not a kit of this cohort, or a hostile file.
        IntegrityError: manifest, log or images of the kit were changed.
        Cancelled: a stop was requested; readings imported so far are kept.
    """
    job = job or no_progress()
    context = cohort._context
    context.permit(Permission.KITS)
    with tempfile.TemporaryDirectory(prefix="cxkit-") as place:
        folder = Path(place) / "kit.cxcohort"
        extract(file, folder, job)
        manifest, seal, content = read_manifest(folder)
        check_seal(manifest, seal, content, context.identity, context.settings.id)
        given = _given(context, manifest)
        kit = CohortContext.of(*creation.find(folder))
        damaged = _problems(kit, manifest, job)
        found = []
        for done, (patient, reading_key) in enumerate(sorted(given.reading_keys.items())):
            job.step(Progress(done, len(given.reading_keys), "Importing readings", patient))
            if patient in damaged:
                found.append(Brought(patient, why=damaged[patient], refused=True))
            else:
                found.append(_bring(context, kit, manifest, given, patient, reading_key))
    report = KitReport(manifest.reader, tuple(found))
    details = {
        "kit": manifest.kit,
        "reader": manifest.reader,
        "taken": list(report.taken),
        "refused": [one.patient for one in report.refused],
    }
    context.log.append(events.IMPORT_KIT, context.actor("coordinator"), details)
    return report


@dataclass(frozen=True, slots=True)
class _Given:
    """Logged content of an exported kit: stored names and versions, by patient."""

    reading_keys: Mapping[str, str]
    versions: Mapping[str, int]


def _given(context: CohortContext, manifest: Manifest) -> _Given:
    for entry in context.log.entries():
        if entry.act == events.EXPORT_KIT and entry.details.get("kit") == manifest.kit:
            reading_keys = {
                str(p): str(reading_key) for p, reading_key in entry.details["slots"].items()
            }
            versions = {str(p): int(v) for p, v in entry.details["versions"].items()}
            return _Given(reading_keys, versions)
    raise CohortError(
        "The audit log of this cohort does not list this kit.",
        remedy="Import it into the cohort that exported it, or restore that cohort from a newer backup.",
    )


def _problems(kit: CohortContext, manifest: Manifest, job: Job) -> Mapping[str, Text]:
    """Verify the kit; return the problems by patient.

    Raises:
        IntegrityError: a problem concerns the whole kit.
    """
    found: dict[str, Text] = {}
    for problem in verify(kit, job):
        path = problem.file.split("/")
        if path[0] in ("readings", "series") and len(path) > 2 and path[1] in manifest.images:
            found.setdefault(
                path[1],
                text("{file} of the kit: {what}", file=problem.file, what=problem.what),
            )
        elif path[0] not in ("cohort.h5", "readings", "journal"):  # journals stay where they were drawn
            raise IntegrityError(
                "This kit was changed: {what}",
                remedy="Ask the reader for the kit again.",
                what=f"{problem.file}: {problem.what}",
            )
    return found


def _bring(
    context: CohortContext,
    kit: CohortContext,
    manifest: Manifest,
    given: _Given,
    patient: str,
    reading_key: str,
) -> Brought:
    try:
        context.require(patient)
        _check_images(context, kit, manifest, patient)
        new = kit.stores.readings.read(patient, manifest.reader)
        if new is None or new.version == manifest.readings.get(patient, 0):
            return Brought(patient, why=NOT_BEGUN)
        before = context.stores.readings.read(patient, reading_key)
        if before is not None and _content(before) == _content(new):
            return Brought(patient, why=THE_SAME)
        _check_versions(given.versions.get(patient, 0), reading_key, before)
        if ReadingKey.parse(reading_key).number == 1:
            require(case_state(context, patient), Move.DRAW)
        saved = transactions.save_reading(
            context, replace(new, reader=reading_key), actor=context.actor("coordinator"), reason=""
        )
        return Brought(patient, saved)
    except CxStageError as error:
        return Brought(patient, why=error.what, refused=True)


def _check_images(context: CohortContext, kit: CohortContext, manifest: Manifest, patient: str) -> None:
    """Refuse a patient whose images in the kit differ from those of the cohort."""
    here = {record.id: record.sha256 for record in context.index.series(patient)}
    there = {record.id: record.sha256 for record in kit.index.series(patient)}
    wanted = manifest.images.get(patient, {})
    if there != wanted or any(here.get(series) != found for series, found in wanted.items()):
        raise IntegrityError(
            "The images of patient {patient} in the kit differ from those of this cohort.",
            remedy="Export a new kit.",
            patient=patient,
        )


def _check_versions(left_with: int, reading_key: str, before: Reading | None) -> None:
    if before is None:
        return
    if before.state is ReadingState.COMPLETE:
        raise ReadingError(
            "The reading of {reader} in this cohort is already complete.", reader=reading_key
        )
    if before.version != left_with:
        raise CohortError(
            "The cohort has a newer reading of {reader}: version {here}; the kit was exported with {then}.",
            reader=reading_key,
            here=before.version,
            then=left_with,
        )


def _content(reading: Reading) -> tuple[object, ...]:
    masks = {series: hash_of_mask(mask) for series, mask in reading.masks.items()}
    return masks, reading.state, reading.confidence, reading.comment, round(reading.seconds, 3)
