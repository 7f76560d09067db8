"""The input gate: studies that no model may judge."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import SimpleITK as sitk
from pydicom import dcmread

from cxstage_core.dataset import Preprocessing
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from tests.core.cases.running import Case
from tests.core.models.cards import card_of

FAMILY = "shufflenet_v2_x1_0"


def a_t2_smaller_than_the_window(case: Case) -> None:
    """Both are said: how much of the window is empty, and how much of the outline is lost."""
    model, mask = _site(case)
    t2 = next(p for p in case.file("ph/dicom").rglob("*") if p.is_dir() and _axial_t2(p))
    study = case.file("study")
    study.mkdir()
    for file in t2.iterdir():
        (study / file.name).write_bytes(file.read_bytes())
    subprocess.run([sys.executable, case.file("make.py"), study], cwd=case.work, check=True)
    arguments = ("predict", "--study", study, "--roi", mask, "--model", model)
    refused = case.run(*arguments)["reason"]
    assert "% of the field of view of 134.4 mm; the rest is empty" in refused
    wide = case.file("wide.nii.gz")
    drawn = sitk.ReadImage(str(mask)) > 0
    sitk.WriteImage(sitk.BinaryDilate(drawn, [45, 45, 0]), str(wide))  # beyond the cut image
    arguments = ("predict", "--study", study, "--roi", wide, "--model", model)
    found = case.run(*arguments, "--despite", "a test")
    said = " ".join(found["warnings"])
    assert "% of the field of view" in said
    assert "reaches the edge of the axial T2 image" in said, said
    assert "cm³ lie outside the axial T2 series" in said
    assert found["despite"] == "a test"


def men_and_prostates(case: Case) -> None:
    """A man's study and one of a prostate: no prediction without a reason, which stands in the result."""
    model, mask = _site(case)
    study = next(p for p in case.file("ph/dicom").iterdir() if p.is_dir())
    arguments = ("predict", "--study", study, "--roi", mask, "--model", model)
    assert case.run(*arguments)["objections"] == []
    for keyword, value, said in (
        ("PatientSex", "M", "recorded as a man"),
        ("BodyPartExamined", "PROSTATE", "another body part (PROSTATE)"),
    ):
        before = _set(study, keyword, value)
        refused = case.run(*arguments)
        assert refused["abstained"] and refused["probability"] is None
        assert said in refused["reason"]
        found = case.run(*arguments, "--despite", "header known to be wrong")
        assert any(said in warning for warning in found["warnings"])
        assert found["despite"] == "header known to be wrong"
        _set(study, keyword, before)


def _site(case: Case) -> tuple[Path, Path]:
    case.run("phantom", case.file("ph"), "--patients", 1)
    card = card_of(
        FAMILY,
        preprocessing=Preprocessing(size_px=64).to_dict(),
        lineage={"recipe": {"augmentation": {"modality_dropout": 0.1}}},
    )
    model = case.file("model.safetensors")
    save_model(model, build(FAMILY, channels=3, size_px=64), card)
    return model, next(case.file("ph/masks").rglob("truth.nii.gz"))


def _axial_t2(folder: Path) -> bool:
    file = next((p for p in sorted(folder.iterdir()) if p.is_file()), None)
    if file is None:
        return False
    header = dcmread(file, stop_before_pixels=True)
    return float(header.EchoTime) > 60 and abs(float(header.ImageOrientationPatient[0])) > 0.9


def _set(study: Path, keyword: str, value: str) -> str:
    before = ""
    for file in (p for p in study.rglob("*") if p.is_file()):
        dataset = dcmread(file)
        before = str(dataset.get(keyword) or "")
        setattr(dataset, keyword, value)
        dataset.save_as(file)
    return before


CASES = {"33": a_t2_smaller_than_the_window, "57": men_and_prostates}
