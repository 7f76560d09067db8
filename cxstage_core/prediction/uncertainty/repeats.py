"""The prediction made again with another outline, other slices, or moved images."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cxstage_core.dataset import PreparedPatient, prepare_patient
from cxstage_core.dataset.intensity import correct_bias
from cxstage_core.dataset.prepare import Further
from cxstage_core.dataset.roles import ROLES
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Mask, resample_mask
from cxstage_core.jobs import Job, Progress
from cxstage_core.models import probability
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.models.runtime.choice import Runtime
from cxstage_core.prediction.case import Case, LoadedModel, StudyImages
from cxstage_core.prediction.close_call import predict_surely
from cxstage_core.prediction.result import Prediction
from cxstage_core.prediction.uncertainty.other_outlines import grown, moved_by_slices
from cxstage_core.prediction.uncertainty.result import Repeat
from cxstage_core.prediction.uncertainty.small_changes import SmallChanges
from cxstage_core.text import Text, text

BORDER_MM = 2.0
"""By how much the outline is made larger and smaller."""
REFERENCE = "reference"
"""Key of the frozen reference among the other outlines."""
IMAGES_MOVED = "images moved"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One way to make the prediction again.

    Args:
        key, title: as of `Repeat`.
        outline: gives the outline, from the one on the grid of T2.
    """

    key: str
    title: Text
    outline: Callable[[Mask], Mask]


def repetitions(others: Mapping[str, Mask]) -> tuple[Repetition, ...]:
    """Return every outline to predict with.

    Args:
        others: outlines by the reader's name, or `REFERENCE`.
    """
    named = tuple(
        Repetition(
            f"outline of {name}",
            text("The frozen reference as outline")
            if name == REFERENCE
            else text("{reader}'s reading as outline", reader=name),
            lambda _, mask=mask: mask,  # type: ignore[misc]
        )
        for name, mask in others.items()
    )
    return (
        *named,
        Repetition(
            "outline + 2 mm",
            text("Outline {mm:g} mm larger all round", mm=BORDER_MM),
            lambda mask: grown(mask, BORDER_MM),
        ),
        Repetition(
            "outline - 2 mm",
            text("Outline {mm:g} mm smaller all round", mm=BORDER_MM),
            lambda mask: grown(mask, -BORDER_MM),
        ),
        Repetition(
            "slice up",
            text("Outline one slice nearer to the head"),
            lambda mask: moved_by_slices(mask, 1),
        ),
        Repetition(
            "slice down",
            text("Outline one slice nearer to the feet"),
            lambda mask: moved_by_slices(mask, -1),
        ),
    )


@dataclass(frozen=True, slots=True)
class Repeater:
    """Makes one prediction again.

    Args:
        prediction: the one to compare with.
        runtime: computes the repeats as it computed the prediction.
        changes: by which the images are moved.
    """

    loaded: LoadedModel
    case: Case
    prediction: Prediction
    runtime: Runtime
    changes: SmallChanges

    def with_outlines(self, others: Mapping[str, Mask], job: Job) -> tuple[Repeat, ...]:
        """Predict with every outline of `repetitions`; one that cannot be predicted has the reason.

        Raises:
            CxStageError: the images cannot be read.
            Cancelled: the work was stopped.
        """
        images = self.case.load()
        prepare = _preparer(images, self.case)
        here = resample_mask(images.outline, images.t2.grid)
        found = []
        ways = repetitions(others)
        for number, way in enumerate(ways):
            job.step(Progress(number, len(ways), "Repeating the prediction", way.key))
            try:
                said = self._predict(prepare(way.outline(here)))
            except CxStageError as error:
                found.append(Repeat(way.key, way.title, None, error.what))
                continue
            found.append(self._repeat(way.key, way.title, [said]))
        job.step(Progress(len(ways), len(ways), "Repeating the prediction"))
        return tuple(found)

    def moved(self, job: Job) -> tuple[SlicePredictions, ...]:
        """Predict the images moved by small changes, the same each time.

        Raises:
            Cancelled: the work was stopped.
        """
        found = []
        array = self.case.prepared.array
        for number, images in enumerate(self.changes.apply(array, self.loaded.card)):
            job.step(Progress(number, self.changes.draws, "Repeating the prediction", IMAGES_MOVED))
            found.append(self._predict(replace(self.case.prepared, array=images)))
        return tuple(found)

    def of_moved(self, moved: Sequence[SlicePredictions]) -> Repeat:
        """Return what moving the images did to the prediction."""
        title = text(
            "Images shifted by up to {mm:g} mm and rotated by up to {degrees:g}°, {count} times",
            mm=self.changes.shift_mm,
            degrees=self.changes.rotation_deg,
            count=len(moved),
        )
        if self.changes.flip:
            title = text(
                "Images shifted by up to {mm:g} mm, rotated by up to {degrees:g}°, left and right exchanged in some, "
                "{count} times",
                mm=self.changes.shift_mm,
                degrees=self.changes.rotation_deg,
                count=len(moved),
            )
        if not moved:
            return Repeat(
                IMAGES_MOVED,
                text("Images moved"),
                None,
                text("The model was trained without moving its images, so it is not shown any moved."),
            )
        return self._repeat(IMAGES_MOVED, title, moved)

    def _predict(self, prepared: PreparedPatient) -> SlicePredictions:
        found, _ = predict_surely(self.loaded.network, self.loaded.card, prepared.array, self.runtime)
        return found

    def _repeat(self, key: str, title: Text, found: Sequence[SlicePredictions]) -> Repeat:
        card = self.loaded.card
        said = [probability(one.logit, card.temperature) for one in found]
        mean = sum(one.logit for one in found) / len(found)
        changed = sum((p >= card.threshold) != self.prediction.positive for p in said)
        return Repeat(
            key=key,
            title=title,
            probability=probability(mean, card.temperature),
            changes_group=changed > 0,
            spread=(min(said), max(said)) if len(said) > 1 else None,
            changed=changed,
            count=len(said),
        )


def _preparer(images: StudyImages, case: Case) -> Callable[[Mask], PreparedPatient]:
    """Return what prepares the images with an outline; the bias field is corrected once for all of them."""
    config, t2, further = case.config, upright_volume(images.t2), dict(images.further)
    if config.bias_correction:
        t2 = correct_bias(t2)
        for name in config.channels:
            if name in further and not ROLES[name].physical:
                further[name] = _corrected(further[name])
        config = replace(config, bias_correction=False)

    def prepare(mask: Mask) -> PreparedPatient:
        return prepare_patient(t2, further, upright_mask(resample_mask(mask, images.t2.grid)), config)

    return prepare


def _corrected(further: Further) -> Further:
    return replace(further, volume=correct_bias(further.volume))


def share_changed(repeats: Iterable[Repeat]) -> tuple[int, int]:
    """Return in how many of all repetitions that could be computed the group changes, and their number."""
    known = [repeat for repeat in repeats if repeat.probability is not None]
    return sum(repeat.changed for repeat in known), sum(repeat.count for repeat in known)
