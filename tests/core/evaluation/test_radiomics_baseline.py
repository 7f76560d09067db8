"""A simple model beside the networks: measured features of the outline and a regularised regression."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import Experiment, SeriesInfo
from cxstage_core.errors import Cancelled, DatasetError
from cxstage_core.evaluation import null_band
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.comparison.radiomics.baseline import (
    NAME,
    baseline_of,
    measure_radiomics,
    read_radiomics,
)
from cxstage_core.evaluation.comparison.radiomics.feature_set import FEATURES
from cxstage_core.evaluation.comparison.radiomics.measured import measure_patients
from cxstage_core.evaluation.comparison.radiomics.region import region_of
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.jobs import start_job
from tests.core.evaluation.results import folded_experiment, made_experiment

needs_mirp = pytest.mark.skipif(
    find_spec("mirp") is None, reason="the extra “radiomics” is not installed"
)


def _told(seed: int = 3) -> tuple[Experiment, dict[str, int]]:
    """An experiment that stores its training labels, and everybody's group."""
    experiment = made_experiment(seed=seed)
    groups = {patient: int(i % 2) for i, patient in enumerate(experiment.split.train)}
    truth = {p.patient: p.truth for p in experiment.runs[0].predictions}
    config = ExperimentConfig.from_dict({**experiment.config.to_dict(), "training_labels": groups})
    return replace(experiment, config=config), {**groups, **truth}


def _features(groups: dict[str, int], seed: int, n: int = 103) -> dict[str, dict[str, float | None]]:
    """Features of which the first five know the group, one is constant, and one is missing in some."""
    rng = np.random.default_rng(seed)
    made: dict[str, dict[str, float | None]] = {}
    for patient, group in sorted(groups.items()):
        values = rng.normal(size=n)
        values[:5] += 1.5 * group
        row: dict[str, float | None] = {f"f{i:03d}": float(v) for i, v in enumerate(values)}
        made[patient] = {**row, "f050": 7.0, "f051": None if rng.random() < 0.2 else 1.0}
    return made


def _said(experiment: Experiment, features: dict[str, dict[str, float | None]]) -> dict[str, float]:
    made = baseline_of(experiment, features).baseline
    assert made is not None
    return {p.patient: p.probability for p in made.patients}


def test_it_is_one_more_row_with_every_figure_of_a_network() -> None:
    experiment, groups = _told()
    made = baseline_of(experiment, _features(groups, 1))
    rows = comparison_rows(experiment, {}, {"P0001": 1}, radiomics=made.baseline)
    assert [row.name for row in rows if row.baseline] == ["Larger group", NAME, "Radiologist"]
    row = next(row for row in rows if row.name == NAME)
    assert row.calibrated and row.evaluation.n == 33
    auc = row.evaluation.estimates["auc"]
    assert auc.value is not None and auc.value > 0.8 and auc.interval is not None
    board = dashboard(experiment, radiomics=made)
    assert any("103 features" in str(note) and "IBSI" in str(note) for note in board.notes)
    assert any(str(len(experiment.split.train)) in str(note) for note in board.notes)
    assert board.patients[0].probabilities[-1] is not None


def test_no_test_patient_enters_the_fit() -> None:
    experiment, groups = _told()
    features = _features(groups, 1)
    tested = [p.patient for p in experiment.runs[0].of_part("test")]
    first = tested[0]
    before = baseline_of(experiment, features).baseline
    spoiled = {
        patient: {name: 1e6 if patient in tested[1:] else value for name, value in row.items()}
        for patient, row in features.items()
    }
    turned = replace(
        experiment,
        runs=tuple(
            replace(run, predictions=tuple(replace(p, truth=1 - p.truth) for p in run.predictions))
            for run in experiment.runs
        ),
    )
    for other, of in ((spoiled, experiment), (features, turned)):
        after = baseline_of(of, other).baseline
        assert before is not None and after is not None
        assert before.threshold == after.threshold
        assert {p.patient: p.probability for p in before.patients}[first] == {
            p.patient: p.probability for p in after.patients
        }[first]
    # A test patient that an older file lists among the training labels is not learned from either.
    leaked = {**experiment.config.training_labels, first: 1 - groups[first]}
    config = ExperimentConfig.from_dict({**experiment.config.to_dict(), "training_labels": leaked})
    assert _said(replace(experiment, config=config), features) == _said(experiment, features)


def test_with_labels_that_mean_nothing_it_is_no_better_than_chance() -> None:
    experiment, groups = _told()
    areas, bands = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        train = list(experiment.config.training_labels)
        dealt = rng.permutation([groups[p] for p in train])
        config = ExperimentConfig.from_dict(
            {
                **experiment.config.to_dict(),
                "training_labels": {p: int(y) for p, y in zip(train, dealt, strict=True)},
            }
        )
        noise = _features(dict.fromkeys(groups, 0), seed)
        row = next(
            row
            for row in comparison_rows(
                experiment, radiomics=baseline_of(replace(experiment, config=config), noise).baseline
            )
            if row.name == NAME
        )
        areas.append(row.evaluation.estimates["auc"].value)
        band = null_band(15, 18)
        bands.append(band is not None and areas[-1] in band)
    assert sum(bands) >= 4, areas
    assert abs(float(np.mean(areas)) - 0.5) < 0.12, areas


