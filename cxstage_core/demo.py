"""The demo: the whole workflow on a synthetic cohort."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxstage_core.errors import CxStageError
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.text import text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

FAMILIES = ("hrnet_w32", "shufflenet_v2_x1_0")
RULE = "intersection"
REASON = "Demo: the part that both simulated readers marked; no person reviewed it."
REVIEWER = "demo"
READERS = {"A": "reader-a", "B": "reader-b"}
SIZE_PX = 64
EPOCHS = 10
RECIPE: Final = "small-cohort"
"""So many epochs are too few for the paper's recipe without first weights (docs/benchmarks.md, “Learning from few
patients”)."""
OPEN: Final[Mapping[str, Mapping[str, bool]]] = {
    "nothing read": {},
    "begun by reader A": {"A": False},
    "read by reader A": {"A": True, "B": False},
    "read by both, to be reviewed": {"A": True, "B": True},
}
"""Further patients whose work is not done: readings by reader, True where complete."""
_COHORT = "demo.cxcohort"
_RESULT = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Result of the demo.

    Args:
        cohort: the cohort folder.
        comparison: as `cxstage compare --json`.
        prediction: as `cxstage predict --json`, one patient of the test part.
        places: paths of the output, by name.
        reused: True if a complete earlier run with the same settings was found.
    """

    cohort: Path
    comparison: Mapping[str, Any]
    prediction: Mapping[str, Any]
    places: Mapping[str, Path]
    reused: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "cohort": str(self.cohort),
            "comparison": dict(self.comparison),
            "prediction": dict(self.prediction),
            "places": {what: str(path) for what, path in self.places.items()},
            "reused": self.reused,
        }


