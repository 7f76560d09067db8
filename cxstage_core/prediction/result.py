"""The prediction of one patient, with everything that must be shown with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.dataset import PreparedPatient
from cxstage_core.models import Calibration, ModelCard, probability
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.models.calibration import describe_calibration
from cxstage_core.models.runtime.choice import Runtime
from cxstage_core.models.weights_history import origin_text
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

RESEARCH_ONLY = text("Research use only.")

NO_INTERVAL = text(
    "One prediction has no confidence interval: it is a single number from one trained network. How "
    "far such numbers can be trusted is shown by the model's test patients."
)

NO_INTERVAL_OF_MEMBERS = text(
    "The members' numbers show how far networks that learned from parts of the same patients differ; their range is "
    "not an interval. The interval of an ensemble is computed after its number."
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
class MemberPrediction:
    """Answer of one member of an ensemble.

    Args:
        logit: of the patient, before temperature.
        probability: with the temperature of the ensemble.
    """

    logit: float
    probability: float


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
        members: of an ensemble, in the order of its members; empty for one network.
        calibration: the calibration set of the model, None where it has none.
        objections: rules of the input gate that the study breaks (keys of `gate_rules.RULES`).
        despite: the user's reason to predict although a rule stops, "" where none does.
        runtime: library, version and device that computed the logits, "" where it is not known.
        runtime_note: the reason why it is not the faster one, None where it is.
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
    members: tuple[MemberPrediction, ...] = ()
    calibration: Calibration | None = None
    objections: tuple[str, ...] = ()
    despite: str = ""
    runtime: str = ""
    runtime_note: Text | None = None
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
        return NO_INTERVAL_OF_MEMBERS if self.members else NO_INTERVAL

    @property
    def members_range(self) -> tuple[float, float] | None:
        """Lowest and highest probability of the members; None for one network."""
        said = [member.probability for member in self.members]
        return (min(said), max(said)) if said else None

    @property
    def members_note(self) -> Text | None:
        """The answers of the members of an ensemble in words; None for one network."""
        if self.members_range is None:
            return None
        low, high = self.members_range
        return text(
            "Ensemble of {n} members: {values}; lowest {low:.3f}, highest {high:.3f}.",
            n=len(self.members),
            values=", ".join(f"{member.probability:.3f}" for member in self.members),
            low=low,
            high=high,
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """Sentences on the prediction and its model, in the order to be shown."""
        about = (self.members_note, describe_calibration(self.calibration), self.performance)
        known = tuple(note for note in about if note is not None)
        made = (*self._computed_with, *self._begun_with)
        return (RESEARCH_ONLY, NODES_UNSEEN, self.interval_note, *made, *known)

    @property
    def _computed_with(self) -> tuple[Text, ...]:
        if not self.runtime:
            return ()
        if self.runtime_note is None:
            return (text("Computed with {runtime}.", runtime=self.runtime),)
        return (text("Computed with {runtime}: {why}.", runtime=self.runtime, why=self.runtime_note),)

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
            "members": [
                {"logit": member.logit, "probability": member.probability} for member in self.members
            ],
            "spread": None if self.members_range is None else list(self.members_range),
            "calibration": None if self.calibration is None else self._calibration_json(),
            "interval": None,
            "interval_note": str(self.interval_note),
            "notes": [str(note) for note in self.notes],
            "objections": list(self.objections),
            "despite": self.despite or None,
            "runtime": self.runtime or None,
            "runtime_note": None if self.runtime_note is None else str(self.runtime_note),
            "weights": self.weights,
        }

    def _calibration_json(self) -> dict[str, int]:
        """Patients of the calibration set, in all and per group."""
        zeros, ones = (0, 0) if self.calibration is None else self.calibration.groups
        return {"n": zeros + ones, "surgery": zeros, "chemoradiotherapy": ones}


class GateFields(TypedDict):
    """What a prediction keeps of the input gate."""

    objections: tuple[str, ...]
    despite: str


def gate_fields(objections: Iterable[Objection], despite: str) -> GateFields:
    """Return these values; the reason only where a rule stops."""
    broken = tuple(objections)
    stopped = any(one.stops for one in broken)
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
    runtime: Runtime | None = None,
) -> Prediction:
    """Build the result from the network's output.

    Args:
        found: logits and weights of the slices of `prepared`.
        warnings: every reason to trust it less, in the order to be shown.
        performance: as in `Prediction`.
        runtime: what computed `found`.
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
        members=tuple(MemberPrediction(z, probability(z, card.temperature)) for z in found.members),
        calibration=card.calibration,
        runtime="" if runtime is None else runtime.title,
        runtime_note=None if runtime is None else runtime.why,
    )
