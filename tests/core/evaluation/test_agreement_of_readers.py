"""Readers against readers over a cohort: published vectors, habits of simulated readers, blindness."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort, Reading, ReadingState
from cxstage_core.errors import Cancelled, CohortError
from cxstage_core.evaluation.readers.reader_agreement import (
    ComparedCase,
    Kind,
    PairAgreement,
    ReaderPair,
    possible_pairs,
    slice_kappa,
    summarise,
    value_of,
)
from cxstage_core.evaluation.readers.reader_cases import (
    compare_patient,
    compare_readers,
    compared_series,
)
from cxstage_core.evaluation.statistics.bland_altman import bland_altman
from cxstage_core.evaluation.statistics.icc import icc_a1
from cxstage_core.evaluation.statistics.summary import describe
from cxstage_core.imaging import Mask
from cxstage_core.jobs import start_job
from cxstage_core.phantom.patient import draw_patient
from cxstage_core.phantom.readers import readings as simulated
from cxstage_core.phantom.rendering import truth
from cxstage_core.reading.comparison.definitions import Measure, Region
from cxstage_core.reading.comparison.overlap import (
    CaseAgreement,
    Extent,
    Presence,
    SliceTable,
    agreements,
)
from tests.core.cohort.department import GRID, Department, outline, reading

A_B = ReaderPair("A", "B")

# Peak flow of 17 people by two meters: Bland & Altman, Lancet 1986;1:307–310.
WRIGHT = (494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
MINI = (512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)


def case(
    number: int,
    *,
    volumes: tuple[float, float] = (10.0, 11.0),
    diameters: tuple[float | None, float | None] = (30.0, 32.0),
    dice: float | None = 0.8,
    slices: tuple[int, int, int, int] = (5, 1, 1, 13),
    pair: ReaderPair = A_B,
) -> ComparedCase:
    extents = (Extent(v, d) for v, d in zip(volumes, diameters, strict=True))
    found = CaseAgreement(Region.TUMOUR, dice, 3.0, 1.0, 0.5, *extents, SliceTable(*slices))
    return ComparedCase(f"P{number:04}", "t2", pair, dict.fromkeys(Region, found))


def tumours(cases: list[ComparedCase], pair: ReaderPair = A_B) -> PairAgreement:
    return summarise(cases, pair, Region.TUMOUR)


def test_limits_of_agreement_of_the_published_peak_flows() -> None:
    found = bland_altman(np.subtract(WRIGHT, MINI))
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert found.bias.interval is not None
    assert found.bias.interval.pair == pytest.approx([-22.0, 17.8], abs=0.1)
    # Printed with 2 instead of 1.96, and with √(3/n) for the error: hence the wider tolerance.
    for limit, value, interval in (
        (found.low, -79.7, (-114.3, -45.1)),
        (found.high, 75.5, (40.9, 110.1)),
    ):
        assert limit.value == pytest.approx(value, abs=2)
        assert limit.interval is not None
        assert limit.interval.pair == pytest.approx(interval, abs=2)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_limits_stand_about_the_bias(differences: list[float]) -> None:
    found, back = bland_altman(differences), bland_altman([-d for d in differences])
    assert found.bias.value is not None and found.low.value is not None
    assert found.high.value is not None and back.low.value is not None
    assert found.low.value <= found.bias.value + 1e-9
    assert found.high.value == pytest.approx(-back.low.value)
    for one in (found.bias, found.low, found.high):
        assert one.interval is not None and one.value is not None
        assert one.interval.low <= one.value <= one.interval.high
        assert one.n == len(differences)


def test_without_cases_and_with_one_there_are_words_instead_of_intervals() -> None:
    assert bland_altman([]).bias.value is None and bland_altman([]).bias.note
    one = bland_altman([3.0])
    assert one.bias.value == 3 and one.bias.interval is None and one.low.value is None
    assert one.low.note is not None
    alone = describe([0.7, np.nan])
    assert (alone.n, alone.undefined, alone.mean.interval) == (1, 1, None)
    assert describe([np.nan]).median.value is None
    alike = describe([1.0, 1.0, 1.0])
    assert alike.mean.value == 1 and alike.mean.interval is None and alike.mean.note is not None
    whole = tumours([case(i, slices=(5, 0, 0, 15)) for i in range(4)]).kappa
    assert whole.value == 1 and whole.interval is None and whole.note is not None
    with pytest.raises(ValueError, match="finite"):
        bland_altman([np.nan])


def test_golden_vectors_of_kappa_and_icc() -> None:
    """Kappa of [[20, 5], [10, 15]] is 0.4, told slice by slice; ICC(A,1) of Shrout & Fleiss."""
    # first marks 25 of 50 slices, both 15; split over three patients
    parts = [(7, 5, 2, 9), (5, 3, 2, 8), (3, 2, 1, 3)]
    found = tumours([case(i, slices=p) for i, p in enumerate(parts)])
    assert found.kappa.value == pytest.approx(0.4)
    assert found.slices_alike == pytest.approx(35 / 50)
    assert found.kappa.interval is not None and found.kappa.n == 3
    judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    assert icc_a1(judges).value == pytest.approx(0.289764, abs=5e-7)


def test_volumes_and_diameters_of_a_cohort() -> None:
    rng = np.random.default_rng(4)
    volumes = rng.uniform(2, 40, 30)
    moved = volumes + rng.normal(1.5, 0.8, 30)
    found = tumours(
        [case(i, volumes=(v, w)) for i, (v, w) in enumerate(zip(volumes, moved, strict=True))]
    )
    limits = found.limits[Measure.VOLUME]
    assert limits.bias.value == pytest.approx((moved - volumes).mean())
    assert limits.sd == pytest.approx((moved - volumes).std(ddof=1))
    assert limits.bias.interval is not None and 1.5 in limits.bias.interval
    assert found.icc[Measure.VOLUME] == icc_a1(np.column_stack([volumes, moved]))
    assert found.icc[Measure.DIAMETER].interval is None  # all alike


def test_what_is_not_defined_is_left_out_and_counted() -> None:
    whole = np.zeros((4, 24, 20), np.uint8)
    whole[1:3, 5:12, 5:12] = 1
    nothing = np.zeros_like(whole)
    pairs = [(whole, whole), (whole, nothing), (nothing, nothing), (nothing, whole)]
    cases = [
        ComparedCase(f"P{i}", "t2", A_B, agreements(*pair, GRID.spacing))
        for i, pair in enumerate(pairs)
    ]
    found = tumours(cases)
    assert found.n == 4
    assert found.presence == {
        Presence.BOTH: 1,
        Presence.FIRST_ONLY: 1,
        Presence.SECOND_ONLY: 1,
        Presence.NEITHER: 1,
    }
    dice, far = found.distributions[Measure.DICE], found.distributions[Measure.HD95]
    assert (dice.n, dice.undefined, dice.mean.value) == (3, 1, pytest.approx(1 / 3))
    assert (far.n, far.undefined, far.mean.value) == (1, 3, 0)
    assert found.limits[Measure.VOLUME].n == 3  # a missed tumour is a difference of its volume
    assert found.limits[Measure.DIAMETER].n == 1
    nowhere = summarise(cases, A_B, Region.INFILTRATION)
    assert nowhere.distributions[Measure.DICE].n == 0 and nowhere.kappa.value is None
    assert nowhere.kappa.note is not None and nowhere.icc[Measure.VOLUME].value is None


def test_mean_and_median_are_near_those_of_patients_drawn_again() -> None:
    from scipy import stats

    x = np.random.default_rng(8).gamma(2.0, 2.0, 40)
    ours = describe(x, limits=(0, np.inf))
    for found, statistic in ((ours.mean, np.mean), (ours.median, np.median)):
        theirs = stats.bootstrap(
            (x,), statistic, n_resamples=20_000, method="percentile", rng=1
        ).confidence_interval
        assert found.interval is not None
        assert found.interval.pair == pytest.approx([theirs.low, theirs.high], abs=0.3)
    assert describe(x) == describe(x)


def test_kappa_of_slices_has_an_interval_for_patients_not_for_slices() -> None:
    """Ten patients, five alike and five not: slices of one patient say the same over and over."""
    cases = [case(i, slices=(20, 0, 0, 20) if i % 2 else (10, 10, 10, 10)) for i in range(10)]
    found = tumours(cases).kappa
    by_slices = slice_kappa(
        CaseAgreement(
            Region.TUMOUR,
            None,
            None,
            None,
            None,
            Extent(0, None),
            Extent(0, None),
            SliceTable(150, 50, 50, 150),
        )
    )
    assert found.interval is not None and by_slices.interval is not None
    assert found.value == pytest.approx(0.5) and by_slices.kappa == pytest.approx(0.5)
    wide, narrow = (i.high - i.low for i in (found.interval, by_slices.interval))
    assert wide > 2 * narrow


def test_who_is_compared_with_whom() -> None:
    found = possible_pairs(["C", "A#2", "A", "B", "A#3", "B#2"])
    assert [str(p) for p in found if p.kind is Kind.INTER] == ["A – B", "A – C", "B – C"]
    assert [str(p) for p in found if p.kind is Kind.INTRA] == ["A – A#2", "A#2 – A#3", "B – B#2"]
    assert possible_pairs(["A"]) == ()


def test_one_series_per_patient_is_compared() -> None:
    small, large, nothing = outline(3), outline(9), Mask.empty(GRID)

    def made(**masks: Mask) -> Reading:
        return Reading("P1", "A", masks, ReadingState.COMPLETE)

    assert compared_series(made(t1=large, t2=small), made(t2=small)) == "t2"
    assert compared_series(made(t1=large, t2=nothing), made(t2=small)) == "t1"
    assert compared_series(made(t1=small, t2=large), made(t1=large, t2=large)) == "t2"
    assert compared_series(made(), made()) is None
    (one,) = compare_patient([made(t1=large), Reading("P1", "B", {"t2": small})])
    assert one.series == "t1" and one.regions[Region.TUMOUR].presence is Presence.FIRST_ONLY


def test_limits_of_agreement_find_the_reader_who_draws_a_millimetre_larger() -> None:
    """Reader B of the phantom draws one millimetre outside the edge: two more across."""
    cases = []
    for number in range(1, 26):
        true = truth(draw_patient(11, number))
        drawn = simulated(true, 11, number)
        masks = (drawn["reader-a"].array, drawn["reader-b"].array)
        cases.append(ComparedCase(f"P{number:04}", "t2", A_B, agreements(*masks, true.grid.spacing)))
    found = tumours(cases)
    wider = found.limits[Measure.DIAMETER].bias
    outside = found.limits[Measure.EDGE].bias
    assert wider.interval is not None and outside.interval is not None
    assert 2.0 in wider.interval and wider.interval.low > 0
    assert outside.interval.low - 0.05 < 1.0 < outside.interval.high + 0.05
    assert outside.interval.high - outside.interval.low < 0.2
    back = [
        ComparedCase(c.patient, c.series, A_B, {r: _swapped(a) for r, a in c.regions.items()})
        for c in cases
    ]
    assert tumours(back).limits[Measure.DIAMETER].bias.value == pytest.approx(-(wider.value or 0))


def _swapped(a: CaseAgreement) -> CaseAgreement:
    offset = None if a.edge_offset_mm is None else -a.edge_offset_mm
    table = SliceTable(a.slices.both, a.slices.only_second, a.slices.only_first, a.slices.neither)
    return CaseAgreement(a.region, a.dice, a.hd95_mm, a.assd_mm, offset, a.second, a.first, table)


# --- through the store


def read_by_both(path: Path, patients: int = 3) -> Department:
    department = Department.found(path, patients)
    department.assign()
    for name in ("A", "B"):
        cohort = department.enter(name)
        for place, patient in enumerate(cohort.patients()[: patients - 1]):
            size = 6 + place + (name == "B")
            cohort.save_reading(reading(patient, name, size, complete=True))
    last = department.enter("A").patients()[-1]
    department.enter("A").save_reading(reading(last, "A", complete=True))
    return department


def test_only_finished_cases_are_compared_and_only_for_those_who_may_see_them(tmp_path: Path) -> None:
    department = read_by_both(tmp_path / "c")
    found = compare_readers(department.enter("Roe"))
    assert found == compare_readers(department.enter("Kim"))
    assert found.pairs == (A_B,) and found.waiting == 1
    summary = found.of(A_B, Region.TUMOUR)
    assert [c.patient for c in summary.cases] == list(department.enter("Kim").patients()[:2])
    assert value_of(summary.cases[0].regions[Region.TUMOUR], Measure.DICE) == pytest.approx(12 / 13)
    assert pickle.loads(pickle.dumps(found)) == found
    for name in ("A", "B"):
        with pytest.raises(CohortError):
            compare_readers(department.enter(name))


def test_a_cohort_without_two_complete_readings_says_so(tmp_path: Path) -> None:
    department = Department.found(tmp_path / "c")
    with pytest.raises(CohortError, match="two complete readings"):
        compare_readers(department.enter("Kim"))
    with pytest.raises(CohortError, match="no patient P9"):
        compare_readers(department.enter("Kim"), ["P9"])


def test_repeats_and_cohorts_without_accounts(tmp_path: Path) -> None:
    department = read_by_both(tmp_path / "c")
    plain = Cohort.create(tmp_path / "plain")
    kim = department.enter("Kim")
    for number, patient in enumerate(kim.patients()):
        (series,) = kim.series(patient)
        own = plain.pseudonym(f"X{number}")
        plain.add_series(own, kim.volume(patient, series.id), series.info)
        for reading_key, size in (("A", 6), ("B", 7), ("A#2", 8)):
            plain.save_reading(reading(own, reading_key, size, complete=True))
    found = compare_readers(plain)
    assert [pair.kind for pair in found.pairs] == [Kind.INTER, Kind.INTRA]
    again = found.of(ReaderPair("A", "A#2"), Region.BOTH)
    assert again.n == 3 and again.kappa.value == 1
    assert again.limits[Measure.VOLUME].bias.value == pytest.approx(2 * 2 * 7 * 2.45 / 1000)


def test_a_comparison_stops_when_asked(tmp_path: Path) -> None:
    department = read_by_both(tmp_path / "c")
    seen = []

    def listen(news: object) -> None:
        seen.append(news)
        stop.ask()

    job, stop = start_job(listen)
    with pytest.raises(Cancelled):
        compare_readers(department.enter("Kim"), job=job)
    assert len(seen) == 1
