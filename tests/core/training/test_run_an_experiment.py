"""From the locked split of a cohort to a stored experiment whose numbers come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import VALIDATION_LOGITS, Experiment, Split
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import (
    Cancelled,
    CxStageError,
    IntegrityError,
    LeakError,
    ModelError,
    TrainingError,
)
from cxstage_core.evaluation.comparison.comparison import comparison_json
from cxstage_core.evaluation.comparison.validation_course import stored_epochs
from cxstage_core.jobs import Event, Message, Progress, start_job
from cxstage_core.models import load_model, read_card
from cxstage_core.prediction import predict_patient
from cxstage_core.training import (
    EpochFinished,
    ModelStarted,
    Recipe,
    recompute_experiment,
    run_experiment,
)
from cxstage_core.training.experiment.search_cohort import search_settings, searches
from cxstage_core.training.experiment.training_samples import training_samples
from cxstage_core.training.loop import trainer
from cxstage_core.training.search.search import Search
from cxstage_core.training.settings.events import ValidationPredicted
from tests.core.dataset.cohorts import fill
from tests.core.training.toy import quick_recipe

CONFIG = Preprocessing(size_px=32)
FAMILIES = ["ShuffleNet", "FBNet"]


def _lock(cohort: Cohort) -> Split:
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    split = cohort.split()
    assert split is not None
    return split


def _run(cohort: Cohort, **changes: object) -> Experiment:
    values: dict[str, object] = {"preprocessing": CONFIG, "recipe": quick_recipe(epochs=2)}
    return run_experiment(cohort, FAMILIES, **{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cohort, Experiment]:
    cohort = fill(tmp_path_factory.mktemp("store") / "Étude.cxcohort", 14, step_mm=2.0)
    _lock(cohort)
    weights = quick_recipe(epochs=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "learn", _recording)
        job, _ = start_job(lambda news: EVENTS.append(news) if isinstance(news, Event) else None)
        return cohort, _run(cohort, recipe=weights, job=job)


EVENTS: list[Event] = []
FIRST_IMAGES: list[torch.Tensor] = []
_learn = trainer.learn


def _recording(model: Any, optimiser: Any, images: torch.Tensor, *rest: Any) -> torch.Tensor:
    """Make the step, and keep the images that the network gets."""
    FIRST_IMAGES.append(images.clone())
    return _learn(model, optimiser, images, *rest)


def test_validation_patients_are_followed_and_stored(finished: tuple[Cohort, Experiment]) -> None:
    cohort, experiment = finished
    run = experiment.runs[0]
    (started, *_) = [e for e in EVENTS if isinstance(e, ModelStarted)]
    predicted = [e for e in EVENTS if isinstance(e, ValidationPredicted) and e.name == run.name]
    assert set(started.validation_patients) <= set(cohort.split().train)
    assert not set(started.validation_patients) & set(cohort.split().test)
    stored = stored_epochs(Cohort.open(cohort.path).experiments.get("E0001").runs[0])
    assert [one.logits for one in stored] == [one.logits for one in predicted]
    assert stored[0].patients == started.validation_patients
    assert stored[0].truth == started.validation_labels
    for epoch in stored:
        mean = float(np.mean([case.loss for case in epoch.worst_first()]))
        assert mean == pytest.approx(run.history["validation_loss"][epoch.epoch - 1])
    kept = stored[run.best_epoch - 1].logits
    assert kept == pytest.approx([p.logit for p in run.of_part("validation")], abs=1e-5)


def test_images_of_an_epoch_are_drawn_again_as_the_network_got_them(
    finished: tuple[Cohort, Experiment],
) -> None:
    cohort, experiment = finished
    asked: dict[str, Any] = {
        "scheme": "paper",
        "preprocessing": CONFIG,
        "recipe": quick_recipe(epochs=2),
        "protocol": Protocol(),
    }
    found = training_samples(cohort, FAMILIES, "FBNet", 2, **asked)
    per_epoch = len(FIRST_IMAGES) // 4
    got = FIRST_IMAGES[3 * per_epoch][: len(found.images)].numpy()
    grey = found.images.astype(float)
    for image, shown in zip(got, grey, strict=True):
        inside = (shown[0] > 0) & (shown[0] < 255)
        assert inside.any()
        assert np.corrcoef(image[0][inside], shown[0][inside])[0, 1] > 0.999
    other = training_samples(cohort, FAMILIES, "FBNet", 1, **asked)
    assert not np.array_equal(other.images, found.images)
    patients = set(experiment.split.train) - {
        p.patient for p in experiment.runs[0].of_part("validation")
    }
    assert 0 < found.slices <= 5 * len(patients)
    with pytest.raises(TrainingError, match="ShuffleNet, FBNet"):
        training_samples(cohort, FAMILIES, "ViT", 1, **asked)
    with pytest.raises(TrainingError, match="nested"):
        training_samples(cohort, FAMILIES, "FBNet", 1, **{**asked, "protocol": Protocol("nested")})


def test_the_experiment_is_stored_whole(finished: tuple[Cohort, Experiment]) -> None:
    cohort, experiment = finished
    again = Cohort.open(cohort.path)
    assert [e.id for e in again.experiments.all()] == ["E0001"]
    stored = again.experiments.get("E0001")
    assert stored.split.train == cohort.split().train
    assert stored.split.test == cohort.split().test
    assert stored.config.to_dict()["scheme"] == "paper"
    assert stored.config.to_dict()["preprocessing"] == CONFIG.to_dict()
    assert Recipe.from_dict(stored.config.to_dict()["recipe"]) == quick_recipe(epochs=2)
    assert str(stored.config.recipe_words) == "own, from paper"
    assert "Recipe of the training: own, from paper." in comparison_json(stored)["notes"]
    assert stored.config.label_origins == {
        "train": {"computed from stated facts": len(stored.split.train)},
        "test": {"computed from stated facts": len(stored.split.test)},
    }
    assert sorted(run.model_id for run in stored.runs) == list(again.models.ids())
    for run, other in zip(stored.runs, experiment.runs, strict=True):
        assert run.predictions == other.predictions
        assert {p.patient for p in run.of_part("test")} == set(stored.split.test)
        assert run.weights == "from scratch"
        card = read_card(again.models.path(run.model_id))
        assert card.experiment == "E0001"
        assert card.lineage["recipe_name"] == "own"
        assert (card.threshold, card.temperature) == (run.threshold, run.temperature)
        assert "outline diameter mm" in card.input_range
        (counted,) = card.lineage["label_origins"].values()
        assert counted == card.training_patients
    assert again.verify() == ()
    assert "train" in [entry.act for entry in again.audit.entries()]


def test_nothing_but_the_cache_is_left_of_the_work(finished: tuple[Cohort, Experiment]) -> None:
    cohort, _ = finished
    assert not [path for path in cohort.prepared_folder.rglob("*") if path.suffix != ".h5"]


def test_computed_again_the_numbers_are_the_stored_ones(finished: tuple[Cohort, Experiment]) -> None:
    cohort, experiment = finished
    for file in cohort.prepared_folder.glob("*.h5"):
        file.unlink()
    found = recompute_experiment(Cohort.open(cohort.path), "E0001")
    assert found.equal
    assert found.largest_difference <= 1e-5
    assert [run.model_id for run in found.runs] == [run.model_id for run in experiment.runs]
    assert all(len(run.probabilities) == len(experiment.runs[0].predictions) for run in found.runs)


def test_an_altered_model_is_not_computed_with(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 14, step_mm=2.0)
    _lock(cohort)
    run_experiment(
        cohort, FAMILIES[:1], preprocessing=CONFIG, recipe=quick_recipe(epochs=1, weights="scratch")
    )
    file = cohort.models.path("E0001-shufflenet_v2_x1_0")
    content = bytearray(file.read_bytes())
    content[-7] ^= 255
    file.chmod(0o644)
    file.write_bytes(content)
    with pytest.raises(IntegrityError, match="not the one that was stored"):
        recompute_experiment(cohort, "E0001")


def test_a_second_experiment_gets_the_next_id_and_the_same_numbers(
    finished: tuple[Cohort, Experiment],
) -> None:
    cohort, first = finished
    second = _run(cohort)
    assert second.id == "E0002"
    for one, two in zip(first.runs, second.runs, strict=True):
        assert two.predictions == one.predictions
        assert two.model_id == one.model_id.replace("E0001", "E0002")


def test_a_cancelled_experiment_leaves_nothing_and_goes_on_later(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 14, step_mm=2.0)
    _lock(cohort)
    began: list[int] = []

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.name == "ShuffleNet" and news.epoch == 2:
            stop.ask()
        if isinstance(news, ModelStarted):
            began.append(news.first_epoch)

    job, stop = start_job(watch)
    with pytest.raises(Cancelled):
        _run(cohort, job=job)
    assert cohort.experiments.all() == ()
    assert cohort.models.ids() == ()
    began.clear()
    fresh, _ = start_job(watch)
    experiment = _run(cohort, job=fresh)
    assert began == [3, 1]
    assert experiment.id == "E0001"
    network, _ = load_model(cohort.models.path(experiment.runs[0].model_id))
    assert not network.training


def test_without_a_locked_split_nothing_is_trained(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 4)
    with pytest.raises(TrainingError, match=r"no locked split.*lock the split first"):
        _run(cohort)


def test_a_size_or_name_that_cannot_be_is_refused_before_anything_is_prepared(
    finished: tuple[Cohort, Experiment],
) -> None:
    cohort, _ = finished
    before = len(cohort.experiments.all())
    with pytest.raises(ModelError, match="multiple of 16"):
        run_experiment(cohort, ["ViT"], preprocessing=Preprocessing(size_px=40), recipe=quick_recipe())
    with pytest.raises(ModelError, match="no network named"):
        run_experiment(cohort, ["VGG"], preprocessing=CONFIG, recipe=quick_recipe())
    with pytest.raises(CxStageError, match="is not a label scheme"):
        _run(cohort, scheme="mine")
    assert len(cohort.experiments.all()) == before


def test_a_patient_who_cannot_be_prepared_is_left_out_with_the_reason(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 14, step_mm=2.0)
    split = _lock(cohort)
    victim = split.train[0]
    clinical = cohort.clinical.records()[victim]
    cohort.clinical.save([replace(clinical, facts=None)])
    news: list[Progress | Event] = []
    job, _ = start_job(news.append)
    experiment = _run(cohort, job=job, recipe=quick_recipe(epochs=1))
    assert victim not in experiment.split.train
    assert experiment.config.to_dict()["excluded"][0][0] == victim
    told = [str(n.text) for n in news if isinstance(n, Message)]
    assert any(victim in sentence and "left out" in sentence for sentence in told)


def test_a_patient_may_be_judged_by_the_largest_logit_everywhere(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 12, step_mm=2.0)
    _lock(cohort)
    recipe = quick_recipe(epochs=1, aggregation="max logit")
    experiment = _run(cohort, recipe=recipe)
    run = experiment.runs[0]
    card = read_card(cohort.models.path(run.model_id))
    assert card.aggregation == experiment.config.to_dict()["aggregation"] == "max logit"
    assert recompute_experiment(cohort, experiment.id).equal
    for stored in run.of_part("test"):
        found = predict_patient(cohort, stored.patient, run.model_id)
        assert found.logit == max(one.logit for one in found.slices)
        assert found.probability == pytest.approx(stored.probability, abs=1e-5)
        assert sorted(one.weight for one in found.slices)[-1] == 1.0
        assert sum(one.weight for one in found.slices) == 1.0


def test_a_split_that_leaks_is_refused(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c.cxcohort", 6)
    patients = cohort.patients()
    with pytest.raises(CxStageError):
        cohort.lock_split(Split(patients, patients[:2], 0.3, 1, "paper"))

    class Leaking(Cohort):
        def split(self) -> Split:
            return Split(patients, patients[:2], 0.3, 1, "paper")

    with pytest.raises(LeakError, match="in the train part and in the test part"):
        _run(Leaking.open(cohort.path))
    with pytest.raises(LeakError, match="in the train part and in the test part"):
        search_settings(
            Leaking.open(cohort.path),
            "shufflenet_v2_x1_0",
            Search(method="random", names=("lr",), trials=1, folds=1),
            recipe=quick_recipe(epochs=1),
        )
    assert searches(cohort) == ()
    assert cohort.experiments.all() == ()


def test_the_history_has_one_value_per_epoch(finished: tuple[Cohort, Experiment]) -> None:
    _, experiment = finished
    for run in experiment.runs:
        assert {"train_loss", "validation_loss", "validation_auc", "learning_rate", "seconds"} <= set(
            run.history
        )
        lengths = {name: len(np.asarray(values)) for name, values in run.history.items()}
        assert lengths.pop(VALIDATION_LOGITS) == 2 * len(run.of_part("validation"))
        assert set(lengths.values()) == {2}
