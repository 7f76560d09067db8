"""What `verify` finds, and what survives the loss of this or that file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, SeriesInfo, Split
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.imaging import Volume
from cxstage_core.jobs import start_job
from cxstage_core.storage import atomic_write as durable_module
from cxstage_core.storage.checksum import check_seal
from cxstage_core.storage.hdf5_guard import opened as really_opened
from tests.core.cohort.conftest import GRID, Study
from tests.core.cohort.edits import edited


def _fill(study: Study) -> None:
    cohort = study.cohort
    other = cohort.pseudonym("second")
    cohort.save_reading(study.reading("A", complete=True))
    cohort.save_reading(study.reading("B", size=4))
    cohort.references.freeze(study.patient, {study.series: study.mask()}, origin="reader A")
    cohort.clinical.save([ClinicalRecord(study.patient, age=41), ClinicalRecord(other, age=60.5)])
    cohort.lock_split(Split((study.patient,), (other,), 0.5, 1, "paper"))
    model = cohort.path.parent / "weights"
    model.write_bytes(b"weights")
    cohort.models.add("E0001-m", model)


def _files(cohort: Cohort) -> dict[str, bytes]:
    return {
        path.relative_to(cohort.path).as_posix(): path.read_bytes()
        for path in sorted(cohort.path.rglob("*"))
        if path.is_file()
    }


def test_a_sound_cohort_has_no_problem_and_verify_writes_nothing(study: Study) -> None:
    _fill(study)
    before = _files(study.cohort)
    seen: list[object] = []
    job, _ = start_job(seen.append)
    assert study.cohort.verify(job) == ()
    assert seen
    assert _files(study.cohort) == before


@pytest.mark.parametrize(
    "name",
    [
        "series/P0001/t2-axial.h5",
        "references/P0001.h5",
        "models/E0001-m.safetensors",
        "clinical.h5",
        "split.h5",
        "patients.json",
        "secret.key",
        "settings.json",
        "audit.log",
        "audit.head",
        "cohort.h5",
    ],
)
@pytest.mark.parametrize("damage", ["missing", "cut", "changed"])
def test_each_damaged_file_is_named(study: Study, name: str, damage: str) -> None:
    _fill(study)
    path = study.cohort.path / name
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        _changed(path, name)
    files = {problem.file for problem in Cohort.open(study.cohort.path).verify()}
    assert {name, name.replace(".head", ".log")} & files  # the head speaks for the log


def _changed(path: Path, name: str) -> None:
    """Change one value: a number in an HDF5 file, a bit in the middle of any other."""
    values = {
        "series/P0001/t2-axial.h5": "pixels",
        "references/P0001.h5": "v1/masks/t2-axial",
        "clinical.h5": "age",
    }
    if name == "split.h5":
        with edited(path) as file:
            file.attrs["seed"] = 99
    elif name == "cohort.h5":
        with edited(path) as file:
            file["index/series/sha256"][0] = "0" * 64
    elif name in values:
        with edited(path) as file:
            file[values[name]][-1] = 1
    else:
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def test_a_reading_put_back_to_an_older_version_is_found(study: Study) -> None:
    study.cohort.save_reading(study.reading(size=3, complete=True))
    (path,) = (study.cohort.path / "readings" / study.patient).glob("*.h5")
    old = path.read_bytes()
    study.cohort.save_reading(study.reading(size=8, complete=True))
    path.write_bytes(old)
    (problem,) = study.cohort.verify()
    assert "older version" in problem.what


def test_a_series_exchanged_with_all_its_hashes_is_found(
    study: Study, image: Callable[[int], Volume]
) -> None:
    """Someone who makes a perfect file still contradicts the audit log."""
    other = Cohort.create(study.cohort.path.parent / "forge")
    other.add_series(other.pseudonym("x"), image(99), SeriesInfo("T2"))
    name = f"series/{study.patient}/{study.series}.h5"
    shutil.copy(other.path / name, study.cohort.path / name)
    problems = Cohort.open(study.cohort.path).verify()
    assert {p.file for p in problems} == {name}


def test_a_pixel_changed_on_disk_is_found(study: Study) -> None:
    path = study.cohort.path / "series" / study.patient / f"{study.series}.h5"
    with edited(path) as file:
        file["pixels"][1, 2, 3] += 1
    assert [p.file for p in study.cohort.verify()] == [f"series/{study.patient}/{study.series}.h5"]


def test_a_spacing_changed_on_disk_is_found_when_the_image_is_opened(study: Study) -> None:
    path = study.cohort.path / "series" / study.patient / f"{study.series}.h5"
    with edited(path) as file:
        file["pixels"].attrs["spacing_mm"] = np.array([3.0, 0.6, 0.6])
    with pytest.raises(IntegrityError):
        study.cohort.volume(study.patient, study.series)


@pytest.mark.parametrize("content", [None, b"", b"\x89HDF\r\n\x1a\n" + b"x" * 99])
def test_the_index_is_only_a_cache(study: Study, content: bytes | None) -> None:
    _fill(study)
    wanted = study.cohort.series(study.patient), study.cohort.readings.states()
    path = study.cohort.path / "cohort.h5"
    path.unlink() if content is None else path.write_bytes(content)
    again = Cohort.open(study.cohort.path)
    assert (again.series(study.patient), again.readings.states()) == wanted
    assert [p.file for p in again.verify()] == ["cohort.h5"]
    again.rebuild_index()
    assert again.verify() == ()
    with h5py.File(path) as file:
        assert file[f"series/{study.patient}/{study.series}/pixels"].shape == GRID.size


def test_settings_are_recovered(study: Study) -> None:
    for lost in (("settings.json",), ("settings.json", "cohort.h5")):
        for name in lost:
            (study.cohort.path / name).unlink()
        again = Cohort.open(study.cohort.path)
        assert (again.id, again.name) == (study.cohort.id, "宫颈 2024")
        assert again.pseudonym("MRN-4711") == study.patient
        again.rebuild_index()
        assert Cohort.open(study.cohort.path).verify() == ()


def test_an_index_behind_the_log_is_made_up_from_the_files(
    study: Study, image: Callable[[int], Volume]
) -> None:
    path = study.cohort.path / "cohort.h5"
    old = path.read_bytes()
    record, _ = study.cohort.add_series(study.patient, image(5), SeriesInfo("T1"))
    study.cohort.save_reading(study.reading())
    path.write_bytes(old)
    again = Cohort.open(study.cohort.path)
    assert [r.id for r in again.series(study.patient)] == [record.id, study.series]
    assert again.readings.states() == study.cohort.readings.states()
    assert again.verify() == ()


def test_a_fresh_index_spares_reading_the_series(
    study: Study, image: Callable[[int], Volume], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 30):
        study.cohort.add_series(study.cohort.pseudonym(f"x{number}"), image(number), SeriesInfo("T2"))
    study.cohort.refresh_index()
    read: list[Path] = []
    monkeypatch.setattr(
        "cxstage_core.cohort.files.series.opened",
        lambda path, *a, **k: (read.append(path), really_opened(path, *a, **k))[1],
    )
    again = Cohort.open(study.cohort.path)
    assert len(again.patients()) == 30
    assert all(len(again.series(patient)) == 1 for patient in again.patients())
    assert read == []


def test_leftovers_of_dead_writers_are_ignored_and_removed(study: Study) -> None:
    folder = study.cohort.path / "series" / study.patient
    dead = folder / f"{durable_module._MARK}{durable_module._HOST}-{2**22 + 1}-aa"
    alive = folder / f"{durable_module._MARK}{durable_module._HOST}-{os.getpid()}-bb"
    elsewhere = folder / f"{durable_module._MARK}00000000-{2**22 + 1}-cc"
    ancient = folder / f"{durable_module._MARK}00000000-1-dd"
    for path in (dead, alive, elsewhere, ancient):
        path.write_bytes(b"half")
    os.utime(ancient, (0, 0))
    again = Cohort.open(study.cohort.path)
    assert again.verify() == ()
    assert len(again.series(study.patient)) == 1
    again.rebuild_index()
    assert [path.exists() for path in (dead, alive, elsewhere, ancient)] == [False, True, True, False]


def test_a_damaged_series_does_not_hide_the_others(
    study: Study, image: Callable[[int], Volume]
) -> None:
    record, _ = study.cohort.add_series(study.patient, image(5), SeriesInfo("T1"))
    (study.cohort.path / "series" / study.patient / f"{study.series}.h5").write_bytes(b"x")
    study.cohort.rebuild_index()
    again = Cohort.open(study.cohort.path)
    assert [r.id for r in again.series(study.patient)] == [record.id]
    assert {p.file for p in again.verify()} == {f"series/{study.patient}/{study.series}.h5"}


def test_an_error_says_what_to_do_without_the_folder_in_its_public_form(study: Study) -> None:
    (study.cohort.path / "series" / study.patient / f"{study.series}.h5").write_bytes(b"x")
    with pytest.raises(CohortError) as caught:
        study.cohort.volume(study.patient, study.series)
    assert "Restore it from a backup" in str(caught.value)
    assert "Köln" in str(caught.value)
    assert "Köln" not in caught.value.public


def test_any_bit_or_cut_in_an_hdf5_file_is_found_before_hdf5_reads_it(study: Study) -> None:
    """A flipped bit in HDF5's own bookkeeping once made the library search without end."""
    rng = np.random.default_rng(4)
    for path in sorted(study.cohort.path.rglob("*.h5")):
        whole = path.read_bytes()
        for _ in range(12):
            place = int(rng.integers(len(whole)))
            flipped = bytes([whole[place] ^ (1 << int(rng.integers(8)))])
            for content in (whole[:place] + flipped + whole[place + 1 :], whole[:place]):
                path.write_bytes(content)
                with pytest.raises(ValueError, match="seal"):
                    check_seal(path)
        path.write_bytes(whole)
        check_seal(path)
    assert study.cohort.verify() == ()
