"""A real prediction goes into its study: from a cohort with the study given again, and from files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pydicom
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing, choose_series
from cxstage_core.errors import PredictionError
from cxstage_core.intake import import_series, read_mask
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.models import ModelCard
from cxstage_core.models.build import build
from cxstage_core.phantom import write_cohort
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.dicom import Answer, Targets, answer_of, open_source, write_of_case
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.of_files import case_of_study, open_study, read_outline_of
from cxstage_core.prediction.predictor import predict_case
from tests.core.models.cards import card_of
from tests.core.prediction.dicom_peers import errors_of_dciodvfy, report_of_dcmqi
from tests.core.prediction.dicom_studies import picture

CONFIG = Preprocessing(size_px=64)
FAMILY = "shufflenet_v2_x1_0"


@dataclass(frozen=True)
class Site:
    """A phantom patient on disk and in a cohort, and a network with random weights."""

    study: Path
    mask: Path
    cohort: Cohort
    patient: str
    model: LoadedModel


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site")
    (made,) = write_cohort(root / "phantom", patients=1, seed=4).patients
    cohort = Cohort.create(root / "site.cxcohort")
    import_series(cohort, [root / "phantom" / "dicom"])
    patient = cohort.find_patient(made.patient_id) or ""
    mask = root / "phantom" / "masks" / made.patient_id / "truth.nii.gz"
    t2, _ = choose_series(cohort.series(patient))
    cohort.references.freeze(patient, {t2.id: read_mask(mask)}, origin="truth")
    card: ModelCard = card_of(FAMILY, preprocessing=CONFIG.to_dict())
    model = LoadedModel("E0001-shufflenet", build(FAMILY, channels=3, size_px=64).eval(), card)
    (study,) = (p for p in (root / "phantom" / "dicom").iterdir() if p.is_dir())
    yield Site(study, mask, cohort, patient, model)


def case_and_answer(site: Site, way: str) -> tuple[Case, Answer]:
    if way == "cohort":
        case = case_of_patient(site.cohort, site.patient, CONFIG)
    else:
        study = open_study([site.study])
        case = case_of_study(study, read_outline_of(study, site.mask), CONFIG)
    prediction = predict_case(site.model, case)
    answer = answer_of(
        prediction,
        case,
        record=hashlib.sha256(way.encode()).hexdigest(),
        made=datetime(2026, 5, 6, 7, 8, 9),
        model_sha256="cd" * 32,
    )
    return case, answer


@pytest.mark.parametrize("way", ["cohort", "files"])
def test_a_prediction_is_filed_into_its_study(site: Site, tmp_path: Path, way: str) -> None:
    case, answer = case_and_answer(site, way)
    targets = Targets(tmp_path / "seg.dcm", tmp_path / "sr.dcm", tmp_path / "sc.dcm")
    filed = write_of_case(
        case,
        answer,
        open_source([site.study]),
        targets,
        confirmed=True,
        cohort=site.cohort if way == "cohort" else None,
        pictures=[picture()],
    )
    assert filed.files == (targets.seg, targets.sr, targets.capture)
    assert filed.notes == ()
    assert [errors_of_dciodvfy(file) for file in filed.files] == [[], [], []]
    images = case.load()
    back = read_outline(targets.seg or Path(), (images.t2.grid,)).mask
    wanted, _ = on_series(images.outline, images.t2.grid, site.mask)
    np.testing.assert_array_equal(back.array, wanted.array)
    said = report_of_dcmqi(targets.sr or Path(), tmp_path / "sr.json")
    numbers = {
        item["quantity"]["CodeValue"]: float(item["value"])
        for item in said["Measurements"][0]["measurementItems"]  # type: ignore[index]
    }
    assert numbers["probability"] == pytest.approx(answer.probability, abs=1e-6)
    listed = pydicom.dcmread(targets.sr or Path()).CurrentRequestedProcedureEvidenceSequence[0]
    assert len(listed.ReferencedSeriesSequence) == 1 + len({"T2", *images.further})


def test_the_study_has_to_be_given_and_confirmed(site: Site, tmp_path: Path) -> None:
    case, answer = case_and_answer(site, "cohort")
    targets = Targets(seg=tmp_path / "seg.dcm")
    with pytest.raises(PredictionError, match="not confirmed"):
        write_of_case(
            case, answer, open_source([site.study]), targets, confirmed=False, cohort=site.cohort
        )
    (tmp_path / "empty").mkdir()
    with pytest.raises(PredictionError, match="no usable series"):
        open_source([tmp_path / "empty"])
    assert not (tmp_path / "seg.dcm").exists()


def test_the_conclusion_carries_every_warning(site: Site) -> None:
    case, answer = case_and_answer(site, "files")
    prediction = predict_case(site.model, case)
    assert answer.sentences[0] == "Research use only."
    assert "not known" in answer.sentences[2]
    assert {str(w) for w in prediction.warnings} <= set(answer.sentences)
