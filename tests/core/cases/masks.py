"""Outlines whose headers contradict themselves, or whose segments have names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.cases.running import Case, Check

VOXEL_CM3 = 0.7 * 0.7 * 4 / 1000
DRAWN = 256


def imported(case: Case, name: str = "mask.nii.gz") -> dict[str, Any]:
    """Import the outline of a case; it must hold the 256 voxels of tumour that were drawn."""
    case.imported()
    found = case.run("roi", "import", case.cohort, "P0001", "t2-axial", name, "--reader", "A")
    assert found["volume_cm3"] == pytest.approx(DRAWN * VOXEL_CM3)
    assert found["slices"] == [2, 3, 4, 5]
    return found


def two_places(case: Case) -> None:
    """The distance of the two places is named."""
    (note,) = imported(case)["notes"]
    assert "8.0 mm apart" in note


def nearly_right_angles(case: Case) -> None:
    """The axes are set to right angles, with a note."""
    (note,) = imported(case)["notes"]
    assert "right angles" in note


def nearly_whole(case: Case) -> None:
    """The values are whole numbers, with a note that shows one."""
    (note,) = imported(case)["notes"]
    assert "0.9999999" in note or "0.99999988" in note


def second_nifti(case: Case) -> None:
    """NIfTI-2 is read."""
    assert imported(case, "mask.nii")["notes"] == []


def names_count(case: Case) -> None:
    """The names say what is tumour, not the numbers."""
    notes = " ".join(imported(case, "mask.seg.nrrd")["notes"])
    assert "possible infiltration" in notes


CASES: dict[str, Check] = {
    "17": two_places,
    "19": nearly_right_angles,
    "20": nearly_whole,
    "21": second_nifti,
    "22": names_count,
}