def build_demo(
    out: Path, *, patients: int = 112, epochs: int = EPOCHS, seed: int = 1, job: Job | None = None
) -> DemoResult:
    """Run the workflow: phantom, import, two readings, reference, split, two networks, comparison, prediction.

    All output is written to a folder next to `out` and moved there at the end, so that `out` is never incomplete.

    Args:
        out: folder to create; an earlier demo with the same settings in it is reused.
        patients: synthetic patients with a frozen reference, 8 or more; four more are left open (`OPEN`), so
            that there is something to read and to review.
        epochs: training epochs of each network.

    Raises:
        CxStageError: the folder contains other files.
        Cancelled: cancelling was requested; nothing is left behind.
    """
    job = job or no_progress()
    out = out.absolute()
    settings: dict[str, int | str] = {
        "patients": patients,
        "epochs": epochs,
        "seed": seed,
        "recipe": RECIPE,
    }
    earlier = _earlier(out, settings)
    if earlier is not None:
        return earlier
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        found = _run(partial, settings, job)
        (partial / _RESULT).write_text(
            json.dumps({"settings": settings, **found}, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        if out.exists():
            out.rmdir()
        os.replace(partial, out)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return _result(out, found)


def is_demo(cohort: Path) -> bool:
    """Return True if a cohort folder is the one of a demo, with its result next to it."""
    return cohort.name == _COHORT and (cohort.parent / _RESULT).is_file()


def _run(folder: Path, settings: Mapping[str, Any], job: Job) -> dict[str, Any]:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule
    from cxstage_core.cohort.clinical.importer import import_clinical
    from cxstage_core.dataset import Preprocessing, label_patients, make_split
    from cxstage_core.evaluation.comparison.comparison import comparison_json
    from cxstage_core.intake import import_series
    from cxstage_core.phantom import write_cohort
    from cxstage_core.prediction import predict_patient
    from cxstage_core.text import plain
    from cxstage_core.training import Recipe, run_experiment
    from cxstage_core.training.settings.named_recipes import NAMED

    phantom = folder / "phantom"
    number = settings["patients"]
    made = write_cohort(phantom, patients=number + len(OPEN), seed=settings["seed"], job=job)
    cohort = Cohort.create(folder / _COHORT, name="Demo")
    report = import_series(cohort, [phantom / "dicom"], job=job)
    rejected = [s for s in report.series if s.status == "rejected"]
    if rejected:
        raise CxStageError(
            "The demo's own series could not be imported: {reason}", reason=rejected[0].explanation
        )
    table = import_clinical(cohort, phantom / "clinical.csv")
    if table.refused:
        raise CxStageError(
            "The demo's own clinical table was refused: {reason}", reason=table.refused[0][2]
        )
    complete = dict.fromkeys(READERS, True)
    hospital_ids = [p.patient_id for p in made.patients]
    _read(cohort, phantom / "masks", [(one, complete) for one in hospital_ids[:number]], job)
    outcomes = consensus_by_rule(cohort, RULE, reason=REASON, actor=REVIEWER, job=job)
    frozen = {one.patient for one in outcomes if one.reference is not None}
    job.emit(
        Message(
            text(
                "References: {frozen} of {all} frozen by the rule {rule}; none was reviewed.",
                frozen=len(frozen),
                all=len(outcomes),
                rule=RULE,
            )
        )
    )
    labels, _ = label_patients(cohort, "paper")
    # Only what can be trained on is divided; the open cases would be left out of both parts by name.
    labelled = {patient: label for patient, label in labels.items() if patient in frozen}
    cohort.lock_split(make_split(labelled, test=0.3, seed=settings["seed"], scheme="paper"))
    experiment = run_experiment(
        cohort,
        FAMILIES,
        scheme="paper",
        preprocessing=Preprocessing(size_px=SIZE_PX),
        recipe=NAMED[RECIPE].applied_to(Recipe(epochs=settings["epochs"], seed=settings["seed"])),
        job=job,
    )
    patient = experiment.split.test[0]
    prediction = predict_patient(cohort, patient, experiment.runs[0].model_id, job=job)
    _read(cohort, phantom / "masks", [*zip(hospital_ids[number:], OPEN.values(), strict=True)], job)
    found: dict[str, Any] = plain(
        {"comparison": comparison_json(experiment, cohort), "prediction": prediction.to_json()}
    )
    return found


def _read(
    cohort: Cohort, masks: Path, wanted: Sequence[tuple[str, Mapping[str, bool]]], job: Job
) -> None:
    """Import the outlines of the simulated readers as readings: complete ones, or begun ones."""
    from cxstage_core.cohort.values.records import ReadingState
    from cxstage_core.dataset import choose_series
    from cxstage_core.intake import import_roi

    for done, (hospital_id, readings) in enumerate(wanted):
        job.step(Progress(done, len(wanted), "Importing the readings of two readers"))
        patient = cohort.find_patient(hospital_id)
        if patient is None:
            raise CxStageError("A patient of the demo was not imported.")
        series, _ = choose_series(cohort.series(patient))
        for reader, complete in readings.items():
            file = masks / hospital_id / f"{READERS[reader]}.nii.gz"
            found = import_roi(cohort, patient, series.id, file, reader)
            if complete:
                cohort.save_reading(replace(found.reading, state=ReadingState.COMPLETE))


def find_demo(out: Path) -> DemoResult | None:
    """Return the demo that an earlier run completed in `out`, whatever its settings, or None."""
    stored = _stored(out)
    return replace(_result(out, stored), reused=True) if "settings" in stored else None


def _stored(out: Path) -> dict[str, Any]:
    try:
        found = json.loads((out / _RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _earlier(out: Path, settings: Mapping[str, Any]) -> DemoResult | None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return None
    stored = _stored(out)
    if stored.get("settings") != dict(settings):
        raise CxStageError(
            "The folder {file} already contains other files.",
            remedy="Choose another folder, or remove it first.",
            file=out,
        )
    return replace(_result(out, stored), reused=True)


def _result(out: Path, found: Mapping[str, Any]) -> DemoResult:
    cohort = out / _COHORT
    places = {
        "DICOM": out / "phantom" / "dicom",
        "clinical": out / "phantom" / "clinical.csv",
        "masks": out / "phantom" / "masks",
        "cohort": cohort,
        "experiment": cohort / "experiments" / f"{found['comparison']['experiment']}.h5",
        "models": cohort / "models",
    }
    return DemoResult(cohort, found["comparison"], found["prediction"], places)
