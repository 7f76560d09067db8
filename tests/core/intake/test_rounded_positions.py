"""Positions that a scanner rounds still lie on a straight line; unequal steps are still refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from cxstage_core.intake import Candidate, scan

Writer = Callable[..., list[Path]]
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def off_the_headers(candidate: Candidate, files: Sequence[Path]) -> float:
    """Greatest difference of a coordinate between the volume's slices and their headers, mm."""
    places = np.asarray([pydicom.dcmread(f).ImagePositionPatient for f in files], dtype=float)
    grid = candidate.grid
    places = places[np.argsort(places @ np.asarray(grid.normal))]
    corners = grid.index_to_world([(n, 0, 0) for n in range(grid.size[0])])
    return float(np.max(np.abs(corners - places)))


def rounded(values: Any, decimals: int) -> list[str]:
    """Numbers as a header writes them."""
    return [f"{float(value):.{decimals}f}" for value in values]


@quick
@given(
    count=st.integers(3, 40),
    distance=st.floats(0.8, 9.0),
    decimals=st.integers(1, 4),
    angles=st.tuples(*[st.floats(-60, 60)] * 3) | st.just((0.0, 0.0, 0.0)),
    start=st.tuples(*[st.floats(-200, 200)] * 3),
)
def test_equal_steps_survive_rounding(
    series: Writer,
    tmp_path_factory: pytest.TempPathFactory,
    count: int,
    distance: float,
    decimals: int,
    angles: tuple[float, float, float],
    start: tuple[float, float, float],
) -> None:
    folder = tmp_path_factory.mktemp("series")
    axes = Rotation.from_euler("xyz", angles, degrees=True).as_matrix().T
    files = series(
        folder,
        slices=count,
        ImageOrientationPatient=rounded(axes[:2].ravel(), 6),
        ImagePositionPatient=lambda n: rounded(np.asarray(start) + n * distance * axes[2], decimals),
        PixelData=lambda n: bytes([n]) * 240,
    )
    found = scan([folder])
    assert found.rejections == ()
    (candidate,) = found.candidates
    assert off_the_headers(candidate, files) <= 0.0501
    assert candidate.grid.spacing[0] == pytest.approx(distance, abs=0.11 / (count - 1) + 1e-4)
    assert candidate.load().array[:, 0, 0].tolist() == [257 * n % 4096 for n in range(count)]


@quick
@given(
    count=st.integers(4, 20),
    distance=st.floats(1.0, 8.0),
    moved=st.integers(1, 18),
    share=st.floats(0.08, 0.4) | st.floats(-0.4, -0.08),
)
def test_a_slice_that_lies_elsewhere_is_refused(
    series: Writer,
    tmp_path_factory: pytest.TempPathFactory,
    count: int,
    distance: float,
    moved: int,
    share: float,
) -> None:
    """Also where a header rounds to a tenth; a slice moved by less than the rounding is not tried."""
    assume(moved < count - 1 and abs(share) * distance > 0.3)
    folder = tmp_path_factory.mktemp("series")
    heights = distance * np.arange(count)
    heights[moved] += share * distance
    series(folder, slices=count, ImagePositionPatient=lambda n: rounded((0, 0, heights[n]), 1))
    found = scan([folder])
    assert found.candidates == ()
    (refusal,) = found.rejections
    assert "not equally spaced" in str(refusal.reason) or "missing" in str(refusal.reason)


@pytest.mark.parametrize("distance", [0.5, 3.0, 6.0])
def test_what_rounding_does_not_explain_is_refused(
    series: Writer, tmp_path: Path, distance: float
) -> None:
    """Written with three decimals, a slice that lies 0.04 of its distance off is off."""
    series(
        tmp_path / "in",
        ImagePositionPatient=lambda n: rounded((0, 0, distance * (n + 0.08 * (n % 2)) + 0.0013), 4),
    )
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "not equally spaced" in str(found.rejections[0].reason)


def test_slices_that_drift_are_refused(series: Writer, tmp_path: Path) -> None:
    """Each step is within 2 % of the mean, but in the middle a slice lies a millimetre off."""
    heights = np.concatenate([[0], np.cumsum([4.07] * 13 + [3.93] * 13)])
    series(tmp_path / "in", slices=27, ImagePositionPatient=lambda n: rounded((0, 0, heights[n]), 4))
    found = scan([tmp_path])
    assert found.candidates == ()
    assert "not equally spaced" in str(found.rejections[0].reason)


def test_rounding_is_noted_and_exact_positions_are_not(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", ImagePositionPatient=lambda n: rounded((0, 0, 3.33 * n), 1))
    series(tmp_path / "b", ImagePositionPatient=lambda n: rounded((0, 0, 3.33 * n), 2))
    (noted,), (plain,) = (scan([tmp_path / name]).candidates for name in "ab")
    assert "are rounded in the header" in noted.info.notes[0]
    assert plain.info.notes == ()


def test_directions_with_three_decimals_follow_the_positions(series: Writer, tmp_path: Path) -> None:
    """Over a long stack a rounded normal leads aside; the positions show where the slices are."""
    axes = Rotation.from_euler("xyz", [17, -23, 31], degrees=True).as_matrix().T
    files = series(
        tmp_path / "in",
        slices=60,
        ImageOrientationPatient=rounded(axes[:2].ravel(), 3),
        ImagePositionPatient=lambda n: rounded(5.0 * n * axes[2], 4),
    )
    (candidate,) = scan([tmp_path]).candidates
    assert off_the_headers(candidate, files) <= 0.05
    assert np.max(np.abs(np.asarray(candidate.grid.direction) - axes[[2, 1, 0]])) < 1e-3


def test_a_sideways_drift_is_noted_and_a_shear_is_refused(series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", ImagePositionPatient=lambda n: rounded((0.06 * n, 0, 4.0 * n), 4))
    series(tmp_path / "b", ImagePositionPatient=lambda n: rounded((0.3 * n, 0, 4.0 * n), 4))
    (drifting,) = scan([tmp_path / "a"]).candidates
    assert "0.30 mm off the places" in drifting.info.notes[0]
    found = scan([tmp_path / "b"])
    assert found.candidates == ()
    assert "shifted against each other" in str(found.rejections[0].reason)
