"""What a model says of one patient, with everything that must be said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxstage_core.staging import Group
from cxstage_core.text import Text, text

RESEARCH_ONLY = text("Research use only.")

NO_INTERVAL = text(
    "One prediction has no confidence interval: it is a single number from one trained network. How "
    "far such numbers can be trusted is shown by the model's test patients."
)

NODES_UNSEEN = text(
    "The images show the tumour's surroundings only; lymph nodes and distant spread are not judged."
)


@dataclass(frozen=True, slots=True)
class SliceContribution:
    """One slice's part in a prediction.

    Args:
        series: the axial T2 series.
        index: 0-based slice of that series.
        probability: what this slice alone would say, with the model's temperature.
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
    """A model's answer for one patient.

    Args:
        patient: pseudonym, or "study" for a folder outside a cohort.
        model: id of the model, or the name of its file.
        probability: of the chemoradiotherapy/systemic group, calibrated, 0 to 1.
        threshold: the probability from which that group is said.
        logit: the patient's logit before temperature.
        warnings: what makes this prediction less trustworthy.
        slices: the slices it rests on.
        model_name: title of the network, such as "HRNet".
        scheme: label scheme the model was trained on.
        temperature: by which the logit was divided.
        performance: how the model did on its test patients, None when not known here.
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

    @property
    def positive(self) -> bool:
        """Whether the chemoradiotherapy/systemic group is said."""
        return self.probability >= self.threshold

    @property
    def group(self) -> str:
        """The guideline-recommended group."""
        return str((Group.CHEMORADIOTHERAPY if self.positive else Group.SURGERY).value)

    @property
    def interval_note(self) -> Text:
        """Why there is no interval around the probability."""
        return NO_INTERVAL

    @property
    def notes(self) -> tuple[Text, ...]:
        """What holds for every prediction, in the order to be shown."""
        known = () if self.performance is None else (self.performance,)
        return (RESEARCH_ONLY, NODES_UNSEEN, NO_INTERVAL, *known)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, sentences in English."""
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
        }
