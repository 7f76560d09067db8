"""Networks trained as ensembles: nobody tested is known, out-of-fold scores are just that, one model is stored."""

from __future__ import annotations

import json
import struct
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from cxstage_core.cli import study as study_commands
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.folds import Fold
from cxstage_core.cohort.values.records import ClinicalRecord, Experiment, SeriesInfo
from cxstage_core.dataset import Preprocessing, label_patients, make_split, prepare_cohort
from cxstage_core.dataset.member_folds import check_member_folds, draw_member_folds
from cxstage_core.dataset.protocols import Protocol, digest_of_folds
from cxstage_core.errors import CohortError, DatasetError, IntegrityError, LeakError, ModelError
from cxstage_core.evaluation import auc, choose_threshold, fit_temperature
from cxstage_core.evaluation.comparison.comparison import comparison_json, comparison_rows
from cxstage_core.evaluation.comparison.dashboard import dashboard
from cxstage_core.evaluation.comparison.validation_course import stored_epochs
from cxstage_core.evaluation.report.learning import epochs_sheet
from cxstage_core.evaluation.report.table_cells import comparison_sheet
from cxstage_core.models import (
    load_model,
    predict_slices,
    probability,
    read_calibration,
    read_card,
    verify_model,
)
from cxstage_core.models.reference.patients import digest_of_patients
from cxstage_core.prediction import predict_patient
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.input_checks import feature_check, nearest_cases
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.staging import Edition, Facts
from cxstage_core.training import recompute_experiment, run_experiment
from cxstage_core.training.experiment.estimate import estimate_duration
from cxstage_core.training.experiment.external_test import evaluate_external
from cxstage_core.training.experiment.settings_of import settings_of_experiment
from cxstage_core.training.experiment.training_samples import training_samples
from tests.core.cohort.edits import edited
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import study
from tests.core.training.toy import quick_recipe

CONFIG = Preprocessing(size_px=32)
MEMBERS = 3
PROTOCOL = Protocol(members=MEMBERS)
RECIPE = quick_recipe(epochs=2)


@dataclass(frozen=True)
class Trained:
    """A cohort with one ensemble, two of whose training patients are one person."""

    cohort: Cohort
    experiment: Experiment
    same_person: frozenset[str]

    @property
    def file(self) -> Path:
        return self.cohort.models.path(self.experiment.runs[0].model_id)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    cohort = fill(tmp_path_factory.mktemp("store") / "Étude.cxcohort", 16, step_mm=1.7)
    labels, _ = label_patients(cohort, "paper")
    cohort.people.declare_same("P0001", "P0002", reason="one woman, two visits")
    same = cohort.people.same_person()
    cohort.lock_split(make_split(labels, test=0.3, seed=3, scheme="paper", same_person=same))
    split = cohort.split()
    assert split is not None
    assert {"P0001", "P0002"} <= set(split.train)
    experiment = run_experiment(
        cohort, ["ShuffleNet"], preprocessing=CONFIG, recipe=RECIPE, protocol=PROTOCOL
    )
    return Trained(cohort, experiment, frozenset({"P0001", "P0002"}))


def test_no_member_knows_a_tested_patient_nor_one_that_it_holds_out(trained: Trained) -> None:
    experiment, card = trained.experiment, read_card(trained.file)
    test, training = set(experiment.split.test), set(experiment.split.train)
    folds = experiment.config.protocol.member_folds
    assert test == set(trained.cohort.split().test)
    assert Counter(p for fold in folds for p in fold.test) == Counter(training)
    for fold, member in zip(folds, card.members, strict=True):
        assert not set(fold.training) & (test | set(fold.test))
        assert set(fold.training) | set(fold.test) == training
        assert fold.validation
        assert (
            len({trained.same_person <= set(fold.test), bool(trained.same_person & set(fold.test))})
            == 1
        )
        assert member.training_patients_sha256 == digest_of_patients(fold.training)
        assert member.held_out_patients_sha256 == digest_of_patients(fold.test)
    assert len({member.seed for member in card.members}) == MEMBERS
    assert card.training_patients_sha256 == digest_of_patients(training)
    stored = experiment.config.protocol.to_dict()
    assert stored["member_folds_sha256"] == digest_of_folds(folds)
    assert stored["members"] == MEMBERS
    labels = experiment.config.training_labels
    ones = [sum(labels[p] for p in fold.test) for fold in folds]
    assert max(ones) - min(ones) <= 1 + len(trained.same_person)


