"""Settings that a search chose are never tested on its patients, whatever the protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import label_patients, make_split
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import LeakError, TrainingError
from cxstage_core.training.experiment.searched_patients import check_searched_patients
from cxstage_core.training.settings.origin import (
    SearchOrigin,
    image_marks,
    joined,
    read_origins,
    write_origins,
)
from tests.core.dataset.cohorts import fill


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    made = fill(tmp_path_factory.mktemp("store") / "c.cxcohort", 12, step_mm=2.0)
    labels, _ = label_patients(made, "paper")
    made.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return made


def origin(cohort: Cohort, patients: tuple[str, ...]) -> SearchOrigin:
    """A search on these patients."""
    images = image_marks(r.sha256 for p in patients for r in cohort.series(p))
    return SearchOrigin("S0001", cohort.id, "hrnet", {"lr": 0.003}, len(patients), images)


@pytest.mark.parametrize(
    ("searched", "protocol", "allowed"),
    [
        ("training part", Protocol("paper"), True),
        ("training part", Protocol("holdout"), True),
        ("training part", Protocol("cross-validation", folds=2), False),
        ("training part", Protocol("cross-validation", folds=2, repeats=3), False),
        ("training part", Protocol("nested", folds=2), False),
        ("everyone", Protocol("paper"), False),
        ("everyone", Protocol("holdout"), False),
        ("one tested patient", Protocol("holdout"), False),
        ("no one", Protocol("cross-validation", folds=2), True),
        ("no one", Protocol("nested", folds=2), True),
    ],
)
def test_every_search_under_every_protocol(
    cohort: Cohort, searched: str, protocol: Protocol, allowed: bool
) -> None:
    split = cohort.split()
    assert split is not None
    labels, _ = label_patients(cohort, "paper")
    patients = {
        "training part": split.train,
        "everyone": cohort.patients(),
        "one tested patient": split.test[:1],
        "no one": (),
    }[searched]
    folds = draw_folds(protocol, labels, split, validation=0.2, seed=1)
    tested = [patient for fold in folds for patient in fold.test]
    origins = (origin(cohort, patients),)
    if allowed:
        check_searched_patients(origins, tested, cohort)
        return
    with pytest.raises(LeakError, match="S0001"):
        check_searched_patients(origins, tested, cohort)


def test_the_same_patients_are_recognised_in_another_cohort(cohort: Cohort, tmp_path: Path) -> None:
    other = fill(tmp_path / "other.cxcohort", 12, step_mm=2.0)
    origins = (origin(cohort, cohort.patients()[:1]),)
    check_searched_patients(origins, other.patients()[1:], other)
    with pytest.raises(LeakError):
        check_searched_patients(origins, other.patients(), other)


def test_an_origin_comes_back_and_stands_once(cohort: Cohort) -> None:
    one = origin(cohort, cohort.patients()[:2])
    assert read_origins(write_origins((one,))) == (one,)
    assert joined((one,), (one,)) == (one,)
    for broken in ({}, {**one.to_dict(), "images": ""}, {**one.to_dict(), "more": 1}, 3):
        with pytest.raises(TrainingError, match="not described completely"):
            read_origins([broken])
