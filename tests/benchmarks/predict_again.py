"""Do the numbers of a stored experiment come back?

A small phantom cohort is stored and compared; then, with the cache of prepared slices deleted and the
cohort opened anew, every test patient is predicted one by one and every number is computed again.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.phantom import draw_patient, render, truth
from cxstage_core.prediction import predict_patient
from cxstage_core.staging import Edition
from cxstage_core.training import Recipe, recompute_experiment, run_experiment

PATIENTS = 12
FAMILIES = ("ShuffleNet", "FBNet", "DenseNet")
SEED = 3


def stored_cohort(path: Path) -> Cohort:
    """Phantom patients with both axial series, their facts, a reference each, and a locked split."""
    cohort = Cohort.create(path)
    for number in range(1, PATIENTS + 1):
        drawn = draw_patient(SEED, number)
        patient = cohort.pseudonym(drawn.patient_id)
        images = render(drawn)
        t2, _ = cohort.add_series(patient, images["t2_axial"], SeriesInfo("T2"))
        cohort.add_series(patient, images["t1_axial"], SeriesInfo("T1"))
        cohort.references.freeze(patient, {t2.id: truth(drawn)}, origin="phantom")
        facts = drawn.findings.facts
        cohort.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=facts)])
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=SEED, scheme="paper"))
    return cohort


def main() -> None:
    """Compare, forget, predict again; print the largest difference of a probability."""
    with tempfile.TemporaryDirectory() as folder:
        cohort = stored_cohort(Path(folder) / "again.cxcohort")
        experiment = run_experiment(
            cohort,
            FAMILIES,
            preprocessing=Preprocessing(size_px=64),
            recipe=Recipe(epochs=4, seed=SEED),
        )
        for file in cohort.prepared_folder.glob("*.h5"):
            file.unlink()
        began = time.perf_counter()
        again = Cohort.open(cohort.path)
        repeated = recompute_experiment(again, experiment.id)
        differences = [
            abs(predict_patient(again, p.patient, run.model_id).probability - p.probability)
            for run in experiment.runs
            for p in run.of_part("test")
        ]
        seconds = time.perf_counter() - began
    figures = {
        "largest_difference": max(repeated.largest_difference, *differences),
        "computed_again": repeated.largest_difference,
        "predicted": max(differences),
        "models": len(experiment.runs),
        "test_predictions": len(differences),
        "seconds": seconds,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
