"""Cohorts from strangers: each trick is refused with one sentence, and nothing outside is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CohortError
from cxstage_core.storage.checked_json import read_json, write_json
from tests.core.cohort.conftest import Study
from tests.core.cohort.edits import edited

Trick = Callable[[h5py.File, Path], None]


def _series_file(study: Study) -> Path:
    return study.cohort.path / "series" / study.patient / f"{study.series}.h5"


def _replace_pixels(file: h5py.File, make: Callable[[], object]) -> None:
    kept = dict(file["pixels"].attrs)
    del file["pixels"]
    make()
    file["pixels"].attrs.update(kept)


def _external_link(file: h5py.File, other: Path) -> None:
    del file["pixels"]
    file["pixels"] = h5py.ExternalLink(str(other), "/pixels")


def _soft_link(file: h5py.File, other: Path) -> None:
    file["again"] = h5py.SoftLink("/pixels")


def _raw_storage(file: h5py.File, other: Path) -> None:
    shape = file["pixels"].shape
    _replace_pixels(
        file,
        lambda: file.create_dataset(
            "pixels", shape, "i2", external=[(str(other), 0, h5py.h5f.UNLIMITED)]
        ),
    )


def _virtual(file: h5py.File, other: Path) -> None:
    shape = file["pixels"].shape
    layout = h5py.VirtualLayout(shape, "i2")
    layout[:] = h5py.VirtualSource(str(other), "pixels", shape)
    _replace_pixels(file, lambda: file.create_virtual_dataset("pixels", layout))


def _huge(file: h5py.File, other: Path) -> None:
    _replace_pixels(
        file, lambda: file.create_dataset("pixels", (5, 9000, 9000), "i2", chunks=(1, 9000, 9000))
    )


def _bomb(file: h5py.File, other: Path) -> None:
    """300 MB of zeros in 300 kB."""
    _replace_pixels(
        file,
        lambda: file.create_dataset(
            "pixels",
            data=np.zeros((5, 5500, 5500), "i2"),
            chunks=(1, 5500, 5500),
            compression="gzip",
            compression_opts=9,
            shuffle=True,
        ),
    )


def _references(file: h5py.File, other: Path) -> None:
    file.create_dataset("pointer", data=file["pixels"].ref, dtype=h5py.ref_dtype)


def _deep(file: h5py.File, other: Path) -> None:
    group = file
    for _ in range(40):
        group = group.create_group("g")


@pytest.mark.parametrize(
    "trick",
    [_external_link, _soft_link, _raw_storage, _virtual, _huge, _bomb, _references, _deep],
    ids=lambda trick: trick.__name__.strip("_"),
)
def test_a_series_file_that_plays_a_trick(study: Study, trick: Trick, tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file["pixels"] = np.full(study.volume.array.shape, 7, "i2")
    with edited(_series_file(study)) as file:
        trick(file, other)
    cohort = Cohort.open(study.cohort.path)
    with pytest.raises(CohortError) as refused:
        cohort.volume(study.patient, study.series)
    assert str(refused.value).count(".") <= 6
    assert [problem.file for problem in cohort.verify()] == [
        f"series/{study.patient}/{study.series}.h5"
    ]


@pytest.mark.parametrize(
    "target",
    ["/etc/passwd", "../other.h5", "series/../../other.h5", "series/P0001/../x.h5", "settings.json"],
)
def test_an_index_that_links_out_of_the_cohort(study: Study, target: str) -> None:
    with edited(study.cohort.path / "cohort.h5") as file:
        file["series/P0001/more"] = h5py.ExternalLink(target, "/")
    with pytest.raises(CohortError, match="link to another place"):
        Cohort.open(study.cohort.path)


def test_an_index_that_keeps_values_elsewhere(study: Study, tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"0" * 64)
    with edited(study.cohort.path / "cohort.h5") as file:
        file.create_dataset("raw", (8,), "f8", external=[(str(tmp_path / "raw"), 0, 64)])
    with pytest.raises(CohortError, match="from another file"):
        Cohort.open(study.cohort.path)


def test_a_symbolic_link_out_of_the_cohort(study: Study, tmp_path: Path) -> None:
    path = _series_file(study)
    path.rename(tmp_path / "moved.h5")
    path.symlink_to(tmp_path / "moved.h5")
    cohort = Cohort.open(study.cohort.path)
    with pytest.raises(CohortError, match="outside its cohort"):
        cohort.volume(study.patient, study.series)
    assert any("link" in problem.what for problem in cohort.verify())


def test_a_folder_that_is_a_symbolic_link_is_not_written_through(study: Study, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (study.cohort.path / "readings" / study.patient).symlink_to(outside, target_is_directory=True)
    with pytest.raises(CohortError, match="outside its cohort"):
        study.cohort.save_reading(study.reading())
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not HDF5", b"\x89HDF\r\n\x1a\n" + b"\xff" * 500])
def test_a_file_of_nonsense(study: Study, content: bytes) -> None:
    _series_file(study).write_bytes(content)
    with pytest.raises(CohortError, match="is damaged"):
        Cohort.open(study.cohort.path).volume(study.patient, study.series)


def test_a_cohort_of_the_future(study: Study) -> None:
    path = study.cohort.path / "settings.json"
    write_json(path, {**read_json(path, "cohort"), "schema": 2}, "cohort")
    with pytest.raises(CohortError, match="newer version"):
        Cohort.open(study.cohort.path)


def test_a_file_of_the_future(study: Study) -> None:
    with edited(_series_file(study)) as file:
        file.attrs["schema"] = 2
    with pytest.raises(CohortError, match="newer version"):
        study.cohort.volume(study.patient, study.series)
    with edited(study.cohort.path / "cohort.h5") as file:
        file.attrs["schema"] = 2
    with pytest.raises(CohortError, match="newer version"):
        Cohort.open(study.cohort.path)
