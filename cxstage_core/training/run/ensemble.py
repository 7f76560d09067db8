"""Joining the trained members of a network into one model, and testing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import OUT_OF_FOLD, ModelRun, PatientPrediction
from cxstage_core.dataset import PreparedCase, PreparedSet
from cxstage_core.jobs import Job, Message, Progress
from cxstage_core.models import (
    Calibration,
    ModelCard,
    find_family,
    predict_slices,
    probability,
    save_model,
)
from cxstage_core.models.file import load_model
from cxstage_core.models.inference import memory_layout
from cxstage_core.models.member import Member
from cxstage_core.models.reference.limits import TrainingReference
from cxstage_core.models.reference.patients import digest_of_patients
from cxstage_core.training.run.fit import FIXED_TEMPERATURE, choose_operating_point
from cxstage_core.training.run.network_run import NetworkRun, TrainedModel
from cxstage_core.training.run.provenance import now, published
from cxstage_core.training.run.reference import learn_reference_of_members

if TYPE_CHECKING:
    from torch import nn

_OF_ONE_NETWORK = ("best_epoch", "validation_patients")
"""Entries of a lineage that each member has for itself."""


def join_members(
    data: PreparedSet,
    run: NetworkRun,
    members: Sequence[TrainedModel],
    *,
    work: Path,
    index: int,
    total: int,
    job: Job,
) -> TrainedModel:
    """Write the members as one model file, then predict the test patients with it as it was read back.

    Threshold and temperature come from the out-of-fold scores alone.

    Args:
        run: of the ensemble: its fold is the locked split, its recipe that of the comparison.
        members: in the order of their numbers, each with its out-of-fold scores.

    Raises:
        Cancelled: between two patients.
        ModelError: a member's file is not what was written.
    """
    job.step(Progress(index, total, "Joining the members", run.name))
    card = ensemble_card(data, run, [member.run for member in members], [m.card for m in members])
    for note in card.lineage["notes"]:
        job.emit(Message(note, "warning"))
    file = work / f"{run.key}.safetensors"
    networks = [load_model(member.file)[0] for member in members]
    card = replace(card, reference=_reference(data, run, members, networks, job))
    _write(file, card, networks)
    found, by_member = _tested(data, run, file, index, total, job)
    own = tuple(
        replace(
            member.run,
            model_id=run.model_id,
            title=run.title,
            predictions=(*member.run.predictions, *tested),
        )
        for member, tested in zip(members, by_member, strict=True)
    )
    ensemble = ModelRun(
        name=run.name,
        family=run.family,
        model_id=run.model_id,
        parameters=card.parameters,
        weights=card.weights,
        history={},
        best_epoch=0,
        threshold=card.threshold,
        temperature=card.temperature,
        predictions=found,
        title=run.title,
        members=own,
    )
    return TrainedModel(ensemble, card, file)


def ensemble_card(
    data: PreparedSet, run: NetworkRun, runs: Sequence[ModelRun], cards: Sequence[ModelCard]
) -> ModelCard:
    """Return the card of an ensemble from its members and their scores.

    Args:
        run: as in `join_members`.
        runs, cards: of the members.
    """
    calibration = Calibration.of(
        (p.logit, p.truth, member.fold) for member in runs for p in member.of_part(OUT_OF_FOLD)
    )
    point = choose_operating_point(calibration.labels, calibration.logits)
    first = cards[0]
    names = {name for card in cards for name in card.input_range}
    ranges = {name: [c.input_range[name] for c in cards if name in c.input_range] for name in names}
    return replace(
        first,
        threshold=point.threshold,
        temperature=point.temperature,
        parameters=sum(card.parameters for card in cards),
        input_range={
            name: (min(low for low, _ in found), max(high for _, high in found))
            for name, found in ranges.items()
        },
        training_patients=len(run.fold.training),
        training_patients_sha256=digest_of_patients(run.fold.training),
        lineage={
            **{name: value for name, value in first.lineage.items() if name not in _OF_ONE_NETWORK},
            "test_patients_sha256": digest_of_patients(run.fold.test),
            "recipe": published(run.recipe),
            "label_origins": data.origin_counts(run.fold.training),
            "notes": [str(note) for note in point.notes],
        },
        created_at=now(),
        attention=(),
        reference=None,
        members=tuple(_member(one, card) for one, card in zip(runs, cards, strict=True)),
        calibration=calibration,
    )


def _member(run: ModelRun, card: ModelCard) -> Member:
    held_out = [p.patient for p in run.of_part(OUT_OF_FOLD)]
    return Member(
        seed=int(card.lineage["recipe"]["seed"]),
        best_epoch=run.best_epoch,
        training_patients=card.training_patients,
        training_patients_sha256=card.training_patients_sha256,
        held_out_patients=len(held_out),
        held_out_patients_sha256=digest_of_patients(held_out),
        attention=card.attention,
    )


def _write(file: Path, card: ModelCard, networks: Sequence[nn.Module]) -> None:
    from cxstage_core.models.ensemble import Ensemble

    save_model(file, Ensemble(list(networks)), card)


def _reference(
    data: PreparedSet,
    run: NetworkRun,
    members: Sequence[TrainedModel],
    networks: Sequence[nn.Module],
    job: Job,
) -> TrainingReference | None:
    from cxstage_core.training.loop.devices import choose_device, training_ground

    device = choose_device(run.recipe.device)
    with training_ground(device, run.recipe.threads, deterministic=run.recipe.deterministic):
        return learn_reference_of_members(
            [network.to(device) for network in networks],
            find_family(run.family).last_layer,
            [member.card for member in members],
            data,
            [[p.patient for p in member.run.of_part(OUT_OF_FOLD)] for member in members],
            job,
        )


def _tested(
    data: PreparedSet, run: NetworkRun, file: Path, index: int, total: int, job: Job
) -> tuple[tuple[PatientPrediction, ...], tuple[tuple[PatientPrediction, ...], ...]]:
    """Predict the test patients: by the ensemble, and by each member."""
    from cxstage_core.training.loop.devices import choose_device, training_ground

    device = choose_device(run.recipe.device)
    found: list[PatientPrediction] = []
    by_member: list[tuple[PatientPrediction, ...]] = []
    with training_ground(device, run.recipe.threads, deterministic=run.recipe.deterministic):
        model, card = load_model(file)
        model.to(device).to(memory_format=memory_layout(device))
        job.step(Progress(index, total, "Evaluating the test part", run.name))
        for case in data.only(run.fold.test).cases:
            job.check()
            said = predict_slices(model, case.array, card.slice_aggregation)
            found.append(_prediction(case, said.logit, card.temperature))
            by_member.append(tuple(_prediction(case, z, FIXED_TEMPERATURE) for z in said.members))
    return tuple(found), tuple(zip(*by_member, strict=True))


def _prediction(case: PreparedCase, logit: float, temperature: float) -> PatientPrediction:
    calibrated = probability(logit, temperature)
    return PatientPrediction(case.patient, "test", case.label, calibrated, logit)
