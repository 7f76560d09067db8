"""What the Train page shows of a training while it runs, made in a worker process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.workers.jobs import TrainingRequest

if TYPE_CHECKING:
    from cxstage_core.training.experiment.training_samples import TrainingSamples


def augmented_images(
    cohort: Opening, request: TrainingRequest, network: str, epoch: int, *, job: Job
) -> TrainingSamples:
    """Draw the first training images of an epoch again, as the network gets them."""
    from cxstage_core.training.experiment.training_samples import training_samples

    return training_samples(
        cohort.open(),
        request.families,
        network,
        epoch,
        scheme=request.scheme,
        preprocessing=request.preprocessing,
        recipe=request.recipe,
        protocol=request.protocol,
        reopened=request.reopened,
        job=job,
    )
