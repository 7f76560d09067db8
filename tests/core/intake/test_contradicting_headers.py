"""A value that cannot be, or two that contradict each other, are refused with the true reason or noted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydicom
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.intake import import_series, scan

Writer = Callable[..., list[Path]]
REFUSED: dict[str, dict[str, Any]] = {
    "The Rescale Slope of this image is 0": {"RescaleSlope": "0"},
    "The Rescale Slope of this image is nan": {"RescaleSlope": "nan"},
    "The Rescale Slope of this image is inf": {"RescaleSlope": "inf"},
    "The Rescale Slope of this image is 1 × 2": {"RescaleSlope": ["1", "2"]},
    "The Rescale Intercept of this image is nan": {"RescaleSlope": "1", "RescaleIntercept": "nan"},
    "The Pixel Spacing of this image is 0 × 0.6": {"PixelSpacing": ["0", "0.6"]},
    "The Pixel Spacing of this image is 0.7 × nan": {"PixelSpacing": ["0.7", "nan"]},
    "The Pixel Spacing of this image is -0.7 × 0.6": {"PixelSpacing": ["-0.7", "0.6"]},
    "The Pixel Spacing of this image is 0.7;": {"PixelSpacing": "0.7"},
    "The header declares pixels of 12 bits": {"BitsAllocated": 12},
    "The header declares pixels of 64 bits": {"BitsAllocated": 64},
    "17 bits stored in pixels of 16 bits": {"BitsStored": 17, "HighBit": 16},
    "0 bits stored in pixels of 16 bits": {"BitsStored": 0},
    "12 bits stored in pixels of 8 bits": {"BitsAllocated": 8},
    "(Pixel Representation 2)": {"PixelRepresentation": 2},
    "(Pixel Representation ?)": {"PixelRepresentation": None},
    "this one does not": {
        "RescaleSlope": lambda n: None if n == 1 else "2",
        "RescaleIntercept": lambda n: None if n == 1 else "0",
    },
    "High Bit 15 with 12 bits stored": {"HighBit": 15},
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("sentence", sorted(REFUSED))
def test_a_value_that_cannot_be_is_refused_and_the_batch_goes_on(
    series: Writer, tmp_path: Path, sentence: str
) -> None:
    series(tmp_path / "bad", **REFUSED[sentence])
    series(tmp_path / "good", SeriesDescription="t1 tra", PatientID="H-2")
    cohort = Cohort.create(tmp_path / "c")
    report = import_series(cohort, [tmp_path / "bad", tmp_path / "good"])
    assert [s.description for s in report.series if s.status == "imported"] == ["t1 tra"]
    assert any(sentence in s.reason for s in report.series if s.status == "rejected")


def test_thickness_and_distance_that_contradict_each_other_are_noted(
    series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", SliceThickness="2")
    series(tmp_path / "b", SliceThickness=lambda n: ["4", "3"][n % 2])
    series(tmp_path / "c", SpacingBetweenSlices="7")
    series(tmp_path / "d", SliceThickness="3")
    notes = {c.source.name: c.info.notes for c in scan([tmp_path]).candidates}
    assert "apart and are 2.0 mm thick" in notes["a"][0]
    assert "different thickness (3.0 to 4.0 mm)" in notes["b"][0]
    assert "4.0 mm apart, the scanner declares 7.0 mm" in notes["c"][0]
    assert not any("thick" in note for note in notes["d"])


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("value", ["-4", "nan", "inf"])
def test_an_unusable_length_is_noted(series: Writer, tmp_path: Path, value: str) -> None:
    series(tmp_path / "in", SliceThickness=value, SpacingBetweenSlices=value)
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.grid.spacing[0] == pytest.approx(4.0)
    assert candidate.info.notes == (
        f"The Slice Thickness in the header is {value} mm; it was not used.",
        f"The Spacing Between Slices in the header is {value} mm; it was not used.",
    )


@pytest.mark.parametrize("declared", [{"Rows": 8}, {"Rows": 9}, {"Columns": 11}])
def test_more_pixels_than_the_header_declares_are_refused(
    series: Writer, tmp_path: Path, declared: dict[str, int]
) -> None:
    """The rest would be left out, or every line would begin at another place, without a word."""
    series(tmp_path / "in", **declared)
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "The pixels contradict the header: 240 bytes are there" in str(found.rejections[0].reason)


def test_pixels_may_be_padded(series: Writer, tmp_path: Path) -> None:
    files = series(tmp_path / "in")
    for file in files:
        dataset = pydicom.dcmread(file)
        dataset.PixelData += bytes(24)  # as much as one row
        dataset.save_as(file)
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.load().array.shape == (6, 10, 12)
