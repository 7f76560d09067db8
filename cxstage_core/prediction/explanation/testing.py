"""Testing a model's maps on its test patients (see `trust`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import CxStageError, PredictionError
from cxstage_core.evaluation.statistics.bootstrap import REPLICATES, percentile, resample
from cxstage_core.evaluation.statistics.estimate import LEVEL
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.models import load_model, probability
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.explanation.heat_map import HeatMap
from cxstage_core.prediction.explanation.likeness import (
    alike,
    moved,
    overlapping,
    precision_recall_area,
)
from cxstage_core.prediction.explanation.maps import additive_map, answer_of, layer_map_of
from cxstage_core.prediction.explanation.networks import Copied, copies_of, copy_with
from cxstage_core.prediction.explanation.place import input_place
from cxstage_core.prediction.explanation.regions import regions_at, shares
from cxstage_core.prediction.explanation.trust import (
    LOCALISATION,
    RANDOMISATION,
    REPEATABILITY,
    REPRODUCIBILITY,
    Trust,
    TrustRow,
)
from cxstage_core.prediction.explanation.trust_file import write_trust
from cxstage_core.prediction.of_cohort import case_of_patient
from cxstage_core.prediction.predictor import preprocessing_of
from cxstage_core.text import text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Experiment, ModelRun

Pixels = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
MOVED_MM = 2.0
NOISE_SD = 0.05
"""Standard deviation of the noise, as a share of that of the body, which is 1 in a normalised image."""
_RANDOM_SEEDS = (101, 102)
_MOST_OTHERS = 2
"""Networks trained in the same way that are compared."""
_BOOTSTRAP = "patient bootstrap, percentile"
_DESPITE = "trust tests of the maps"


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """A model and the networks that its maps are compared with.

    Args:
        loaded: the model.
        own: its networks.
        random: of the same family, with random weights.
        others: models trained in the same way, each with its networks.
    """

    loaded: LoadedModel
    own: tuple[Copied, ...]
    random: tuple[tuple[Copied, ...], ...]
    others: tuple[tuple[Copied, ...], ...] = ()

    @property
    def compared(self) -> str:
        """What reproducibility compares (see `trust.COMPARED`), "" for nothing."""
        if len(self.own) > 1:
            return "members"
        return "runs" if self.others else ""


@dataclass(slots=True)
class Measured:
    """Numbers of the test patients so far, by test."""

    values: dict[str, list[float]] = field(default_factory=dict)
    chance: list[float] = field(default_factory=list)
    shares: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    patients: int = 0
    skipped: int = 0

    def add(self, test: str, value: float) -> None:
        """Add the number of one patient."""
        self.values.setdefault(test, []).append(value)


def test_maps(cohort: Cohort, model_id: str, job: Job | None = None) -> Trust:
    """Test the maps of a model on the test patients of its experiment, and store the result next to it.

    Each patient is prepared as for a prediction; one that cannot be is counted and left out.

    Args:
        model_id: a model of the cohort.

    Raises:
        PredictionError: the cohort has no test patients of this model, or none can be prepared.
        ModelError, CohortError: the model cannot be read, or the result cannot be stored.
    """
    job = job or no_progress()
    path = cohort.models.path(model_id)
    network, card = load_model(path)
    experiment, run = _run_of(cohort, model_id)
    networks = networks_for(LoadedModel(model_id, network, card), _others(cohort, experiment, run))
    patients = [one.patient for one in run.of_part("test")]
    measured = Measured()
    for number, patient in enumerate(patients):
        job.step(Progress(number, len(patients), "Testing the maps", patient))
        try:
            case = case_of_patient(cohort, patient, preprocessing_of(card), despite=_DESPITE)
            measure(networks, case, measured, job)
        except CxStageError as error:
            measured.skipped += 1
            job.emit(
                Message(
                    text("{patient} is left out: {reason}", patient=patient, reason=error.what),
                    "warning",
                )
            )
    if not measured.patients:
        raise PredictionError(
            "None of the {n} test patients of {model} can be prepared.",
            remedy="Check their outlines and series.",
            n=len(patients),
            model=model_id,
        )
    job.step(Progress(len(patients), len(patients), "Testing the maps"))
    trust = trust_of(card.tensors_sha256, measured, networks.compared)
    write_trust(path, trust)
    return trust


def networks_for(loaded: LoadedModel, others: Sequence[LoadedModel] = ()) -> Networks:
    """Copy the networks of a model, and make those with random weights.

    Args:
        others: models trained in the same way.
    """
    from cxstage_core.models.build import build

    card = loaded.card
    own = copies_of(loaded.network, card)
    random = tuple(
        (
            copy_with(
                own[0], build(card.family, channels=len(card.channels), size_px=card.size_px, seed=seed)
            ),
        )
        for seed in _RANDOM_SEEDS
    )
    return Networks(loaded, own, random, tuple(copies_of(one.network, one.card) for one in others))


def measure(networks: Networks, case: Case, measured: Measured, job: Job | None = None) -> None:
    """Add the numbers of one test patient.

    Raises:
        ModelError: a number of a network is not finite.
    """
    job = job or no_progress()
    array, indices = case.prepared.array, case.prepared.slice_indices
    card = networks.loaded.card
    answer = answer_of(networks.own, array)
    towards = 1 if probability(answer.slices.logit, card.temperature) >= card.threshold else -1
    heat = layer_map_of(answer, array, indices, towards)
    regions = regions_at(input_place(case, case.load()))
    for own in (additive_map(answer, indices, array.shape[-1], towards), heat):
        found = None if own is None else shares(own.density(), regions)
        if own is not None and found is not None:
            measured.shares.setdefault(own.key, []).append(found)
    measured.patients += 1
    if heat is None or heat.empty is not None:
        return
    density = heat.density()
    area = precision_recall_area(density, regions.outline)
    if area is not None:
        measured.add(LOCALISATION, area[0])
        measured.chance.append(area[1])
    job.check()
    compared = [alike(density, _density(one, array, towards)) for one in networks.random]
    measured.add(RANDOMISATION, float(np.mean(compared)))
    job.check()
    measured.add(REPEATABILITY, float(np.mean(list(_repeated(networks, case, density, towards)))))
    job.check()
    again = list(_reproduced(networks, array, density, towards))
    if again:
        measured.add(REPRODUCIBILITY, float(np.mean(again)))


def trust_of(tensors_sha256: str, measured: Measured, compared: str) -> Trust:
    """Sum up the numbers of the test patients."""
    rows = []
    for test in (LOCALISATION, RANDOMISATION, REPEATABILITY, REPRODUCIBILITY):
        values = np.array(measured.values.get(test, []), dtype=np.float64)
        chance = np.array(measured.chance, dtype=np.float64)
        located = test == LOCALISATION and values.size > 0
        rows.append(
            TrustRow(
                test,
                float(values.mean()) if values.size else None,
                _interval(values),
                values.size,
                baseline=float(chance.mean()) if located else None,
                gain=_interval(values - chance) if located else None,
                compared=compared if test == REPRODUCIBILITY and values.size else "",
            )
        )
    kept: Mapping[str, tuple[tuple[float, float], ...]] = {
        key: tuple(sorted(pairs)) for key, pairs in measured.shares.items()
    }
    return Trust(tensors_sha256, tuple(rows), kept, measured.patients, measured.skipped)


def _interval(values: Values) -> tuple[float, float] | None:
    """Return the interval of the mean over patients drawn again; None for fewer than two."""
    if values.size < 2:
        return None
    drawn = np.concatenate([*resample([np.arange(values.size)], replicates=REPLICATES)])
    found = percentile(values[drawn].mean(axis=1), LEVEL, _BOOTSTRAP)
    return found.low, found.high


def _repeated(networks: Networks, case: Case, density: Values, towards: int) -> Iterator[float]:
    """Compare with the maps of the images moved along rows and along columns, and with noise."""
    array = case.prepared.array
    pixels = max(1, round(MOVED_MM / case.config.pixel_mm))
    for rows, columns in ((pixels, 0), (0, -pixels)):
        other = _density(networks.own, moved(array, rows, columns), towards)
        yield alike(*overlapping(density, other, rows, columns))
    noise = np.random.default_rng(0).normal(0, NOISE_SD, array.shape).astype(np.float32)
    if "mask" in case.config.inputs:
        noise[:, case.config.inputs.index("mask")] = 0
    yield alike(density, _density(networks.own, array + noise, towards))


def _reproduced(networks: Networks, array: Pixels, density: Values, towards: int) -> Iterator[float]:
    """Compare the members of an ensemble with each other, or one network with others of its kind."""
    if len(networks.own) > 1:
        maps = [_density((one,), array, towards) for one in networks.own]
        yield from (alike(first, second) for first, second in combinations(maps, 2))
    else:
        yield from (alike(density, _density(one, array, towards)) for one in networks.others)


def _density(own: tuple[Copied, ...], array: Pixels, towards: int) -> Values:
    """Return the layer map of some networks per input pixel; the slices are those of `array`."""
    heat: HeatMap | None = layer_map_of(answer_of(own, array), array, range(len(array)), towards)
    assert heat is not None  # its layers are those of a network that has a map
    return heat.density()


def _run_of(cohort: Cohort, model_id: str) -> tuple[Experiment, ModelRun]:
    for experiment in cohort.experiments.all():
        for run in experiment.runs:
            if run.model_id == model_id and run.of_part("test"):
                return experiment, run
    raise PredictionError(
        "This cohort has no test patients of the model {model}: no experiment here tested it.",
        remedy="Test its maps in the cohort where it was trained; the result is next to the model file.",
        model=model_id,
    )


def _others(cohort: Cohort, experiment: Experiment, run: ModelRun) -> tuple[LoadedModel, ...]:
    """Load models of the same experiment and family that were trained on other folds; none for an ensemble."""
    if run.members:
        return ()
    ids = [
        one.model_id
        for one in experiment.runs
        if one.family == run.family and one.model_id != run.model_id and not one.members
    ]
    return tuple(LoadedModel(one, *load_model(cohort.models.path(one))) for one in ids[:_MOST_OTHERS])
