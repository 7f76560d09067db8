"""A folder of DICOM becomes volumes: sorted by geometry, checked, and without identifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from cxstage_core.cohort import Cohort
from cxstage_core.imaging.resample import volume_of_sitk
from cxstage_core.intake import import_series, scan
from cxstage_core.intake.allow_list import kept_tags, technical_words, vendor
from tests.core.intake.conftest import SECRET

Writer = Callable[..., list[Path]]


def test_names_order_and_depth_do_not_matter(series: Writer, tmp_path: Path) -> None:
    source = tmp_path / "病人 Ärztin" / "a" / "b c"
    files = series(source)
    series(source.parent, SeriesDescription="t1 tra", EchoTime="12", RepetitionTime="600")
    (source / "notes.txt").write_text("not an image")
    found = scan([tmp_path])
    assert sorted(c.info.sequence for c in found.candidates) == ["T1", "T2"]
    (t2,) = [c for c in found.candidates if c.info.sequence == "T2"]
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(source)))
    wanted = volume_of_sitk(reader.Execute())
    volume = t2.load()
    np.testing.assert_array_equal(volume.array, wanted.array)
    assert volume.grid.close_to(wanted.grid, 1e-4)
    assert volume.grid.size == (len(files), 10, 12)
    assert volume.grid.spacing == pytest.approx((4.0, 0.7, 0.6))
    (other,) = found.rejections
    assert other.source.name == "notes.txt"


def test_no_identifier_reaches_the_cohort(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / SECRET)
    cohort = Cohort.create(tmp_path / "c")
    report = import_series(cohort, [tmp_path / SECRET])
    assert report.by_status == {"imported": 1, "duplicate": 0, "rejected": 0}
    assert report.series[0].description == "t2 tse tra"
    written = b"".join(p.read_bytes() for p in cohort.path.rglob("*") if p.is_file())
    names = "".join(str(p.relative_to(cohort.path)) for p in cohort.path.rglob("*"))
    for secret in (SECRET, "Müller", "Nguyen", "H-4711", "1958", "4711", "Anna"):
        assert secret.encode() not in written
        assert secret.encode("utf-16-le") not in written
        assert secret not in names
    (record,) = cohort.series(report.series[0].patient)
    assert record.info.tags["EchoTime"] == 100.0
    assert record.info.tags["Manufacturer"] == "Siemens"


def test_the_second_import_finds_duplicates(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in")
    cohort = Cohort.create(tmp_path / "c")
    import_series(cohort, [tmp_path / "in"])
    report = import_series(cohort, [tmp_path / "in"])
    assert report.by_status == {"imported": 0, "duplicate": 1, "rejected": 0}


def test_a_missing_slice_is_refused_with_its_place(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in")
    files[2].unlink()
    (refusal,) = scan([tmp_path / "in"]).rejections
    assert "1 slice is missing between the slices at -4.0 mm and 4.0 mm" in str(refusal.reason)


REFUSED = {
    "different planes": {"ImageOrientationPatient": lambda n: [1, 0, 0, 0, n % 2, 1 - n % 2]},
    "not equally spaced": {"ImagePositionPatient": lambda n: [0, 0, 4.0 * n + 0.4 * (n % 2)]},
    "same place": {"ImagePositionPatient": [0, 0, 0]},
    "shifted": {"ImagePositionPatient": lambda n: [2.0 * n, 0, 4.0 * n]},
    "burned": {"BurnedInAnnotation": "YES"},
    "MONOCHROME1; MONOCHROME2 is required": {"PhotometricInterpretation": "MONOCHROME1"},
    "impossible": {"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]},
    "cut off": {"Rows": 4000},
    "The Image Position Patient of this image is 0 × 0;": {"ImagePositionPatient": [0.0, 0.0]},
    "pixel spacings": {"PixelSpacing": lambda n: [0.7, 0.6 + 0.1 * n]},
    "kind": {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.2"},
}


@pytest.mark.parametrize("word", sorted(REFUSED))
def test_what_is_no_regular_volume_is_refused(series: Writer, tmp_path: Path, word: str) -> None:
    series(tmp_path / "bad", **REFUSED[word])  # type: ignore[arg-type]
    series(tmp_path / "good")
    found = scan([tmp_path])
    assert len(found.candidates) == 1
    assert found.rejections
    for refusal in found.rejections:
        assert word in str(refusal.reason)
        assert str(tmp_path) not in str(refusal.reason)


def test_one_image_is_no_volume(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", slices=1)
    (refusal,) = scan([tmp_path]).rejections
    assert "single image" in str(refusal.reason)


def test_several_b_values_in_one_series_become_several_volumes(series: Writer, tmp_path: Path) -> None:
    place = {"ImagePositionPatient": lambda n: [0, 0, 4.0 * (n // 2)]}
    series(tmp_path / "in", DiffusionBValue=lambda n: float([50, 800][n % 2]), **place)
    found = scan([tmp_path])
    assert [c.info.tags["DiffusionBValue"] for c in found.candidates] == [50.0, 800.0]
    assert all(c.grid.size[0] == 3 for c in found.candidates)


def test_rescaled_values_are_exact(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", RescaleSlope="0.5", RescaleIntercept="-20")
    (candidate,) = scan([tmp_path]).candidates
    volume = candidate.load()
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(tmp_path / "in")))
    np.testing.assert_allclose(volume.array, sitk.GetArrayFromImage(reader.Execute()))


def test_the_other_files_of_a_batch_go_on_when_one_is_truncated(series: Writer, tmp_path: Path) -> None:
    broken = series(tmp_path / "broken")
    broken[0].write_bytes(broken[0].read_bytes()[:-20])
    series(tmp_path / "whole", PatientID="H-2", SeriesDescription="t1")
    cohort = Cohort.create(tmp_path / "c")
    report = import_series(cohort, [tmp_path / "broken", tmp_path / "whole"])
    assert any("cut off" in s.reason for s in report.series)
    assert any(s.status == "imported" and s.description == "t1" for s in report.series)


def test_a_link_out_of_the_folder_is_not_followed(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "outside")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert scan([tmp_path / "in"]).candidates == ()


def test_only_technical_words_survive() -> None:
    assert technical_words("T2_TSE_sag_3mm Mrs. Müller 4711") == "t2 tse sag 3mm"
    assert technical_words("Anna Schmidt 12.03.1958") == ""
    assert vendor("SIEMENS Healthineers") == "Siemens"
    assert vendor("GE MEDICAL SYSTEMS") == "GE"
    assert vendor("St. Gertrude's own scanner") == "other"
    assert kept_tags({"ImageType": ["ORIGINAL", "DR SMITH"], "EchoTime": "abc"}) == {
        "ImageType": "ORIGINAL"
    }
