"""Beside the networks: a fitted diameter, the radiologist, and the parts of the test patients."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo
from cxstage_core.evaluation.comparison.comparison import (
    comparison_json,
    comparison_rows,
    local_extents_of,
    radiologist_of,
)
from cxstage_core.evaluation.comparison.subgroups import subgroup_rows, subgroups_of
from cxstage_core.staging import Edition, Facts, Nodes, NodesBy, Parametrium
from tests.core.dataset.synthetic import study
from tests.core.evaluation.results import made_experiment


def _told(seed: int = 3):
    """An experiment that tells its training patients' groups, and everybody's diameter."""
    experiment = made_experiment(seed=seed)
    rng = np.random.default_rng(seed)
    groups = {patient: int(i % 2) for i, patient in enumerate(experiment.split.train)}
    truth = {p.patient: p.truth for p in experiment.runs[0].predictions}
    sizes = {p: 35 + 12 * t + 9 * rng.normal() for p, t in {**groups, **truth}.items()}
    config = ExperimentConfig.from_dict({**experiment.config.to_dict(), "training_labels": groups})
    return replace(experiment, config=config), sizes, truth


def test_the_diameter_alone_is_a_logistic_regression_of_the_training_patients() -> None:
    from statsmodels.api import Logit, add_constant

    experiment, sizes, _ = _told()
    row = next(r for r in comparison_rows(experiment, sizes) if r.name == "Diameter only")
    assert row.calibrated
    assert row.evaluation.threshold == 0.5
    groups = experiment.config.to_dict()["training_labels"]
    fitted = Logit(list(groups.values()), add_constant(np.array([sizes[p] for p in groups]))).fit(
        disp=0
    )
    expected = fitted.predict(add_constant(np.array([sizes[p.patient] for p in row.patients])))
    assert [p.probability for p in row.patients] == pytest.approx(list(expected), abs=1e-3)


def test_the_test_patients_have_no_say_in_the_diameter_baseline() -> None:
    experiment, sizes, truth = _told()
    one = comparison_rows(experiment, sizes)[-1]
    spoiled = {p: (s * 2 if p in truth and p != "P0001" else s) for p, s in sizes.items()}
    two = comparison_rows(experiment, spoiled)[-1]
    first, second = (
        next(p.probability for p in row.patients if p.patient == "P0001") for row in (one, two)
    )
    assert first == second


def test_a_radiologist_s_group_is_listed_where_it_was_entered() -> None:
    experiment, sizes, truth = _told()
    calls = {p: t for p, t in truth.items() if p != "P0033"}
    calls["P0001"] = 1 - calls["P0001"]
    rows = comparison_rows(experiment, sizes, calls)
    row = rows[-1]
    assert (row.name, row.evaluation.n, row.calibrated) == ("Radiologist", 32, False)
    assert row.evaluation.estimates["accuracy"].value == pytest.approx(31 / 32)
    assert [r.name for r in comparison_rows(experiment, sizes)][-1] == "Diameter only"


def test_the_local_extent_decides_by_its_group_and_ranks_by_stage_within() -> None:
    experiment, sizes, truth = _told()
    early, late = ("IB2", "IIA1", "IB1"), ("IB3", "IIB", "IVA")
    extents = {p: (late if t else early)[i % 3] for i, (p, t) in enumerate(sorted(truth.items()))}
    rows = comparison_rows(experiment, sizes, extents=extents)
    assert [row.name for row in rows if row.baseline] == [
        "Larger group",
        "Diameter only",
        "Local extent",
    ]
    row = rows[-1]
    assert row.evaluation.estimates["auc"].value == row.evaluation.estimates["accuracy"].value == 1.0
    assert not row.calibrated and row.warnings == ()
    said = {extents[p.patient]: p.probability for p in row.patients}
    assert sorted(said, key=said.__getitem__) == ["IB1", "IB2", "IIA1", "IB3", "IIB", "IVA"]


def test_patients_whose_local_extent_is_not_stated_are_counted_and_never_none() -> None:
    experiment, sizes, truth = _told()
    known = dict.fromkeys(sorted(truth)[3:], "IB3")
    row = comparison_rows(experiment, sizes, extents=known)[-1]
    assert (row.name, row.evaluation.n) == ("Local extent", len(truth) - 3)
    assert [str(w) for w in row.warnings] == [
        f"3 of {len(truth)} test patients without a number: facts of their local extent are not stated."
    ]
    assert comparison_rows(experiment, sizes, extents={})[-1].name == "Diameter only"


def test_the_local_extent_comes_from_stated_facts_and_sees_no_nodes(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    facts = (
        Facts(diameter_mm=30),
        Facts(diameter_mm=30, pelvic_nodes=Nodes.MACROMETASTASIS, nodes_by=NodesBy.IMAGING),
        Facts(diameter_mm=30, parametrium=Parametrium.INVADED, distant=True),
        Facts(diameter_mm=30, parametrium=None),
        Facts(),
        None,
        Facts(parametrium=Parametrium.PELVIC_WALL, pelvic_nodes=None, distant=None),
    )
    for i, one in enumerate(facts):
        patient = cohort.pseudonym(f"H-{i}")
        cohort.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=one)])
    assert local_extents_of(cohort) == {"P0001": "IB2", "P0002": "IB2", "P0003": "IIB", "P0007": "IIIB"}


def test_every_row_is_counted_in_every_subgroup() -> None:
    experiment, _, truth = _told()
    rows = comparison_rows(experiment)
    half = {p: ("left" if i % 3 else "right") for i, p in enumerate(sorted(truth)) if p != "P0002"}
    found = subgroup_rows(rows, {"side": half})
    assert [(f.level, f.name) for f in found[:4]] == [("left", r.name) for r in rows]
    for row in rows:
        mine = [f for f in found if f.name == row.name]
        assert sum(f.n for f in mine) == len(half) == 32
        assert sum(f.confusion.tp for f in mine) in (
            row.evaluation.confusion.tp,
            row.evaluation.confusion.tp - 1,
        )
        for f in mine:
            right = f.confusion.tn + f.confusion.tp
            assert f.estimates["accuracy"].value == right / f.n
            assert (
                f.estimates["accuracy"].interval is not None
                and right / f.n in f.estimates["accuracy"].interval
            )
            assert f.estimates["sensitivity"].n == f.n_positive
    few = subgroup_rows(rows, {"side": {"P0001": "alone"}})
    assert (
        few[0].note is not None
        and few[0].estimates["auc"].value is None
        and few[0].estimates["specificity"].value is None
    )


def test_subgroups_and_the_radiologist_come_from_the_clinical_table(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    said = ("surgery", "Chemoradiotherapy", "0", "", "unsure")
    for i, (age, size, word) in enumerate(
        zip((49.9, 50, 61, 30, 70), (40, 41, 80, 10, 20), said, strict=True)
    ):
        patient = cohort.pseudonym(f"H-{i}")
        t2, mask = study(radius_mm=12, seed=i)
        tags = {"Manufacturer": "Maker", "MagneticFieldStrength": 1.5 * (1 + i % 2)}
        record, _ = cohort.add_series(patient, t2, SeriesInfo("T2", tags=tags))
        cohort.references.freeze(patient, {record.id: mask}, origin="test")
        cohort.clinical.save(
            [
                ClinicalRecord(
                    patient,
                    age=age,
                    histology="squamous",
                    edition=Edition.FIGO_2018,
                    facts=Facts(diameter_mm=size),
                    computed_stage=("IB2", "IIA2", "IIIC1r", "IA1", "IVB")[i],
                    extra={"radiologist_group": word},
                )
            ]
        )
    assert radiologist_of(cohort) == {"P0001": 0, "P0002": 1, "P0003": 0}
    found = subgroups_of(cohort)
    assert found["age"]["P0001"] == "younger than 50"
    assert found["age"]["P0002"] == "50 and older"
    assert found["diameter"] == {
        "P0001": "up to 40 mm",
        "P0002": "above 40 mm",
        "P0003": "above 40 mm",
        "P0004": "up to 40 mm",
        "P0005": "up to 40 mm",
    }
    assert list(found["stage"].values()) == ["I", "II", "III", "I", "IV"]
    assert found["field"]["P0002"] == "3 T"
    assert found["scanner"]["P0001"] == "Maker"
    experiment = made_experiment(n=5, positives=2)
    data = comparison_json(experiment, cohort)
    assert {row["column"] for row in data["subgroups"]} == set(found)
    assert [row["name"] for row in data["baselines"]][-1] == "Radiologist"
