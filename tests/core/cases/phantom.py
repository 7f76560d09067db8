"""Cases of the synthetic cohort."""

from __future__ import annotations

import SimpleITK as sitk

from tests.core.cases.running import Case, Check


def a_tumour_between_two_slices(case: Case) -> None:
    """The third patient's tumour of 9 mm fills no voxel by half; all three are written with outlines."""
    out = case.file("phantom")
    made = case.run("phantom", out, "--patients", 3, "--seed", 101)
    assert [p["patient"] for p in made["patients"]] == [f"PHANTOM-000{n}" for n in (1, 2, 3)]
    for patient in made["patients"]:
        for name in ("truth", "reader-a", "reader-b"):
            mask = sitk.ReadImage(str(out / "masks" / patient["patient"] / f"{name}.nii.gz"))
            assert (sitk.GetArrayFromImage(mask) == 1).any(), (patient, name)


CASES: dict[str, Check] = {"52": a_tumour_between_two_slices}