def test_every_member_is_followed(trained: Trained) -> None:
    board = dashboard(trained.experiment)
    sheet = epochs_sheet(board)
    assert [row[:3] for row in sheet.rows] == [
        ("ShuffleNet", f"{member}/{MEMBERS}", str(epoch))
        for member in range(1, MEMBERS + 1)
        for epoch in (1, 2)
    ]
    stored = trained.cohort.experiments.get(trained.experiment.id).runs[0].members
    for fold, member in zip(trained.experiment.config.protocol.member_folds, stored, strict=True):
        assert [set(one.patients) for one in stored_epochs(member)] == [set(fold.validation)] * 2
    found = training_samples(
        trained.cohort,
        ["ShuffleNet"],
        f"ShuffleNet 2/{MEMBERS}",
        1,
        scheme="paper",
        preprocessing=CONFIG,
        recipe=RECIPE,
        protocol=PROTOCOL,
    )
    assert found.network == f"ShuffleNet 2/{MEMBERS}" and len(found.images)


def test_every_calibration_score_is_what_a_member_says_of_a_patient_it_has_not_seen(
    trained: Trained,
) -> None:
    model, card = load_model(trained.file)
    folds = trained.experiment.config.protocol.member_folds
    data = prepare_cohort(trained.cohort, trained.experiment.split.train, "paper", CONFIG)
    found = []
    for case in data.cases:
        (number,) = (fold.number for fold in folds if case.patient in fold.test)
        member = model.get_submodule(f"members.{number - 1}")
        rule = card.slice_aggregation.members[number - 1]
        found.append((predict_slices(member, case.array, rule).logit, case.label, number))
    calibration = read_calibration(trained.file)
    assert calibration is not None
    assert calibration.labels == tuple(label for _, label, _ in sorted(found))
    assert calibration.folds == tuple(number for _, _, number in sorted(found))
    np.testing.assert_allclose(calibration.logits, [z for z, _, _ in sorted(found)], atol=1e-5)
    assert sum(calibration.groups) == len(trained.experiment.split.train)
    temperature = fit_temperature(calibration.labels, calibration.logits).value
    said = [probability(z, temperature) for z in calibration.logits]
    assert card.temperature == temperature
    assert card.threshold == choose_threshold(calibration.labels, said).value


def test_the_file_names_no_patient_and_its_order_tells_none(trained: Trained) -> None:
    content = trained.file.read_bytes()
    header = content[8 : 8 + struct.unpack("<Q", content[:8])[0]]
    assert not [p for p in trained.cohort.patients() if p.encode() in header]
    calibration = read_calibration(trained.file)
    assert calibration is not None
    assert list(calibration.logits) == sorted(calibration.logits)


def test_the_gate_of_an_ensemble_rests_on_patients_that_a_member_has_not_seen(trained: Trained) -> None:
    (run,) = trained.experiment.runs
    network, card = load_model(trained.file)
    reference = card.reference
    assert reference is not None
    assert reference.patients == len(trained.experiment.split.train)
    assert len(reference.features) == MEMBERS
    loaded = LoadedModel(run.model_id, network, card)
    case = case_of_patient(trained.cohort, trained.experiment.split.test[0], CONFIG, card=card)
    assert feature_check(loaded, case).verdict != "unknown"
    near = nearest_cases(trained.cohort, loaded, case, n=2)
    assert {one.patient for one in near} <= set(trained.experiment.split.train)


def test_the_ensemble_predicts_as_when_it_was_tested(trained: Trained) -> None:
    (run,) = trained.experiment.runs
    assert {p.patient for p in run.predictions} == set(trained.experiment.split.test)
    for place, stored in enumerate(run.predictions[:2]):
        found = predict_patient(trained.cohort, stored.patient, run.model_id)
        assert found.probability == pytest.approx(stored.probability, abs=1e-5)
        assert found.logit == pytest.approx(np.mean([m.logit for m in found.members]), abs=1e-9)
        assert found.logit == pytest.approx(sum(s.logit * s.weight for s in found.slices), abs=1e-9)
        for member, of_member in zip(run.members, found.members, strict=True):
            tested = member.of_part("test")[place]
            assert tested.patient == stored.patient
            assert of_member.logit == pytest.approx(tested.logit, abs=1e-5)
        data = json.loads(json.dumps(found.to_json()))
        values = [member["probability"] for member in data["members"]]
        assert len(values) == MEMBERS
        assert data["spread"] == [min(values), max(values)]
        assert data["calibration"]["n"] == len(trained.experiment.split.train)
        assert any("3 members" in note for note in data["notes"])
    learned = predict_patient(trained.cohort, trained.experiment.split.train[0], run.model_id)
    assert not any("have changed" in str(w) for w in learned.warnings)


