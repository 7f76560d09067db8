"""What the start page shows of a cohort that was opened before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import NOBODY
from cxstage_core.errors import CxStageError
from cxstage_gui.session.current.patient_table import reference_versions
from cxstage_gui.viewer.models.thumbnails import series_picture
from cxstage_gui.viewer.models.window_level import Greys

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """Summary of a cohort that is not open.

    Args:
        changed: local time of the last entry in its audit log.
        patients, references: how many, and how many with a frozen reference; None where a user has to sign
            in first, or where it cannot be read.
        picture: grey values (row, column) of one slice; None where there is none to show.
        readable: False if the cohort cannot be opened.
    """

    changed: datetime | None = None
    patients: int | None = None
    references: int | None = None
    picture: Greys | None = None
    readable: bool = True


def summarise(path: Path, side_px: int) -> CohortSummary:
    """Read the summary of a cohort; the folder may be damaged, which opening it explains."""
    from cxstage_core.cohort import Cohort

    changed = None
    try:
        changed = datetime.fromtimestamp((path / "audit.log").stat().st_mtime).astimezone()
        cohort = Cohort.open(path)
        if cohort.principal == NOBODY:
            return CohortSummary(changed)
        references = len(reference_versions(cohort))
        return CohortSummary(changed, len(cohort.patients()), references, _picture(cohort, side_px))
    except (CxStageError, OSError):
        return CohortSummary(changed, readable=False)


def _picture(cohort: Cohort, side_px: int) -> Greys | None:
    """Return the middle slice of the first patient's T2 series, or of another series without one."""
    for patient in cohort.patients():
        series = min(
            cohort.series(patient),
            key=lambda one: (one.info.sequence != "T2", one.grid.plane != "axial", one.id),
            default=None,
        )
        if series is not None:
            return series_picture(cohort, series, side_px)
    return None
