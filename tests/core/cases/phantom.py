"""Cases of the synthetic cohort."""

from __future__ import annotations

import SimpleITK as sitk

from tests.core.cases.running import Case, Check


def a_tumour_between_two_slices(case: Case) -> None:
    """The cohort of the report, and one whose second patient's tumour fills no voxel by half, have outlines."""
    for seed, patients in ((101, 3), (8609, 2)):
        _outlined(case, seed, patients)


def _outlined(case: Case, seed: int, patients: int) -> None:
    out = case.file(f"phantom-{seed}")
    made = case.run("phantom", out, "--patients", patients, "--seed", seed)
    names = [f"PHANTOM-000{n}" for n in range(1, patients + 1)]
    assert [p["patient"] for p in made["patients"]] == names
    for patient in made["patients"]:
        for name in ("truth", "reader-a", "reader-b"):
            mask = sitk.ReadImage(str(out / "masks" / patient["patient"] / f"{name}.nii.gz"))
            assert (sitk.GetArrayFromImage(mask) == 1).any(), (patient, name)


CASES: dict[str, Check] = {"52": a_tumour_between_two_slices}