def test_the_comparison_says_ensemble_its_calibration_and_each_member(trained: Trained) -> None:
    cohort, experiment = trained.cohort, trained.experiment
    data = json.loads(json.dumps(comparison_json(experiment, cohort), allow_nan=False))
    (row,) = data["models"]
    zeros = sum(label == 0 for label in experiment.config.training_labels.values())
    ones = len(experiment.split.train) - zeros
    assert row["ensemble_of"] == MEMBERS
    assert row["calibration"] == {"n": zeros + ones, "surgery": zeros, "chemoradiotherapy": ones}
    assert row["parameters"] == sum(member.parameters for member in experiment.runs[0].members)
    for said, member in zip(row["members"], experiment.runs[0].members, strict=True):
        tested = member.of_part("test")
        assert said["auc"] == auc([p.truth for p in tested], [p.logit for p in tested])
        assert (said["n"], said["held_out"]) == (len(tested), len(member.of_part("out-of-fold")))
        assert "auc_ci" in said
    assert data["protocol"]["members"] == MEMBERS
    assert "member_folds" not in data["protocol"]
    assert any(f"{zeros} out-of-fold scores" in note for note in data["notes"])
    assert str(comparison_rows(experiment)[0].title) == "ShuffleNet, ensemble of 3"
    board = dashboard(experiment)
    assert [member.number for member in board.members] == [1, 2, 3]
    assert comparison_sheet(board).rows[0][0] == "ShuffleNet, ensemble of 3"


def test_computed_again_members_and_ensemble_are_the_stored_ones(trained: Trained) -> None:
    again = Cohort.open(trained.cohort.path)
    stored = again.experiments.get(trained.experiment.id)
    assert stored.runs[0].members[1].predictions == trained.experiment.runs[0].members[1].predictions
    assert stored.runs[0].members[2].name == "ShuffleNet 3/3"
    found = recompute_experiment(again, stored.id)
    assert found.equal
    assert again.verify() == ()
    assert settings_of_experiment(again, stored.id).protocol == PROTOCOL


def test_a_changed_or_missing_member_is_refused_as_a_changed_model_is(
    trained: Trained, tmp_path: Path
) -> None:
    file = trained.file
    content = file.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    place = 8 + length + header["members.1.fc.weight"]["data_offsets"][0]
    changed = tmp_path / "changed.safetensors"
    changed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    for opened in (verify_model, load_model):
        with pytest.raises(ModelError, match="not those that were saved"):
            opened(changed)
    begin = min(entry["data_offsets"][0] for name, entry in header.items() if "members.2." in name)
    kept = {
        name: entry
        for name, entry in header.items()
        if name == "__metadata__" or entry["data_offsets"][1] <= begin
    }
    written = json.dumps(kept, separators=(",", ":")).encode()
    short = tmp_path / "short.safetensors"
    short.write_bytes(struct.pack("<Q", len(written)) + written + content[8 + length :][:begin])
    for opened in (verify_model, load_model):
        with pytest.raises(ModelError):
            opened(short)
    file.chmod(0o644)
    try:
        file.write_bytes(changed.read_bytes())
        with pytest.raises(IntegrityError, match="not the one that was stored"):
            predict_patient(trained.cohort, "P0003", trained.experiment.runs[0].model_id)
        assert [p.file for p in trained.cohort.verify()] == [f"models/{file.name}"]
    finally:
        file.write_bytes(content)


def test_a_member_changed_in_the_experiment_is_noticed(trained: Trained) -> None:
    cohort, name = trained.cohort, trained.experiment.id
    path = cohort.path / "experiments" / f"{name}.h5"
    before = path.read_bytes()
    path.chmod(0o644)
    try:
        with edited(path) as file:
            file["runs/000/members/002/predictions/logit"][0] += 0.5
        with pytest.raises(CohortError, match="damaged"):
            cohort.experiments.get(name)
        with edited(path) as file:  # a member that is its own member
            del file["runs/000/members/002"]
            file["runs/000/members/002"] = file["runs/000"]
        with pytest.raises(CohortError, match="damaged"):
            cohort.experiments.get(name)
    finally:
        path.write_bytes(before)
    assert cohort.verify() == ()


