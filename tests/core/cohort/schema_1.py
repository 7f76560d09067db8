"""What stored cohorts, kits and settings of schema 1 hold, as plain values; see the tests of their opening."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cxstage_core.cohort import Cohort, Reading
from cxstage_core.cohort.clinical.importer import import_clinical
from cxstage_core.cohort.kits import import_kit, unpack_kit
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Mask
from cxstage_core.intake import import_series
from cxstage_core.models import read_card
from cxstage_core.prediction import Prediction
from cxstage_core.reading import recover
from cxstage_core.text import plain
from cxstage_core.training.experiment.search_cohort import read_search, searches

FILES = Path(__file__).resolve().parents[2] / "fixtures" / "schema-1"
OPEN, DEPARTMENT = "Open.cxcohort", "Department.cxcohort"
WORDS = {name: f"four plain words {name}" for name in ("Kim", "A", "B", "C", "Roe")}
NEARLY = 1e-5
"""How far computed numbers may be from those of another processor or another version of a library."""


# --- opening


def unpack(folder: Path) -> Path:
    """Unpack both cohorts and the study into a folder."""
    with zipfile.ZipFile(FILES / "cohort.zip") as archive:
        archive.extractall(folder)
    return folder


def enter(path: Path, name: str) -> Cohort:
    """Open the cohort with accounts as somebody."""
    return Cohort.open(path).sign_in(name, WORDS[name])


def refusal(ask: Callable[[], object]) -> str:
    """Tell the kind of error that comes, "" when none does."""
    try:
        ask()
    except CxStageError as error:
        return type(error).__name__
    return ""


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on one thread, so that sums are taken in one order."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


# --- values as plain JSON


def sum_of(mask: Mask) -> str:
    """Hash the labels of a mask."""
    return hashlib.sha256(mask.array.tobytes()).hexdigest()


def sums_of(masks: Mapping[str, Mask]) -> dict[str, str]:
    """Hash the labels of several masks, by series."""
    return {series: sum_of(mask) for series, mask in sorted(masks.items())}


def reading_json(reading: Reading | None) -> Any:
    """Tell a reading with its masks hashed."""
    if reading is None:
        return None
    names = ("reader", "state", "confidence", "comment", "seconds", "version", "saved_at")
    return {name: getattr(reading, name) for name in names} | {"masks": sums_of(reading.masks)}


def dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write dates as text."""
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()
    }


def item_json(item: Any) -> dict[str, Any]:
    """Report a line of a worklist, its reading key under the name that the field had then."""
    values = dated(asdict(item))
    values["returned"] = values.pop("return_reason")
    return {"slot" if key == "reading_key" else key: value for key, value in values.items()}


def prediction_json(found: Prediction) -> dict[str, Any]:
    """Tell the numbers of a prediction."""
    names = ("probability", "logit", "threshold", "temperature", "group", "scheme", "model_name")
    slices = [[s.series, s.index, s.probability, s.logit, s.weight] for s in found.slices]
    return {name: getattr(found, name) for name in names} | {"slices": slices}


def told(value: Any) -> Any:
    """Tell a value as it comes back from JSON."""
    return json.loads(json.dumps(plain(value), allow_nan=False))


# --- sections: what is stored


def content(cohort: Cohort) -> dict[str, Any]:
    """Tell everything that a coordinator finds in a cohort, but for the networks."""
    split, in_use = cohort.split(), cohort.models.in_use()
    return {
        "id": cohort.id,
        "name": cohort.name,
        "patients": cohort.patients(),
        "series": {
            patient: {
                record.id: {
                    "sha256": record.sha256,
                    "dtype": record.dtype,
                    "grid": asdict(record.grid),
                    "info": asdict(record.info),
                    "pixels": hashlib.sha256(
                        cohort.volume(patient, record.id).array.tobytes()
                    ).hexdigest(),
                }
                for record in cohort.series(patient)
            }
            for patient in cohort.patients()
        },
        "readings": {
            patient: [
                reading_json(cohort.readings.get(patient, name))
                for name in cohort.readings.readers(patient)
            ]
            for patient in cohort.patients()
        },
        "reading states": cohort.readings.states(),
        "references": {
            patient: [
                {
                    "version": frozen.version,
                    "sha256": frozen.sha256,
                    "origin": frozen.origin,
                    "rule": frozen.rule,
                    "frozen_at": frozen.frozen_at,
                    "masks": sums_of(frozen.masks),
                }
                for frozen in cohort.references.versions(patient)
            ]
            for patient in cohort.patients()
        },
        "clinical": {patient: dated(asdict(row)) for patient, row in cohort.clinical.records().items()},
        "split": None if split is None else asdict(split),
        "models": {
            model: asdict(replace(read_card(cohort.models.path(model)), notes=()))
            for model in cohort.models.ids()
        },
        "in use": None if in_use is None else asdict(in_use),
        "experiments": [
            asdict(experiment) | {"config": experiment.config.to_dict(), "runs": runs(experiment)}
            for experiment in cohort.experiments.all()
        ],
        "searches": [read_search(cohort, name).to_json() for name in searches(cohort)],
        "case states": cohort.worklist.case_states(),
    }


