"""A reader may not predict a cohort's patient, and is not logged as having seen outlines of others for trying."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cxstage_core.cohort import Cohort, Reading, ReadingState
from cxstage_core.cohort.double_reading.worklist import Draw
from cxstage_core.dataset import choose_series
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Mask
from cxstage_core.prediction.answer import StudyAnswer, predicted_patient, weighed
from cxstage_core.prediction.given_outline import GivenOutline
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.predictor import predict_case
from cxstage_core.prediction.uncertainty import outlines_of
from tests.core.cohort.department import PEOPLE, words
from tests.core.prediction.sites import CONFIG, MODEL, Site


def enter(site: Site, name: str) -> Cohort:
    ticket = Cohort.open(site.cohort.path).accounts.sign_in(name, words(name))
    return Cohort.open(site.cohort.path, ticket)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site.build(tmp_path_factory.mktemp("site"))
    made.cohort.accounts.add("Kim", PEOPLE["Kim"], words("Kim"))
    for name in ("A", "B"):
        enter(made, "Kim").accounts.add(name, PEOPLE[name], words(name))
    enter(made, "Kim").worklist.assign(Draw(("A", "B")))
    patient = made.patients[0]
    t2, _ = choose_series(enter(made, "Kim").series(patient))
    for name, size in (("A", 12), ("B", 16)):
        mask = Mask.empty(t2.grid)
        mask.array[8:11, 100 : 100 + size, 100:120] = 1
        enter(made, name).save_reading(Reading(patient, name, {t2.id: mask}, ReadingState.COMPLETE))
    yield made


def seen(site: Site) -> list[str]:
    """Whose outlines B was logged to have seen."""
    entries = enter(site, "Kim").audit.entries()
    return [
        e.details["outlines"] for e in entries if e.act == "see outlines of others" and e.actor == "B"
    ]


def test_a_reader_is_refused_before_any_outline_of_others_is_looked_at(site: Site) -> None:
    patient, b = site.patients[0], enter(site, "B")
    own = b.readings.get(patient, "B")
    assert own is not None
    ((series, mask),) = own.masks.items()
    before = seen(site)
    for given in (None, GivenOutline(mask)):
        with pytest.raises(CohortError, match="may not"):
            case_of_patient(b, patient, CONFIG, reader="" if given else "B", given=given)
    with pytest.raises(CohortError, match="may not"):
        predicted_patient(b, patient, MODEL)

    # of an answer that somebody else has, too
    loaded, kim = site.loaded_from_file(), enter(site, "Kim")
    case = case_of_patient(kim, patient, CONFIG, reader="B")
    answer = StudyAnswer(loaded, case, predict_case(loaded, case), model_file=site.model)
    with pytest.raises(CohortError, match="may not"):
        weighed(answer, b)
    assert seen(site) == before
    b.readings.reopen(patient, "B", "one slice more")

    # looked at for real, they are logged
    b.save_reading(Reading(patient, "B", {series: mask}, ReadingState.COMPLETE))
    assert "A" in outlines_of(b, patient, series)
    assert len(seen(site)) == len(before) + 1
