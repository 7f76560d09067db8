"""What is shown of a study before it is predicted: its series, the axial T2 images, the outline on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import CxStageError, PredictionError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.prediction.case import OutlineKind
from cxstage_core.prediction.of_cohort import check_patient, outline_of_patient
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.prediction.given_outline import GivenOutline
    from cxstage_core.prediction.of_files import OpenedStudy


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series of a study in words and numbers.

    Args:
        id: of the series in its cohort or study.
        used_as: the sequence it counts as: "T2", "T1", "PD", "DWI", "ADC" or "other".
        b_value: s/mm² of a diffusion series, None where the header names none.
    """

    id: str
    used_as: str
    plane: str
    size: tuple[int, int, int]
    spacing: tuple[float, float, float]
    description: str = ""
    b_value: float | None = None

    @staticmethod
    def of(name: str, info: SeriesInfo, grid: Grid) -> ShownSeries:
        """Describe a series."""
        b_value = info.tags.get("DiffusionBValue")
        return ShownSeries(
            name,
            info.sequence,
            grid.plane,
            grid.size,
            grid.spacing,
            info.description,
            float(b_value) if isinstance(b_value, int | float) else None,
        )


@dataclass(frozen=True, slots=True)
class OutlineFacts:
    """An outline in words and numbers.

    Args:
        kind: where it comes from. author: as in `OutlineSource`.
        tumour_cm3, infiltration_cm3: volumes of both labels.
        slices: how many are drawn on.
        notes: what was noted while reading or placing it.
    """

    kind: OutlineKind
    author: str = ""
    tumour_cm3: float = 0.0
    infiltration_cm3: float = 0.0
    slices: int = 0
    notes: tuple[Text, ...] = ()

    @staticmethod
    def of(
        mask: Mask, kind: OutlineKind, author: str = "", notes: tuple[Text, ...] = ()
    ) -> OutlineFacts:
        """Measure an outline."""
        cm3 = mask.grid.voxel_mm3 / 1000.0
        tumour = float(np.count_nonzero(mask.array == Label.TUMOUR)) * cm3
        infiltration = float(np.count_nonzero(mask.array == Label.INFILTRATION)) * cm3
        slices = int(np.count_nonzero(mask.array.any(axis=(1, 2))))
        return OutlineFacts(kind, author, tumour, infiltration, slices, notes)


@dataclass(frozen=True, slots=True, eq=False)
class ShownOutline:
    """An outline on the axial T2 series on screen, on the grid of that series."""

    mask: Mask
    facts: OutlineFacts

    @staticmethod
    def of(
        mask: Mask, kind: OutlineKind, author: str = "", notes: tuple[Text, ...] = ()
    ) -> ShownOutline:
        """Measure an outline."""
        return ShownOutline(mask, OutlineFacts.of(mask, kind, author, notes))


def outline_use(tumour_cm3: float, infiltration_cm3: float, channels: Sequence[str]) -> Text | None:
    """Return how a model uses the second label of an outline, None where there is nothing of it.

    Args:
        channels: of the model's input.
    """
    if infiltration_cm3 <= 0:
        return None
    if "mask" not in channels:
        return text(
            "Possible infiltration ({infiltration:.1f} cm³) counts as outlined: it decides on slices and crop; this "
            "model gets no outline as an image.",
            infiltration=infiltration_cm3,
        )
    return text(
        "Both labels are used: tumour ({tumour:.1f} cm³) with the value 1, possible infiltration "
        "({infiltration:.1f} cm³) with 0.5 in the model's outline image.",
        tumour=tumour_cm3,
        infiltration=infiltration_cm3,
    )


def series_of_patient(cohort: Cohort, patient: str) -> tuple[ShownSeries, ...]:
    """Describe the series of a patient of a cohort.

    Raises:
        PredictionError: it has no such patient.
    """
    check_patient(cohort, patient)
    return tuple(ShownSeries.of(s.id, s.info, s.grid) for s in cohort.series(patient))


def series_of_study(study: OpenedStudy) -> tuple[ShownSeries, ...]:
    """Describe the series of a study of files."""
    return tuple(ShownSeries.of(s.id, s.info, s.grid) for s in study.series)


def axial_t2(series: Sequence[ShownSeries]) -> tuple[str, ...]:
    """Return the ids of the axial T2 series, the one with the finest pixels first."""
    fitting = [s for s in series if s.used_as == "T2" and s.plane == "axial"]
    return tuple(s.id for s in sorted(fitting, key=lambda s: s.spacing[1] * s.spacing[2]))


def look_at_outline(cohort: Cohort, patient: str, reader: str = "") -> tuple[str, ShownOutline] | None:
    """Return the outline that a prediction of a patient rests on, and the series it lies on.

    Args:
        reader: as in `outline_of_patient`.

    Returns:
        None where the patient has no outline and no reader was named.

    Raises:
        PredictionError: the named reader has no complete reading.
        CohortError: the outline must not be seen.
    """
    try:
        outline, kind, author, notes = outline_of_patient(cohort, patient, reader)
    except PredictionError:
        if reader:
            raise
        return None
    names = axial_t2(series_of_patient(cohort, patient))
    on = [n for n in names if n in outline.masks] or list(outline.masks)
    largest = max(on, key=lambda name: int(np.count_nonzero(outline.masks[name].array)))
    return largest, ShownOutline.of(outline.masks[largest], kind, author, notes)


def place_outline(given: GivenOutline, grid: Grid) -> ShownOutline:
    """Place an outline of a file on the series that is shown.

    Raises:
        IntakeError: it lies entirely outside the series.
    """
    from cxstage_core.intake.masks.on_series import on_series

    placed, notes = on_series(given.mask, grid, given.file)
    return ShownOutline.of(placed, given.kind, given.author, (*given.notes, *notes))


def fitting_series(mask: Mask, grids: Sequence[tuple[str, Grid]]) -> str:
    """Return the first series that an outline lies on, "" for none."""
    from cxstage_core.intake.masks.on_series import lies_on

    return next((name for name, grid in grids if lies_on(mask.grid, grid)), "")


def reason_of(error: CxStageError) -> Text:
    """Return an error as one sentence."""
    if not error.remedy.template:
        return error.what
    return text("{what} {remedy}", what=error.what, remedy=error.remedy)
