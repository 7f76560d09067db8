"""Cases of figures: intervals that hold their estimate, and rows that come from one rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, precision_score

from tests.core.cases.running import Case, Check

MODELS = ("shufflenet", "fbnet")


def _cohort(case: Case, patients: int) -> list[tuple[str, Path]]:
    """Patients of a phantom in a cohort: pseudonym and folder of masks."""
    phantom = case.file("phantom")
    case.run("phantom", phantom, "--patients", patients, "--seed", 3)
    case.run("cohort", "create", case.cohort)
    case.run("import", case.cohort, phantom / "dicom")
    found = case.run("cohort", "info", case.cohort)["patients"]
    folders = sorted((phantom / "masks").iterdir())
    return list(zip(sorted(p["patient"] for p in found), folders, strict=True))


def readers_who_run_opposite_ways(case: Case) -> None:
    """Where one reader draws much the other draws little: ICC(A,1) lies below −1."""
    sizes = ((2, 12), (12, 2), (7, 7))
    for (patient, folder), both in zip(_cohort(case, 3), sizes, strict=True):
        image = sitk.ReadImage(str(folder / "truth.nii.gz"))
        for reader, size in zip("AB", both, strict=True):
            array = np.zeros_like(sitk.GetArrayFromImage(image))
            array[4:7, 100 - size : 100 + size, 100 - size : 100 + size] = 1
            mask = sitk.GetImageFromArray(array)
            mask.CopyInformation(image)
            file = case.file(f"{patient}-{reader}.nii.gz")
            sitk.WriteImage(mask, str(file))
            case.run("roi", "import", case.cohort, patient, "t2-axial", file, "--reader", reader)
    found = case.run("agreement", case.cohort)
    for one in found["agreement"]:
        _holds(one["slice_kappa_pooled"])
        for measure in one["measures"].values():
            for part in (measure["mean"], measure["median"], *measure.get("limits", ())):
                _holds(part)
            for key in ("bias", "icc_a1"):
                _holds(measure.get(key, measure["mean"]))
    tumour = next(one for one in found["agreement"] if one["region"] == "tumour")
    icc = tumour["measures"]["volume_difference_cm3"]["icc_a1"]
    assert icc["value"] < -1 and icc["interval"] is None and icc["note"]


def _holds(part: dict[str, Any]) -> None:
    if part["interval"] is None:
        assert part["note"], part
    else:
        low, high = part["interval"]
        assert low <= part["value"] <= high, part


def a_row_of_repeated_folds(case: Case) -> None:
    """Every figure of a row, and the paired test, from all decisions of all repeats."""
    for patient, folder in _cohort(case, 12):
        file = folder / "reader-a.nii.gz"
        case.run("roi", "import", case.cohort, patient, "t2-axial", file, "--reader", "A")
    case.run("clinical", "import", case.cohort, case.file("phantom") / "clinical.csv")
    found = case.run(
        "compare", case.cohort, "--models", ",".join(MODELS), "--epochs", 1, "--size", 32, "--seed", 1,
        "--protocol", "cross-validation", "--folds", 3, "--repeats", 3, "--set", "lr=0.001",
    )  # fmt: skip
    assert len(found["models"]) == 2
    for row in found["models"]:
        tn, fp, fn, tp = (row["confusion"][key] for key in ("tn", "fp", "fn", "tp"))
        assert tn + fp + fn + tp == 3 * row["n"]
        truth = np.repeat([0, 0, 1, 1], (tn, fp, fn, tp))
        said = np.repeat([0, 1, 0, 1], (tn, fp, fn, tp))
        wanted = [
            accuracy_score(truth, said),
            balanced_accuracy_score(truth, said),
            f1_score(truth, said, average="macro", zero_division=0),
            precision_score(truth, said, average="macro", zero_division=0),
        ]
        keys = ("accuracy", "balanced_accuracy", "f1", "precision")
        assert [row[key] for key in keys] == pytest.approx(wanted)
        folds = [r["auc"] for r in found["protocol"]["results"] if r["family"] == row["family"]]
        assert row["auc"] == pytest.approx(np.mean([auc for auc in folds if auc is not None]))
    rows = {row["name"]: row for row in found["models"]}
    (pair,) = found["paired"]
    first, second = rows[pair["first"]], rows[pair["second"]]
    assert pair["auc_difference"] == pytest.approx(first["auc"] - second["auc"])
    right = [row["confusion"]["tn"] + row["confusion"]["tp"] for row in (first, second)]
    only = pair["mcnemar"]
    assert only["only_first_right"] - only["only_second_right"] == right[0] - right[1]


CASES: dict[str, Check] = {"24": readers_who_run_opposite_ways, "55": a_row_of_repeated_folds}
