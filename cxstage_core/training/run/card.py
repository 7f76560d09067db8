"""The description of a trained network that its model file carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.models import Aggregation, ModelCard, input_range, input_statistics
from cxstage_core.models.reference.limits import TrainingReference
from cxstage_core.models.reference.patients import digest_of_patients
from cxstage_core.models.weights_history import History
from cxstage_core.training.run.fit import OperatingPoint
from cxstage_core.training.run.network_run import NetworkRun
from cxstage_core.training.run.provenance import libraries, now, published
from cxstage_core.training.settings.named_recipes import recipe_name
from cxstage_core.training.settings.origin import write_origins

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True, slots=True)
class Build:
    """Properties of a network before it is trained.

    Args:
        first_weights: where the first weights came from, and whom they have seen.
        parameters: trainable parameters.
        precision: numbers of the training steps, "float32" or "bfloat16".
        layout: of their images in memory, "channels-last" or "contiguous".
    """

    first_weights: History
    parameters: int
    precision: str
    layout: str

    @property
    def weights(self) -> str:
        """Origin of the first weights, for tables."""
        return self.first_weights.origin

    @classmethod
    def of(cls, model: nn.Module, precision: str, layout: str) -> Build:
        """Read off a network that was just built."""
        from cxstage_core.models.build import count_parameters, first_weights

        return cls(first_weights(model), count_parameters(model), precision, layout)


@dataclass(frozen=True, slots=True)
class CardBuilder:
    """Describes a trained network; it computes nothing that a prediction depends on.

    Args:
        data: the prepared patients.
        data_sha256: their `PreparedSet.digest`.
    """

    run: NetworkRun
    data: PreparedSet
    data_sha256: str
    build: Build

    def card(
        self,
        aggregation: Aggregation,
        point: OperatingPoint,
        best_epoch: int,
        reference: TrainingReference | None = None,
    ) -> ModelCard:
        """Return the card of the network with what was fitted to it.

        Args:
            reference: as in `ModelCard`.
            best_epoch: 1-based epoch whose weights were kept.
        """
        run, config = self.run, self.data.config
        training = self.data.only(run.fold.training)
        return ModelCard(
            family=run.family,
            name=run.name,
            channels=config.inputs,
            size_px=config.size_px,
            preprocessing=config.to_dict(),
            scheme=self.data.scheme,
            aggregation=aggregation.rule,
            attention=aggregation.attention,
            threshold=point.threshold,
            temperature=point.temperature,
            weights=self.build.weights,
            parameters=self.build.parameters,
            input_range=input_range(
                {**case.facts, **input_statistics(case.array, config.inputs)} for case in training.cases
            ),
            training_patients=len(training.cases),
            training_patients_sha256=digest_of_patients(training.patients),
            experiment=run.experiment,
            lineage={
                "data_sha256": self.data_sha256,
                "test_patients_sha256": digest_of_patients(run.fold.test),
                "preprocessing_sha256": config.digest(),
                "weights_sha256": self.build.first_weights.sha256,
                "recipe": published(run.recipe),
                "recipe_name": recipe_name(run.recipe),
                "precision": self.build.precision,
                "layout": self.build.layout,
                "label_origins": self.data.origin_counts(run.fold.training),
                "validation_patients": len(run.fold.validation),
                "best_epoch": best_epoch,
                "notes": [str(note) for note in point.notes],
                **({"origins": write_origins(run.origins)} if run.origins else {}),
                **self._first_weights(),
            },
            libraries=libraries(),
            created_at=now(),
            reference=reference,
        )

    def _first_weights(self) -> dict[str, Any]:
        """Return what a later training must know of the first weights; nothing from scratch."""
        history = self.build.first_weights
        return {"first_weights": history.to_dict()} if history.sha256 else {}
