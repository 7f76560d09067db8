"""First weights made here: no test patient has a part in them, whatever the protocol, and nothing else changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest
import torch
import typer
from safetensors.torch import load_file, save_file
from typer.testing import CliRunner

from cxstage_core.cli import pretrain as command
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import Cancelled, CxStageError, LeakError, ModelError, TrainingError
from cxstage_core.imaging import Grid
from cxstage_core.jobs import Event, Job, Message, Progress, start_job
from cxstage_core.models import Weights, read_card
from cxstage_core.models.build import build, first_weights
from cxstage_core.models.weights_card import read_weights_card
from cxstage_core.models.weights_history import TEMPLATES, origin_text
from cxstage_core.phantom import write_cohort
from cxstage_core.prediction import predict_patient
from cxstage_core.training import compare, run_experiment
from cxstage_core.training.experiment.first_weights import check_first_weights
from cxstage_core.training.pretraining.images import phantom_seed
from cxstage_core.training.pretraining.pretrain import PretrainedWeights, pretrain
from cxstage_core.training.pretraining.settings import Pretraining
from cxstage_core.training.search.search import Search
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import study
from tests.core.training.toy import quick_recipe, toy_set, toy_split

NETWORK = "ShuffleNet"
CONFIG = Preprocessing(size_px=32)
LITTLE = {"phantoms": 2, "epochs": 2, "batch": 16, "device": "cpu", "threads": 1}
SAGITTAL = Grid.from_dict(
    {
        "size": (7, 64, 64),
        "spacing": (5.0, 2.5, 2.5),
        "origin": (-16.0, -80.0, 80.0),
        "direction": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    }
)


class Elsewhere:
    """Stands for a cluster, which nothing may reach."""

    def run(self, *_: object, **__: object) -> NoReturn:
        """Never called."""
        pytest.fail("a training from weights that saw its test patients was sent out")


def _filled(path: Path) -> Cohort:
    """Twelve patients with a third, sagittal series, split."""
    cohort = fill(path, 12, step_mm=2.0)
    for number, patient in enumerate(cohort.patients()):
        image, _ = study(SAGITTAL, seed=200 + number)
        cohort.add_series(patient, image, SeriesInfo("T2"))
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.3, seed=1, scheme="paper"))
    return cohort


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    return _filled(tmp_path_factory.mktemp("store") / "c.cxcohort")


def _made(cohort: Cohort, folder: Path, **changes: Any) -> PretrainedWeights:
    settings = Pretraining(**{**LITTLE, **changes})
    return pretrain(cohort, NETWORK, folder / "w.safetensors", settings=settings, preprocessing=CONFIG)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """Another cohort with the same images."""
    return _filled(tmp_path_factory.mktemp("other") / "other.cxcohort")


@pytest.fixture(scope="module")
def of_patients(cohort: Cohort, tmp_path_factory: pytest.TempPathFactory) -> PretrainedWeights:
    return _made(cohort, tmp_path_factory.mktemp("patients"), source="cohort")


@pytest.fixture(scope="module")
def of_phantoms(cohort: Cohort, tmp_path_factory: pytest.TempPathFactory) -> PretrainedWeights:
    return _made(cohort, tmp_path_factory.mktemp("phantoms"))


def test_no_image_of_a_test_patient_is_opened(
    cohort: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: set[tuple[str, str]] = set()
    volume = Cohort.volume

    def watched(self: Cohort, patient: str, series: str) -> Any:
        opened.add((patient, series))
        return volume(self, patient, series)

    monkeypatch.setattr(Cohort, "volume", watched)
    made = _made(cohort, tmp_path, source="both", epochs=1)
    split = cohort.split()
    assert split is not None
    assert made.patients == tuple(sorted(split.train))
    every_series = {(p, record.id) for p in split.train for record in cohort.series(p)}
    assert opened == every_series
    assert len(every_series) == 3 * len(split.train)


@pytest.mark.parametrize("kind", ["cross-validation", "nested"])
def test_weights_that_saw_patients_are_refused_where_folds_test_them(
    kind: str, cohort: Cohort, of_patients: PretrainedWeights
) -> None:
    with pytest.raises(LeakError, match=r"pre-trained on images of \d+ of the 12 .*phantoms alone"):
        run_experiment(
            cohort,
            [NETWORK],
            preprocessing=CONFIG,
            recipe=quick_recipe(epochs=1, weights=str(of_patients.file)),
            protocol=Protocol(kind, folds=2),
            search=Search(method="random", names=("lr",), trials=1, folds=1),
            executor=Elsewhere(),  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("kind", ["paper", "holdout", "cross-validation", "nested"])
def test_weights_of_phantoms_alone_are_fine_everywhere(
    kind: str, cohort: Cohort, of_phantoms: PretrainedWeights
) -> None:
    assert of_phantoms.patients == ()
    check_first_weights(cohort, str(of_phantoms.file), [NETWORK], cohort.patients())
    assert of_phantoms.card.phantom_seed == phantom_seed(1)


def test_on_the_locked_split_they_train_and_are_named_everywhere(
    cohort: Cohort, of_patients: PretrainedWeights, other: Cohort
) -> None:
    experiment = run_experiment(
        cohort,
        [NETWORK],
        preprocessing=CONFIG,
        recipe=quick_recipe(epochs=1, weights=str(of_patients.file)),
        protocol=Protocol("paper"),
    )
    (run,) = experiment.runs
    assert run.weights == of_patients.origin
    assert of_patients.sha256[:12] in run.weights
    assert experiment.config.recipe["weights"] == "local"
    file = cohort.models.path(run.model_id)
    lineage = read_card(file).lineage
    assert lineage["weights_sha256"] == of_patients.sha256
    assert lineage["first_weights"]["images_seen"] == of_patients.card.images_seen
    assert str(of_patients.file) not in read_card(file).to_json()
    (patient, *_) = experiment.split.test
    predicted = predict_patient(cohort, patient, run.model_id).to_json()
    assert predicted["weights"] == of_patients.origin
    assert any(of_patients.origin in note for note in predicted["notes"])
    # A model that began with them passes on whom they saw, to a cohort that knows nothing of its training.
    with pytest.raises(LeakError, match="pre-trained on images"):
        check_first_weights(other, str(file), [NETWORK], other.patients())


def test_the_same_images_are_recognised_in_another_cohort(
    of_patients: PretrainedWeights, other: Cohort
) -> None:
    seen = of_patients.patients[0]
    with pytest.raises(LeakError, match=f"1 of the 1 tested patients, such as {seen}"):
        check_first_weights(other, str(of_patients.file), [NETWORK], [seen])
    split = other.split()
    assert split is not None
    check_first_weights(other, str(of_patients.file), [NETWORK], split.test)


def test_a_person_with_two_pseudonyms_counts_as_one(
    of_patients: PretrainedWeights, cohort: Cohort, tmp_path: Path
) -> None:
    split = cohort.split()
    assert split is not None
    twin = Cohort.open(Path(shutil.copytree(cohort.path, tmp_path / "twin.cxcohort")))
    tested, seen = split.test[0], of_patients.patients[0]
    check_first_weights(twin, str(of_patients.file), [NETWORK], [tested])
    twin.people.declare_same(tested, seen, reason="seen at two hospitals")
    with pytest.raises(LeakError, match=f"such as {tested}"):
        check_first_weights(twin, str(of_patients.file), [NETWORK], [tested])
    with pytest.raises(LeakError, match="one person"):
        _made(twin, tmp_path, source="cohort")
    assert not (tmp_path / "w.safetensors").exists()


def test_patients_need_a_locked_split_and_phantoms_none(
    of_phantoms: PretrainedWeights, tmp_path: Path
) -> None:
    empty = Cohort.create(tmp_path / "empty.cxcohort")
    with pytest.raises(TrainingError, match="no locked split"):
        _made(empty, tmp_path, source="cohort")
    made = _made(empty, tmp_path)
    (noted,) = [entry for entry in empty.audit.entries() if entry.act == "pretrain"]
    assert noted.details["sha256"] == made.sha256
    assert noted.details["images"] == made.card.images_seen == made.card.slices * LITTLE["epochs"]
    again, before = load_file(made.file), load_file(of_phantoms.file)
    assert again.keys() == before.keys()
    assert all(torch.equal(again[name], before[name]) for name in again)  # the same seed, the same bits


def test_without_its_description_a_file_is_of_unknown_training(
    of_patients: PretrainedWeights, cohort: Cohort, tmp_path: Path
) -> None:
    stripped = tmp_path / "stripped.safetensors"
    save_file(load_file(of_patients.file), stripped)
    check_first_weights(cohort, str(stripped), [NETWORK], cohort.patients())
    model = build(NETWORK, channels=3, size_px=32, weights=Weights.local(stripped))
    assert first_weights(model).origin.startswith("local file, unknown training, sha256 ")
    assert first_weights(model).images_seen is None


def test_a_changed_description_is_refused(
    of_patients: PretrainedWeights, cohort: Cohort, tmp_path: Path
) -> None:
    card = read_weights_card(of_patients.file)
    assert card is not None
    written = of_patients.file.read_bytes()
    mark = card.seen[0].patients[0].encode()
    changed = tmp_path / "changed.safetensors"
    changed.write_bytes(written.replace(mark, b"0" * len(mark)))
    with pytest.raises(ModelError, match="not the one that was saved"):
        check_first_weights(cohort, str(changed), [NETWORK], cohort.patients())


@pytest.mark.parametrize("key", [b"cxstage_weights", b"cxstage_header_sha256"])
def test_a_description_that_is_hidden_is_no_foreign_file(
    key: bytes, of_patients: PretrainedWeights, cohort: Cohort, tmp_path: Path
) -> None:
    changed = tmp_path / "hidden.safetensors"
    changed.write_bytes(of_patients.file.read_bytes().replace(key, key[:-1] + b"x"))
    with pytest.raises(ModelError):
        check_first_weights(cohort, str(changed), [NETWORK], cohort.patients())


def test_a_stop_leaves_no_file(cohort: Cohort, tmp_path: Path) -> None:
    seen: list[Progress] = []

    def listen(event: Progress | Event) -> None:
        if isinstance(event, Progress):
            seen.append(event)
            if event.what == "Pre-training" and event.done:
                stop.ask()

    job, stop = start_job(listen)
    settings = Pretraining(**{**LITTLE, "source": "cohort"})
    target = tmp_path / "w.safetensors"
    before = len(cohort.audit.entries())
    with pytest.raises(Cancelled):
        pretrain(cohort, NETWORK, target, settings=settings, preprocessing=CONFIG, job=job)
    assert list(tmp_path.iterdir()) == []
    assert len(cohort.audit.entries()) == before
    assert {event.what for event in seen} == {"Preparing unlabelled slices", "Pre-training"}


def test_a_series_that_cannot_be_used_is_named(cohort: Cohort, tmp_path: Path) -> None:
    cohort = Cohort.open(Path(shutil.copytree(cohort.path, tmp_path / "c.cxcohort")))
    split = cohort.split()
    assert split is not None
    image, _ = study(SAGITTAL, seed=1)
    image.array[:] = 7
    flat, _ = cohort.add_series(split.train[0], image, SeriesInfo("T2"))
    job = Job()
    settings = Pretraining(**{**LITTLE, "source": "cohort", "epochs": 1})
    pretrain(
        cohort, NETWORK, tmp_path / "w.safetensors", settings=settings, preprocessing=CONFIG, job=job
    )
    warned = [str(e.text) for e in job.drain() if isinstance(e, Message) and e.level == "warning"]
    assert len(warned) == 1
    assert f"series {flat.id} is left out: The image shows no contrast" in warned[0]


def test_channels_are_taken_over_by_their_names(of_phantoms: PretrainedWeights) -> None:
    given = load_file(of_phantoms.file)["conv1.0.weight"]
    weights = Weights.local(of_phantoms.file)
    names = ("T2", "mask")
    taken = build(NETWORK, channels=2, size_px=32, weights=weights, names=names).state_dict()
    assert torch.equal(taken["conv1.0.weight"], given[:, [0, 2]])


def test_a_training_from_scratch_stays_the_same_bit_for_bit(cohort: Cohort, tmp_path: Path) -> None:
    data = toy_set(12, slices=1)
    trained = []
    for name in ("before", "after"):
        (model,) = compare(
            data, toy_split(data), [NETWORK], quick_recipe(epochs=1), work=tmp_path / name
        )
        trained.append(model.card)
        if name == "before":
            _made(cohort, tmp_path, source="cohort", epochs=1)
    assert trained[0].tensors_sha256 == trained[1].tensors_sha256
    assert trained[0].weights == "from scratch"
    assert "first_weights" not in trained[0].lineage


def test_no_phantom_cohort_holds_the_phantoms_of_a_pretraining(tmp_path: Path) -> None:
    with pytest.raises(CxStageError, match="cannot be drawn from the seed"):
        write_cohort(tmp_path / "p", patients=1, seed=phantom_seed(0))


def test_every_origin_comes_back_as_its_template() -> None:
    values = {
        "sha": "0123456789ab",
        "network": "HRNet",
        "patients": 77,
        "phantoms": 400,
        "images": 24000,
        "name": "timm/x.y",
        "version": "0.1.0",
        "licence": "Apache-2.0",
        "origin": "own pre-training on 2 phantoms (8 images seen), sha256 0123456789ab",
        "start": "ImageNet (timm/x.y), sha256 0123456789ab",
    }
    for template in TEMPLATES:
        written = template.template.format(**values)
        found = origin_text(written)
        assert found.template == template.template
        assert str(found) == written
    assert str(origin_text("from scratch")) == "from scratch"


def test_the_command_gives_the_keys_that_others_rely_on(cohort: Cohort, tmp_path: Path) -> None:
    app = typer.Typer()
    command.register(app)
    app.command("other")(lambda: None)
    file = tmp_path / "w.safetensors"
    given = ["pretrain", str(cohort.path), "--model", NETWORK, "--out", str(file)]
    little = ["--source", "cohort", "--epochs", "1", "--size", "32", "--device", "cpu", "--json"]
    done = CliRunner().invoke(app, [*given, *little])
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    split = cohort.split()
    assert split is not None
    assert data["model"] == NETWORK
    assert data["weights"] == str(file)
    assert data["patients"] == sorted(split.train)
    assert data["sha256"][:12] in data["origin"]
    refused = CliRunner().invoke(app, [*given[:-1], str(tmp_path / "w.pth"), *little])
    assert refused.exit_code != 0
    assert "ends in .safetensors" in refused.stdout