def runs(experiment: Any) -> list[dict[str, Any]]:
    """Tell the networks of an experiment with their curves and predictions."""
    return [
        asdict(run) | {"history": {key: list(values) for key, values in run.history.items()}}
        for run in experiment.runs
    ]


def open_cohort(world: Path) -> Any:
    """Tell what is in the cohort without accounts; its secret still finds patients and moves dates."""
    cohort = Cohort.open(world / OPEN)
    ids = [f"SYN-{number:03d}" for number in range(1, 18)]
    return content(cohort) | {
        "found": {name: cohort.find_hospital_id(name) for name in ids},
        "days": {patient: cohort.shift_days(patient) for patient in cohort.patients()},
    }


def department(world: Path) -> Any:
    """Tell what a coordinator finds in the cohort with accounts."""
    path = world / DEPARTMENT
    kim = enter(path, "Kim")
    accounts = [{**asdict(account), "roles": sorted(account.roles)} for account in kim.accounts.all()]
    return content(kim) | {
        "accounts": [{key: a[key] for key in a if key != "digest"} for a in accounts],
        "signed in": {name: refusal(partial(enter, path, name)) for name in WORDS},
        "wrong words": refusal(lambda: Cohort.open(path).sign_in("A", WORDS["B"])),
        "nobody": refusal(Cohort.open(path).patients),
        "assignments": [item_json(item) for item in kim.worklist.assignments()],
        "unblinded": kim.worklist.unblinded(),
        "influenced": sorted(kim.worklist.influenced()),
    }


def seats(world: Path) -> Any:
    """Tell what each reader has to do, and what is shown to whom."""
    found = {}
    for name in ("A", "B"):
        reader = enter(world / DEPARTMENT, name)
        slots = {item.patient: item.reading_key for item in reader.worklist.items()}
        found[name] = {
            "list": [item_json(item) for item in reader.worklist.items()],
            "patients": reader.patients(),
            "known": {patient: reader.readings.readers(patient) for patient in reader.patients()},
            "outlines": {
                patient: [
                    [outline.author, sums_of(outline.masks)]
                    for outline in reader.readings.shown_outlines(patient, slots[patient])
                ]
                for patient in ("P0001", "P0006", "P0007")
            },
            "reference": {p: refusal(partial(reader.references.latest, p)) for p in reader.patients()},
            "stage": refusal(reader.clinical.records),
        }
    return found


def reviews(world: Path) -> Any:
    """Tell every decision, remark and rule, and what the reviewer has in hand."""
    roe = enter(world / DEPARTMENT, "Roe")
    desk, everybody = roe.review, Cohort.open(world / OPEN).review
    settled = ("P0001", "P0002", "P0003", "P0004", "P0009")
    return {
        "department": {p: review_json(desk, p) for p in settled},
        "returned": desk.return_reasons(),
        "drafts": {patient: reading_json(desk.draft(patient)) for patient in ("P0002", "P0004")},
        "pieces": {
            patient: {
                series: [[item.key, item.kind, item.voxels, item.centre] for item in found.items]
                for series, found in desk.disagreements(patient).items()
            }
            for patient in settled
        },
        "open": review_json(everybody, "P0013"),
    }


def review_json(desk: Any, patient: str) -> Any:
    """Tell a review, None where there is none."""
    found = desk.review(patient)
    return None if found is None else asdict(found)


def journals(world: Path) -> Any:
    """Take drawings up from their journals: as left, all undone, all done again."""
    department = world / DEPARTMENT
    cases = (
        (Cohort.open(world / OPEN), "P0001", "A"),
        (Cohort.open(world / OPEN), "P0002", "B"),
        (enter(department, "B"), "P0006", "B"),
        (enter(department, "A"), "P0001", "A#2"),
        (enter(department, "A"), "P0009", "A"),
        (enter(department, "Roe"), "P0002", "Roe#review"),
    )
    return {
        f"{cohort.path.name} {patient} {slot}": taken_up(cohort, patient, slot)
        for cohort, patient, slot in cases
    }


