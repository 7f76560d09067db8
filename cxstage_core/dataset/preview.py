"""Preview of the preprocessing of one patient: the slices as acquired and the network's input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.crop import window_around
from cxstage_core.dataset.outline import outlined
from cxstage_core.dataset.prepare import Further, prepare_patient
from cxstage_core.dataset.prepared_set import frozen_outline
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.registering import registration_note, registration_of, to_register
from cxstage_core.dataset.series_choice import choose_by_role
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Mask, resample_mask
from cxstage_core.text import Text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Pixels = npt.NDArray[np.float32]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """One patient before and after.

    Args:
        before: float32 (slice, row, column), whole T2 slices as acquired, upright.
        pixel_mm: mm between rows and between columns of `before`.
        box: the field of view in `before`: first row and column, last row and column.
        after: float32 (slice, input, row, column), what a network sees.
        channels: names of the inputs.
        slice_indices: 0-based slices of the T2 series.
        notes: of the preparation, the choice of series and their registration.
        largest: place in `slice_indices` of the slice with the largest outline.
    """

    patient: str
    before: Pixels
    pixel_mm: tuple[float, float]
    box: Box
    after: Pixels
    channels: tuple[str, ...]
    slice_indices: tuple[int, ...]
    notes: tuple[Text, ...]
    largest: int = 0


def preview(cohort: Cohort, patient: str, config: Preprocessing) -> Preview:
    """Prepare one patient with these settings, past the cache; a registration that is not stored yet is.

    Raises:
        DatasetError: no reference, no axial T2 series, or nothing outlined on it.
        CohortError: the cohort cannot give its series.
    """
    outline = frozen_outline(cohort, patient)
    if outline is None:
        raise DatasetError("No reference outline of this patient is frozen.")
    chosen = choose_by_role(cohort.series(patient), config, outline.masks)
    t2 = chosen.t2
    if t2.id not in outline.masks:
        raise DatasetError("The tumour outline is not drawn on an axial T2 series.")
    volume = cohort.volume(patient, t2.id)
    found = {
        name: registration_of(cohort, t2, chosen.further[name]) for name in to_register(chosen, config)
    }
    further = {
        name: Further(
            cohort.volume(patient, series.id),
            found[name].used if name in found else None,
            chosen.facts.get(name, {}),
        )
        for name, series in chosen.further.items()
    }
    mask = outline.masks[t2.id]
    prepared = prepare_patient(volume, further, mask, config)
    notes = (*chosen.notes, *(registration_note(name, one.found) for name, one in found.items()))
    if not mask.grid.close_to(volume.grid):
        mask = resample_mask(mask, volume.grid)
    upright = upright_volume(volume)
    spacing = (upright.grid.spacing[1], upright.grid.spacing[2])
    window = window_around(outlined(upright_mask(mask)), spacing, config.fov_mm, config.size_px)
    half = [config.fov_mm / 2 / mm for mm in spacing]
    (row, column), (high, wide) = window.centre, half
    return Preview(
        patient,
        upright.array[list(prepared.slice_indices)].astype(np.float32),
        spacing,
        (row - high, column - wide, row + high, column + wide),
        prepared.array,
        config.inputs,
        prepared.slice_indices,
        (*prepared.notes, *notes),
        _largest(upright_mask(mask), prepared.slice_indices),
    )


def _largest(mask: Mask, slices: tuple[int, ...]) -> int:
    """Return the place of the slice with the largest outline, the first of equals."""
    areas = np.count_nonzero(outlined(mask), axis=(1, 2))
    return int(np.argmax(areas[list(slices)]))
