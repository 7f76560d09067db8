"""A cohort becomes prepared patients: labelled, cached, and with a reason for everyone left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo, Split
from cxstage_core.dataset import Preprocessing, check_split, label_patients, make_split, prepare_cohort
from cxstage_core.errors import Cancelled, DatasetError, LeakError
from cxstage_core.imaging import Mask, Volume
from cxstage_core.jobs import Progress, start_job
from cxstage_core.staging import Edition, Facts, Nodes, NodesBy
from tests.core.dataset.cohorts import T1_GRID, fill
from tests.core.dataset.synthetic import study

CONFIG = Preprocessing(size_px=48)


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return fill(tmp_path / "small.cxcohort")


def test_every_patient_is_labelled_and_prepared(cohort: Cohort) -> None:
    found = prepare_cohort(cohort, None, "paper", CONFIG)
    assert found.patients == cohort.patients()
    assert found.labels.tolist() == [0, 0, 0, 1, 1]
    assert all(array.shape == (3, 3, 48, 48) for array in found.arrays)
    assert found.excluded == ()
    assert all(facts["T1 present"] == 1 for facts in [case.facts for case in found.cases])
    areas = [float(array[:, 2].sum()) for array in found.arrays]
    assert areas == sorted(areas)
    part = found.only(["P0004", "P0002"])
    assert part.patients == ("P0002", "P0004")
    np.testing.assert_array_equal(part.arrays[1], found.arrays[3])


def test_the_second_time_comes_from_the_cache_and_is_the_same(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare_cohort(cohort, None, "paper", CONFIG)
    reads: list[str] = []
    read = type(cohort).volume
    monkeypatch.setattr(
        type(cohort), "volume", lambda self, p, s: (reads.append(p), read(self, p, s))[1]
    )
    second = prepare_cohort(cohort, None, "t_only", CONFIG)
    assert reads == []
    for one, other in zip(first.arrays, second.arrays, strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(first.cases, second.cases, strict=True):
        assert (other.notes, other.facts) == (one.notes, one.facts)
    prepare_cohort(cohort, ["P0002"], "paper", replace(CONFIG, contrast="percentile"))
    assert set(reads) == {"P0002"}


@pytest.mark.parametrize("damage", ["truncated", "altered", "text", "link"])
def test_a_damaged_cache_is_made_again(cohort: Cohort, damage: str) -> None:
    first = prepare_cohort(cohort, None, "paper", CONFIG)
    for file in cohort.prepared_folder.glob("*.h5"):
        content = bytearray(file.read_bytes())
        if damage == "truncated":
            content = content[: len(content) // 2]
        elif damage == "altered":
            content[len(content) // 2] ^= 0xFF
        else:
            content = bytearray(b"not HDF5 at all")
        if damage == "link":
            file.unlink()
            with h5py.File(file, "w") as foreign:
                foreign["array"] = h5py.ExternalLink("/etc/passwd", "/array")
            continue
        file.chmod(0o644)
        file.write_bytes(content)
    second = prepare_cohort(cohort, None, "paper", CONFIG)
    for one, other in zip(first.arrays, second.arrays, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_new_reference_is_prepared_anew(cohort: Cohort) -> None:
    first = prepare_cohort(cohort, ["P0001"], "paper", CONFIG)
    _, larger = study(radius_mm=25.0)
    cohort.references.freeze("P0001", {first.cases[0].series: larger}, origin="corrected")
    second = prepare_cohort(cohort, ["P0001"], "paper", CONFIG)
    assert second.arrays[0][:, 2].sum() > 2 * first.arrays[0][:, 2].sum()
    assert second.cases[0].key != first.cases[0].key


def test_patients_that_cannot_be_used_are_named_with_the_reason(cohort: Cohort) -> None:
    t2, mask = study(seed=50)
    no_reference = cohort.pseudonym("no reference")
    cohort.add_series(no_reference, t2, SeriesInfo("T2"))
    no_t2 = cohort.pseudonym("no T2")
    record, _ = cohort.add_series(no_t2, study(seed=51)[0], SeriesInfo("T1"))
    cohort.references.freeze(no_t2, {record.id: mask}, origin="test")
    flat = cohort.pseudonym("flat")
    record, _ = cohort.add_series(
        flat, Volume(np.full(t2.grid.size, 9, np.uint16), t2.grid), SeriesInfo("T2")
    )
    cohort.references.freeze(flat, {record.id: mask}, origin="test")
    empty = cohort.pseudonym("empty")
    record, _ = cohort.add_series(empty, study(seed=52)[0], SeriesInfo("T2"))
    cohort.references.freeze(empty, {record.id: Mask.empty(t2.grid)}, origin="test")
    facts = Facts(diameter_mm=30.0)
    unstaged = cohort.pseudonym("unstaged")
    new = (no_reference, no_t2, flat, empty)
    cohort.clinical.save(
        [ClinicalRecord(p, edition=Edition.FIGO_2018, facts=facts) for p in new]
        + [ClinicalRecord(unstaged, edition=Edition.FIGO_2018, facts=Facts())]
    )
    unknown = cohort.pseudonym("no row")
    found = prepare_cohort(cohort, None, "paper", CONFIG)
    assert len(found.patients) == 5
    reasons = {patient: str(why) for patient, why in found.excluded}
    assert reasons.keys() == {*new, unstaged, unknown}
    assert "reference" in reasons[no_reference]
    assert "no axial T2" in reasons[no_t2]
    assert "no contrast" in reasons[flat]
    assert "No tumour is outlined" in reasons[empty]
    assert "clinical table" in reasons[unknown]
    assert reasons[unstaged]
    with pytest.raises(DatasetError, match="None of the 1 patients can be used"):
        prepare_cohort(cohort, [empty], "paper", CONFIG)


def test_schemes_leave_out_or_relabel(cohort: Cohort) -> None:
    nodes = Facts(diameter_mm=15.0, pelvic_nodes=Nodes.MACROMETASTASIS, nodes_by=NodesBy.PATHOLOGY)
    cohort.clinical.save([ClinicalRecord("P0001", edition=Edition.FIGO_2018, facts=nodes)])
    assert label_patients(cohort, "paper")[0]["P0001"] == 1
    assert label_patients(cohort, "preoperative")[0]["P0001"] == 0
    labels, excluded = label_patients(cohort, "paper_no_iiic")
    assert "P0001" not in labels
    assert [patient for patient, _ in excluded] == ["P0001"]
    with pytest.raises(DatasetError, match="other is not a label scheme"):
        label_patients(cohort, "other")


def test_preparing_reports_and_stops(cohort: Cohort) -> None:
    seen: list[Progress] = []
    job, _ = start_job(lambda news: seen.append(news) if isinstance(news, Progress) else None)
    prepare_cohort(cohort, None, "paper", CONFIG, job)
    assert [p.done for p in seen] == list(range(6))
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        prepare_cohort(cohort, None, "paper", CONFIG, job)


def test_a_stored_split_is_checked_against_the_cohort(cohort: Cohort) -> None:
    labels, _ = label_patients(cohort, "paper")
    check_split(make_split(labels, test=0.4, seed=1, scheme="paper"), cohort)
    with pytest.raises(LeakError, match="P0099"):
        check_split(Split(("P0001",), ("P0099",), 0.5, 1, "paper"), cohort)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e38])
@pytest.mark.parametrize("sequence", ["T2", "T1"])
def test_a_patient_stored_with_voxels_without_a_measurement_is_left_out_by_name(
    cohort: Cohort, sequence: str, value: float
) -> None:
    """An older version imported such images; the other patients are trained on."""
    patient = cohort.pseudonym("HOSPITAL-NAN")
    t2, mask = study(radius_mm=20.0, seed=77)
    t1, _ = study(T1_GRID, radius_mm=20.0, seed=78)
    spoilt = {"T2": t2, "T1": t1}
    array = spoilt[sequence].array.astype(np.float32)
    array[1, 2, 3:5] = value
    spoilt[sequence] = Volume(array, spoilt[sequence].grid)
    record, _ = cohort.add_series(patient, spoilt["T2"], SeriesInfo("T2"))
    cohort.add_series(patient, spoilt["T1"], SeriesInfo("T1"))
    cohort.references.freeze(patient, {record.id: mask}, origin="test")
    cohort.clinical.save(
        [ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=Facts(diameter_mm=40.0))]
    )
    found = prepare_cohort(cohort, None, "paper", CONFIG)
    assert len(found.cases) == 5
    ((left_out, reason),) = found.excluded
    assert left_out == patient
    assert str(reason).startswith(f"2 voxels of the {sequence} series hold no measurement")
    if sequence == "T1":  # it is of no concern to a network that does not see it
        without = replace(CONFIG, channels=("T2", "mask"))
        assert patient in prepare_cohort(cohort, None, "paper", without).patients