def taken_up(cohort: Cohort, patient: str, slot: str) -> dict[str, Any]:
    """Take one drawing up and walk through its history."""
    drafted = slot.endswith("#review")
    stored = cohort.review.draft(patient) if drafted else cohort.readings.get(patient, slot)
    assert stored is not None
    grids = {record.id: record.grid for record in cohort.series(patient)}
    found = recover(cohort.readings.journal(patient, slot), stored.masks, stored.version, grids)
    history = found.editor.history
    said: dict[str, Any] = {
        "steps": [[str(step.name), step.series, step.slices] for step in history.steps],
        "done": len(history),
        "place": None if found.place is None else asdict(found.place),
        "interrupted": found.interrupted,
        "ahead": found.ahead,
        "as left": sums_of(found.editor.snapshot()),
    }
    for name, position in (("all undone", 0), ("all done", history.total)):
        found.editor.go_to(position)
        said[name] = sums_of(found.editor.snapshot())
    found.editor.close()
    return said


def kits(world: Path) -> Any:
    """Open the kit that was given, and take the returned one into the department, twice."""
    path = unpack_kit(FILES / "given.cxkit", world / "given")
    b = enter(path, "B")
    given = {
        patient: {
            "series": {record.id: record.sha256 for record in b.series(patient)},
            "reading": reading_json(b.readings.get(patient, "B")),
        }
        for patient in b.patients()
    }
    there = unpack_kit(FILES / "returned.cxkit", world / "returned")
    kim = enter(world / DEPARTMENT, "Kim")
    reports = [import_kit(kim, FILES / "returned.cxkit") for _ in range(2)]
    return {
        "given": given,
        "list": [item_json(item) for item in b.worklist.items()],
        "journal": taken_up(enter(there, "B"), "P0008", "B"),
        "taken": [report.taken for report in reports],
        "refused": [[one.patient for one in report.refused] for report in reports],
        "readings": {
            f"{one.patient} {one.reading.reader}": sums_of(one.reading.masks)
            for one in reports[0].patients
            if one.reading is not None
        },
        "problems": [problem.file for problem in kim.verify()],
    }


def sources(world: Path) -> Any:
    """Take the same images and the same table in again: nothing is new, nothing changes."""
    cohort = Cohort.open(world / OPEN)
    before = cohort.clinical.records()
    report = import_series(cohort, [world / "study/dicom"])
    table = import_clinical(cohort, FILES / "clinical.csv")
    return {
        "images": [[one.patient, one.series, one.status] for one in report.series],
        "rows": table.imported,
        "refused": [[row, patient] for row, patient, _ in table.refused],
        "kept": table.kept,
        "same": cohort.clinical.records() == before,
    }


def settings(world: Path) -> Any:
    """Tell what the window remembers, and the training that it takes up."""
    import shutil

    from PySide6.QtWidgets import QApplication, QWidget

    from cxstage_gui.keys.commands import Command, Commands
    from cxstage_gui.pages.read.case.window_memory import WindowMemory
    from cxstage_gui.session.actions.training import TrainingOperations
    from cxstage_gui.session.current.current_user import CurrentUser
    from cxstage_gui.session.operation import Context
    from cxstage_gui.settings import Settings

    _application = QApplication.instance() or QApplication([])
    home = shutil.copytree(FILES / "settings", world / "settings", dirs_exist_ok=True)
    with chdir(world):
        kept = Settings(home)
        opened = SimpleNamespace(path=Path(OPEN), token=None)
        context = Context(Asleep(), lambda: opened, CurrentUser(kept, lambda: ()), kept)  # type: ignore[arg-type,return-value]
        training = TrainingOperations(context)
        training.resume_stored()
        assert training.request is not None
        commands = Commands(QWidget(), kept)
        for name in ("undo", "tool brush", "tool lasso"):
            commands.add(Command(name, name, "", lambda: None))
        window = WindowMemory(kept).window("cohort", "P0001", "t2-axial")
        keys = ("read/layout", "read/smooth", "read/fps", "read/filter", "read/side", "session/open",
                "screenshot/scale", "screenshot/part")  # fmt: skip
        return {
            "theme": kept.theme,
            "language": kept.language,
            "reader": kept.reader,
            "page": kept.page,
            "recent": [path.as_posix() for path in kept.recent],
            "texts": {key: kept.text(key) for key in keys},
            "preset": commands.preset,
            "keys": commands.own,
            "window": None if window is None else [window.low, window.high],
            "geometry": bytes(kept.state("window").data()).hex(),
            "training": training.request.to_dict(),
        }


class Asleep:
    """Tasks that never begin."""

    def run(self, *_: Any, **__: Any) -> Any:
        """Take a task and leave it."""
        return type("Handle", (), {"settled": False, "paused": False, "progress": None})()
