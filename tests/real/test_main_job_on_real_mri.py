"""The real pelvic study through the command line: import, outline, and a prediction."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.imaging import Mask

pytestmark = pytest.mark.real
CXSTAGE = str(Path(sys.executable).with_name("cxstage"))


def run(*arguments: object) -> dict[str, Any]:
    """Run the command with --json; it must succeed."""
    done = subprocess.run(
        [CXSTAGE, *map(str, arguments), "--json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def ellipse_on(grid: Any) -> Mask:
    """A plausible outline: an ellipsoid of 30 × 24 mm over five slices in the middle."""
    mask = Mask.empty(grid)
    points = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    mm = (points - (np.asarray(grid.size) - 1) / 2) * np.asarray(grid.spacing)
    mask.array[(mm[..., 0] / 7) ** 2 + (mm[..., 1] / 12) ** 2 + (mm[..., 2] / 15) ** 2 <= 1] = 1
    return mask


def test_a_model_trained_on_the_phantom_predicts_the_real_study(
    real_data: Path, tmp_path: Path
) -> None:
    from cxstage_core.cohort import Cohort
    from cxstage_core.intake import write_mask

    cohort = tmp_path / "real.cxcohort"
    run("cohort", "create", cohort)
    imported = run("import", cohort, real_data / "pelvis_dicom")
    outcomes = {(s["description"], s["status"]) for s in imported["series"]}
    assert all(status == "imported" for _, status in outcomes), outcomes
    (axial,) = [s for s in imported["series"] if s["series"] == "t2-axial"]
    assert axial["shape"] == [19, 384, 384]
    assert axial["spacing"] == pytest.approx([3.0, 0.5, 0.5], abs=1e-3)

    everything = b"".join(p.read_bytes() for p in cohort.rglob("*") if p.is_file())
    for secret in (b"ProstateX", b"20110707", b"07-07-2011"):
        assert secret not in everything

    store = Cohort.open(cohort)
    mask = ellipse_on(store.volume(axial["patient"], "t2-axial").grid)
    roi = tmp_path / "roi.nii.gz"
    write_mask(mask, roi)
    run("roi", "import", cohort, axial["patient"], "t2-axial", roi, "--reader", "A")

    phantom = tmp_path / "phantom"
    run("phantom", phantom, "--patients", 12, "--seed", 5)
    trained = tmp_path / "trained.cxcohort"
    run("cohort", "create", trained)
    run("import", trained, phantom / "dicom")
    run("clinical", "import", trained, phantom / "clinical.csv")
    for folder in sorted((phantom / "masks").iterdir()):
        patient = Cohort.open(trained).find_patient(folder.name)
        run("roi", "import", trained, patient, "t2-axial", folder / "reader-a.nii.gz", "--reader", "A")
    run("split", trained)
    run("compare", trained, "--models", "shufflenet", "--epochs", 1, "--size", 64)
    (model,) = run("cohort", "info", trained)["models"]

    found = run(
        "predict", "--study", real_data / "pelvis_dicom", "--roi", roi,
        "--model", trained / "models" / f"{model}.safetensors",
        "--despite", "the study is a man's, read here to test the way through the program",
    )  # fmt: skip
    assert found["objections"]
    assert 0 < found["probability"] < 1
    assert found["slices"]
    assert any("T1" in warning for warning in found["warnings"])
