"""When the folder cannot be written: one sentence, and everything as it was before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, SeriesInfo, Split
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Volume
from tests.core.cohort.conftest import GRID, Study

resource = pytest.importorskip("resource")


@contextmanager
def _files_no_larger_than(size: int) -> Iterator[None]:
    """The system refuses to let any file grow beyond this: a write stops midway as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _files(cohort: Cohort) -> dict[str, bytes]:
    return {
        path.relative_to(cohort.path).as_posix(): path.read_bytes()
        for path in sorted(cohort.path.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def _add_noise(study: Study) -> None:
    noise = np.random.default_rng(3).integers(0, 2**16, GRID.size).astype(np.uint16)
    study.cohort.add_series(study.patient, Volume(noise, GRID), SeriesInfo("T2"))


def _save_reading(study: Study) -> None:
    study.cohort.save_reading(study.reading(size=13))


def _freeze(study: Study) -> None:
    study.cohort.references.freeze(study.patient, {study.series: study.mask(13)}, origin="A")


def _save_clinical(study: Study) -> None:
    study.cohort.clinical.save([ClinicalRecord(study.patient, age=44)])


def _add_model(study: Study) -> None:
    weights = study.cohort.path.parent / "weights"
    if not weights.exists():
        weights.write_bytes(b"w" * 50_000)
    study.cohort.models.add("m", weights)


def _log(study: Study) -> None:
    study.cohort.audit.note("import", text="x" * 4000)


CHANGES: tuple[Callable[[Study], None], ...] = (
    _add_noise,
    _save_reading,
    _freeze,
    _save_clinical,
    _add_model,
    _log,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_full_disk(study: Study, change: Callable[[Study], None]) -> None:
    study.cohort.save_reading(study.reading(size=3))
    if change is _add_model:
        (study.cohort.path.parent / "weights").write_bytes(b"w" * 50_000)
    before = _files(study.cohort)
    with _files_no_larger_than(3000), pytest.raises(CohortError) as caught:
        change(study)
    assert "disk is full" in str(caught.value)
    assert _files(study.cohort) == before
    assert Cohort.open(study.cohort.path).verify() == ()
    change(study)
    assert Cohort.open(study.cohort.path).verify() == ()


def test_a_full_disk_at_creation_leaves_no_folder(tmp_path: Path) -> None:
    with _files_no_larger_than(20), pytest.raises(CohortError, match="disk is full"):
        Cohort.create(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that an ordinary user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def _as_nobody(folder: Path) -> Iterator[None]:
    """Without the right to write; the administrator becomes an ordinary user for that."""
    if os.geteuid() != 0:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_cohort_that_may_only_be_read(readable: Path) -> None:
    cohort = Cohort.create(readable / "shared")
    patient = cohort.pseudonym("x")
    volume = Volume(np.ones(GRID.size, np.uint8), GRID)
    cohort.add_series(patient, volume, SeriesInfo("T2"))
    (cohort.path / "secret.key").chmod(0o644)
    study = Study(cohort, patient, "t2-axial", volume)
    cohort.save_reading(study.reading())
    with _as_nobody(cohort.path):
        again = Cohort.open(cohort.path)
        assert again.patients() == (patient,)
        assert np.array_equal(again.volume(patient, "t2-axial").array, volume.array)
        assert again.readings.get(patient, "A") is not None
        assert "may only be read" in str(again.readings.rights(patient, "A").draw)
        assert "may only be read" in str(again.readings.rights(patient, "Dr Lee").draw)
        assert again.audit.entries()
        assert again.verify() == ()
        for change in CHANGES:
            if change is not _add_model:
                with pytest.raises(CohortError, match="may only be read"):
                    change(Study(again, patient, "t2-axial", volume))
        with pytest.raises(CohortError, match="may only be read"):
            again.rebuild_index()
        with pytest.raises(CohortError, match="may only be read"):
            again.pseudonym("new")
    assert Cohort.open(cohort.path).verify() == ()


def test_a_disk_that_is_full_when_the_log_is_written(cohort: Cohort) -> None:
    """The file fits, its line in the log does not: then nothing has happened."""
    patients = cohort.pseudonyms(["x", "y"])
    cohort.audit.note("import", text="x" * 60_000)
    split = Split(patients[:1], patients[1:], 0.5, 1, "paper")
    volume = Volume(np.ones(GRID.size, np.uint8), GRID)
    before = _files(cohort)
    with _files_no_larger_than(61_500):
        with pytest.raises(CohortError, match="disk is full"):
            cohort.lock_split(split)
        with pytest.raises(CohortError, match="disk is full"):
            cohort.add_series(patients[0], volume, SeriesInfo("T2"))
    assert _files(cohort) == before
    cohort.lock_split(split)
    cohort.add_series(patients[0], volume, SeriesInfo("T2"))
    assert Cohort.open(cohort.path).verify() == ()
