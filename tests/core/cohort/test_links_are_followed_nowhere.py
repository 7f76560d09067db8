"""Each file and folder of a cohort in turn becomes a link to outside: nothing there is read, written or removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxstage_core.cohort import ClinicalRecord, Cohort, Split
from cxstage_core.errors import CxStageError
from cxstage_core.storage.own_path import own
from tests.core.cohort.department import Department, outline, reading


def _work(path: Path, department: Department) -> dict[str, Callable[[], Any]]:
    """What people do with a cohort; each opens it anew."""

    def kim() -> Cohort:
        return Cohort.open(path, department.tickets["Kim"])

    def draw() -> None:
        a = Cohort.open(path, department.tickets["A"])
        journal = a.readings.journal("P0002", "A")
        try:
            journal.append(b"\x07")
        finally:
            journal.close()

    return {
        "series": lambda: [kim().volume(p, "t2-axial") for p in kim().patients()],
        "readings": lambda: [kim().readings.get("P0001", r) for r in ("A", "B")],
        "draw": draw,
        "save": lambda: Cohort.open(path, department.tickets["A"]).save_reading(reading("P0002", "A", 5)),
        "references": lambda: kim().references.versions("P0001"),
        "freeze": lambda: kim().references.freeze("P0001", {"t2-axial": outline(4)}, origin="A"),
        "clinical": lambda: (kim().clinical.records(), kim().clinical.save([ClinicalRecord("P0002")])),
        "split": lambda: kim().split(),
        "models": lambda: kim().models.path("m").read_bytes(),
        "comment": lambda: Cohort.open(path, department.tickets["Roe"]).review.comments.add(
            "P0001", "t2-axial", (0.0, 0.0, 0.0), "x"
        ),
        "audit": lambda: (kim().audit.entries(), kim().audit.note("import")),
        "accounts": lambda: (kim().accounts.all(), kim().accounts.close("B")),
        "assign": lambda: (kim().worklist.assignments(), kim().worklist.unblind("P0002", "x")),
        "prepare": lambda: [kim().prepared_folder.joinpath("probe").touch()],
        "identify": lambda: kim().find_patient("MRN-0"),
        "verify": lambda: kim().verify(),
        "rebuild": lambda: kim().rebuild_index(),
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """A cohort with every kind of file."""
    department = Department.found(tmp_path_factory.mktemp("links") / "c")
    department.assign()
    kim = department.enter("Kim")
    for name in ("A", "B"):
        department.enter(name).save_reading(reading("P0001", name, 6, complete=True))
    journal = department.enter("A").readings.journal("P0002", "A")
    journal.append(b"\x07")
    journal.close()
    kim.references.freeze("P0001", {"t2-axial": outline(6)}, origin="reader A")
    kim.clinical.save([ClinicalRecord("P0001")])
    kim.lock_split(Split(("P0001",), ("P0002",), 0.5, 1, "paper"))
    weights = department.path.parent / "weights"
    weights.write_bytes(b"w" * 100)
    kim.models.add("m", weights)
    department.enter("Roe").review.comments.add("P0001", "t2-axial", (0.0, 0.0, 0.0), "a remark")
    _ = kim.prepared_folder
    return department


def _names(path: Path) -> list[str]:
    return sorted(one.relative_to(path).as_posix() for one in path.rglob("*"))


def _state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        one.relative_to(folder).as_posix(): (one.stat().st_mtime_ns, one.read_bytes())
        for one in folder.rglob("*")
        if one.is_file()
    }


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_every_file_and_folder_in_turn(
    made: Department, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    for number, name in enumerate(_names(made.path)):
        source = made.path / name
        if source.is_dir() and link is os.link:
            continue
        if name.startswith("locks/") and source.suffix == ".lock" and "audit" not in name:
            continue  # one lock stands for the others
        outside, path = tmp_path / f"out{number}", tmp_path / f"c{number}.cxcohort"
        shutil.copytree(made.path, path)
        outside.mkdir()
        target = outside / source.name
        (path / name).rename(target)
        link(target, path / name)
        before, names = _state(outside), _names(outside)
        said = []
        for what, act in _work(path, made).items():
            try:
                found = act()
            except CxStageError as error:
                said.append(str(error))
                continue
            if what == "verify":
                said += [f"{problem.file}: {problem.what}" for problem in found]
        assert _state(outside) == before, name
        assert _names(outside) == names, name
        assert any(name in one and "link" in one for one in said), (name, said)
        shutil.rmtree(path)
        shutil.rmtree(outside)


def test_what_a_link_shows_is_not_read(made: Department, tmp_path: Path) -> None:
    """A reading of the same patient and reader that lies elsewhere is never given."""
    path = Path(shutil.copytree(made.path, tmp_path / "c.cxcohort"))
    (file,) = (path / "readings" / "P0001").glob("a-*.h5")
    file.rename(tmp_path / "elsewhere.h5")
    file.symlink_to(tmp_path / "elsewhere.h5")
    kim = Cohort.open(path, made.tickets["Kim"])
    with pytest.raises(CxStageError, match="holds a link"):
        kim.readings.get("P0001", "A")


def test_a_cohort_that_is_itself_reached_through_a_link_is_opened(
    made: Department, tmp_path: Path
) -> None:
    shutil.copytree(made.path, tmp_path / "real.cxcohort")
    (tmp_path / "mine").symlink_to(tmp_path / "real.cxcohort", target_is_directory=True)
    kim = Cohort.open(tmp_path / "mine", made.tickets["Kim"])
    assert kim.readings.get("P0001", "A") is not None
    assert kim.verify() == ()


def test_leftovers_are_removed_at_opening_but_not_through_links(
    made: Department, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(made.path, tmp_path / "c.cxcohort"))
    (tmp_path / "outside").mkdir()
    kept = tmp_path / "outside" / ".cxtmp-00000000-999999999-aaaa"
    old = path / "references" / ".cxtmp-00000000-999999999-bbbb"
    for file in (kept, old):
        file.write_bytes(b"x")
        os.utime(file, (0, 0))
    fresh = path / "references" / f".cxtmp-00000000-{os.getpid()}-cccc"
    fresh.write_bytes(b"being written")
    (path / "more").symlink_to(tmp_path / "outside")
    Cohort.open(path, made.tickets["Kim"])
    assert kept.exists()
    assert fresh.exists()
    assert not old.exists()


@pytest.mark.parametrize("name", ["../x", "a/../../x"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CxStageError, match="outside its cohort"):
        own(tmp_path / "c" / name, tmp_path / "c")
