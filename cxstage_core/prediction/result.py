"""The prediction of one patient, with everything that must be shown with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.dataset import PreparedPatient
from cxstage_core.models import ModelCard, probability
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.models.weights_history import origin_text
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

RESEARCH_ONLY = text("Research use only.")

NO_INTERVAL = text(
    "One prediction has no confidence interval: it is a single number from one trained network. How "
    "far such numbers can be trusted is shown by the model's test patients."
)

NODES_UNSEEN = text(
    "The images show the tumour's surroundings only; lymph nodes and distant spread are not assessed."
)


@dataclass(frozen=True, slots=True)
class SliceContribution:
    """One slice's part in a prediction.

    Args:
        series: the axial T2 series.
        index: 0-based slice of that series.
        probability: of this slice alone, with the model's temperature.
        logit: of the slice, before temperature.
        weight: its share in the patient's logit; the shares sum to 1.
    """

    series: str
    index: int
    probability: float
    logit: float
    weight: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's prediction for one patient.

    Args:
        patient: pseudonym, or "study" for a folder outside a cohort.
        model: id of the model, or the name of its file.
        probability: of the chemoradiotherapy/systemic group, calibrated, 0 to 1.
        threshold: the probability from which that group is predicted.
        logit: the patient's logit before temperature.
        warnings: what makes this prediction less trustworthy.
        slices: the slices it rests on.
        model_name: title of the network, such as "HRNet".
        scheme: label scheme the model was trained on.
        temperature: by which the logit was divided.
        performance: how the model did on its test patients, None when not known here.
        objections: rules of the input gate that the study breaks (keys of `gate_rules.RULES`).
        despite: the user's reason to predict although a rule stops, "" where none does.
        weights: where the network's first weights came from.
    """

    patient: str
    model: str
    probability: float
    threshold: float
    logit: float
    warnings: tuple[Text, ...]
    slices: tuple[SliceContribution, ...]
    model_name: str
    scheme: str
    temperature: float
    performance: Text | None = None
    objections: tuple[str, ...] = ()
    despite: str = ""
    weights: str = ""

    @property
    def positive(self) -> bool:
        """Return True if the chemoradiotherapy/systemic group is predicted."""
        return self.probability >= self.threshold

    @property
    def group(self) -> str:
        """The guideline-recommended group."""
        return str((Group.CHEMORADIOTHERAPY if self.positive else Group.SURGERY).value)

    @property
    def interval_note(self) -> Text:
        """The reason why the probability has no interval."""
        return NO_INTERVAL

    @property
    def notes(self) -> tuple[Text, ...]:
        """Sentences that hold for every prediction, in the order to be shown."""
        known = () if self.performance is None else (self.performance,)
        return (RESEARCH_ONLY, NODES_UNSEEN, NO_INTERVAL, *self._begun_with, *known)

    @property
    def _begun_with(self) -> tuple[Text, ...]:
        if not self.weights:
            return ()
        return (text("First weights of the network: {origin}.", origin=origin_text(self.weights)),)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "patient": self.patient,
            "model": self.model,
            "model_name": self.model_name,
            "scheme": self.scheme,
            "probability": self.probability,
            "threshold": self.threshold,
            "logit": self.logit,
            "temperature": self.temperature,
            "group": self.group,
            "warnings": [str(warning) for warning in self.warnings],
            "slices": [
                {
                    "series": s.series,
                    "index": s.index,
                    "probability": s.probability,
                    "logit": s.logit,
                    "weight": s.weight,
                }
                for s in self.slices
            ],
            "interval": None,
            "interval_note": str(self.interval_note),
            "notes": [str(note) for note in self.notes],
            "objections": list(self.objections),
            "despite": self.despite or None,
            "weights": self.weights,
        }


class GateFields(TypedDict):
    """What a prediction keeps of the input gate."""

    objections: tuple[str, ...]
    despite: str


def gate_fields(objections: Iterable[Objection], despite: str) -> GateFields:
    """Return these values; the reason only where a rule stops."""
    broken = tuple(objections)
    stopped = any(one.rule.stops for one in broken)
    return GateFields(
        objections=tuple(one.rule.key for one in broken), despite=despite.strip() if stopped else ""
    )


@dataclass(frozen=True, slots=True)
class ResultNames:
    """Patient, model and series of a prediction.

    Args:
        patient: pseudonym, or "study".
        model: id of the model, or the name of its file.
        series: the axial T2 series.
    """

    patient: str
    model: str
    series: str


def make_prediction(
    card: ModelCard,
    prepared: PreparedPatient,
    found: SlicePredictions,
    names: ResultNames,
    *,
    warnings: tuple[Text, ...],
    performance: Text | None = None,
) -> Prediction:
    """Build the result from the network's output.

    Args:
        found: logits and weights of the slices of `prepared`.
        warnings: every reason to trust it less, in the order to be shown.
        performance: as in `Prediction`.
    """
    return Prediction(
        patient=names.patient,
        model=names.model,
        probability=probability(found.logit, card.temperature),
        threshold=card.threshold,
        logit=found.logit,
        warnings=warnings,
        slices=tuple(
            SliceContribution(
                names.series, index, probability(float(z), card.temperature), float(z), float(weight)
            )
            for index, z, weight in zip(
                prepared.slice_indices, found.logits, found.weights, strict=True
            )
        ),
        model_name=card.name,
        weights=card.weights,
        scheme=card.scheme,
        temperature=card.temperature,
        performance=performance,
    )
