"""Real MRI: equal to SimpleITK's reading, or refused with one sentence; nothing crashes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.resample import volume_of_sitk
from cxstage_core.intake import read_mask, read_volume, scan

pytestmark = pytest.mark.real


def by_sitk(folder: Path) -> sitk.Image:
    """SimpleITK's own reading of a folder with one series."""
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def test_every_series_of_the_pelvic_study_equals_simpleitk(real_data: Path) -> None:
    found = scan([real_data / "pelvis_dicom"])
    assert found.rejections == ()
    kinds = sorted((c.info.sequence, c.grid.plane) for c in found.candidates)
    assert kinds == sorted(
        [("T2", "axial"), ("T2", "sagittal"), ("T2", "coronal"), ("ADC", "axial"), ("PD", "axial")]
        + [("DWI", "axial")] * 4
    )
    for candidate in found.candidates:
        if any("Volume" in note for note in candidate.info.notes):
            continue  # three b-values in one folder, which SimpleITK's series reader would mix
        volume, wanted = candidate.load(), volume_of_sitk(by_sitk(candidate.source))
        np.testing.assert_array_equal(volume.array, wanted.array)
        assert volume.grid.close_to(wanted.grid, 5e-3)


def test_the_axial_t2_is_what_the_scanner_made(real_data: Path) -> None:
    (t2,) = [
        c
        for c in scan([real_data / "pelvis_dicom"]).candidates
        if c.info.sequence == "T2" and c.grid.plane == "axial"
    ]
    assert t2.grid.size == (19, 384, 384)
    assert t2.grid.spacing == pytest.approx((3.0, 0.5, 0.5), abs=1e-4)


def test_the_diffusion_series_is_split_by_its_b_values(real_data: Path) -> None:
    parts = [c for c in scan([real_data / "pelvis_dicom"]).candidates if c.info.notes]
    assert [c.info.notes[-1] for c in parts] == [
        f"Volume {i} of 3 of this series (b = {b} s/mm²)." for i, b in ((1, 50), (2, 400), (3, 800))
    ]
    assert [c.info.tags["DiffusionBValue"] for c in parts] == [50.0, 400.0, 800.0]
    means = [float(c.load().array.mean()) for c in parts]
    assert means == sorted(means, reverse=True)  # signal falls as b grows


def test_the_missing_slice_is_refused_with_its_place(real_data: Path) -> None:
    found = scan([real_data / "pelvis_dicom_missing_slice"])
    assert found.candidates == ()
    (refusal,) = found.rejections
    assert "1 slice is missing between the slices at -15.9 mm and -9.9 mm" in str(refusal.reason)


def nasty_files(folder: Path) -> list[Path]:
    """Every nasty DICOM file."""
    return sorted(p for p in (folder / "nasty").rglob("*.dcm") if p.is_file())


def test_each_nasty_file_is_read_or_refused_with_one_sentence(real_data: Path) -> None:
    for file in nasty_files(real_data):
        found = scan([file])
        assert len(found.candidates) + len(found.rejections) >= 1, file
        for refusal in found.rejections:
            assert str(refusal.reason).endswith("."), file
            assert str(real_data) not in str(refusal.reason)
        for candidate in found.candidates:
            assert candidate.load().array.shape == candidate.grid.size


def test_the_nasty_folder_as_a_whole_stops_nothing(real_data: Path) -> None:
    found = scan([real_data / "nasty"])
    reasons = " ".join(str(r.reason) for r in found.rejections)
    for word in (
        "different planes",
        "deflated",
        "cut off",
        "RT Structure Set",
        "CT Image",
        "Secondary Capture",
    ):
        assert word in reasons
    for candidate in found.candidates:
        candidate.load()


@pytest.mark.parametrize("kind", ["anatomical", "compressed_rle", "compressed_j2k", "compressed_jpeg"])
def test_compressed_series_decode_to_the_same_pixels(real_data: Path, kind: str) -> None:
    folder = real_data / "nasty" / "dicom2nifti_noise_pixels" / "generic" / kind / "001"
    (candidate,) = scan([folder]).candidates
    volume, wanted = candidate.load(), by_sitk(folder)
    np.testing.assert_array_equal(volume.array, sitk.GetArrayFromImage(wanted))


def test_enhanced_multi_frame_files_are_read_frame_by_frame(real_data: Path) -> None:
    found = scan([real_data / "nasty" / "enhanced_philips"])
    assert [c.grid.size for c in found.candidates] == [(32, 64, 64)] * 2


def test_all_formats_of_the_same_volume_agree(real_data: Path) -> None:
    volumes = real_data / "volumes"
    for name in ("tra", "sag"):
        mha = read_volume(volumes / f"ProstateX-0000_t2_tse_{name}.mha")
        nifti = read_volume(volumes / f"ProstateX-0000_t2_tse_{name}.nii.gz")
        np.testing.assert_array_equal(mha.array, nifti.array)
        assert mha.grid.close_to(nifti.grid, 1e-2)
        wanted = volume_of_sitk(sitk.ReadImage(str(volumes / f"ProstateX-0000_t2_tse_{name}.mha")))
        np.testing.assert_array_equal(mha.array, wanted.array)
    label = read_mask(volumes / "brain1_label.nrrd")
    assert label.grid.close_to(read_volume(volumes / "brain1_image.nrrd").grid, 1e-2)


def test_an_image_is_not_taken_for_an_outline(real_data: Path) -> None:
    with pytest.raises(IntakeError, match="only 0, 1"):
        read_mask(real_data / "volumes" / "brain1_image.nrrd")