def test_in_folds_each_fold_is_fitted_on_its_own_training_patients() -> None:
    experiment = folded_experiment(n=45, repeats=1)
    truth = {p.patient: p.truth for run in experiment.runs for p in run.of_part("test")}
    features = _features(truth, 5)
    made = baseline_of(experiment, features).baseline
    assert made is not None and made.pooled is not None and not made.calibrated
    assert len(made.pooled.folds) == 3
    assert made.pooled.n == 45
    row = next(r for r in comparison_rows(experiment, radiomics=made) if r.name == NAME)
    assert row.evaluation.estimates["auc"].value > 0.75
    assert row.evaluation.confusion.n == 45
    # The patients of one fold become useless: what that fold was fitted on is untouched, so the others' are the same.
    fold = experiment.config.protocol.folds[0]
    spoiled = {
        p: {n: 1e6 if p in fold.test[1:] else v for n, v in r.items()} for p, r in features.items()
    }
    again = baseline_of(experiment, spoiled).baseline
    assert again is not None and again.pooled is not None
    one, two = made.pooled.folds[0], again.pooled.folds[0]
    assert one.threshold == two.threshold and one.score[0] == two.score[0]


def test_patients_that_cannot_be_measured_are_counted() -> None:
    experiment, groups = _told()
    features = _features(groups, 1)
    for patient in ("P0001", "P0002", sorted(experiment.config.training_labels)[0]):
        del features[patient]
    made = baseline_of(experiment, features).baseline
    assert made is not None and len(made.patients) == 31
    assert [str(note)[:2] for note in made.notes] == ["2 ", "1 "]
    few = {patient: features[patient] for patient in list(features)[:3]}
    with pytest.raises(DatasetError, match="at least 4 training patients"):
        baseline_of(experiment, few)


