"""Rules that make one outline of several; the log names the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Label
from cxstage_core.reading.comparison.disagreement import Take, intersection, union
from cxstage_core.reading.delta import Labels
from cxstage_core.text import Text, text

MARGIN = 10
"""Voxels by which STAPLE's field of view is wider than the box around all outlines, in every direction."""

STAPLE_WARNING = text(
    "STAPLE's specificity, and with it the probability, depends on the field of view: here the box "
    "around all outlines, {margin} voxels wider on each side.",
    margin=MARGIN,
)


@dataclass(frozen=True, slots=True, eq=False)
class Staple:
    """Estimates of STAPLE for several outlines, of tumour and possible infiltration taken together.

    Args:
        probability: that a voxel belongs to the true outline, float32 (slice, row, column).
        sensitivity, specificity: of each outline, in the order given; NaN where nothing is marked.
        warning: shown with these numbers.
    """

    probability: npt.NDArray[np.float32]
    sensitivity: tuple[float, ...]
    specificity: tuple[float, ...]
    warning: Text = STAPLE_WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that makes a consensus without a decision about each component.

    Args:
        key: its name on the command line and in the log.
        meaning: what it does, one sentence.
        combine: labels (slice, row, column) of each reading, in order, to one outline.
        take: the same as a decision about a component of two readings, None when it is none.
        readings: how many it needs at least.
    """

    key: str
    meaning: Text
    combine: Callable[[Sequence[Labels]], Labels]
    take: Take | None = None
    readings: int = 2


def majority(outlines: Sequence[Labels]) -> Labels:
    """Return what more than half of the readers marked, uint8 (slice, row, column).

    Tumour where at least half of the readers who marked the voxel marked tumour, else infiltration.
    """
    marked = sum((o > 0).astype(np.uint16) for o in outlines)
    return _labelled(2 * np.asarray(marked) > len(outlines), outlines)


def staple(outlines: Sequence[Labels]) -> Staple:
    """Simultaneous truth and performance level estimation (Warfield, Zou & Wells 2004), by SimpleITK.

    Args:
        outlines: labels (slice, row, column) of two or more readings on one grid.

    Raises:
        ReadingError: fewer than two readings, or on different grids.
    """
    import SimpleITK as sitk

    marked = _marked(outlines)
    probability = np.zeros(marked[0].shape, dtype=np.float32)
    anywhere = np.logical_or.reduce(marked)
    if not anywhere.any():
        nothing = (float("nan"),) * len(marked)
        return Staple(probability, nothing, nothing)
    view = _view(anywhere)
    images = [sitk.GetImageFromArray(m[view].astype(np.uint8)) for m in marked]
    estimate = sitk.STAPLEImageFilter()
    estimate.SetForegroundValue(1)
    found = sitk.GetArrayFromImage(estimate.Execute(images))
    probability[view] = np.nan_to_num(found, nan=0.0)
    return Staple(probability, tuple(estimate.GetSensitivity()), tuple(estimate.GetSpecificity()))


def _staple_outline(outlines: Sequence[Labels]) -> Labels:
    return _labelled(staple(outlines).probability >= 0.5, outlines)


def _labelled(inside: npt.NDArray[np.bool_], outlines: Sequence[Labels]) -> Labels:
    marked = sum((o > 0).astype(np.uint16) for o in outlines)
    tumour = sum((o == Label.TUMOUR).astype(np.uint16) for o in outlines)
    label = np.where(2 * np.asarray(tumour) >= marked, Label.TUMOUR, Label.INFILTRATION)
    return np.where(inside, label, 0).astype(np.uint8)


def _marked(outlines: Sequence[Labels]) -> list[npt.NDArray[np.bool_]]:
    if len(outlines) < 2:
        raise ReadingError("A consensus needs two readings at least.")
    if len({o.shape for o in outlines}) != 1:
        raise ReadingError("Outlines on different grids cannot be compared.")
    return [np.asarray(o > 0) for o in outlines]


def _view(anywhere: npt.NDArray[np.bool_]) -> tuple[slice, ...]:
    view = []
    for axis, size in enumerate(anywhere.shape):
        others = tuple(a for a in range(anywhere.ndim) if a != axis)
        places = np.flatnonzero(anywhere.any(axis=others))
        view.append(slice(max(0, places[0] - MARGIN), min(size, places[-1] + 1 + MARGIN)))
    return tuple(view)


RULES: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("first", text("The first reader's outline."), lambda o: o[0], Take.FIRST),
        Rule("second", text("The second reader's outline."), lambda o: o[1], Take.SECOND),
        Rule(
            "union",
            text("What any reader marked; tumour goes before possible infiltration."),
            union,
            Take.UNION,
        ),
        Rule(
            "intersection",
            text("What all readers marked; possible infiltration goes before tumour."),
            intersection,
            Take.INTERSECTION,
        ),
        Rule("majority", text("What more than half of the readers marked."), majority, readings=3),
        Rule(
            "staple",
            text("Where STAPLE gives a probability of one half or more."),
            _staple_outline,
            readings=3,
        ),
    )
}
"""Every rule by its key: on the command line, in the window's dialog, in the log."""


def rule_of(key: str, readings: int) -> Rule:
    """Return the rule of a key.

    Args:
        readings: how many there are.

    Raises:
        ReadingError: the rule is unknown, or it needs more readings.
    """
    rule = RULES.get(key)
    if rule is None:
        raise ReadingError(
            "The consensus has no rule {key}.",
            remedy="Use one of: {known}.",
            key=key,
            known=", ".join(RULES),
        )
    if readings < rule.readings:
        raise ReadingError(
            "The rule {key} needs {needed} readings or more; this case has {readings}.",
            remedy="With two readings use first, second, union or intersection.",
            key=key,
            needed=rule.readings,
            readings=readings,
        )
    return rule
