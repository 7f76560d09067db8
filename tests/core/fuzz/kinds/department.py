"""A cohort with every kind of own file, and all that it holds as plain values."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.cohort import ClinicalRecord, Cohort, Reading, ReadingState, Split
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Role
from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.intake import import_series
from cxstage_core.reading import recover
from tests.core.cohort.department import words
from tests.core.intake.outline_files import affine_of, write_nifti

GRID = Grid.axial((4, 16, 14), (5.0, 0.7, 0.6), (-7.0, -8.0, -14.0))
SERIES = "t2-axial"


def outline(size: int) -> Mask:
    """An outline that differs with its size."""
    mask = Mask.empty(GRID)
    mask.array[1:3, 4 : 4 + size, 5:10] = 1
    return mask


def images(cohort: Cohort, folder: Path, count: int) -> None:
    """Import images from files, so that the identities are known, too."""
    draw = np.random.default_rng(0)
    for number in range(count):
        place = folder / f"MRN-{number}"
        place.mkdir(parents=True)
        array = draw.integers(0, 900, GRID.size).astype(np.int16)
        write_nifti(place / "t2_tra.nii", array, affine_of(GRID))
    report = import_series(cohort, [folder])
    if report.by_status["imported"] != count:
        raise RuntimeError(f"not imported: {[s.reason for s in report.series]}")


def strokes(cohort: Cohort, patient: str, reader: str, count: int = 6) -> None:
    """Draw with a journal, save, and close."""
    log = cohort.readings.journal(patient, reader)
    kept = cohort.readings.get(patient, reader)
    grids = {record.id: record.grid for record in cohort.series(patient)}
    found = recover(log, {} if kept is None else kept.masks, 0 if kept is None else kept.version, grids)
    from cxstage_core.reading import Delta, painted
    from cxstage_core.text import text

    editor = found.editor
    editor.open_series(SERIES, GRID)
    for number in range(count):
        mask = editor.labels(SERIES)
        where = np.zeros(GRID.size[1:], bool)
        where[number : number + 5, 2 + number : 6 + number] = True
        editor.begin(SERIES, number % 3)
        editor.draw(
            Delta.of_slice(number % 3, mask[number % 3], painted(mask[number % 3], where, Label.TUMOUR))
        )
        editor.commit(text("brush stroke"))
    editor.undo()
    masks = {SERIES: Mask(editor.labels(SERIES).copy(), GRID)}
    cohort.save_reading(Reading(patient, reader, masks))
    log.close()


def plain_cohort(folder: Path) -> Path:
    """A cohort without accounts, with everything but accounts and assignments."""
    cohort = Cohort.create(folder / "plain", name="Größe 宫颈")
    images(cohort, folder / "images", 3)
    first, second, third = cohort.patients()
    for patient in (first, second):
        for name, size in (("A", 5), ("B", 6)):
            done = Reading(
                patient, name, {SERIES: outline(size)}, ReadingState.COMPLETE, 4, "a remark", 61.5
            )
            cohort.save_reading(done)
    strokes(cohort, third, "A")
    for patient in (first, second):
        cohort.references.freeze(patient, {SERIES: outline(5)}, origin="reader A")
    cohort.clinical.save(
        [
            ClinicalRecord(p, age=40.5 + n, extra={"score": str(n)})
            for n, p in enumerate(cohort.patients())
        ]
    )
    split = Split((first, third), (second,), 0.3, 1, "paper")
    cohort.lock_split(split)
    for number in (1, 2):
        cohort.experiments.save(_experiment(f"E000{number}", split))
    cohort.refresh_index()
    return cohort.path


def _experiment(name: str, split: Split) -> Experiment:
    predictions = tuple(
        PatientPrediction(p, "test", n % 2, 0.3 + 0.2 * n, -0.8 + n) for n, p in enumerate(split.test)
    )
    history = {"train_loss": np.array([0.7, 0.6, 0.5])}
    run = ModelRun(
        "HRNet",
        "hrnet_w32",
        f"{name}-hrnet_w32",
        1000,
        "from scratch",
        history,
        2,
        0.4,
        1.2,
        predictions,
    )
    config = ExperimentConfig({"scheme": "paper", "training_groups": [1, 1]})
    return Experiment(name, "2026-01-01T00:00:00+00:00", config, split, (run,))


def department(folder: Path) -> tuple[Path, SessionToken]:
    """A cohort with accounts, assignments and reviews, and the coordinator's session."""
    cohort = Cohort.create(folder / "department")
    images(cohort, folder / "department-images", 3)
    cohort.accounts.add("Kim", {Role.COORDINATOR}, words("Kim"))
    kim = Cohort.open(cohort.path).sign_in("Kim", words("Kim"))
    for name, role in (("A", Role.READER), ("B", Role.READER), ("Roe", Role.REVIEWER)):
        kim.accounts.add(name, {role}, words(name))
    from cxstage_core.cohort.double_reading.worklist import Draw

    kim.worklist.assign(Draw(("A", "B")))
    patients = kim.patients()
    for name, size in (("A", 5), ("B", 7)):
        own = Cohort.open(cohort.path).sign_in(name, words(name))
        for patient in patients[:2]:
            own.save_reading(Reading(patient, name, {SERIES: outline(size)}, ReadingState.COMPLETE, 4))
    roe = Cohort.open(cohort.path).sign_in("Roe", words("Roe"))
    for patient in patients[:2]:
        roe.review.begin(patient)
        roe.review.comments.add(patient, SERIES, (0.0, 0.0, 0.0), "a remark")
    kim.refresh_index()
    token = kim.token
    if token is None:
        raise RuntimeError("nobody is signed in")
    return cohort.path, token


