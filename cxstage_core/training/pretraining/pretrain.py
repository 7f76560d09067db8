"""First weights made here: from a random network to a sealed file that lists whom it has seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.dataset import Preprocessing, check_inputs
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, Message, no_progress
from cxstage_core.models import Family, Weights, find_family
from cxstage_core.models.weights import known_history
from cxstage_core.models.weights_card import Seen, WeightsCard, write_weights
from cxstage_core.models.weights_history import origin_of_card
from cxstage_core.text import text
from cxstage_core.training.pretraining.images import (
    Slices,
    patient_slices,
    phantom_seed,
    phantom_slices,
    seen_patients,
    training_patients,
)
from cxstage_core.training.pretraining.settings import Pretraining
from cxstage_core.training.run.provenance import libraries, now

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.cohort import Cohort

SUFFIX = ".safetensors"


@dataclass(frozen=True, slots=True)
class PretrainedWeights:
    """Weights as they were written.

    Args:
        title: of the network.
        file: the written file.
        origin: the sentence that every table will show.
        patients: pseudonyms of the patients whose images were used.
        losses: mean loss of each epoch.
    """

    title: str
    file: Path
    sha256: str
    origin: str
    patients: tuple[str, ...]
    card: WeightsCard
    losses: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "model": self.title,
            "weights": str(self.file),
            "sha256": self.sha256,
            "origin": self.origin,
            "patients": list(self.patients),
            "family": self.card.family,
            "channels": list(self.card.channels),
            "size_px": self.card.size_px,
            "phantoms": self.card.phantoms,
            "phantom_seed": self.card.phantom_seed,
            "slices": self.card.slices,
            "epochs": self.card.epochs,
            "images_seen": self.card.images_seen,
            "settings": dict(self.card.settings),
            "losses": list(self.losses),
        }


def pretrain(
    cohort: Cohort,
    family: str,
    out: Path,
    *,
    settings: Pretraining | None = None,
    preprocessing: Preprocessing | None = None,
    job: Job | None = None,
) -> PretrainedWeights:
    """Pre-train a network for a cohort and write its weights.

    No image of a test patient is opened, under whatever pseudonym; without patients among the images no split
    is needed.

    Args:
        family: key or title.
        out: the file to write; ends with .safetensors.
        preprocessing: of the images, as the later training will have it.

    Raises:
        TrainingError: `out` has another suffix, or patients are wanted and no split is locked.
        LeakError: the split would leak.
        ModelError: the network cannot take this input, or the first weights are not there.
        Cancelled: a stop was asked for; nothing was written.
    """
    settings, preprocessing, job = (
        settings or Pretraining(),
        preprocessing or Preprocessing(),
        job or no_progress(),
    )
    cohort.principal.require(Permission.EXPERIMENTS)
    if out.suffix != SUFFIX or not out.parent.is_dir():
        raise TrainingError(
            "The weights cannot be written to {file}.",
            remedy="Choose a name that ends in {suffix}, in a folder that exists.",
            file=out,
            suffix=SUFFIX,
        )
    network = find_family(family)
    network.check_size(preprocessing.size_px)
    check_inputs(preprocessing.channels)
    before = known_history(Weights.parse(settings.weights), network)
    slices, patients = Slices(), tuple[str, ...]()
    if settings.on_patients:
        slices, patients = patient_slices(cohort, training_patients(cohort), preprocessing, job)
    seed = phantom_seed(settings.seed)
    if settings.on_phantoms:
        slices += phantom_slices(preprocessing, settings.phantoms, seed, job)
    seen = before.seen + ((seen_patients(cohort, patients),) if patients else ())
    written = pretrain_on(slices, network, settings, preprocessing, out, seen=seen, job=job)
    written = replace(written, patients=patients)
    cohort.audit.note(
        "pretrain",
        family=network.key,
        sha256=written.sha256,
        patients=len(patients),
        phantoms=written.card.phantoms,
        images=written.card.images_seen,
    )
    job.emit(Message(text("{network}: {origin}", network=network.title, origin=written.origin)))
    return written


def pretrain_on(
    slices: Slices,
    family: Family,
    settings: Pretraining,
    preprocessing: Preprocessing,
    out: Path,
    *,
    seen: Seen = (),
    job: Job | None = None,
) -> PretrainedWeights:
    """Pre-train a network on slices that are there already, and write its weights.

    Args:
        out: the file to write.
        seen: whose images are among them, or were seen by the weights that it begins with.

    Raises:
        ModelError, Cancelled: as `pretrain`.
    """
    from cxstage_core.models.build import build, first_weights
    from cxstage_core.models.inference import memory_layout
    from cxstage_core.training.loop.devices import choose_device, training_ground
    from cxstage_core.training.pretraining.loop import exchange_last_layers, learn_tasks

    job = job or no_progress()
    device = choose_device(settings.device)
    with training_ground(device, settings.threads):
        model = build(
            family.key,
            channels=len(preprocessing.inputs),
            size_px=preprocessing.size_px,
            weights=Weights.parse(settings.weights),
            seed=settings.seed,
            names=preprocessing.inputs,
        )
        history = first_weights(model)
        exchange_last_layers(model, family, settings.seed)
        model.to(device).to(memory_format=memory_layout(device))
        learned = learn_tasks(model, slices, settings, preprocessing.inputs, family.title, job)
        phantoms = settings.phantoms if settings.on_phantoms else 0
        card = WeightsCard(
            family=family.key,
            channels=preprocessing.inputs,
            size_px=preprocessing.size_px,
            preprocessing=preprocessing.to_dict(),
            settings={**settings.to_dict(), "weights": Weights.parse(settings.weights).kind},
            seed=settings.seed,
            epochs=settings.epochs,
            images_seen=learned.images_seen + (history.images_seen or 0),
            slices=len(slices),
            phantoms=phantoms,
            phantom_seed=phantom_seed(settings.seed) if phantoms else None,
            start=history.origin,
            trained_on=history.trained_on,
            seen=seen,
            libraries=libraries(),
            created_at=now(),
        )
        sha256 = write_weights(out, _without_last_layers(model, family), card)
    origin = origin_of_card(card, sha256)
    return PretrainedWeights(family.title, out, sha256, origin, (), card, learned.losses)


def _without_last_layers(model: nn.Module, family: Family) -> dict[str, Any]:
    last = tuple(f"{layer}." for layer in family.last_layers)
    return {name: value for name, value in model.state_dict().items() if not name.startswith(last)}