def test_an_experiment_without_training_labels_says_why_there_is_no_row(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    found = read_radiomics(cohort, made_experiment())
    assert found.baseline is None and not found.open
    assert "does not store the groups" in str(found.notes[0])
    experiment, _ = _told()
    data = comparison_json(experiment, cohort)
    assert NAME not in [row["name"] for row in data["baselines"]]
    assert sum("not listed" in note for note in data["notes"]) == 1


def _oblique(size: tuple[int, int, int], spacing: tuple[float, float, float]) -> Grid:
    """A tilted, left-handed grid around the origin."""
    c, s = math.cos(0.4), math.sin(0.4)
    axes = ((0.0, -s, c), (0.0, c, s), (-1.0, 0.0, 0.0))
    centre = np.asarray(axes).T @ ((np.asarray(size) - 1) / 2 * np.asarray(spacing))
    x, y, z = (float(-v) for v in centre)
    return Grid(size, spacing, (x, y, z), axes)


def _ball(grid: Grid, radius_mm: float, seed: int = 0) -> tuple[Volume, Mask]:
    points = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    distance = np.linalg.norm(grid.index_to_world(points), axis=-1)
    rng = np.random.default_rng(seed)
    image = 100 + 100 * (distance < radius_mm) + 10 * rng.normal(size=grid.size)
    return Volume(image.astype(np.float32), grid), Mask((distance < radius_mm).astype(np.uint8), grid)


@needs_mirp
def test_lengths_and_volumes_are_right_on_a_tilted_left_handed_grid(tmp_path: Path) -> None:
    """mirp knows no geometry of an array: the region must carry it."""
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    for number, grid in enumerate(
        (
            _oblique((17, 96, 64), (4.0, 0.75, 1.1)),
            Grid.axial((64, 64, 64), (1.0, 1.0, 1.0), (-31.5, -31.5, -31.5)),
        )
    ):
        volume, mask = _ball(grid, 20.0, number)
        patient = cohort.pseudonym(f"H-{number}")
        record, _ = cohort.add_series(patient, volume, SeriesInfo("T2"))
        cohort.references.freeze(patient, {record.id: mask}, origin="test")
    cohort.pseudonym("H-without")
    found = measure_patients(cohort, cohort.patients(), workers=1)
    assert len(found.values["P0001"]) == 103 and "morph_moran_i" not in found.values["P0001"]
    for patient in ("P0001", "P0002"):
        values = found.values[patient]
        assert values["morph_volume"] == pytest.approx(4 / 3 * math.pi * 20**3, rel=0.03)
        assert values["morph_diam"] == pytest.approx(40, abs=3.5)
    # Slices of 4 mm leave steps, which add to the surface.
    assert found.values["P0002"]["morph_sphericity"] == pytest.approx(0.97, abs=0.04)
    assert 0.8 < (found.values["P0001"]["morph_sphericity"] or 0) < 1
    assert list(found.missing) == ["P0003"]
    # A second time nothing is measured; another outline is.
    kept = sorted((cohort.prepared_folder / "radiomics").glob("*.json"))
    assert len(kept) == 2
    times = [file.stat().st_mtime_ns for file in kept]
    assert measure_patients(cohort, cohort.patients(), workers=1).values == found.values
    assert [file.stat().st_mtime_ns for file in kept] == times
    kept[0].write_text("{}", encoding="utf-8")
    assert measure_patients(cohort, cohort.patients(), workers=1).values == found.values
    t2 = cohort.series("P0001")[0]
    _, smaller = _ball(t2.grid, 12.0)
    cohort.references.freeze("P0001", {t2.id: smaller}, origin="test")
    again = measure_patients(cohort, cohort.patients(), workers=1).values["P0001"]
    assert again["morph_volume"] == pytest.approx(4 / 3 * math.pi * 12**3, rel=0.06)


@needs_mirp
def test_a_stop_ends_the_measuring_and_mirp_says_nothing(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    volume, mask = _ball(Grid.axial((32, 32, 32), (2.0, 2.0, 2.0), (-31.0, -31.0, -31.0)), 20.0)
    record, _ = cohort.add_series(cohort.pseudonym("H-0"), volume, SeriesInfo("T2"))
    cohort.references.freeze("P0001", {record.id: mask}, origin="test")
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        measure_patients(cohort, cohort.patients(), job)
    code = (
        "import sys; from pathlib import Path\n"
        "from cxstage_core.cohort import Cohort\n"
        "from cxstage_core.evaluation.comparison.radiomics.measured import measure_patients\n"
        "if __name__ == '__main__':\n"
        "    measure_patients(Cohort.open(Path(sys.argv[1])), ['P0001'], workers=1)\n"
        "    assert not {'mirp', 'itk', 'pandas'} & set(sys.modules)\n"
    )
    script = tmp_path / "measure.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(cohort.path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_an_outline_of_a_few_voxels_is_not_measured() -> None:
    grid = Grid.axial((8, 32, 32), (2.0, 1.0, 1.0))
    volume, mask = _ball(grid, 0.0)
    with pytest.raises(DatasetError, match="Nothing is outlined"):
        region_of(volume, mask, FEATURES)
    mask.array[4, 10, 10] = 1
    with pytest.raises(DatasetError, match="too small"):
        region_of(volume, mask, FEATURES)


def test_without_mirp_the_row_is_left_out_and_one_sentence_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cxstage_core.evaluation.comparison.radiomics import measured

    monkeypatch.setattr(measured, "installed", str)
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    experiment, _ = _told()
    data = json.loads(json.dumps(comparison_json(experiment, cohort), allow_nan=False))
    assert [note for note in data["notes"] if "mirp is not installed" in note]
    with pytest.raises(DatasetError, match=r"pip install 'cxstage\[radiomics\]'"):
        measure_radiomics(cohort, experiment)


@needs_mirp
def test_measured_once_it_is_listed_in_every_comparison_of_the_cohort(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    grid = Grid.axial((24, 24, 24), (2.0, 2.0, 2.0), (-23.0, -23.0, -23.0))
    groups: dict[str, int] = {}
    for number in range(10):
        volume, mask = _ball(grid, (9.0, 15.0)[number % 2], number)
        patient = cohort.pseudonym(f"H-{number}")
        record, _ = cohort.add_series(patient, volume, SeriesInfo("T2"))
        cohort.references.freeze(patient, {record.id: mask}, origin="test")
        groups[patient] = number % 2
    made = made_experiment(n=2, positives=1)
    tested = dict(list(groups.items())[8:])
    runs = tuple(
        replace(
            run,
            predictions=tuple(
                replace(p, patient=patient, truth=truth)
                for p, (patient, truth) in zip(run.predictions, tested.items(), strict=True)
            ),
        )
        for run in made.runs
    )
    training = dict(list(groups.items())[:8])
    config = ExperimentConfig.from_dict({**made.config.to_dict(), "training_labels": training})
    split = replace(made.split, train=tuple(training), test=tuple(tested))
    experiment = replace(made, runs=runs, config=config, split=split)
    before = comparison_json(experiment, cohort)
    assert read_radiomics(cohort, experiment).open
    assert [note for note in before["notes"] if "cxstage radiomics COHORT EXPERIMENT" in note]
    measure_radiomics(cohort, experiment)
    assert len([*(cohort.prepared_folder / "radiomics").glob("*.json")]) == 11
    after = comparison_json(experiment, cohort)
    row = next(row for row in after["baselines"] if row["name"] == NAME)
    assert (row["n"], row["auc"]) == (2, 1.0)
    assert [note for note in after["notes"] if "fitted on 8 training patients" in note]
    assert not read_radiomics(cohort, experiment).open
    # Other training labels are another fit.
    other = ExperimentConfig.from_dict(
        {**config.to_dict(), "training_labels": {p: 1 - y for p, y in training.items()}}
    )
    assert read_radiomics(cohort, replace(experiment, config=other)).baseline is None
