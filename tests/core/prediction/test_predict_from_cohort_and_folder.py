"""The same patient gives the same numbers: from the cohort, from its DICOM folder, and as in training."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.dataset import Preprocessing, choose_series, prepare_stored
from cxstage_core.errors import Cancelled, CxStageError, PredictionError
from cxstage_core.imaging import Grid, Mask
from cxstage_core.intake import (
    import_roi,
    import_series,
    read_mask,
    scan,
    write_mask,
    write_volume,
)
from cxstage_core.jobs import start_job
from cxstage_core.models import input_statistics, save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import write_cohort
from cxstage_core.prediction import predict_patient, predict_study
from tests.core.models.cards import card_of

CONFIG = Preprocessing(size_px=64)
FAMILY = "shufflenet_v2_x1_0"
MODEL = "E0001-shufflenet_v2_x1_0"


@dataclass(frozen=True)
class Site:
    """Two phantom patients: on disk, in a cohort, and a model with random weights."""

    out: Path
    cohort: Cohort
    hospital_ids: tuple[str, ...]
    patients: tuple[str, ...]
    model: Path

    def dicom(self, number: int) -> Path:
        folders = sorted(p for p in (self.out / "dicom").iterdir() if p.is_dir())
        return folders[number]

    def outline(self, number: int) -> Path:
        return self.out / "masks" / self.hospital_ids[number] / "truth.nii.gz"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site")
    made = write_cohort(root / "phantom", patients=2, seed=11)
    cohort = Cohort.create(root / "site.cxcohort")
    import_series(cohort, [root / "phantom" / "dicom"])
    ids = tuple(p.patient_id for p in made.patients)
    patients = tuple(cohort.find_patient(one) or "" for one in ids)
    ranges: dict[str, tuple[float, float]] = {}
    for hospital_id, patient in zip(ids, patients, strict=True):
        t2, _ = choose_series(cohort.series(patient))
        mask = read_mask(root / "phantom" / "masks" / hospital_id / "truth.nii.gz")
        cohort.references.freeze(patient, {t2.id: mask}, origin="truth")
        prepared = prepare_stored(cohort, patient, CONFIG).prepared
        for key, value in {
            **prepared.facts,
            **input_statistics(prepared.array, CONFIG.channels),
        }.items():
            low, high = ranges.get(key, (value, value))
            ranges[key] = (min(low, value), max(high, value))
    card = card_of(
        FAMILY,
        preprocessing=CONFIG.to_dict(),
        input_range=ranges,
        lineage={"recipe": {"augmentation": {"modality_dropout": 0.1}}},
    )
    file = root / f"{MODEL}.safetensors"
    save_model(file, build(FAMILY, channels=3, size_px=64, seed=5), card)
    cohort.models.add(MODEL, file)
    yield Site(root / "phantom", cohort, ids, patients, file)
    shutil.rmtree(root)


@pytest.mark.parametrize("number", [0, 1])
def test_a_dicom_folder_gives_the_numbers_of_the_cohort(site: Site, number: int) -> None:
    stored = predict_patient(site.cohort, site.patients[number], MODEL)
    fresh = predict_study(site.dicom(number), site.outline(number), site.model)
    assert fresh.probability == pytest.approx(stored.probability, abs=1e-6)
    assert fresh.logit == pytest.approx(stored.logit, abs=1e-5)
    assert [s.index for s in fresh.slices] == [s.index for s in stored.slices]
    np.testing.assert_allclose(
        [s.probability for s in fresh.slices], [s.probability for s in stored.slices], atol=1e-6
    )
    assert fresh.group == stored.group
    assert fresh.warnings == stored.warnings == ()
    assert {s.series for s in (*fresh.slices, *stored.slices)} == {"t2-axial"}
    assert (stored.patient, fresh.patient) == (site.patients[number], "study")


def test_the_outline_may_lie_in_the_study_s_folder(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(site.dicom(0), folder)
    shutil.copy(site.outline(0), folder / "roi.nii.gz")
    found = predict_study(folder, folder / "roi.nii.gz", site.model)
    assert found.probability == predict_study(site.dicom(0), site.outline(0), site.model).probability


def test_two_axial_t2_series_need_an_outline_that_fits_one(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    for number in (0, 1):
        t2 = [c for c in scan([site.dicom(number)]).candidates if c.info.sequence == "T2"]
        axial = next(c for c in t2 if c.grid.plane == "axial")
        write_volume(axial.load(), folder / f"t2 axial {number}.nii.gz")
    found = predict_study(folder, site.outline(1), site.model)
    assert found.slices
    mask = read_mask(site.outline(1))
    moved = Grid(mask.grid.size, mask.grid.spacing, (1.0, 2.0, 3.0), mask.grid.direction)
    write_mask(Mask(mask.array, moved), tmp_path / "moved.nii.gz")
    with pytest.raises(PredictionError, match="2 axial T2 series"):
        predict_study(folder, tmp_path / "moved.nii.gz", site.model)


def test_a_folder_prediction_says_nothing_of_the_person(site: Site) -> None:
    said = str(predict_study(site.dicom(0), site.outline(0), site.model).to_json())
    assert site.hospital_ids[0] not in said
    assert str(site.out) not in said


def test_an_outline_on_another_grid_is_taken_with_a_warning(site: Site, tmp_path: Path) -> None:
    mask = read_mask(site.outline(0))
    fine = Grid(
        (mask.grid.size[0], mask.grid.size[1] * 2, mask.grid.size[2] * 2),
        (mask.grid.spacing[0], mask.grid.spacing[1] / 2, mask.grid.spacing[2] / 2),
        mask.grid.origin,
        mask.grid.direction,
    )
    doubled = np.repeat(np.repeat(mask.array, 2, axis=1), 2, axis=2)
    file = tmp_path / "fine.nii.gz"
    write_mask(Mask(doubled, fine), file)
    found = predict_study(site.dicom(0), file, site.model)
    assert any("another grid" in str(w) for w in found.warnings)
    plain = predict_study(site.dicom(0), site.outline(0), site.model)
    assert found.probability == pytest.approx(plain.probability, abs=0.1)


def test_what_must_not_be_judged_is_refused_in_one_sentence(site: Site, tmp_path: Path) -> None:
    with pytest.raises(PredictionError, match="several patients"):
        predict_study(site.out / "dicom", site.outline(0), site.model)
    twice = tmp_path / "twice"
    shutil.copytree(site.dicom(0), twice / "first")
    for number, file in enumerate(sorted(p for p in site.dicom(0).rglob("*") if p.is_file())):
        later = dcmread(file)
        later.StudyInstanceUID += ".2"
        later.SeriesInstanceUID += ".2"
        later.save_as(twice / f"{number}.dcm")
    with pytest.raises(PredictionError, match="several studies"):
        predict_study(twice, site.outline(0), site.model)
    mask = read_mask(site.outline(0))
    empty = tmp_path / "empty.nii.gz"
    write_mask(Mask.empty(mask.grid), empty)
    with pytest.raises(PredictionError, match="Nothing is outlined"):
        predict_study(site.dicom(0), empty, site.model)
    far = Grid(mask.grid.size, mask.grid.spacing, (900.0, 900.0, 900.0), mask.grid.direction)
    elsewhere = tmp_path / "elsewhere.nii.gz"
    write_mask(Mask(mask.array, far), elsewhere)
    with pytest.raises(PredictionError, match="No tumour is outlined on the axial T2"):
        predict_study(site.dicom(0), elsewhere, site.model)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    with pytest.raises(CxStageError):
        predict_study(nothing, site.outline(0), site.model)
    with pytest.raises(PredictionError, match="no patient P0099"):
        predict_patient(site.cohort, "P0099", MODEL)


def test_without_a_reference_a_complete_reading_stands_in(site: Site, tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "other.cxcohort")
    import_series(cohort, [site.dicom(0)])
    cohort.models.add(MODEL, site.model)
    (patient,) = cohort.patients()
    with pytest.raises(PredictionError, match="no complete reading"):
        predict_patient(cohort, patient, MODEL)
    t2, _ = choose_series(cohort.series(patient))
    reading = import_roi(cohort, patient, t2.id, site.outline(0), "A").reading
    cohort.save_reading(replace(reading, state=ReadingState.COMPLETE))
    found = predict_patient(cohort, patient, MODEL)
    assert "reading of A" in str(found.warnings[0])
    stored = predict_patient(site.cohort, site.patients[0], MODEL)
    assert found.probability == pytest.approx(stored.probability, abs=1e-6)


def test_a_prediction_can_be_stopped(site: Site) -> None:
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        predict_patient(site.cohort, site.patients[0], MODEL, job)