def test_another_hospital_gets_all_members_in_one_file(trained: Trained, tmp_path: Path) -> None:
    other = Cohort.create(tmp_path / "other.cxcohort")
    for number, radius in enumerate((12.3, 14.1, 24.7, 27.9)):
        patient = other.pseudonym(f"ELSEWHERE-{number}")
        t2, mask = study(radius_mm=radius, seed=900 + number)
        record, _ = other.add_series(patient, t2, SeriesInfo("T2"))
        t1, _ = study(radius_mm=radius, seed=950 + number)
        other.add_series(patient, t1, SeriesInfo("T1"))
        other.references.freeze(patient, {record.id: mask}, origin="test")
        facts = Facts(diameter_mm=2 * radius)
        other.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=facts)])
    external = evaluate_external(trained.cohort, trained.experiment.runs[0].model_id, other)
    (run,) = external.runs
    assert len(run.members) == MEMBERS
    assert read_calibration(other.models.path(run.model_id)) == read_calibration(trained.file)
    found = predict_patient(other, "P0001", run.model_id)
    assert found.probability == pytest.approx(run.predictions[0].probability, abs=1e-5)
    assert len(found.members) == MEMBERS
    assert recompute_experiment(other, external.id).equal
    (row,) = comparison_json(external, other)["models"]
    assert (row["ensemble_of"], row["calibration"]) == (MEMBERS, None)


def test_one_network_says_that_it_has_no_calibration_set(trained: Trained) -> None:
    single = run_experiment(
        trained.cohort, ["ShuffleNet"], preprocessing=CONFIG, recipe=quick_recipe(epochs=1)
    )
    (run,) = single.runs
    assert read_calibration(trained.cohort.models.path(run.model_id)) is None
    found = predict_patient(trained.cohort, "P0003", run.model_id)
    data = found.to_json()
    assert (data["calibration"], data["members"], data["spread"]) == (None, [], None)
    assert any("No calibration set" in note for note in data["notes"])
    (row,) = comparison_json(single, trained.cohort)["models"]
    assert "ensemble_of" not in row


def test_first_weights_that_know_a_held_out_patient_are_refused(trained: Trained) -> None:
    recipe = replace(RECIPE, weights=str(trained.file))
    with pytest.raises(LeakError, match="whom members hold out"):
        run_experiment(
            trained.cohort, ["ShuffleNet"], preprocessing=CONFIG, recipe=recipe, protocol=PROTOCOL
        )


@pytest.mark.parametrize("kind", ["cross-validation", "nested", "paper"])
def test_other_protocols_refuse_members_in_one_sentence(kind: str) -> None:
    with pytest.raises(
        DatasetError, match=f"Members need the protocol holdout.*{kind} has no such part"
    ):
        Protocol(kind, members=5)


def test_the_command_line_refuses_them_too(trained: Trained) -> None:
    app = typer.Typer()
    study_commands.register(app)
    args = ["compare", str(trained.cohort.path), "--protocol", "nested", "--members", "3", "--json"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code != 0
    assert "Members need the protocol holdout" in done.output


def test_too_few_patients_or_one_member_are_refused() -> None:
    labels = {f"P{n:04d}": n % 2 for n in range(1, 13)}
    plan = make_split(labels, test=0.3, seed=1, scheme="paper")
    outer = Fold(1, 1, plan.train, (), plan.test)
    with pytest.raises(DatasetError, match="too few for 9 members"):
        draw_member_folds(outer, labels, 9, validation=0.2, seed=1)
    with pytest.raises(DatasetError, match="holds no fold out"):
        Protocol(members=1)
    folds = draw_member_folds(outer, labels, 2, validation=0.2, seed=1)
    assert folds == draw_member_folds(outer, labels, 2, validation=0.2, seed=1)
    assert folds != draw_member_folds(outer, labels, 2, validation=0.2, seed=2)
    leaking = replace(folds[0], learning=(*folds[0].learning, plan.test[0]))
    with pytest.raises(LeakError):
        check_member_folds((leaking, folds[1]), outer)
    with pytest.raises(DatasetError, match="each patient once"):
        check_member_folds(folds[:1], outer)


def test_the_estimate_counts_every_member(trained: Trained) -> None:
    found = estimate_duration(
        trained.cohort,
        ["ShuffleNet"],
        scheme="paper",
        preprocessing=CONFIG,
        recipe=RECIPE,
        protocol=PROTOCOL,
    )
    assert found.networks == MEMBERS
