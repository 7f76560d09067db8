"""Cohorts, models, kits and settings made by the program of schema 1 open, verify and predict the same.

`tests/fixtures/schema-1/expected.json` holds what that program itself said of these files, section by section; each
section is a function here that asks the program of today. Values that are new today are no difference.
What was stored must come back to the digit. What is computed must come back to the digit with the
libraries and the processor that made the files, else nearly so.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import cxstage_core
from cxstage_core.cohort import Cohort, Reading
from cxstage_core.cohort.clinical.importer import import_clinical
from cxstage_core.cohort.kits import import_kit, unpack_kit
from cxstage_core.dataset import label_patients
from cxstage_core.errors import CohortError, CxStageError
from cxstage_core.evaluation.comparison.comparison import comparison_json
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.evaluation.report.reader_sheets import agreement_json
from cxstage_core.imaging import Mask
from cxstage_core.intake import import_series
from cxstage_core.jobs import start_job
from cxstage_core.models import read_card, verify_model
from cxstage_core.prediction import Prediction, predict_patient, predict_study
from cxstage_core.reading import recover
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.text import plain
from cxstage_core.training import ModelStarted, recompute_experiment
from cxstage_core.training.experiment.search_cohort import read_search, searches
from cxstage_core.training.run.provenance import libraries

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
            model: asdict(read_card(cohort.models.path(model))) for model in cohort.models.ids()
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


# --- sections: what is computed


def stages(world: Path) -> Any:
    """Stage every patient and label them by every scheme."""
    cohort = Cohort.open(world / OPEN)
    labels = {scheme: label_patients(cohort, scheme) for scheme in SCHEMES}
    return {
        "stages": {
            patient: stage(row.facts).stage
            for patient, row in cohort.clinical.records().items()
            if row.facts is not None
        },
        "labels": {scheme: found for scheme, (found, _) in labels.items()},
        "left out": {scheme: [patient for patient, _ in out] for scheme, (_, out) in labels.items()},
    }


def comparisons(world: Path) -> Any:
    """Compute Table 2 of every experiment with its intervals, tests, baselines and subgroups."""
    cohorts = (Cohort.open(world / OPEN), enter(world / DEPARTMENT, "Kim"))
    return {
        f"{cohort.path.name} {experiment.id}": comparison_json(experiment, cohort)
        for cohort in cohorts
        for experiment in cohort.experiments.all()
    }


def agreement(world: Path) -> Any:
    """Compute how far the readers agree."""
    return {
        OPEN: agreement_json(compare_readers(Cohort.open(world / OPEN))),
        DEPARTMENT: agreement_json(compare_readers(enter(world / DEPARTMENT, "Kim"))),
    }


def predictions(world: Path) -> Any:
    """Predict every patient by the model in use, one by each other model, and two from their files."""
    cohort, kim = Cohort.open(world / OPEN), enter(world / DEPARTMENT, "Kim")
    in_use = cohort.models.in_use()
    assert in_use is not None
    file = cohort.models.path(in_use.model)
    found: dict[str, Any] = {"in use": {}, "by each": {}, "files": {}, "refused": {}}
    with one_thread():
        for patient in cohort.patients():
            refused = refusal(partial(predict_patient, cohort, patient, in_use.model))
            if refused:
                found["refused"][patient] = refused
            else:
                one = predict_patient(cohort, patient, in_use.model)
                found["in use"][patient] = prediction_json(one)
        for there in (cohort, kim):
            for model in there.models.ids():
                key = f"{there.path.name} {model}"
                found["by each"][key] = prediction_json(predict_patient(there, "P0003", model))
        for kind in ("dicom", "nifti"):
            study = predict_study(world / "study" / kind, world / f"study/{kind}-roi.nii.gz", file)
            found["files"][kind] = prediction_json(study)
    return found


def resumed(world: Path) -> Any:
    """Go on with the training that was interrupted, as the window does from its queue."""
    from cxstage_gui.session.current.cohort_handle import Opening
    from cxstage_gui.session.workers.jobs import TrainingRequest, train

    asked = told(settings(world)["training"])
    began: list[int] = []
    job, _ = start_job(
        lambda news: began.append(news.first_epoch) if isinstance(news, ModelStarted) else None
    )
    cohort = Cohort.open(world / OPEN)
    experiment = train(Opening.of(cohort), TrainingRequest.from_dict(asked), job=job)
    return {
        "first epochs": began,
        "id": experiment.id,
        "predictions": [[asdict(p) for p in run.predictions] for run in experiment.runs],
        "best epochs": [run.best_epoch for run in experiment.runs],
        "left": [path.name for path in cohort.prepared_folder.glob("training-*")],
    }


STORED: Mapping[str, Callable[[Path], Any]] = {
    section.__name__: section
    for section in (open_cohort, department, seats, reviews, journals, kits, sources, settings, stages)
}
COMPUTED: Mapping[str, Callable[[Path], Any]] = {
    section.__name__: section for section in (comparisons, agreement, predictions)
}


# --- what was said then, and what is said now


def made_with() -> dict[str, str]:
    """Name what decides the last digits of computed numbers."""
    import torch

    processor = platform.processor()
    with_names = Path("/proc/cpuinfo")
    if with_names.is_file():
        lines = with_names.read_text(encoding="utf-8").splitlines()
        processor = next(
            (line.partition(":")[2].strip() for line in lines if "model name" in line), processor
        )
    vectors = torch.backends.cpu.get_cpu_capability()
    return {**libraries(), "machine": platform.machine(), "processor": processor, "vectors": vectors}


def observe(folder: Path) -> dict[str, Any]:
    """Tell every section, each of files that nothing else has touched; how `expected.json` is made."""
    found: dict[str, Any] = {"made with": made_with()}
    for name, section in {**STORED, **COMPUTED, "resumed": resumed}.items():
        found[name] = told(section(unpack(folder / name)))
    world = unpack(folder / "heads")
    found["heads"] = {
        OPEN: Cohort.open(world / OPEN).audit.check().last,
        DEPARTMENT: (world / DEPARTMENT / "audit.log").read_text("utf-8").splitlines()[-1],
    }
    found["heads"][DEPARTMENT] = json.loads(found["heads"][DEPARTMENT])["sha256"]
    return found


_SENTENCE = re.compile(r"\w+ \w+ \w+ .*\.$|; ")


def differences(found: Any, expected: Any, within: float = 0.0, place: str = "") -> list[str]:
    """List the places where what was expected is missing or another value.

    Args:
        within: how far numbers with a fraction may be apart, as a share of the larger of them and 1.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        gone = [f"{place}/{key} is gone" for key in expected if key not in found]
        both = (key for key in expected if key in found)
        return gone + [
            d for k in both for d in differences(found[k], expected[k], within, f"{place}/{k}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected, strict=True))
        return [d for i, (f, e) in pairs for d in differences(f, e, within, f"{place}/{i}")]
    if isinstance(expected, float) and isinstance(found, float):
        apart = abs(found - expected)
        same = found == expected or apart <= within * max(1.0, abs(found), abs(expected))
    elif isinstance(expected, str) and isinstance(found, str) and _SENTENCE.search(expected):
        same = bool(found)  # the wording of a sentence may change, its being there may not
    else:
        same = found == expected
    return [] if same else [f"{place}: {found!r} instead of {expected!r}"]


@pytest.fixture(scope="module")
def expected() -> Any:
    """Read what the program of schema 1 said."""
    return json.loads((FILES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def within(expected: Any) -> float:
    """Tell how far computed numbers may be apart: not at all with what made the files."""
    own = {key: value for key, value in made_with().items() if key != "cxstage"}
    return 0.0 if differences(own, {k: expected["made with"][k] for k in own}) == [] else NEARLY


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Unpack both cohorts and the study."""
    return unpack(tmp_path / "world")


@pytest.mark.parametrize("section", STORED)
def test_what_was_stored_comes_back(section: str, world: Path, expected: Any) -> None:
    if section == "settings":
        pytest.importorskip("PySide6")
    assert differences(told(STORED[section](world)), expected[section]) == []


@pytest.mark.parametrize("section", COMPUTED)
def test_what_is_computed_comes_out_the_same(
    section: str, world: Path, expected: Any, within: float
) -> None:
    assert differences(told(COMPUTED[section](world)), expected[section], within) == []


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("name", [OPEN, DEPARTMENT])
def test_every_byte_is_as_it_was_written(name: str, rebuild: bool, world: Path, expected: Any) -> None:
    cohort = Cohort.open(world / OPEN) if name == OPEN else enter(world / DEPARTMENT, "Kim")
    if rebuild:
        (cohort.path / "cohort.h5").unlink()
        cohort.rebuild_index()
    assert cohort.verify() == ()
    state = cohort.audit.check(expected["heads"][name])
    assert (state.problems, state.torn) == ((), False)
    for model in cohort.models.ids():
        verify_model(cohort.models.path(model))


def test_stored_experiments_are_computed_again_from_their_models(world: Path) -> None:
    for cohort in (Cohort.open(world / OPEN), enter(world / DEPARTMENT, "Kim")):
        assert cohort.experiments.all()
        for experiment in cohort.experiments.all():
            assert recompute_experiment(cohort, experiment.id).equal


def test_a_prediction_from_files_is_that_of_the_cohort(world: Path) -> None:
    cohort = Cohort.open(world / OPEN)
    in_use = cohort.models.in_use()
    assert in_use is not None
    for patient, kind in (("P0001", "dicom"), ("P0002", "nifti")):
        stored = predict_patient(cohort, patient, in_use.model)
        files = world / "study"
        found = predict_study(
            files / kind, files / f"{kind}-roi.nii.gz", cohort.models.path(in_use.model)
        )
        assert math.isclose(found.logit, stored.logit, abs_tol=1e-4)


def test_an_interrupted_training_goes_on(
    world: Path, expected: Any, within: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PySide6")
    then = expected["made with"]
    monkeypatch.setattr("cxstage_core.training.run.provenance.__version__", then["cxstage"])
    if differences(libraries(), {key: then[key] for key in libraries()}):
        pytest.skip("a training is taken up by the very libraries that began it, else begun anew")
    assert differences(told(resumed(world)), expected["resumed"], within) == []


def test_work_goes_on_in_old_cohorts(world: Path) -> None:
    cohort, b = Cohort.open(world / OPEN), enter(world / DEPARTMENT, "B")
    reading = cohort.readings.get("P0015", "A")
    assert reading is not None
    assert cohort.save_reading(reading).version == reading.version + 1
    assert cohort.pseudonym("SYN-001") == "P0001"
    assert cohort.pseudonym("SYN-100") == f"P{len(cohort.patients()):04d}"
    again = b.readings.get("P0005", "B")
    assert again is not None
    b.save_reading(again)
    with pytest.raises(CohortError):
        b.readings.get("P0006", "A")
    assert cohort.verify() == ()
    assert enter(world / DEPARTMENT, "Kim").verify() == ()


# --- the same from the shell


def shell(*words: object, name: str = "") -> Any:
    """Run a command of `cxstage` and read its JSON."""
    code = "from cxstage_core.cli import main; main()"
    home = str(Path(cxstage_core.__file__).parents[1])
    known = {"CXSTAGE_AS": name, "CXSTAGE_PASSPHRASE": WORDS[name]} if name else {}
    place = {
        "PYTHONPATH": os.pathsep.join([home, os.environ.get("PYTHONPATH", "")]),
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words), "--json"],
        env={**os.environ, **place, **known},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_shell_opens_and_verifies_the_open_cohort(
    world: Path, expected: Any, within: float
) -> None:
    path, then = world / OPEN, expected["open_cohort"]
    assert shell("cohort", "verify", path) == {"ok": True, "problems": []}
    info = shell("cohort", "info", path)
    assert [one["patient"] for one in info["patients"]] == then["patients"]
    assert info["models"] == list(then["models"])
    model, said = then["in use"]["model"], expected["predictions"]
    file = path / "models" / f"{model}.safetensors"
    files = (
        "--study",
        world / "study/dicom",
        "--roi",
        world / "study/dicom-roi.nii.gz",
        "--model",
        file,
    )
    for found, wanted in (
        (shell("predict", path, "P0003", "--model", model), said["in use"]["P0003"]),
        (shell("predict", *files), said["files"]["dicom"]),
    ):
        assert differences(found["logit"], wanted["logit"], within) == []
        assert differences(found["probability"], wanted["probability"], within) == []


def test_the_shell_opens_and_verifies_the_department(world: Path, expected: Any, within: float) -> None:
    path = world / DEPARTMENT
    assert shell("cohort", "verify", "--rebuild", path, name="Kim") == {"ok": True, "problems": []}
    known = ("--known", expected["heads"][DEPARTMENT])
    assert shell("audit", "verify", path, *known, name="Roe")["problems"] == []
    codes = [row["code"] for row in shell("assign", "show", path, name="B")["assignments"]]
    assert codes == [item["code"] for item in expected["seats"]["B"]["list"]]
    found = shell("agreement", path, name="Kim")
    assert differences(found, expected["agreement"][DEPARTMENT], within) == []
    taken = shell("kit", "import", path, FILES / "returned.cxkit", name="Kim")["patients"]
    assert [one["patient"] for one in taken if one["status"] == "taken"] == expected["kits"]["taken"][0]
