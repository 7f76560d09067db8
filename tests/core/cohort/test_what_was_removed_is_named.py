"""Files that were removed or exchanged behind the log: verify names each in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort, Split
from cxstage_core.cohort.files.split import SplitStore
from cxstage_core.errors import CohortError
from tests.core.cohort.department import Department, outline, reading


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Department:
    department = Department.found(tmp_path_factory.mktemp("removed") / "c")
    department.assign()
    kim, a = department.enter("Kim"), department.enter("A")
    a.save_reading(reading("P0001", "A", 6, complete=True))
    journal = a.readings.journal("P0001", "A")
    journal.append(b"\x07")
    journal.close()
    kim.references.freeze("P0001", {"t2-axial": outline(6)}, origin="reader A")
    kim.lock_split(Split(("P0001",), ("P0002",), 0.5, 1, "paper"))
    weights = department.path.parent / "weights"
    weights.write_bytes(b"w" * 100)
    kim.models.add("m", weights)
    return department


@pytest.fixture
def department(made: Department, tmp_path: Path) -> Department:
    return Department(Path(shutil.copytree(made.path, tmp_path / "c.cxcohort")), dict(made.tickets))


@pytest.mark.parametrize(
    "pattern",
    ["split.h5", "models/*", "references/*", "readings/P0001/*", "series/P0001/*", "journal/*/*",
     "assignments.json", "audit.head", "patients.json", "secret.key"],
)  # fmt: skip
def test_each_removed_file_is_named(department: Department, pattern: str) -> None:
    assert department.enter("Kim").verify() == ()
    (file,) = department.path.glob(pattern)
    kim = department.enter("Kim")
    file.unlink()
    named = {problem.file for problem in kim.verify()}
    wanted = "audit.log" if pattern == "audit.head" else file.relative_to(department.path).as_posix()
    assert wanted in named, named


def test_a_folder_of_journals_removed_is_named(department: Department) -> None:
    shutil.rmtree(department.path / "journal")
    (problem,) = department.enter("Kim").verify()
    assert problem.what == "The journal is missing, although the audit log lists it."
    a = department.enter("A")
    a.readings.journal("P0001", "A").close()
    (loss,) = a.readings.losses()
    assert (loss.patient, loss.reader, loss.copy) == ("P0001", "A", "")
    assert department.enter("B").readings.losses() == ()
    with pytest.raises(CohortError):
        department.enter("B").readings.acknowledge_loss("P0001", "A")
    assert a.readings.acknowledge_loss("P0001", "A")
    assert not a.readings.acknowledge_loss("P0001", "A")
    assert department.enter("Kim").verify() == ()


def test_an_emptied_journal_is_named(department: Department) -> None:
    (file,) = department.path.glob("journal/*/*")
    file.write_bytes(b"")
    (problem,) = department.enter("Kim").verify()
    assert "journal is missing" in problem.what


def test_a_split_exchanged_for_another_is_named(department: Department) -> None:
    kim = department.enter("Kim")
    (department.path / "split.h5").unlink()
    other = Split(("P0002",), ("P0001",), 0.5, 99, "paper")
    SplitStore(kim.readings.context.layout).write(other, {"P0001", "P0002"})
    (problem,) = kim.verify()
    assert (problem.file, problem.what) == ("split.h5", "The content differs from the audit log.")


def test_completing_the_reading_acknowledges_a_loss(department: Department) -> None:
    kim = department.enter("Kim")
    (file,) = department.path.glob("journal/*/*")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    (problem,) = kim.verify()
    assert "damaged" in problem.what
    a = department.enter("A")
    a.readings.journal("P0001", "A").close()
    assert any("has not acknowledged" in problem.what for problem in kim.verify())
    kim.readings.reopen("P0001", "A", "look again")
    a.save_reading(reading("P0001", "A", 7, complete=True))
    assert Cohort.open(department.path, department.tickets["A"]).readings.losses() == ()
