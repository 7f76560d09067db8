"""Whatever lies in a series, in whatever order and under whatever names: its volumes are found as written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.uid import UID, generate_uid
from scipy.spatial.transform import Rotation

from cxstage_core.imaging.resample import volume_of_sitk
from cxstage_core.intake import scan

Writer = Callable[..., list[Path]]

FIELDS: dict[str, Callable[[int], Any]] = {
    "AcquisitionNumber": lambda k: k + 1,
    "AcquisitionTime": lambda k: f"10{7 * k:02d}59.25",
    "ContentTime": lambda k: f"09{k:02d}00",
    "TemporalPositionIdentifier": lambda k: k + 1,
    "TriggerTime": lambda k: 33.5 * k,
    "EchoNumbers": lambda k: k + 1,
    "EchoTime": lambda k: 15 + 60 * k,
    "DiffusionBValue": lambda k: [0.0, 400.0, 1000.0][k],
    "SequenceName": lambda k: f"*ep_b{500 * k}t",
    "FlipAngle": lambda k: 5 * k + 5,
}
STRAYS: dict[str, dict[str, Any]] = {
    "scout": {"ImageOrientationPatient": [0, 0.6, 0.8, 1, 0, 0]},
    "larger": {"Rows": 20, "PixelData": bytes(480)},
    "coarser": {"PixelSpacing": [2.0, 2.0]},
    "raw": {"SOPClassUID": UID("1.2.840.10008.5.1.4.1.1.66")},
    "private": {"SOPClassUID": UID("1.3.12.2.1107.5.9.1")},
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slices=st.integers(4, 9),
    volumes=st.integers(1, 3),
    distance=st.floats(1.0, 8.0),
    decimals=st.integers(1, 6),
    angles=st.tuples(*[st.floats(-40, 40)] * 3) | st.just((0.0, 0.0, 0.0)),
    keyword=st.sampled_from(sorted(FIELDS)),
    slabs=st.booleans(),
    strays=st.sets(st.sampled_from(sorted(STRAYS))),
    order=st.randoms(use_true_random=False),
)
def test_volumes_are_found_as_they_were_written(
    series: Writer,
    tmp_path_factory: pytest.TempPathFactory,
    slices: int,
    volumes: int,
    distance: float,
    decimals: int,
    angles: tuple[float, float, float],
    keyword: str,
    slabs: bool,
    strays: set[str],
    order: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("series")
    axes = Rotation.from_euler("xyz", angles, degrees=True).as_matrix().T
    step = distance * axes[2]

    def place(n: int) -> list[str]:
        volume, index = divmod(n, slices)
        shift = volume * (slices + 1.37) * slabs
        return [f"{v:.{decimals}f}" for v in (index + shift) * step - 40.0]

    files = series(
        folder / "written",
        slices=slices * volumes,
        ImageOrientationPatient=[f"{v:.6f}" for v in axes[:2].ravel()],
        ImagePositionPatient=place,
        SpacingBetweenSlices=f"{distance:.4f}",
        **{keyword: lambda n: FIELDS[keyword](n // slices)},
    )
    wanted = [
        np.stack([pydicom.dcmread(f).pixel_array for f in files[k * slices : (k + 1) * slices]])
        for k in range(volumes)
    ]
    for name in strays:
        dataset = pydicom.dcmread(files[0])
        for attribute, value in STRAYS[name].items():
            setattr(dataset, attribute, value)
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
        if "SOPClassUID" in STRAYS[name]:
            del dataset.PixelData, dataset.Rows, dataset.ImagePositionPatient
        pydicom.dcmwrite(folder / "written" / name, dataset, enforce_file_format=True)
    paths = sorted((folder / "written").iterdir())
    order.shuffle(paths)
    (folder / "mixed").mkdir()
    for number, path in enumerate(paths):
        deeper = folder / "mixed" / str(order.randrange(3))
        deeper.mkdir(exist_ok=True)
        kept = path.name if path.name in strays else f"{number:03d}.dcm"
        path.rename(deeper / kept)
    found = scan([folder / "mixed"])
    assert {refusal.source.name for refusal in found.rejections} == strays
    assert len(found.candidates) == volumes
    for candidate in found.candidates:
        array = candidate.load().array
        (k,) = [k for k in range(volumes) if np.array_equal(array, wanted[k])]
        corners = candidate.grid.index_to_world([(i, 0, 0) for i in range(slices)])
        headers = np.asarray([place(k * slices + i) for i in range(slices)], dtype=float)
        assert np.max(np.abs(corners - headers)) <= 0.0501


@pytest.mark.parametrize("seed", range(4))
def test_gdcm_reads_each_volume_of_a_split_series_as_we_do(
    series: Writer, tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    turned = Rotation.from_euler("xyz", [draw.uniform(-30, 30) for _ in range(3)], degrees=True)
    axes, count = turned.as_matrix().T, draw.randrange(4, 9)
    files = series(
        tmp_path / "in",
        slices=3 * count,
        ImageOrientationPatient=[f"{v:.8f}" for v in axes[:2].ravel()],
        ImagePositionPatient=lambda n: [f"{v:.6f}" for v in 3.7 * (n % count) * axes[2]],
        ContentTime=lambda n: f"10{n // count:02d}00",
        RescaleSlope=lambda n: str(1 + n // count),
        RescaleIntercept="-7",
    )
    found = scan([tmp_path])
    assert len(found.candidates) == 3
    for k, candidate in enumerate(found.candidates):
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames([str(f) for f in files[k * count : (k + 1) * count]])
        wanted, volume = volume_of_sitk(reader.Execute()), candidate.load()
        np.testing.assert_allclose(volume.array, wanted.array)
        assert volume.grid.close_to(wanted.grid, 1e-3)
