"""What becomes of each nasty file: the table of the manual page on intake, held to the files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk

from cxstage_core.cohort import Cohort
from cxstage_core.imaging.resample import volume_of_sitk
from cxstage_core.intake import import_series, scan

pytestmark = [pytest.mark.real, pytest.mark.filterwarnings("ignore::UserWarning")]

READ = "read"
NOISE = "dicom2nifti_noise_pixels"
OUTCOMES = {
    "charset": "only MR images are imported",
    f"{NOISE}/failing/notavolume/001": "“CT Image”; only MR images are imported",
    f"{NOISE}/failing/slicecount/001": READ,
    f"{NOISE}/failing/sliceincrement/001": "“CT Image”; only MR images are imported",
    f"{NOISE}/failing/sliceorientation/001": "different planes, as in a localizer",
    f"{NOISE}/generic/anatomical/001": READ,
    f"{NOISE}/generic/compressed_j2k/001": READ,
    f"{NOISE}/generic/compressed_jpeg/001": READ,
    f"{NOISE}/generic/compressed_rle/001": READ,
    f"{NOISE}/philips_enhanced/anatomical/001": READ,
    "enhanced_philips": READ,
    "pydicom/ExplVR_LitEndNoMeta.dcm": "no image; it is of the kind “RT Ion Plan”",
    "pydicom/MR_small.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_RLE.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_bigendian.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_implicit.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_jp2klossless.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_jpeg_ls_lossless.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_small_padded.dcm": "a single image; a volume needs at least two",
    "pydicom/MR_truncated.dcm": "The pixels are cut off: 8130 of 8192 bytes",
    "pydicom/SC_rgb_jpeg_dcmtk.dcm": "“Secondary Capture Image”; only MR images",
    "pydicom/SC_rgb_small_odd.dcm": "“Secondary Capture Image”; only MR images",
    "pydicom/badVR.dcm": "“RT Dose”; only MR images",
    "pydicom/image_dfl.dcm": "deflated DICOM file, which can unpack to any size",
    "pydicom/meta_missing_tsyntax.dcm": "Not a readable DICOM image",
    "pydicom/no_meta.dcm": "Not an image that CxStage reads",
    "pydicom/rtstruct.dcm": "no image; it is of the kind “RT Structure Set”",
    "pydicom/test-SR.dcm": "no image; it is of the kind “Comprehensive SR”",
    "pydicom-data/bad_sequence.dcm": "“CT Image”; only MR images",
    "pydicom-data/emri_small.dcm": "positions of the frames are missing",
    "pydicom-data/emri_small_RLE.dcm": "positions of the frames are missing",
    "pydicom-data/emri_small_jpeg_2k_lossless.dcm": "positions of the frames are missing",
    "pydicom-data/emri_small_jpeg_2k_lossless_too_short.dcm": "The pixels are cut off or damaged",
}


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_each_is_read_or_refused_as_the_manual_says(real_data: Path, name: str) -> None:
    found = scan([real_data / "nasty" / name])
    if OUTCOMES[name] == READ:
        assert found.rejections == ()
        assert all(c.load().array.shape == c.grid.size for c in found.candidates)
    else:
        assert found.candidates == ()
        (refusal,) = found.rejections
        assert OUTCOMES[name] in str(refusal.reason)


def test_the_table_names_every_file(real_data: Path) -> None:
    nasty = real_data / "nasty"
    for file in nasty.rglob("*.dcm"):
        name = file.relative_to(nasty)
        assert {name.as_posix(), name.parent.as_posix()} & set(OUTCOMES)


def test_the_whole_folder_goes_into_a_cohort(real_data: Path, tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c")
    report = import_series(cohort, [real_data / "nasty"])
    assert report.by_status["imported"] >= 5
    assert all(s.reason.endswith(".") for s in report.series if s.status == "rejected")
    assert cohort.verify() == ()


def test_each_b_value_equals_simpleitks_reading_of_its_files(real_data: Path) -> None:
    (folder,) = (real_data / "pelvis_dicom").rglob("6.000000-*")
    headers = [(pydicom.dcmread(f, stop_before_pixels=True), f) for f in folder.iterdir()]
    for candidate in scan([folder]).candidates:
        name = f"*ep_b{candidate.info.tags['DiffusionBValue']:g}t"
        own = [(d, f) for d, f in headers if d.SequenceName == name]
        own.sort(key=lambda pair: float(pair[0].ImagePositionPatient[2]))
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames([str(f) for _, f in own])
        wanted, volume = volume_of_sitk(reader.Execute()), candidate.load()
        np.testing.assert_array_equal(volume.array, wanted.array)
        assert volume.grid.close_to(wanted.grid, 5e-3)


def test_enhanced_frames_have_their_own_scale_and_place(real_data: Path) -> None:
    file = real_data / "nasty" / "enhanced_philips" / "IM_0027_fMAP.dcm"
    dataset = pydicom.dcmread(file)
    stored = dataset.pixel_array.astype(float)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        scale = group.PixelValueTransformationSequence[0]
        stored[number] = stored[number] * float(scale.RescaleSlope) + float(scale.RescaleIntercept)
    places = [
        [float(v) for v in group.PlanePositionSequence[0].ImagePositionPatient]
        for group in dataset.PerFrameFunctionalGroupsSequence
    ]
    seen = 0
    for candidate in scan([file]).candidates:
        volume = candidate.load()
        for index in range(volume.grid.size[0]):
            corner = volume.grid.index_to_world((index, 0, 0))
            same_place = [n for n, p in enumerate(places) if np.allclose(p, corner, atol=1e-3)]
            seen += any(np.allclose(stored[n], volume.array[index], atol=1e-2) for n in same_place)
    assert seen == len(places)


def test_the_axial_t2_lies_where_simpleitk_puts_it(real_data: Path) -> None:
    (folder,) = (real_data / "pelvis_dicom").rglob("4.000000-*")
    (candidate,) = scan([folder]).candidates
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    wanted, volume = volume_of_sitk(reader.Execute()), candidate.load()
    assert volume.array.shape == (19, 384, 384)
    assert volume.array.dtype == wanted.array.dtype == np.uint16
    np.testing.assert_array_equal(volume.array, wanted.array)
    assert volume.grid.close_to(wanted.grid, 1e-5)
    mha = real_data / "volumes" / "ProstateX-0000_t2_tse_tra.mha"
    other = volume_of_sitk(sitk.ReadImage(str(mha)))
    np.testing.assert_array_equal(volume.array, other.array)
    assert volume.grid.close_to(other.grid, 1e-3)
