"""The command line as a script uses it: one JSON object on stdout, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CXSTAGE = str(Path(sys.executable).with_name("cxstage"))


def run(*arguments: object, expect: int = 0) -> dict[str, Any]:
    """Run the command with --json and return its one object."""
    done = subprocess.run(
        [CXSTAGE, *map(str, arguments), "--json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stdout + done.stderr
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a phantom and a cohort built from it by the commands alone."""
    folder = tmp_path_factory.mktemp("命令 line")
    run("phantom", folder / "phantom", "--patients", 12, "--seed", 3)
    run("cohort", "create", folder / "c.cxcohort")
    return folder


def test_the_main_job_from_the_shell(study: Path) -> None:
    cohort, phantom = study / "c.cxcohort", study / "phantom"

    imported = run("import", cohort, phantom / "dicom")
    assert imported["counts"]["imported"] == 36
    assert {
        "source",
        "patient",
        "series",
        "description",
        "status",
        "reason",
        "shape",
        "spacing",
    } <= set(imported["series"][0])
    again = run("import", cohort, phantom / "dicom")
    assert again["counts"]["duplicate"] == 36
    assert "PHANTOM" not in (cohort / "audit.log").read_text(encoding="utf-8")

    clinical = run("clinical", "import", cohort, phantom / "clinical.csv")
    assert len(clinical["imported"]) == 12
    assert clinical["refused"] == []

    info = run("cohort", "info", cohort)
    ids = sorted(path.name for path in (phantom / "masks").iterdir())
    patients = sorted(p["patient"] for p in info["patients"])
    assert len(patients) == len(ids) == 12
    for hospital_id, patient in zip(ids, patients, strict=True):
        file = phantom / "masks" / hospital_id / "reader-a.nii.gz"
        roi = run("roi", "import", cohort, patient, "t2-axial", file, "--reader", "A")
        assert roi["volume_cm3"] > 0
    out = study / "out.nii.gz"
    run("roi", "export", cohort, patients[0], "t2-axial", out, "--reader", "A")
    assert out.exists()

    split = run("split", cohort, "--test", 0.3, "--seed", 1)
    assert not set(split["train"]) & set(split["test"])
    refused = run("split", cohort, "--seed", 2, expect=1)
    assert "lock" in refused["error"]

    found = run("compare", cohort, "--models", "shufflenet", "--epochs", 1, "--size", 64, "--seed", 1)
    (row,) = [m for m in found["models"] if m["name"] == "ShuffleNet"]
    assert {
        "accuracy",
        "balanced_accuracy",
        "f1",
        "precision",
        "auc",
        "auc_ci",
        "n",
        "confusion",
    } <= set(row)
    assert row["n"] == len(split["test"]) == len(row["patients"])
    assert found["split"] == {"train": split["train"], "test": split["test"]}

    model = row["model"]
    assert run("cohort", "info", cohort)["models"] == [model]
    stored = {p["patient"]: p["probability"] for p in row["patients"]}
    for patient in split["test"]:
        predicted = run("predict", cohort, patient, "--model", model)
        assert predicted["probability"] == pytest.approx(stored[patient], abs=1e-5)

    order = dict(zip(patients, ids, strict=True))
    hospital_id = order[split["test"][0]]
    direct = run(
        "predict", "--study", next((phantom / "dicom").glob(f"*{hospital_id[-4:]}*")),
        "--roi", phantom / "masks" / hospital_id / "reader-a.nii.gz",
        "--model", cohort / "models" / f"{model}.safetensors",
    )  # fmt: skip
    assert direct["probability"] == pytest.approx(stored[split["test"][0]], abs=1e-5)

    assert run("cohort", "verify", cohort) == {"ok": True, "problems": []}
    assert run("cohort", "verify", cohort, "--rebuild")["ok"]


def test_a_damaged_cohort_is_told_with_exit_code_1(study: Path) -> None:
    cohort = study / "damaged.cxcohort"
    run("cohort", "create", cohort)
    run("import", cohort, *sorted((study / "phantom" / "dicom").iterdir())[:1])
    victim = next((cohort / "series").rglob("*.h5"))
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 0xFF
    victim.chmod(0o644)
    victim.write_bytes(content)
    found = run("cohort", "verify", cohort, expect=1)
    assert not found["ok"]
    assert victim.name in found["problems"][0]["file"]


def test_refusals_are_one_json_sentence(tmp_path: Path) -> None:
    assert "error" in run("cohort", "info", tmp_path / "nothing.cxcohort", expect=1)
    run("cohort", "create", tmp_path / "c.cxcohort")
    assert "error" in run("cohort", "create", tmp_path / "c.cxcohort", expect=1)
    assert "error" in run("split", tmp_path / "c.cxcohort", expect=1)
    assert "error" in run("compare", tmp_path / "c.cxcohort", "--models", "lenet", expect=1)


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    for arguments in (
        ["split"],
        ["predict", "--json"],
        ["nonsense"],
        ["compare", "x", "--epochs", "0"],
    ):
        done = subprocess.run([CXSTAGE, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 2, arguments
        assert done.stdout == ""
