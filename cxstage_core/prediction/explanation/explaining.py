"""The explanation of a prediction: two maps, what changes without parts of the input, and how far maps can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ModelError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import predict_slices, probability
from cxstage_core.prediction.case import Case, LoadedModel
from cxstage_core.prediction.explanation.additive import ADDS_UP
from cxstage_core.prediction.explanation.heat_map import HeatMap
from cxstage_core.prediction.explanation.maps import Answer, additive_map, answer_of, layer_map_of
from cxstage_core.prediction.explanation.networks import copies_of
from cxstage_core.prediction.explanation.occlusion import Occlusion, occlusions
from cxstage_core.prediction.explanation.place import input_place
from cxstage_core.prediction.explanation.regions import Regions, regions_at, shares
from cxstage_core.prediction.explanation.trust import Trust
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.prediction.result import Prediction

Pixels = npt.NDArray[np.float32]
_RARE = 0.05
"""Heat outside the outline is warned of if at most this share of patients like the test patients has as much."""
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """What can be shown with a prediction.

    Args:
        additive: None where the network's answer is not a sum over places; `additive_note` gives the reason.
        layer: None where it is not shown; `layer_note` gives the reason.
        occlusion: one row for each part of the input that can be taken away.
        bias: with the sum of the additive map it is the logit.
        slice_logits, slice_weights: of each slice; weighted they add up to the patient's logit.
        logit: of the patient, before temperature: that of the prediction where one was given.
        residual: |bias + sum of the additive map - logit|; None without such a map.
        towards: 1 if the maps are for the chemoradiotherapy/systemic group, -1 for surgery.
        trust: the tests of the model's maps, None where they were not run.
        notes: sentences to be shown with the maps.
    """

    additive: HeatMap | None
    additive_note: Text | None
    layer: HeatMap | None
    layer_note: Text | None
    occlusion: tuple[Occlusion, ...]
    bias: float
    slice_logits: tuple[float, ...]
    slice_weights: tuple[float, ...]
    logit: float
    residual: float | None
    towards: int
    trust: Trust | None
    notes: tuple[Text, ...]

    @property
    def group(self) -> str:
        """The group that the maps show evidence for."""
        return str((Group.CHEMORADIOTHERAPY if self.towards > 0 else Group.SURGERY).value)

    @property
    def inside_share(self) -> float | None:
        """Share of the evidence inside the outline: of the additive map where there is one, else of the layer map."""
        shown = self.additive or self.layer
        return None if shown is None else shown.inside_share

    @property
    def rim_share(self) -> float | None:
        """The same within 5 mm around the outline."""
        shown = self.additive or self.layer
        return None if shown is None else shown.rim_share

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "group": self.group,
            "inside_share": self.inside_share,
            "rim_share": self.rim_share,
            "additive": None if self.additive is None else self.additive.to_json(),
            "additive_note": None if self.additive_note is None else str(self.additive_note),
            "layer": None if self.layer is None else self.layer.to_json(),
            "layer_note": None if self.layer_note is None else str(self.layer_note),
            "occlusion": [one.to_json() for one in self.occlusion],
            "bias": self.bias,
            "slice_logits": list(self.slice_logits),
            "slice_weights": list(self.slice_weights),
            "logit": self.logit,
            "residual": self.residual,
            "trust": None if self.trust is None else self.trust.to_json(),
            "notes": [str(note) for note in self.notes],
        }


def explain(
    loaded: LoadedModel,
    case: Case,
    job: Job | None = None,
    *,
    prediction: Prediction | None = None,
    trust: Trust | None = None,
    group: Group | None = None,
) -> Explanation:
    """Explain the prediction of a case.

    Args:
        prediction: what was printed; the additive map is compared with its logit, and the maps are for its group.
            Computed here when None.
        trust: the tests of the model's maps, as `read_trust` gave them.
        group: the group to show evidence for, when not the predicted one.

    Raises:
        ModelError: the tests are those of another model, or a number is not finite.
    """
    job = job or no_progress()
    card = loaded.card
    if trust is not None and trust.tensors_sha256 != card.tensors_sha256:
        raise ModelError(
            "The trust tests of the maps belong to another model.",
            remedy="Run `cxstage test-maps` for this model.",
        )
    array = case.prepared.array
    job.step(Progress(0, _STEPS, "Computing the maps", case.patient))
    answer = answer_of(copies_of(loaded.network, card), array)
    logit = answer.slices.logit if prediction is None else prediction.logit
    predicted = _sign(probability(logit, card.temperature) >= card.threshold)
    towards = predicted if group is None else _sign(group is Group.CHEMORADIOTHERAPY)
    indices = case.prepared.slice_indices
    additive = additive_map(answer, indices, array.shape[-1], towards)
    job.step(Progress(1, _STEPS, "Computing the maps", case.patient))
    refusal = None if trust is None else trust.refusal
    layer = None if refusal else layer_map_of(answer, array, indices, towards)
    job.step(Progress(2, _STEPS, "Computing the maps", case.patient))
    place = input_place(case, case.load())
    regions = regions_at(place)
    known = trust if towards == predicted else None
    additive = None if additive is None else _measured(additive, regions, known)
    layer = None if layer is None else _measured(layer, regions, known)
    job.step(Progress(3, _STEPS, "Predicting without parts of the input", case.patient))

    def probability_of(changed: Pixels) -> float:
        job.check()
        found = predict_slices(loaded.network, changed, card.slice_aggregation)
        return probability(found.logit, card.temperature)

    occlusion = tuple(occlusions(case, place, probability_of))
    job.step(Progress(_STEPS, _STEPS, "Predicting without parts of the input", case.patient))
    residual = None if additive is None else abs(answer.bias + float(additive.cells.sum()) - logit)
    return Explanation(
        additive=additive,
        additive_note=None if additive else _NOT_ADDITIVE,
        layer=layer,
        layer_note=refusal or (None if layer else _NO_LAYER),
        occlusion=occlusion,
        bias=answer.bias,
        slice_logits=tuple(float(z) for z in answer.slices.logits),
        slice_weights=tuple(float(w) for w in answer.slices.weights),
        logit=logit,
        residual=residual,
        towards=towards,
        trust=trust,
        notes=_notes(answer, case, trust, residual),
    )


_NOT_ADDITIVE = text(
    "This network has no additive map: its answer is not the mean of a feature map, so that no place has a part of "
    "its own in it."
)
_NO_LAYER = text("This network has no layer map: none of its layers has a known place in the image.")
_NOT_TESTED = text(
    "The trust tests of this model's maps were not run; how far they can be trusted is unknown."
)
_NOT_PASSED = text("The maps of this model did not pass all trust tests; see the numbers.")
_OUTLINE_SEEN = text(
    "The outline is an input of this network, so that heat on the tumour can come from the outline as well as from "
    "the images."
)


def _notes(answer: Answer, case: Case, trust: Trust | None, residual: float | None) -> tuple[Text, ...]:
    notes = []
    if trust is None:
        notes.append(_NOT_TESTED)
    elif not trust.passed:
        notes.append(_NOT_PASSED)
    if "mask" in case.config.inputs:
        notes.append(_OUTLINE_SEEN)
    if len(answer.networks) > 1:
        notes.append(text("The maps are the mean over {n} members.", n=len(answer.networks)))
    if residual is not None and residual > ADDS_UP:
        notes.append(
            text(
                "The sum of the map is {difference:.2g} from the printed logit, which another library computed.",
                difference=residual,
            )
        )
    return tuple(notes)


def _measured(heat: HeatMap, regions: Regions, trust: Trust | None) -> HeatMap:
    """Return a map with its shares next to those of the test patients."""
    found = shares(heat.density(), regions)
    tested = () if trust is None else trust.shares.get(heat.key, ())
    compared = replace(
        heat,
        test_shares=tuple(inside for inside, _ in tested),
        test_rim_shares=tuple(rim for _, rim in tested),
    )
    if found is None:
        return compared
    inside, rim = found
    outside = 1 - inside - rim
    as_much = sum(1 - own - around >= outside for own, around in tested)
    # the share of patients like these with as much heat outside is at most this, without any distribution assumed
    rare = bool(tested) and (as_much + 1) / (len(tested) + 1) <= _RARE
    warning = text(
        "{outside:.0%} of the heat lies outside the outline and the 5 mm around it; of the model's {n} test patients "
        "{as_much} had as much.",
        outside=outside,
        n=len(tested),
        as_much=as_much,
    )
    return replace(compared, inside_share=inside, rim_share=rim, warning=warning if rare else None)


def _sign(positive: bool) -> int:
    return 1 if positive else -1
