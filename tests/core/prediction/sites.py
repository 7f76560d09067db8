"""Two phantom patients on disk and in a cohort, a model with random weights, and records of its predictions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing, choose_series
from cxstage_core.intake import import_series, read_mask
from cxstage_core.models import load_model, save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import write_cohort
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.predictor import predict_in_cohort, preprocessing_of
from cxstage_core.prediction.report import PredictionRecord, record_of
from tests.core.models.cards import card_of

CONFIG = Preprocessing(size_px=64)
FAMILY = "shufflenet_v2_x1_0"
MODEL = f"E0001-{FAMILY}"


@dataclass(frozen=True)
class Site:
    """Folder with the phantom, a cohort with references, and the file of a model."""

    root: Path
    cohort: Cohort
    hospital_ids: tuple[str, ...]
    patients: tuple[str, ...]
    model: Path

    @classmethod
    def build(cls, root: Path) -> Site:
        """Make everything below a folder."""
        made = write_cohort(root / "phantom", patients=2, seed=11)
        cohort = Cohort.create(root / "site.cxcohort")
        import_series(cohort, [root / "phantom" / "dicom"])
        ids = tuple(p.patient_id for p in made.patients)
        patients = tuple(cohort.find_patient(one) or "" for one in ids)
        for hospital_id, patient in zip(ids, patients, strict=True):
            t2, _ = choose_series(cohort.series(patient))
            mask = read_mask(root / "phantom" / "masks" / hospital_id / "truth.nii.gz")
            cohort.references.freeze(patient, {t2.id: mask}, origin="truth")
        file = root / f"{MODEL}.safetensors"
        write_model(file, seed=5)
        cohort.models.add(MODEL, file)
        return cls(root, cohort, ids, patients, file)

    def dicom(self, number: int) -> Path:
        """Folder of a patient's study."""
        folders = sorted(p for p in (self.root / "phantom" / "dicom").iterdir() if p.is_dir())
        return folders[number]

    def outline(self, number: int) -> Path:
        """File of a patient's outline."""
        return self.root / "phantom" / "masks" / self.hospital_ids[number] / "truth.nii.gz"

    def loaded(self) -> LoadedModel:
        """The model of the cohort."""
        return LoadedModel(MODEL, *load_model(self.cohort.models.path(MODEL)))

    def loaded_from_file(self) -> LoadedModel:
        """The same model from its file, for users who may not see those of the cohort."""
        return LoadedModel(MODEL, *load_model(self.model))

    def case(self, number: int = 0) -> Case:
        """A patient, prepared for the model."""
        return case_of_patient(self.cohort, self.patients[number], CONFIG)

    def record(self, number: int = 0) -> PredictionRecord:
        """The record of a prediction made now."""
        loaded = self.loaded()
        case = case_of_patient(self.cohort, self.patients[number], preprocessing_of(loaded.card))
        found = predict_in_cohort(self.cohort, loaded, case)
        return record_of(loaded, case, found, cohort=self.cohort, at="2026-01-02T03:04:05+00:00")


def write_model(file: Path, seed: int) -> None:
    """Write a model with random weights."""
    card = card_of(
        FAMILY,
        preprocessing=CONFIG.to_dict(),
        input_range={},
        lineage={"recipe": {"augmentation": {"modality_dropout": 0.1}}},
    )
    save_model(file, build(FAMILY, channels=3, size_px=64, seed=seed), card)
