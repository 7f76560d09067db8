"""After completion a reader may see others; every door that shows them logs it, and what follows is known."""

from __future__ import annotations

import dataclasses
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.cohort.context import transactions
from cxstage_core.dataset import frozen_outline
from cxstage_core.errors import CxStageError, ReadingError
from cxstage_core.evaluation.readers.reader_cases import compare_readers
from cxstage_core.imaging import Mask, Volume
from cxstage_core.intake import export_roi, import_roi, read_mask, write_mask
from cxstage_core.intake.exchange import export_readings
from cxstage_core.reading.comparison.disagreement import Disagreement
from cxstage_core.storage.append_log import JournalFile
from tests.core.cohort.department import GRID, Department, outline, reading, words
from tests.core.cohort.test_reading_blind import _everything, doors
from tests.core.test_command_line import run

SERIES = "t2-axial"
SEEN = "see outlines of others"
SENTENCE = "cervix or vagina?"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both readers have completed the first patient; a comment is pinned, a reference frozen."""
    department = Department.found(tmp_path_factory.mktemp("seen") / "c")
    department.assign()
    kim, roe = department.enter("Kim"), department.enter("Roe")
    patient = kim.patients()[0]
    department.enter("A").save_reading(reading(patient, "A", 9, complete=True))
    department.enter("B").save_reading(reading(patient, "B", 3, complete=True))
    roe.review.comments.add(patient, SERIES, (0.0, 0.0, 0.0), SENTENCE)
    kim.references.freeze(patient, {SERIES: outline(9)}, origin="reader A")
    return department.path


@pytest.fixture
def department(made: Path, tmp_path: Path) -> Department:
    return Department(Path(shutil.copytree(made, tmp_path / "c.cxcohort")))


def _lines(department: Department, name: str = "B") -> list[str]:
    entries = department.enter("Kim").audit.entries()
    return [e.details["outlines"] for e in entries if e.act == SEEN and e.actor == name]


def _more_doors(b: Cohort, patient: str, folder: Path) -> dict[str, Callable[[], Any]]:
    """Doors outside the cohort that give outlines, as a file or prepared."""
    aside = folder / "aside"

    def exported() -> Mask:
        export_roi(b, patient, SERIES, folder / "a.nii.gz", "A")
        return read_mask(folder / "a.nii.gz")

    def batch() -> list[Mask]:
        files = export_readings(b, "A", aside, ".nrrd").written
        return [read_mask(file) for file in files if file.suffix == ".nrrd"]

    def imported() -> Reading:
        write_mask(outline(2), folder / "b.nii.gz")
        return import_roi(b, patient, SERIES, folder / "b.nii.gz", "A").reading

    return {
        "export_roi": exported,
        "export_readings": batch,
        "import_roi": imported,
        "frozen_outline": lambda: frozen_outline(b, patient),
        "compare_readers": lambda: compare_readers(b),
    }


def _shows_others(value: Any) -> bool:
    """Return True if the outline of A or a sentence of the review is within a value."""
    wanted = outline(9).array > 0
    for one in _everything(value):
        if isinstance(one, np.ndarray):
            if one.shape == wanted.shape and np.array_equal(one > 0, wanted):
                return True
        elif isinstance(one, Disagreement) or one == SENTENCE:
            return True
    return False


def test_every_door_that_shows_another_outline_leaves_a_line(
    department: Department, tmp_path: Path
) -> None:
    """Each door is tried on a fresh copy of the cohort, so that no line of an earlier door counts."""
    showing = set()
    names = [*doors(department.enter("B"), _patient(department)),
             *_more_doors(department.enter("B"), _patient(department), tmp_path)]  # fmt: skip
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        folder.mkdir()
        copy = Department(Path(shutil.copytree(department.path, folder / "c.cxcohort")))
        b, patient = copy.enter("B"), _patient(copy)
        door = {**doors(b, patient), **_more_doors(b, patient, folder)}[name]
        if name == "CommentService.answer":
            door = partial(b.review.comments.answer, patient, 1, "vagina")
        elif name == "ReadingService.shown_outlines":
            door = partial(b.readings.shown_outlines, patient, "B")
        try:
            found = door()
        except CxStageError:
            found = None
        if isinstance(found, JournalFile):
            found.close()
        shown, lines = _shows_others(found), _lines(copy)
        assert bool(lines) == shown, (name, lines)
        if shown:
            showing.add(name)
            _require_influenced(copy, b, patient)
        shutil.rmtree(folder)
    assert showing == {
        "ReadingService.get", "ReadingService.shown_outlines", "ReadingService.visible_outlines", "ReferenceService.latest", "ReferenceService.versions",
        "ReviewService.readings", "ReviewService.review", "ReviewService.disagreements",
        "CommentService.answer", "export_roi", "export_readings", "frozen_outline",
    }  # fmt: skip


def _patient(department: Department) -> str:
    return department.enter("Kim").patients()[0]


def _require_influenced(department: Department, b: Cohort, patient: str) -> None:
    """The reader cannot reopen alone; and what is changed with help counts as influenced."""
    kim = department.enter("Kim")
    with pytest.raises(ReadingError, match="has seen the outlines of others"):
        b.readings.reopen(patient, "B", "I want it as A has it")
    assert kim.worklist.influenced() == frozenset()
    kim.readings.reopen(patient, "B", "a slice was missed")
    assert kim.worklist.influenced() == {patient}
    b.save_reading(reading(patient, "B", 9, complete=True))
    assert compare_readers(kim).influenced == 1


def test_before_completion_nothing_is_given_and_nothing_logged(
    department: Department, tmp_path: Path
) -> None:
    department.enter("Kim").readings.reopen(_patient(department), "B", "a slice was missed")
    b, patient = department.enter("B"), _patient(department)
    for name, door in {**doors(b, patient), **_more_doors(b, patient, tmp_path)}.items():
        try:
            found = door()
        except CxStageError:
            continue
        if isinstance(found, JournalFile):
            found.close()
        assert not _shows_others(found), name
    assert _lines(department) == []


def test_an_export_at_the_command_line_is_seeing(
    department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, file = _patient(department), tmp_path / "f.nii.gz"
    monkeypatch.setenv("CXSTAGE_PASSPHRASE", words("B"))
    run("roi", "export", department.path, patient, SERIES, file, "--reader", "A", "--as", "B")
    assert _lines(department) == ["A"]
    _require_influenced(department, department.enter("B"), patient)


def test_one_line_is_enough_until_a_reading_is_changed(department: Department) -> None:
    b, kim, patient = department.enter("B"), department.enter("Kim"), _patient(department)
    b.readings.get(patient, "B")
    assert _lines(department) == []  # the own one
    for _ in range(3):
        b.readings.get(patient, "A")
    assert _lines(department) == ["A"]
    b.references.latest(patient)
    b.readings.get(patient, "A")
    assert _lines(department) == ["A", "reference"]
    kim.readings.reopen(patient, "B", "a slice was missed")
    b.save_reading(reading(patient, "B", 4, complete=True))
    b.readings.get(patient, "A")
    assert _lines(department) == ["A", "reference", "A"]


def test_asking_how_far_a_case_is_leaves_no_line(department: Department) -> None:
    b, patient = department.enter("B"), _patient(department)
    b.readings.readers(patient)
    b.readings.states()
    b.worklist.items()
    b.patients()
    b.review.return_reason(patient, "B")
    assert _lines(department) == []


def test_reviewers_and_coordinators_are_not_logged_for_their_work(department: Department) -> None:
    patient = _patient(department)
    for name in ("Roe", "Kim"):
        cohort = department.enter(name)
        cohort.readings.get(patient, "A")
        cohort.review.readings(patient)
        cohort.references.latest(patient)
        assert _lines(department, name) == []


def test_a_reading_brought_back_changed_after_seeing_counts_as_influenced(
    department: Department,
) -> None:
    b, kim, patient = department.enter("B"), department.enter("Kim"), _patient(department)
    b.readings.get(patient, "A")
    assert kim.worklist.influenced() == frozenset()
    stored = kim.readings.get(patient, "B")
    assert stored is not None
    context = kim.readings.context
    transactions.save_reading(
        context, dataclasses.replace(stored, masks={SERIES: outline(8)}), actor="Kim"
    )
    assert kim.worklist.influenced() == {patient}


def test_without_accounts_a_given_name_is_logged_and_nothing_refused(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "open")
    patient = cohort.pseudonym("MRN-1")
    cohort.add_series(patient, Volume(np.zeros(GRID.size, np.int16), GRID), SeriesInfo("T2"))
    for name, size in (("A", 6), ("B", 7)):
        cohort.save_reading(reading(patient, name, size, complete=True))
    cohort.readings.get(patient, "A")
    cohort.readings.get(patient, "B", drawing_as="B")
    assert not [e for e in cohort.audit.entries() if e.act == SEEN]
    export_roi(cohort, patient, SERIES, tmp_path / "a.nrrd", "A", drawing_as="B")
    cohort.review.readings(patient, drawing_as="A")
    seen = [(e.actor, e.details["outlines"]) for e in cohort.audit.entries() if e.act == SEEN]
    assert seen == [("B", "A"), ("A", "B")]
    assert cohort.worklist.influenced() == frozenset()
    cohort.readings.reopen(patient, "B", "as A has it")
    assert cohort.worklist.influenced() == {patient}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_in_whatever_order_seeing_is_known(
    department: Department, tmp_path: Path, seed: int
) -> None:
    """A random walk of B: nothing is seen while B draws, and nothing drawn after seeing is unknown."""
    draw = random.Random(seed)
    b, kim, patient = department.enter("B"), department.enter("Kim"), _patient(department)
    complete, seen, influenced = True, False, False
    for _ in range(14):
        step = draw.choice(["look", "export", "reference", "review", "alone", "helped", "draw"])
        try:
            if step == "look":
                seen |= _shows_others(b.readings.shown_outlines(patient, "B"))
            elif step == "export":
                export_roi(b, patient, SERIES, tmp_path / "f.nrrd", "A")
                seen = True
            elif step == "reference":
                seen |= b.references.latest(patient) is not None
            elif step == "review":
                seen |= b.review.review(patient) is not None
            elif step == "draw":
                b.save_reading(reading(patient, "B", draw.randint(1, 8), complete=True))
                complete = True
            elif complete:
                by = b if step == "alone" else kim
                by.readings.reopen(patient, "B", "a slice")
                complete = False
                influenced |= seen
                assert step == "helped" or not seen
            if step in ("export", "reference", "review"):
                assert complete
        except CxStageError:
            assert not complete or (step == "alone" and seen) or step == "draw"
        assert bool(_lines(department)) == seen
        assert (patient in kim.worklist.influenced()) == influenced
        stored = b.readings.get(patient, "B")
        assert stored is not None
        assert (stored.state is ReadingState.COMPLETE) == complete
