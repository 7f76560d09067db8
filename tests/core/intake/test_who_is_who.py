"""Two persons under one id, and one person under two, are asked about; what is certain is imported without a word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.identity import Decisions, Question
from cxstage_core.dataset.leaks import check_split
from cxstage_core.dataset.splits import make_split
from cxstage_core.errors import CohortError, LeakError
from cxstage_core.intake import ImportReport, import_series

Writer = Callable[..., list[Path]]


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return Cohort.create(tmp_path / "c")


def pixels(seed: int) -> Callable[[int], bytes]:
    """Pixels of a person's own, slice by slice."""
    rng = np.random.default_rng(seed)
    array = rng.integers(0, 4000, (40, 10, 12)).astype("<u2")
    return lambda number: array[number].tobytes()


def bring(cohort: Cohort, *sources: Path, **answers: Any) -> ImportReport:
    return import_series(cohort, sources, decisions=Decisions(**answers) if answers else None)


def asked(report: ImportReport) -> list[tuple[str, str]]:
    return [(s.question, s.about) for s in report.questions]


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"PatientBirthDate": "19450505"}, Question.OTHER_PERSON),
        ({"PatientSex": "M"}, Question.OTHER_PERSON),
        ({"PatientBirthDate": "19450101"}, Question.OTHER_PERSON),
        ({"PatientBirthDate": "19580101"}, None),  # only the year is left
        ({"PatientBirthDate": ""}, None),
        ({"PatientSex": ""}, None),
        ({"PatientBirthDate": "19000101", "PatientSex": ""}, None),
        ({"StudyDate": "20240101"}, None),
        ({"PatientName": "Other^Name"}, None),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_second_study_under_an_id(
    cohort: Cohort,
    series: Writer,
    tmp_path: Path,
    changes: dict[str, str],
    question: Question | None,
    together: bool,
) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(2), **changes)
    if together:
        report = bring(cohort, tmp_path / "a", tmp_path / "b")
    else:
        bring(cohort, tmp_path / "a")
        report = bring(cohort, tmp_path / "b")
    assert cohort.patients() == ("P0001",)
    assert asked(report) == ([] if question is None else [(question.value, "P0001")])
    assert len(cohort.series("P0001")) == (2 if question is None else 1)


def test_another_person_gets_a_pseudonym_that_is_found_again(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(2), PatientBirthDate="19450505")
    series(tmp_path / "c", PixelData=pixels(3), PatientBirthDate="19450505")
    series(tmp_path / "d", PixelData=pixels(4), PatientBirthDate="")
    bring(cohort, tmp_path / "a")
    named = frozenset({"P0001"})
    with pytest.raises(CohortError, match="Give a reason"):
        bring(cohort, tmp_path / "b", separate=named)
    bring(cohort, tmp_path / "b", separate=named, reason="two persons")
    assert cohort.patients() == ("P0001", "P0002")
    bring(cohort, tmp_path / "c")
    assert len(cohort.series("P0002")) == 2
    report = bring(cohort, tmp_path / "d")  # nothing tells which of the two it is
    assert asked(report) == [(Question.SHARED_ID.value, "P0002")]
    (line,) = [e for e in cohort.audit.entries() if e.act == "declare other person"]
    assert line.details == {"patient": "P0001", "other": "P0002", "reason": "two persons"}
    assert cohort.verify() == ()


def test_a_corrected_header_stays_one_person(cohort: Cohort, series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(2), PatientBirthDate="19580321")
    series(tmp_path / "c", PixelData=pixels(3), PatientBirthDate="19580321")
    bring(cohort, tmp_path / "a")
    bring(cohort, tmp_path / "b", same=frozenset({"P0001"}), reason="typing error")
    assert asked(bring(cohort, tmp_path / "c")) == []
    assert len(cohort.series("P0001")) == 3


@pytest.mark.parametrize("name", ["ANONYMOUS", "anon", "0", "000", "Anonymized", "N/A", "匿名"])
def test_an_id_of_everyone_is_believed_only_with_a_birth_date(
    cohort: Cohort, series: Writer, tmp_path: Path, name: str
) -> None:
    kept = {"PatientID": name, "PatientBirthDate": "", "PatientSex": "F"}
    series(tmp_path / "a", PixelData=pixels(1), **kept)
    bring(cohort, tmp_path / "a")
    series(tmp_path / "b", PixelData=pixels(2), **kept)
    assert asked(bring(cohort, tmp_path / "b")) == [(Question.ANONYMOUS_ID.value, "P0001")]
    assert asked(bring(cohort, tmp_path / "a")) == []  # the same study again


