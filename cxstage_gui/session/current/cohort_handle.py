"""The handle with which another thread or process opens the cohort as the same user."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.people import SessionToken


@dataclass(frozen=True, slots=True)
class Opening:
    """A cohort's folder and the session token of the user; can be sent to another process.

    Args:
        token: None in a cohort without accounts.
    """

    path: Path
    token: SessionToken | None = field(default=None, repr=False)

    @classmethod
    def of(cls, cohort: Cohort) -> Opening:
        """Return the handle of an open cohort and its user."""
        return cls(cohort.path, cohort.token)

    def open(self) -> Cohort:
        """Open it.

        Raises:
            CohortError: as for `Cohort.open`.
        """
        from cxstage_core.cohort import Cohort

        return Cohort.open(self.path, self.token)
