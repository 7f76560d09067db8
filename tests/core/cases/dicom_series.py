"""Checks of the cases in which one file, or one absent or rounded value, voided a whole series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest

from cxstage_core.intake import Candidate, scan
from tests.core.cases.running import Case


def lines(report: dict[str, object], status: str) -> list[dict[str, object]]:
    """The outcomes of one status."""
    return [one for one in report["series"] if one["status"] == status]  # type: ignore[attr-defined]


def written(folder: Path, names: str = "IM*") -> np.ndarray:
    """The pixels of the files of a folder, by height."""
    files = [pydicom.dcmread(file) for file in folder.glob(names)]
    files.sort(key=lambda d: float(d.ImagePositionPatient[2]))
    return np.stack([d.pixel_array for d in files])


def volumes(case: Case) -> list[Candidate]:
    """What a scan of the case's files finds, in order."""
    return list(scan([case.file("in")]).candidates)


def raw_data_beside_the_images(case: Case) -> None:
    report = case.imported(expect=None)
    (image,), (other,) = lines(report, "imported"), lines(report, "rejected")
    assert image["shape"] == [6, 16, 12] and image["spacing"] == [4.0, 0.7, 0.7]
    assert str(other["source"]).endswith("XX_0002") and "Raw Data" in str(other["reason"])
    (found,) = volumes(case)
    np.testing.assert_array_equal(
        found.load().array, pydicom.dcmread(case.file("in") / "IM_0001").pixel_array
    )


def scout_in_the_series(case: Case) -> None:
    report = case.imported(expect=None)
    (image,), (other,) = lines(report, "imported"), lines(report, "rejected")
    assert image["shape"] == [6, 16, 12] and "left out: 1" in str(image["reason"])
    assert str(other["source"]).endswith("REF0001") and "another plane" in str(other["reason"])
    np.testing.assert_array_equal(volumes(case)[0].load().array, written(case.file("in")))


def two_slabs(case: Case) -> None:
    report = case.imported()
    assert [(one["shape"], one["spacing"]) for one in lines(report, "imported")] == [
        ([6, 16, 12], [4.0, 0.7, 0.7])
    ] * 2
    assert all("Acquisition Number" in str(one["reason"]) for one in lines(report, "imported"))
    for found, folder, height in zip(volumes(case), ("a", "b"), (-40.0, -10.0), strict=True):
        assert found.grid.origin[2] == height
        np.testing.assert_array_equal(found.load().array, written(case.file("in") / folder))


def rounded_positions(case: Case) -> None:
    (image,) = lines(case.imported(), "imported")
    assert image["shape"] == [8, 16, 12] and "rounded" in str(image["reason"])
    (found,) = volumes(case)
    assert found.grid.spacing[0] == pytest.approx(3.33, abs=0.02)
    headers = [pydicom.dcmread(f).ImagePositionPatient for f in sorted(case.file("in").iterdir())]
    corners = found.grid.index_to_world([(n, 0, 0) for n in range(8)])
    assert np.max(np.abs(corners - np.asarray(headers, dtype=float))) <= 0.05


def dynamic_by_time(case: Case) -> None:
    report = case.imported()
    assert [one["shape"] for one in lines(report, "imported")] == [[6, 16, 12]] * 3
    assert "Volume 1 of 3" in str(lines(report, "imported")[0]["reason"])
    for found, folder in zip(volumes(case), "012", strict=True):
        np.testing.assert_array_equal(found.load().array, written(case.file("in") / folder))


def no_frame_of_reference(case: Case) -> None:
    report = case.imported()
    assert len(lines(report, "imported")) == 2
    assert not any("frames of reference" in str(one["reason"]) for one in report["series"])


def unusual_bits(case: Case) -> None:
    report = case.imported(expect=None)
    assert not lines(report, "imported")
    assert "High Bit 15 with 12 bits stored" in str(lines(report, "rejected")[0]["reason"])


CASES = {
    "01": raw_data_beside_the_images,
    "03": scout_in_the_series,
    "04": two_slabs,
    "06": rounded_positions,
    "27": dynamic_by_time,
    "28": no_frame_of_reference,
    "31": unusual_bits,
}
