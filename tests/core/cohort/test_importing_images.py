"""What happens to an image that is put into a cohort."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.storage.atomic_write import h5_image
from cxstage_core.storage.hdf5_stack import read_stack, write_stack
from tests.core.cohort.conftest import GRID, Study


def test_an_image_comes_back_with_geometry_and_tags(study: Study) -> None:
    again = Cohort.open(study.cohort.path)
    (record,) = again.series(study.patient)
    found = again.volume(study.patient, record.id)
    assert np.array_equal(found.array, study.volume.array)
    assert found.array.dtype == np.int16
    assert found.grid == record.grid == GRID
    assert record.id == "t2-axial"
    assert record.plane == "axial"
    assert record.info.tags == {"EchoTime": 96.0, "ScanningSequence": "SE"}
    assert record.info.notes == ("A gap of 3 mm.",)
    assert (again.name, again.id) == ("宫颈 2024", study.cohort.id)


@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", ">u2", "<i2", "uint32", ">f4", "float64", "float16"]
)
def test_every_type_of_number_is_kept(cohort: Cohort, dtype: str) -> None:
    patient = cohort.pseudonym("x")
    array = (np.arange(np.prod(GRID.size)).reshape(GRID.size) % 120).astype(dtype)
    record, _ = cohort.add_series(patient, Volume(array, GRID), SeriesInfo("ADC"))
    found = cohort.volume(patient, record.id).array
    assert np.array_equal(found, array)
    assert found.dtype == np.dtype(dtype).newbyteorder("<")
    assert cohort.verify() == ()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["u1", "<u2", "<i2", "<f4", "<f8"]).flatmap(
        lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=3, max_dims=3, max_side=40))
    ),
    st.booleans(),
)
def test_packed_slices_are_read_alike_by_us_and_by_any_hdf5_program(
    array: np.ndarray, sparse: bool
) -> None:
    content = h5_image(lambda file: write_stack(file, "pixels", array, sparse=sparse))
    with h5py.File(io.BytesIO(content), "r") as file:
        assert read_stack(file["pixels"]).tobytes() == array.tobytes()
        plain = file["pixels"][()]
    assert np.array_equal(plain, array, equal_nan=array.dtype.kind == "f")


def test_the_same_image_is_stored_once(study: Study) -> None:
    record, new = study.cohort.add_series(study.patient, study.volume, SeriesInfo("T2"))
    assert not new
    assert record.id == study.series
    moved = Volume(study.volume.array, Grid(GRID.size, GRID.spacing, (0.0, 0.0, 0.0), GRID.direction))
    other, new = study.cohort.add_series(study.patient, moved, SeriesInfo("T2"))
    assert new
    assert other.id == "t2-axial-2"


def test_one_patient_under_two_ids_is_refused(study: Study) -> None:
    second = study.cohort.pseudonym("MRN-0815")
    with pytest.raises(CohortError, match="one patient under two ids"):
        study.cohort.add_series(second, study.volume, SeriesInfo("T2"))
    assert study.cohort.series(second) == ()


def test_an_unknown_patient_or_series_is_said_plainly(
    cohort: Cohort, image: Callable[[int], Volume]
) -> None:
    with pytest.raises(CohortError, match="no patient"):
        cohort.add_series("../../tmp", image(1), SeriesInfo("T2"))
    with pytest.raises(CohortError, match="no patient P0001"):
        cohort.add_series("P0001", image(1), SeriesInfo("T2"))
    cohort.pseudonym("x")
    with pytest.raises(CohortError, match="missing"):
        cohort.volume("P0001", "t2-axial")
    with pytest.raises(CohortError, match="identifier"):
        cohort.volume("P0001", "../../secret")


def test_a_scanner_text_never_becomes_a_path(cohort: Cohort, image: Callable[[int], Volume]) -> None:
    patient = cohort.pseudonym("x")
    record, _ = cohort.add_series(patient, image(1), SeriesInfo("../../../tmp/x"))
    assert record.id == "tmp-x-axial"
    assert cohort.volume(patient, record.id).array.shape == GRID.size


def test_one_hdf5_viewer_sees_the_whole_cohort(study: Study) -> None:
    study.cohort.save_reading(study.reading())
    study.cohort.references.freeze(study.patient, {study.series: study.mask()}, origin="reader A")
    with h5py.File(study.cohort.path / "cohort.h5") as file:
        pixels = file[f"series/{study.patient}/{study.series}/pixels"]
        assert np.array_equal(pixels[()], study.volume.array)
        assert pixels.chunks == (1, 40, 48)
        (reading,) = file[f"readings/{study.patient}"].values()
        assert np.array_equal(reading[f"masks/{study.series}"][()], study.mask().array)
        assert list(file[f"references/{study.patient}"]) == ["v1"]


def test_an_image_whose_writer_was_killed_before_the_log_is_taken_up(study: Study) -> None:
    """The file is there, the log does not know it: importing again says it is there."""
    cohort, folder = study.cohort, study.cohort.path
    log, head = (folder / name for name in ("audit.log", "audit.head"))
    before = log.read_bytes(), head.read_bytes()
    volume = Volume(study.volume.array + 1, GRID)
    cohort.add_series(study.patient, volume, SeriesInfo("T1"))
    log.write_bytes(before[0])
    head.write_bytes(before[1])
    (folder / "cohort.h5").unlink()
    again = Cohort.open(folder)
    record, _ = again.add_series(study.patient, volume, SeriesInfo("T1"))
    assert record.id == "t1-axial"
    assert [r.id for r in again.series(study.patient)] == ["t1-axial", "t2-axial"]
    again.rebuild_index()
    assert again.verify() == ()


def test_a_folder_that_is_no_cohort(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="No cohort was found at"):
        Cohort.open(tmp_path / "nothing")
    with pytest.raises(CohortError, match="is not a cohort"):
        Cohort.open(tmp_path)
    (tmp_path / "full.cxcohort").mkdir()
    (tmp_path / "full.cxcohort" / "thesis.docx").write_text("work of years")
    with pytest.raises(CohortError, match="not empty"):
        Cohort.create(tmp_path / "full")
    (tmp_path / "empty.cxcohort").mkdir()
    assert Cohort.create(tmp_path / "empty").patients() == ()
