"""Cohorts, models, kits and settings made by the program of schema 1 open, verify and predict the same.

`tests/fixtures/schema-1/expected.json` holds what that program itself said of these files, section by section; each
section is a function here that asks the program of today. Values that are new today are no difference.
What was stored must come back to the digit. What is computed must come back to the digit with the
libraries and the processor that made the files, else nearly so.
"""

from __future__ import annotations

import json
import math
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cxstage_core
from cxstage_core.cohort import Cohort
from cxstage_core.dataset import label_patients
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.comparison.comparison import comparison_json
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.evaluation.report.reader_sheets import agreement_json
from cxstage_core.jobs import start_job
from cxstage_core.models import verify_model
from cxstage_core.models.card import NOT_COVERED
from cxstage_core.prediction import predict_patient, predict_study
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.training import ModelStarted, recompute_experiment
from cxstage_core.training.run.provenance import libraries
from tests.core.cohort.schema_1 import (
    DEPARTMENT,
    FILES,
    NEARLY,
    OPEN,
    WORDS,
    department,
    enter,
    journals,
    kits,
    one_thread,
    open_cohort,
    prediction_json,
    refusal,
    reviews,
    seats,
    settings,
    sources,
    told,
    unpack,
)

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
ROUNDING = 1e-12
"""Difference of numbers whose sums are taken in another order."""
INTERVAL = re.compile(r"(.*_)?(ci|interval|method|methods|note|notes)")
"""Names of values that later versions compute by other methods, chosen by their measured coverage."""
RUNTIME = 1e-4
"""Difference of logits where another library computes a prediction than the one of version 1."""
POOLED_SUBGROUPS = ("E0003", "E0004")
"""Experiments on folds, whose subgroups took other AUCs than their rows in version 1."""


def estimates(said: Any) -> Any:
    """Leave out the intervals, their methods and their notes."""
    if isinstance(said, dict):
        return {
            key: estimates(value)
            for key, value in said.items()
            if not INTERVAL.fullmatch(key)
            and not (key == "subgroups" and said.get("experiment") in POOLED_SUBGROUPS)
        }
    return [estimates(one) for one in said] if isinstance(said, list) else said


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
    """Tell how far computed numbers may be apart: as sums in another order with what made the files.

    Processors of one name differ in the kernels that a library chooses, and so in the last digit.
    """
    own = {key: value for key, value in made_with().items() if key != "cxstage"}
    return ROUNDING if differences(own, {k: expected["made with"][k] for k in own}) == [] else NEARLY


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
    wanted = estimates(expected[section])
    assert wanted
    allowed = RUNTIME if section == "predictions" else within
    assert differences(told(COMPUTED[section](world)), wanted, allowed) == []


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
        assert NOT_COVERED in stored.warnings
        assert NOT_COVERED in found.warnings


def test_an_interrupted_training_of_an_earlier_version_begins_anew(
    world: Path, expected: Any, within: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PySide6")
    then = expected["made with"]
    monkeypatch.setattr("cxstage_core.training.run.provenance.__version__", then["cxstage"])
    if differences(libraries(), {key: then[key] for key in libraries()}):
        pytest.skip("a training is taken up by the very libraries that began it, else begun anew")
    found = told(resumed(world))
    assert found.pop("first epochs") == [1]
    assert found["left"] == []  # its checkpoints are removed, for nothing can be done with them
    assert (
        differences(found, {k: v for k, v in expected["resumed"].items() if k in found}, within) == []
    )


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


def test_the_shell_opens_and_verifies_the_open_cohort(world: Path, expected: Any) -> None:
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
        assert differences(found["logit"], wanted["logit"], RUNTIME) == []
        assert differences(found["probability"], wanted["probability"], RUNTIME) == []


def test_the_shell_opens_and_verifies_the_department(world: Path, expected: Any, within: float) -> None:
    path = world / DEPARTMENT
    assert shell("cohort", "verify", "--rebuild", path, name="Kim") == {"ok": True, "problems": []}
    known = ("--known", expected["heads"][DEPARTMENT])
    assert shell("audit", "verify", path, *known, name="Roe")["problems"] == []
    codes = [row["code"] for row in shell("assign", "show", path, name="B")["assignments"]]
    assert codes == [item["code"] for item in expected["seats"]["B"]["list"]]
    found = shell("agreement", path, name="Kim")
    assert differences(found, estimates(expected["agreement"][DEPARTMENT]), within) == []
    taken = shell("kit", "import", path, FILES / "returned.cxkit", name="Kim")["patients"]
    assert [one["patient"] for one in taken if one["status"] == "taken"] == expected["kits"]["taken"][0]
