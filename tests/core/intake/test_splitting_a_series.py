"""Several volumes in one series are separated by what their headers say, or refused with the true reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from cxstage_core.intake import Scan, scan

Writer = Callable[..., list[Path]]


def at(*heights: float) -> Callable[[int], list[float]]:
    """Positions of axial images."""
    return lambda n: [-30.0, -20.0, heights[n]]


def pixels(files: list[Path], numbers: list[int]) -> np.ndarray:
    """The pixels of some files as they were written."""
    return np.stack([pydicom.dcmread(files[n]).pixel_array for n in numbers])


def reasons(found: Scan) -> str:
    """All refusals as one text."""
    return " ".join(str(refusal.reason) for refusal in found.rejections)


SPLITS: dict[str, tuple[str, Callable[[int], Any]]] = {
    "AcquisitionNumber": ("Acquisition Number", lambda k: k + 1),
    "AcquisitionTime": ("Acquisition Time", lambda k: f"10{k:02d}00.5"),
    "ContentTime": ("Content Time", lambda k: f"10{k:02d}00"),
    "TemporalPositionIdentifier": ("Temporal Position Identifier", lambda k: k + 1),
    "TriggerTime": ("Trigger Time", lambda k: 100.0 * k),
    "EchoNumbers": ("Echo Number(s)", lambda k: k + 1),
    "EchoTime": ("Echo Time", lambda k: 20 + 80 * k),
    "ImageType": ("Image Type", lambda k: ["ORIGINAL", "PRIMARY", "MPRX"[k]]),
    "FlipAngle": ("Flip Angle", lambda k: 5 + k),
    "InversionTime": ("Inversion Time", lambda k: 500 + k),
    "SeriesNumber": ("Series Number", lambda k: k + 1),
}


@pytest.mark.parametrize("keyword", sorted(SPLITS))
@pytest.mark.parametrize("same_place", [True, False])
def test_a_field_separates_the_volumes(
    series: Writer, tmp_path: Path, keyword: str, same_place: bool
) -> None:
    name, value = SPLITS[keyword]
    places = [4.0 * (n % 5) if same_place else 4.0 * (n % 5) + 30.0 * (n // 5) for n in range(15)]
    files = series(
        tmp_path / "in",
        slices=15,
        ImagePositionPatient=at(*places),
        **{keyword: lambda n: value(n // 5)},
    )
    found = scan([tmp_path])
    assert found.rejections == ()
    assert [c.grid.size[0] for c in found.candidates] == [5, 5, 5]
    for k, candidate in enumerate(found.candidates):
        mine = list(range(5 * k, 5 * k + 5)) if keyword != "ImageType" else None
        assert candidate.info.notes[:2] == (
            f"Volume {k + 1} of 3 of this series.",
            f"The series was split into volumes by {name}.",
        )
        if mine is not None:
            np.testing.assert_array_equal(candidate.load().array, pixels(files, mine))


def test_passes_with_a_time_for_each_slice_are_told_apart_by_their_order(
    series: Writer, tmp_path: Path
) -> None:
    files = series(
        tmp_path / "in",
        slices=12,
        ImagePositionPatient=at(*(4.0 * (n % 6) for n in range(12))),
        AcquisitionTime=lambda n: f"1000{3 * n:02d}.25",
    )
    found = scan([tmp_path])
    assert [c.grid.size[0] for c in found.candidates] == [6, 6]
    for k, candidate in enumerate(found.candidates):
        np.testing.assert_array_equal(
            candidate.load().array, pixels(files, list(range(6 * k, 6 * k + 6)))
        )


def test_a_field_that_differs_within_one_volume_splits_nothing(series: Writer, tmp_path: Path) -> None:
    series(
        tmp_path / "in",
        AcquisitionNumber=lambda n: n // 3 + 1,
        AcquisitionTime=lambda n: f"1000{n:02d}",
    )
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.grid.size[0] == 6 and candidate.info.notes == ()


MISLEADING: dict[str, dict[str, Any]] = {
    "none": {},
    "odd and even slices acquired one after the other": {"AcquisitionNumber": lambda n: n % 2 + 1},
    "a time for each slice": {"AcquisitionTime": lambda n: f"1000{n:02d}"},
    "slices excited in pairs": {"AcquisitionTime": lambda n: f"1000{n % 6:02d}"},
    "slices excited in threes": {"AcquisitionTime": lambda n: f"1000{n % 4:02d}"},
    "a trigger time for each slice": {"TriggerTime": lambda n: 50.0 * n},
}


@pytest.mark.parametrize("declared", ["4", None])
@pytest.mark.parametrize("how", sorted(MISLEADING))
@pytest.mark.parametrize("missing", [[1], [4], [5, 10], [2, 6, 10]])
def test_a_missing_slice_stays_missing(
    series: Writer, tmp_path: Path, how: str, missing: list[int], declared: str | None
) -> None:
    changes = MISLEADING[how] | ({"SpacingBetweenSlices": declared} if declared else {})
    files = series(tmp_path / "in", slices=12, **changes)
    for number in missing:
        files[number].unlink()
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "missing between the slices" in reasons(found)


def test_pairs_of_slices_are_no_volumes_of_a_dynamic_series(series: Writer, tmp_path: Path) -> None:
    """Two passes of six slices, each excited in pairs with one time for a pair, and nothing else."""
    series(
        tmp_path / "in",
        slices=12,
        ImagePositionPatient=at(*(4.0 * (n % 6) for n in range(12))),
        AcquisitionTime=lambda n: f"10{n // 6:02d}{n % 3:02d}",
    )
    sizes = [c.grid.size[0] for c in scan([tmp_path]).candidates]
    assert sizes in ([6, 6], [])


MIXED: dict[str, Callable[[int], Any]] = {
    "ImageType": lambda n: ["ORIGINAL", "PRIMARY", "MP"[n % 2], "ND"],
    "ComplexImageComponent": lambda n: ["MAGNITUDE", "PHASE"][n % 2],
    "DiffusionBValue": lambda n: [50.0, 800.0][n % 2],
    "EchoTime": lambda n: ["20", "100"][n % 2],
}


@pytest.mark.parametrize("keyword", sorted(MIXED))
@pytest.mark.parametrize("same_place", [True, False])
def test_what_shows_different_things_is_never_one_volume(
    series: Writer, tmp_path: Path, keyword: str, same_place: bool
) -> None:
    """Even if the slices of both kinds alternate so that together they look evenly spaced."""
    places = [8.0 * (n // 2) + (0.0 if same_place else 4.0 * (n % 2)) for n in range(12)]
    series(tmp_path / "in", slices=12, ImagePositionPatient=at(*places), **{keyword: MIXED[keyword]})
    found = scan([tmp_path])
    assert [c.grid.spacing[0] for c in found.candidates] == [8.0, 8.0]
    assert [c.grid.size[0] for c in found.candidates] == [6, 6]
    for candidate in found.candidates:
        values = {str(pydicom.dcmread(f.file)[keyword].value) for f in frames_of(candidate)}
        assert len(values) == 1


def frames_of(candidate: Any) -> Any:
    """The frames that a candidate decodes."""
    return candidate._load.args[0]


def test_kinds_that_cannot_be_separated_are_refused_by_name(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "in", ImageType=lambda n: ["ORIGINAL", "PRIMARY", "MMPMPP"[n], "ND"])
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "mixes different images (magnitude and phase)" in reasons(found)


def test_ge_writes_the_component_in_a_private_tag(series: Writer, tmp_path: Path) -> None:
    files = series(
        tmp_path / "in",
        slices=8,
        Manufacturer="GE MEDICAL SYSTEMS",
        ImagePositionPatient=at(*(4.0 * (n // 2) for n in range(8))),
    )
    for number, file in enumerate(files):
        dataset = pydicom.dcmread(file)
        dataset.private_block(0x0043, "GEMS_PARM_01", create=True).add_new(0x2F, "SS", number % 2)
        pydicom.dcmwrite(file, dataset, enforce_file_format=True)
    found = scan([tmp_path])
    assert sorted(c.info.sequence for c in found.candidates) == ["T2", "other"]  # the phase is no T2
    (magnitude,) = [c for c in found.candidates if c.info.sequence == "T2"]
    np.testing.assert_array_equal(magnitude.load().array, pixels(files, [0, 2, 4, 6]))


def test_two_echoes_with_magnitude_and_phase_become_four_volumes(
    series: Writer, tmp_path: Path
) -> None:
    series(
        tmp_path / "in",
        slices=16,
        ImagePositionPatient=at(*(4.0 * (n // 4) for n in range(16))),
        EchoTime=lambda n: ["20", "100"][n % 2],
        ImageType=lambda n: ["ORIGINAL", "PRIMARY", "MP"[n // 2 % 2]],
        RescaleSlope=lambda n: ["1", "2"][n // 2 % 2],
        RescaleIntercept=lambda n: ["0", "-4096"][n // 2 % 2],
    )
    found = scan([tmp_path])
    assert [c.grid.size[0] for c in found.candidates] == [4] * 4
    kinds = {(c.info.tags["EchoTime"], c.info.tags["ImageType"]) for c in found.candidates}
    assert len(kinds) == 4
    assert "by Echo Time, Image Type" in found.candidates[0].info.notes[1]


def test_what_differs_but_cannot_be_split_is_not_called_the_same(
    series: Writer, tmp_path: Path
) -> None:
    series(
        tmp_path / "in",
        ImagePositionPatient=at(0, 0, 4, 4, 8, 8),
        AcquisitionTime=lambda n: f"1000{[0, 1, 9, 3, 4, 5][n]:02d}",
    )
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "they differ in Acquisition Time" in reasons(found)


def test_one_broken_pass_spares_the_others(series: Writer, tmp_path: Path) -> None:
    files = series(
        tmp_path / "in",
        slices=18,
        ImagePositionPatient=at(*(4.0 * (n % 6) for n in range(18))),
        ContentTime=lambda n: f"10{n // 6:02d}00",
    )
    files[8].unlink()
    found = scan([tmp_path])
    assert [c.grid.size[0] for c in found.candidates] == [6, 6]
    assert "Volume 2 of 3" in reasons(found) and "1 slice is missing" in reasons(found)


@pytest.mark.parametrize(
    "description",
    ["ADC (10^-6 mm²/s)", "Apparent Diffusion Coefficient (mm2/s)", "Average DC", "ADC: Ax DWI b1000"],
)
def test_an_adc_map_of_ge_is_an_adc(series: Writer, tmp_path: Path, description: str) -> None:
    series(
        tmp_path / "in",
        SeriesDescription=description,
        Manufacturer="GE MEDICAL SYSTEMS",
        ImageType=["DERIVED", "SECONDARY", "COMBINED"],
        ScanningSequence=["EP", "SE"],
        DiffusionBValue=1000.0,
    )
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.info.sequence == "ADC"
    assert "DiffusionBValue" not in candidate.info.tags


@pytest.mark.parametrize(
    "description", ["eADC", "Exponential ADC", "Exponential Apparent Diffusion Coefficient", "expADC"]
)
def test_an_exponential_adc_is_not_an_adc(series: Writer, tmp_path: Path, description: str) -> None:
    series(tmp_path / "in", SeriesDescription=description, Manufacturer="GE MEDICAL SYSTEMS")
    (candidate,) = scan([tmp_path]).candidates
    assert candidate.info.sequence == "other"


def test_a_diffusion_series_with_its_adc_inside(series: Writer, tmp_path: Path) -> None:
    series(
        tmp_path / "in",
        slices=12,
        SeriesDescription="Ax DWI",
        ImagePositionPatient=at(*(4.0 * (n // 3) for n in range(12))),
        ImageType=lambda n: ["DERIVED", "SECONDARY", "ADC" if n % 3 == 2 else "COMBINED"],
        DiffusionBValue=lambda n: [50.0, 800.0, 800.0][n % 3],
    )
    found = scan([tmp_path])
    assert sorted(c.info.sequence for c in found.candidates) == ["ADC", "DWI", "DWI"]
    (adc,) = [c for c in found.candidates if c.info.sequence == "ADC"]
    assert not any("s/mm²" in note for note in adc.info.notes)
