"""T2 and another series of one patient on each other, before and after their registration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.registering import registration_of
from cxstage_core.dataset.roles import ROLES
from cxstage_core.dataset.series_choice import choose_by_role
from cxstage_core.dataset.upright import upright_volume
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import resample_volume
from cxstage_core.imaging.checkerboard import Grey, as_grey, checkerboard
from cxstage_core.storage.atomic_write import write_bytes

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_GAP = 8
"""Columns between the two pictures."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Two series on the grid of T2, upright, as grey values (slice, row, column).

    Args:
        t2: the axial T2 series.
        before, after: the other one as the scanner put it, and moved; the same where the movement is not used.
        pixel_mm: mm between rows and between columns.
    """

    patient: str
    channel: str
    t2: Grey
    before: Grey
    after: Grey
    pixel_mm: tuple[float, float]
    registration: StoredRegistration

    def picture(self, place: int, squares: int, *, moved: bool) -> Grey:
        """The checkerboard of one slice (row, column)."""
        other = self.after if moved else self.before
        return np.asarray(checkerboard(self.t2[place], other[place], squares), dtype=np.uint8)


def overlay(cohort: Cohort, patient: str, channel: str) -> Overlay:
    """Register a series to T2, or take the stored registration, and lay both on each other.

    Raises:
        DatasetError: the patient has no axial T2 series or none of that channel, or they cannot be registered.
        CohortError: the cohort cannot give the series, or cannot be written.
    """
    t2, other = pair_of(cohort, patient, channel)
    found = registration_of(cohort, t2, other)
    fixed = upright_volume(cohort.volume(patient, t2.id))
    moving = cohort.volume(patient, other.id)
    before = as_grey(resample_volume(moving, fixed.grid).array)
    after = before
    if found.used is not None:
        after = as_grey(resample_volume(moving, fixed.grid, moved=found.used).array)
    spacing = (fixed.grid.spacing[1], fixed.grid.spacing[2])
    return Overlay(patient, channel, as_grey(fixed.array), before, after, spacing, found)


def pair_of(cohort: Cohort, patient: str, channel: str) -> tuple[SeriesRecord, SeriesRecord]:
    """Return the T2 series of a patient and that of another channel.

    Raises:
        DatasetError: one of them is missing.
    """
    config = replace(Preprocessing(), channels=("T2", channel))
    chosen = choose_by_role(cohort.series(patient), config)
    if channel not in chosen.further:
        raise DatasetError(
            "The study has no {series} series that can be used.", series=ROLES[channel].series.template
        )
    return chosen.t2, chosen.further[channel]


def write_checkerboard(pair: Overlay, file: Path, squares: int) -> None:
    """Write the middle slice as PNG, before registration on the left, after it on the right.

    Raises:
        CohortError: the file cannot be written.
    """
    from matplotlib.image import imsave

    middle = len(pair.t2) // 2
    left, right = (pair.picture(middle, squares, moved=moved) for moved in (False, True))
    gap = np.zeros((left.shape[0], _GAP), np.uint8)
    content = BytesIO()
    imsave(content, np.hstack([left, gap, right]), cmap="gray", vmin=0, vmax=255, format="png")
    write_bytes(file, content.getvalue())