Part = tuple[str, Callable[[Cohort], Any]]


def parts(cohort: Cohort) -> list[Part]:
    """Everything a cohort holds, piece by piece, each with the name of its kind."""

    def masks(held: Any) -> Any:
        if held is None:
            return None
        found = {name: (mask.grid, _sum(mask.array)) for name, mask in held.masks.items()}
        return {**{f.name: getattr(held, f.name) for f in dataclasses.fields(held)}, "masks": found}

    def volume(patient: str, series: str) -> Any:
        found = cohort.volume(patient, series)
        return found.grid, _sum(found.array)

    asked: list[Part] = [
        ("settings", lambda c: (c.id, c.name)),
        ("patients", lambda c: c.patients()),
        ("found", lambda c: [c.find_patient(f"MRN-{n}") for n in range(3)]),
        ("clinical", lambda c: (c.clinical.records(), c.clinical.sources())),
        ("split", lambda c: c.split()),
        ("experiments", lambda c: [_experiment_plain(e) for e in c.experiments.all()]),
        (
            "audit",
            lambda c: [(e.number, e.at, e.actor, e.act, dict(e.details)) for e in c.audit.entries()],
        ),
        ("assignments", lambda c: (c.worklist.assignments(), dict(c.worklist.unblinded()))),
        ("influenced", lambda c: c.worklist.influenced()),
        ("states", lambda c: c.worklist.case_states()),
        ("accounts", lambda c: [(a.name, a.roles, a.active) for a in c.accounts.all()]),
        ("people", _directory),
        ("same person", lambda c: c.people.same_person()),
    ]
    for patient in ("P0001", "P0002"):
        asked.append((f"series of {patient}", lambda c, p=patient: c.series(p)))  # type: ignore[misc]
        asked.append((f"volume of {patient}", lambda _, p=patient: volume(p, SERIES)))  # type: ignore[misc]
        asked.append((f"readers of {patient}", lambda c, p=patient: c.readings.readers(p)))  # type: ignore[misc]
        for reader in ("A", "B"):
            asked.append(
                (f"reading of {patient}", lambda c, p=patient, r=reader: masks(c.readings.get(p, r)))  # type: ignore[misc]
            )
        asked.append(
            (
                f"reference of {patient}",
                lambda c, p=patient: [masks(r) for r in c.references.versions(p)],
            )  # type: ignore[misc]
        )
        asked.append((f"review of {patient}", lambda c, p=patient: c.review.review(p)))  # type: ignore[misc]
    return asked


def _directory(cohort: Cohort) -> Any:
    return [cohort.people.used_despite(p) for p in cohort.patients()]


def _experiment_plain(found: Experiment) -> Any:
    runs = [
        (
            *(getattr(r, f.name) for f in dataclasses.fields(r) if f.name != "history"),
            {k: v.tolist() for k, v in r.history.items()},
        )
        for r in found.runs
    ]
    return found.id, found.created_at, repr(found.config), found.split, runs


def _sum(array: Any) -> str:
    return f"{array.dtype} {array.shape} {hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()}"


def content(cohort: Cohort, about: tuple[str, ...] = ()) -> dict[str, str]:
    """Every piece as one line of text, or those whose names contain a word; "refused" for what cannot be read."""
    found: dict[str, str] = {}
    for number, (name, ask) in enumerate(parts(cohort)):
        if about and not any(word in name for word in about):
            continue
        try:
            found[f"{number} {name}"] = repr(ask(cohort))
        except CxStageError as error:
            found[f"{number} {name}"] = f"refused {type(error).__name__}"
    return found
