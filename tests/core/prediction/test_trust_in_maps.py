"""Trust tests of a model's maps: computed over its test patients, kept with its weights, and acted on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import Experiment
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import Cancelled, ModelError, PredictionError
from cxstage_core.jobs import start_job
from cxstage_core.models import load_model, save_model
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.explanation import explain, read_trust, testing, trust_file
from cxstage_core.prediction.explanation.likeness import (
    alike,
    moved,
    overlapping,
    precision_recall_area,
)
from cxstage_core.prediction.explanation.testing import Measured, measure, networks_for, trust_of
from cxstage_core.prediction.explanation.trust import (
    LOCALISATION,
    RANDOMISATION,
    REPEATABILITY,
    REPRODUCIBILITY,
    TITLES,
    Trust,
    TrustRow,
)
from cxstage_core.prediction.explanation.trust_file import write_trust
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.storage.content_hash import canonical
from cxstage_core.training import run_experiment
from tests.core.dataset.cohorts import fill
from tests.core.prediction.small_cases import case_of, model_of, study
from tests.core.test_command_line import run
from tests.core.training.toy import quick_recipe

CONFIG = Preprocessing(size_px=64)
FAMILY = "shufflenet_v2_x1_0"
NONE = Trust("0" * 64, tuple(TrustRow(key, None, None, 0) for key in TITLES))


@dataclass(frozen=True)
class Site:
    """A cohort with one network on a locked split, and two on folds."""

    cohort: Cohort
    single: Experiment
    folded: Experiment

    def model(self, experiment: Experiment, number: int = 0) -> str:
        return experiment.runs[number].model_id


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("maps")
    cohort = fill(root / "site.cxcohort", 16, step_mm=1.7)
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.4, seed=3, scheme="paper"))
    recipe = quick_recipe(epochs=1)
    single = run_experiment(cohort, [FAMILY], preprocessing=CONFIG, recipe=recipe)
    folded = run_experiment(
        cohort,
        [FAMILY],
        preprocessing=CONFIG,
        recipe=recipe,
        protocol=Protocol("cross-validation", folds=2),
    )
    yield Site(cohort, single, folded)
    shutil.rmtree(root)


def measured(values: dict[str, float], patients: int = 12) -> Measured:
    """Numbers of test patients around these means."""
    jitter = np.linspace(-0.05, 0.05, patients)
    return Measured(
        {key: [mean + float(one) for one in jitter] for key, mean in values.items()},
        chance=[0.1] * patients,
        patients=patients,
    )


GOOD = {LOCALISATION: 0.6, RANDOMISATION: 0.1, REPEATABILITY: 0.9, REPRODUCIBILITY: 0.8}


def test_good_numbers_pass_and_each_bad_one_does_not() -> None:
    good = trust_of("a", measured(GOOD), "members")
    assert good.passed and good.refusal is None
    assert [row.passed for row in good.rows] == [True] * 4
    bad = {LOCALISATION: 0.1, RANDOMISATION: 0.9, REPEATABILITY: 0.3, REPRODUCIBILITY: 0.2}
    for key, value in bad.items():
        found = trust_of("a", measured({**GOOD, key: value}), "members")
        assert found.row(key).passed is False and not found.passed
        assert [row.passed for row in found.rows if row.key != key] == [True] * 3
        assert (found.refusal is not None) == (key == RANDOMISATION)
        assert "12 test patients" in str(found.row(key).sentence)
    row = good.row(LOCALISATION)
    assert row.baseline == pytest.approx(0.1) and row.n == 12
    assert row.interval is not None and row.interval[0] < 0.6 < row.interval[1]


def test_what_was_not_computed_is_unknown_and_not_passed() -> None:
    one = {key: value for key, value in GOOD.items() if key != REPRODUCIBILITY}
    found = trust_of("a", measured(one), "")
    row = found.row(REPRODUCIBILITY)
    assert (row.value, row.interval, row.n, row.passed) == (None, None, 0, None)
    assert "neither members" in str(row.sentence)
    assert not found.passed
    few = trust_of("a", measured(GOOD, patients=4), "members")
    assert [row.passed for row in few.rows] == [None] * 4
    assert "too few" in str(few.rows[0].sentence)
    assert not few.passed and few.refusal is None
    assert all(row.passed is None and str(row.sentence) for row in NONE.rows)


def test_they_are_read_as_they_were_written() -> None:
    found = trust_of("a", measured(GOOD), "members")
    whole = replace(found, shares={"layer": ((0.25, 0.125), (0.5, 0.25))}, skipped=2)
    assert Trust.from_json(json.loads(canonical(whole.to_json()))) == whole
    for spoilt in (
        {"tests": whole.to_json()["tests"][:3]},
        {"tests": [{**one, "interval": [0.9, 0.1]} for one in whole.to_json()["tests"]]},
        {"tests": [{**one, "value": "high"} for one in whole.to_json()["tests"]]},
        {"shares": {"layer": [[0.9, 0.9]]}},
        {"patients": -1},
        {"tensors_sha256": None},
    ):
        with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
            Trust.from_json({**whole.to_json(), **spoilt})


def test_tampered_foreign_and_older_results_are_refused(site: Site, tmp_path: Path) -> None:
    network, card = load_model(site.cohort.models.path(site.model(site.single)))
    file = tmp_path / "a model.v2.safetensors"
    save_model(file, network, card)
    assert read_trust(file) is None  # a model file that travels alone
    trust = replace(trust_of("", measured(GOOD), "members"), tensors_sha256=card.tensors_sha256)
    kept = write_trust(file, trust)
    assert kept == trust_file(file) == tmp_path / "a model.v2.maps.json"
    assert read_trust(file) == trust
    written = kept.read_text(encoding="utf-8")
    kept.write_text(written.replace('"patients":12', '"patients":13'), encoding="utf-8")
    with pytest.raises(ModelError, match="not what was written"):
        read_trust(file)
    kept.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="not what was written"):
        read_trust(file)
    kept.write_text(written, encoding="utf-8")
    other = site.model(site.folded)
    other_network, other_card = load_model(site.cohort.models.path(other))
    save_model(file, other_network, other_card)  # trained again under the same name
    with pytest.raises(ModelError, match="belong to another model"):
        read_trust(file)
    with pytest.raises(ModelError, match="belong to another model"):
        write_trust(file, trust)


def test_a_models_maps_are_tested_on_its_test_patients(site: Site) -> None:
    model = site.model(site.single)
    path = site.cohort.models.path(model)
    assert read_trust(path) is None
    found = testing.test_maps(site.cohort, model)
    tested = site.single.runs[0].of_part("test")
    assert found.patients == len(tested) >= 5 and found.skipped == 0
    assert [row.key for row in found.rows] == [*TITLES]
    assert found.row(REPRODUCIBILITY).passed is None
    for key in (LOCALISATION, RANDOMISATION, REPEATABILITY):
        row = found.row(key)
        assert row.value is not None and -1 <= row.value <= 1 and row.n == len(tested)
        assert row.interval is not None and row.interval[0] <= row.value <= row.interval[1]
    # How far random weights move the maps of so small a network is chance; that they move them is not.
    assert found.row(RANDOMISATION).value < 0.99  # type: ignore[operator]
    assert len(found.shares["layer"]) == len(found.shares["additive"]) == len(tested)
    assert read_trust(path) == found
    assert not any(one.patient in trust_file(path).read_text() for one in tested)
    assert testing.test_maps(site.cohort, model) == found  # the same each time
    assert site.cohort.verify() == ()


def test_one_network_is_compared_with_those_of_other_folds(site: Site) -> None:
    found = testing.test_maps(site.cohort, site.model(site.folded, 1))
    row = found.row(REPRODUCIBILITY)
    assert row.compared == "runs" and row.value is not None and row.n >= 5
    assert "other folds" in str(row.sentence) or row.passed is None


def test_members_are_compared_with_each_other() -> None:
    networks = networks_for(model_of(FAMILY, members=3))
    numbers = Measured()
    for seed in range(5):
        measure(networks, case_of(study(seed=seed)), numbers)
    assert networks.compared == "members"
    assert len(numbers.values[REPRODUCIBILITY]) == numbers.patients == 5


def test_a_model_without_test_patients_is_refused(site: Site, tmp_path: Path) -> None:
    network, card = load_model(site.cohort.models.path(site.model(site.single)))
    save_model(tmp_path / "guest.safetensors", network, replace(card, experiment=""))
    site.cohort.models.add("guest", tmp_path / "guest.safetensors")
    with pytest.raises(PredictionError, match="no test patients of the model guest"):
        testing.test_maps(site.cohort, "guest")


def test_testing_can_be_stopped_and_then_stores_nothing(site: Site) -> None:
    job, stop = start_job()
    stop.ask()
    model = site.model(site.folded)
    with pytest.raises(Cancelled):
        testing.test_maps(site.cohort, model, job)
    assert read_trust(site.cohort.models.path(model)) is None


def test_the_command_line_prints_what_it_stores(site: Site) -> None:
    model = site.model(site.single)
    found = run("test-maps", site.cohort.path, "--model", model)
    stored = read_trust(site.cohort.models.path(model))
    assert stored is not None
    assert found == {"model": model, **json.loads(canonical(stored.to_json()))}
    assert "no model" in run("test-maps", site.cohort.path, "--model", "none", expect=1)["error"]


def test_a_model_that_fails_weight_randomisation_shows_no_layer_map(site: Site) -> None:
    loaded = _loaded(site)
    case = case_of_patient(site.cohort, site.cohort.patients()[0], CONFIG)
    sha256 = loaded.card.tensors_sha256
    failed = replace(trust_of("", measured({**GOOD, RANDOMISATION: 0.9}), ""), tensors_sha256=sha256)
    found = explain(loaded, case, trust=failed)
    assert found.layer is None
    assert "With random weights the map stays much the same" in str(found.layer_note)
    assert found.additive is not None
    passed = replace(trust_of("", measured(GOOD), "members"), tensors_sha256=sha256)
    shown = explain(loaded, case, trust=passed)
    assert shown.layer is not None and shown.layer_note is None
    with pytest.raises(ModelError, match="another model"):
        explain(loaded, case, trust=replace(passed, tensors_sha256="1" * 64))


def test_more_heat_outside_than_in_the_test_patients_is_warned_of(site: Site) -> None:
    loaded = _loaded(site)
    case = case_of_patient(site.cohort, site.cohort.patients()[0], CONFIG)

    def shown(inside: float, patients: int) -> object:
        trust = Trust(
            loaded.card.tensors_sha256, NONE.rows, {"additive": ((inside, 0.01),) * patients}, patients
        )
        found = explain(loaded, case, trust=trust).additive
        assert found is not None and len(found.test_shares) == patients
        return found.warning

    assert shown(0.98, 18) is None  # one of 19 is more than 5 %
    assert "18" not in str(shown(0.98, 19)) and "test patients 0 had as much" in str(shown(0.98, 19))
    assert shown(0.0, 30) is None


def test_a_map_that_finds_the_outline_scores_one_and_chance_its_share() -> None:
    outline = np.zeros((2, 40, 40), dtype=np.float32)
    outline[:, 10:20, 10:20] = 1
    assert precision_recall_area(outline.astype(float), outline) == pytest.approx((1.0, 0.0625))
    even = precision_recall_area(np.ones((2, 40, 40)), outline)
    assert even == pytest.approx((0.0625, 0.0625))
    assert precision_recall_area(np.ones((2, 40, 40)), 0 * outline) is None


def test_likeness_of_maps() -> None:
    rng = np.random.default_rng(0)
    first = rng.random((2, 64, 64))
    assert alike(first, first**3) == pytest.approx(1.0)
    assert alike(first, -first) == pytest.approx(-1.0)
    assert abs(alike(first, rng.random((2, 64, 64)))) < 0.1
    assert alike(first, np.zeros_like(first)) == 0.0


@pytest.mark.parametrize(("rows", "columns"), [(3, 0), (-3, 0), (0, 2), (0, -2), (1, -4)])
def test_moved_images_are_compared_in_the_same_place(rows: int, columns: int) -> None:
    array = np.random.default_rng(0).random((2, 1, 20, 20)).astype(np.float32)
    other = moved(array, rows, columns)
    assert np.count_nonzero(other == 0) == 2 * (400 - (20 - abs(rows)) * (20 - abs(columns)))
    first, second = overlapping(array[:, 0].astype(float), other[:, 0].astype(float), rows, columns)
    np.testing.assert_array_equal(first, second)


def _loaded(site: Site) -> LoadedModel:
    model = site.model(site.single)
    network, card = load_model(site.cohort.models.path(model))
    return LoadedModel(model, network, card)