def test_studies_without_any_id_are_patients_of_their_own(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    for seed, name in enumerate("ab"):
        series(tmp_path / name, PatientID="", PixelData=pixels(seed))
    assert asked(bring(cohort, tmp_path / "a", tmp_path / "b")) == []
    assert len(cohort.patients()) == 2


def test_one_series_with_two_birth_dates_is_refused(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PatientBirthDate=lambda n: "19580312" if n else "19610101")
    (outcome,) = bring(cohort, tmp_path / "a").series
    assert "name different persons" in outcome.reason


def _copy(series: Writer, source: list[Path], target: Path, **changes: Any) -> None:
    """Copy a series under other values, keeping its UIDs."""
    from pydicom import dcmread

    target.mkdir()
    for file in source:
        dataset = dcmread(file)
        for keyword, value in changes.items():
            setattr(dataset, keyword, value)
        dataset.PixelData = bytes([dataset.PixelData[0] ^ 1]) + dataset.PixelData[1:]
        dataset.save_as(target / file.name)


def test_an_examination_under_another_id_is_asked_about(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    files = series(tmp_path / "a", PixelData=pixels(1))
    bring(cohort, tmp_path / "a")
    _copy(series, files, tmp_path / "b", PatientID="H-9")
    _copy(series, files, tmp_path / "c", PatientID="H-9", StudyInstanceUID="1.2.3")
    for folder in ("b", "c"):
        report = bring(cohort, tmp_path / folder)
        assert asked(report) == [(Question.SAME_UIDS.value, "P0001")]
        assert "P0002" in report.series[0].reason
    assert cohort.series("P0002") == ()


def test_an_image_under_new_uids_and_another_id_is_asked_about(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    source = pixels(1)
    series(tmp_path / "a", slices=20, PixelData=source)
    series(
        tmp_path / "b",
        slices=20,
        PatientID="H-9",
        PixelData=lambda n: bytes([source(n)[0] ^ 1]) + source(n)[1:],
    )
    series(tmp_path / "c", slices=20, PatientID="H-10", PixelData=pixels(5))
    bring(cohort, tmp_path / "a")
    report = bring(cohort, tmp_path / "b", tmp_path / "c")
    assert asked(report) == [(Question.SAME_PIXELS.value, "P0001")]
    bring(cohort, tmp_path / "b", separate=frozenset({"P0001"}), reason="a phantom of the physicists")
    assert sum(len(cohort.series(p)) for p in cohort.patients()) == 3
    assert asked(bring(cohort, tmp_path / "b")) == []  # settled


def test_the_very_image_of_the_same_person_is_known_already(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(1), PatientID="H-9")
    bring(cohort, tmp_path / "a")
    assert asked(bring(cohort, tmp_path / "b")) == [(Question.SAME_PIXELS.value, "P0001")]
    report = bring(cohort, tmp_path / "b", same=frozenset({"P0001"}), reason="sent twice")
    assert report.by_status == {"imported": 0, "duplicate": 1, "rejected": 0}
    assert report.series[0].patient == "P0001"


def test_an_answer_changes_nothing_that_was_not_asked(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(2), PatientBirthDate="", PatientSex="")
    bring(cohort, tmp_path / "a")
    bring(cohort, tmp_path / "b", separate=frozenset({"P0001"}), reason="given in advance")
    assert cohort.patients() == ("P0001",)


def test_one_person_under_two_ids_stays_in_one_part(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    files = series(tmp_path / "a", PixelData=pixels(1))
    bring(cohort, tmp_path / "a")
    _copy(series, files, tmp_path / "b", PatientID="H-9")
    bring(cohort, tmp_path / "b", same=frozenset({"P0001"}), reason="married name")
    same = cohort.people.same_person()
    assert same == (frozenset({"P0001", "P0002"}),)
    labels = {f"P{n:04d}": n % 2 for n in range(1, 13)}
    for name in list(labels)[2:]:
        cohort.pseudonym(f"filler {name}")
    apart = 0
    for seed in range(12):
        split = make_split(labels, test=0.4, seed=seed, scheme="paper", same_person=same)
        assert split.part("P0001") == split.part("P0002") != ""
        check_split(split, cohort)
        loose = make_split(labels, test=0.4, seed=seed, scheme="paper")
        if loose.part("P0001") != loose.part("P0002"):
            apart += 1
            with pytest.raises(LeakError, match="one person, as declared"):
                check_split(loose, cohort)
    assert apart


def test_an_exact_copy_under_the_same_id_is_known_already(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a")
    assert bring(cohort, tmp_path / "a").by_status["imported"] == 1
    assert bring(cohort, tmp_path / "a").by_status == {"imported": 0, "duplicate": 1, "rejected": 0}


def test_a_nearly_equal_id_is_said(cohort: Cohort, series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", PatientID="00012345", PixelData=pixels(1))
    series(tmp_path / "b", PatientID="12345", PixelData=pixels(2), PatientBirthDate="")
    bring(cohort, tmp_path / "a")
    (outcome,) = bring(cohort, tmp_path / "b").series
    assert outcome.status == "imported"
    assert outcome.patient == "P0002"
    assert "differs from that of P0001 only in zeros, case or signs" in outcome.reason
    with pytest.raises(CohortError, match="Give a reason"):
        cohort.people.declare_same("P0001", "P0002", reason=" ")
    cohort.people.declare_same("P0001", "P0002", reason="one woman")
    assert cohort.people.same_person() == (frozenset({"P0001", "P0002"}),)
    cohort.people.declare_other("P0001", "P0002", reason="two women after all")
    assert cohort.people.same_person() == ()


def test_a_nearly_equal_id_with_the_same_birth_date_is_asked_about(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PatientID="00012345", PixelData=pixels(1))
    series(tmp_path / "b", PatientID="12345", PixelData=pixels(2))
    bring(cohort, tmp_path / "a")
    for _ in range(2):
        assert asked(bring(cohort, tmp_path / "b")) == [(Question.NEAR_ID.value, "P0001")]
    bring(cohort, tmp_path / "b", same=frozenset({"P0001"}), reason="zeros were lost")
    assert cohort.people.same_person() == (frozenset({"P0001", "P0002"}),)


def test_an_older_cohort_knows_nothing_and_learns(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PixelData=pixels(2), PatientBirthDate="19450505")
    bring(cohort, tmp_path / "a")
    shutil.rmtree(cohort.path / "identities")
    assert cohort.verify() == ()
    bring(cohort, tmp_path / "a")  # the same images again: what their headers say is recorded
    assert asked(bring(cohort, tmp_path / "b")) == [(Question.OTHER_PERSON.value, "P0001")]


def test_what_is_recorded_of_persons_names_no_one(
    cohort: Cohort, series: Writer, tmp_path: Path
) -> None:
    from pydicom import dcmread

    files = series(tmp_path / "a", PixelData=pixels(1))
    bring(cohort, tmp_path / "a")
    header = dcmread(files[0])
    written = b"".join(p.read_bytes() for p in (cohort.path / "identities").iterdir())
    for value in (
        header.PatientID,
        header.PatientBirthDate,
        header.StudyInstanceUID,
        header.SOPInstanceUID,
    ):
        assert str(value).encode() not in written


def test_damage_is_found_and_repaired(cohort: Cohort, series: Writer, tmp_path: Path) -> None:
    series(tmp_path / "a", PixelData=pixels(1))
    series(tmp_path / "b", PatientID="H-9", PixelData=pixels(2))
    bring(cohort, tmp_path / "a", tmp_path / "b")
    cohort.people.declare_same("P0001", "P0002", reason="one woman")
    file = cohort.path / "identities/P0001.json"
    file.write_bytes(file.read_bytes().replace(b"P0002", b"P0003"))
    assert [p.file for p in cohort.verify()] == ["identities/P0001.json"]
    assert cohort.people.same_person() == (frozenset({"P0001", "P0002"}),)  # the log knows
    cohort.rebuild_index()
    assert cohort.verify() == ()
