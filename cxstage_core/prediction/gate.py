"""The input gate: is the study one that the model was made for, and does it look like what the model learned from?

What the model cannot do without is refused. On what breaks a rule that stops (see `gate_rules`) the program
abstains, unless the user gives a reason; what the model has not seen gives a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.dataset import PreparedPatient
from cxstage_core.dataset.roles import OPTIONAL, ROLES
from cxstage_core.dataset.series_choice import B_VALUE
from cxstage_core.errors import PredictionError
from cxstage_core.intake.series_notes import joined
from cxstage_core.models import ModelCard, input_statistics, outside
from cxstage_core.prediction.check import Check
from cxstage_core.text import Text, text

_MEASURES = ("T2 pixel mm", "T2 slice mm", "outline cm3", "outline diameter mm", B_VALUE)


class AbstainedError(PredictionError):
    """A study that is not predicted unless a user gives a reason.

    Args:
        objections: the rules that it breaks.
        checks: of the input gate, those that the study passes among them.
    """

    objections: tuple[Objection, ...] = ()
    checks: tuple[Check, ...] = ()

    @staticmethod
    def of(objections: Iterable[Objection], checks: Iterable[Check] = ()) -> AbstainedError:
        """Build the error with the message of every rule."""
        broken = tuple(objections)
        error = AbstainedError(
            "No prediction: {reasons}",
            remedy="Who has a reason to predict all the same gives it: --despite REASON, or the button next to this.",
            reasons=joined(one.sentence for one in broken),
        )
        error.objections, error.checks = broken, tuple(checks)
        return error


def require_reason(
    objections: Iterable[Objection], despite: str, checks: Iterable[Check] = ()
) -> tuple[Text, ...]:
    """Abstain where a rule stops and no reason is given.

    Args:
        checks: for the error.
        despite: the user's reason to go on, "" for none.

    Returns:
        The sentences of all broken rules, and that reason if it was needed.

    Raises:
        AbstainedError: a rule stops the prediction.
    """
    broken = tuple(objections)
    stopping = [one for one in broken if one.stops]
    if stopping and not despite.strip():
        raise AbstainedError.of(stopping, checks)
    said = tuple(one.sentence for one in broken)
    if not stopping:
        return said
    return (*said, text("Predicted despite this, with the reason: {reason}", reason=despite.strip()))


def check_study(prepared: PreparedPatient, card: ModelCard) -> tuple[Text, ...]:
    """Check that the model can take a study; then as `check_input`.

    Raises:
        PredictionError: the images are not what the model takes, or as `check_input`.
    """
    shape = prepared.array.shape
    if shape[1:] != (len(card.channels), card.size_px, card.size_px):
        raise PredictionError(
            "The images have {found} channels at {size} pixels; the model takes {wanted} at {wanted_size}.",
            found=shape[1],
            size=shape[-1],
            wanted=len(card.channels),
            wanted_size=card.size_px,
        )
    return check_input(prepared, card)


def check_input(prepared: PreparedPatient, card: ModelCard) -> tuple[Text, ...]:
    """Compare a prepared study with the ranges of the model's training patients.

    Of a model file with limits for the checks of the input gate (`input_checks`), which compare more, only the
    b-value of DWI is compared here.

    Returns:
        Warnings, the notes of the preparation first.

    Raises:
        PredictionError: the series of a channel is missing and the model never learned to do without.
    """
    warnings = list(prepared.notes)
    facts = prepared.facts
    present = {ROLES[name].present: name for name in card.channels if name in OPTIONAL}
    missing = [name for fact, name in present.items() if facts[fact] == 0]
    for name in missing:
        if not _knows_missing(name, card):
            raise PredictionError(
                "The study has no {series} series, and this model never learned to do without.",
                remedy="Add that series, or use a model trained without this channel, or with it left out at random.",
                series=ROLES[name].series.template,
            )
        warnings.append(
            text("The model learned to do without {channel}, but was tested with it.", channel=name)
        )
    if not card.input_range:
        warnings.append(
            text("The model file does not describe its training images; nothing was compared.")
        )
    found = {key: value for key, value in facts.items() if key not in (*present, "T1 present")}
    if card.reference is not None:
        found = {key: value for key, value in found.items() if key == B_VALUE}
    elif card.input_range:
        grey = input_statistics(prepared.array, card.channels)
        for name in missing:
            grey = {key: value for key, value in grey.items() if not key.startswith(f"{name} ")}
        found = {**grey, **found}
    beyond = outside(found, card.input_range)
    warnings += [
        _sentence(key, found[key], card.input_range[key]) for key in beyond if key in _MEASURES
    ]
    for channel in card.channels:
        odd = [key for key in beyond if key.startswith(f"{channel} ") and key not in _MEASURES]
        if odd and channel != "mask":
            warnings.append(
                text(
                    "The grey values of the {channel} images are unlike those of the training "
                    "patients ({which}).",
                    channel=channel,
                    which=", ".join(key.removeprefix(f"{channel} ") for key in odd),
                )
            )
    return tuple(warnings)


def _knows_missing(channel: str, card: ModelCard) -> bool:
    """Return True if a channel was left out at random in training, or some training patients had none."""
    recipe: Any = card.lineage.get("recipe")
    settings: Any = recipe.get("augmentation") if isinstance(recipe, Mapping) else None
    dropout = settings.get("modality_dropout", 0) if isinstance(settings, Mapping) else 0
    return float(dropout) > 0 or card.input_range.get(ROLES[channel].present, (1.0, 1.0))[0] == 0


def _sentence(key: str, value: float, seen: tuple[float, float]) -> Text:
    low, high = seen
    if key == "T2 pixel mm":
        return text(
            "The pixels of the T2 series are {value:.2f} mm wide; in training they were {low:.2f} to {high:.2f} mm.",
            value=value,
            low=low,
            high=high,
        )
    if key == "T2 slice mm":
        return text(
            "The slices of the T2 series are {value:.1f} mm apart; in training they were {low:.1f} to {high:.1f} mm.",
            value=value,
            low=low,
            high=high,
        )
    if key == B_VALUE:
        return text(
            "The DWI series has a b-value of {value:g} s/mm²; in training they were {low:g} to {high:g} s/mm².",
            value=value,
            low=low,
            high=high,
        )
    if key == "outline cm3":
        return text(
            "The outlined tumour has {value:.1f} cm³; in training it had {low:.1f} to {high:.1f} cm³.",
            value=value,
            low=low,
            high=high,
        )
    return text(
        "The outlined tumour is {value:.0f} mm wide; in training it was {low:.0f} to {high:.0f} mm.",
        value=value,
        low=low,
        high=high,
    )
