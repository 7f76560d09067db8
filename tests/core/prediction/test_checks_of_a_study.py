"""Studies that do not fit are caught by the check that is meant for them; those that fit pass all checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from torch import nn

from cxstage_core.cohort.values.gate_measures import MEASURES
from cxstage_core.cohort.values.gate_rules import RULES
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import PreparedSet, Preprocessing, prepare_patient
from cxstage_core.errors import CxStageError
from cxstage_core.jobs import no_progress
from cxstage_core.models import ModelCard, find_family
from cxstage_core.models.build import build
from cxstage_core.models.reference import TrainingReference
from cxstage_core.models.reference.distances import TrainingSpread, left_out_distances
from cxstage_core.models.reference.learning import FEWEST, SeenPatient, make_reference
from cxstage_core.prediction.case import Case, LoadedModel, OutlineKind, OutlineSource, StudyImages
from cxstage_core.prediction.gate import AbstainedError, require_reason
from cxstage_core.prediction.input_checks import Assessment, check_case, feature_check
from cxstage_core.training.run.reference import learn_reference
from tests.core.models.cards import card_of
from tests.core.prediction import altered_studies as altered
from tests.core.prediction.altered_studies import Study, assessed, phantom_study

CONFIG = Preprocessing(size_px=32)
FAMILY = "shufflenet_v2_x1_0"
TRAINED, HELD_OUT = 24, 6


@dataclass(frozen=True, eq=False)
class Trained:
    """A network that has not learned anything, with the limits of 24 phantom patients."""

    network: nn.Module
    card: ModelCard
    data: PreparedSet
    held_out: tuple[Study, ...]

    @property
    def reference(self) -> TrainingReference:
        assert self.card.reference is not None
        return self.card.reference

    def loaded(self) -> LoadedModel:
        return LoadedModel("m", self.network, self.card)


@pytest.fixture(scope="module")
def trained() -> Trained:
    studies = [phantom_study(404, number) for number in range(1, TRAINED + HELD_OUT + 1)]
    cases = tuple(
        altered.prepared_case(study, CONFIG, f"P{number:04d}", number % 2)
        for number, study in enumerate(studies[:TRAINED], 1)
    )
    data = PreparedSet(cases, (), CONFIG, "paper")
    network = build(FAMILY, channels=3, size_px=32, seed=5)
    layer = find_family(FAMILY).last_layer
    reference = learn_reference(network, layer, data, data.patients, (), no_progress())
    card = card_of(FAMILY, size_px=32, preprocessing=CONFIG.to_dict(), reference=reference)
    return Trained(network, card, data, tuple(studies[TRAINED:]))


def judged(study: Study, trained: Trained) -> Assessment:
    found = assessed(study, trained.card, CONFIG)
    assert not isinstance(found, CxStageError)
    return found[0]


def case_of(study: Study, assessment: Assessment | None = None) -> Case:
    made = altered.prepared(study, CONFIG)
    return Case(
        "study",
        "t2-axial",
        CONFIG,
        made,
        OutlineSource(OutlineKind.DRAWN, "", "0" * 64),
        () if assessment is None else assessment.objections,
        "",
        (),
        lambda: StudyImages(study.t2, {}, study.outline),
        {"T2": study.info},
        checks=() if assessment is None else assessment.checks,
    )


def test_studies_like_those_of_the_training_pass_every_check(trained: Trained) -> None:
    for study in trained.held_out:
        found = judged(study, trained)
        assert [c.key for c in found.checks if c.verdict in ("warning", "stop")] == []
        assert {c.key for c in found.checks if c.verdict == "fits"} >= {
            "geometry", "plane", "upside-down", "t1-t2", "noise", "motion", "outline-place", "scanner",
        }  # fmt: skip
        assert feature_check(trained.loaded(), case_of(study)).verdict == "fits"


@pytest.mark.parametrize(
    ("alter", "key"),
    [
        (altered.exchanged, "t1-t2"),
        (altered.exchanged_files, "t1-t2"),
        (altered.sagittal_as_axial, "plane"),
        (altered.twice_as_large, "geometry"),
        (altered.upside_down, "upside-down"),
        (altered.noisy, "noise"),
        (altered.only_noise, "noise"),
        (altered.moved_in_the_scanner, "motion"),
        (altered.three_voxels, "outline-few-voxels"),
        (altered.t1_elsewhere, "registration"),
    ],
)
def test_what_does_not_fit_is_stopped_by_its_check(
    trained: Trained, alter: Callable[[Study], Study], key: str
) -> None:
    for study in trained.held_out[:3]:
        found = judged(alter(study), trained)
        (one,) = [c for c in found.checks if c.key == key]
        assert one.verdict == "stop", (str(one.value), str(one.range))
        assert one.sentence is not None
        assert str(one.value) != "–"
        with pytest.raises(AbstainedError) as stopped:
            require_reason(found.objections, "", found.checks)
        assert stopped.value.checks == found.checks
        assert any(o.rule.key == key for o in stopped.value.objections)
        assert require_reason(found.objections, "a trial")[-1].params[0][1] == "a trial"


def test_a_check_that_is_not_passed_has_a_picture(trained: Trained) -> None:
    study = altered.upside_down(trained.held_out[0])
    found = judged(study, trained).with_pictures(study.t2, study.outline)
    pictures = {c.key: c.picture for c in found.checks}
    picture = pictures["upside-down"]
    assert picture is not None
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3
    assert max(picture.shape) <= 256
    assert (picture == (255, 190, 0)).all(axis=2).sum() >= 4
    assert pictures["noise"] is None
    row = next(c for c in found.checks if c.key == "upside-down").to_json()
    assert row.keys() == {"check", "value", "range", "verdict"}
    assert json.loads(json.dumps(row))["verdict"] == "stop"


def test_an_older_model_file_leaves_the_comparisons_unknown(trained: Trained) -> None:
    older = replace(trained.card, reference=None)
    study = trained.held_out[0]
    checks = check_case(older, case_of(study))
    learned = [c for c in checks if RULES[c.key].learned]
    assert len(learned) >= 12
    assert {c.verdict for c in learned} == {"unknown"}
    assert all("does not describe" in str(c.sentence) for c in learned)
    assert feature_check(replace(trained.loaded(), card=older), case_of(study)).verdict == "unknown"


def test_a_study_without_t1_is_not_said_to_fit_in_t1(trained: Trained) -> None:
    study = trained.held_out[0]
    made = prepare_patient(study.t2, None, study.outline, CONFIG)
    case = replace(case_of(study), prepared=made)
    verdicts = {c.key: c.verdict for c in check_case(trained.card, case)}
    assert verdicts["t1-t2"] == verdicts["registration"] == "unknown"
    assert verdicts["t2-weighting"] == "fits"


def test_the_checks_of_a_case_are_those_that_it_was_made_with(trained: Trained) -> None:
    study = trained.held_out[1]
    found = judged(study, trained)
    assert check_case(trained.card, case_of(study, found)) == found.checks
    fresh = check_case(trained.card, case_of(study))
    assert [(c.key, c.verdict, str(c.value)) for c in fresh if c.key != "t1-outline"] == [
        (c.key, c.verdict, str(c.value)) for c in found.checks if c.key != "t1-outline"
    ]


@pytest.mark.parametrize(
    ("tags", "verdict"),
    [
        ({}, "unknown"),
        ({"Manufacturer": "other", "MagneticFieldStrength": 3.0}, "fits"),
        ({"Manufacturer": "Siemens", "MagneticFieldStrength": 3.0}, "warning"),
        ({"Manufacturer": "other", "MagneticFieldStrength": 0.5}, "warning"),
    ],
)
def test_a_scanner_that_the_training_never_saw(
    trained: Trained, tags: dict[str, str | float], verdict: str
) -> None:
    study = replace(trained.held_out[0], info=SeriesInfo("T2", tags=tags))
    (one,) = [c for c in judged(study, trained).checks if c.key == "scanner"]
    assert one.verdict == verdict


@pytest.mark.parametrize(("ms", "verdict"), [(100.0, "fits"), (12.0, "stop"), (None, "unknown")])
def test_a_recorded_echo_time_that_makes_no_t2(
    trained: Trained, ms: float | None, verdict: str
) -> None:
    tags: dict[str, str | float] = {} if ms is None else {"EchoTime": ms}
    study = replace(trained.held_out[0], info=SeriesInfo("T2", tags=tags))
    (one,) = [c for c in judged(study, trained).checks if c.key == "echo-time"]
    assert one.verdict == verdict


def test_foreign_features_alarm(trained: Trained) -> None:
    case = case_of(trained.held_out[0])
    rng = np.random.default_rng(1)
    strange = rng.normal(0, 40, case.prepared.array.shape).astype(np.float32)
    other = replace(case, prepared=replace(case.prepared, array=strange))
    found = feature_check(trained.loaded(), other)
    assert found.verdict in ("warning", "stop")
    assert found.sentence is not None


def test_a_model_file_keeps_the_limits(trained: Trained) -> None:
    read = ModelCard.from_json(trained.card.to_json())
    assert read.reference == trained.reference
    stored = json.dumps(trained.reference.to_dict())
    assert not [name for name in trained.data.patients if name in stored]
    assert len(stored) < 40_000
    assert trained.reference.scanners == {"other": TRAINED}
    assert sum(trained.reference.field_strengths.values()) == TRAINED


def test_few_patients_have_wide_limits_and_fewer_none(trained: Trained) -> None:
    rows = [SeenPatient(case.measures, {}) for case in trained.data.cases]
    few = make_reference(rows[:8])
    many = make_reference(rows)
    assert few is not None
    assert many is not None
    assert few.few
    assert not many.few
    assert few.most_alarms > many.most_alarms > 0.05
    assert make_reference(rows[: FEWEST - 1]) is None
    found = judged(trained.held_out[0], replace(trained, card=replace(trained.card, reference=few)))
    assert any("wide, only 8 training patients" in str(c.range) for c in found.checks)


def test_training_patients_alone_set_the_limits(trained: Trained) -> None:
    layer = find_family(FAMILY).last_layer
    patients = trained.data.patients
    some = learn_reference(
        trained.network, layer, trained.data, patients[:16], patients[16:20], no_progress()
    )
    without = learn_reference(
        trained.network,
        layer,
        trained.data.only(patients[:20]),
        patients[:16],
        patients[16:20],
        no_progress(),
    )
    assert some == without
    assert some is not None
    assert some.patients == 20


def test_alarms_of_fitting_patients_are_as_rare_as_promised() -> None:
    """Of patients drawn like the training patients, at most about 1 in n + 1 raises any alarm."""
    names = [m.key for m in MEASURES.values() if m.check in ("t2-weighting", "noise", "plane")]
    rng = np.random.default_rng(7)
    mixed = rng.normal(0, 1, (len(names), len(names)))

    def drawn(count: int) -> list[SeenPatient]:
        values = 0.2 * rng.normal(0, 1, (count, len(names))) @ mixed
        return [SeenPatient(dict(zip(names, row.tolist(), strict=True)), {}) for row in values]

    alarms = 0
    for _ in range(12):
        reference = make_reference(drawn(60))
        assert reference is not None
        for patient in drawn(50):
            scores = [limits.score(patient.measures) for limits in reference.checks.values()]
            alarms += any(score is not None and score > reference.limit for score in scores)
    assert alarms / 600 < 1 / 61


def test_the_distance_is_mahalanobis() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(0, 1, (4000, 3)) @ np.array([[1.0, 0.9, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 2.0]])
    spread = TrainingSpread.of(rows, np.full(3, 1e-6))
    assert spread.distance(rows.mean(axis=0)) == pytest.approx(0, abs=1e-3)
    along, across = np.array([2.0, 1.8, 0.0]), np.array([2.0, -1.8, 0.0])
    assert spread.distance(across) > 2 * spread.distance(along)
    assert np.median(left_out_distances(rows[:100], np.full(3, 1e-6))) == pytest.approx(0.9, abs=0.2)


@pytest.mark.parametrize(
    "change",
    [
        {"patients": 0},
        {"patients": True},
        {"patients": "24"},
        {"limit": -1.0},
        {"checks": []},
        {"checks": {"geometry": {}}},
        {"ranges": {"x": [0.0]}},
        {"ranges": {"x" * 100: [0.0, 1.0]}},
        {"features": [{}]},
        {"features": 3},
        {"scanners": {"other": -1}},
        {"scanners": {"other": 1.5}},
        {"more": 1},
    ],
)
def test_a_reference_of_wrong_values_is_refused(trained: Trained, change: dict[str, object]) -> None:
    stored = {**trained.reference.to_dict(), **change}
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        TrainingReference.from_dict(stored)


def test_every_measure_belongs_to_a_rule() -> None:
    assert {m.check for m in MEASURES.values()} <= {key for key, rule in RULES.items() if rule.learned}
    for measure in MEASURES.values():
        if measure.exchanged:
            assert MEASURES[measure.exchanged].exchanged == measure.key
