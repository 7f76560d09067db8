"""How every command opens a cohort."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def open_cohort(path: Path) -> Cohort:
    """Open a cohort.

    Raises:
        CohortError: as for `Cohort.open`.
    """
    from cxstage_core.cohort import Cohort

    return Cohort.open(path)
